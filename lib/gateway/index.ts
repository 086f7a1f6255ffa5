// The data plane: give it publications, let it listen. Needs no database, no framework and no other process.

import type { LookupFunction } from 'node:net';
import { AuthorizerCache } from './authorizers/authorizer-cache';
import { CacheStorage, type CacheStorageOptions } from './cache/cache-storage';
import { StageCaches } from './cache/stage-caches';
import { EdgeTrust } from './edge/edge-trust';
import type { Door } from './http/door';
import { QuotaCounters, type UsageCount } from './limits/quota-counters';
import { Throttle } from './limits/throttle';
import type { GatewayLogger } from './logger';
import type { CompileError, Publication, QuotaUsage, StageDefinition } from './model';
import type { LogSink } from './observe/log-sink';
import { type MetricRow, Metrics } from './observe/metrics';
import type { SpanSink } from './observe/spans';
import { RequestIds } from './pipeline/request-ids';
import { type GatewayClock, type GatewayCounters, newCounters, type Services } from './pipeline/services';
import { TraceCollector } from './pipeline/trace-collector';
import { GatewayServer, type ListenOptions } from './server/gateway-server';
import { type InvokeRequest, type InvokeResponse, invokeInProcess } from './server/in-process';
import {
  simulateAccess as runSimulation,
  type SimulateAccessRequest,
  type SimulateAccessResult,
} from './server/simulate-access';
import { type TestAuthorizerRequest, type TestAuthorizerResult, testAuthorizer } from './server/test-authorizer';
import { type TestInvokeRequest, type TestInvokeResult, testInvoke } from './server/test-invoke';
import { DEFAULT_TIMEOUTS, type ServerTimeouts } from './server/timeouts';
import { TrustedProxies } from './server/trusted-proxies';
import { CACHED_REPLY_CODEC, type CachedReply } from './snapshot/cached-reply';
import { compileStage } from './snapshot/compile';
import { KeyFinder } from './snapshot/key-finder';
import { type ApplyResult, SnapshotRegistry } from './snapshot/registry';
import { AddressGuard, type PrivateBackends } from './upstream/address-guard';
import { UpstreamPools, type UpstreamStats } from './upstream/upstream-pools';
import { OutsideIssuers } from './user-pools/outside-issuers';
import { TokenCache } from './user-pools/token-cache';
import { TokenVerifier } from './user-pools/token-verifier';

export { EdgeTrust } from './edge/edge-trust';
export { vpcEndpointDoor } from './http/door';
export { refusalOfOrigin, refusedBackends } from './integrations/refused-backends';
export type { GatewayLogger } from './logger';
export { type RenderTemplateRequest, renderSample } from './mapping/render-sample';
export type { GatewayClock, GatewayCounters } from './pipeline/services';
export { problemOfPolicy } from './policy/problem-of-policy';
export type { InvokeRequest, InvokeResponse } from './server/in-process';
export type { SimulateAccessRequest, SimulateAccessResult } from './server/simulate-access';
export type { TestAuthorizerRequest, TestAuthorizerResult } from './server/test-authorizer';
export type { TestInvokeRequest, TestInvokeResult } from './server/test-invoke';
export type { ServerTimeouts } from './server/timeouts';
export { TrustedProxies } from './server/trusted-proxies';
export type { ApplyResult } from './snapshot/registry';
export { AddressGuard, type PrivateBackends } from './upstream/address-guard';
export type { UpstreamStats } from './upstream/upstream-pools';

export interface GatewayOptions {
  readonly logger: GatewayLogger;
  /** Secret of the keyed hash by which API keys are found. */
  readonly keyLookupSecret: string | Uint8Array;
  /** "localhost": the host of an API is {apiId}.execute-api.localhost. */
  readonly domain: string;
  /** In the ARNs of its APIs, as policies write them; default: us-east-1. */
  readonly region?: string;
  /** Access and execution logs; absent: none are kept. */
  readonly logs?: LogSink;
  /** Where spans of requests go; absent: none are made. */
  readonly spans?: SpanSink;
  /** Longer lines of execution logs are cut; AWS does at 1,024 bytes. */
  readonly executionLogLineBytes?: number;
  readonly clock?: GatewayClock;
  /** 0 to below 1; tests give a sequence they know. */
  readonly random?: () => number;
  readonly throttle?: Throttle;
  readonly quotas?: QuotaCounters;
  readonly caches?: StageCaches<CachedReply>;
  /** What all response caches may take in memory, and the disk behind them. Absent: only each cache's size counts. */
  readonly cacheStorage?: Pick<CacheStorageOptions<CachedReply>, 'memoryBytes' | 'spill'>;
  readonly metrics?: Metrics;
  readonly timeouts?: Partial<ServerTimeouts>;
  /** Which private addresses backends may have; absent: none. */
  readonly privateBackends?: PrivateBackends;
  /** How backends' names are resolved, and who may sign their certificates; absent: as this machine does. */
  readonly resolve?: LookupFunction;
  readonly ca?: string;
  /** Prometheus text for /_metrics; without it the path does not exist. */
  readonly renderMetrics?: () => string | Promise<string>;
  /** Edge hops that show it are believed about their viewers. Absent: there are none. */
  readonly edgeSecret?: string;
  /** Proxies whose X-Forwarded-For is believed: addresses and CIDR ranges. Absent: none. */
  readonly trustedProxies?: readonly string[];
}

export interface GatewayHealth {
  /** A publication has been applied. */
  readonly isReady: boolean;
  readonly revision: number;
  readonly stages: number;
  readonly apiKeys: number;
  readonly usagePlans: number;
  readonly upstream: UpstreamStats;
  readonly counters: Readonly<GatewayCounters>;
}

export interface GatewayTelemetry {
  readonly metrics: readonly MetricRow[];
  readonly usage: readonly UsageCount[];
}

export interface Gateway {
  /** Serves it from the next request on. Stages that do not compile go on as they were and are reported. */
  apply(publication: Publication): ApplyResult;
  /** For each address: a gateway may have several. */
  listen(where: ListenOptions, door?: Door): Promise<{ host: string; port: number }>;
  /** For custom domain names that have a certificate. */
  listenTls(where: ListenOptions): Promise<{ host: string; port: number }>;
  /** Lets requests under way end, at most for `graceMs`. */
  close(graceMs?: number): Promise<void>;
  invoke(request: InvokeRequest): Promise<InvokeResponse>;
  testInvoke(request: TestInvokeRequest): Promise<TestInvokeResult>;
  testAuthorizer(request: TestAuthorizerRequest): Promise<TestAuthorizerResult>;
  health(): GatewayHealth;
  /** What was counted since the last call. */
  drainTelemetry(): GatewayTelemetry;
  loadQuotaUsage(usage: readonly QuotaUsage[]): void;
  flushCache(stageId: string): void;
  /** Answers of the stage's Lambda authorizers; undefined: of all stages'. */
  flushAuthorizers(stageId: string | undefined): void;
  /** Sweeps what idles: call it every few seconds. */
  maintain(): void;
  readonly services: Services;
}

const DEFAULT_EXECUTION_LOG_LINE_BYTES = 16_384;
const DEFAULT_GRACE_MS = 10_000;
const SWEEP_BUDGET = 10_000;
const NO_LOGS: LogSink = { write: () => undefined };

export function createGateway(options: GatewayOptions): Gateway {
  const guard = new AddressGuard(options.privateBackends ?? false, options.resolve);
  const pools = new UpstreamPools({ guard, ...(options.ca === undefined ? {} : { ca: options.ca }) });
  const services: Services = {
    clock: options.clock ?? { nowMs: Date.now },
    logger: options.logger,
    throttle: options.throttle ?? new Throttle(),
    quotas: options.quotas ?? new QuotaCounters(),
    caches: options.caches ?? new StageCaches(new CacheStorage({ codec: CACHED_REPLY_CODEC, ...options.cacheStorage })),
    authorizers: new AuthorizerCache(),
    metrics: options.metrics ?? new Metrics(),
    logs: options.logs ?? NO_LOGS,
    spans: options.spans ?? null,
    executionLogLineBytes: options.executionLogLineBytes ?? DEFAULT_EXECUTION_LOG_LINE_BYTES,
    traces: new TraceCollector(),
    pools,
    ids: new RequestIds(),
    random: options.random ?? Math.random,
    keys: new KeyFinder(options.keyLookupSecret),
    tokens: new TokenVerifier(new TokenCache()),
    issuers: new OutsideIssuers(pools, options.logger),
    counters: newCounters(),
    domain: options.domain.toLowerCase(),
    region: options.region ?? 'us-east-1',
  };
  const registry = new SnapshotRegistry(services);
  let hasApplied = false;

  const health = (): GatewayHealth => {
    const { revision, stages, apiKeys, usagePlans } = registry.current;
    return {
      isReady: hasApplied,
      revision,
      stages: stages.size,
      apiKeys: apiKeys.size,
      usagePlans: usagePlans.size,
      upstream: services.pools.stats(),
      counters: { ...services.counters },
    };
  };
  const server = new GatewayServer(
    registry,
    services,
    {
      health: () => {
        const { isReady, revision, stages } = health();
        return { isReady, body: JSON.stringify({ status: isReady ? 'ready' : 'starting', revision, stages }) };
      },
      metrics: options.renderMetrics,
      edge: options.edgeSecret === undefined ? null : new EdgeTrust(options.edgeSecret),
      proxies: options.trustedProxies?.length ? new TrustedProxies(options.trustedProxies) : null,
    },
    { ...DEFAULT_TIMEOUTS, ...options.timeouts },
  );

  return {
    services,
    health,
    apply(publication) {
      for (const { isOwn, origin } of publication.functions ?? []) if (isOwn) guard.protect(origin);
      const result = registry.apply(publication);
      hasApplied = true;
      return result;
    },
    listen: (where, door) => server.listen(where, door),
    listenTls: (where) => server.listenTls(where),
    async close(graceMs = DEFAULT_GRACE_MS) {
      await server.close(graceMs);
      services.pools.close();
      await options.cacheStorage?.spill?.close();
    },
    invoke: (request) => invokeInProcess(services, registry.current, request),
    testInvoke: (request) => testInvoke(services, registry.current, request),
    testAuthorizer: (request) => testAuthorizer(services, registry.current, request),
    drainTelemetry: () => ({
      metrics: services.metrics.drain(services.clock.nowMs()),
      usage: services.quotas.drain(),
    }),
    flushAuthorizers: (stageId) => services.authorizers.flush(stageId),
    loadQuotaUsage: (usage) => services.quotas.load(usage),
    flushCache: (stageId) => services.caches.flush(stageId),
    maintain() {
      const nowMs = services.clock.nowMs();
      services.throttle.sweep(nowMs, SWEEP_BUDGET);
      services.caches.prune(nowMs);
      services.issuers.sweep(nowMs);
    },
  };
}

/** What a worker would refuse, each with its place. Empty: deployable. Keeps nothing, needs no gateway. */
export function validateStage(definition: StageDefinition): readonly CompileError[] {
  return compileStage(definition, { isMetered: true, checksAllModels: true }).errors;
}

const SILENT: GatewayLogger = {
  ...{ debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
};

/** Whether a made-up caller gets in, and by which policies. Keeps nothing and calls nobody. */
export function simulateAccess(
  { domain, region }: { readonly domain: string; readonly region: string },
  request: SimulateAccessRequest,
): SimulateAccessResult {
  const clock = { nowMs: () => request.atMs };
  return runSimulation(
    createGateway({ logger: SILENT, keyLookupSecret: 'none', domain, region, clock }).services,
    request,
  );
}
