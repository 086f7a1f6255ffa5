// What outlives snapshots and is shared by all requests of a gateway: made once, passed in, never global.
import type { AuthorizerCache } from '../authorizers/authorizer-cache';
import type { StageCaches } from '../cache/stage-caches';
import type { GatewayError } from '../errors/gateway-error';
import type { QuotaCounters } from '../limits/quota-counters';
import type { Throttle } from '../limits/throttle';
import type { GatewayLogger } from '../logger';
import type { LogSink } from '../observe/log-sink';
import type { Metrics } from '../observe/metrics';
import type { SpanSink } from '../observe/spans';
import type { CachedReply } from '../snapshot/cached-reply';
import type { KeyFinder } from '../snapshot/key-finder';
import type { UpstreamPools } from '../upstream/upstream-pools';
import type { OutsideIssuers } from '../user-pools/outside-issuers';
import type { TokenVerifier } from '../user-pools/token-verifier';
import type { RequestIds } from './request-ids';
import type { TraceCollector } from './trace-collector';

export interface GatewayClock {
  /** Epoch ms. */
  nowMs(): number;
}

export interface Services {
  readonly clock: GatewayClock;
  readonly logger: GatewayLogger;
  readonly throttle: Throttle;
  readonly quotas: QuotaCounters;
  readonly caches: StageCaches<CachedReply>;
  /** Answers of Lambda authorizers. */
  readonly authorizers: AuthorizerCache<GatewayError>;
  readonly metrics: Metrics;
  readonly logs: LogSink;
  /** Null: nobody collects spans, and none are made. */
  readonly spans: SpanSink | null;
  /** Longer lines of execution logs are cut. */
  readonly executionLogLineBytes: number;
  readonly traces: TraceCollector;
  readonly pools: UpstreamPools;
  readonly ids: RequestIds;
  /** 0 to below 1: draws the requests that go to a canary. */
  readonly random: () => number;
  readonly keys: KeyFinder;
  readonly tokens: TokenVerifier;
  /** Whose keys are fetched. */
  readonly issuers: OutsideIssuers;
  readonly counters: GatewayCounters;
  /** "localhost" in {apiId}.execute-api.localhost; lower case, without a port. */
  readonly domain: string;
  /** In the ARNs of its APIs. */
  readonly region: string;
}

/** What /_metrics tells besides the stages' series. */
export interface GatewayCounters {
  requests: number;
  /** Being served now. */
  inFlight: number;
  /** No API or stage answers to the host and path. */
  unresolved: number;
  /** Defects of ours: each one is in the log with its stack. */
  platformErrors: number;
  /** Clients that went away before their answer was complete. */
  clientsGone: number;
  /** Backends that broke off in the middle of a body. */
  brokenBodies: number;
  /** Bytes that were not HTTP, or more headers than allowed. */
  malformedRequests: number;
}

export const newCounters = (): GatewayCounters => ({
  requests: 0,
  inFlight: 0,
  unresolved: 0,
  platformErrors: 0,
  clientsGone: 0,
  brokenBodies: 0,
  malformedRequests: 0,
});
