// JsonValue → compact JSON as $input.json() gives it on API Gateway, where json-smart writes it: members in their order, numbers in Java's
// text, "/" and letters beyond ASCII as they are, control characters as \u00XX. A list printed by a template ($input.path('$.list')) goes
// through json-smart's other style there, which writes "\/".
import { javaNumberText } from './java-number';
import { isJsonArray, isJsonNumber, type JsonArray, type JsonObject, type JsonValue } from './json-value';

/** Templates can build lists that hold themselves, and documents can't be nested that deeply. */
const MAX_DEPTH = 2000;
const MAX_LENGTH = 16 * 1024 * 1024;

export interface WriteJsonOptions {
  /** "/" as "\/": how a list prints itself. */
  readonly escapesSlash?: boolean;
  /** In characters; default 16 Mi. */
  readonly maxLength?: number;
}

/** What can't be written: too long, or nested without end. */
export class JsonWriteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JsonWriteError';
  }
}

/** Throws a JsonWriteError. */
export function writeJson(value: JsonValue, options: WriteJsonOptions = {}): string {
  const writer = new Writer(options.escapesSlash === true, options.maxLength ?? MAX_LENGTH);
  writer.write(value, 0);
  return writer.text;
}

class Writer {
  text = '';
  readonly #escapesSlash: boolean;
  readonly #maxLength: number;

  constructor(escapesSlash: boolean, maxLength: number) {
    this.#escapesSlash = escapesSlash;
    this.#maxLength = maxLength;
  }

  write(value: JsonValue, depth: number): void {
    if (depth > MAX_DEPTH) throw new JsonWriteError(`A value is nested deeper than ${MAX_DEPTH} levels.`);
    if (typeof value === 'string') this.text += this.#quoted(value);
    else if (typeof value === 'number') this.text += javaNumberText(value);
    else if (value === null || typeof value === 'boolean') this.text += String(value);
    // JSON has no word for Java's Infinity: such a number goes out as it came.
    else if (isJsonNumber(value)) this.text += Number.isFinite(value.value) ? value.toString() : finiteText(value.text);
    else if (isJsonArray(value)) this.#array(value, depth);
    else this.#object(value, depth);
    if (this.text.length > this.#maxLength) {
      throw new JsonWriteError(`A value is longer than ${this.#maxLength} characters as JSON.`);
    }
  }

  #array(items: JsonArray, depth: number): void {
    this.text += '[';
    let isFirst = true;
    for (const item of items) {
      if (!isFirst) this.text += ',';
      isFirst = false;
      this.write(item, depth + 1);
    }
    this.text += ']';
  }

  #object(object: JsonObject, depth: number): void {
    this.text += '{';
    let isFirst = true;
    for (const [name, value] of object instanceof Map ? object : Object.entries(object)) {
      this.text += isFirst ? `${this.#quoted(name)}:` : `,${this.#quoted(name)}:`;
      isFirst = false;
      this.write(value, depth + 1);
    }
    this.text += '}';
  }

  #quoted(text: string): string {
    if (!NEEDS_ESCAPE.test(text) && !(this.#escapesSlash && text.includes('/'))) return `"${text}"`;
    const escaped = text.replace(ESCAPED, escapeOf);
    return `"${this.#escapesSlash ? escaped.replaceAll('/', '\\/') : escaped}"`;
  }
}

/** A number of a template's own making has no text that JSON knows: null, as json-smart writes it. */
const finiteText = (text: string): string => (/^-?\d/.test(text) ? text : 'null');

const NEEDS_ESCAPE = /["\\\p{Cc}]/u;
const ESCAPED = /["\\\p{Cc}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const escapeOf = (character: string): string =>
  SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
