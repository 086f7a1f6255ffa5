// A body under way from a backend → the client's connection, at the client's pace.
import type { BodySink } from '../http/message';
import type { Exchange } from '../pipeline/exchange';

/** What it is sent over. */
export interface AnswerWay {
  readonly isClosing: boolean;
  /** True: it lies with the kernel. False: the bytes are still needed; `onceDrained` tells when they are not. */
  send(bytes: string | Buffer): boolean;
  sendChunk(bytes: Buffer): boolean;
  onceDrained(resume: () => void): void;
  done(x: Exchange): void;
  abort(x: Exchange): void;
}

export class AnswerStream implements BodySink {
  readonly borrows = true;
  readonly #way: AnswerWay;
  readonly #exchange: Exchange;
  readonly #isChunked: boolean;
  /** The body is only read away: the answer has none. */
  readonly #isBare: boolean;

  constructor(way: AnswerWay, exchange: Exchange, isChunked: boolean, isBare: boolean) {
    this.#way = way;
    this.#exchange = exchange;
    this.#isChunked = isChunked;
    this.#isBare = isBare;
  }

  write(chunk: Buffer): boolean {
    if (this.#isBare || this.#way.isClosing) return true;
    this.#exchange.sentBytes += chunk.length;
    return this.#isChunked ? this.#way.sendChunk(chunk) : this.#way.send(chunk);
  }

  onPause(resume: () => void): void {
    this.#way.onceDrained(resume);
  }

  end(): void {
    if (this.#isChunked && !this.#way.isClosing) this.#way.send('0\r\n\r\n');
    this.#way.done(this.#exchange);
  }

  fail(): void {
    const x = this.#exchange;
    // Status and headers are out: cutting the connection is the only way to say that the body is not whole.
    if (!x.isClientGone) x.services.counters.brokenBodies += 1;
    this.#way.abort(x);
  }
}
