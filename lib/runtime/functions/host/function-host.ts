// All functions of this machine: finds the one that is meant, keeps the limits, answers as Lambda's Invoke does.
// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { MAX_PAYLOAD_BYTES } from '../frames';
import type { FunctionChanges, FunctionLogPage, FunctionState } from '../model';
import { Capacity } from './capacity';
import { FunctionPool } from './function-pool';
import { arnOf } from './launch';
import type { Outcome } from './sandbox';
import type { PoolOptions } from './version-pool';

export interface HostOptions extends PoolOptions {
  /** Processes in all; more requests than that wait. */
  readonly maxProcesses: number;
  readonly maxStarting: number;
  /** Requests that wait for a process; more are throttled. */
  readonly maxWaiting: number;
  /** A process that nobody needed for so long is ended. */
  readonly idleMs: number;
}

export interface InvokeRequest {
  readonly accountId: string;
  readonly name: string;
  readonly qualifier: string | undefined;
  readonly type: 'RequestResponse' | 'Event' | 'DryRun';
  readonly event: Buffer;
  readonly wantsLog: boolean;
  readonly clientContext?: string;
  readonly traceId?: string;
}

export interface InvokeReply {
  readonly status: number;
  readonly requestId: string;
  readonly body: Buffer | string;
  readonly version?: string;
  readonly functionError?: string;
  readonly logTail?: string;
  /** x-amzn-ErrorType: Lambda itself says no. */
  readonly errorType?: string;
}

const MAX_EVENT_BYTES = 1024 * 1024;
const LOG_TAIL_BYTES = 4_096;
const MEMORY_CHECK_MS = 50;
const SWEEP_MS = 1_000;
/** As Lambda tries an event again that failed. */
const EVENT_RETRIES_MS = [60_000, 120_000];
/** Looks, a second apart, for room within the function's reserved concurrency. */
const EVENT_TRIES = 300;

export class FunctionHost {
  readonly #options: HostOptions;
  readonly #byName = new Map<string, FunctionPool>();
  readonly #byId = new Map<string, FunctionPool>();
  readonly #capacity: Capacity;
  readonly #timers: readonly NodeJS.Timeout[];
  #events = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#capacity = new Capacity(options.maxProcesses, options.maxStarting);
    this.#timers = [
      setInterval(() => this.#checkMemory(), MEMORY_CHECK_MS),
      setInterval(() => this.#sweep(), Math.min(SWEEP_MS, options.idleMs)),
    ];
  }

  apply({ full, functions, removedFunctionIds }: FunctionChanges): void {
    const gone = new Set(removedFunctionIds);
    if (full) for (const id of this.#byId.keys()) if (!functions.some((it) => it.id === id)) gone.add(id);
    // One that is remote now has nothing to run here.
    for (const definition of functions) if (definition.kind === 'remote') gone.add(definition.id);
    for (const id of gone) this.#remove(id);
    for (const definition of functions) {
      if (definition.kind !== 'local') continue;
      const known = this.#byId.get(definition.id);
      const key = keyOf(definition.accountId, definition.name);
      if (known === undefined) {
        const pool = new FunctionPool(definition, this.#options, this.#capacity);
        this.#byId.set(definition.id, pool);
        this.#byName.set(key, pool);
      } else {
        this.#byName.delete(keyOf(known.definition.accountId, known.definition.name));
        known.update(definition);
        this.#byName.set(key, known);
      }
    }
  }

  /** `whenGone` is called with what to do when the caller goes away. */
  async invoke(request: InvokeRequest, whenGone: (forget: () => void) => void = () => {}): Promise<InvokeReply> {
    const requestId = randomUUID();
    const { accountId, name, qualifier, event, type } = request;
    const arn = arnOf(this.#options.region, request);
    const named = this.#byName.get(keyOf(accountId, name));
    const version = named?.find(qualifier);
    if (named === undefined || version === undefined) {
      const full = qualifier === undefined ? arn : `${arn}:${qualifier}`;
      return refusal(requestId, 404, 'ResourceNotFoundException', `Function not found: ${full}`);
    }
    const limit = type === 'Event' ? MAX_EVENT_BYTES : MAX_PAYLOAD_BYTES;
    if (event.length > limit) {
      const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
      return refusal(requestId, 413, 'RequestTooLargeException', message);
    }
    if (type === 'DryRun') return { status: 204, requestId, body: '' };
    if (type === 'Event') return this.#acceptEvent(named, requestId, request);
    const refused = this.#refuse(named, requestId);
    if (refused !== undefined) return refused;
    whenGone(() => version.forget(requestId));
    const { outcome } = await named.invoke(version, headOf(request, requestId, arn), event);
    return {
      ...replyOf(outcome, requestId, version.version.version),
      ...(request.wantsLog ? { logTail: named.log.tail(requestId, LOG_TAIL_BYTES) } : {}),
    };
  }

  logs(functionId: string, afterSequence: number, limit: number): FunctionLogPage {
    return this.#byId.get(functionId)?.log.page(afterSequence, limit) ?? { lines: [], dropped: 0 };
  }

  states(functionIds: readonly string[]): readonly FunctionState[] {
    return functionIds.flatMap((id) => this.#byId.get(id)?.state() ?? []);
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const pool of this.#capacity.active) pool.kill();
  }

  #refuse(named: FunctionPool, requestId: string): InvokeReply | undefined {
    let reason: string | undefined;
    if (named.isFull) reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
    else if (this.#capacity.waiting >= this.#options.maxWaiting) reason = 'ConcurrentInvocationLimitExceeded';
    if (reason === undefined) return undefined;
    named.throttles += 1;
    return {
      ...{ status: 429, requestId, errorType: 'TooManyRequestsException' },
      body: JSON.stringify({ Reason: reason, Type: 'User', message: 'Rate Exceeded.' }),
    };
  }

  /** Runs when there is room; what fails is tried twice more. Kept in memory only: a restart of the host forgets it. */
  #acceptEvent(named: FunctionPool, requestId: string, request: InvokeRequest): InvokeReply {
    if (this.#events >= this.#options.maxWaiting) {
      const refused = refusal(requestId, 429, 'TooManyRequestsException', 'Rate Exceeded.');
      named.throttles += 1;
      return refused;
    }
    this.#events += 1;
    void this.#runEvent(named, requestId, request)
      .catch(() => {})
      .finally(() => {
        this.#events -= 1;
      });
    return { status: 202, requestId, body: '' };
  }

  async #runEvent(named: FunctionPool, requestId: string, request: InvokeRequest): Promise<void> {
    const header = headOf(request, requestId, arnOf(this.#options.region, request));
    for (const waitMs of [0, ...EVENT_RETRIES_MS]) {
      await delay(waitMs, undefined, { ref: false });
      for (let i = 0; named.isFull && i < EVENT_TRIES; i++) await delay(SWEEP_MS, undefined, { ref: false });
      // What it is now: new code, or nothing any more.
      const version = named.find(request.qualifier);
      if (version === undefined || named.isFull) return;
      const { outcome } = await named.invoke(version, header, request.event);
      if (outcome.kind !== 'failed') return;
    }
  }

  #remove(id: string): void {
    const pool = this.#byId.get(id);
    if (pool === undefined) return;
    pool.remove();
    this.#byId.delete(id);
    this.#byName.delete(keyOf(pool.definition.accountId, pool.definition.name));
  }

  #checkMemory(): void {
    for (const pool of this.#capacity.active) pool.checkMemory(false);
  }

  #sweep(): void {
    const nowMs = Date.now();
    for (const pool of this.#capacity.active) {
      pool.checkMemory(true);
      pool.endSpinning();
    }
    for (const named of this.#byId.values()) named.sweep(nowMs, this.#options.idleMs);
    this.#capacity.review();
  }
}

const keyOf = (accountId: string, name: string): string => `${accountId}:${name}`;

function headOf({ qualifier, clientContext, traceId }: InvokeRequest, requestId: string, arn: string) {
  return {
    requestId,
    functionArn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    ...(clientContext === undefined ? {} : { clientContext }),
    ...(traceId === undefined ? {} : { traceId }),
  };
}

function replyOf(outcome: Outcome, requestId: string, version: string): InvokeReply {
  if (outcome.kind === 'result') return { status: 200, requestId, version, body: outcome.payload };
  if (outcome.kind === 'failed') {
    return { status: 200, requestId, version, functionError: 'Unhandled', body: JSON.stringify(outcome.failure) };
  }
  const message = `Could not parse request body into json: ${outcome.message}`;
  return refusal(requestId, 400, 'InvalidRequestContentException', message);
}

const refusal = (requestId: string, status: number, errorType: string, message: string): InvokeReply => ({
  ...{ status, requestId, errorType },
  body: JSON.stringify({ Type: 'User', Message: message }),
});
