import { periodStartDay } from '@/lib/gateway/limits/calendar';
import type { QuotaUsage } from '@/lib/gateway/model';
import { type Db, transaction } from './client';
import { Prisma } from './generated/sqlite/client';

/** One writer's count of one plan, key and UTC day, absolute over the writer's life. */
export interface UsageRow {
  readonly usagePlanId: string;
  readonly apiKeyId: string;
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly used: number;
}

/** Shard of rows that compaction has merged. */
export const MERGED_SHARD = 'merged';
/** Writers give up on counts of days before yesterday, so these days don't change any more and can be merged. */
export const COMPACT_AFTER_DAYS = 3;
const RETENTION_DAYS = 400;
const ROWS_PER_STATEMENT = 500;

/** Writing a row again, or an older one late, changes nothing: counts only rise. */
export async function writeUsage(db: Db, shard: string, rows: readonly UsageRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) {
    const values = rows
      .slice(i, i + ROWS_PER_STATEMENT)
      .map((row) => Prisma.sql`(${row.usagePlanId}, ${row.apiKeyId}, ${row.day}, ${shard}, ${row.used})`);
    await db.$executeRaw`
      INSERT INTO "UsageDay" ("usagePlanId", "apiKeyId", "day", "shard", "used") VALUES ${Prisma.join(values)}
      ON CONFLICT ("usagePlanId", "apiKeyId", "day", "shard") DO UPDATE SET "used" = excluded."used"
      WHERE excluded."used" > "UsageDay"."used"`;
  }
}

/** Counts of the day, week and month that hold `day`, by plan and key; without one writer's own, if named. */
export async function readUsageTotals(db: Db, day: number, exceptShard = ''): Promise<QuotaUsage[]> {
  const weekStart = periodStartDay('WEEK', day);
  const monthStart = periodStartDay('MONTH', day);
  const rows = await db.$queryRaw<
    { usagePlanId: string; apiKeyId: string; inDay: unknown; inWeek: unknown; inMonth: unknown }[]
  >`
    SELECT "usagePlanId", "apiKeyId",
      SUM(CASE WHEN "day" = ${day} THEN "used" ELSE 0 END) AS "inDay",
      SUM(CASE WHEN "day" >= ${weekStart} THEN "used" ELSE 0 END) AS "inWeek",
      SUM(CASE WHEN "day" >= ${monthStart} THEN "used" ELSE 0 END) AS "inMonth"
    FROM "UsageDay"
    WHERE "day" >= ${Math.min(weekStart, monthStart)} AND "day" <= ${day} AND "shard" <> ${exceptShard}
    GROUP BY "usagePlanId", "apiKeyId"`;
  return rows.map((row) => ({
    usagePlanId: row.usagePlanId,
    apiKeyId: row.apiKeyId,
    day,
    usedInDay: Number(row.inDay),
    usedInWeek: Number(row.inWeek),
    usedInMonth: Number(row.inMonth),
  }));
}

/** One row per plan, key and past day instead of one per runtime life; the oldest days go. */
export async function compactUsage(db: Db, today: number): Promise<void> {
  const before = today - COMPACT_AFTER_DAYS;
  await transaction(db, async (tx) => {
    const days = await tx.usageDay.findMany({
      where: { day: { lt: before }, shard: { not: MERGED_SHARD } },
      distinct: ['day'],
      select: { day: true },
    });
    for (const { day } of days) {
      await tx.$executeRaw`
        INSERT INTO "UsageDay" ("usagePlanId", "apiKeyId", "day", "shard", "used")
        SELECT "usagePlanId", "apiKeyId", "day", ${MERGED_SHARD}, SUM("used") FROM "UsageDay"
        WHERE "day" = ${day} AND "shard" <> ${MERGED_SHARD}
        GROUP BY "usagePlanId", "apiKeyId", "day"
        ON CONFLICT ("usagePlanId", "apiKeyId", "day", "shard")
        DO UPDATE SET "used" = "UsageDay"."used" + excluded."used"`;
      await tx.usageDay.deleteMany({ where: { day, shard: { not: MERGED_SHARD } } });
    }
    await tx.usageDay.deleteMany({ where: { day: { lt: today - RETENTION_DAYS } } });
  });
}
