// A MOCK's request template in the JSON that API Gateway takes: {statusCode: 200}, 'single quotes', trailing commas.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html

/** Throws a SyntaxError that names the position. Duplicate keys: the last one counts. */
export function parseLenientJson(text: string): unknown {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

const MAX_DEPTH = 100;
const BARE_WORD = /[A-Za-z0-9_$.+-]/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) this.#fail('nesting is too deep');
    this.#skipSpace();
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"' || next === "'") return this.#quoted(next);
    const word = this.#bare();
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    return NUMBER.test(word) ? Number(word) : word;
  }

  end(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('unexpected text after the value');
  }

  #object(depth: number): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    this.#at += 1;
    while (!this.#takes('}')) {
      const quote = this.#text[this.#at];
      const key = quote === '"' || quote === "'" ? this.#quoted(quote) : this.#bare();
      if (!this.#takes(':')) this.#fail('expected ":"');
      Object.defineProperty(members, key, {
        value: this.value(depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      if (!this.#takes(',') && this.#text[this.#at] !== '}') this.#fail('expected "," or "}"');
    }
    return members;
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    while (!this.#takes(']')) {
      items.push(this.value(depth + 1));
      if (!this.#takes(',') && this.#text[this.#at] !== ']') this.#fail('expected "," or "]"');
    }
    return items;
  }

  #quoted(quote: string): string {
    let result = '';
    for (this.#at += 1; ; this.#at += 1) {
      const next = this.#text[this.#at];
      if (next === undefined) this.#fail('a string has no closing quote');
      if (next === quote) break;
      result += next === '\\' ? this.#escape() : next;
    }
    this.#at += 1;
    return result;
  }

  #escape(): string {
    this.#at += 1;
    const next = this.#text[this.#at];
    if (next === undefined) this.#fail('a string has no closing quote');
    if (next !== 'u') return ESCAPES[next] ?? next;
    const hex = this.#text.slice(this.#at + 1, this.#at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.#fail('"\\u" needs four hexadecimal digits');
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  #bare(): string {
    const from = this.#at;
    while (this.#at < this.#text.length && BARE_WORD.test(this.#text[this.#at] ?? '')) this.#at += 1;
    if (this.#at === from) this.#fail('expected a value');
    return this.#text.slice(from, this.#at);
  }

  /** Skips space and, if it comes next, the character. */
  #takes(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    this.#skipSpace();
    return true;
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #fail(problem: string): never {
    throw new SyntaxError(`${problem} at position ${this.#at}`);
  }
}
