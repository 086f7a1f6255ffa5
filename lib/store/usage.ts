import type { QuotaSettings } from '@/lib/contract/usage-plan';
import { nextPeriodStartDay, periodStartDay } from '@/lib/gateway/limits/calendar';
import type { Db } from './client';
import { Prisma } from './generated/sqlite/client';
import { type QuotaColumns, toQuota } from './usage-plans';

export interface UsageCount {
  readonly usagePlanId: string;
  readonly apiKeyId: string;
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly used: number;
}

export interface UsageFilter {
  readonly usagePlanIds: readonly string[];
  readonly apiKeyIds: readonly string[];
  /** Both included. */
  readonly fromDay: number;
  readonly toDay: number;
}

/** Counts by plan, key and day, summed over the lives of all runtimes. */
export async function readUsage(db: Db, filter: UsageFilter): Promise<UsageCount[]> {
  if (filter.usagePlanIds.length === 0 || filter.apiKeyIds.length === 0) return [];
  const rows = await db.$queryRaw<{ usagePlanId: string; apiKeyId: string; day: number; used: unknown }[]>`
    SELECT "usagePlanId", "apiKeyId", "day", SUM("used") AS "used" FROM "UsageDay"
    WHERE "usagePlanId" IN (${Prisma.join([...filter.usagePlanIds])})
      AND "apiKeyId" IN (${Prisma.join([...filter.apiKeyIds])})
      AND "day" >= ${filter.fromDay} AND "day" <= ${filter.toDay}
    GROUP BY "usagePlanId", "apiKeyId", "day"`;
  return rows.map((row) => ({ ...row, day: Number(row.day), used: Number(row.used) }));
}

/** Keys with the most requests under a plan. */
export async function busiestKeyIds(
  db: Db,
  filter: Readonly<{ usagePlanId: string; fromDay: number; toDay: number; limit: number }>,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ apiKeyId: string }[]>`
    SELECT "apiKeyId", SUM("used") AS "total" FROM "UsageDay"
    WHERE "usagePlanId" = ${filter.usagePlanId} AND "day" >= ${filter.fromDay} AND "day" <= ${filter.toDay}
    GROUP BY "apiKeyId" ORDER BY "total" DESC, "apiKeyId" LIMIT ${filter.limit}`;
  return rows.map(({ apiKeyId }) => apiKeyId);
}

/** Plans that have counted requests of a key. */
export async function planIdsThatCounted(
  db: Db,
  filter: Readonly<{ apiKeyId: string; fromDay: number; toDay: number }>,
): Promise<string[]> {
  const rows = await db.usageDay.findMany({
    where: { apiKeyId: filter.apiKeyId, day: { gte: filter.fromDay, lte: filter.toDay } },
    distinct: ['usagePlanId'],
    select: { usagePlanId: true },
  });
  return rows.map(({ usagePlanId }) => usagePlanId);
}

export interface CountedPlan {
  readonly id: string;
  readonly name: string;
  readonly quota: (QuotaSettings & { readonly startedAt: Date }) | null;
}

export async function findCountedPlans(db: Db, ids: readonly string[]): Promise<CountedPlan[]> {
  const rows = await db.usagePlan.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      name: true,
      quotaLimit: true,
      quotaOffset: true,
      quotaPeriod: true,
      quotaStartedAt: true,
      createdAt: true,
    },
    orderBy: { name: 'asc' },
  });
  return rows.map((row) => ({ id: row.id, name: row.name, quota: quotaOf(row) }));
}

function quotaOf(row: QuotaColumns & { quotaStartedAt: Date | null; createdAt: Date }): CountedPlan['quota'] {
  const quota = toQuota(row);
  return quota && { ...quota, startedAt: row.quotaStartedAt ?? row.createdAt };
}

export interface CountedKey {
  readonly id: string;
  readonly name: string;
}

export const findCountedKeys = (db: Db, ids: readonly string[]): Promise<CountedKey[]> =>
  db.apiKey.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });

/** Keys of a plan, newest first, without old values of rotated ones. */
export const newestKeysOfPlan = (db: Db, usagePlanId: string, limit: number): Promise<CountedKey[]> =>
  db.apiKey.findMany({
    where: { plans: { some: { usagePlanId } }, rotatedFromId: null },
    select: { id: true, name: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: limit,
  });

export interface QuotaPeriodNow {
  readonly firstDay: number;
  readonly resetDay: number;
  /** What may be used in this period: less the offset in the first one. */
  readonly limit: number;
}

/** The calendar period that holds `now`, as the gateway reckons it. */
export function quotaPeriodAt(quota: NonNullable<CountedPlan['quota']>, today: number): QuotaPeriodNow {
  const firstDay = periodStartDay(quota.period, today);
  const resetDay = nextPeriodStartDay(quota.period, today);
  const startedOn = Math.floor(quota.startedAt.getTime() / 86_400_000);
  const isFirst = startedOn >= firstDay && startedOn < resetDay;
  return { firstDay, resetDay, limit: Math.max(0, quota.limit - (isFirst ? quota.offset : 0)) };
}
