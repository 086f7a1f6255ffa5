import { type StoredTrace, storedTrace, TRACES_SHOWN, type TraceSummary } from '@/lib/contract/trace';
import { NotFoundError } from '@/lib/errors';
import type { TraceRecord } from '@/lib/gateway/pipeline/trace-record';
import { newUuid } from '@/lib/ids';
import { type Db, transaction } from './client';
import { spendDebugToken } from './debug-tokens';
import type { Prisma } from './generated/sqlite/client';
import { containsText } from './search';

export interface TraceLimits {
  readonly maxPerStage: number;
  readonly maxBytesPerStage: number;
  readonly keptMs: number;
}

const TRACE_LIMITS: TraceLimits = {
  maxPerStage: 1_000,
  maxBytesPerStage: 32 * 1024 * 1024,
  keptMs: 7 * 24 * 3_600_000,
};

/** Those of stages that are gone, and of tokens that were used before, are left out. Returns how many were kept. */
export async function insertTraces(db: Db, records: readonly TraceRecord[], now: Date): Promise<number> {
  return transaction(db, async (tx) => {
    const stageIds = [...new Set(records.map(({ stageId }) => stageId))];
    const stages = await tx.stage.findMany({ where: { id: { in: stageIds } }, select: { id: true } });
    const known = new Set(stages.map(({ id }) => id));
    const rows: Prisma.RequestTraceCreateManyInput[] = [];
    for (const { accountId: _, tokenHash, startedAtMs, ...record } of records) {
      if (!known.has(record.stageId)) continue;
      if (tokenHash !== '' && !(await spendDebugToken(tx, tokenHash, record.stageId, now))) continue;
      rows.push({ ...record, id: newUuid(), startedAt: new Date(startedAtMs) });
    }
    if (rows.length > 0) await tx.requestTrace.createMany({ data: rows });
    return rows.length;
  });
}

const SUMMARY = {
  id: true,
  requestId: true,
  stageName: true,
  isCanary: true,
  origin: true,
  startedAt: true,
  method: true,
  path: true,
  resourcePath: true,
  status: true,
  latencyUs: true,
  responseType: true,
} as const;

export interface TraceFilter {
  readonly restApiId: string;
  readonly stageName?: string | undefined;
  /** 2: 200–299. */
  readonly statusClass?: number | undefined;
  readonly method?: string | undefined;
  readonly search?: string | undefined;
  readonly errorsOnly?: boolean | undefined;
}

/** Newest first. */
export async function listTraces(db: Db, filter: TraceFilter): Promise<TraceSummary[]> {
  const { restApiId, stageName, statusClass, method, search, errorsOnly } = filter;
  const rows = await db.requestTrace.findMany({
    where: {
      restApiId,
      ...(stageName === undefined ? {} : { stageName }),
      ...(method === undefined ? {} : { method }),
      AND: [
        statusClass === undefined ? {} : { status: { gte: statusClass * 100, lt: (statusClass + 1) * 100 } },
        errorsOnly ? { status: { gte: 400 } } : {},
        search ? { OR: [{ requestId: search }, { path: containsText(db, search) }] } : {},
      ],
    },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: TRACES_SHOWN,
    select: SUMMARY,
  });
  return rows.map(toSummary);
}

export interface TraceRow extends TraceSummary {
  readonly detail: StoredTrace;
  readonly extendedRequestId: string;
  readonly deploymentId: string;
  readonly resourceId: string;
  readonly methodKey: string;
}

export async function requireTrace(db: Db, restApiId: string, traceId: string): Promise<TraceRow> {
  const row = await db.requestTrace.findFirst({
    where: { id: traceId, restApiId },
    select: {
      ...SUMMARY,
      detail: true,
      extendedRequestId: true,
      deploymentId: true,
      resourceId: true,
      methodKey: true,
    },
  });
  if (row === null) throw new NotFoundError('The trace');
  const { detail, extendedRequestId, deploymentId, resourceId, methodKey, ...summary } = row;
  return {
    ...toSummary(summary),
    ...{ extendedRequestId, deploymentId, resourceId, methodKey },
    detail: storedTrace.parse(JSON.parse(detail)),
  };
}

function toSummary({
  startedAt,
  origin,
  ...row
}: Omit<TraceSummary, 'startedAt' | 'origin'> & { readonly startedAt: Date; readonly origin: string }): TraceSummary {
  return { ...row, startedAt: startedAt.toISOString(), origin: origin === 'DEBUG' ? 'DEBUG' : 'SAMPLE' };
}

/** The oldest go first. Returns how many went. */
export async function pruneTraces(db: Db, now: Date, limits: TraceLimits = TRACE_LIMITS): Promise<number> {
  const { maxPerStage, maxBytesPerStage, keptMs } = limits;
  const old = await db.requestTrace.deleteMany({ where: { startedAt: { lt: new Date(now.getTime() - keptMs) } } });
  let gone = old.count;
  const stages = await db.requestTrace.groupBy({ by: ['stageId'], _count: true, _sum: { sizeBytes: true } });
  for (const { stageId, _count, _sum } of stages) {
    if (_count <= maxPerStage && (_sum.sizeBytes ?? 0) <= maxBytesPerStage) continue;
    gone += await pruneStage(db, stageId, limits);
  }
  return gone;
}

const IDS_PER_QUERY = 500;

async function pruneStage(db: Db, stageId: string, { maxPerStage, maxBytesPerStage }: TraceLimits): Promise<number> {
  const rows = await db.requestTrace.findMany({
    where: { stageId },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, sizeBytes: true },
  });
  let bytes = 0;
  const surplus = rows.filter(({ sizeBytes }, index) => {
    bytes += sizeBytes;
    return index >= maxPerStage || bytes > maxBytesPerStage;
  });
  for (let i = 0; i < surplus.length; i += IDS_PER_QUERY) {
    const ids = surplus.slice(i, i + IDS_PER_QUERY).map(({ id }) => id);
    await db.requestTrace.deleteMany({ where: { id: { in: ids } } });
  }
  return surplus.length;
}
