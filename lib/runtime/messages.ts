import type { TestAuthorizerResult } from '@/lib/contract/authorizer';
import type { CacheLimits, CacheReport } from '@/lib/contract/cache-report';
import type { TestInvokeResult } from '@/lib/contract/method';
import type { RenderedTemplate } from '@/lib/contract/template-rendering';
import type { PrivateBackends, RenderTemplateRequest, TestAuthorizerRequest } from '@/lib/gateway';
import type { UsageCount } from '@/lib/gateway/limits/quota-counters';
import type { CompileError, Publication, QuotaUsage } from '@/lib/gateway/model';
import type { MetricRow } from '@/lib/gateway/observe/metrics';
import type { TraceRecord } from '@/lib/gateway/pipeline/trace-record';
import type { OtlpSettings } from './otlp/settings';
import type { TestInvokeRequest } from './port';
import type { VpcEndpoint } from './vpc-endpoints';

/** What a worker needs to know once, when it starts. It reads no environment and no file. */
export interface WorkerOptions {
  /** Number of its place in the group, from 1: a replaced worker's successor has the same. */
  readonly slot: number;
  /** Where clients reach the gateway, for the invoke-by-host form. */
  readonly domain: string;
  readonly region: string;
  readonly keyLookupSecret: Uint8Array;
  readonly logDir: string;
  /** Longer lines of execution logs are cut; undefined: the gateway's own default. */
  readonly executionLogLineBytes: number | undefined;
  /** Undefined: no spans are made. */
  readonly otlp: OtlpSettings | undefined;
  readonly privateBackends: PrivateBackends;
  readonly trustedProxies: readonly string[];
  readonly edgeSecret: string | undefined;
  readonly cache: CacheLimits & {
    /** For this worker alone. */
    readonly dir: string;
  };
}

/** Runtime → worker. `listen` comes with the socket's handle. Messages are handled in order. */
export type ToWorker =
  | { readonly type: 'start'; readonly options: WorkerOptions }
  | { readonly type: 'publish'; readonly id: number; readonly publication: Publication }
  | { readonly type: 'load-usage'; readonly usage: readonly QuotaUsage[] }
  | { readonly type: 'listen'; readonly vpcEndpoint?: Pick<VpcEndpoint, 'id' | 'vpcId'>; readonly isTls?: true }
  | { readonly type: 'flush-cache'; readonly id: number; readonly stageId: string | undefined }
  | { readonly type: 'flush-authorizers'; readonly id: number; readonly stageId: string | undefined }
  | { readonly type: 'test-invoke'; readonly id: number; readonly request: TestInvokeRequest }
  | { readonly type: 'test-authorizer'; readonly id: number; readonly request: TestAuthorizerRequest }
  | { readonly type: 'render-template'; readonly id: number; readonly request: RenderTemplateRequest }
  | { readonly type: 'report'; readonly id: number }
  | { readonly type: 'metrics-text'; readonly id: number; readonly text: string | undefined }
  | { readonly type: 'drain'; readonly timeoutMs: number };

/** Worker → runtime. */
export type FromWorker =
  | { readonly type: 'hello' }
  | { readonly type: 'listening' }
  /** The handle could not be listened on: starting again would not help. */
  | { readonly type: 'listen-failed'; readonly message: string }
  | {
      readonly type: 'published';
      readonly id: number;
      readonly revision: number;
      readonly errors: readonly CompileError[];
    }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'test-invoked'; readonly id: number; readonly result?: TestInvokeResult; readonly error?: string }
  | {
      readonly type: 'authorizer-tested';
      readonly id: number;
      readonly result?: TestAuthorizerResult;
      readonly error?: string;
    }
  | { readonly type: 'template-rendered'; readonly id: number; readonly result: RenderedTemplate | undefined }
  | { readonly type: 'telemetry'; readonly id?: number; readonly telemetry: Telemetry }
  /** Each comes once. */
  | { readonly type: 'traces'; readonly traces: readonly TraceRecord[] }
  | { readonly type: 'get-metrics-text'; readonly id: number }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string; readonly detail?: string }
  | { readonly type: 'drained' };

export type LogLevel = 'info' | 'warn' | 'error';

/** Absolute values of this worker's life: a lost or repeated message does no harm. */
export interface Telemetry {
  readonly usage: readonly UsageCount[];
  readonly metrics: readonly MetricRow[];
  /** As often as metrics; absent: no news. */
  readonly caches?: readonly CacheReport[];
  readonly revision: number;
  readonly rssBytes: number;
  readonly inFlight: number;
  /** Of the gateway as a whole, by name. */
  readonly counters: Readonly<Record<string, number>>;
  readonly dropped: {
    readonly accessLogLines: number;
    readonly executionLogLines: number;
    readonly spans: number;
    readonly metricSeries: number;
    readonly traces: number;
  };
}
