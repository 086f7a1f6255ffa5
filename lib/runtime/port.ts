import type { TestAuthorizerResult } from '@/lib/contract/authorizer';
import type { GatewayStatus } from '@/lib/contract/gateway-status';
import type { TestInvokeResult } from '@/lib/contract/method';
import type { StageCache } from '@/lib/contract/stage';
import type { RenderedTemplate } from '@/lib/contract/template-rendering';
import type {
  RenderTemplateRequest,
  SimulateAccessRequest,
  SimulateAccessResult,
  TestAuthorizerRequest,
} from '@/lib/gateway';
import type { CompileError, HttpMethod, MethodKey, RestApiDefinition } from '@/lib/gateway/model';
import type { FunctionsPort } from './functions/model';
import type { LogPage, StageLogQuery } from './logs/read-stage-log';

export type { SimulateAccessRequest } from '@/lib/gateway';

/** What the control plane needs of the data plane. The runtime is one; tests take the fake in ./testing. */
export interface RuntimePort {
  /** Tells the gateway to look at the database now, and waits until every worker here serves what it found. */
  publish(): Promise<PublishReport>;
  /** What a worker would refuse to compile, each with its place. Empty: deployable. */
  validateDefinition(
    definition: RestApiDefinition,
    variables: Readonly<Record<string, string>>,
  ): readonly CompileError[];
  /** Why a worker could not read a policy of an identity, or of who may assume a role, with its place. Undefined: it could. */
  problemOfPolicy(document: string, kind: 'identity' | 'trust'): string | undefined;
  /** Why the gateway would not connect to an address ("http://10.1.2.3:8080"). Undefined: it would, or it is a name. */
  refusalOf(origin: string): string | undefined;
  /** Whether a made-up caller gets in, and by which policies: the gateway's own code, without a request. */
  simulateAccess(request: SimulateAccessRequest): SimulateAccessResult;
  /** Runs one request through the real pipeline, in a worker process, without counting it anywhere. */
  testInvoke(request: TestInvokeRequest): Promise<TestInvokeResult>;
  /** Asks one authorizer of a definition, in a worker process; nothing comes from its cache. */
  testAuthorizer(request: TestAuthorizerRequest): Promise<TestAuthorizerResult>;
  /** Renders one template with a sample, in a process that serves nobody: however it ends, clients do not notice. */
  renderTemplate(request: RenderTemplateRequest): Promise<RenderedTemplate>;
  flushCache(stageId: string): Promise<void>;
  /** Every caller of the stage is asked about anew. */
  flushAuthorizers(stageId: string): Promise<void>;
  /** What its cache holds on all workers, as last heard. */
  stageCache(stageId: string): Promise<StageCache>;
  /** With compile errors of these APIs only: the gateway serves every account. None given: of all. */
  status(restApiIds?: ReadonlySet<string>): Promise<GatewayStatus>;
  /** Counted by the gateway but not in the database yet: add it to what the database says. */
  recentUsage(): readonly RecentUsage[];
  /** A page of what this installation's workers here wrote about a stage's requests. */
  readLog(query: StageLogQuery): Promise<LogPage & LogsSeen>;
  /** Invoking functions, and what their host knows of them. */
  readonly functions: FunctionsPort;
}

/** What a page of a log can't show. */
export interface LogsSeen {
  /** Lines of all stages that workers here dropped. */
  readonly droppedLines: number;
  /** Machines whose gateways write to data directories of their own. */
  readonly unseenHosts: readonly string[];
}

export interface PublishReport {
  /** Newest revision that the workers have been given. */
  readonly revision: number;
  /** `total` is 0 when this process runs no workers (`npm run gateway` does): they pick the change up by themselves. */
  readonly workers: { readonly acked: number; readonly total: number };
  readonly tookMs: number;
  /** Of everything published, also from earlier: stages that keep serving their previous deployment. */
  readonly errors: readonly CompileError[];
  /** One sentence when the gateway could not be told at once. It will be, without anyone's help. */
  readonly warning?: string;
}

export interface TestInvokeRequest {
  /** The working copy, or any other definition: nothing needs to be deployed. */
  readonly definition: RestApiDefinition;
  readonly resourceId: string;
  readonly httpMethod: MethodKey;
  /** The verb to send where the method is ANY. */
  readonly verb?: HttpMethod | undefined;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Without the question mark. */
  readonly queryString: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  readonly stageVariables: Readonly<Record<string, string>>;
}

export interface RecentUsage {
  readonly usagePlanId: string;
  readonly apiKeyId: string;
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly used: number;
}
