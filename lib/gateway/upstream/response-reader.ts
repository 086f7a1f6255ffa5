// Bytes from a backend → head, pieces of body, end. Knows nothing of sockets: what it is fed may be cut anywhere.
import { BAD_BYTE, findHeadEnd, NOT_YET } from '../http/head-lines';
import { parseResponseHead, type ResponseHead } from './response-head';

export interface ResponseEvents {
  onHead(head: ResponseHead): void;
  /** `bytes` is valid during the call only. False: give no more until the reader is resumed. */
  onBody(bytes: Buffer): boolean;
  onEnd(): void;
}

/** Between messages nothing may come. */
const IDLE = 0;
const HEAD = 1;
const LENGTH = 2;
const UNTIL_CLOSE = 3;
const CHUNK_SIZE = 4;
const CHUNK_EXTENSION = 5;
const CHUNK_SIZE_LF = 6;
const CHUNK_DATA = 7;
const CHUNK_DATA_CR = 8;
const CHUNK_DATA_LF = 9;
const TRAILER = 10;

const CR = 13;
const LF = 10;
const TAB = 9;
const SEMICOLON = 59;
const MAX_CHUNK_SIZE_DIGITS = 12;
const MAX_TRAILER_BYTES = 16 * 1024;

export class ResponseReader {
  readonly #maxHeadBytes: number;
  #events: ResponseEvents | null = null;
  #state = IDLE;
  #isHead = false;
  /** Bytes of a head, or of anything while paused, that wait for the rest. */
  #held: Buffer | null = null;
  /** How far the held head was searched for its end. */
  #searched = 0;
  /** Of the body or chunk under way. */
  #left = 0;
  #sizeDigits = 0;
  #trailerBytes = 0;
  #trailerLineLength = 0;
  #isAfterCr = false;
  #isPaused = false;
  /** The backend closed while there was still something held back. */
  #isClosed = false;
  #persistent = false;
  #keepAliveSeconds = -1;

  constructor(maxHeadBytes: number) {
    this.#maxHeadBytes = maxHeadBytes;
  }

  /** No message is under way: the connection may take another request, or be closed without loss. */
  get isIdle(): boolean {
    return this.#state === IDLE;
  }

  /** Nothing of an answer has come yet. */
  get isUntouched(): boolean {
    return this.#state === HEAD && this.#held === null;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Of the last message: another request may follow on the same connection. */
  get isPersistent(): boolean {
    return this.#persistent;
  }

  get keepAliveSeconds(): number {
    return this.#keepAliveSeconds;
  }

  begin(events: ResponseEvents, isHead: boolean): void {
    this.#events = events;
    this.#isHead = isHead;
    this.#state = HEAD;
    this.#held = null;
    this.#searched = 0;
    this.#isPaused = false;
    this.#isClosed = false;
    this.#persistent = false;
  }

  /** A string says what is wrong with the answer; after it the connection is of no use. */
  feed(bytes: Buffer): string | undefined {
    let input = bytes;
    if (this.#held !== null) {
      input = Buffer.concat([this.#held, bytes]);
      this.#held = null;
    }
    if (this.#isPaused) {
      this.#held = input === bytes ? Buffer.from(bytes) : input;
      return undefined;
    }
    return this.#read(input, input === bytes);
  }

  /** Gives what was held back. The same promises as `feed`. */
  resume(): string | undefined {
    this.#isPaused = false;
    const held = this.#held;
    this.#held = null;
    const problem = held === null ? undefined : this.#read(held, false);
    return problem === undefined && this.#isClosed && !this.#isPaused ? this.close() : problem;
  }

  /** The backend closed the connection. */
  close(): string | undefined {
    if (this.#state === IDLE) return undefined;
    if (this.#isPaused) {
      this.#isClosed = true;
      return undefined;
    }
    if (this.#state !== UNTIL_CLOSE) return 'The backend closed the connection too early.';
    this.#finish();
    return undefined;
  }

  /** Nobody wants the rest. */
  abandon(): void {
    this.#events = null;
    this.#state = IDLE;
    this.#held = null;
    this.#isPaused = false;
  }

  /** `isBorrowed`: the bytes belong to someone who overwrites them after the call. */
  #read(input: Buffer, isBorrowed: boolean): string | undefined {
    let at = 0;
    while (at < input.length) {
      if (this.#isPaused) {
        const rest = input.subarray(at);
        this.#held = isBorrowed ? Buffer.from(rest) : rest;
        return undefined;
      }
      switch (this.#state) {
        case IDLE:
          return 'The backend sent more than its answer.';
        case HEAD: {
          const end = findHeadEnd(input, at, at + this.#searched);
          if (end === BAD_BYTE) return BAD_HEAD_BYTE;
          if (end === NOT_YET) {
            this.#searched = input.length - at;
            if (this.#searched > this.#maxHeadBytes) return TOO_LARGE;
            const rest = input.subarray(at);
            this.#held = isBorrowed ? Buffer.from(rest) : rest;
            return undefined;
          }
          const problem = this.#takeHead(input.toString('latin1', at, end - 4));
          if (problem !== undefined) return problem;
          at = end;
          break;
        }
        case LENGTH:
        case CHUNK_DATA: {
          const end = Math.min(input.length, at + this.#left);
          this.#left -= end - at;
          const isLast = this.#left === 0;
          // The state first: the receiver may look at the reader.
          if (isLast && this.#state === CHUNK_DATA) this.#state = CHUNK_DATA_CR;
          this.#give(input.subarray(at, end));
          at = end;
          if (isLast && this.#state === LENGTH) this.#finish();
          break;
        }
        case UNTIL_CLOSE:
          this.#give(input.subarray(at));
          at = input.length;
          break;
        default: {
          const problem = this.#takeFramingByte(input[at] as number);
          if (problem !== undefined) return problem;
          at += 1;
        }
      }
    }
    return undefined;
  }

  #takeHead(text: string): string | undefined {
    this.#searched = 0;
    if (text.length > this.#maxHeadBytes) return TOO_LARGE;
    const head = parseResponseHead(text, this.#isHead);
    if (typeof head === 'string') return head;
    if (head.status < 200) {
      // 100, 102 and 103 precede the answer; we asked for no other protocol.
      return head.status === 101 ? 'The backend switches to a protocol nobody asked for.' : undefined;
    }
    this.#persistent = head.isPersistent;
    this.#keepAliveSeconds = head.keepAliveSeconds;
    const { framing } = head;
    if (framing.kind === 'length') {
      this.#state = LENGTH;
      this.#left = framing.length;
    } else if (framing.kind === 'chunked') {
      this.#state = CHUNK_SIZE;
      this.#left = 0;
      this.#sizeDigits = 0;
    } else if (framing.kind === 'close') {
      this.#state = UNTIL_CLOSE;
    }
    this.#events?.onHead(head);
    if (framing.kind === 'none') this.#finish();
    return undefined;
  }

  #takeFramingByte(byte: number): string | undefined {
    switch (this.#state) {
      case CHUNK_SIZE: {
        const digit = hexDigit(byte);
        if (digit !== -1) {
          this.#sizeDigits += 1;
          this.#left = this.#left * 16 + digit;
          return this.#sizeDigits > MAX_CHUNK_SIZE_DIGITS ? BAD_CHUNK : undefined;
        }
        if (this.#sizeDigits === 0) return BAD_CHUNK;
        if (byte === CR) this.#state = CHUNK_SIZE_LF;
        else if (byte === SEMICOLON) this.#state = CHUNK_EXTENSION;
        else return BAD_CHUNK;
        this.#trailerBytes = 0;
        return undefined;
      }
      case CHUNK_EXTENSION:
        if (byte === CR) this.#state = CHUNK_SIZE_LF;
        else if (byte < 32 && byte !== TAB) return BAD_CHUNK;
        return this.#countTrailerByte();
      case CHUNK_SIZE_LF:
        if (byte !== LF) return BAD_CHUNK;
        this.#state = this.#left === 0 ? TRAILER : CHUNK_DATA;
        this.#trailerLineLength = 0;
        return undefined;
      case CHUNK_DATA_CR:
        if (byte !== CR) return BAD_CHUNK;
        this.#state = CHUNK_DATA_LF;
        return undefined;
      case CHUNK_DATA_LF:
        if (byte !== LF) return BAD_CHUNK;
        this.#state = CHUNK_SIZE;
        this.#left = 0;
        this.#sizeDigits = 0;
        return undefined;
      default:
        return this.#takeTrailerByte(byte);
    }
  }

  /** Trailers are read over: API Gateway passes none on. */
  #takeTrailerByte(byte: number): string | undefined {
    const isAfterCr = this.#isAfterCr;
    this.#isAfterCr = byte === CR;
    if (isAfterCr ? byte !== LF : byte === LF) return BAD_CHUNK;
    if (byte === LF) {
      if (this.#trailerLineLength === 0) this.#finish();
      this.#trailerLineLength = 0;
      return undefined;
    }
    if (byte !== CR) this.#trailerLineLength += 1;
    return this.#countTrailerByte();
  }

  #countTrailerByte(): string | undefined {
    this.#trailerBytes += 1;
    return this.#trailerBytes > MAX_TRAILER_BYTES ? BAD_CHUNK : undefined;
  }

  #give(bytes: Buffer): void {
    if (this.#events?.onBody(bytes) === false) this.#isPaused = true;
  }

  #finish(): void {
    const events = this.#events;
    this.#events = null;
    this.#state = IDLE;
    this.#isPaused = false;
    events?.onEnd();
  }
}

const TOO_LARGE = 'The headers of the answer are too large.';
const BAD_HEAD_BYTE = 'The headers of the answer hold a control character.';
const BAD_CHUNK = 'The chunked body of the answer is malformed.';

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
