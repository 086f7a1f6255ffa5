// The sandboxes of one version of a function. Warm ones are reused, the one used last first; what waits is served in
// order by whichever is free first, an old one or one just started.
import type { FunctionFailure, InvocationHeader } from '../frames';
import type { FunctionVersion, LocalFunction } from '../model';
import type { Capacity } from './capacity';
import { codeDirOf } from './code-dir';
import { type FunctionLog, LineWriter } from './function-log';
import { environmentOf, type LaunchOptions, launchSandbox } from './launch';
import { type Outcome, Sandbox, type SandboxOwner } from './sandbox';

/** Code that does not load fails everyone who waits for it, and is not tried again for this long. */
const INIT_ERROR_MS = 500;
const MIN_PATIENCE_MS = 20;
const MAX_PATIENCE_MS = 200;

export interface PoolOptions extends LaunchOptions {
  /** Where inline code is put. */
  readonly inlineDir: string;
}

export interface Served {
  readonly outcome: Outcome;
  readonly tookMs: number;
  readonly memoryBytes: number;
  /** The request waited for this start. */
  readonly initMs: number | undefined;
}

/** Its deadline is set when it begins. */
export type InvocationHead = Omit<InvocationHeader, 'deadlineMs'>;

interface Waiter {
  readonly header: InvocationHead;
  readonly event: Buffer;
  readonly resolve: (served: Served) => void;
  readonly sinceMs: number;
}

export class VersionPool implements SandboxOwner {
  readonly version: FunctionVersion;
  coldStarts = 0;
  initError: FunctionFailure | null = null;
  /**
   * How long somebody waits before another process is started beside those that there are: as long as a start takes.
   * Most functions answer sooner, and a process for each request of a crowd would serve the crowd later.
   */
  patienceMs = MIN_PATIENCE_MS;
  readonly #definition: LocalFunction;
  readonly #options: PoolOptions;
  readonly #capacity: Capacity;
  readonly #log: FunctionLog;
  readonly #sandboxes = new Map<Sandbox, LineWriter>();
  readonly #idle: Sandbox[] = [];
  readonly #waiting: Waiter[] = [];
  #starting = 0;
  #initErrorUntilMs = 0;
  #isRetired = false;

  constructor(
    definition: LocalFunction,
    version: FunctionVersion,
    options: PoolOptions,
    capacity: Capacity,
    log: FunctionLog,
  ) {
    this.#definition = definition;
    this.version = version;
    this.#options = options;
    this.#capacity = capacity;
    this.#log = log;
  }

  get processes(): number {
    return this.#sandboxes.size;
  }

  get busy(): number {
    return this.#sandboxes.size - this.#idle.length - this.#starting;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** More wait than processes are being started for them. */
  get wantsMore(): boolean {
    return this.#waiting.length > this.#starting;
  }

  /** How long the first in the queue has waited. */
  get waitedMs(): number {
    const [first] = this.#waiting;
    return first === undefined ? 0 : performance.now() - first.sinceMs;
  }

  invoke(header: InvocationHead, event: Buffer): Promise<Served> {
    let sandbox = this.#idle.pop();
    while (sandbox?.isEnding) sandbox = this.#idle.pop();
    if (sandbox !== undefined) return this.#run(sandbox, header, event, undefined);
    if (this.initError !== null && Date.now() < this.#initErrorUntilMs) {
      return Promise.resolve(notStarted(this.initError, header.requestId));
    }
    return new Promise((resolve) => {
      this.#waiting.push({ header, event, resolve, sinceMs: performance.now() });
      this.#capacity.waiting += 1;
      this.#capacity.want(this);
    });
  }

  /** The caller does not wait any more. */
  forget(requestId: string): void {
    const index = this.#waiting.findIndex(({ header }) => header.requestId === requestId);
    if (index === -1) return;
    const [waiter] = this.#waiting.splice(index, 1);
    this.#capacity.waiting -= 1;
    waiter?.resolve(given('Error: The caller went away before a process was free.'));
  }

  /** One more process, which the capacity has room for. */
  start(): void {
    const { version } = this;
    this.coldStarts += 1;
    this.#starting += 1;
    let sandbox: Sandbox;
    try {
      const codeDir = codeDirOf(version.code, this.#options.inlineDir);
      const environment = environmentOf(this.#definition, version, codeDir, this.#options.region);
      const child = launchSandbox(this.#options, codeDir, version.memoryMb);
      sandbox = new Sandbox(child, { codeDir, handler: version.handler, environment }, version, this);
    } catch (error) {
      this.#starting -= 1;
      this.#capacity.startEnded();
      this.#capacity.release(this);
      const errorMessage = `The code can’t be started: ${error instanceof Error ? error.message : String(error)}`;
      this.#failWaiting({ errorType: 'Runtime.ExitError', errorMessage });
      return;
    }
    this.#sandboxes.set(sandbox, new LineWriter(this.#log, version.version));
  }

  /** Ends the process that has idled longest, to make room. */
  endOldest(): boolean {
    const sandbox = this.#idle.shift();
    sandbox?.kill();
    return sandbox !== undefined;
  }

  get oldestIdleMs(): number {
    return this.#idle[0]?.idleSinceMs ?? Number.POSITIVE_INFINITY;
  }

  sweep(nowMs: number, idleMs: number): void {
    while (this.oldestIdleMs < nowMs - idleMs) this.endOldest();
  }

  /** Of processes that do something now, or of all. */
  checkMemory(isAll: boolean): void {
    for (const sandbox of this.#sandboxes.keys()) {
      if (sandbox.state !== 'dead' && (isAll || sandbox.state !== 'idle')) sandbox.checkMemory();
    }
  }

  endSpinning(): void {
    for (const [sandbox, lines] of this.#sandboxes) {
      if (!sandbox.isSpinning()) continue;
      lines.line('The function went on computing after its answer: its process was ended.');
      const index = this.#idle.indexOf(sandbox);
      if (index !== -1) this.#idle.splice(index, 1);
      sandbox.kill();
    }
  }

  /** Serves what it serves to its end, and nothing new: gives back who waits. */
  retire(): readonly Waiter[] {
    this.#isRetired = true;
    for (const sandbox of this.#idle.splice(0)) sandbox.kill();
    for (const [sandbox] of this.#sandboxes) if (sandbox.state === 'starting') sandbox.kill();
    return this.#takeWaiting();
  }

  /** For who waited for a version that has been deleted. */
  notThere(): Served {
    return given('Error: The version was deleted.');
  }

  /** Takes over from a retired pool. */
  adopt(waiters: readonly Waiter[]): void {
    this.#waiting.push(...waiters);
    this.#capacity.waiting += waiters.length;
    if (this.wantsMore) this.#capacity.want(this);
  }

  kill(): void {
    for (const sandbox of this.#sandboxes.keys()) sandbox.kill();
  }

  // ---- a sandbox's side

  ready(sandbox: Sandbox): void {
    this.#starting -= 1;
    this.initError = null;
    this.patienceMs = Math.min(MAX_PATIENCE_MS, Math.max(MIN_PATIENCE_MS, sandbox.initMs));
    this.#capacity.startEnded();
    if (this.#isRetired) sandbox.kill();
    else this.#free(sandbox);
  }

  initFailed(_sandbox: Sandbox, failure: FunctionFailure): void {
    this.#starting -= 1;
    this.#capacity.startEnded();
    if (this.#isRetired) return;
    this.#failWaiting(failure);
  }

  log(sandbox: Sandbox, bytes: Buffer): void {
    this.#sandboxes.get(sandbox)?.write(bytes);
  }

  ended(sandbox: Sandbox): void {
    this.#sandboxes.get(sandbox)?.flush();
    this.#sandboxes.delete(sandbox);
    const index = this.#idle.indexOf(sandbox);
    if (index !== -1) this.#idle.splice(index, 1);
    this.#capacity.release(this);
  }

  #free(sandbox: Sandbox): void {
    if (this.#capacity.claims(this)) {
      sandbox.kill();
      return;
    }
    const next = this.#waiting.shift();
    if (next === undefined) {
      sandbox.idleSinceMs = Date.now();
      this.#idle.push(sandbox);
      this.#capacity.review();
      return;
    }
    this.#capacity.waiting -= 1;
    const initMs = sandbox.isCold ? sandbox.initMs : undefined;
    this.#run(sandbox, next.header, next.event, initMs).then(next.resolve);
  }

  #run(sandbox: Sandbox, header: InvocationHead, event: Buffer, initMs: number | undefined): Promise<Served> {
    const lines = this.#sandboxes.get(sandbox);
    const startedAt = performance.now();
    lines?.begin(header.requestId);
    lines?.line(`START RequestId: ${header.requestId} Version: ${this.version.version}`);
    const deadlineMs = Date.now() + this.version.timeoutMs;
    return sandbox.invoke({ ...header, deadlineMs }, event).then((outcome) => {
      const tookMs = performance.now() - startedAt;
      const memoryBytes = sandbox.maxMemoryBytes;
      lines?.line(`END RequestId: ${header.requestId}`);
      lines?.line(this.#report(header.requestId, tookMs, memoryBytes, initMs, outcome));
      if (sandbox.state === 'idle' && !sandbox.isEnding) {
        if (this.#isRetired) sandbox.kill();
        else this.#free(sandbox);
      }
      return { outcome, tookMs, memoryBytes, initMs };
    });
  }

  #report(
    requestId: string,
    tookMs: number,
    memoryBytes: number,
    initMs: number | undefined,
    outcome: Outcome,
  ): string {
    const used = Math.ceil(memoryBytes / 1_048_576);
    let text = `REPORT RequestId: ${requestId}\tDuration: ${tookMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(tookMs)} ms\tMemory Size: ${this.version.memoryMb} MB\tMax Memory Used: ${used} MB`;
    if (initMs !== undefined) text += `\tInit Duration: ${initMs.toFixed(2)} ms`;
    if (outcome.kind === 'failed') text += `\tStatus: error\tError Type: ${outcome.failure.errorType}`;
    return text;
  }

  #takeWaiting(): Waiter[] {
    this.#capacity.waiting -= this.#waiting.length;
    return this.#waiting.splice(0);
  }

  /** What would fail each of them the same way is not tried once for each. */
  #failWaiting(failure: FunctionFailure): void {
    this.initError = failure;
    this.#initErrorUntilMs = Date.now() + INIT_ERROR_MS;
    for (const { header, resolve } of this.#takeWaiting()) resolve(notStarted(failure, header.requestId));
  }
}

const notStarted = (failure: FunctionFailure, requestId: string): Served => ({
  outcome: {
    kind: 'failed',
    failure:
      failure.trace === undefined
        ? { ...failure, errorMessage: `RequestId: ${requestId} ${failure.errorMessage}` }
        : failure,
  },
  tookMs: 0,
  memoryBytes: 0,
  initMs: undefined,
});

const given = (errorMessage: string): Served => ({
  outcome: { kind: 'failed', failure: { errorType: 'Runtime.ExitError', errorMessage } },
  ...{ tookMs: 0, memoryBytes: 0, initMs: undefined },
});
