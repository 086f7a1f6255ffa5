// Bytes from a client → requests and pieces of their bodies. Knows nothing of sockets: what it is fed may be cut anywhere.
import { BAD_BYTE, findHeadEnd, NOT_YET } from '../http/head-lines';
import { areTrailers, parseRequestStart, type RequestStart } from './request-line';

export interface RequestEvents {
  onRequest(request: RequestStart): void;
  /** `bytes` is valid during the call only. False: give no more until the reader is resumed. */
  onBody(bytes: Buffer): boolean;
  /** A body has come to its end. */
  onBodyEnd(): void;
}

/** Between requests. */
const START = 0;
const START_LF = 1;
const HEAD = 2;
const LENGTH = 3;
const CHUNK_SIZE = 4;
const CHUNK_EXTENSION = 5;
const CHUNK_SIZE_LF = 6;
const CHUNK_DATA = 7;
const CHUNK_DATA_CR = 8;
const CHUNK_DATA_LF = 9;
const TRAILER_START = 10;
const TRAILER_START_LF = 11;
const TRAILERS = 12;
/** Nothing that comes is read any more. */
const STOPPED = 13;

const CR = 13;
const LF = 10;
const SPACE = 32;
const SEMICOLON = 59;
const MAX_CHUNK_SIZE_DIGITS = 12;
/** Of one request. */
const MAX_EXTENSION_BYTES = 4 * 1024;
const MAX_TRAILER_BYTES = 16 * 1024;
/** Some old clients send one after a body (RFC 9112 §2.2). */
const MAX_EMPTY_LINES = 4;
/** RFC 9112 §7.1.1, without the blanks that nobody sends. */
const EXTENSION = /^(?:;[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:=(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+|"(?:[^"\\]|\\.)*"))?)+$/;

/** What is wrong with what a client sent; `status` answers it. After it the connection is of no use. */
export interface RequestProblem {
  readonly status: 400 | 431;
  readonly text: string;
}

const bad = (text: string): RequestProblem => ({ status: 400, text: `The request has ${text}.` });
const TOO_LARGE: RequestProblem = { status: 431, text: 'The headers of the request are too large.' };
const BAD_HEAD_BYTE = bad('a control character in its headers');
const BAD_CHUNK = bad('a malformed chunked body');
const BAD_START = bad('something before it that is no empty line');

export class RequestReader {
  readonly #events: RequestEvents;
  readonly #maxHeadBytes: number;
  #state = START;
  /** Bytes of a head, or of anything while paused, that wait for the rest. */
  #held: Buffer | null = null;
  /** How far the held head was searched for its end. */
  #searched = 0;
  #emptyLines = 0;
  /** Of the body or chunk under way. */
  #left = 0;
  #sizeDigits = 0;
  #extension = '';
  #extensionBytes = 0;
  #isPaused = false;
  #isReading = false;

  constructor(events: RequestEvents, maxHeadBytes: number) {
    this.#events = events;
    this.#maxHeadBytes = maxHeadBytes;
  }

  /** No byte of a request has come since the last one's end. */
  get isIdle(): boolean {
    return this.#state === START && this.#held === null;
  }

  /** In the middle of the line, the headers or the body of a request. */
  get isWithinRequest(): boolean {
    return this.#state !== START && this.#state !== STOPPED;
  }

  get isWithinHead(): boolean {
    return this.#state === HEAD || this.#state === START_LF;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** What came and could not be read yet. */
  get heldBytes(): number {
    return this.#held === null ? 0 : this.#held.length;
  }

  feed(bytes: Buffer): RequestProblem | undefined {
    if (this.#state === STOPPED) return undefined;
    let input = bytes;
    if (this.#held !== null) {
      input = Buffer.concat([this.#held, bytes]);
      this.#held = null;
    }
    if (this.#isPaused) {
      this.#held = input === bytes ? Buffer.from(bytes) : input;
      return undefined;
    }
    return this.#readAll(input, input === bytes);
  }

  pause(): void {
    this.#isPaused = true;
  }

  /** Reads what was held back. The same promises as `feed`. */
  resume(): RequestProblem | undefined {
    this.#isPaused = false;
    // Called from within an event: the loop around it goes on by itself.
    if (this.#isReading || this.#held === null) return undefined;
    const held = this.#held;
    this.#held = null;
    return this.#readAll(held, false);
  }

  stop(): void {
    this.#state = STOPPED;
    this.#held = null;
    this.#isPaused = false;
  }

  #readAll(input: Buffer, isBorrowed: boolean): RequestProblem | undefined {
    this.#isReading = true;
    try {
      return this.#read(input, isBorrowed);
    } finally {
      this.#isReading = false;
    }
  }

  /** `isBorrowed`: the bytes belong to someone who overwrites them after the call. */
  #read(input: Buffer, isBorrowed: boolean): RequestProblem | undefined {
    let at = 0;
    while (at < input.length) {
      if (this.#isPaused) {
        this.#hold(input, at, isBorrowed);
        return undefined;
      }
      switch (this.#state) {
        case STOPPED:
          return undefined;
        case START:
          if (input[at] === CR) {
            this.#state = START_LF;
            at += 1;
          } else if ((input[at] as number) <= SPACE) {
            return BAD_START;
          } else {
            this.#state = HEAD;
          }
          break;
        case TRAILER_START:
          if (input[at] === CR) {
            this.#state = TRAILER_START_LF;
            at += 1;
          } else {
            this.#state = TRAILERS;
          }
          break;
        case HEAD:
        case TRAILERS: {
          const isHead = this.#state === HEAD;
          const end = findHeadEnd(input, at, at + this.#searched);
          if (end === BAD_BYTE) return isHead ? BAD_HEAD_BYTE : BAD_CHUNK;
          const size = end === NOT_YET ? input.length - at : end - at;
          if (size > (isHead ? this.#maxHeadBytes : MAX_TRAILER_BYTES)) return isHead ? TOO_LARGE : BAD_CHUNK;
          if (end === NOT_YET) {
            this.#searched = size;
            this.#hold(input, at, isBorrowed);
            return undefined;
          }
          this.#searched = 0;
          const text = input.toString('latin1', at, end - 4);
          const problem = isHead ? this.#takeHead(text) : this.#takeTrailers(text);
          if (problem !== undefined) return problem;
          at = end;
          break;
        }
        case LENGTH:
        case CHUNK_DATA: {
          const end = Math.min(input.length, at + this.#left);
          this.#left -= end - at;
          const isWhole = this.#left === 0;
          const isLast = isWhole && this.#state === LENGTH;
          // The state first: the receiver may look at the reader, or stop it.
          if (isWhole) this.#state = isLast ? START : CHUNK_DATA_CR;
          const goesOn = this.#events.onBody(input.subarray(at, end));
          at = end;
          if (isLast) this.#events.onBodyEnd();
          else if (!goesOn) this.#isPaused = true;
          break;
        }
        default: {
          const problem = this.#takeFramingByte(input[at] as number);
          if (problem !== undefined) return problem;
          at += 1;
        }
      }
    }
    return undefined;
  }

  #hold(input: Buffer, at: number, isBorrowed: boolean): void {
    const rest = input.subarray(at);
    this.#held = isBorrowed ? Buffer.from(rest) : rest;
  }

  #takeHead(text: string): RequestProblem | undefined {
    const request = parseRequestStart(text);
    if (typeof request === 'string') return bad(request);
    this.#emptyLines = 0;
    if (request.bodyLength > 0) {
      this.#state = LENGTH;
      this.#left = request.bodyLength;
    } else if (request.bodyLength < 0) {
      this.#state = CHUNK_SIZE;
      this.#left = 0;
      this.#sizeDigits = 0;
      this.#extensionBytes = 0;
    } else {
      this.#state = START;
    }
    this.#events.onRequest(request);
    return undefined;
  }

  #takeTrailers(text: string): RequestProblem | undefined {
    if (!areTrailers(text)) return BAD_CHUNK;
    this.#endBody();
    return undefined;
  }

  #takeFramingByte(byte: number): RequestProblem | undefined {
    switch (this.#state) {
      case START_LF:
        this.#emptyLines += 1;
        if (byte !== LF || this.#emptyLines > MAX_EMPTY_LINES) return BAD_START;
        this.#state = START;
        return undefined;
      case CHUNK_SIZE:
        return this.#takeSizeByte(byte);
      case CHUNK_EXTENSION:
        if (byte === CR) {
          if (!EXTENSION.test(this.#extension)) return BAD_CHUNK;
          this.#state = CHUNK_SIZE_LF;
          return undefined;
        }
        this.#extensionBytes += 1;
        if (byte < 32 || byte === 127 || this.#extensionBytes > MAX_EXTENSION_BYTES) return BAD_CHUNK;
        this.#extension += String.fromCharCode(byte);
        return undefined;
      case CHUNK_SIZE_LF:
        if (byte !== LF) return BAD_CHUNK;
        this.#state = this.#left === 0 ? TRAILER_START : CHUNK_DATA;
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
        if (byte !== LF) return BAD_CHUNK;
        this.#endBody();
        return undefined;
    }
  }

  #takeSizeByte(byte: number): RequestProblem | undefined {
    const digit = hexDigit(byte);
    if (digit !== -1) {
      this.#sizeDigits += 1;
      this.#left = this.#left * 16 + digit;
      return this.#sizeDigits > MAX_CHUNK_SIZE_DIGITS ? BAD_CHUNK : undefined;
    }
    if (this.#sizeDigits === 0) return BAD_CHUNK;
    if (byte === CR) {
      this.#state = CHUNK_SIZE_LF;
    } else if (byte === SEMICOLON) {
      this.#state = CHUNK_EXTENSION;
      this.#extension = ';';
    } else {
      return BAD_CHUNK;
    }
    return undefined;
  }

  #endBody(): void {
    this.#state = START;
    this.#events.onBodyEnd();
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
