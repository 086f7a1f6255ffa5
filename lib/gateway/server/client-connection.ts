// A client's connection: one request after the other, each answered before the next is looked at. It lives as long as its
// socket and is used again for every request, so that a request costs no objects but its own.
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Door } from '../http/door';
import { type BodyStream, type Reply, RequestBodyError } from '../http/message';
import type { Exchange } from '../pipeline/exchange';
import { abandonExchange, finishExchange } from '../pipeline/run';
import { decryptedFrom, socketOf } from './accept';
import { answerHead } from './answer-head';
import { AnswerStream } from './answer-stream';
import { type Client, type ConnectionHome, type OpenConnection, plainAddress } from './connection-home';
import { type BodySource, IncomingBody } from './incoming-body';
import { malformedAnswer } from './malformed';
import type { RequestStart } from './request-line';
import { type RequestEvents, RequestReader } from './request-reader';
import { writeChunk, writePieces, writeWhole } from './write-answer';

/** Of a request's line and headers; the pipeline's limits are lower and answer with more than a closed connection. */
const MAX_HEAD_BYTES = 32 * 1024;
/** Of requests that wait for the answer to the one before them; more stays in the kernel. */
const MAX_WAITING_BYTES = 64 * 1024;
const CLOSE_LINES = 'Connection: close\r\n';

export class ClientConnection implements RequestEvents, BodySource, Client, OpenConnection {
  /** The listener that accepted it. */
  readonly door: Door;
  readonly #home: ConnectionHome;
  readonly #socket: Socket;
  readonly #reader: RequestReader;
  /** The request under way; null: none is. */
  #request: RequestStart | null = null;
  /** No request has come on this connection. */
  #isFresh = true;
  /** Its body, as long as that is coming in. */
  #body: IncomingBody | null = null;
  /** Its exchange, until it is answered; null also for the gateway's own paths. */
  #exchange: Exchange | null = null;
  /** The request waits for its answer, or for its answer's end. */
  #isBusy = false;
  /** The answer is on its way, or out while its request is still coming in. */
  #hasBegunAnswer = false;
  /** The answer under way is the connection's last. */
  #isLast = false;
  /** The last answer is out, or none is possible. */
  #isClosing = false;
  #isGone = false;
  #isReadingPaused = false;
  /** The client must read before it is answered again. */
  #isUndrained = false;
  /** Waits until the client has read. */
  #onDrain: (() => void) | null = null;
  /** Tick of the request's first byte, or of the connection's start. */
  #beganAt: number;
  /** Tick at which something was last received or sent. */
  #movedAt: number;
  /** Tick from which what comes is only read away; -1: it is not. */
  #lingersFrom = -1;
  #peerIp = '';

  /** `connection`: a handle that was accepted, or what a TLS handshake made of one. */
  constructor(home: ConnectionHome, connection: object, door: Door) {
    this.door = door;
    this.#home = home;
    this.#beganAt = home.tick;
    this.#movedAt = home.tick;
    this.#reader = new RequestReader(this, MAX_HEAD_BYTES);
    const socket =
      connection instanceof TLSSocket
        ? decryptedFrom(connection, (bytes) => this.#onBytes(bytes))
        : socketOf(connection, (bytes) => this.#onBytes(bytes));
    this.#socket = socket;
    // Its end follows and says all there is to say.
    socket.on('error', () => undefined);
    socket.on('end', () => this.#onEnd());
    socket.on('drain', () => this.#onDrained());
    socket.on('close', () => this.#onGone());
  }

  get peerIp(): string {
    if (this.#peerIp === '') this.#peerIp = plainAddress(this.#socket.remoteAddress ?? '');
    return this.#peerIp;
  }

  get serverPort(): number {
    return this.#socket.localPort ?? 0;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Between two requests: closing it loses nothing. */
  get #isIdle(): boolean {
    return !this.#isBusy && !this.#isUndrained && this.#reader.isIdle && !this.#isFresh;
  }

  // ---- the server's side

  /** The request's way through the pipeline; its answer comes to `respond`. */
  begin(x: Exchange): void {
    this.#exchange = x;
    x.services.counters.inFlight += 1;
  }

  /** The answer to a request that has no exchange. */
  answer(status: number, headers: string[], body: string, isLast: boolean): void {
    if (this.#isClosing) return;
    this.#sendWhole(null, status, headers, body, Buffer.byteLength(body), isLast);
  }

  /** The server stops: nothing more is expected from a connection that is idle. */
  closeIfIdle(): void {
    if (this.#isIdle) this.#close();
  }

  /** What is under way learns of it when the socket is closed. */
  destroy(): void {
    this.#isClosing = true;
    this.#reader.stop();
    this.#socket.destroy();
  }

  /** Called once per tick. */
  check(): void {
    const { tick, limits } = this.#home;
    if (this.#isClosing) {
      // The last answer goes out at the client's pace; only then the waiting for its end begins.
      if (this.#socket.writableLength > 0) {
        this.#lingersFrom = tick;
        if (tick - this.#movedAt > limits.inactivity) this.destroy();
      } else if (tick - this.#lingersFrom > limits.linger) {
        this.destroy();
      }
      return;
    }
    if (this.#lingersFrom !== -1 && tick - this.#lingersFrom > limits.linger) {
      this.destroy();
    } else if (this.#reader.isWithinRequest || this.#isFresh) {
      const limit = this.#body === null ? limits.headers : limits.request;
      if (tick - this.#beganAt > limit) this.#refuse(408);
      else if (tick - this.#movedAt > limits.inactivity) this.destroy();
    } else if (tick - this.#movedAt > (this.#isIdle ? limits.keepAlive : limits.inactivity)) {
      // A stream may pause for longer: its backend's times are what ends it, as long as its reader takes what there is.
      const isPausing = this.#exchange?.route?.isStreamed === true && this.#socket.writableLength === 0;
      if (!isPausing) this.destroy();
    }
  }

  // ---- the reader's side

  onRequest(request: RequestStart): void {
    const isHeldBack = request.expect === '100-continue';
    const body = request.bodyLength === 0 ? null : new IncomingBody(this, request.bodyLength, isHeldBack);
    this.#request = request;
    this.#isFresh = false;
    this.#body = body;
    this.#isBusy = true;
    if (request.method === 'CONNECT') this.#refuse(400);
    else if (request.expect !== null && !isHeldBack) this.answer(417, ['Content-Length', '0'], '', true);
    else this.#home.serve(this, request, body);
    // The next one waits for the answer to this one.
    if (this.#isBusy && body === null) this.#reader.pause();
  }

  onBody(bytes: Buffer): boolean {
    const body = this.#body;
    if (body === null) return true;
    const goesOn = body.push(bytes);
    if (body.isTooLarge && !this.#isBusy && this.#lingersFrom === -1) this.#lingersFrom = this.#home.tick;
    return goesOn;
  }

  onBodyEnd(): void {
    const body = this.#body;
    this.#body = null;
    this.#lingersFrom = -1;
    body?.end();
    if (this.#isBusy || this.#isUndrained) this.#reader.pause();
    else this.#toNext();
  }

  // ---- the body's side

  sendContinue(): void {
    if (!this.#isClosing) this.#socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
  }

  resumeBody(): void {
    if (this.#body !== null) this.#resumeReading();
  }

  // ---- the pipeline's side

  respond(x: Exchange, reply: Reply): void {
    const { status, headers } = reply;
    let { body } = reply;
    if (this.#exchange !== x || this.#isClosing) {
      if (body !== null && typeof body === 'object' && !Buffer.isBuffer(body)) body.destroy();
      finishExchange(x);
      return;
    }
    if (body !== null && typeof body === 'object' && !Buffer.isBuffer(body)) {
      if (!body.isComplete) {
        this.#stream(x, reply, body);
        return;
      }
      body = body.takeBody();
    }
    const length = body === null ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    const isHead = this.#request?.method === 'HEAD';
    if (isHead && reply.streamLength >= 0) headers.push('Content-Length', String(reply.streamLength));
    else if (status !== 204 && status !== 304) headers.push('Content-Length', String(length));
    const isBare = isHead || length === 0 || status === 204 || status === 304;
    x.sentBytes = isBare ? 0 : length;
    this.#sendWhole(x, status, headers, isBare ? null : body, length, false);
  }

  abort(x: Exchange): void {
    this.destroy();
    this.done(x);
  }

  /** Part of a streamed answer. */
  send(bytes: string | Buffer): boolean {
    this.#movedAt = this.#home.tick;
    if (typeof bytes === 'string') this.#socket.write(bytes, 'latin1', this.#onWritten);
    else this.#socket.write(bytes, this.#onWritten);
    return this.#socket.writableLength === 0;
  }

  /** The same for a body in chunks. */
  sendChunk(bytes: Buffer): boolean {
    this.#movedAt = this.#home.tick;
    writeChunk(this.#socket, bytes, this.#onWritten);
    return this.#socket.writableLength === 0;
  }

  onceDrained(resume: () => void): void {
    this.#onDrain = resume;
  }

  /** The answer is out, or never will be. */
  done(x: Exchange): void {
    const isOurs = this.#exchange === x;
    if (isOurs) {
      this.#exchange = null;
      x.services.counters.inFlight -= 1;
    }
    finishExchange(x);
    if (isOurs) this.#answered();
  }

  // ---- the socket's side

  #onBytes(bytes: Buffer): boolean {
    this.#movedAt = this.#home.tick;
    if (this.#isClosing) return true;
    if (!this.#isBusy && this.#reader.isIdle) this.#beganAt = this.#home.tick;
    const problem = this.#reader.feed(bytes);
    if (problem !== undefined) {
      this.#refuse(problem.status);
      return true;
    }
    return this.#goesOnReading();
  }

  /** A client that waits for its answer is read on: that is how its going away is noticed. */
  #goesOnReading(): boolean {
    if (!this.#reader.isPaused) return true;
    this.#isReadingPaused = this.#body !== null || this.#reader.heldBytes > MAX_WAITING_BYTES;
    return !this.#isReadingPaused;
  }

  /** The client sends no more. Who has a request under way does not wait for its answer: it went away. */
  #onEnd(): void {
    if (!this.#isClosing && this.#reader.isWithinRequest) this.#refuse(400);
    this.#close();
  }

  #onDrained(): void {
    this.#movedAt = this.#home.tick;
    const resume = this.#onDrain;
    this.#onDrain = null;
    if (resume !== null) {
      resume();
    } else if (this.#isUndrained) {
      this.#isUndrained = false;
      this.#toNext();
    }
  }

  /** 'drain' comes only after more than the socket's mark; a stream waits for less too. */
  readonly #onWritten = (): void => {
    if (this.#onDrain !== null && this.#socket.writableLength === 0) this.#onDrained();
  };

  #onGone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#isClosing = true;
    this.#reader.stop();
    this.#onDrain = null;
    this.#abandon();
    this.#home.gone(this);
  }

  // ---- ours

  /** Bytes that are no request, or a client that is too slow: one last answer, if the request has none yet. */
  #refuse(status: 400 | 408 | 431): void {
    if (this.#isClosing) return;
    if (this.#hasBegunAnswer) {
      this.destroy();
      return;
    }
    const { services } = this.#home;
    services.counters.malformedRequests += 1;
    this.#socket.write(malformedAnswer(status, services.ids), 'latin1');
    this.#isClosing = true;
    this.#abandon();
    this.#linger();
  }

  #abandon(): void {
    const x = this.#exchange;
    const body = this.#body;
    this.#exchange = null;
    this.#body = null;
    if (x !== null) {
      x.services.counters.inFlight -= 1;
      abandonExchange(x);
    }
    body?.fail(new RequestBodyError('client-gone', 'The client closed the connection.'));
  }

  /** All is said. */
  #close(): void {
    this.#isClosing = true;
    this.#reader.stop();
    this.#abandon();
    this.#lingersFrom = this.#home.tick;
    this.#socket.destroySoon();
  }

  /** All is said, but the client may still be sending: closing at once would take the answer away from it. */
  #linger(): void {
    this.#isClosing = true;
    this.#reader.stop();
    this.#lingersFrom = this.#home.tick;
    this.#socket.end();
    this.#socket.resume();
  }

  /** `x`: null for the gateway's own paths. */
  #sendWhole(
    x: Exchange | null,
    status: number,
    headers: string[],
    body: string | Buffer | null,
    length: number,
    isLast: boolean,
  ): void {
    this.#begin(isLast);
    this.#sendRest(x, writeWhole(this.#socket, this.#head(status, headers), body, length));
  }

  #sendRest(x: Exchange | null, bytes: Buffer | null): void {
    const rest = bytes === null ? null : writePieces(this.#socket, bytes);
    if (rest !== null) this.#onDrain = () => this.#sendRest(x, rest);
    else if (x !== null) this.done(x);
    else this.#answered();
  }

  #head(status: number, headers: readonly string[]): string {
    return `${answerHead(status, headers)}${this.#isLast ? CLOSE_LINES : this.#home.keepAliveLines}\r\n`;
  }

  #stream(x: Exchange, reply: Reply, body: BodyStream): void {
    const { status, headers, streamLength } = reply;
    const isBare = this.#request?.method === 'HEAD' || status === 204 || status === 304;
    const isChunked = streamLength < 0 && !isBare && this.#request?.isHttp11 === true;
    if (streamLength >= 0 && status !== 204 && status !== 304) headers.push('Content-Length', String(streamLength));
    if (isChunked) headers.push('Transfer-Encoding', 'chunked');
    // HTTP/1.0 knows no chunks: there the connection's end is the body's.
    this.#begin(streamLength < 0 && !isBare && !isChunked);
    // What is there already goes out along with the headers.
    this.#socket.cork();
    this.#socket.write(this.#head(status, headers), 'latin1');
    body.pipe(new AnswerStream(this, x, isChunked, isBare));
    this.#socket.uncork();
  }

  /** A held-back body may or may not follow: the next request could not be told from it. */
  #begin(isLast: boolean): void {
    this.#movedAt = this.#home.tick;
    this.#hasBegunAnswer = true;
    this.#isLast =
      isLast || this.#request?.isPersistent !== true || this.#body?.isHeldBack === true || this.#home.isDraining;
  }

  #answered(): void {
    this.#isBusy = false;
    const body = this.#body;
    if (this.#isClosing) return;
    if (this.#isLast) {
      if (body === null) this.#close();
      else {
        this.#abandon();
        this.#linger();
      }
    } else if (this.#socket.writableNeedDrain) {
      this.#isUndrained = true;
      this.#reader.pause();
    } else {
      this.#toNext();
    }
  }

  #toNext(): void {
    const body = this.#body;
    if (body !== null) {
      // The request's rest is read away.
      if (body.isTooLarge) this.#lingersFrom = this.#home.tick;
      body.discard();
      this.#resumeReading();
    } else {
      this.#hasBegunAnswer = false;
      this.#request = null;
      if (this.#home.isDraining && this.#reader.isIdle) this.#close();
      else if (this.#reader.isPaused) this.#resumeReading();
    }
  }

  #resumeReading(): void {
    if (this.#isClosing || this.#isUndrained) return;
    if (this.#reader.isPaused) {
      if (this.#body === null) this.#beganAt = this.#home.tick;
      const problem = this.#reader.resume();
      if (problem !== undefined) {
        this.#refuse(problem.status);
        return;
      }
    }
    if (this.#isReadingPaused && this.#goesOnReading()) {
      this.#isReadingPaused = false;
      this.#socket.resume();
    }
  }
}
