import { setImmediate as nextTurn } from 'node:timers/promises';
import { DEFAULT_ACCESS_LOG_FORMAT } from '@/lib/contract/access-log';
import { throttleSettings } from '@/lib/contract/common';
import { cacheBytesOf, methodSettingsMap, stageVariables, traceSettings } from '@/lib/contract/stage';
import { planStage } from '@/lib/contract/usage-plan';
import type {
  AccountLimits,
  ApiKeyDefinition,
  CanaryDefinition,
  CompileError,
  Publication,
  QuotaPeriod,
  RestApiDefinition,
  StageDefinition,
  UsagePlanDefinition,
  UsagePlanStageDefinition,
} from '@/lib/gateway/model';
import type { Db } from './client';
import { loadDebugTokens } from './debug-tokens';
import { type ChangeKind, type ChangesSince, readRevision } from './revision';
import { readCacheSize } from './stages';
import { loadUserPoolKeys } from './user-pool-keys';

/** AWS's default; the setting below raises it. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const ACCOUNT_THROTTLE = { rateLimit: 10_000, burstLimit: 5_000 } as const;

/** Key of the Setting that holds an account's own limit, as { rateLimit, burstLimit }. */
export const accountThrottleSetting = (accountId: string): string => `account-throttle:${accountId}`;

const KEYS_PER_QUERY = 5_000;
const IDS_PER_QUERY = 500;

export interface LoadedPublication {
  readonly publication: Publication;
  /** Rows that can't be read as what they should be: left out, so that one does not hold up the rest. */
  readonly errors: readonly CompileError[];
}

/**
 * Everything gateways serve. The revision is read first: what is committed while the rest loads comes again with the
 * next revision, which changes nothing.
 */
export async function loadPublication(db: Db): Promise<LoadedPublication> {
  const revision = await readRevision(db);
  const [stages, usagePlans, accounts] = await Promise.all([
    db.stage.findMany({ select: STAGE }),
    db.usagePlan.findMany({ select: USAGE_PLAN }),
    db.account.findMany({ select: { id: true } }),
  ]);
  const apiKeys = await loadAllKeys(db);
  const read = readRows(stages, usagePlans);
  return {
    errors: read.errors,
    publication: {
      revision,
      full: true,
      stages: read.stages,
      removedStageIds: [],
      usagePlans: read.usagePlans,
      removedUsagePlanIds: [],
      apiKeys,
      removedApiKeyIds: [],
      accounts: await loadLimits(db, accounts),
      debugTokens: await loadDebugTokens(db),
      userPools: await loadUserPoolKeys(db),
    },
  };
}

/** What a gateway needs to catch up with `changes`: entities that are not found any more are gone. */
export async function loadChanges(db: Db, { revision, changes }: ChangesSince): Promise<LoadedPublication> {
  const ids = (kind: ChangeKind) => changes.filter((change) => change.kind === kind).map(({ entityId }) => entityId);
  const [stages, usagePlans, apiKeys, accounts] = await Promise.all([
    inChunks(ids('stage'), (some) => db.stage.findMany({ where: { id: { in: some } }, select: STAGE })),
    inChunks(ids('usage-plan'), (some) => db.usagePlan.findMany({ where: { id: { in: some } }, select: USAGE_PLAN })),
    inChunks(ids('api-key'), (some) => db.apiKey.findMany({ where: { id: { in: some } }, select: API_KEY })),
    inChunks(ids('account'), (some) => db.account.findMany({ where: { id: { in: some } }, select: { id: true } })),
  ]);
  const read = readRows(stages, usagePlans);
  return {
    errors: read.errors,
    publication: {
      revision,
      full: false,
      stages: read.stages,
      removedStageIds: missing(ids('stage'), stages),
      usagePlans: read.usagePlans,
      removedUsagePlanIds: missing(ids('usage-plan'), usagePlans),
      apiKeys: apiKeys.map(toApiKey),
      removedApiKeyIds: missing(ids('api-key'), apiKeys),
      accounts: await loadLimits(db, accounts),
      ...(ids('debug-token').length === 0 ? {} : { debugTokens: await loadDebugTokens(db) }),
      ...(ids('user-pool').length === 0 ? {} : { userPools: await loadUserPoolKeys(db) }),
    },
  };
}

const STAGE = {
  id: true,
  name: true,
  restApiId: true,
  deploymentId: true,
  variables: true,
  cacheClusterEnabled: true,
  cacheClusterSize: true,
  methodSettings: true,
  accessLogEnabled: true,
  accessLogFormat: true,
  tracing: true,
  deployment: { select: { definition: true } },
  canary: {
    select: {
      deploymentId: true,
      percentTraffic: true,
      stageVariableOverrides: true,
      useStageCache: true,
      deployment: { select: { definition: true } },
    },
  },
} as const;

const USAGE_PLAN = {
  id: true,
  accountId: true,
  rateLimit: true,
  burstLimit: true,
  quotaLimit: true,
  quotaOffset: true,
  quotaPeriod: true,
  quotaStartedAt: true,
  createdAt: true,
  stages: { select: { stageId: true, throttle: true } },
} as const;

const API_KEY = {
  id: true,
  accountId: true,
  valueHash: true,
  enabled: true,
  expiresAt: true,
  rotatedFromId: true,
  plans: { select: { usagePlanId: true } },
} as const;

interface StageRow {
  readonly id: string;
  readonly name: string;
  readonly restApiId: string;
  readonly deploymentId: string;
  readonly variables: unknown;
  readonly cacheClusterEnabled: boolean;
  readonly cacheClusterSize: string;
  readonly methodSettings: unknown;
  readonly accessLogEnabled: boolean;
  readonly accessLogFormat: string;
  readonly tracing: unknown;
  readonly deployment: { readonly definition: unknown };
  readonly canary: CanaryRow | null;
}

interface CanaryRow {
  readonly deploymentId: string;
  readonly percentTraffic: number;
  readonly stageVariableOverrides: unknown;
  readonly useStageCache: boolean;
  readonly deployment: { readonly definition: unknown };
}

interface UsagePlanRow {
  readonly id: string;
  readonly accountId: string;
  readonly rateLimit: number | null;
  readonly burstLimit: number | null;
  readonly quotaLimit: number | null;
  readonly quotaOffset: number;
  readonly quotaPeriod: string | null;
  readonly quotaStartedAt: Date | null;
  readonly createdAt: Date;
  readonly stages: readonly { readonly stageId: string; readonly throttle: unknown }[];
}

interface ApiKeyRow {
  readonly id: string;
  readonly accountId: string;
  readonly valueHash: string;
  readonly enabled: boolean;
  readonly expiresAt: Date | null;
  readonly rotatedFromId: string | null;
  readonly plans: readonly { readonly usagePlanId: string }[];
}

/** In pages, so that 100,000 keys don't hold the event loop for seconds. */
async function loadAllKeys(db: Db): Promise<ApiKeyDefinition[]> {
  const keys: ApiKeyDefinition[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page: ApiKeyRow[] = await db.apiKey.findMany({
      select: API_KEY,
      orderBy: { id: 'asc' },
      take: KEYS_PER_QUERY,
      ...(cursor === undefined ? {} : { where: { id: { gt: cursor } } }),
    });
    for (const row of page) keys.push(toApiKey(row));
    await nextTurn(); // SQLite answers at once: without this, nothing else would run until the last page.
    cursor = page.at(-1)?.id;
    if (cursor === undefined || page.length < KEYS_PER_QUERY) return keys;
  }
}

function readRows(stageRows: readonly StageRow[], planRows: readonly UsagePlanRow[]) {
  const errors: CompileError[] = [];
  const stages: StageDefinition[] = [];
  for (const row of stageRows) {
    const stage = toStage(row);
    if ('message' in stage) errors.push(stage);
    else stages.push(stage);
  }
  return { stages, errors, usagePlans: planRows.map(toUsagePlan) };
}

function toStage(row: StageRow): StageDefinition | CompileError {
  const variables = stageVariables.safeParse(row.variables);
  const methodSettings = methodSettingsMap.safeParse(row.methodSettings);
  const unreadable = (place: string): CompileError => ({
    stageId: row.id,
    apiId: row.restApiId,
    stageName: row.name,
    place,
    message: 'What the database holds here can’t be read. Save the stage’s settings again.',
  });
  if (!variables.success) return unreadable('stage variables');
  if (!methodSettings.success) return unreadable('method settings');
  if (!isDefinition(row.deployment.definition)) return unreadable('deployment');
  return {
    id: row.id,
    name: row.name,
    deploymentId: row.deploymentId,
    definition: row.deployment.definition,
    variables: variables.data,
    cacheClusterEnabled: row.cacheClusterEnabled,
    cacheSizeBytes: cacheBytesOf(readCacheSize(row.cacheClusterSize)),
    methodSettings: methodSettings.data as StageDefinition['methodSettings'],
    ...(row.accessLogEnabled ? { accessLogFormat: row.accessLogFormat || DEFAULT_ACCESS_LOG_FORMAT } : {}),
    ...toTracing(row.tracing),
    ...(row.canary === null ? {} : { canary: toCanary(row.canary) }),
  };
}

/** What can't be read is not sampled. */
function toTracing(value: unknown): Pick<StageDefinition, 'tracing'> {
  const tracing = traceSettings.safeParse(value);
  return tracing.success ? { tracing: tracing.data } : {};
}

/** What can't be read must not take the stage along: it is published as gone, which gateways report with its place. */
function toCanary({ deployment, stageVariableOverrides, ...settings }: CanaryRow): CanaryDefinition {
  const overrides = stageVariables.safeParse(stageVariableOverrides);
  const { definition } = deployment;
  return {
    ...settings,
    definition: overrides.success && isDefinition(definition) ? definition : null,
    stageVariableOverrides: overrides.data ?? {},
  };
}

/** Deployments are written by our own code from parsed parts and never edited: their outline is proof enough. */
function isDefinition(value: unknown): value is RestApiDefinition {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'resources' in value &&
    Array.isArray(value.resources) &&
    'gatewayResponses' in value
  );
}

function toUsagePlan(row: UsagePlanRow): UsagePlanDefinition {
  const { rateLimit, burstLimit, quotaLimit, quotaPeriod } = row;
  return {
    id: row.id,
    accountId: row.accountId,
    ...(rateLimit !== null && burstLimit !== null ? { throttle: { rateLimit, burstLimit } } : {}),
    ...(quotaLimit !== null && quotaPeriod !== null
      ? {
          quota: {
            limit: quotaLimit,
            period: quotaPeriod as QuotaPeriod,
            offset: row.quotaOffset,
            startedAtMs: (row.quotaStartedAt ?? row.createdAt).getTime(),
          },
        }
      : {}),
    stages: row.stages.map(toPlanStage),
  };
}

function toPlanStage(row: UsagePlanRow['stages'][number]): UsagePlanStageDefinition {
  return { stageId: row.stageId, throttle: planStage.shape.throttle.parse(row.throttle) };
}

function toApiKey(row: ApiKeyRow): ApiKeyDefinition {
  return {
    id: row.id,
    accountId: row.accountId,
    valueHash: row.valueHash,
    enabled: row.enabled,
    ...(row.expiresAt === null ? {} : { expiresAtMs: row.expiresAt.getTime() }),
    ...(row.rotatedFromId === null ? {} : { countsAsId: row.rotatedFromId }),
    usagePlanIds: row.plans.map(({ usagePlanId }) => usagePlanId),
  };
}

async function loadLimits(db: Db, accounts: readonly { readonly id: string }[]): Promise<AccountLimits[]> {
  if (accounts.length === 0) return [];
  const settings = await db.setting.findMany({ where: { key: { startsWith: accountThrottleSetting('') } } });
  const own = new Map(settings.map(({ key, value }) => [key, throttleSettings.safeParse(value)]));
  return accounts.map(({ id }) => {
    const setting = own.get(accountThrottleSetting(id));
    return { accountId: id, throttle: setting?.success ? setting.data : ACCOUNT_THROTTLE };
  });
}

async function inChunks<T>(ids: readonly string[], find: (some: string[]) => Promise<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for (let i = 0; i < ids.length; i += IDS_PER_QUERY) rows.push(...(await find(ids.slice(i, i + IDS_PER_QUERY))));
  return rows;
}

function missing(ids: readonly string[], rows: readonly { readonly id: string }[]): string[] {
  const found = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !found.has(id));
}
