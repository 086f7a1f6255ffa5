import type { CacheReport } from '@/lib/contract/cache-report';
import {
  createGateway,
  type Gateway,
  type GatewayLogger,
  type RenderTemplateRequest,
  renderSample,
  type TestAuthorizerRequest,
  vpcEndpointDoor,
} from '@/lib/gateway';
import type { CacheStats } from '@/lib/gateway/cache/response-cache';
import { SpillFiles } from '@/lib/gateway/cache/spill-files';
import type { FromWorker, LogLevel, Telemetry, ToWorker, WorkerOptions } from '../messages';
import { OtlpExporter } from '../otlp/exporter';
import type { TestInvokeRequest } from '../port';
import { STAGE_LOG_DEFAULTS, StageLogFiles } from './stage-log-files';
import { toGatewayRequest } from './test-request';

const REPORT_EVERY_MS = 250;
/** Metrics are larger than counts, and nobody waits for them. */
const METRICS_EVERY_MS = 1_000;
const METRICS_PER_REPORT = 500;
const MAINTAIN_EVERY_MS = 5_000;
const METRICS_TEXT_MS = 3_000;

export interface Channel {
  /** Resolves when the message is on its way; rejects when the runtime is gone. */
  send(message: FromWorker): Promise<void>;
}

/** A gateway under the runtime's command. */
export class GatewayWorker {
  readonly #channel: Channel;
  readonly #logs: StageLogFiles;
  readonly #spans: OtlpExporter | undefined;
  readonly #gateway: Gateway;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #metricsTexts = new Map<number, (text: string | undefined) => void>();
  #nextId = 1;
  #reporting: Promise<void> | undefined;
  #metricsDueMs = 0;

  constructor(options: WorkerOptions, channel: Channel) {
    this.#channel = channel;
    this.#spans =
      options.otlp && new OtlpExporter({ ...options.otlp, onTrouble: (message) => this.#log('warn', message) });
    this.#logs = new StageLogFiles({
      ...STAGE_LOG_DEFAULTS,
      dir: options.logDir,
      slot: options.slot,
      onTrouble: (message) => this.#log('warn', message),
    });
    this.#gateway = createGateway({
      logger: this.#logger(),
      keyLookupSecret: options.keyLookupSecret,
      domain: options.domain,
      region: options.region,
      privateBackends: options.privateBackends,
      trustedProxies: options.trustedProxies,
      ...(options.edgeSecret === undefined ? {} : { edgeSecret: options.edgeSecret }),
      logs: this.#logs,
      ...(this.#spans === undefined ? {} : { spans: this.#spans }),
      ...(options.executionLogLineBytes === undefined ? {} : { executionLogLineBytes: options.executionLogLineBytes }),
      cacheStorage: this.#cacheStorage(options.cache),
      renderMetrics: () => this.#metricsText(),
    });
    // While a report waits for the channel no other is made: what changes meanwhile is in the next one.
    this.#timers.push(setInterval(() => void (this.#reporting ?? this.#report()), REPORT_EVERY_MS));
    this.#timers.push(setInterval(() => this.#gateway.maintain(), MAINTAIN_EVERY_MS));
  }

  async handle(message: Exclude<ToWorker, { type: 'start' }>, handle: object | undefined): Promise<void> {
    switch (message.type) {
      case 'publish': {
        const { revision, errors } = this.#gateway.apply(message.publication);
        return this.#channel.send({ type: 'published', id: message.id, revision, errors });
      }
      case 'load-usage':
        return this.#gateway.loadQuotaUsage(message.usage);
      case 'listen':
        return this.#listen(handle, message);
      case 'flush-cache':
        this.#flushCaches(message.stageId);
        return this.#channel.send({ type: 'done', id: message.id });
      case 'flush-authorizers':
        this.#gateway.flushAuthorizers(message.stageId);
        return this.#channel.send({ type: 'done', id: message.id });
      case 'test-invoke':
        return this.#testInvoke(message.id, message.request);
      case 'test-authorizer':
        return this.#testAuthorizer(message.id, message.request);
      case 'render-template':
        return this.#renderTemplate(message.id, message.request);
      case 'report':
        await this.#reporting;
        return this.#report(message.id);
      case 'metrics-text':
        return this.#metricsTexts.get(message.id)?.(message.text);
      case 'drain':
        return this.#drain(message.timeoutMs);
    }
  }

  /** The runtime is gone: whatever is under way gets a moment, and nobody is left to report to. */
  async abandon(graceMs: number): Promise<void> {
    this.#stopTimers();
    await this.#gateway.close(graceMs);
    await Promise.all([this.#logs.close(), this.#spans?.close()]);
  }

  async #listen(
    handle: object | undefined,
    { vpcEndpoint, isTls }: Extract<ToWorker, { type: 'listen' }>,
  ): Promise<void> {
    try {
      if (handle === undefined) throw new Error('the socket did not arrive');
      if (isTls) await this.#gateway.listenTls({ handle });
      else await this.#gateway.listen({ handle }, vpcEndpoint && vpcEndpointDoor(vpcEndpoint.id, vpcEndpoint.vpcId));
      await this.#channel.send({ type: 'listening' });
    } catch (error) {
      await this.#channel.send({ type: 'listen-failed', message: `The gateway can’t listen: ${textOf(error)}.` });
      process.exit(1);
    }
  }

  #flushCaches(stageId: string | undefined): void {
    const { caches } = this.#gateway.services;
    for (const id of stageId === undefined ? caches.stats().keys() : [stageId]) this.#gateway.flushCache(id);
  }

  async #testInvoke(id: number, request: TestInvokeRequest): Promise<void> {
    try {
      const result = await this.#gateway.testInvoke(toGatewayRequest(request));
      if (!result.ok) {
        const errors = result.errors.map(({ place, message }) => `${place}: ${message}`).join(' ');
        return await this.#channel.send({ type: 'test-invoked', id, error: errors });
      }
      const { log: _, steps, headers, ...response } = result.response;
      return await this.#channel.send({
        ...{ type: 'test-invoked', id },
        result: {
          ...response,
          headers: [...headers],
          steps: steps.map((step) => ({ ...step, notes: [...step.notes] })),
        },
      });
    } catch (error) {
      this.#log('error', 'a test invoke failed', textOf(error));
      await this.#channel.send({ type: 'test-invoked', id, error: 'The test could not be run.' });
    }
  }

  async #testAuthorizer(id: number, request: TestAuthorizerRequest): Promise<void> {
    try {
      const result = await this.#gateway.testAuthorizer(request);
      if (!result.ok) {
        const errors = result.errors.map(({ place, message }) => `${place}: ${message}`).join(' ');
        return await this.#channel.send({ type: 'authorizer-tested', id, error: errors });
      }
      const { response } = result;
      await this.#channel.send({ type: 'authorizer-tested', id, result: { ...response, log: [...response.log] } });
    } catch (error) {
      this.#log('error', 'a test of an authorizer failed', textOf(error));
      await this.#channel.send({ type: 'authorizer-tested', id, error: 'The test could not be run.' });
    }
  }

  #renderTemplate(id: number, request: RenderTemplateRequest): Promise<void> {
    try {
      return this.#channel.send({ type: 'template-rendered', id, result: renderSample(request) });
    } catch (error) {
      this.#log('error', 'a template could not be rendered', textOf(error));
      return this.#channel.send({ type: 'template-rendered', id, result: undefined });
    }
  }

  async #drain(timeoutMs: number): Promise<void> {
    await this.#gateway.close(timeoutMs);
    this.#stopTimers();
    await Promise.all([this.#logs.close(), this.#spans?.close()]);
    await this.#reporting;
    await this.#report(0);
    await this.#channel.send({ type: 'drained' });
    process.exit(0);
  }

  /** With an id everything there is; by the clock, metrics only when they are due. */
  #report(id?: number): Promise<void> {
    const withMetrics = id !== undefined || performance.now() >= this.#metricsDueMs;
    if (withMetrics) this.#metricsDueMs = performance.now() + METRICS_EVERY_MS;
    const telemetry = this.#telemetry(withMetrics, id === undefined ? METRICS_PER_REPORT : Number.POSITIVE_INFINITY);
    // Traces first: who asked for a report has all there is once it comes.
    const report = this.#sendTraces()
      .then(() => this.#channel.send({ type: 'telemetry', ...(id === undefined ? {} : { id }), telemetry }))
      .catch(() => {})
      .finally(() => {
        this.#reporting = undefined;
      });
    this.#reporting = report;
    return report;
  }

  /** Waits for the channel: what comes meanwhile stays in the collector, which is bounded. */
  async #sendTraces(): Promise<void> {
    const traces = this.#gateway.services.traces.drain();
    if (traces.length > 0) await this.#channel.send({ type: 'traces', traces });
  }

  #telemetry(withMetrics: boolean, limit: number): Telemetry {
    const { services } = this.#gateway;
    const { revision, counters } = this.#gateway.health();
    const { inFlight, ...totals } = counters;
    return {
      usage: services.quotas.drain(),
      metrics: withMetrics ? services.metrics.drain(Date.now(), limit) : [],
      ...(withMetrics ? { caches: reportsOf(services.caches.stats()) } : {}),
      revision,
      rssBytes: process.memoryUsage.rss(),
      inFlight,
      counters: totals,
      dropped: {
        accessLogLines: this.#logs.dropped.access,
        executionLogLines: this.#logs.dropped.execution,
        spans: this.#spans?.dropped ?? 0,
        metricSeries: services.metrics.overflowed,
        traces: services.traces.dropped,
      },
    };
  }

  #cacheStorage({ dir, diskBytes, memoryBytes }: WorkerOptions['cache']) {
    if (diskBytes === 0) return { memoryBytes };
    const onTrouble = (message: string) => this.#log('warn', message);
    return { memoryBytes, spill: new SpillFiles({ dir, maxBytes: diskBytes, onTrouble }) };
  }

  /** The runtime knows what all workers have counted. */
  #metricsText(): Promise<string> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const settle = (text: string | undefined) => {
        clearTimeout(timer);
        this.#metricsTexts.delete(id);
        if (text === undefined) reject(new Error('The runtime did not give the metrics.'));
        else resolve(text);
      };
      const timer = setTimeout(() => settle(undefined), METRICS_TEXT_MS);
      this.#metricsTexts.set(id, settle);
      this.#channel.send({ type: 'get-metrics-text', id }).catch(() => settle(undefined));
    });
  }

  #logger(): GatewayLogger {
    const at = (level: LogLevel) => (fields: object, message: string) => this.#log(level, message, detailOf(fields));
    return { debug: () => {}, info: at('info'), warn: at('warn'), error: at('error') };
  }

  #log(level: LogLevel, message: string, detail?: string): void {
    const log: FromWorker = { type: 'log', level, message, ...(detail === undefined ? {} : { detail }) };
    this.#channel.send(log).catch(() => {});
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}

const reportsOf = (stats: ReadonlyMap<string, CacheStats>): CacheReport[] =>
  [...stats].map(([id, { entries, memoryBytes, diskEntries, diskBytes, hits, diskHits, misses, evictions }]) => ({
    ...{ id, entries, memoryBytes, diskEntries, diskBytes, hits, diskHits, misses, evictions },
  }));

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Errors hide their text from JSON. */
const detailOf = (fields: object): string =>
  JSON.stringify(fields, (_, value: unknown) => (value instanceof Error ? textOf(value) : value));
