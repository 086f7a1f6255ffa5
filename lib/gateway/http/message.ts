// What the transport hands to the pipeline and gets back: no node:http objects, so that the transport can be replaced.
import type { Readable } from 'node:stream';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Name, value, name, value … as they came over the wire: no copies, no objects. */
export type HeaderList = readonly string[];

/** Why a request's body did not come to its end. */
export class RequestBodyError extends Error {
  readonly kind: 'too-large' | 'client-gone';

  constructor(kind: RequestBodyError['kind'], message: string) {
    super(message);
    this.name = 'RequestBodyError';
    this.kind = kind;
  }
}

export interface RequestBody {
  /** -1: chunked, not known before its end. */
  readonly contentLength: number;
  /** For passing on without buffering. Fails with a RequestBodyError. Take the stream or read, once. */
  stream(): Readable;
  /** The whole body. Rejects with a RequestBodyError. */
  read(): Promise<Buffer>;
  /** Sees what comes, and takes none of it. The bytes are overwritten after the call. Ask before anything is taken. */
  observe(listener: (bytes: Uint8Array) => void): void;
}

/** A response body under way from a backend. It has one reader and starts when the reader asks. */
export interface BodyStream {
  /** All of it has arrived: `takeBody` has it, no need to pipe. */
  readonly isComplete: boolean;
  takeBody(): Buffer | null;
  /** True: it is complete now. False: it is longer than this and can still be piped. Rejects when the backend breaks off. */
  collect(limitBytes: number): Promise<boolean>;
  /** Pushes everything into the sink, at the sink's speed. */
  pipe(sink: BodySink): void;
  /** Nobody will read it: stops the backend. */
  destroy(): void;
}

export interface BodySink {
  /**
   * It takes bytes that are only lent: after a `write` that gave true they may be overwritten at once, after one that
   * gave false when it resumes. Absent: what it is given it may keep.
   */
  readonly borrows?: true;
  /** False: no more for now; `onPause` follows. */
  write(chunk: Buffer): boolean;
  /** The sink calls `resume` once when it can take more. */
  onPause(resume: () => void): void;
  end(): void;
  /** The backend broke off in the middle: what was sent can't be taken back. */
  fail(error: Error): void;
}

export type ReplyBody = string | Buffer | BodyStream | null;

/** What a client gets. `headers` has everything but the framing (Content-Length, Transfer-Encoding, Connection, Date). */
export class Reply {
  readonly status: number;
  readonly headers: string[];
  readonly body: ReplyBody;
  /** Of a streamed body, where its sender said so; -1: unknown. */
  readonly streamLength: number;

  constructor(status: number, headers: string[], body: ReplyBody, streamLength = -1) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.streamLength = streamLength;
  }
}
