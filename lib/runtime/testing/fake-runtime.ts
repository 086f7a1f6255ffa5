import type { TestAuthorizerResult } from '@/lib/contract/authorizer';
import type { GatewayStatus } from '@/lib/contract/gateway-status';
import type { TestInvokeResult } from '@/lib/contract/method';
import type { StageCache } from '@/lib/contract/stage';
import type { RenderedTemplate } from '@/lib/contract/template-rendering';
import {
  problemOfPolicy,
  type RenderTemplateRequest,
  renderSample,
  type SimulateAccessRequest,
  type SimulateAccessResult,
  simulateAccess,
  type TestAuthorizerRequest,
} from '@/lib/gateway';
import type { CompileError, RestApiDefinition } from '@/lib/gateway/model';
import type {
  FunctionLogLine,
  FunctionState,
  FunctionsPort,
  InvokeFunctionRequest,
  InvokeFunctionResult,
} from '../functions/model';
import type { LogPage, StageLogQuery } from '../logs/read-stage-log';
import type { LogsSeen, PublishReport, RecentUsage, RuntimePort, TestInvokeRequest } from '../port';

/** A data plane without processes: remembers what it was told and answers what it was given. */
export class FakeRuntime implements RuntimePort {
  publishes = 0;
  readonly flushedStageIds: string[] = [];
  readonly flushedAuthorizersStageIds: string[] = [];
  readonly testInvokes: TestInvokeRequest[] = [];
  readonly testedAuthorizers: TestAuthorizerRequest[] = [];
  authorizerResult: TestAuthorizerResult = {
    ...{ clientStatus: 0, latencyMs: 1, principalId: 'me', policy: '{}', usageIdentifierKey: '' },
    ...{ context: {}, claims: {}, log: [] },
  };
  report: PublishReport = { revision: 0, workers: { acked: 1, total: 1 }, tookMs: 1, errors: [] };
  compileErrors: readonly CompileError[] = [];
  /** With the reason. */
  readonly refusedOrigins = new Map<string, string>();
  validated: RestApiDefinition[] = [];
  readonly rendered: RenderTemplateRequest[] = [];
  usage: readonly RecentUsage[] = [];
  cache: StageCache = {
    ...{ status: 'NOT_AVAILABLE', workers: 0, entries: 0, memoryBytes: 0, diskEntries: 0, diskBytes: 0 },
    ...{ hits: 0, diskHits: 0, misses: 0, evictions: 0, limits: null },
  };
  readonly logQueries: StageLogQuery[] = [];
  logPage: LogPage & LogsSeen = { lines: [], cursor: null, searchedToMs: null, droppedLines: 0, unseenHosts: [] };
  result: TestInvokeResult = {
    status: 200,
    headers: [{ name: 'Content-Type', value: 'application/json' }],
    body: '{}',
    isBase64Encoded: false,
    bodyTruncated: false,
    latencyMs: 1,
    steps: [],
    explanation: null,
  };

  async publish(): Promise<PublishReport> {
    this.publishes += 1;
    this.report = { ...this.report, revision: this.report.revision + 1 };
    return this.report;
  }

  refusalOf(origin: string): string | undefined {
    return this.refusedOrigins.get(origin);
  }

  /** Not made up either. */
  problemOfPolicy(document: string, kind: 'identity' | 'trust'): string | undefined {
    return problemOfPolicy(document, kind);
  }

  validateDefinition(definition: RestApiDefinition): readonly CompileError[] {
    this.validated.push(definition);
    return this.compileErrors;
  }

  /** Not made up either. */
  simulateAccess(request: SimulateAccessRequest): SimulateAccessResult {
    return simulateAccess({ domain: 'localhost', region: 'us-east-1' }, request);
  }

  async testInvoke(request: TestInvokeRequest): Promise<TestInvokeResult> {
    this.testInvokes.push(request);
    return this.result;
  }

  async testAuthorizer(request: TestAuthorizerRequest): Promise<TestAuthorizerResult> {
    this.testedAuthorizers.push(request);
    return this.authorizerResult;
  }

  /** Not made up: the engine needs no process. */
  async renderTemplate(request: RenderTemplateRequest): Promise<RenderedTemplate> {
    this.rendered.push(request);
    return renderSample(request);
  }

  async flushCache(stageId: string): Promise<void> {
    this.flushedStageIds.push(stageId);
  }

  async flushAuthorizers(stageId: string): Promise<void> {
    this.flushedAuthorizersStageIds.push(stageId);
  }

  async stageCache(): Promise<StageCache> {
    return this.cache;
  }

  async readLog(query: StageLogQuery): Promise<LogPage & LogsSeen> {
    this.logQueries.push(query);
    return this.logPage;
  }

  async status(restApiIds?: ReadonlySet<string>): Promise<GatewayStatus> {
    return {
      state: 'running',
      message: '',
      revision: this.report.revision,
      url: 'http://localhost:8080',
      vpcEndpoints: [],
      database: { reachable: true, kind: 'sqlite', since: new Date(0).toISOString() },
      workers: [],
      nodes: [],
      compileErrors: this.report.errors.filter(({ apiId }) => restApiIds?.has(apiId) ?? true),
    };
  }

  readonly functions: FakeFunctions = new FakeFunctions();

  recentUsage(): readonly RecentUsage[] {
    return this.usage;
  }
}

/** A function host that answers what it was given. */
class FakeFunctions implements FunctionsPort {
  readonly invoked: InvokeFunctionRequest[] = [];
  lines: readonly FunctionLogLine[] = [];
  known: readonly FunctionState[] = [];
  result: InvokeFunctionResult = {
    ...{ statusCode: 200, requestId: '00000000-0000-4000-8000-000000000000', executedVersion: '$LATEST' },
    ...{ payload: '{}', tookMs: 1 },
  };

  async invoke(request: InvokeFunctionRequest): Promise<InvokeFunctionResult> {
    this.invoked.push(request);
    return this.result;
  }

  async logs(): Promise<{ readonly lines: readonly FunctionLogLine[]; readonly dropped: number }> {
    return { lines: this.lines, dropped: 0 };
  }

  async states(functionIds: readonly string[]): Promise<readonly FunctionState[]> {
    return this.known.filter(({ functionId }) => functionIds.includes(functionId));
  }
}
