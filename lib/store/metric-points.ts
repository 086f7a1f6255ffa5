import type { Db } from './client';
import { Prisma } from './generated/sqlite/client';

/** One series over one period, as one writer saw it (absolute values) or merged. */
export interface MetricPointRow {
  readonly restApiId: string;
  readonly stageName: string;
  /** "*" with method "*": the whole stage. */
  readonly resource: string;
  readonly method: string;
  /** Of the requests that the stage's canary answered. */
  readonly canary: boolean;
  /** Start of the period, seconds since the epoch. */
  readonly startsAt: number;
  readonly count: number;
  readonly error4xx: number;
  readonly error5xx: number;
  readonly cacheHit: number;
  readonly cacheMiss: number;
  readonly throttled: number;
  readonly latencySumUs: number;
  readonly latencyMinUs: number;
  readonly latencyMaxUs: number;
  readonly latencyHistogram: Uint8Array<ArrayBuffer>;
  readonly integrationCount: number;
  readonly integrationSumUs: number;
  readonly integrationMinUs: number;
  readonly integrationMaxUs: number;
  readonly integrationHistogram: Uint8Array<ArrayBuffer>;
}

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export type Period = typeof MINUTE | typeof HOUR | typeof DAY;

/** 23 parameters a row, and SQLite takes 32,766 in a statement. */
const ROWS_PER_STATEMENT = 500;
const MAX_INT = 2 ** 31 - 1;

/** Replaces what the shard said of the same series and period before, unless that was more. */
export async function writeMetricPoints(
  db: Db,
  periodSeconds: Period,
  shard: string,
  rows: readonly MetricPointRow[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) {
    const values = rows.slice(i, i + ROWS_PER_STATEMENT).map(
      (row) => Prisma.sql`(${periodSeconds}, ${row.startsAt}, ${row.restApiId}, ${row.stageName}, ${row.resource},
        ${row.method}, ${row.canary}, ${shard}, ${int(row.count)}, ${int(row.error4xx)}, ${int(row.error5xx)}, ${int(row.cacheHit)},
        ${int(row.cacheMiss)}, ${int(row.throttled)}, ${BigInt(row.latencySumUs)}, ${row.latencyMinUs},
        ${row.latencyMaxUs}, ${row.latencyHistogram}, ${int(row.integrationCount)}, ${BigInt(row.integrationSumUs)},
        ${row.integrationMinUs}, ${row.integrationMaxUs}, ${row.integrationHistogram})`,
    );
    await db.$executeRaw`
      INSERT INTO "MetricPoint" ("periodSeconds", "startsAt", "restApiId", "stageName", "resource", "method", "canary",
        "shard", "count", "error4xx", "error5xx", "cacheHit", "cacheMiss", "throttled", "latencySumUs", "latencyMinUs",
        "latencyMaxUs", "latencyHistogram", "integrationCount", "integrationSumUs", "integrationMinUs",
        "integrationMaxUs", "integrationHistogram")
      VALUES ${Prisma.join(values)}
      ON CONFLICT ("restApiId", "stageName", "resource", "method", "periodSeconds", "startsAt", "shard", "canary")
      DO UPDATE SET ${Prisma.join(REPLACED_COLUMNS)}
      WHERE excluded."count" >= "MetricPoint"."count"`;
  }
}

export interface PointFilter {
  readonly restApiId?: string | undefined;
  readonly stageName?: string | undefined;
  readonly resource?: string | undefined;
  readonly method?: string | undefined;
  /** Absent: the stage's own requests and its canary's. */
  readonly canary?: boolean | undefined;
  readonly periodSeconds: Period;
  /** Seconds since the epoch, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** In raw SQL: several times faster than through the query engine, and charts read thousands of rows. */
export async function readMetricPoints(db: Db, filter: PointFilter): Promise<MetricPointRow[]> {
  const rows = await db.$queryRaw<RawRow[]>`SELECT ${POINT_COLUMNS} FROM "MetricPoint" WHERE ${where(filter)}`;
  return rows.map(toPoint);
}

/** Only what percentiles need, of several spans at once. */
export async function readLatencyHistograms(db: Db, filters: readonly PointFilter[]): Promise<Uint8Array[]> {
  const rows = await db.$queryRaw<{ latencyHistogram: Uint8Array }[]>`
    SELECT "latencyHistogram" FROM "MetricPoint" WHERE ${any(filters)}`;
  return rows.map(({ latencyHistogram }) => latencyHistogram);
}

export interface RouteTotals {
  readonly resource: string;
  readonly method: string;
  readonly count: number;
  readonly error4xx: number;
  readonly error5xx: number;
}

/** Sums by route, without the whole-stage rows. */
export async function readRouteTotals(db: Db, filters: readonly PointFilter[]): Promise<RouteTotals[]> {
  const rows = await db.$queryRaw<{ [name in keyof RouteTotals]: unknown }[]>`
    SELECT "resource", "method", SUM("count") AS "count", SUM("error4xx") AS "error4xx", SUM("error5xx") AS "error5xx"
    FROM "MetricPoint" WHERE ${any(filters)} AND "resource" <> '*' GROUP BY "resource", "method"`;
  return rows.map((row) => ({
    resource: String(row.resource),
    method: String(row.method),
    count: Number(row.count),
    error4xx: Number(row.error4xx),
    error5xx: Number(row.error5xx),
  }));
}

/** Distinct stages with points, so that roll-ups can work in parts. */
export async function listMeteredStages(
  db: Db,
  filter: PointFilter,
): Promise<{ readonly restApiId: string; readonly stageName: string }[]> {
  return db.$queryRaw`SELECT DISTINCT "restApiId", "stageName" FROM "MetricPoint" WHERE ${where(filter)}`;
}

/** Start of the oldest period there is, seconds; undefined when there is none. */
export async function oldestPoint(db: Db, periodSeconds: Period): Promise<number | undefined> {
  const row = await db.metricPoint.findFirst({
    where: { periodSeconds },
    orderBy: { startsAt: 'asc' },
    select: { startsAt: true },
  });
  return row?.startsAt;
}

export async function deleteMetricPoints(db: Db, periodSeconds: Period, before: number): Promise<number> {
  return db.$executeRaw`DELETE FROM "MetricPoint" WHERE "periodSeconds" = ${periodSeconds} AND "startsAt" < ${before}`;
}

const POINT_COLUMNS = Prisma.raw(
  [
    ...[
      'restApiId',
      'stageName',
      'resource',
      'method',
      'canary',
      'startsAt',
      'count',
      'error4xx',
      'error5xx',
      'cacheHit',
    ],
    ...['cacheMiss', 'throttled', 'latencySumUs', 'latencyMinUs', 'latencyMaxUs', 'latencyHistogram'],
    ...['integrationCount', 'integrationSumUs', 'integrationMinUs', 'integrationMaxUs', 'integrationHistogram'],
  ]
    .map((column) => `"${column}"`)
    .join(', '),
);

const REPLACED_COLUMNS = [
  ...['count', 'error4xx', 'error5xx', 'cacheHit', 'cacheMiss', 'throttled'],
  ...['latencySumUs', 'latencyMinUs', 'latencyMaxUs', 'latencyHistogram'],
  ...['integrationCount', 'integrationSumUs', 'integrationMinUs', 'integrationMaxUs', 'integrationHistogram'],
].map((column) => Prisma.raw(`"${column}" = excluded."${column}"`));

interface RawRow extends Omit<MetricPointRow, 'canary' | 'latencySumUs' | 'integrationSumUs'> {
  /** SQLite has no booleans: 0 or 1. */
  readonly canary: boolean | number;
  readonly latencySumUs: bigint;
  readonly integrationSumUs: bigint;
}

const toPoint = (row: RawRow): MetricPointRow => ({
  ...row,
  canary: Boolean(row.canary),
  latencySumUs: Number(row.latencySumUs),
  integrationSumUs: Number(row.integrationSumUs),
});

function where(filter: PointFilter): Prisma.Sql {
  const parts = [
    Prisma.sql`"periodSeconds" = ${filter.periodSeconds}`,
    Prisma.sql`"startsAt" >= ${filter.from}`,
    Prisma.sql`"startsAt" < ${filter.to}`,
  ];
  if (filter.restApiId !== undefined) parts.push(Prisma.sql`"restApiId" = ${filter.restApiId}`);
  if (filter.stageName !== undefined) parts.push(Prisma.sql`"stageName" = ${filter.stageName}`);
  if (filter.resource !== undefined) parts.push(Prisma.sql`"resource" = ${filter.resource}`);
  if (filter.method !== undefined) parts.push(Prisma.sql`"method" = ${filter.method}`);
  if (filter.canary !== undefined) parts.push(Prisma.sql`"canary" = ${filter.canary}`);
  return Prisma.join(parts, ' AND ');
}

const any = (filters: readonly PointFilter[]): Prisma.Sql =>
  Prisma.sql`(${Prisma.join(
    filters.map((filter) => Prisma.sql`(${where(filter)})`),
    ' OR ',
  )})`;

/** The columns are 32 bits wide on PostgreSQL. */
const int = (count: number): number => Math.min(count, MAX_INT);
