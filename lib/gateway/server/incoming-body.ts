// A request's body as it comes in. Content-Length was checked before anything is read; a chunked body is counted while it
// passes.
import { Readable } from 'node:stream';
import { MAX_BODY_BYTES, type RequestBody, RequestBodyError } from '../http/message';

/** What may come before somebody wants the body; then the client has to wait. */
const MAX_UNREAD_BYTES = 64 * 1024;
const NOTHING = Buffer.alloc(0);

export interface BodySource {
  /** The client waits for "100 Continue" before it sends its body. */
  sendContinue(): void;
  /** More of the body can be taken. */
  resumeBody(): void;
}

export class IncomingBody implements RequestBody {
  readonly contentLength: number;
  readonly #source: BodySource;
  #isHeldBack: boolean;
  /** Holds what nobody has taken yet, from its beginning; null: it goes to the stream, or nobody wants it. */
  #kept: Buffer | null = NOTHING;
  #size = 0;
  #isWanted = false;
  #isEnded = false;
  #failure: RequestBodyError | null = null;
  #stream: BodyStreamToBackend | null = null;
  #observer: ((bytes: Uint8Array) => void) | null = null;
  #resolve: ((bytes: Buffer) => void) | null = null;
  #reject: ((error: RequestBodyError) => void) | null = null;

  constructor(source: BodySource, contentLength: number, isHeldBack: boolean) {
    this.#source = source;
    this.contentLength = contentLength;
    this.#isHeldBack = isHeldBack;
  }

  /** The client sends its body only if told to, and nobody has told it. */
  get isHeldBack(): boolean {
    return this.#isHeldBack;
  }

  get isTooLarge(): boolean {
    return this.#size > MAX_BODY_BYTES || this.contentLength > MAX_BODY_BYTES;
  }

  stream(): Readable {
    const stream = new BodyStreamToBackend(this);
    const kept = this.#takeAll();
    if (kept.length > 0) stream.push(kept);
    if (this.#failure !== null) stream.destroy(this.#failure);
    else if (this.#isEnded) stream.push(null);
    else this.#stream = stream;
    this.#want();
    return stream;
  }

  read(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
      } else if (this.#isEnded) {
        resolve(this.#takeAll());
      } else {
        this.#resolve = resolve;
        this.#reject = reject;
        this.#want();
      }
    });
  }

  observe(listener: (bytes: Uint8Array) => void): void {
    if (this.#kept !== null && this.#size > 0) listener(this.#kept.subarray(0, this.#size));
    this.#observer = listener;
  }

  // ---- the connection's side

  /** The bytes are overwritten after the call. False: no more until `resumeBody`. */
  push(bytes: Buffer): boolean {
    this.#size += bytes.length;
    if (this.#size > MAX_BODY_BYTES) {
      this.fail(new RequestBodyError('too-large', 'The body is larger than 10 MB.'));
      return true;
    }
    if (this.#observer !== null) this.#observer(bytes);
    if (this.#stream !== null) return this.#stream.push(Buffer.from(bytes));
    if (this.#kept === null) return true;
    this.#keep(this.#kept, bytes);
    return this.#isWanted || this.#size < MAX_UNREAD_BYTES;
  }

  end(): void {
    if (this.#isEnded || this.#failure !== null) return;
    this.#isEnded = true;
    this.#stream?.push(null);
    this.#stream = null;
    const resolve = this.#resolve;
    this.#resolve = null;
    this.#reject = null;
    resolve?.(this.#takeAll());
  }

  fail(error: RequestBodyError): void {
    if (this.#isEnded || this.#failure !== null) return;
    this.#failure = error;
    this.#kept = null;
    const stream = this.#stream;
    this.#stream = null;
    stream?.destroy(error);
    const reject = this.#reject;
    this.#resolve = null;
    this.#reject = null;
    reject?.(error);
  }

  /** What is still to come is read away. */
  discard(): void {
    this.#kept = null;
    this.#stream = null;
    this.resume();
  }

  resume(): void {
    // After its end the connection serves another request, which sets its own pace.
    if (!this.#isEnded && this.#failure === null) this.#source.resumeBody();
  }

  #want(): void {
    this.#isWanted = true;
    if (this.#isHeldBack) {
      this.#isHeldBack = false;
      this.#source.sendContinue();
    }
    this.resume();
  }

  /** One buffer that grows: ten million chunks of a byte take no more memory than one of ten million. */
  #keep(kept: Buffer, bytes: Buffer): void {
    const before = this.#size - bytes.length;
    let buffer = kept;
    if (buffer.length < this.#size) {
      const expected = Math.min(this.contentLength, MAX_UNREAD_BYTES);
      buffer = Buffer.allocUnsafe(Math.max(this.#size, before === 0 ? expected : 2 * before));
      kept.copy(buffer, 0, 0, before);
      this.#kept = buffer;
    }
    bytes.copy(buffer, before);
  }

  #takeAll(): Buffer {
    const kept = this.#kept ?? NOTHING;
    this.#kept = null;
    return kept.subarray(0, this.#size);
  }
}

/** Whoever reads it may destroy it: the connection goes on, because it still has to carry the answer. */
class BodyStreamToBackend extends Readable {
  readonly #body: IncomingBody;

  constructor(body: IncomingBody) {
    super();
    this.#body = body;
  }

  override _read(): void {
    this.#body.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#body.discard();
    done(error);
  }
}
