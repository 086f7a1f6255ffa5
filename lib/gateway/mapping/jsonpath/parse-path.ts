// The text of a JSON path → ParsedPath. What Jayway refuses is refused, scripts like [(@.length-1)] among it, and where it says yes but does
// something else than is written (it ignores the step of a slice) we say no.
import { RE2JS } from 're2js';
import { numberFromText } from '../java-number';
import { type JsonValue, objectFromEntries } from '../json-value';
import {
  type Condition,
  FUNCTION_NAMES,
  type FunctionCall,
  type FunctionName,
  type Operand,
  type Operator,
  type ParsedPath,
  type Segment,
  type Selector,
  SYMBOL_OPERATORS,
  WORD_OPERATORS,
} from './path-tree';

export class PathProblem extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'PathProblem';
    this.at = at;
  }
}

const MAX_LENGTH = 8192;
/** Of brackets in conditions, paths in paths, lists in lists. */
const MAX_NESTING = 50;
const MAX_SEGMENTS = 500;

const SPACE = /\s*/y;
const INDEXES = /-?\d+(?:\s*,\s*-?\d+)*\s*(?=\])/y;
const SLICE = /(-?\d+)?\s*:\s*(-?\d+)?\s*(?=\])/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;
const FLAGS = /[A-Za-z]*/y;
/** Ends a name in a path of its own, and in one inside a filter or a function. */
const NAME_END = /[.[(\s]/g;
const INNER_NAME_END = /[.[()\s<>=!~&|,\]]/g;

/** Throws a PathProblem. */
export function parsePath(text: string): ParsedPath {
  if (text.length > MAX_LENGTH) throw new PathProblem(`The path is longer than ${MAX_LENGTH} characters`, MAX_LENGTH);
  return new PathParser(text).parse();
}

class PathParser {
  readonly #text: string;
  #at = 0;
  #nesting = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): ParsedPath {
    this.#skipSpace();
    const path = this.#path(NAME_END);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail(`Expected ".", ".." or "[", not ${this.#found()}`);
    return path;
  }

  // Paths

  #path(nameEnd: RegExp): ParsedPath {
    this.#enter();
    const isFromRoot = this.#text[this.#at] === '$';
    if (!isFromRoot && this.#text[this.#at] !== '@') this.#fail('A path starts with "$" or "@"');
    this.#at++;
    const selectors: Selector[] = [];
    for (;;) {
      if (this.#skips('..')) {
        selectors.push({ kind: 'scan' }, this.#selector(nameEnd));
      } else if (this.#skips('.')) {
        selectors.push(this.#selector(nameEnd));
      } else if (this.#text[this.#at] === '[') {
        selectors.push(this.#bracket());
      } else break;
      if (selectors.length > MAX_SEGMENTS) this.#fail(`The path has more than ${MAX_SEGMENTS} parts`);
    }
    this.#nesting--;
    return pathOf(isFromRoot, selectors);
  }

  /** After a dot. */
  #selector(nameEnd: RegExp): Selector {
    if (this.#at >= this.#text.length) this.#fail('A path must not end with "."');
    if (this.#text[this.#at] === '[') return this.#bracket();
    if (this.#skips('*')) return { kind: 'wildcard' };
    nameEnd.lastIndex = this.#at;
    const end = nameEnd.exec(this.#text)?.index ?? this.#text.length;
    const name = this.#text.slice(this.#at, end);
    if (name === '') this.#fail(`Expected a name, "*" or "[", not ${this.#found()}`);
    if (this.#text[end] === '(') return { kind: 'function', ...this.#function(name, end) };
    if (nameEnd === NAME_END && /\s/.test(this.#text[end] ?? '') && this.#text.slice(end).trim() !== '') {
      this.#fail(`A name with spaces is written ['${name} …']`);
    }
    this.#at = end;
    return { kind: 'names', names: [name] };
  }

  #function(name: string, open: number): FunctionCall {
    if (!isFunctionName(name)) this.#fail(`There is no function ${name}(). There are: ${FUNCTION_NAMES.join(', ')}`);
    this.#at = open + 1;
    const parameters: Operand[] = [];
    this.#skipSpace();
    if (this.#skips(')')) return { name, parameters };
    for (;;) {
      this.#skipSpace();
      parameters.push(this.#operand());
      this.#skipSpace();
      if (this.#skips(')')) return { name, parameters };
      this.#expect(',', `"," or ")" after a parameter of ${name}()`);
    }
  }

  #bracket(): Selector {
    this.#at++;
    this.#skipSpace();
    const selector = this.#inBrackets();
    this.#skipSpace();
    this.#expect(']', '"]"');
    return selector;
  }

  #inBrackets(): Selector {
    const next = this.#text[this.#at];
    if (next === "'" || next === '"') return this.#names();
    if (this.#skips('*')) return { kind: 'wildcard' };
    if (this.#skips('?')) return { kind: 'filter', condition: this.#filter() };
    if (next === '(') this.#fail('Script expressions are not supported: for the last element write [-1:]');
    const indexes = this.#match(INDEXES);
    if (indexes !== undefined) {
      return { kind: 'indexes', indexes: indexes[0].split(',').map((part) => this.#index(part)) };
    }
    const slice = this.#match(SLICE);
    if (slice === undefined) {
      return this.#fail('Expected a quoted name, an index, a slice like 0:2 (it has no step), "*" or "?(…)"');
    }
    const [, from, to] = slice;
    if (from === undefined && to === undefined) this.#fail('A slice has a start or an end: for all elements write [*]');
    return {
      kind: 'slice',
      from: from === undefined ? null : this.#index(from),
      to: to === undefined ? null : this.#index(to),
    };
  }

  #index(text: string): number {
    const index = Number(text);
    if (Math.abs(index) > 0x7fffffff) this.#fail(`${text.trim()} is too large for an index`);
    return index;
  }

  #names(): Selector {
    const names: string[] = [];
    do {
      this.#skipSpace();
      names.push(this.#string());
      this.#skipSpace();
    } while (this.#skips(','));
    return { kind: 'names', names };
  }

  // Filters

  #filter(): Condition {
    this.#skipSpace();
    this.#expect('(', '"(" after "?"');
    const condition = this.#anyOf();
    this.#expect(')', '")", "&&" or "||"');
    return condition;
  }

  #anyOf(): Condition {
    const conditions = [this.#allOf()];
    while (this.#skips('||')) conditions.push(this.#allOf());
    return single(conditions) ?? { kind: 'any', conditions };
  }

  #allOf(): Condition {
    const conditions = [this.#condition()];
    while (this.#skips('&&')) conditions.push(this.#condition());
    return single(conditions) ?? { kind: 'all', conditions };
  }

  #condition(): Condition {
    this.#enter();
    this.#skipSpace();
    let condition: Condition;
    if (this.#skips('!')) condition = { kind: 'not', condition: this.#condition() };
    else if (this.#skips('(')) {
      condition = this.#anyOf();
      this.#expect(')', '")", "&&" or "||"');
    } else condition = this.#relation();
    this.#skipSpace();
    this.#nesting--;
    return condition;
  }

  #relation(): Condition {
    const start = this.#at;
    const left = this.#operand();
    this.#skipSpace();
    const operator = this.#operator();
    if (operator === undefined) {
      if (left.kind === 'path') return { kind: 'exists', path: left.path };
      this.#at = start;
      return this.#fail('Alone, a value is no condition: compare it, or name a path');
    }
    this.#skipSpace();
    const right = this.#operand();
    if (operator === '=~' ? left.kind !== 'pattern' && right.kind !== 'pattern' : hasPattern(left, right)) {
      this.#at = start;
      this.#fail('"=~" and a /pattern/ belong together');
    }
    return { kind: 'relation', operator, left, right };
  }

  #operator(): Operator | undefined {
    const symbol = SYMBOL_OPERATORS.find((it) => this.#text.startsWith(it, this.#at));
    if (symbol !== undefined) {
      this.#at += symbol.length;
      return symbol;
    }
    const start = this.#at;
    const word = this.#match(WORD)?.[0];
    if (word === undefined) return undefined;
    const operator = WORD_OPERATORS.find((it) => it === word.toLowerCase());
    if (operator !== undefined) return operator;
    this.#at = start;
    return this.#fail(`"${word}" is no operator. There are: ${[...SYMBOL_OPERATORS, ...WORD_OPERATORS].join(' ')}`);
  }

  // Values

  #operand(): Operand {
    const next = this.#text[this.#at];
    if (next === '$' || next === '@') return { kind: 'path', path: this.#path(INNER_NAME_END) };
    if (next === '/') return { kind: 'pattern', pattern: this.#pattern() };
    return { kind: 'literal', value: this.#literal() };
  }

  #literal(): JsonValue {
    const next = this.#text[this.#at];
    if (next === "'" || next === '"') return this.#string();
    if (next === '[') return this.#list();
    if (next === '{') return this.#object();
    const number = this.#match(NUMBER)?.[0];
    if (number !== undefined) return numberFromText(number);
    const start = this.#at;
    const word = this.#match(WORD)?.[0];
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    this.#at = start;
    return this.#fail(`Expected a path, a quoted text, a number, true, false, null, [ or {, not ${this.#found()}`);
  }

  #list(): JsonValue {
    this.#enter();
    const items: JsonValue[] = [];
    this.#at++;
    this.#skipSpace();
    if (!this.#skips(']')) {
      do {
        this.#skipSpace();
        items.push(this.#literal());
        this.#skipSpace();
      } while (this.#skips(','));
      this.#expect(']', '"," or "]"');
    }
    this.#nesting--;
    return items;
  }

  #object(): JsonValue {
    this.#enter();
    const entries: [string, JsonValue][] = [];
    this.#at++;
    this.#skipSpace();
    if (!this.#skips('}')) {
      do {
        this.#skipSpace();
        const name = this.#string();
        this.#skipSpace();
        this.#expect(':', '":"');
        this.#skipSpace();
        entries.push([name, this.#literal()]);
        this.#skipSpace();
      } while (this.#skips(','));
      this.#expect('}', '"," or "}"');
    }
    this.#nesting--;
    return objectFromEntries(entries);
  }

  #string(): string {
    const quote = this.#text[this.#at];
    if (quote !== "'" && quote !== '"') this.#fail(`Expected a quoted text, not ${this.#found()}`);
    const raw = this.#until(quote as string, 'A text has no closing quote');
    return raw.includes('\\') ? raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, unescaped) : raw;
  }

  #pattern(): RE2JS {
    const start = this.#at;
    const source = this.#until('/', 'A pattern has no closing "/"');
    let flags = 0;
    for (const flag of this.#match(FLAGS)?.[0] ?? '') {
      const value = PATTERN_FLAGS[flag];
      if (value === undefined) this.#fail(`The flag "${flag}" is not supported: i, m, s and u are`);
      else flags |= value;
    }
    try {
      return RE2JS.compile(source, flags);
    } catch (error) {
      this.#at = start;
      const reason = error instanceof Error ? error.message : String(error);
      return this.#fail(`This pattern can't be run (no look-around or back-references): ${reason}`);
    }
  }

  /** From a delimiter to its next that is not escaped; the text between. */
  #until(delimiter: string, problem: string): string {
    const start = this.#at + 1;
    for (let end = start; end < this.#text.length; end++) {
      if (this.#text[end] === '\\') end++;
      else if (this.#text[end] === delimiter) {
        this.#at = end + 1;
        return this.#text.slice(start, end);
      }
    }
    return this.#fail(problem);
  }

  // Characters

  #skipSpace(): void {
    this.#match(SPACE);
  }

  #skips(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #expect(text: string, described: string): void {
    if (!this.#skips(text)) this.#fail(`Expected ${described}, not ${this.#found()}`);
  }

  #match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text) ?? undefined;
    if (match !== undefined) this.#at += match[0].length;
    return match;
  }

  #enter(): void {
    if (++this.#nesting > MAX_NESTING) this.#fail(`The path is nested deeper than ${MAX_NESTING} levels`);
  }

  #found(): string {
    return this.#at >= this.#text.length ? 'the end' : JSON.stringify(this.#text[this.#at]);
  }

  #fail(message: string): never {
    throw new PathProblem(message, this.#at);
  }
}

function pathOf(isFromRoot: boolean, selectors: readonly Selector[]): ParsedPath {
  const last = selectors.at(-1);
  const isOverAll = last?.kind === 'function' && selectors.some((it) => it.kind === 'scan');
  const walked = isOverAll ? selectors.slice(0, -1) : selectors;
  const segments: Segment[] = [];
  let isDefinite = true;
  for (const [index, selector] of walked.entries()) {
    const isLast = index === walked.length - 1;
    segments.push({ ...selector, isUpstreamDefinite: isDefinite, isLast });
    isDefinite &&= isSingle(selector, isLast);
  }
  return { isFromRoot, segments, isDefinite: isDefinite || isOverAll, overAll: isOverAll ? last : null };
}

/** Several names at the end of a path make one object. */
function isSingle(selector: Selector, isLast: boolean): boolean {
  if (selector.kind === 'names') return selector.names.length === 1 || isLast;
  return selector.kind === 'function' || (selector.kind === 'indexes' && selector.indexes.length === 1);
}

const isFunctionName = (name: string): name is FunctionName => FUNCTION_NAMES.some((it) => it === name);

const single = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

const hasPattern = (left: Operand, right: Operand): boolean => left.kind === 'pattern' || right.kind === 'pattern';

const PATTERN_FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  // Cases beyond ASCII: RE2 always folds them.
  u: 0,
};

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const unescaped = (_: string, hex: string | undefined, character: string | undefined): string =>
  hex === undefined ? (ESCAPES[character ?? ''] ?? character ?? '') : String.fromCharCode(Number.parseInt(hex, 16));
