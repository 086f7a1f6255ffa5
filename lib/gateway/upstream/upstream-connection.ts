// One connection to a backend, one request at a time. Reads into one buffer shared by all connections and parses in
// place: no stream, no event and no allocation between the kernel and the parser. Under a long body it reads into one of
// its own, whose bytes go to the client as they lie there.
import type net from 'node:net';
import type { Readable } from 'node:stream';
import { READ_BUFFER, ReadBuffer } from './read-buffer';
import { ResponseReader } from './response-reader';
import type { UpstreamCall } from './upstream-call';
import type { UpstreamOrigin } from './upstream-origin';
import type { UpstreamRequest } from './upstream-request';

/** Of a backend's response headers; more is a failed answer. */
const MAX_RESPONSE_HEAD_BYTES = 64 * 1024;
/** Without a byte, an answer has broken off. */
const BODY_IDLE_MS = 30_000;
/** A stream may pause: API Gateway's time for regional endpoints. */
const STREAM_IDLE_MS = 300_000;
/** One string is written faster than a list of two, as long as copying it costs less. */
const MAX_JOINED_BYTES = 64 * 1024;
export interface ConnectionOwner {
  /** The connection may serve another request, or is gone. */
  released(connection: UpstreamConnection): void;
}

export class UpstreamConnection {
  /** When it became idle, or when something last moved on it. */
  lastMovedAtMs = 0;
  /** How long the backend keeps it when idle. */
  keepAliveMs: number;
  /** How long an answer may pause. */
  bodyIdleMs = BODY_IDLE_MS;
  readonly #owner: ConnectionOwner;
  readonly #socket: net.Socket;
  readonly #reader = new ResponseReader(MAX_RESPONSE_HEAD_BYTES);
  readonly #buffer: ReadBuffer | null;
  #call: UpstreamCall | null = null;
  #body: Readable | null = null;
  /** The whole request is out; until then the connection can't serve another. */
  #isSent = false;
  #served = 0;
  #isGone = false;

  constructor(origin: UpstreamOrigin, owner: ConnectionOwner, keepAliveMs: number) {
    this.#owner = owner;
    this.keepAliveMs = keepAliveMs;
    // A TLS socket goes on giving after it was told to pause: it would overwrite what is lent.
    const buffer = origin.isTls ? null : new ReadBuffer();
    this.#buffer = buffer;
    this.#socket = origin.connect({
      buffer: buffer === null ? READ_BUFFER : (buffer.next as () => Buffer),
      callback: (size) => this.#onBytes(size),
    });
    this.#socket.on('error', (error: Error) => this.#fail(causeText(error), error));
    this.#socket.on('end', () => this.#onClose());
    this.#socket.on('close', () => this.#onClose());
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  get isIdle(): boolean {
    return this.#call === null;
  }

  /** Something should move: the answer is under way and its reader takes it. */
  get isWaiting(): boolean {
    return this.#call !== null && !this.#reader.isPaused;
  }

  /** The request went over a connection that had been idle, and no byte of an answer came: the backend had closed it. */
  get wasStale(): boolean {
    return this.#served > 0 && this.#reader.isUntouched;
  }

  /** What it gives now may be used after the call too, if it is told so. */
  get lends(): boolean {
    return this.#buffer?.isOwn === true;
  }

  /** What it gave last is in use until the call resumes. */
  lend(): void {
    if (this.#buffer !== null) this.#buffer.isLent = true;
  }

  send(call: UpstreamCall, request: UpstreamRequest, origin: UpstreamOrigin): void {
    this.#call = call;
    this.bodyIdleMs = request.isStreamed ? STREAM_IDLE_MS : BODY_IDLE_MS;
    this.#reader.begin(call, request.method === 'HEAD');
    const { body } = request;
    const head = requestHead(request, origin);
    if (body === null) {
      this.#isSent = true;
      this.#socket.write(head, 'latin1');
    } else if (Buffer.isBuffer(body)) {
      this.#isSent = true;
      if (body.length <= MAX_JOINED_BYTES) {
        this.#socket.write(head + body.toString('latin1'), 'latin1');
        return;
      }
      this.#socket.cork();
      this.#socket.write(head, 'latin1');
      this.#socket.write(body);
      this.#socket.uncork();
    } else {
      this.#isSent = false;
      this.#socket.write(head, 'latin1');
      this.#sendStream(body.stream(), body.contentLength < 0);
    }
  }

  /** The call's reader takes more. */
  resume(): void {
    if (this.#buffer !== null) this.#buffer.isLent = false;
    const problem = this.#reader.resume();
    if (problem !== undefined) this.#fail(problem);
    else if (!this.#reader.isPaused && !this.#isGone) this.#socket.resume();
  }

  /** The call is over for us, whatever the backend does. */
  abort(): void {
    this.#call = null;
    this.#destroy();
  }

  /** Called by the call when its answer is complete. */
  complete(): void {
    this.#call = null;
    this.#buffer?.release();
    this.#served += 1;
    const hint = this.#reader.keepAliveSeconds;
    if (hint >= 0) this.keepAliveMs = Math.min(this.keepAliveMs, Math.max(0, hint * 1000 - 1000));
    if (!this.#isSent || !this.#reader.isPersistent) this.#destroy();
    else this.#owner.released(this);
  }

  destroy(): void {
    this.#fail('The gateway closes the connection.');
  }

  fail(problem: string): void {
    this.#fail(problem);
  }

  #onBytes(size: number): boolean {
    if (this.#isGone) return true;
    const problem = this.#reader.feed(
      this.#buffer === null ? READ_BUFFER.subarray(0, size) : this.#buffer.filled(size),
    );
    if (problem !== undefined) this.#fail(problem);
    return !this.#reader.isPaused;
  }

  #onClose(): void {
    if (this.#isGone) return;
    const problem = this.#reader.close();
    if (problem !== undefined) this.#fail(problem);
    // While its reader pauses, the call still has to get what is held back.
    else if (!this.#reader.isPaused) this.#destroy();
  }

  #fail(problem: string, cause?: Error): void {
    if (this.#isGone) return;
    const call = this.#call;
    this.#call = null;
    const wasStale = this.wasStale;
    this.#destroy();
    call?.onFailure(problem, cause, wasStale);
  }

  #destroy(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#reader.abandon();
    this.#body?.destroy();
    this.#body = null;
    this.#socket.destroy();
    this.#owner.released(this);
  }

  #sendStream(body: Readable, isChunked: boolean): void {
    const socket = this.#socket;
    this.#body = body;
    const goOn = (): void => {
      body.resume();
    };
    body.on('data', (chunk: Buffer) => {
      if (this.#isGone || chunk.length === 0) return;
      let isTaken: boolean;
      if (isChunked) {
        socket.cork();
        socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
        socket.write(chunk);
        isTaken = socket.write('\r\n', 'latin1');
        socket.uncork();
      } else {
        isTaken = socket.write(chunk);
      }
      if (isTaken) return;
      body.pause();
      socket.once('drain', goOn);
    });
    body.on('end', () => {
      this.#body = null;
      if (this.#isGone) return;
      if (isChunked) socket.write('0\r\n\r\n', 'latin1');
      this.#isSent = true;
    });
    body.on('error', (error: Error) => this.#fail(error.message, error));
  }
}

function requestHead(request: UpstreamRequest, origin: UpstreamOrigin): string {
  const { headers, body } = request;
  let head = `${request.method} ${request.path} HTTP/1.1\r\n`;
  if (!request.hasHost) head += origin.hostLine;
  head += 'Connection: keep-alive\r\n';
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`;
  if (body === null) return METHODS_WITH_BODY.has(request.method) ? `${head}Content-Length: 0\r\n\r\n` : `${head}\r\n`;
  const length = Buffer.isBuffer(body) ? body.length : body.contentLength;
  return length < 0 ? `${head}Transfer-Encoding: chunked\r\n\r\n` : `${head}Content-Length: ${length}\r\n\r\n`;
}

/** Of these a server expects to be told that there is no body. */
const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

function causeText(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.message : `${code}: ${error.message}`;
}
