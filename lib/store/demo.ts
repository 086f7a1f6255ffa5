import { z } from 'zod';
import type { DemoData } from '@/lib/contract/demo';
import type { Db, Tx } from './client';
import { dropUnusedCode } from './functions';
import { readStringMap } from './json';
import type { EntityChange } from './revision';

export async function countDemoData(db: Db | Tx, accountId: string): Promise<DemoData> {
  const where = { accountId, demo: true };
  const [restApis, functions, apiKeys, usagePlans, products, people] = await Promise.all([
    db.restApi.count({ where }),
    db.lambdaFunction.count({ where }),
    db.apiKey.count({ where: { ...where, rotatedFromId: null } }),
    db.usagePlan.count({ where }),
    db.product.count({ where }),
    db.user.count({ where: demoPeopleOf(accountId) }),
  ]);
  return { restApis, functions, apiKeys, usagePlans, products, people };
}

/**
 * Deletes everything marked as demo data, and what hangs on it: subscriptions to demo products with their keys, metrics
 * and usage. Returns what gateways have to forget or look at again.
 */
export async function deleteDemoData(tx: Tx, accountId: string): Promise<EntityChange[]> {
  const demo = { accountId, demo: true };
  const restApiIds = ids(await tx.restApi.findMany({ where: demo, select: { id: true } }));
  const planIds = ids(await tx.usagePlan.findMany({ where: demo, select: { id: true } }));
  const stageIds = ids(await tx.stage.findMany({ where: { restApiId: { in: restApiIds } }, select: { id: true } }));
  const affectedPlanIds = ids(
    await tx.usagePlan.findMany({ where: { stages: { some: { stageId: { in: stageIds } } } }, select: { id: true } }),
  );
  const keyIds = ids(
    await tx.apiKey.findMany({
      where: {
        accountId,
        OR: [
          { demo: true },
          { subscription: { user: { demo: true } } },
          { subscription: { usagePlanId: { in: planIds } } },
          { subscription: { product: { OR: [{ demo: true }, { restApiId: { in: restApiIds } }] } } },
        ],
      },
      select: { id: true },
    }),
  );
  const functions = await tx.lambdaFunction.findMany({
    where: demo,
    select: { id: true, versions: { select: { codeSha256: true } } },
  });
  // Keys of the owner's own that were in a demo plan stay, without the plan.
  const losingKeyIds = (
    await tx.usagePlanKey.findMany({ where: { usagePlanId: { in: planIds } }, select: { apiKeyId: true } })
  ).map(({ apiKeyId }) => apiKeyId);

  await tx.apiKey.deleteMany({ where: { id: { in: keyIds } } });
  await tx.product.deleteMany({ where: { accountId, OR: [{ demo: true }, { restApiId: { in: restApiIds } }] } });
  await tx.usagePlan.deleteMany({ where: { id: { in: planIds } } });
  await tx.stage.deleteMany({ where: { id: { in: stageIds } } });
  await tx.restApi.deleteMany({ where: { id: { in: restApiIds } } });
  await tx.lambdaFunction.deleteMany({ where: { id: { in: ids(functions) } } });
  await dropUnusedCode(
    tx,
    functions.flatMap(({ versions }) => versions.map(({ codeSha256 }) => codeSha256)),
  );
  await tx.usageDay.deleteMany({ where: { OR: [{ usagePlanId: { in: planIds } }, { apiKeyId: { in: keyIds } }] } });
  await tx.metricPoint.deleteMany({ where: { restApiId: { in: restApiIds } } });

  const changes = (kind: EntityChange['kind'], entityIds: readonly string[]) =>
    [...new Set(entityIds)].map((entityId) => ({ kind, entityId }));
  return [
    ...changes('stage', stageIds),
    ...changes('usage-plan', [...planIds, ...affectedPlanIds]),
    ...changes('api-key', [...keyIds, ...losingKeyIds]),
    ...changes('function', ids(functions)),
  ];
}

/** Whom the demo brought into the account, as members or subscribers. Who belongs nowhere any more is in it too. */
const demoPeopleOf = (accountId: string) => ({
  demo: true,
  memberships: { every: { accountId } },
  subscriptions: { every: { accountId } },
});

export interface DemoPerson {
  readonly id: string;
  readonly memberships: readonly { readonly accountId: string; readonly role: string }[];
}

export const findDemoPeople = (tx: Tx, accountId: string): Promise<DemoPerson[]> =>
  tx.user.findMany({
    where: demoPeopleOf(accountId),
    select: { id: true, memberships: { select: { accountId: true, role: true } } },
  });

/** Those who would leave an account without an owner, and `keepUserId`, stay as ordinary users. */
export async function deleteDemoPeople(
  tx: Tx,
  people: readonly DemoPerson[],
  keepUserId: string | null,
): Promise<void> {
  for (const person of people) {
    if (person.id !== keepUserId && !(await isLastOwner(tx, person))) {
      await tx.user.delete({ where: { id: person.id }, select: { id: true } });
    } else {
      await tx.user.update({ where: { id: person.id }, data: { demo: false }, select: { id: true } });
    }
  }
}

async function isLastOwner(tx: Tx, person: DemoPerson): Promise<boolean> {
  for (const { accountId, role } of person.memberships) {
    if (role !== 'owner') continue;
    const others = await tx.membership.count({ where: { accountId, role: 'owner', userId: { not: person.id } } });
    if (others === 0) return true;
  }
  return false;
}

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

/** Marks what the seed's verbs made. */
export async function markAsDemo(
  tx: Tx,
  marked: Readonly<{
    restApiIds?: readonly string[];
    functionNames?: readonly string[];
    usagePlanIds?: readonly string[];
    apiKeyIds?: readonly string[];
    productIds?: readonly string[];
  }>,
): Promise<void> {
  const data = { demo: true };
  await tx.restApi.updateMany({ where: { id: { in: [...(marked.restApiIds ?? [])] } }, data });
  await tx.lambdaFunction.updateMany({ where: { name: { in: [...(marked.functionNames ?? [])] } }, data });
  await tx.usagePlan.updateMany({ where: { id: { in: [...(marked.usagePlanIds ?? [])] } }, data });
  await tx.apiKey.updateMany({ where: { id: { in: [...(marked.apiKeyIds ?? [])] } }, data });
  await tx.product.updateMany({ where: { id: { in: [...(marked.productIds ?? [])] } }, data });
}

// ── What the demo has made, for its next start ──────────────────────────────

const demoRecord = z.object({
  petStoreId: z.string(),
  warehouseId: z.string(),
  freePlanId: z.string(),
  proPlanId: z.string(),
  keyIds: z.object({
    quickStart: z.string(),
    website: z.string(),
    mobileApp: z.string(),
    consumer: z.string(),
  }),
});
export type DemoRecord = z.infer<typeof demoRecord>;

const RECORD_SETTING = 'demo';

/** Null: never seeded, or its APIs were removed since. */
export async function readDemoRecord(db: Db, accountId: string): Promise<DemoRecord | null> {
  const row = await db.setting.findUnique({ where: { key: RECORD_SETTING } });
  const record = demoRecord.safeParse(row?.value);
  if (!record.success) return null;
  const { petStoreId, warehouseId } = record.data;
  const found = await db.restApi.count({ where: { id: { in: [petStoreId, warehouseId] }, accountId, demo: true } });
  return found === 0 ? null : record.data;
}

export async function writeDemoRecord(db: Db, value: DemoRecord): Promise<void> {
  await db.setting.upsert({
    where: { key: RECORD_SETTING },
    create: { key: RECORD_SETTING, value },
    update: { value },
  });
}

/** Sealed values of the demo's keys that still exist. */
export const readSealedValues = (db: Db, ids: readonly string[]): Promise<{ id: string; valueEncrypted: string }[]> =>
  db.apiKey.findMany({ where: { id: { in: [...ids] } }, select: { id: true, valueEncrypted: true } });

/** Stages of APIs that name their backend in a variable. */
export async function listStageVariables(db: Db | Tx, restApiIds: readonly string[]) {
  const rows = await db.stage.findMany({
    where: { restApiId: { in: [...restApiIds] } },
    select: { name: true, restApiId: true, version: true, variables: true },
  });
  return rows.map((row) => ({ ...row, variables: readStringMap(row.variables) }));
}
