// A request's body as it comes in over HTTP. Content-Length was checked before anything is read; a chunked body is
// counted while it passes.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { MAX_BODY_BYTES, type RequestBody, RequestBodyError } from '../http/message';

export class HttpRequestBody implements RequestBody {
  readonly contentLength: number;
  readonly #req: IncomingMessage;
  /** Set while the client waits for "100 Continue". */
  #awaitingContinue: ServerResponse | null;

  constructor(req: IncomingMessage, contentLength: number, awaitingContinue: ServerResponse | null) {
    this.contentLength = contentLength;
    this.#req = req;
    this.#awaitingContinue = awaitingContinue;
  }

  /** The client sends its body only if told to, and nobody has told it. */
  get isHeldBack(): boolean {
    return this.#awaitingContinue !== null;
  }

  stream(): Readable {
    this.#awaitingContinue?.writeContinue();
    this.#awaitingContinue = null;
    return new RelayedBody(this.#req);
  }

  read(): Promise<Buffer> {
    const source = this.stream();
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      source.on('data', (chunk: Buffer) => chunks.push(chunk));
      source.on('end', () => resolve(Buffer.concat(chunks)));
      source.on('error', reject);
    });
  }
}

/**
 * Stands between the client's message and whoever reads it: undici destroys a body it can't deliver, and destroying the
 * message itself would close the connection that still has to carry the answer.
 */
class RelayedBody extends Readable {
  readonly #req: IncomingMessage;
  #size = 0;

  constructor(req: IncomingMessage) {
    super();
    this.#req = req;
    req.on('data', this.#onData);
    req.on('end', this.#onEnd);
    req.on('error', this.#onError);
  }

  override _read(): void {
    this.#req.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const req = this.#req;
    req.off('data', this.#onData);
    req.off('end', this.#onEnd);
    // Keeps its error listener: a client that goes away later must not raise an unhandled error.
    req.resume();
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#size += chunk.length;
    if (this.#size > MAX_BODY_BYTES) {
      this.destroy(new RequestBodyError('too-large', 'The body is larger than 10 MB.'));
    } else if (!this.push(chunk)) {
      this.#req.pause();
    }
  };

  readonly #onEnd = (): void => {
    this.push(null);
  };

  readonly #onError = (error: Error): void => {
    this.destroy(new RequestBodyError('client-gone', error.message));
  };
}
