import { type ChildProcess, fork, type SendHandle } from 'node:child_process';
import type { RenderTemplateRequest, TestAuthorizerRequest } from '@/lib/gateway';
import type { CompileError, Publication, QuotaUsage } from '@/lib/gateway/model';
import type { TraceRecord } from '@/lib/gateway/pipeline/trace-record';
import { logger } from '@/lib/logger';
import type { FromWorker, Telemetry, ToWorker, WorkerOptions } from '../messages';
import type { TestInvokeRequest } from '../port';
import { emptyPublication } from '../source/published-state';
import type { ListenHandle } from './listen-handle';

/**
 * The new space has one size: a worker's garbage is short-lived, memory is what limits how many workers fit a machine, and a
 * space that grows with what was loaded once leaves a worker with many keys slower than one with few.
 */
const NODE_FLAGS = ['--min-semi-space-size=8', '--max-semi-space-size=8', '--enable-source-maps'];
/** Keys per message: 100,000 in one would hold both event loops, and small parts cost the worker more in all. */
const KEYS_PER_MESSAGE = 25_000;
const TEST_INVOKE_MS = 35_000;
/** A template's budgets end it within a fraction of this. */
const RENDER_TEMPLATE_MS = 5_000;

export interface WorkerEvents {
  telemetry(worker: WorkerProcess, telemetry: Telemetry): void;
  traces(traces: readonly TraceRecord[]): void;
  /** All that the worker could not compile of what it has been sent up to now. */
  published(worker: WorkerProcess, errors: readonly CompileError[]): void;
  metricsText(): Promise<string>;
  exit(worker: WorkerProcess): void;
}

export interface WorkerProgram {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface StartingState {
  readonly publication: Publication;
  readonly usage: readonly QuotaUsage[];
  /** Absent: a worker for test invokes only. */
  readonly handle: ListenHandle | undefined;
  /** Of custom domain names with a certificate. */
  readonly tlsHandle?: ListenHandle | undefined;
  /** Sockets beside that one. */
  readonly vpcEndpoints?: readonly VpcEndpointHandle[];
}

export interface VpcEndpointHandle {
  readonly id: string;
  readonly vpcId: string;
  readonly handle: ListenHandle;
}

/** One life of one worker process, from fork to exit. */
export class WorkerProcess {
  readonly options: WorkerOptions;
  readonly startedAt = new Date();
  state: 'starting' | 'ready' | 'draining' | 'dead' = 'starting';
  revision = 0;
  telemetry: Telemetry | undefined;
  /** Why it could not start. */
  failure: string | undefined;
  /** Monotonic: a worker that stays silent hangs. */
  lastHeardMs = performance.now();
  /** Resolves with true once it serves, or has everything it needs to; with false when it died before. */
  readonly started: Promise<boolean>;
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #events: WorkerEvents;
  readonly #waiting = new Map<number, (message: FromWorker | undefined) => void>();
  #nextId = 1;
  #socketsToOpen = 0;
  #settleStarted: (isReady: boolean) => void = () => {};

  constructor({ file, env }: WorkerProgram, options: WorkerOptions, state: StartingState, events: WorkerEvents) {
    this.options = options;
    this.#events = events;
    this.#child = fork(file, [], {
      serialization: 'advanced',
      execArgv: NODE_FLAGS,
      env: { ...env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.started = new Promise((resolve) => {
      this.#settleStarted = resolve;
    });
    this.exited = this.#end();
    void this.exited.then(() => this.#ended());
    this.#child.on('message', (message) => this.#receive(message as FromWorker));
    this.#begin(state);
  }

  get slot(): number {
    return this.options.slot;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when the worker serves the publication; false: it died or did not answer in time. */
  async publish(publication: Publication, timeoutMs: number): Promise<boolean> {
    const answers = this.#sendPublication(publication).map((id) => this.#answer(id, timeoutMs));
    return (await Promise.all(answers)).every((answer) => answer !== undefined);
  }

  loadUsage(usage: readonly QuotaUsage[]): void {
    if (usage.length > 0) this.#send({ type: 'load-usage', usage });
  }

  /** Undefined: all stages' caches. */
  async flushCache(stageId: string | undefined, timeoutMs: number): Promise<boolean> {
    return (await this.#ask((id) => ({ type: 'flush-cache', id, stageId }), timeoutMs)) !== undefined;
  }

  /** Undefined: of all stages. */
  async flushAuthorizers(stageId: string | undefined, timeoutMs: number): Promise<boolean> {
    return (await this.#ask((id) => ({ type: 'flush-authorizers', id, stageId }), timeoutMs)) !== undefined;
  }

  /** Has the worker send its telemetry now; resolves when it has been taken in. */
  async report(timeoutMs: number): Promise<void> {
    await this.#ask((id) => ({ type: 'report', id }), timeoutMs);
  }

  async testInvoke(request: TestInvokeRequest): Promise<Extract<FromWorker, { type: 'test-invoked' }> | undefined> {
    const answer = await this.#ask((id) => ({ type: 'test-invoke', id, request }), TEST_INVOKE_MS);
    return answer?.type === 'test-invoked' ? answer : undefined;
  }

  async testAuthorizer(
    request: TestAuthorizerRequest,
  ): Promise<Extract<FromWorker, { type: 'authorizer-tested' }> | undefined> {
    const answer = await this.#ask((id) => ({ type: 'test-authorizer', id, request }), TEST_INVOKE_MS);
    return answer?.type === 'authorizer-tested' ? answer : undefined;
  }

  /** Undefined: the worker died or did not answer in time. */
  async renderTemplate(
    request: RenderTemplateRequest,
  ): Promise<Extract<FromWorker, { type: 'template-rendered' }> | undefined> {
    const answer = await this.#ask((id) => ({ type: 'render-template', id, request }), RENDER_TEMPLATE_MS);
    return answer?.type === 'template-rendered' ? answer : undefined;
  }

  /** Takes no new connections, finishes what is under way, reports a last time and ends; killed when it takes too long. */
  async drain(timeoutMs: number): Promise<void> {
    if (this.state === 'dead') return;
    this.state = 'draining';
    this.#send({ type: 'drain', timeoutMs });
    const timer = setTimeout(() => this.kill(), timeoutMs + 500);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #begin({ publication, usage, handle, tlsHandle, vpcEndpoints = [] }: StartingState): void {
    this.#send({ type: 'start', options: this.options });
    this.#sendPublication(publication);
    this.loadUsage(usage);
    if (handle !== undefined) {
      this.#socketsToOpen = 1 + vpcEndpoints.length + (tlsHandle === undefined ? 0 : 1);
      this.#send({ type: 'listen' }, handle);
      if (tlsHandle !== undefined) this.#send({ type: 'listen', isTls: true }, tlsHandle);
      for (const { id, vpcId, handle: own } of vpcEndpoints) {
        this.#send({ type: 'listen', vpcEndpoint: { id, vpcId } }, own);
      }
    } else {
      void this.#ask((id) => ({ type: 'report', id }), 10_000).then((answer) => {
        if (answer !== undefined) this.#becomeReady();
      });
    }
  }

  #sendPublication(publication: Publication): number[] {
    return inParts(publication).map((part) => {
      const id = this.#nextId++;
      this.#send({ type: 'publish', id, publication: part });
      return id;
    });
  }

  #receive(message: FromWorker): void {
    this.lastHeardMs = performance.now();
    if (message.type === 'telemetry') {
      this.telemetry = message.telemetry;
      this.revision = message.telemetry.revision;
      this.#events.telemetry(this, message.telemetry);
    } else if (message.type === 'traces') {
      this.#events.traces(message.traces);
    } else if (message.type === 'published') {
      this.revision = message.revision;
      this.#events.published(this, message.errors);
    } else if (message.type === 'listening') this.#opened();
    else if (message.type === 'listen-failed') this.failure = message.message;
    else if (message.type === 'get-metrics-text') void this.#giveMetricsText(message.id);
    else if (message.type === 'log') {
      logger[message.level]({ worker: this.slot, detail: message.detail }, message.message);
    }
    if ('id' in message && message.id !== undefined) this.#waiting.get(message.id)?.(message);
  }

  async #giveMetricsText(id: number): Promise<void> {
    let text: string | undefined;
    try {
      text = await this.#events.metricsText();
    } catch (error) {
      logger.error({ err: error }, 'metrics could not be rendered');
    }
    this.#send({ type: 'metrics-text', id, text });
  }

  /** What the process sent last may arrive after its exit: it has ended when nothing more can come. */
  async #end(): Promise<void> {
    const child = this.#child;
    const disconnected = new Promise((resolve) => child.once('disconnect', resolve));
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve()); // could not be spawned
    });
    if (child.connected) await disconnected;
  }

  #opened(): void {
    this.#socketsToOpen -= 1;
    if (this.#socketsToOpen === 0) this.#becomeReady();
  }

  #becomeReady(): void {
    if (this.state === 'starting') this.state = 'ready';
    this.#settleStarted(true);
  }

  #ended(): void {
    this.state = 'dead';
    this.#settleStarted(false);
    for (const settle of this.#waiting.values()) settle(undefined);
    this.#events.exit(this);
  }

  #ask(message: (id: number) => ToWorker, timeoutMs: number): Promise<FromWorker | undefined> {
    const id = this.#nextId++;
    this.#send(message(id));
    return this.#answer(id, timeoutMs);
  }

  #answer(id: number, timeoutMs: number): Promise<FromWorker | undefined> {
    if (this.state === 'dead') return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const settle = (message: FromWorker | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(message);
      };
      const timer = setTimeout(() => settle(undefined), timeoutMs);
      this.#waiting.set(id, settle);
    });
  }

  /** A channel that closed while the worker dies is no error: its exit is handled. */
  #send(message: ToWorker, handle?: ListenHandle): void {
    if (!this.#child.connected) return;
    this.#child.send(message, handle as unknown as SendHandle, () => {});
  }
}

function inParts(publication: Publication): Publication[] {
  const { revision, apiKeys } = publication;
  if (apiKeys.length <= KEYS_PER_MESSAGE) return [publication];
  const parts: Publication[] = [];
  for (let i = 0; i < apiKeys.length; i += KEYS_PER_MESSAGE) {
    const some = apiKeys.slice(i, i + KEYS_PER_MESSAGE);
    parts.push(i === 0 ? { ...publication, apiKeys: some } : { ...emptyPublication(revision), apiKeys: some });
  }
  return parts;
}
