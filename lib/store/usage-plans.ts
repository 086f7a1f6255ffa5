import { z } from 'zod';
import type { ThrottleSettings } from '@/lib/contract/common';
import { planStage, QUOTA_PERIODS, type QuotaSettings, type UsagePlanSummary } from '@/lib/contract/usage-plan';
import { NotFoundError } from '@/lib/errors';
import type { RestApiDefinition } from '@/lib/gateway/model';
import type { Db, Tx } from './client';
import { readDefinition } from './deployments';
import type { Prisma } from './generated/sqlite/client';

const quotaPeriod = z.enum(QUOTA_PERIODS);

const SUMMARY = {
  id: true,
  name: true,
  description: true,
  rateLimit: true,
  burstLimit: true,
  quotaLimit: true,
  quotaOffset: true,
  quotaPeriod: true,
  portalVisible: true,
  priceText: true,
  approvalRequired: true,
  demo: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  stages: {
    select: {
      stageId: true,
      throttle: true,
      stage: { select: { name: true, restApi: { select: { id: true, name: true } } } },
    },
    orderBy: [{ stage: { restApi: { name: 'asc' } } }, { stage: { name: 'asc' } }],
  },
  // Old values of rotated keys are no keys of their own.
  _count: { select: { keys: { where: { apiKey: { rotatedFromId: null } } } } },
} satisfies Prisma.UsagePlanSelect;
type SummaryRow = Prisma.UsagePlanGetPayload<{ select: typeof SUMMARY }>;

export interface QuotaColumns {
  readonly quotaLimit: number | null;
  readonly quotaOffset: number;
  readonly quotaPeriod: string | null;
}

export const toThrottle = (row: {
  readonly rateLimit: number | null;
  readonly burstLimit: number | null;
}): ThrottleSettings | null =>
  row.rateLimit === null || row.burstLimit === null ? null : { rateLimit: row.rateLimit, burstLimit: row.burstLimit };

export const toQuota = (row: QuotaColumns): QuotaSettings | null =>
  row.quotaLimit === null || row.quotaPeriod === null
    ? null
    : { limit: row.quotaLimit, period: quotaPeriod.parse(row.quotaPeriod), offset: row.quotaOffset };

function toSummary(row: SummaryRow): UsagePlanSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    throttle: toThrottle(row),
    quota: toQuota(row),
    stages: row.stages.map(({ stageId, stage, throttle }) => ({
      restApiId: stage.restApi.id,
      restApiName: stage.restApi.name,
      stageId,
      stageName: stage.name,
      throttle: planStage.shape.throttle.parse(throttle),
    })),
    keyCount: row._count.keys,
    portalVisible: row.portalVisible,
    priceText: row.priceText,
    approvalRequired: row.approvalRequired,
    demo: row.demo,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A to Z. */
export async function listUsagePlanSummaries(db: Db, accountId: string): Promise<UsagePlanSummary[]> {
  const rows = await db.usagePlan.findMany({ where: { accountId }, select: SUMMARY });
  return rows.map(toSummary).sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

/** Ids of other accounts are as unknown as ids that never were. */
export async function requireUsagePlan(db: Db | Tx, accountId: string, id: string): Promise<UsagePlanSummary> {
  const row = await db.usagePlan.findUnique({ where: { id, accountId }, select: SUMMARY });
  if (row === null) throw new NotFoundError(`The usage plan ${id}`);
  return toSummary(row);
}

/** Throws for the first that is not a plan of the account. */
export async function requireUsagePlans(db: Db | Tx, accountId: string, ids: readonly string[]): Promise<void> {
  const found = await knownUsagePlanIds(db, accountId, ids);
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined) throw new NotFoundError(`The usage plan ${missing}`);
}

export async function knownUsagePlanIds(
  db: Db | Tx,
  accountId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.usagePlan.findMany({ where: { accountId, id: { in: [...ids] } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

// ── Writing ─────────────────────────────────────────────────────────────────

export interface PlanFields extends QuotaColumns {
  readonly name: string;
  readonly description: string;
  readonly rateLimit: number | null;
  readonly burstLimit: number | null;
  readonly quotaStartedAt: Date | null;
  readonly portalVisible: boolean;
  readonly priceText: string;
  readonly approvalRequired: boolean;
}

export interface PlanStageRow {
  readonly stageId: string;
  readonly throttle: Record<string, ThrottleSettings>;
}

export async function insertUsagePlan(
  tx: Tx,
  plan: PlanFields & {
    readonly id: string;
    readonly accountId: string;
    readonly demo: boolean;
    readonly createdAt: Date;
  },
  stages: readonly PlanStageRow[],
): Promise<void> {
  await tx.usagePlan.create({ data: { ...plan, stages: { create: [...stages] } }, select: { id: true } });
}

export async function writeUsagePlan(
  tx: Tx,
  id: string,
  fields: PlanFields,
  stages: readonly PlanStageRow[],
): Promise<void> {
  await tx.usagePlanStage.deleteMany({ where: { usagePlanId: id } });
  await tx.usagePlan.update({
    where: { id },
    data: { ...fields, version: { increment: 1 }, stages: { create: [...stages] } },
    select: { id: true },
  });
}

/** What the offset's first period is counted from. */
export async function readQuotaColumns(tx: Tx, id: string): Promise<QuotaColumns & { quotaStartedAt: Date | null }> {
  return tx.usagePlan.findUniqueOrThrow({
    where: { id },
    select: { quotaLimit: true, quotaOffset: true, quotaPeriod: true, quotaStartedAt: true },
  });
}

/** With what was counted under it. */
export async function deleteUsagePlanRow(tx: Tx, id: string): Promise<void> {
  await tx.usagePlan.delete({ where: { id }, select: { id: true } });
  await tx.usageDay.deleteMany({ where: { usagePlanId: id } });
}

export async function subscriptionCountsOfPlan(tx: Tx, id: string): Promise<{ live: number }> {
  const live = await tx.subscription.count({ where: { usagePlanId: id, status: { in: ['PENDING', 'ACTIVE'] } } });
  return { live };
}

// ── Keys of a plan ──────────────────────────────────────────────────────────

export async function keyIdsOfPlan(tx: Tx, usagePlanId: string): Promise<string[]> {
  const rows = await tx.usagePlanKey.findMany({ where: { usagePlanId }, select: { apiKeyId: true } });
  return rows.map(({ apiKeyId }) => apiKeyId);
}

// ── Stages of plans ─────────────────────────────────────────────────────────

export interface PlanStageTarget {
  readonly id: string;
  readonly name: string;
  readonly restApiId: string;
  readonly restApiName: string;
  readonly definition: RestApiDefinition;
}

/** The stage with the routes it serves, if it is the account's. */
export async function findPlanStage(
  db: Db | Tx,
  accountId: string,
  restApiId: string,
  stageName: string,
): Promise<PlanStageTarget | null> {
  const row = await db.stage.findUnique({
    where: { restApiId_name: { restApiId, name: stageName }, restApi: { accountId } },
    select: {
      id: true,
      name: true,
      restApi: { select: { id: true, name: true } },
      deployment: { select: { definition: true } },
    },
  });
  if (row === null) return null;
  return {
    id: row.id,
    name: row.name,
    restApiId: row.restApi.id,
    restApiName: row.restApi.name,
    definition: readDefinition(row.deployment.definition),
  };
}

export interface SharedStage {
  readonly stageName: string;
  readonly restApiName: string;
  readonly planNames: readonly string[];
}

/** A stage that more than one of these plans holds: no key may be in all of them. */
export async function findSharedStage(tx: Db | Tx, usagePlanIds: readonly string[]): Promise<SharedStage | null> {
  if (usagePlanIds.length < 2) return null;
  const rows = await tx.usagePlanStage.findMany({
    where: { usagePlanId: { in: [...usagePlanIds] } },
    select: {
      stageId: true,
      usagePlan: { select: { name: true } },
      stage: { select: { name: true, restApi: { select: { name: true } } } },
    },
    orderBy: [{ stageId: 'asc' }, { usagePlan: { name: 'asc' } }],
  });
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before?.stageId !== row.stageId) continue;
    return {
      stageName: row.stage.name,
      restApiName: row.stage.restApi.name,
      planNames: [before.usagePlan.name, row.usagePlan.name],
    };
  }
  return null;
}

export interface KeyInTwoPlans extends SharedStage {
  readonly keyName: string;
}

/** A key of this plan that another plan holds for one of the same stages. */
export async function findKeyInTwoPlans(tx: Tx, usagePlanId: string): Promise<KeyInTwoPlans | null> {
  const [row] = await tx.$queryRaw<
    { keyName: string; planName: string; otherPlanName: string; stageName: string; restApiName: string }[]
  >`
    SELECT k."name" AS "keyName", p."name" AS "planName", o."name" AS "otherPlanName", s."name" AS "stageName",
      a."name" AS "restApiName"
    FROM "UsagePlanKey" pk
    JOIN "UsagePlanStage" ps ON ps."usagePlanId" = pk."usagePlanId"
    JOIN "UsagePlanKey" ok ON ok."apiKeyId" = pk."apiKeyId" AND ok."usagePlanId" <> pk."usagePlanId"
    JOIN "UsagePlanStage" os ON os."usagePlanId" = ok."usagePlanId" AND os."stageId" = ps."stageId"
    JOIN "ApiKey" k ON k."id" = pk."apiKeyId"
    JOIN "UsagePlan" p ON p."id" = pk."usagePlanId"
    JOIN "UsagePlan" o ON o."id" = ok."usagePlanId"
    JOIN "Stage" s ON s."id" = ps."stageId"
    JOIN "RestApi" a ON a."id" = s."restApiId"
    WHERE pk."usagePlanId" = ${usagePlanId} LIMIT 1`;
  if (row === undefined) return null;
  return {
    keyName: row.keyName,
    stageName: row.stageName,
    restApiName: row.restApiName,
    planNames: [row.planName, row.otherPlanName],
  };
}
