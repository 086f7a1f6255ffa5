import type { ApiKeyPage, ApiKeySummary } from '@/lib/contract/api-key';
import { NotFoundError } from '@/lib/errors';
import type { Db, Tx } from './client';
import { decodeCursor, encodeCursor } from './cursor';
import type { Prisma } from './generated/sqlite/client';
import { containsText } from './search';

const SUMMARY = {
  id: true,
  name: true,
  description: true,
  enabled: true,
  valueHint: true,
  expiresAt: true,
  customerId: true,
  demo: true,
  rotatedFromId: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  plans: { select: { usagePlan: { select: { id: true, name: true } } }, orderBy: { usagePlan: { name: 'asc' } } },
  subscription: { select: { id: true, user: { select: { email: true } } } },
} satisfies Prisma.ApiKeySelect;
type SummaryRow = Prisma.ApiKeyGetPayload<{ select: typeof SUMMARY }>;

function toSummary({ plans, subscription, ...row }: SummaryRow): ApiKeySummary {
  return {
    ...row,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    usagePlans: plans.map(({ usagePlan }) => usagePlan),
    consumerEmail: subscription?.user.email ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Ids of other accounts are as unknown as ids that never were. */
export async function requireApiKey(db: Db | Tx, accountId: string, id: string): Promise<ApiKeySummary> {
  const row = await db.apiKey.findUnique({ where: { id, accountId }, select: SUMMARY });
  if (row === null) throw new NotFoundError(`The API key ${id}`);
  return toSummary(row);
}

export interface ApiKeyFilter {
  readonly accountId: string;
  readonly search: string;
  readonly usagePlanId?: string | undefined;
  readonly rotatedFromId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function listApiKeyPage(db: Db, filter: ApiKeyFilter): Promise<ApiKeyPage> {
  const text = containsText(db, filter.search);
  const where: Prisma.ApiKeyWhereInput = {
    accountId: filter.accountId,
    ...(filter.usagePlanId === undefined ? {} : { plans: { some: { usagePlanId: filter.usagePlanId } } }),
    ...(filter.rotatedFromId === undefined ? {} : { rotatedFromId: filter.rotatedFromId }),
    ...(filter.search === ''
      ? {}
      : {
          OR: [
            { name: text },
            { description: text },
            { customerId: text },
            { id: filter.search },
            { valueHint: filter.search.slice(-4) },
            { subscription: { user: { email: text } } },
          ],
        }),
  };
  const after = decodeCursor(filter.cursor);
  const [rows, total] = await Promise.all([
    db.apiKey.findMany({
      where: after
        ? { AND: [where, { OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] }] }
        : where,
      select: SUMMARY,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: filter.limit + 1,
    }),
    db.apiKey.count({ where }),
  ]);
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    items: page.map(toSummary),
    nextCursor: rows.length > filter.limit && last ? encodeCursor({ at: last.createdAt, id: last.id }) : null,
    total,
  };
}

export interface NewApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly description: string;
  readonly valueHash: string;
  readonly valueEncrypted: string;
  readonly valueHint: string;
  readonly enabled: boolean;
  readonly expiresAt?: Date | null;
  readonly customerId: string;
  readonly demo: boolean;
  readonly subscriptionId?: string | null;
  readonly rotatedFromId?: string | null;
  readonly createdAt: Date;
}

export async function insertApiKey(tx: Tx, row: NewApiKey, usagePlanIds: readonly string[]): Promise<void> {
  await tx.apiKey.create({
    data: { ...row, plans: { create: usagePlanIds.map((usagePlanId) => ({ usagePlanId })) } },
    select: { id: true },
  });
}

export async function writeApiKey(
  tx: Tx,
  id: string,
  fields: Partial<Omit<NewApiKey, 'id' | 'accountId' | 'createdAt'>>,
): Promise<void> {
  await tx.apiKey.update({ where: { id }, data: { ...fields, version: { increment: 1 } }, select: { id: true } });
}

/** The same rights for the old values of a rotated key as for the key. */
export async function writeOldValues(
  tx: Tx,
  rotatedFromId: string,
  fields: Partial<Pick<NewApiKey, 'enabled' | 'name' | 'description' | 'customerId'>>,
): Promise<void> {
  if (Object.keys(fields).length > 0) await tx.apiKey.updateMany({ where: { rotatedFromId }, data: fields });
}

export async function oldValueIds(tx: Tx, rotatedFromId: string): Promise<string[]> {
  const rows = await tx.apiKey.findMany({ where: { rotatedFromId }, select: { id: true } });
  return rows.map(({ id }) => id);
}

export async function deleteOldValuesExpiredBefore(tx: Tx, accountId: string, at: Date): Promise<string[]> {
  const rows = await tx.apiKey.findMany({
    where: { accountId, rotatedFromId: { not: null }, expiresAt: { lt: at } },
    select: { id: true },
    take: 500,
  });
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await tx.apiKey.deleteMany({ where: { id: { in: ids } } });
  return ids;
}

/** The sealed value and its hash; the only query that reads them for a person. */
export async function readSealedValue(db: Db | Tx, id: string): Promise<{ valueHash: string; valueEncrypted: string }> {
  return db.apiKey.findUniqueOrThrow({ where: { id }, select: { valueHash: true, valueEncrypted: true } });
}

export async function valueHashInUse(tx: Tx, valueHash: string): Promise<boolean> {
  return (await tx.apiKey.findUnique({ where: { valueHash }, select: { id: true } })) !== null;
}

export async function replaceKeyPlans(
  tx: Tx,
  apiKeyIds: readonly string[],
  usagePlanIds: readonly string[],
): Promise<void> {
  await tx.usagePlanKey.deleteMany({
    where: { apiKeyId: { in: [...apiKeyIds] }, usagePlanId: { notIn: [...usagePlanIds] } },
  });
  const kept = await tx.usagePlanKey.findMany({
    where: { apiKeyId: { in: [...apiKeyIds] } },
    select: { apiKeyId: true, usagePlanId: true },
  });
  const has = new Set(kept.map((row) => `${row.apiKeyId} ${row.usagePlanId}`));
  const missing = apiKeyIds.flatMap((apiKeyId) =>
    usagePlanIds
      .filter((usagePlanId) => !has.has(`${apiKeyId} ${usagePlanId}`))
      .map((usagePlanId) => ({ apiKeyId, usagePlanId })),
  );
  if (missing.length > 0) await tx.usagePlanKey.createMany({ data: missing });
}

/** Deletes keys with what they counted. */
export async function deleteApiKeys(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.apiKey.deleteMany({ where: { id: { in: [...ids] } } });
  await tx.usageDay.deleteMany({ where: { apiKeyId: { in: [...ids] } } });
}

export async function subscriptionIdOfKey(tx: Tx, id: string): Promise<string | null> {
  return (await tx.apiKey.findUniqueOrThrow({ where: { id }, select: { subscriptionId: true } })).subscriptionId;
}
