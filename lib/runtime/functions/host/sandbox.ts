// One sandbox process, from its start to its end. It serves one request at a time.
import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import {
  BAD_EVENT,
  CONFIGURE,
  CRASHED,
  FAILED,
  FrameReader,
  type FunctionFailure,
  frame,
  INIT_FAILED,
  type InvocationHeader,
  invokeFrame,
  LOG,
  READY,
  RESULT,
  type SandboxConfig,
} from '../frames';
import { cpuTicks, residentBytes } from './process-usage';

/** Lambda's time for what a module does when it is loaded. */
const INIT_TIMEOUT_MS = 10_000;
/** Of the process's own standard error, to see why it died. */
const MAX_STDERR = 4_096;

export type Outcome =
  | { readonly kind: 'result'; readonly payload: Buffer }
  | { readonly kind: 'failed'; readonly failure: FunctionFailure }
  | { readonly kind: 'bad-event'; readonly message: string };

export interface SandboxOwner {
  ready(sandbox: Sandbox): void;
  /** Before it was ready. The process has ended or is about to. */
  initFailed(sandbox: Sandbox, failure: FunctionFailure): void;
  log(sandbox: Sandbox, bytes: Buffer): void;
  /** Once, whatever the reason. */
  ended(sandbox: Sandbox): void;
}

interface Job {
  readonly requestId: string;
  readonly settle: (outcome: Outcome) => void;
}

export interface SandboxLimits {
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** A tenth of a second between two looks: more than timers and keep-alives need, less than a busy machine leaves to a spin. */
const MAX_IDLE_TICKS = 10;
/** In a row. What a function has left to do after its answer may take a moment. */
const MAX_BUSY_LOOKS = 5;

/** Node itself needs this much before the function has anything: the limit is the function's. */
const OWN_MEMORY_MB = 64;

export class Sandbox {
  readonly startedAtMs = Date.now();
  state: 'starting' | 'idle' | 'busy' | 'dead' = 'starting';
  idleSinceMs = 0;
  /** It is not dead yet, and must not be given anything any more. */
  isEnding = false;
  initMs = 0;
  /** Requests served. */
  served = 0;
  maxMemoryBytes = 0;
  /** The request whose output is being logged. */
  requestId = '';
  /** What it had used, and served, when it was last found idle. */
  #idleTicks = 0;
  #idleServed = -1;
  #busyLooks = 0;
  readonly #child: ChildProcess;
  readonly #commands: Writable;
  readonly #owner: SandboxOwner;
  readonly #limits: SandboxLimits;
  readonly #startedAt = performance.now();
  #job: Job | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Why it is being ended, in words for whoever waits. */
  #verdict: FunctionFailure | null = null;
  #stderr = '';

  constructor(child: ChildProcess, config: SandboxConfig, limits: SandboxLimits, owner: SandboxOwner) {
    this.#child = child;
    this.#owner = owner;
    this.#limits = limits;
    const [, stdout, stderr, commands, answers] = child.stdio as unknown as [
      null,
      Readable,
      Readable,
      Writable,
      Readable,
    ];
    this.#commands = commands;
    const reader = new FrameReader((kind, payload) => this.#receive(kind, payload));
    answers.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        this.#judge('Runtime.ExitError', 'Error: The function wrote into a pipe of its runtime (file descriptor 4).');
      }
    });
    stdout.on('data', (chunk: Buffer) => this.#owner.log(this, chunk));
    stderr.on('data', (chunk: Buffer) => {
      if (this.#stderr.length < MAX_STDERR) this.#stderr += chunk.toString('latin1', 0, MAX_STDERR);
      this.#owner.log(this, chunk);
    });
    for (const stream of [stdout, stderr, commands, answers]) stream.on('error', () => {});
    child.once('error', (error) => {
      this.#verdict ??= {
        errorType: 'Runtime.ExitError',
        errorMessage: `The process can’t be started: ${error.message}`,
      };
      this.#end();
    });
    // What it said last may come after its exit.
    child.once('close', (code, signal) => {
      this.#verdict ??= this.#causeOf(code, signal);
      this.#end();
    });
    commands.write(frame(CONFIGURE, Buffer.from(JSON.stringify(config), 'utf8')));
    this.#timer = setTimeout(
      () => this.#judge('Runtime.InitTimeout', `Error: Init timed out after ${INIT_TIMEOUT_MS / 1000} seconds`),
      INIT_TIMEOUT_MS,
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isCold(): boolean {
    return this.served === 0;
  }

  invoke(header: InvocationHeader, event: Buffer): Promise<Outcome> {
    this.state = 'busy';
    this.requestId = header.requestId;
    return new Promise((settle) => {
      this.#job = { requestId: header.requestId, settle };
      this.#timer = setTimeout(onTimeout, this.#limits.timeoutMs, this);
      this.#commands.write(invokeFrame(header, event));
    });
  }

  timedOut(): void {
    const seconds = (this.#limits.timeoutMs / 1000).toFixed(2);
    this.#judge('Sandbox.Timedout', `Error: Task timed out after ${seconds} seconds`);
  }

  /** Looks at what the process holds; ends it when that is too much. */
  checkMemory(): void {
    const bytes = this.pid === undefined ? undefined : residentBytes(this.pid);
    if (bytes === undefined) return;
    if (bytes > this.maxMemoryBytes) this.maxMemoryBytes = bytes;
    if (bytes > (this.#limits.memoryMb + OWN_MEMORY_MB) * 1_048_576) this.#judgeMemory();
  }

  /** A function that goes on computing after its answer has nobody who waits for it. Called once a second. */
  isSpinning(): boolean {
    if (this.state !== 'idle' || this.pid === undefined) return false;
    const ticks = cpuTicks(this.pid) ?? 0;
    const wasBusy = this.#idleServed === this.served && ticks - this.#idleTicks > MAX_IDLE_TICKS;
    this.#busyLooks = wasBusy ? this.#busyLooks + 1 : 0;
    this.#idleTicks = ticks;
    this.#idleServed = this.served;
    return this.#busyLooks >= MAX_BUSY_LOOKS;
  }

  kill(): void {
    this.isEnding = true;
    this.#child.kill('SIGKILL');
  }

  #receive(kind: number, payload: Buffer): void {
    if (this.state === 'dead') return;
    if (kind === LOG) this.#owner.log(this, payload);
    else if (kind === READY) this.#becomeReady();
    else if (kind === RESULT) this.#settle({ kind: 'result', payload });
    else if (kind === FAILED) this.#settle({ kind: 'failed', failure: failureIn(payload) });
    else if (kind === BAD_EVENT) this.#settle({ kind: 'bad-event', message: payload.toString('utf8') });
    else if (kind === CRASHED || kind === INIT_FAILED) {
      this.isEnding = true;
      this.#verdict ??= failureIn(payload);
    } else
      this.#judge('Runtime.ExitError', 'Error: The function wrote into a pipe of its runtime (file descriptor 4).');
  }

  #becomeReady(): void {
    if (this.state !== 'starting') return;
    this.#stopTimer();
    this.initMs = performance.now() - this.#startedAt;
    this.state = 'idle';
    this.checkMemory();
    this.#owner.ready(this);
  }

  #settle(outcome: Outcome): void {
    const job = this.#job;
    // An answer that nobody asked for.
    if (job === null || this.#verdict !== null) return;
    this.#job = null;
    this.#stopTimer();
    this.served += 1;
    this.state = 'idle';
    job.settle(outcome);
  }

  /** It has done what it must not do: it ends, and its request with it. */
  #judge(errorType: string, text: string): void {
    this.#verdict ??= {
      errorType,
      errorMessage: this.requestId === '' ? text : `RequestId: ${this.requestId} ${text}`,
    };
    this.kill();
  }

  #judgeMemory(): void {
    const { memoryMb } = this.#limits;
    this.#judge(
      'Runtime.OutOfMemory',
      `Error: Runtime exited with error: signal: killed. The function used more than its ${memoryMb} MB of memory.`,
    );
  }

  #causeOf(code: number | null, signal: NodeJS.Signals | null): FunctionFailure {
    const id = this.requestId === '' ? '' : `RequestId: ${this.requestId} `;
    if (this.#stderr.includes('heap out of memory')) {
      return {
        errorType: 'Runtime.OutOfMemory',
        errorMessage: `${id}Error: Runtime exited with error: signal: killed. The function used more than its ${this.#limits.memoryMb} MB of memory.`,
      };
    }
    const why =
      signal !== null
        ? `Runtime exited with error: signal: ${signal}`
        : code === 0
          ? 'Runtime exited without providing a reason'
          : `Runtime exited with error: exit status ${code}`;
    return { errorType: 'Runtime.ExitError', errorMessage: `${id}Error: ${why}` };
  }

  #end(): void {
    if (this.state === 'dead') return;
    const wasStarting = this.state === 'starting';
    this.state = 'dead';
    this.#stopTimer();
    const failure = this.#verdict ?? this.#causeOf(null, null);
    const job = this.#job;
    this.#job = null;
    if (wasStarting) this.#owner.initFailed(this, failure);
    job?.settle({ kind: 'failed', failure });
    this.#owner.ended(this);
  }

  #stopTimer(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function onTimeout(sandbox: Sandbox): void {
  sandbox.timedOut();
}

function failureIn(payload: Buffer): FunctionFailure {
  try {
    return JSON.parse(payload.toString('utf8')) as FunctionFailure;
  } catch {
    return { errorType: 'Runtime.ExitError', errorMessage: 'The function’s error can’t be read.' };
  }
}
