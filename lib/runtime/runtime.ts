import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestAuthorizerResult } from '@/lib/contract/authorizer';
import type { CacheLimits } from '@/lib/contract/cache-report';
import type { GatewayStatus } from '@/lib/contract/gateway-status';
import type { TestInvokeResult } from '@/lib/contract/method';
import type { StageCache } from '@/lib/contract/stage';
import type { RenderedTemplate } from '@/lib/contract/template-rendering';
import { UnavailableError } from '@/lib/errors';
import {
  AddressGuard,
  EdgeTrust,
  problemOfPolicy,
  type RenderTemplateRequest,
  refusalOfOrigin,
  refusedBackends,
  type SimulateAccessRequest,
  type SimulateAccessResult,
  simulateAccess,
  type TestAuthorizerRequest,
  TrustedProxies,
  validateStage,
} from '@/lib/gateway';
import { dayOf } from '@/lib/gateway/limits/calendar';
import type { CompileError, RestApiDefinition } from '@/lib/gateway/model';
import { newUuid } from '@/lib/ids';
import { logger } from '@/lib/logger';
import { type Db, transaction } from '@/lib/store/client';
import { readDomainNameChanges } from '@/lib/store/domain-names';
import { readPrincipals } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { readRoleChanges } from '@/lib/store/service-roles';
import { watchBundle } from './bundle-watch';
import { cacheLimits, cacheResources } from './cache-limits';
import { CacheReports, sumStageCache } from './cache-reports';
import { CompileErrors } from './compile-errors';
import { DatabaseHealth } from './database-health';
import { Functions } from './functions/functions';
import { LogStore } from './logs/log-store';
import type { LogPage, StageLogQuery } from './logs/read-stage-log';
import { Maintenance } from './maintenance';
import type { WorkerOptions } from './messages';
import { NodePresence } from './node-presence';
import type { RuntimeOptions } from './options';
import type { LogsSeen, PublishReport, RecentUsage, RuntimePort, TestInvokeRequest } from './port';
import { renderPrometheus } from './prometheus';
import { QuotaSharing } from './quota-sharing';
import { CounterLedger } from './sinks/counter-ledger';
import { MetricLedger } from './sinks/metric-ledger';
import { TelemetrySink } from './sinks/telemetry-sink';
import { TraceSink } from './sinks/trace-sink';
import { UsageLedger } from './sinks/usage-ledger';
import { DefinitionSource } from './source/definition-source';
import { emptyPublication, PublishedState } from './source/published-state';
import { describeStatus, describeWorker } from './status';
import { BackOff } from './supervisor/back-off';
import { type BoundHandle, bindHandle, type ListenHandle } from './supervisor/listen-handle';
import { Supervisor } from './supervisor/supervisor';
import { TestWorker } from './supervisor/test-worker';
import { type VpcEndpointHandle, type WorkerEvents, WorkerProcess } from './supervisor/worker-process';
import { parseVpcEndpoints, type VpcEndpoint } from './vpc-endpoints';

const ACK_MS = 2_000;
const POLL_MS = 250;
const REPORT_MS = 500;
const DRAIN_MS = 1_500;
const LAST_WRITES_MS = 700;

interface Acks {
  readonly acked: number;
  readonly total: number;
}

/** What runs the data plane inside the console's process, or inside `npm run gateway`. Start it once per process. */
export class Runtime implements RuntimePort {
  /** Invoking functions, and what their host knows of them. */
  readonly functions: Functions;
  readonly #options: RuntimeOptions;
  readonly #db: Db;
  readonly #guard: AddressGuard;
  /** This life of this runtime, as a writer of counters and as a node. */
  readonly #id = newUuid();
  readonly #health = new DatabaseHealth();
  readonly #state = new PublishedState();
  readonly #source: DefinitionSource;
  readonly #errors = new CompileErrors();
  readonly #usage = new UsageLedger();
  readonly #metrics = new MetricLedger();
  readonly #counters = new CounterLedger();
  readonly #caches = new CacheReports();
  readonly #sink: TelemetrySink;
  readonly #traces: TraceSink;
  readonly #presence: NodePresence;
  readonly #sharing: QuotaSharing;
  readonly #maintenance: Maintenance;
  readonly #logs: LogStore;
  readonly #supervisor: Supervisor;
  readonly #testWorker: TestWorker;
  readonly #stopping = new AbortController();
  #handle: ListenHandle | undefined;
  #tlsHandle: BoundHandle | undefined;
  readonly #vpcEndpoints: readonly VpcEndpoint[];
  readonly #endpointHandles: (VpcEndpointHandle & { readonly url: string })[] = [];
  #port = 0;
  #limits: CacheLimits | undefined;
  #refreshing: Promise<void> = Promise.resolve();
  #queuedRefresh: Promise<void> | undefined;
  #acks: Promise<Acks> = Promise.resolve({ acked: 0, total: 0 });
  #stopWatching: () => void = () => {};

  constructor(options: RuntimeOptions) {
    this.#options = options;
    const { db } = options.store.database;
    this.#db = db;
    this.#guard = new AddressGuard(options.privateBackends);
    // Wrong settings fail here, not in a worker.
    new TrustedProxies(options.trustedProxies ?? []);
    if (options.edgeSecret !== undefined) new EdgeTrust(options.edgeSecret);
    this.#vpcEndpoints = parseVpcEndpoints(options.vpcEndpoints ?? []);
    this.functions = new Functions({
      ...{ source: options.functions, region: options.region, dataDir: options.dataDir, env: options.workerEnv },
      hostFile: join(dirname(options.workerFile), 'function-host.js'),
      sandboxFile: join(dirname(options.workerFile), 'function-sandbox.cjs'),
      maxProcesses: options.functionProcesses ?? defaultFunctionProcesses(),
      guard: this.#guard,
    });
    const { secrets } = options.store;
    this.#source = new DefinitionSource(
      db,
      this.#state,
      this.functions,
      { read: (roleIds) => readRoleChanges(db, secrets, roleIds) },
      { read: (domainNameIds) => readDomainNameChanges(db, secrets, domainNameIds) },
      { read: (principalIds) => readPrincipals(db, secrets, principalIds) },
    );
    this.#supervisor = new Supervisor({
      program: { file: options.workerFile, env: options.workerEnv },
      count: options.workers,
      workerOptions: (slot) => this.#workerOptions(slot),
      startingState: () => ({
        publication: this.#state.toPublication(),
        usage: this.#usage.others(undefined, dayOf(Date.now())),
        handle: this.#handle,
        tlsHandle: this.#tlsHandle?.handle,
        vpcEndpoints: this.#endpointHandles,
      }),
      events: this.#events(),
    });
    this.#testWorker = new TestWorker(() => this.#spawnTestWorker());
    this.#sink = new TelemetrySink(db, {
      ...{ shard: this.#id, usage: this.#usage, metrics: this.#metrics, health: this.#health },
    });
    this.#traces = new TraceSink(db);
    this.#presence = new NodePresence(db, {
      ...{ id: this.#id, health: this.#health },
      describe: () => ({
        workers: this.#readyWorkers().length,
        revision: this.#state.revision,
        report: {
          ...{ workers: this.#describeWorkers(), compileErrors: [...this.#errors.all], url: this.url },
          vpcEndpoints: this.vpcEndpoints,
          ...{ caches: this.#caches.all().map((reports) => [...reports]), cacheLimits: this.#cacheLimits() },
          logStoreId: this.#logs.id,
        },
      }),
    });
    this.#sharing = new QuotaSharing(db, {
      ...{ shard: this.#id, ledger: this.#usage },
      workers: () => this.#readyWorkers(),
      hasPeers: () => this.#presence.others.length > 0,
    });
    this.#logs = new LogStore(join(options.dataDir, 'logs'));
    this.#maintenance = new Maintenance(db, this.#logs);
  }

  /** Where clients reach the gateway. */
  get url(): string {
    const { publicUrl, domain } = this.#options;
    return publicUrl ?? `http://${domain}:${this.#port || this.#options.port}`;
  }

  /** The port that workers listen on; 0 without workers. */
  get port(): number {
    return this.#port;
  }

  /** Resolves when the gateway serves. */
  async start(): Promise<void> {
    const { workers, host, port } = this.#options;
    if (workers > 0) {
      const bound = await bindHandle(host, port);
      this.#handle = bound.handle;
      this.#port = bound.port;
      await this.#bindTls();
      await this.#bindVpcEndpoints();
    }
    try {
      // Without it, logs are read and written all the same.
      await this.#logs.open().catch((err: unknown) => logger.warn({ err }, 'the folder of logs can’t be written to'));
      await this.#refresh();
      await this.#sharing.start();
      await this.#supervisor.start();
      await this.#presence.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#sink.start();
    this.#traces.start();
    this.#maintenance.start();
    void this.#poll();
    if (this.#options.watchBundle && workers > 0) {
      this.#stopWatching = watchBundle(this.#options.workerFile, () => this.#supervisor.restartAll(DRAIN_MS));
    }
  }

  async #bindTls(): Promise<void> {
    const { tlsPort, host } = this.#options;
    if (tlsPort === undefined) return;
    try {
      this.#tlsHandle = await bindHandle(host, tlsPort, 'GATEWAY_TLS_PORT (and GATEWAY_HOST)');
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** The port of custom domain names with a certificate; 0: there is none. */
  get tlsPort(): number {
    return this.#tlsHandle?.port ?? 0;
  }

  async #bindVpcEndpoints(): Promise<void> {
    try {
      for (const { id, vpcId, host, port } of this.#vpcEndpoints) {
        const bound = await bindHandle(host, port, `the address of ${id} in GATEHOUSE_VPC_ENDPOINTS`);
        const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
        this.#endpointHandles.push({ id, vpcId, handle: bound.handle, url });
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Where VPC endpoints listen in this process. */
  get vpcEndpoints(): GatewayStatus['vpcEndpoints'] {
    return this.#endpointHandles.map(({ id, vpcId, url }) => ({ id, vpcId, url }));
  }

  /** Drains the workers and writes what they have counted. Takes at most about three and a half seconds. */
  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    this.#stopWatching();
    this.#sharing.stop();
    this.#maintenance.stop();
    this.#testWorker.stop();
    await this.#supervisor.stop(DRAIN_MS);
    this.#handle?.close();
    this.#tlsHandle?.handle.close();
    for (const { handle } of this.#endpointHandles) handle.close();
    await this.functions.stop();
    await Promise.all([this.#sink.stop(LAST_WRITES_MS), this.#traces.stop(LAST_WRITES_MS)]);
    await this.#presence.stop(LAST_WRITES_MS);
  }

  async publish(): Promise<PublishReport> {
    const startedMs = performance.now();
    let warning: string | undefined;
    let workers: Acks = { acked: 0, total: this.#readyWorkers().length };
    try {
      await this.#refreshAfterNow();
      workers = await this.#acks;
      if (workers.acked < workers.total) {
        warning = `${workers.total - workers.acked} of ${workers.total} gateway workers have not confirmed the change yet.`;
      }
    } catch (error) {
      logger.warn({ err: error }, 'a change could not be read for the gateway');
      warning = 'The gateway could not be told of the change yet; it will be as soon as the database answers.';
    }
    return {
      revision: this.#state.revision,
      workers,
      tookMs: Math.round((performance.now() - startedMs) * 10) / 10,
      errors: this.#errors.all,
      ...(warning === undefined ? {} : { warning }),
    };
  }

  refusalOf(origin: string): string | undefined {
    return refusalOfOrigin(origin, this.#guard);
  }

  problemOfPolicy(document: string, kind: 'identity' | 'trust'): string | undefined {
    return problemOfPolicy(document, kind);
  }

  validateDefinition(
    definition: RestApiDefinition,
    variables: Readonly<Record<string, string>>,
  ): readonly CompileError[] {
    const refused = refusedBackends(definition, variables, this.#guard);
    const errors = validateStage({
      id: '',
      name: '',
      deploymentId: '',
      definition,
      variables,
      cacheClusterEnabled: false,
      cacheSizeBytes: 0,
      methodSettings: {},
    });
    return refused.length === 0 ? errors : [...errors, ...refused];
  }

  /** Here: it is bounded by the size of policies, waits for nothing, and clients are served elsewhere. */
  simulateAccess(request: SimulateAccessRequest): SimulateAccessResult {
    const { domain, region } = this.#options;
    return simulateAccess({ domain, region }, request);
  }

  async testInvoke(request: TestInvokeRequest): Promise<TestInvokeResult> {
    const worker = this.#readyWorkers()[0];
    const answer = worker
      ? await worker.testInvoke(request)
      : await this.#testWorker.use((testWorker) => testWorker.testInvoke(request));
    if (answer?.result !== undefined) return answer.result;
    throw new UnavailableError('The gateway did not answer the test. Try again in a moment.', answer?.error);
  }

  async testAuthorizer(request: TestAuthorizerRequest): Promise<TestAuthorizerResult> {
    const worker = this.#readyWorkers()[0];
    const answer = worker
      ? await worker.testAuthorizer(request)
      : await this.#testWorker.use((testWorker) => testWorker.testAuthorizer(request));
    if (answer?.result !== undefined) return answer.result;
    throw new UnavailableError('The gateway did not answer the test. Try again in a moment.', answer?.error);
  }

  /** Never in a worker that serves: what people type must not delay requests. */
  async renderTemplate(request: RenderTemplateRequest): Promise<RenderedTemplate> {
    const answer = await this.#testWorker.use((worker) => worker.renderTemplate(request));
    if (answer?.result !== undefined) return answer.result;
    // One that does not answer may never do so again.
    if (answer === undefined) this.#testWorker.stop();
    throw new UnavailableError(
      'The template could not be rendered: the gateway did not answer. Try again in a moment.',
    );
  }

  /** Here at once, and through the revision feed by every other gateway. */
  async flushCache(stageId: string): Promise<void> {
    await Promise.all(this.#supervisor.audience().map((worker) => worker.flushCache(stageId, ACK_MS)));
    await transaction(this.#db, (tx) => bumpRevision(tx, [{ kind: 'cache', entityId: stageId }]));
    await this.publish();
  }

  async flushAuthorizers(stageId: string): Promise<void> {
    await Promise.all(this.#supervisor.audience().map((worker) => worker.flushAuthorizers(stageId, ACK_MS)));
    await transaction(this.#db, (tx) => bumpRevision(tx, [{ kind: 'authorizers-cache', entityId: stageId }]));
    await this.publish();
  }

  async readLog(query: StageLogQuery): Promise<LogPage & LogsSeen> {
    const others = this.#presence.others.filter(({ report }) => report.logStoreId !== this.#logs.id);
    const dropped = this.#describeWorkers().map((worker) => worker.dropped);
    return {
      ...(await this.#logs.read(query)),
      droppedLines: dropped.reduce((sum, it) => sum + it.accessLogLines + it.executionLogLines, 0),
      unseenHosts: [...new Set(others.map(({ host }) => host))],
    };
  }

  async status(restApiIds?: ReadonlySet<string>): Promise<GatewayStatus> {
    return describeStatus({
      restApiIds,
      expectedWorkers: this.#options.workers,
      workers: this.#describeWorkers(),
      others: this.#presence.others,
      compileErrors: this.#errors.all,
      revision: this.#state.revision,
      url: this.url,
      vpcEndpoints: this.vpcEndpoints,
      database: this.#health.current(),
      databaseKind: this.#options.store.database.provider,
    });
  }

  async stageCache(stageId: string): Promise<StageCache> {
    const { others } = this.#presence;
    const limits = this.#options.workers > 0 ? this.#cacheLimits() : others[0]?.report.cacheLimits;
    const workers = [...this.#caches.all(), ...others.flatMap(({ report }) => report.caches ?? [])];
    return sumStageCache(stageId, workers, limits ?? null);
  }

  recentUsage(): readonly RecentUsage[] {
    return this.#usage.pending();
  }

  /** Takes in what workers have counted up to now and writes it to the database. */
  async flushTelemetry(): Promise<void> {
    await this.#collect();
    await this.#sink.flush();
    await this.#traces.flush();
  }

  /** For /_metrics: all workers, up to now. */
  async metricsText(): Promise<string> {
    await this.#collect();
    const workers = this.#describeWorkers();
    return renderPrometheus({
      stages: this.#metrics.totals(),
      workers,
      restarts: this.#supervisor.restarts,
      revision: this.#state.revision,
      databaseReachable: this.#health.current().reachable,
      events: this.#counters.totals(),
      dropped: {
        access_log_lines: workers.reduce((sum, { dropped }) => sum + dropped.accessLogLines, 0),
        spans: workers.reduce((sum, { dropped }) => sum + dropped.spans, 0),
        execution_log_lines: workers.reduce((sum, { dropped }) => sum + dropped.executionLogLines, 0),
        traces: workers.reduce((sum, { dropped }) => sum + dropped.traces, this.#traces.lost),
        metric_series: workers.reduce((sum, { dropped }) => sum + dropped.metricSeries, 0),
        metric_points: this.#metrics.lost,
        usage_counts: this.#usage.lost,
      },
    });
  }

  async #collect(): Promise<void> {
    await Promise.all(this.#readyWorkers().map((worker) => worker.report(REPORT_MS)));
  }

  async #poll(): Promise<void> {
    const signal = this.#stopping.signal;
    const backOff = new BackOff(POLL_MS, 2_000);
    let waitMs = POLL_MS;
    while (!signal.aborted) {
      await delay(waitMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      try {
        await this.#refreshAfterNow();
        waitMs = POLL_MS;
        backOff.reset();
      } catch (error) {
        waitMs = backOff.next();
        logger.warn({ err: error }, 'the database can’t be read; the gateway serves what it has');
      }
    }
  }

  /** A look at the database that begins after this call: an earlier one may have missed what the caller committed. */
  #refreshAfterNow(): Promise<void> {
    this.#queuedRefresh ??= this.#refreshing
      .catch(() => {})
      .then(() => {
        this.#queuedRefresh = undefined;
        return this.#refresh();
      });
    return this.#queuedRefresh;
  }

  #refresh(): Promise<void> {
    this.#refreshing = this.#takeNews();
    return this.#refreshing;
  }

  async #takeNews(): Promise<void> {
    const news = await this.#health.watch('read', () => this.#source.next());
    if (news === undefined) return;
    this.#errors.note(news.publication, news.errors);
    const { flushedStageIds, flushedAuthorizersStageIds } = news;
    for (const stageId of flushedStageIds === 'all' ? [undefined] : flushedStageIds) this.#flushAllCaches(stageId);
    for (const stageId of flushedAuthorizersStageIds === 'all' ? [undefined] : flushedAuthorizersStageIds) {
      this.#flushAllAuthorizers(stageId);
    }
    this.#acks = this.#supervisor.publish(news.publication, ACK_MS);
  }

  #flushAllCaches(stageId: string | undefined): void {
    for (const worker of this.#supervisor.audience()) void worker.flushCache(stageId, ACK_MS);
  }

  #flushAllAuthorizers(stageId: string | undefined): void {
    for (const worker of this.#supervisor.audience()) void worker.flushAuthorizers(stageId, ACK_MS);
  }

  /** Asked once: every worker of a life gets the same share. */
  #cacheLimits(): CacheLimits {
    const { workers, caches, dataDir } = this.#options;
    this.#limits ??= cacheLimits({ workers, ...caches }, cacheResources(dataDir));
    return this.#limits;
  }

  #readyWorkers(): WorkerProcess[] {
    return this.#supervisor.workers().filter(({ state }) => state === 'ready');
  }

  #describeWorkers(): GatewayStatus['workers'] {
    return this.#supervisor.workers().map((worker) => describeWorker(worker, this.#supervisor.restartsOf(worker)));
  }

  #workerOptions(slot: number): WorkerOptions {
    const { domain, region, dataDir, store, privateBackends, executionLogLineBytes, otlp } = this.#options;
    const { trustedProxies = [], edgeSecret } = this.#options;
    const { keyLookupSecret } = store.secrets;
    return {
      ...{
        slot,
        domain,
        region,
        keyLookupSecret,
        executionLogLineBytes,
        privateBackends,
        otlp,
        trustedProxies,
        edgeSecret,
      },
      logDir: join(dataDir, 'logs'),
      // The worker for test invokes serves no stage.
      cache: {
        ...this.#cacheLimits(),
        ...(slot === 0 ? { diskBytes: 0 } : {}),
        dir: join(dataDir, 'cache', String(slot)),
      },
    };
  }

  #events(): WorkerEvents {
    return {
      telemetry: (worker, { usage, metrics, counters, caches }) => {
        if (caches !== undefined) this.#caches.set(worker, caches);
        this.#counters.set(worker, counters);
        this.#usage.add(worker, usage);
        this.#metrics.add(worker, metrics);
      },
      traces: (traces) => this.#traces.add(traces),
      published: (worker, errors) => this.#errors.setWorker(worker, errors),
      metricsText: () => this.metricsText(),
      exit: (worker) => {
        this.#errors.endWorker(worker);
        this.#counters.endLife(worker);
        this.#caches.end(worker);
        this.#usage.endLife(worker);
      },
    };
  }

  #spawnTestWorker(): WorkerProcess {
    const nobody: WorkerEvents = {
      telemetry: () => {},
      traces: () => {},
      published: () => {},
      metricsText: async () => '',
      exit: () => {},
    };
    const { functions = [], serviceRoles = [], userPools = [] } = this.#state.toPublication();
    const nothing = {
      publication: { ...emptyPublication(0), full: true, functions, serviceRoles, userPools },
      usage: [],
      handle: undefined,
    };
    const { workerFile, workerEnv } = this.#options;
    return new WorkerProcess({ file: workerFile, env: workerEnv }, this.#workerOptions(0), nothing, nobody);
  }
}

/** Half of the memory, for functions of the default size. */
const defaultFunctionProcesses = (): number =>
  Math.max(4, Math.min(64, Math.floor(totalmem() / 2 / (128 * 1_048_576))));
