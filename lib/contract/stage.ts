import { z } from 'zod';
import { accessLogFormat } from './access-log';
import { description, entityId, recordOf, throttleSettings, timestamp, version } from './common';

export const stageName = z
  .string()
  .min(1, 'Give the stage a name.')
  .max(128, 'A stage name has at most 128 characters.')
  .regex(/^[A-Za-z0-9_-]+$/, 'Stage name only allows a-zA-Z0-9_-');

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html */
export const stageVariables = recordOf(
  z.string().regex(/^[A-Za-z0-9_]{1,64}$/, 'A variable name has 1–64 letters, digits or underscores.'),
  z
    .string()
    .max(512, 'A value has at most 512 characters.')
    .regex(/^[A-Za-z0-9\-._~:/?#&=,]*$/, 'A value may hold letters, digits and -._~:/?#&=, only.'),
).refine((variables) => Object.keys(variables).length <= 100, 'A stage has at most 100 variables.');

/** https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html */
export const LOGGING_LEVELS = ['OFF', 'ERROR', 'INFO'] as const;
export const CACHE_CONTROL_STRATEGIES = [
  'FAIL_WITH_403',
  'SUCCEED_WITH_RESPONSE_HEADER',
  'SUCCEED_WITHOUT_RESPONSE_HEADER',
] as const;

export const methodSettings = z.object({
  metricsEnabled: z.boolean().optional(),
  throttlingRateLimit: throttleSettings.shape.rateLimit.optional(),
  throttlingBurstLimit: throttleSettings.shape.burstLimit.optional(),
  cachingEnabled: z.boolean().optional(),
  cacheTtlInSeconds: z
    .number()
    .int('A TTL is a whole number of seconds.')
    .min(0, 'A TTL is 0 to 3,600 seconds.')
    .max(3600, 'A TTL is 0 to 3,600 seconds.')
    .optional(),
  cacheDataEncrypted: z.boolean().optional(),
  requireAuthorizationForCacheControl: z.boolean().optional(),
  unauthorizedCacheControlHeaderStrategy: z.enum(CACHE_CONTROL_STRATEGIES).optional(),
  loggingLevel: z.enum(LOGGING_LEVELS).optional(),
  dataTraceEnabled: z.boolean().optional(),
});
export type MethodSettings = z.infer<typeof methodSettings>;

/** Keyed by every-method "*"+"/*" or "~1pets~1{petId}/GET". */
export const methodSettingsMap = recordOf(
  z.string().regex(/^(\*\/\*|(~1[^/]*)+\/(GET|PUT|POST|DELETE|PATCH|OPTIONS|HEAD|ANY))$/, {
    error: 'A method setting’s key is */* or ~1path/METHOD.',
  }),
  methodSettings,
);

/** GB. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html#apigw-CreateStage-request-cacheClusterSize */
export const CACHE_CLUSTER_SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'] as const;
export const cacheClusterSize = z.enum(CACHE_CLUSTER_SIZES, {
  error: `Invalid cache cluster size specified. Valid options are ${CACHE_CLUSTER_SIZES.join(', ')}`,
});
export type CacheClusterSize = z.infer<typeof cacheClusterSize>;

export const cacheBytesOf = (size: CacheClusterSize): number => Math.round(Number(size) * 2 ** 30);

/** Below that, what is being written would not fit. */
export const MIN_LOG_BYTES = 16_777_216;
export const MAX_LOG_BYTES = 2_147_483_647;

/** Which live requests are traced, and what no trace holds. */
export const traceSettings = z.object({
  samplePercent: z
    .number({ error: 'Enter a percentage.' })
    .min(0, 'A percentage is 0 to 100.')
    .max(100, 'A percentage is 0 to 100.'),
  maskedNames: z
    .array(z.string().regex(/^[^\s:=&]{1,128}$/, 'A name has 1–128 characters, none of them a space, colon, = or &.'))
    .max(50, 'At most 50 names can be masked.'),
  maskedJsonPaths: z
    .array(
      z
        .string()
        .max(256)
        .regex(
          /^\$(?:\.{1,2}(?:[\w$-]+|\*)|\[(?:\*|\d+|'[^']+'|"[^"]+")\])+$/,
          'Write a path such as $.card.number, $.items[*].price or $..password.',
        ),
    )
    .max(50, 'At most 50 paths can be masked.'),
});
export type TraceSettings = z.infer<typeof traceSettings>;
export const NO_TRACING: TraceSettings = { samplePercent: 0, maskedNames: [], maskedJsonPaths: [] };

const stageSettings = z.object({
  description,
  variables: stageVariables,
  cacheClusterEnabled: z.boolean(),
  /** A limit for each worker: what of it is in memory is the machine's matter. */
  cacheClusterSize,
  methodSettings: methodSettingsMap,
  accessLogEnabled: z.boolean(),
  accessLogFormat,
  logRetentionDays: z
    .number({ error: 'Enter a number of days.' })
    .int('Enter whole days.')
    .min(1, 'Logs are kept for 1 to 3,653 days.')
    .max(3653, 'Logs are kept for 1 to 3,653 days.'),
  /** Of the stage's logs together. */
  logMaxBytes: z
    .number()
    .int()
    .min(MIN_LOG_BYTES, 'A stage’s logs may have 16 MiB or more.')
    .max(MAX_LOG_BYTES, 'A stage’s logs have at most 2 GiB.'),
  tracing: traceSettings,
});

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CanarySettings.html */
export const canarySettings = z.object({
  deploymentId: entityId,
  percentTraffic: z
    .number({ error: 'Enter a percentage.' })
    .min(0, 'A percentage is 0 to 100.')
    .max(100, 'A percentage is 0 to 100.'),
  /** Over the stage's variables; may add others. */
  stageVariableOverrides: stageVariables,
  useStageCache: z.boolean(),
});
export type CanarySettings = z.infer<typeof canarySettings>;

export const createStageInput = stageSettings.partial().extend({
  restApiId: entityId,
  name: stageName,
  deploymentId: entityId,
});
export type CreateStageInput = z.input<typeof createStageInput>;

export const updateStageInput = stageSettings.partial().extend({
  restApiId: entityId,
  stageName,
  version,
  /** Pointing back at an older deployment is a rollback. */
  deploymentId: entityId.optional(),
});
export type UpdateStageInput = z.input<typeof updateStageInput>;

/** Makes the canary where the stage has none: what is left out is as on AWS, the stage's own deployment at 0 %. */
export const putCanaryInput = canarySettings.partial().extend({ restApiId: entityId, stageName, version });
export type PutCanaryInput = z.input<typeof putCanaryInput>;

/** For promoting and removing: the version tells that nobody changed what is being decided about. */
export const stageVersionRef = z.object({ restApiId: entityId, stageName, version });
export type StageVersionRef = z.infer<typeof stageVersionRef>;

export const stageRef = z.object({ restApiId: entityId, stageName });
export type StageRef = z.infer<typeof stageRef>;

export const MAX_STAGES = 10;

export const canarySummary = canarySettings.pick({ deploymentId: true, percentTraffic: true }).extend({
  deploymentNumber: z.number().int(),
  deployedAt: timestamp,
  /** The working copy has changed since the canary's deployment was made. */
  behind: z.boolean(),
});
export type CanarySummary = z.infer<typeof canarySummary>;

export const stageSummary = z.object({
  id: entityId,
  name: stageName,
  description: z.string(),
  deploymentId: entityId,
  deploymentNumber: z.number().int(),
  deployedAt: timestamp,
  /** The working copy has changed since this stage's deployment was made. */
  behind: z.boolean(),
  invokeUrls: z.object({ byHost: z.string(), byPath: z.string() }),
  /** Null: every request gets the stage's own deployment. */
  canary: canarySummary.nullable(),
});
export type StageSummary = z.infer<typeof stageSummary>;

/** A deploy would change something: what it would move, the canary where there is one, is behind the working copy. */
export const isDeployDue = (stage: StageSummary): boolean => stage.canary?.behind ?? stage.behind;

export const variableUse = z.object({
  name: z.string(),
  /** "GET /pets", "gateway response THROTTLED": the first of them. */
  places: z.array(z.string()),
  count: z.number().int(),
});
export type VariableUse = z.infer<typeof variableUse>;

export const stageDetail = stageSummary.extend({
  version,
  restApiId: entityId,
  variables: stageVariables,
  cacheClusterEnabled: z.boolean(),
  cacheClusterSize,
  methodSettings: methodSettingsMap,
  accessLogEnabled: z.boolean(),
  /** Empty: Gatehouse's own, DEFAULT_ACCESS_LOG_FORMAT. */
  accessLogFormat: z.string(),
  logRetentionDays: z.number().int(),
  logMaxBytes: z.number().int(),
  tracing: traceSettings,
  canary: canarySummary.extend({ ...canarySettings.shape, createdAt: timestamp }).nullable(),
  usagePlans: z.array(z.object({ id: entityId, name: z.string() })),
  /** Published in the portal: deleting the stage takes these along, once their subscriptions are ended. */
  products: z.array(z.object({ id: entityId, title: z.string(), activeSubscriptionCount: z.number().int() })),
  /** Routes of the deployment it points to, and of its canary's: what method overrides can name. */
  routes: z.array(z.object({ path: z.string(), method: z.string() })),
  /** Variables that those deployments ask for, set or not. */
  variableUses: z.array(variableUse),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type StageDetail = z.infer<typeof stageDetail>;

/** What a stage's cache holds now, over all gateway workers. */
export const stageCache = z.object({
  /** AWS has more of them; here a cache is there as soon as a worker serves the stage. */
  status: z.enum(['AVAILABLE', 'NOT_AVAILABLE']),
  /** Workers that keep one: each for itself. */
  workers: z.number().int(),
  entries: z.number().int(),
  memoryBytes: z.number().int(),
  diskEntries: z.number().int(),
  diskBytes: z.number().int(),
  /** Since the workers began to keep it. */
  hits: z.number().int(),
  diskHits: z.number().int(),
  misses: z.number().int(),
  evictions: z.number().int(),
  /** What all caches of a worker may take together. Null: no worker runs here. */
  limits: z.object({ memoryBytes: z.number().int(), diskBytes: z.number().int() }).nullable(),
});
export type StageCache = z.infer<typeof stageCache>;
