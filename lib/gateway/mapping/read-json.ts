// JSON text → JsonValue, with nothing lost: JSON.parse rounds long numbers, forgets the point of 1.0 and puts members named like numbers
// first. Java's limits are ours: what is nested too deeply is refused.
//
// One pass over the bytes does it all, faster than JSON.parse behind a check of what it would lose: an engine reads bytes twice as fast as a
// string's characters, and names of members are compared with those met lately instead of made anew.
import { isUtf8 } from 'node:buffer';
import { numberFromText } from './java-number';
import { fitsPlainObject, type JsonObject, type JsonValue } from './json-value';

export const MAX_JSON_DEPTH = 1000;
/** Arithmetic with more digits takes long. */
const MAX_NUMBER_LENGTH = 1000;

export class JsonSyntaxError extends Error {
  /** From 1. */
  readonly line: number;
  readonly column: number;

  constructor(message: string, text: string, offset: number) {
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    const column = offset - before.lastIndexOf('\n');
    super(`${message} (line ${line}, column ${column})`);
    this.name = 'JsonSyntaxError';
    this.line = line;
    this.column = column;
  }
}

/** `bytes`: the text came as these. Throws a JsonSyntaxError. The caller limits the size. */
export function readJson(text: string, bytes?: Buffer): JsonValue {
  // Bytes that are no UTF-8 are other characters in the text.
  const isSame = bytes !== undefined && isUtf8(bytes);
  return new JsonReader(text, isSame ? bytes : Buffer.from(text, 'utf8')).read();
}

const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const COMMA = 44;
const COLON = 58;
const SPACE = 32;
const LETTER_E = 101;
const LETTER_E_CAPITAL = 69;
const BEYOND_ASCII = 0x80;

/** A JavaScript number holds every integer of so many digits, and every power of ten up to there. */
const SAFE_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => Number(`1e${exponent}`));
/** Engines copy what is cut out of a string up to this length; longer parts keep the whole string in memory. */
const COPIED_LENGTH = 12;
const MAX_KNOWN_NAME_LENGTH = 32;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Names met lately that a plain object keeps in their place, by a hash of their bytes. ASCII only. */
const KNOWN_NAMES: string[] = new Array<string>(1024).fill('');
/** Which of them came after it: documents of a kind have them in the same order. */
const FOLLOWERS = new Uint16Array(KNOWN_NAMES.length);

class JsonReader {
  readonly #text: string;
  readonly #bytes: Buffer;
  #at = 0;
  /** By how much the index of a byte is ahead of its character's. */
  #ahead = 0;
  #lastSlot = 0;

  constructor(text: string, bytes: Buffer) {
    this.#text = text;
    this.#bytes = bytes;
  }

  read(): JsonValue {
    const value = this.#value(0);
    if (!Number.isNaN(this.#next())) throw this.#unexpected();
    return value;
  }

  /** The byte that is next after white space; NaN: none. */
  #next(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      if (byte > SPACE || (byte !== SPACE && byte !== 10 && byte !== 13 && byte !== 9)) {
        this.#at = at;
        return byte;
      }
      at++;
    }
    this.#at = at;
    return Number.NaN;
  }

  #value(depth: number): JsonValue {
    const byte = this.#next();
    if (byte === QUOTE) return this.#string();
    if (byte === OPEN_BRACE) return this.#object(this.#deeper(depth));
    if (byte === OPEN_BRACKET) return this.#array(this.#deeper(depth));
    if (byte === MINUS || (byte <= DIGIT_9 && byte >= DIGIT_0)) return this.#number();
    if (this.#skipsWord('true')) return true;
    if (this.#skipsWord('false')) return false;
    if (this.#skipsWord('null')) return null;
    throw this.#unexpected();
  }

  #deeper(depth: number): number {
    if (depth < MAX_JSON_DEPTH) return depth + 1;
    throw this.#error(`JSON is nested deeper than ${MAX_JSON_DEPTH} levels`, this.#at);
  }

  #skipsWord(word: string): boolean {
    if (!hasText(this.#bytes, this.#at, word)) return false;
    this.#at += word.length;
    return true;
  }

  /** What has few digits is worked out here; everything that needs a closer look, and what is no number, goes on. */
  #number(): JsonValue {
    const bytes = this.#bytes;
    const start = this.#at;
    const first = bytes[start] === MINUS ? start + 1 : start;
    let at = first;
    let digits = 0;
    let point = 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte <= DIGIT_9 && byte >= DIGIT_0) digits = digits * 10 + (byte - DIGIT_0);
      else if (byte === POINT && point === 0 && at > first) point = at;
      else if (byte === POINT || byte === LETTER_E || byte === LETTER_E_CAPITAL) return this.#otherNumber();
      else break;
    }
    const isLong = at - first > SAFE_DIGITS;
    const hasZero = bytes[first] === DIGIT_0 && at - first > 1 && point !== first + 1;
    if (isLong || hasZero || at === first || at - 1 === point) return this.#otherNumber();
    if (point !== 0) {
      // Both sides are exact, so the quotient is rounded as the text would be.
      digits /= POWERS_OF_TEN[at - 1 - point] as number;
      // Java prints 1.0 as it came.
      if (Number.isInteger(digits)) return this.#otherNumber();
    }
    this.#at = at;
    return first === start ? digits : -digits;
  }

  #otherNumber(): JsonValue {
    const from = this.#at - this.#ahead;
    NUMBER.lastIndex = from;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) throw this.#unexpected();
    if (text.length > MAX_NUMBER_LENGTH) {
      throw this.#error(`A number has more than ${MAX_NUMBER_LENGTH} characters`, this.#at);
    }
    this.#at += text.length;
    return numberFromText(text);
  }

  #string(): string {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    let all = 0;
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return all < BEYOND_ASCII ? this.#ascii(start, at) : this.#characters(start, at);
      }
      if (byte === BACKSLASH || byte < SPACE) break;
      all |= byte;
    }
    return this.#escaped();
  }

  #ascii(start: number, end: number): string {
    if (end - start > COPIED_LENGTH) return this.#bytes.toString('latin1', start, end);
    return this.#text.slice(start - this.#ahead, end - this.#ahead);
  }

  #characters(start: number, end: number): string {
    const from = start - this.#ahead;
    const size = charactersIn(this.#bytes, start, end);
    this.#ahead += end - start - size;
    const part = this.#text.slice(from, from + size);
    return size > COPIED_LENGTH ? Buffer.from(part, 'utf16le').toString('utf16le') : part;
  }

  #escaped(): string {
    const bytes = this.#bytes;
    const start = this.#at;
    let end = start + 1;
    while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
    const isClosed = end < bytes.length;
    const from = start - this.#ahead;
    const size = isClosed ? charactersIn(bytes, start, end + 1) : 0;
    try {
      // An own text, if only because it had escapes.
      const string = JSON.parse(this.#text.slice(from, from + size)) as string;
      this.#at = end + 1;
      this.#ahead += end + 1 - start - size;
      return string;
    } catch {
      throw this.#error(
        isClosed ? 'A string holds a bad escape or a control character' : 'A string has no closing quote',
        start,
      );
    }
  }

  #array(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.#at++;
    if (this.#skips(CLOSE_BRACKET)) return items;
    for (;;) {
      items.push(this.#value(depth));
      if (this.#skips(COMMA)) continue;
      if (this.#skips(CLOSE_BRACKET)) return items;
      throw this.#unexpected();
    }
  }

  #object(depth: number): JsonObject {
    const plain: Record<string, JsonValue> = {};
    let ordered: Map<string, JsonValue> | null = null;
    this.#at++;
    if (this.#skips(CLOSE_BRACE)) return plain;
    for (;;) {
      if (this.#next() !== QUOTE) throw this.#unexpected();
      let name = this.#knownName();
      if (name === undefined) {
        name = this.#string();
        if (ordered === null && !fitsPlainObject(name)) ordered = new Map(Object.entries(plain));
      }
      if (!this.#skips(COLON)) throw this.#unexpected();
      const value = this.#value(depth);
      if (ordered === null) plain[name] = value;
      else ordered.set(name, value);
      if (this.#skips(COMMA)) continue;
      if (this.#skips(CLOSE_BRACE)) return ordered ?? plain;
      throw this.#unexpected();
    }
  }

  /** The name that is next, if it was met before; else it is remembered, and read as any string. */
  #knownName(): string | undefined {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    const expected = KNOWN_NAMES[FOLLOWERS[this.#lastSlot] as number] as string;
    if (hasText(bytes, start, expected) && bytes[start + expected.length] === QUOTE && expected !== '') {
      this.#lastSlot = FOLLOWERS[this.#lastSlot] as number;
      this.#at = start + expected.length + 1;
      return expected;
    }
    const last = Math.min(start + MAX_KNOWN_NAME_LENGTH, bytes.length);
    let end = start;
    let hash = 0;
    for (; end < last; end++) {
      const byte = bytes[end] as number;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH || byte < SPACE || byte >= BEYOND_ASCII) return undefined;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (end === last) return undefined;
    const slot = (hash ^ (hash >>> 10)) & (KNOWN_NAMES.length - 1);
    const known = KNOWN_NAMES[slot] as string;
    FOLLOWERS[this.#lastSlot] = slot;
    this.#lastSlot = slot;
    if (known.length === end - start && known !== '' && hasText(bytes, start, known)) {
      this.#at = end + 1;
      return known;
    }
    const name = this.#ascii(start, end);
    if (fitsPlainObject(name)) KNOWN_NAMES[slot] = name;
    return undefined;
  }

  /** Past white space and this character, if it is next. */
  #skips(wanted: number): boolean {
    if (this.#bytes[this.#at] !== wanted && this.#next() !== wanted) return false;
    this.#at++;
    return true;
  }

  #unexpected(): JsonSyntaxError {
    const at = this.#at - this.#ahead;
    const found = String.fromCodePoint(this.#text.codePointAt(at) ?? 0);
    const isEnd = at >= this.#text.length;
    return this.#error(isEnd ? 'The JSON text ends too early' : `${JSON.stringify(found)} is not JSON here`, this.#at);
  }

  #error(message: string, at: number): JsonSyntaxError {
    return new JsonSyntaxError(message, this.#text, at - this.#ahead);
  }
}

/** `text` is ASCII. */
function hasText(bytes: Buffer, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** JavaScript's, of UTF-8: one for each first byte, and one more where four bytes make a surrogate pair. */
function charactersIn(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if ((byte & 0xc0) !== BEYOND_ASCII) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}
