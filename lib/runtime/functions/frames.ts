// What the function host and a sandbox say to each other, over two pipes: length (4 bytes), kind (1 byte), payload.

/** The sandbox's ends of the pipes. Writing is synchronous there: a function that prints faster than is read waits. */
export const COMMAND_FD = 3;
export const ANSWER_FD = 4;

/** Lambda's limit for a request and for an answer, and what an answer may exceed it by. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const MAX_FRAME_BYTES = MAX_PAYLOAD_BYTES + 64 * 1024;
const HEADER_BYTES = 5;

// ---- host → sandbox

/** JSON: SandboxConfig. Once, before anything else. */
export const CONFIGURE = 1;
/** Length of the header (4 bytes), JSON header: InvocationHeader, event. */
export const INVOKE = 2;

// ---- sandbox → host

/** The handler is loaded. */
export const READY = 1;
/** JSON: FunctionFailure. The handler can't be loaded; the process ends. */
export const INIT_FAILED = 2;
/** The handler's result as it goes to the caller. */
export const RESULT = 3;
/** JSON: FunctionFailure. The process can serve the next request. */
export const FAILED = 4;
/** JSON: FunctionFailure. Nobody caught it; the process ends. */
export const CRASHED = 5;
/** UTF-8 text of the log, with its line ends. */
export const LOG = 6;
/** The event is not JSON. UTF-8: why. */
export const BAD_EVENT = 7;

export interface SandboxConfig {
  readonly codeDir: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface InvocationHeader {
  readonly requestId: string;
  readonly deadlineMs: number;
  readonly functionArn: string;
  readonly clientContext?: string;
  readonly traceId?: string;
}

/** What a caller gets for a failed invocation, in the Node runtime's own words. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export function frame(kind: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  bytes.writeUInt32BE(payload.length, 0);
  bytes[4] = kind;
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

export function invokeFrame(header: InvocationHeader, event: Uint8Array): Buffer {
  const text = JSON.stringify(header);
  const headerLength = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + 4 + headerLength + event.length);
  bytes.writeUInt32BE(4 + headerLength + event.length, 0);
  bytes[4] = INVOKE;
  bytes.writeUInt32BE(headerLength, HEADER_BYTES);
  bytes.write(text, HEADER_BYTES + 4, 'utf8');
  bytes.set(event, HEADER_BYTES + 4 + headerLength);
  return bytes;
}

export function readInvoke(payload: Buffer): { readonly header: InvocationHeader; readonly event: Buffer } {
  const length = payload.readUInt32BE(0);
  const header = JSON.parse(payload.toString('utf8', 4, 4 + length)) as InvocationHeader;
  return { header, event: payload.subarray(4 + length) };
}

/** Takes bytes as they come and gives whole frames. Throws on a length that no honest writer sends. */
export class FrameReader {
  readonly #onFrame: (kind: number, payload: Buffer) => void;
  #kept: Buffer | null = null;
  /** Of a frame longer than what has come: gathered, so that many small pieces are not copied again and again. */
  #pieces: Buffer[] = [];
  #have = 0;
  #need = 0;

  constructor(onFrame: (kind: number, payload: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    if (this.#need > 0) {
      this.#pieces.push(chunk);
      this.#have += chunk.length;
      if (this.#have < this.#need) return;
      const whole = Buffer.concat(this.#pieces);
      this.#pieces = [];
      this.#need = 0;
      this.#read(whole);
      return;
    }
    this.#read(this.#kept === null ? chunk : Buffer.concat([this.#kept, chunk]));
  }

  #read(bytes: Buffer): void {
    this.#kept = null;
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const length = bytes.readUInt32BE(at);
      if (length > MAX_FRAME_BYTES) throw new RangeError(`A frame of ${length} bytes.`);
      const end = at + HEADER_BYTES + length;
      if (end > bytes.length) {
        const rest = bytes.subarray(at);
        this.#pieces = [rest];
        this.#have = rest.length;
        this.#need = HEADER_BYTES + length;
        return;
      }
      this.#onFrame(bytes[at + 4] as number, bytes.subarray(at + HEADER_BYTES, end));
      at = end;
    }
    if (at < bytes.length) this.#kept = bytes.subarray(at);
  }
}
