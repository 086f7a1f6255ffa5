import {
  type CacheClusterSize,
  type CanarySettings,
  cacheClusterSize,
  type MethodSettings,
  methodSettingsMap,
  NO_TRACING,
  type TraceSettings,
  traceSettings,
} from '@/lib/contract/stage';
import { NotFoundError } from '@/lib/errors';
import type { Db, Tx } from './client';
import type { Prisma, Stage } from './generated/sqlite/client';
import { readStringMap } from './json';

interface DeploymentOutline {
  readonly number: number;
  readonly createdAt: Date;
  readonly definitionVersion: number;
}

/** A stage with what lists say of its deployment, and of its canary's. */
export interface StageRecord extends Omit<Stage, 'variables' | 'methodSettings' | 'cacheClusterSize' | 'tracing'> {
  readonly cacheClusterSize: CacheClusterSize;
  readonly tracing: TraceSettings;
  readonly variables: Record<string, string>;
  readonly methodSettings: Record<string, MethodSettings>;
  readonly deployment: DeploymentOutline;
  readonly canary: CanaryRecord | null;
}

export interface CanaryRecord extends CanarySettings {
  readonly createdAt: Date;
  readonly deployment: DeploymentOutline;
}

const OUTLINE = { select: { number: true, createdAt: true, definitionVersion: true } } as const;
const WITH_DEPLOYMENT = {
  deployment: OUTLINE,
  canary: { include: { deployment: OUTLINE } },
} satisfies Prisma.StageInclude;

export async function listStageRecords(
  db: Db | Tx,
  where: { readonly restApiId: string } | { readonly accountId: string },
): Promise<StageRecord[]> {
  const rows = await db.stage.findMany({
    where: 'accountId' in where ? { restApi: { accountId: where.accountId } } : where,
    include: WITH_DEPLOYMENT,
    orderBy: { name: 'asc' },
  });
  return rows.map(toStageRecord);
}

export async function findStage(db: Db | Tx, restApiId: string, name: string): Promise<StageRecord | undefined> {
  const row = await db.stage.findUnique({
    where: { restApiId_name: { restApiId, name } },
    include: WITH_DEPLOYMENT,
  });
  return row === null ? undefined : toStageRecord(row);
}

export async function requireStage(db: Db | Tx, restApiId: string, name: string): Promise<StageRecord> {
  const stage = await findStage(db, restApiId, name);
  if (stage === undefined) throw new NotFoundError(`The stage ${name}`);
  return stage;
}

export interface NewStage {
  readonly id: string;
  readonly restApiId: string;
  readonly name: string;
  readonly deploymentId: string;
  readonly description?: string;
  readonly variables?: Record<string, string>;
  readonly cacheClusterEnabled?: boolean;
  readonly cacheClusterSize?: CacheClusterSize;
  readonly methodSettings?: Record<string, MethodSettings>;
  readonly accessLogEnabled?: boolean;
  readonly accessLogFormat?: string;
  readonly logRetentionDays?: number;
  readonly logMaxBytes?: number;
  readonly tracing?: TraceSettings;
}

export async function insertStage(tx: Tx, stage: NewStage): Promise<StageRecord> {
  return toStageRecord(await tx.stage.create({ data: stage, include: WITH_DEPLOYMENT }));
}

export interface StageChanges extends Partial<Omit<NewStage, 'id' | 'restApiId' | 'name'>> {
  /** Whole; makes the canary where there is none. */
  readonly canary?: CanarySettings;
}

/** Writes the given fields under the stage's next version. */
export async function writeStage(tx: Tx, stageId: string, { canary, ...fields }: StageChanges): Promise<StageRecord> {
  const row = await tx.stage.update({
    where: { id: stageId },
    data: {
      ...fields,
      version: { increment: 1 },
      ...(canary === undefined ? {} : { canary: { upsert: { create: canary, update: canary } } }),
    },
    include: WITH_DEPLOYMENT,
  });
  return toStageRecord(row);
}

export async function deleteCanary(tx: Tx, stageId: string): Promise<StageRecord> {
  const row = await tx.stage.update({
    where: { id: stageId },
    data: { canary: { delete: true }, version: { increment: 1 } },
    include: WITH_DEPLOYMENT,
  });
  return toStageRecord(row);
}

/** How long each stage's logs are kept, over all accounts. */
export async function listLogRetentions(
  db: Db,
): Promise<{ restApiId: string; stageName: string; days: number; maxBytes: number }[]> {
  const rows = await db.stage.findMany({
    select: { restApiId: true, name: true, logRetentionDays: true, logMaxBytes: true },
  });
  return rows.map(({ restApiId, name, logRetentionDays, logMaxBytes }) => ({
    ...{ restApiId, stageName: name, days: logRetentionDays, maxBytes: logMaxBytes },
  }));
}

/** What can't be read is shown as not set: the gateway reports it (publication.ts), and saving the stage mends it. */
const readMethodSettings = (value: unknown): Record<string, MethodSettings> =>
  methodSettingsMap.safeParse(value).data ?? {};

export const readCacheSize = (value: string): CacheClusterSize => cacheClusterSize.safeParse(value).data ?? '0.5';

function toStageRecord(row: Prisma.StageGetPayload<{ include: typeof WITH_DEPLOYMENT }>): StageRecord {
  return {
    ...row,
    variables: readStringMap(row.variables),
    cacheClusterSize: readCacheSize(row.cacheClusterSize),
    methodSettings: readMethodSettings(row.methodSettings),
    tracing: traceSettings.safeParse(row.tracing).data ?? NO_TRACING,
    canary: row.canary && {
      ...row.canary,
      stageVariableOverrides: readStringMap(row.canary.stageVariableOverrides),
    },
  };
}

/** Its places in usage plans and its products go with it. */
export async function deleteStageRow(tx: Tx, stageId: string): Promise<void> {
  await tx.stage.delete({ where: { id: stageId }, select: { id: true } });
}
