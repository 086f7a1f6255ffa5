// One request to a backend: resolves when the headers are there, then streams the body at its reader's speed.
import { type BodySink, type BodyStream, type HeaderList, RequestBodyError } from '../http/message';
import { AddressRefusedError } from './address-guard';
import type { ResponseHead } from './response-head';
import type { ResponseEvents } from './response-reader';
import type { UpstreamConnection } from './upstream-connection';
import { UpstreamError, type UpstreamErrorKind } from './upstream-error';
import type { OriginPool } from './upstream-pools';
import type { UpstreamRequest } from './upstream-request';

/** What may pile up before somebody reads the body; then the backend has to wait. */
const MAX_UNREAD_BYTES = 256 * 1024;

const RETRIED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const BODY_ERROR_KIND = { 'too-large': 'request-too-large', 'client-gone': 'client-gone' } as const;
const COMPLETE = Promise.resolve(true);
const NO_HEADERS: HeaderList = [];

export interface UpstreamLoad {
  /** Requests sent whose answer is not complete. */
  inFlight: number;
}

export class UpstreamCall implements BodyStream, ResponseEvents {
  status = 0;
  /** The backend's, as they came. */
  headers: HeaderList = NO_HEADERS;
  /** What the backend says its body will have; -1: nothing. */
  contentLength = -1;
  readonly #load: UpstreamLoad;
  readonly #pool: OriginPool;
  readonly #request: UpstreamRequest;
  #connection: UpstreamConnection | null = null;
  #mayRetry = true;
  #isSettled = false;
  #resolve: (() => void) | null = null;
  #reject: ((error: UpstreamError) => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #chunks: Buffer[] | null = null;
  #unreadBytes = 0;
  #maxUnreadBytes = MAX_UNREAD_BYTES;
  #collected: ((isComplete: boolean) => void) | null = null;
  #isPaused = false;
  #isComplete = false;
  #failure: UpstreamError | null = null;
  #sink: BodySink | null = null;

  constructor(load: UpstreamLoad, pool: OriginPool, request: UpstreamRequest) {
    this.#load = load;
    this.#pool = pool;
    this.#request = request;
  }

  /** Resolves with the headers; rejects with an UpstreamError. Call it once. */
  send(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#timer = setTimeout(onTimeout, this.#request.timeoutMs, this);
      this.#load.inFlight += 1;
      this.#connection = this.#pool.start(this, this.#request);
    });
  }

  /** The whole body has arrived and lies here. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Of a complete body: all of it, taken out. */
  takeBody(): Buffer | null {
    const chunks = this.#chunks;
    this.#chunks = null;
    if (chunks === null) return null;
    return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  }

  /** What has arrived of it, left where it is. */
  peekBody(): Buffer | null {
    if (this.#chunks === null) return null;
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] as Buffer;
  }

  /** True: the body is complete. False: it is larger than `limitBytes` and can still be piped. */
  collect(limitBytes: number): Promise<boolean> {
    if (this.#isComplete) return COMPLETE;
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure);
      if (this.#unreadBytes > limitBytes) return resolve(false);
      this.#maxUnreadBytes = limitBytes + 1;
      this.#collected = resolve;
      this.#reject = reject;
      this.#letFlow();
    });
  }

  /** `collect` for who gives the backend only as long as its request had, from the moment it was sent. */
  collectInTime(limitBytes: number, sinceSentMs: number): Promise<boolean> {
    if (!this.#isSettled) this.#timer ??= setTimeout(onTimeout, this.#request.timeoutMs - sinceSentMs, this);
    return this.collect(limitBytes);
  }

  pipe(sink: BodySink): void {
    this.#sink = sink;
    this.#flow();
  }

  /** The body is not wanted, the connection is: reads a short rest away, gives up on a long one. */
  discard(): void {
    let size = 0;
    this.pipe({
      write: (chunk) => {
        size += chunk.length;
        if (size > MAX_UNREAD_BYTES) queueMicrotask(() => this.destroy());
        return true;
      },
      onPause: () => undefined,
      end: () => undefined,
      fail: () => undefined,
    });
  }

  /** Aborts what is under way; nothing is reported any more. */
  destroy(): void {
    this.#sink = null;
    this.#fail(new UpstreamError('client-gone', 'Nobody waits for the answer any more.'));
  }

  // ---- the connection's side

  /** A connection has become free. */
  restart(): void {
    if (!this.#isSettled) this.#connection = this.#pool.start(this, this.#request);
  }

  onHead(head: ResponseHead): void {
    this.status = head.status;
    this.headers = head.headers;
    this.contentLength = head.contentLength;
    if (!this.#request.isStreamed) this.#stopTimer();
    const resolve = this.#resolve;
    this.#resolve = null;
    this.#reject = null;
    resolve?.();
  }

  onBody(bytes: Buffer): boolean {
    const connection = this.#connection;
    if (connection !== null) connection.lastMovedAtMs = Date.now();
    const sink = this.#sink;
    if (sink !== null && this.#chunks === null) {
      const isLent = sink.borrows === true && connection?.lends === true;
      if (sink.write(isLent ? bytes : Buffer.from(bytes))) return true;
      if (isLent) connection?.lend();
      this.#pauseForSink();
      return false;
    }
    // The bytes are the connection's read buffer: what is kept must be a copy.
    const chunk = Buffer.from(bytes);
    this.#chunks ??= [];
    this.#chunks.push(chunk);
    this.#unreadBytes += chunk.length;
    if (this.#unreadBytes < this.#maxUnreadBytes) return true;
    this.#isPaused = true;
    if (this.#collected !== null) this.#answerCollector(false);
    return false;
  }

  onEnd(): void {
    this.#isComplete = true;
    this.#isPaused = false;
    this.#settle();
    const connection = this.#connection;
    this.#connection = null;
    connection?.complete();
    if (this.#collected !== null) this.#answerCollector(true);
    if (this.#chunks === null) this.#sink?.end();
  }

  onFailure(problem: string, cause: Error | undefined, wasStale: boolean): void {
    this.#connection = null;
    if (wasStale && this.#retries()) return;
    this.#fail(new UpstreamError(kindOf(cause), problem, cause));
  }

  // ---- ours

  timedOut(): void {
    this.#fail(new UpstreamError('timeout', 'The backend did not answer in time.'));
  }

  /**
   * A backend may close an idle connection in the moment it is used. Then a request that changes nothing is sent once
   * more, over a new connection and on its remaining time.
   */
  #retries(): boolean {
    const request = this.#request;
    if (!this.#mayRetry || this.#isSettled || request.body !== null || !RETRIED_METHODS.has(request.method))
      return false;
    this.#mayRetry = false;
    this.#connection = this.#pool.start(this, request, true);
    return true;
  }

  #fail(error: UpstreamError): void {
    if (this.#failure !== null || this.#isComplete) return;
    this.#failure = error;
    this.#settle();
    const connection = this.#connection;
    this.#connection = null;
    if (connection === null) this.#pool.forget(this);
    else connection.abort();
    const reject = this.#reject;
    this.#resolve = null;
    this.#reject = null;
    this.#collected = null;
    reject?.(error);
    this.#sink?.fail(error);
  }

  /** Hands over what has piled up, then lets the backend go on. */
  #flow(): void {
    const sink = this.#sink;
    if (sink === null) return;
    const chunks = this.#chunks;
    this.#chunks = null;
    this.#unreadBytes = 0;
    if (chunks !== null) {
      for (let i = 0; i < chunks.length; i++) {
        if (sink.write(chunks[i] as Buffer)) continue;
        if (i + 1 < chunks.length) this.#chunks = chunks.slice(i + 1);
        this.#pauseForSink();
        return;
      }
    }
    if (this.#isComplete) sink.end();
    else if (this.#failure !== null) sink.fail(this.#failure);
    else this.#letFlow();
  }

  #pauseForSink(): void {
    this.#isPaused = !this.#isComplete;
    this.#sink?.onPause(() => this.#flow());
  }

  #letFlow(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    const connection = this.#connection;
    if (connection === null) return;
    connection.lastMovedAtMs = Date.now();
    connection.resume();
  }

  #answerCollector(isComplete: boolean): void {
    const collected = this.#collected;
    this.#collected = null;
    this.#reject = null;
    collected?.(isComplete);
  }

  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#load.inFlight -= 1;
    this.#stopTimer();
  }

  #stopTimer(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function kindOf(cause: Error | undefined): UpstreamErrorKind {
  if (cause instanceof RequestBodyError) return BODY_ERROR_KIND[cause.kind];
  return cause instanceof AddressRefusedError ? 'refused-address' : 'network';
}

function onTimeout(call: UpstreamCall): void {
  call.timedOut();
}
