import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '@/lib/errors';
import type { AddressGuard } from '@/lib/gateway';
import type { FunctionEndpoint, Publication } from '@/lib/gateway/model';
import { logger } from '@/lib/logger';
import { BackOff } from '../supervisor/back-off';
import { bindHandle, type ListenHandle } from '../supervisor/listen-handle';
import { endpointOf, type LocalEndpoint } from './endpoints';
import { HostProcess } from './host-process';
import { invokeEndpoint } from './invoke-endpoint';
import { type FunctionHostOptions, SECRET_HEADER } from './messages';
import type {
  FunctionChanges,
  FunctionDefinition,
  FunctionLogPage,
  FunctionLogRequest,
  FunctionSource,
  FunctionState,
  FunctionsPort,
  InvokeFunctionRequest,
  InvokeFunctionResult,
} from './model';

const ACK_MS = 2_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;
const CHECK_EVERY_MS = 2_000;
/** A host that does not answer for so long hangs and is replaced. */
const SILENT_MS = 10_000;
/** A host that lived this long and then dies is replaced at once. */
const STABLE_MS = 10_000;
const MAX_WAITING = 1_000;
const IDLE_MS = 300_000;

export interface FunctionsOptions {
  /** Absent: there are no functions. */
  readonly source: FunctionSource | undefined;
  readonly region: string;
  readonly dataDir: string;
  readonly hostFile: string;
  readonly sandboxFile: string;
  readonly env: Readonly<Record<string, string>>;
  readonly maxProcesses: number;
  /** Which addresses remote functions may have. */
  readonly guard: AddressGuard;
  /** Tests end idle processes sooner. */
  readonly idleMs?: number;
}

type EndpointChanges = Required<Pick<Publication, 'functions' | 'removedFunctionIds'>>;

/** The functions of this runtime: keeps their host running, and tells gateway workers where each one is invoked. */
export class Functions implements FunctionsPort {
  readonly #options: FunctionsOptions;
  readonly #definitions = new Map<string, FunctionDefinition>();
  readonly #secret = randomBytes(32).toString('base64url');
  readonly #backOff = new BackOff(FIRST_RETRY_MS, LAST_RETRY_MS);
  #handle: ListenHandle | undefined;
  #local: LocalEndpoint | undefined;
  #host: HostProcess | undefined;
  #isStopping = false;

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  /** Reads what is new, hands it to the host, and says what gateway workers have to know of it. */
  async read(functionIds: readonly string[] | 'all'): Promise<EndpointChanges> {
    const { source } = this.#options;
    if (source === undefined || functionIds.length === 0) return { functions: [], removedFunctionIds: [] };
    const changes = await source.load(functionIds);
    const removed = this.#note(changes);
    // The first local function brings up the host; before that there is nothing to run.
    if (changes.functions.some(({ kind }) => kind === 'local')) await this.#open();
    await this.#host?.apply(changes, ACK_MS);
    return {
      functions: changes.functions.map((definition) => this.#endpoint(definition)),
      removedFunctionIds: removed,
    };
  }

  async invoke(request: InvokeFunctionRequest): Promise<InvokeFunctionResult> {
    const definition = [...this.#definitions.values()].find(
      ({ accountId, name }) => accountId === request.accountId && name === request.name,
    );
    if (definition === undefined) {
      throw new UnavailableError('The function host does not know this function yet. Try again in a moment.');
    }
    const timeoutMs = definition.kind === 'local' ? longest(definition) : LONGEST_MS;
    return invokeEndpoint(this.#endpoint(definition), request, timeoutMs, this.#options.guard);
  }

  async logs({ functionId, afterSequence, limit }: FunctionLogRequest): Promise<FunctionLogPage> {
    const answer = await this.#host?.ask(
      (id) => ({ type: 'logs', id, functionId, afterSequence: afterSequence ?? 0, limit }),
      ACK_MS,
    );
    return answer?.page ?? { lines: [], dropped: 0 };
  }

  async states(functionIds: readonly string[]): Promise<readonly FunctionState[]> {
    const answer = await this.#host?.ask((id) => ({ type: 'states', id, functionIds }), ACK_MS);
    return answer?.states ?? [];
  }

  /** Of the host's process; 0 when there is none. */
  get hostPid(): number {
    return this.#host?.pid ?? 0;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#host?.kill();
    await this.#host?.exited;
    this.#handle?.close();
  }

  /** The ids that are gone. */
  #note({ full, functions, removedFunctionIds }: FunctionChanges): readonly string[] {
    const removed = new Set(removedFunctionIds);
    if (full) for (const id of this.#definitions.keys()) removed.add(id);
    for (const { id } of functions) removed.delete(id);
    for (const id of removed) this.#definitions.delete(id);
    for (const definition of functions) this.#definitions.set(definition.id, definition);
    return [...removed];
  }

  #endpoint(definition: FunctionDefinition): FunctionEndpoint {
    return endpointOf(definition, this.#local);
  }

  /** The runtime holds the socket: while a host that died is replaced, requests wait instead of being refused. */
  async #open(): Promise<void> {
    if (this.#host !== undefined || this.#isStopping) return;
    if (this.#handle === undefined) {
      const { handle, port } = await bindHandle('127.0.0.1', 0);
      this.#handle = handle;
      this.#local = { origin: `http://127.0.0.1:${port}`, headers: [SECRET_HEADER, this.#secret] };
      this.#options.guard.protect(this.#local.origin);
    }
    await this.#spawn(this.#handle).started;
  }

  #spawn(handle: ListenHandle): HostProcess {
    const { hostFile, env } = this.#options;
    const host = new HostProcess({ file: hostFile, env }, this.#hostOptions(), this.#everything(), handle);
    this.#host = host;
    void host.exited.then(() => this.#replace(host, handle));
    void this.#watch(host);
    return host;
  }

  async #watch(host: HostProcess): Promise<void> {
    await host.started;
    while (this.#host === host && !this.#isStopping) {
      await delay(CHECK_EVERY_MS, undefined, { ref: false });
      const answer = await host.ask<'states'>((id) => ({ type: 'states', id, functionIds: [] }), SILENT_MS);
      if (answer !== undefined || this.#host !== host || this.#isStopping) continue;
      logger.warn({ pid: host.pid }, 'the function host does not answer and is ended');
      host.kill();
      return;
    }
  }

  async #replace(host: HostProcess, handle: ListenHandle): Promise<void> {
    if (this.#isStopping) return;
    if (performance.now() - host.startedMs > STABLE_MS) this.#backOff.reset();
    logger.warn({ pid: host.pid }, 'the function host has ended and is started again');
    await delay(this.#backOff.next(), undefined, { ref: false });
    if (!this.#isStopping) this.#spawn(handle);
  }

  #everything(): FunctionChanges {
    return { full: true, functions: [...this.#definitions.values()], removedFunctionIds: [] };
  }

  #hostOptions(): FunctionHostOptions {
    const { region, sandboxFile, dataDir, env, maxProcesses, idleMs } = this.#options;
    return {
      ...{
        secret: this.#secret,
        region,
        sandboxFile,
        processEnv: env,
        maxProcesses,
        maxStarting: Math.max(2, availableParallelism()),
      },
      ...{ inlineDir: join(dataDir, 'functions', 'inline'), maxWaiting: MAX_WAITING, idleMs: idleMs ?? IDLE_MS },
    };
  }
}

const LONGEST_MS = 900_000;
/** For the start of the process, and a place in the queue. */
const START_MS = 30_000;

const longest = ({ versions }: Extract<FunctionDefinition, { kind: 'local' }>): number =>
  START_MS + versions.reduce((most, { timeoutMs }) => Math.max(most, timeoutMs), 0);
