// A stage made executable: everything slow was done when it was compiled. Immutable but for the live handles, which are
// bound once before the stage is published.
import type { LambdaAuthorizerPlan } from '../authorizers/authorizer-plan';
import type { CacheControlRule } from '../cache/cache-control';
import type { ResponseCache } from '../cache/response-cache';
import type { CompiledGatewayResponses } from '../errors/gateway-responses';
import type { BinaryMediaTypes } from '../http/binary-media-types';
import type { AwsServicePlan } from '../integrations/aws-service-plan';
import type { HttpRequestPlan } from '../integrations/http-request-plan';
import type { LambdaProxyPlan } from '../integrations/lambda-proxy';
import type { LambdaRequestPlan } from '../integrations/lambda-request-plan';
import type { MockRequestPlan } from '../integrations/mock';
import type { ResponsePlan } from '../integrations/response-plan';
import type { ThrottleHandle } from '../limits/throttle';
import type { RequestView } from '../mapping/request-view';
import type {
  ApiKeySource,
  AuthorizationType,
  CompileError,
  EndpointType,
  MethodKey,
  StageDefinition,
  ThrottleSettings,
} from '../model';
import type { AccessLogLine } from '../observe/access-log-format';
import type { Meter } from '../observe/metrics';
import type { Exchange } from '../pipeline/exchange';
import type { ExecutionLogPlan } from '../pipeline/execution-log';
import type { Step } from '../pipeline/step';
import type { TraceMask } from '../pipeline/trace-mask';
import type { CompiledPolicy } from '../policy/compile-policy';
import type { PathTrie } from '../routing/path-trie';
import type { UserPoolPlan } from '../user-pools/user-pool-plan';
import type { BodyValidation, RequiredParameter } from '../validation/request-validation';
import type { CachedReply } from './cached-reply';

export interface CompiledStage {
  readonly id: string;
  readonly name: string;
  readonly apiId: string;
  readonly accountId: string;
  readonly deploymentId: string;
  readonly apiKeySource: ApiKeySource;
  readonly disableExecuteApiEndpoint: boolean;
  readonly endpointType: EndpointType;
  readonly vpcEndpointIds: readonly string[];
  /** The API's resource policy; empty: none. */
  readonly policies: readonly CompiledPolicy[];
  /** Null: no access log. */
  readonly accessLogLine: AccessLogLine | null;
  /** Of its requests, 0–1, that are traced. */
  readonly traceShare: number;
  readonly traceMask: TraceMask;
  /** Answers of so many bytes are compressed; null: none is. */
  readonly minimumCompressionSize: number | null;
  readonly binaryMediaTypes: BinaryMediaTypes;
  /** Where its lines go: the stage's name, and for a canary "/Canary" behind it, as in the names of AWS's log groups. */
  readonly logName: string;
  readonly isCanary: boolean;
  /** $context.isCanaryRequest: set as soon as the stage has canary settings. */
  readonly isCanaryRequest: 'true' | 'false' | undefined;
  /** Null: every request is this stage's own. */
  readonly canary: CompiledCanary | null;
  /** What is wrong with its canary, which gets no traffic then. */
  readonly canaryErrors: readonly CompileError[];
  readonly gatewayResponses: CompiledGatewayResponses;
  readonly routes: PathTrie<CompiledRoute>;
  /** For binding and for the route count; requests go through `routes`. */
  readonly routeList: readonly CompiledRoute[];
  /** 0: off. */
  readonly cacheBytes: number;
  /** What it was compiled from: unchanged stages are not compiled again. */
  readonly source: StageDefinition;
  readonly live: StageLive;
}

export interface CompiledCanary {
  /** 0–1. */
  readonly share: number;
  /** Keeps its answers in the stage's cache. */
  readonly usesStageCache: boolean;
  readonly stage: CompiledStage;
}

/** Counters and caches outlive snapshots; these are the stage's handles to them. Null until bound. */
export interface StageLive {
  cache: ResponseCache<CachedReply> | null;
  /** Requests that match no route. */
  meter: Meter | null;
  accountThrottle: ThrottleHandle | null;
}

export interface CompiledRoute {
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly paramNames: readonly string[];
  readonly methodKey: MethodKey;
  /** "/pets/{petId}/GET": how usage plans name a method. */
  readonly planKey: string;
  /** "/pets/{petId}/ANY", where the plan may name that instead. */
  readonly planKeyAny: string;
  readonly authorizationType: AuthorizationType;
  /** Authorization COGNITO_USER_POOLS; null: another one. */
  readonly userPools: UserPoolPlan | null;
  readonly apiKeyRequired: boolean;
  /** Null: the route has no Lambda authorizer. */
  readonly lambdaAuthorizer: LambdaAuthorizerPlan | null;
  /** Nobody is asked who they are: no key, no authorizer, no policy. */
  readonly isOpen: boolean;
  readonly requiredParameters: readonly RequiredParameter[];
  /** Null: bodies are not validated. */
  readonly bodyValidation: BodyValidation | null;
  readonly throttle: ThrottleSettings | null;
  /** Names the bucket of that limit. */
  readonly throttleKey: string;
  readonly hasOwnMetrics: boolean;
  /** Null: nothing is logged, and nothing paid for it. */
  readonly executionLog: ExecutionLogPlan | null;
  readonly cache: RouteCachePlan | null;
  readonly integration: CompiledIntegration;
  /** responseTransferMode STREAM: what comes from the backend is passed on as it is, never encoded. */
  readonly isStreamed: boolean;
  readonly steps: readonly Step<Exchange>[];
  readonly live: RouteLive;
}

export interface RouteLive {
  throttle: ThrottleHandle | null;
  meter: Meter | null;
}

export interface RouteCachePlan {
  readonly ttlMs: number;
  readonly namespace: string;
  readonly reads: readonly ((request: RequestView) => string | undefined)[];
  readonly onMaxAge0: CacheControlRule;
  readonly isEncrypted: boolean;
  /** A value of the body varies the entry. */
  readonly readsBody: boolean;
}

export type CompiledIntegration =
  | { readonly type: 'MOCK'; readonly request: MockRequestPlan; readonly responses: ResponsePlan }
  | { readonly type: 'HTTP'; readonly request: HttpRequestPlan; readonly responses: ResponsePlan }
  | { readonly type: 'HTTP_PROXY'; readonly request: HttpRequestPlan; readonly isStreamed: boolean }
  /** AWS with a function. */
  | { readonly type: 'AWS'; readonly request: LambdaRequestPlan; readonly responses: ResponsePlan }
  /** AWS with any other service. */
  | { readonly type: 'AWS_SERVICE'; readonly request: AwsServicePlan; readonly responses: ResponsePlan }
  | { readonly type: 'AWS_PROXY'; readonly request: LambdaProxyPlan };
