// JSON text → JsonValue, with nothing lost. JSON.parse does it where it keeps everything, which a look at the text tells; else a reader
// of our own that keeps the text of numbers and the order of members. Java's limits are ours: what is nested too deeply is refused.
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

/** A number that JSON.parse changes: whole Doubles, exponents, more digits than it keeps. */
const NUMBER_TO_KEEP = /(?:^|[:,[])\s*-?(?:\d+\.0+(?!\d)|\d+(?:\.\d+)?[eE]|\d{16}|[\d.]{18})/;
/** A name that a plain object puts elsewhere, maybe behind escapes. */
const NAME_TO_KEEP = /"\d{1,10}"\s*:|\\u003\d|__proto__/;

/** Throws a JsonSyntaxError. The caller limits the size. */
export function readJson(text: string): JsonValue {
  checkDepth(text);
  if (NUMBER_TO_KEEP.test(text) || NAME_TO_KEEP.test(text)) return new ExactReader(text).read();
  try {
    return JSON.parse(text);
  } catch {
    // Ours says where.
    return new ExactReader(text).read();
  }
}

/** Before anything is built: what comes after may recurse. */
function checkDepth(text: string): void {
  if (text.length <= MAX_JSON_DEPTH) return;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > MAX_JSON_DEPTH) {
        throw new JsonSyntaxError(`JSON is nested deeper than ${MAX_JSON_DEPTH} levels`, text, i);
      }
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
}

/** Index of the closing quote, or the text's length. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const COMMA = 44;
const COLON = 58;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class ExactReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonValue {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return value;
  }

  #value(): JsonValue {
    this.#space();
    switch (this.#text.charCodeAt(this.#at)) {
      case OPEN_BRACE:
        return this.#object();
      case OPEN_BRACKET:
        return this.#array();
      case QUOTE:
        return this.#string();
      default:
        return this.#word('true', true) ?? this.#word('false', false) ?? this.#nullOrNumber();
    }
  }

  #word<T>(word: string, value: T): T | undefined {
    if (!this.#text.startsWith(word, this.#at)) return undefined;
    this.#at += word.length;
    return value;
  }

  #nullOrNumber(): JsonValue {
    if (this.#text.startsWith('null', this.#at)) {
      this.#at += 4;
      return null;
    }
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0];
    if (text === undefined) throw this.#unexpected();
    if (text.length > MAX_NUMBER_LENGTH) {
      throw new JsonSyntaxError(`A number has more than ${MAX_NUMBER_LENGTH} characters`, this.#text, this.#at);
    }
    this.#at += text.length;
    return numberFromText(text);
  }

  #string(): string {
    const start = this.#at;
    const end = endOfString(this.#text, start);
    const raw = this.#text.slice(start, end + 1);
    this.#at = end + 1;
    try {
      return JSON.parse(raw) as string;
    } catch {
      throw new JsonSyntaxError(
        end === this.#text.length
          ? 'A string has no closing quote'
          : 'A string holds a bad escape or a control character',
        this.#text,
        start,
      );
    }
  }

  #array(): JsonValue {
    const items: JsonValue[] = [];
    this.#at++;
    if (this.#skips(CLOSE_BRACKET)) return items;
    for (;;) {
      items.push(this.#value());
      if (this.#skips(CLOSE_BRACKET)) return items;
      if (!this.#skips(COMMA)) throw this.#unexpected();
    }
  }

  #object(): JsonObject {
    const plain: Record<string, JsonValue> = {};
    let ordered: Map<string, JsonValue> | null = null;
    this.#at++;
    if (this.#skips(CLOSE_BRACE)) return plain;
    for (;;) {
      this.#space();
      if (this.#text.charCodeAt(this.#at) !== QUOTE) throw this.#unexpected();
      const name = this.#string();
      if (!this.#skips(COLON)) throw this.#unexpected();
      const value = this.#value();
      if (ordered === null && !fitsPlainObject(name)) ordered = new Map(Object.entries(plain));
      if (ordered === null) plain[name] = value;
      else ordered.set(name, value);
      if (this.#skips(CLOSE_BRACE)) return ordered ?? plain;
      if (!this.#skips(COMMA)) throw this.#unexpected();
    }
  }

  /** Past white space and this character, if it is next. */
  #skips(code: number): boolean {
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at++;
    }
  }

  #unexpected(): JsonSyntaxError {
    const found = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    return new JsonSyntaxError(
      this.#at >= this.#text.length ? 'The JSON text ends too early' : `${JSON.stringify(found)} is not JSON here`,
      this.#text,
      this.#at,
    );
  }
}
