// A stream of HTTP/2: one request and its answer, at the client's pace in both directions. What `ClientConnection` does for one
// request after the other, this does for one among many.
import { constants, type ServerHttp2Stream } from 'node:http2';
import type { Door } from '../http/door';
import { type BodyStream, type Reply, RequestBodyError } from '../http/message';
import type { Exchange } from '../pipeline/exchange';
import { abandonExchange, finishExchange } from '../pipeline/run';
import { AnswerStream, type AnswerWay } from './answer-stream';
import type { Client, ConnectionHome } from './connection-home';
import { answerFields } from './http2-head';
import { type BodySource, IncomingBody } from './incoming-body';
import { type MalformedStatus, malformedReply } from './malformed';
import type { RequestStart } from './request-line';

/** A long body goes out in pieces: each is a sign of life of its reader. */
const PIECE_BYTES = 256 * 1024;
const { NGHTTP2_NO_ERROR, NGHTTP2_INTERNAL_ERROR, NGHTTP2_CANCEL } = constants;

/** What a stream needs of its connection. */
export interface StreamHome {
  readonly home: ConnectionHome;
  readonly door: Door;
  readonly peerIp: string;
  readonly serverPort: number;
  /** It needs nothing more. `isCancelled`: by the client, before it had its answer. */
  ended(stream: ClientStream, isCancelled: boolean): void;
}

export class ClientStream implements BodySource, Client, AnswerWay {
  readonly #connection: StreamHome;
  readonly #stream: ServerHttp2Stream;
  #isHead = false;
  /** The request's body, as long as that is coming in. */
  #body: IncomingBody | null = null;
  /** Its exchange, until it is answered; null also for the gateway's own paths. */
  #exchange: Exchange | null = null;
  #hasBegunAnswer = false;
  /** All of the answer was given to the stream. */
  #isEnded = false;
  /** The answer is out, or none is possible. */
  #isClosing = false;
  /** Waits until the client has read. */
  #onDrain: (() => void) | null = null;
  readonly #beganAt: number;
  /** Tick at which something was last received or sent. */
  #movedAt: number;

  constructor(connection: StreamHome, stream: ServerHttp2Stream) {
    this.#connection = connection;
    this.#stream = stream;
    this.#beganAt = connection.home.tick;
    this.#movedAt = connection.home.tick;
    // Its close follows and says all there is to say.
    stream.on('error', () => undefined);
    stream.on('aborted', () => this.gone(true));
    stream.on('close', () => this.#onClose());
    stream.on('drain', () => this.#onDrained());
  }

  get door(): Door {
    return this.#connection.door;
  }

  get peerIp(): string {
    return this.#connection.peerIp;
  }

  get serverPort(): number {
    return this.#connection.serverPort;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  // ---- the connection's side

  /** A string: what is wrong with the request. */
  start(request: RequestStart | string): void {
    if (typeof request === 'string') {
      this.#refuse(400);
      return;
    }
    this.#isHead = request.method === 'HEAD';
    const isHeldBack = request.expect === '100-continue';
    if (request.bodyLength === 0) this.#stream.resume();
    else this.#receive(new IncomingBody(this, request.bodyLength, isHeldBack));
    if (request.expect !== null && !isHeldBack) this.answer(417, ['Content-Length', '0'], '');
    else this.#connection.home.serve(this, request, this.#body);
  }

  /** Called once per tick. */
  check(): void {
    const { tick, limits } = this.#connection.home;
    if (this.#isClosing) return;
    if (this.#body !== null && !this.#hasBegunAnswer && tick - this.#beganAt > limits.request) {
      this.#refuse(408);
    } else if (tick - this.#movedAt > limits.inactivity) {
      // A stream may pause for longer: its backend's times are what ends it, as long as its reader takes what there is.
      const isPausing = this.#exchange?.route?.isStreamed === true && this.#stream.writableLength === 0;
      if (!isPausing) this.#reset(NGHTTP2_CANCEL);
    }
  }

  /** Nobody reads the answer any more. */
  gone(isCancelled: boolean): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#onDrain = null;
    this.#abandon();
    this.#connection.ended(this, isCancelled);
  }

  // ---- the body's side

  sendContinue(): void {
    if (!this.#isClosing && !this.#hasBegunAnswer) this.#stream.additionalHeaders({ ':status': 100 });
  }

  resumeBody(): void {
    this.#stream.resume();
  }

  // ---- the pipeline's side

  begin(x: Exchange): void {
    this.#exchange = x;
    x.services.counters.inFlight += 1;
  }

  answer(status: number, headers: string[], body: string): void {
    if (!this.#isClosing && !this.#stream.closed)
      this.#sendWhole(status, headers, body === '' ? null : Buffer.from(body, 'utf8'));
  }

  respond(x: Exchange, reply: Reply): void {
    // A HEAD's stream does not tell before its close.
    if (this.#stream.closed) this.gone(true);
    const { status, headers, streamLength } = reply;
    let { body } = reply;
    if (this.#exchange !== x || this.#isClosing) {
      if (body !== null && typeof body === 'object' && !Buffer.isBuffer(body)) body.destroy();
      finishExchange(x);
      return;
    }
    const isBare = this.#isHead || hasNoBody(status);
    if (body !== null && typeof body === 'object' && !Buffer.isBuffer(body)) {
      if (!body.isComplete) {
        if (streamLength >= 0 && !hasNoBody(status)) headers.push('Content-Length', String(streamLength));
        this.#pipe(x, status, headers, body, isBare);
        return;
      }
      body = body.takeBody();
    }
    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
    const length = this.#isHead && streamLength >= 0 ? streamLength : (bytes?.length ?? 0);
    if (!hasNoBody(status)) headers.push('Content-Length', String(length));
    const sent = isBare || bytes === null || bytes.length === 0 ? null : bytes;
    x.sentBytes = sent?.length ?? 0;
    this.#sendWhole(status, headers, sent);
  }

  abort(x: Exchange): void {
    this.#reset(NGHTTP2_INTERNAL_ERROR);
    finishExchange(x);
  }

  /** Part of a streamed answer. */
  send(bytes: string | Buffer): boolean {
    this.#movedAt = this.#connection.home.tick;
    // It lies here until the client's window is open for it, and its lender may not wait for that.
    const own = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);
    return this.#stream.write(own);
  }

  sendChunk(bytes: Buffer): boolean {
    return this.send(bytes);
  }

  onceDrained(resume: () => void): void {
    this.#onDrain = resume;
  }

  /** Its last part is on its way, or never will be. */
  done(x: Exchange): void {
    if (this.#exchange === x && !this.#isClosing) this.#end(null);
    else finishExchange(x);
  }

  // ---- ours

  #receive(body: IncomingBody): void {
    this.#body = body;
    this.#stream.on('data', (bytes: Buffer) => {
      this.#movedAt = this.#connection.home.tick;
      if (!body.push(bytes)) this.#stream.pause();
    });
    this.#stream.on('end', () => {
      // A reset without an error ends it too.
      if (this.#stream.closed) {
        this.gone(true);
        return;
      }
      this.#body = null;
      body.end();
    });
  }

  #onDrained(): void {
    this.#movedAt = this.#connection.home.tick;
    const resume = this.#onDrain;
    this.#onDrain = null;
    resume?.();
  }

  #refuse(status: MalformedStatus): void {
    const { services } = this.#connection.home;
    services.counters.malformedRequests += 1;
    const { headers, body } = malformedReply(status, services.ids);
    this.#abandon();
    this.#sendWhole(status, headers, Buffer.from(body));
  }

  #reset(code: number): void {
    this.gone(false);
    this.#stream.close(code);
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
    body?.fail(new RequestBodyError('client-gone', 'The client closed the stream.'));
  }

  #sendWhole(status: number, headers: readonly string[], body: Buffer | null): void {
    this.#sendHead(status, headers, body === null);
    if (body !== null) this.#sendFrom(body, 0);
  }

  #pipe(x: Exchange, status: number, headers: readonly string[], body: BodyStream, isBare: boolean): void {
    this.#sendHead(status, headers, isBare);
    if (isBare) body.destroy();
    else body.pipe(new AnswerStream(this, x, false, false));
  }

  /** `isAll`: no body follows. */
  #sendHead(status: number, headers: readonly string[], isAll: boolean): void {
    this.#movedAt = this.#connection.home.tick;
    this.#hasBegunAnswer = true;
    this.#stream.respond(answerFields(status, headers), { endStream: isAll });
    // A HEAD's stream is finished from the start.
    if (isAll) this.#answered();
    else this.#stream.once('finish', () => this.#answered());
  }

  #sendFrom(bytes: Buffer, at: number): void {
    if (this.#isClosing) return;
    this.#movedAt = this.#connection.home.tick;
    const end = at + PIECE_BYTES;
    if (end >= bytes.length) this.#end(bytes.subarray(at));
    else this.#stream.write(bytes.subarray(at, end), () => this.#sendFrom(bytes, end));
  }

  #end(bytes: Buffer | null): void {
    this.#isEnded = true;
    this.#stream.end(bytes);
  }

  /** A stream that both sides have ended may close before it tells that it is finished. */
  #onClose(): void {
    if (this.#isEnded && this.#stream.rstCode === NGHTTP2_NO_ERROR) this.#answered();
    else this.gone(true);
  }

  #answered(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    const x = this.#exchange;
    this.#exchange = null;
    if (x !== null) {
      x.services.counters.inFlight -= 1;
      finishExchange(x);
    }
    if (this.#body !== null) {
      // The client learns that nobody reads the rest, which is no error (RFC 9113 §8.1).
      this.#abandon();
      this.#stream.close(NGHTTP2_NO_ERROR);
    }
    this.#connection.ended(this, false);
  }
}

/** Node sends none with these, whatever it is given. */
const hasNoBody = (status: number): boolean => status === 204 || status === 205 || status === 304;
