// What values render as: Java's toString. Lists print as [1, 2], maps as {a=1}; a list of the JSON body prints as JSON, as json-smart's
// JSONArray does on API Gateway, and so does everything in it.
import { javaNumberText } from '../java-number';
import { writeJson } from '../write-json';
import { Definition } from './definition';
import { isNumber } from './numbers';
import { DEFAULT_LIMITS, Rendering } from './rendering';
import {
  HostError,
  HostObject,
  JavaChar,
  JavaCollection,
  JavaEntry,
  JavaList,
  JavaMap,
  LoopScope,
  type MutableObject,
  type VtlValue,
} from './values';

export function textOf(rendering: Rendering, value: VtlValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return javaNumberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof HostObject) return rendering.sized(value.text());
  const printer = new Printer(rendering);
  printer.print(value, 0);
  return printer.text;
}

/** For who has no rendering: what a host was given with #set or as an argument. Throws a HostError. */
export function javaTextOf(value: VtlValue): string {
  const printer = new Printer(new OwnBudget());
  printer.print(value, 0);
  return printer.text;
}

/** As $input.json() writes it: also what the template made or changed. Throws a HostError. */
export function jsonTextOf(value: VtlValue): string {
  const printer = new Printer(new OwnBudget());
  printer.json(value, 0, false);
  return printer.text;
}

/** What printing may cost; a rendering is one. */
interface PrintBudget {
  readonly limits: { readonly valueDepth: number };
  step(): void;
  checkLength(length: number): void;
  fail(message: string): never;
}

class OwnBudget implements PrintBudget {
  readonly limits = DEFAULT_LIMITS;
  #steps = DEFAULT_LIMITS.steps;

  step(): void {
    if (--this.#steps < 0) this.fail('A value has too many parts to print.');
  }

  checkLength(length: number): void {
    const { outputLength } = this.limits;
    if (length > outputLength) this.fail(`A value is longer than ${outputLength} characters.`);
  }

  fail(message: string): never {
    throw new HostError(message);
  }
}

class Printer {
  text = '';
  readonly #budget: PrintBudget;

  constructor(budget: PrintBudget) {
    this.#budget = budget;
  }

  print(value: VtlValue, depth: number): void {
    this.#check(depth);
    if (value === null) this.text += 'null';
    else if (typeof value === 'string') this.text += value;
    else if (typeof value === 'boolean') this.text += String(value);
    else if (isNumber(value)) this.text += javaNumberText(value);
    else if (value instanceof JavaChar) this.text += value.text;
    else if (value instanceof JavaList || value instanceof JavaCollection) this.#list(value, value.items, depth);
    else if (value instanceof JavaEntry) this.#entry(value, value.key, value.value, depth);
    else if (value instanceof HostObject) this.text += value.text();
    else if (value instanceof Definition) this.text += this.#definition(value);
    else if (Array.isArray(value)) this.json(value, depth, true);
    else this.#map(value, entriesOf(value), depth);
  }

  json(value: VtlValue, depth: number, escapesSlash: boolean): void {
    this.#check(depth);
    if (typeof value === 'string') this.text += quoted(value, escapesSlash);
    else if (value === null || typeof value === 'boolean') this.text += String(value);
    else if (typeof value === 'number') this.text += javaNumberText(value);
    else if (isNumber(value)) this.text += writeJson(value);
    else if (isListLike(value)) this.#jsonList(itemsOf(value), depth, escapesSlash);
    else if (Object.getPrototypeOf(value) === Object.prototype)
      this.#plainObject(value as MutableObject, depth, escapesSlash);
    else if (isMapLike(value)) this.#jsonObject(entriesOf(value), depth, escapesSlash);
    else this.text += quoted(this.#apart(value, depth), escapesSlash);
  }

  #list(self: VtlValue, items: readonly VtlValue[], depth: number): void {
    this.text += '[';
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.text += ', ';
      const item = items[i] ?? null;
      if (item === self) this.text += '(this Collection)';
      else this.print(item, depth + 1);
    }
    this.text += ']';
  }

  #map(self: VtlValue, entries: Entries, depth: number): void {
    this.text += '{';
    let isFirst = true;
    for (const [key, value] of entries) {
      if (!isFirst) this.text += ', ';
      isFirst = false;
      this.#entry(self, key, value, depth);
    }
    this.text += '}';
  }

  #entry(self: VtlValue, key: VtlValue, value: VtlValue, depth: number): void {
    if (key === self) this.text += '(this Map)';
    else this.print(key, depth + 1);
    this.text += '=';
    if (value === self) this.text += '(this Map)';
    else this.print(value, depth + 1);
  }

  #jsonList(items: readonly VtlValue[], depth: number, escapesSlash: boolean): void {
    this.text += '[';
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.text += ',';
      this.json(items[i] ?? null, depth + 1, escapesSlash);
    }
    this.text += ']';
  }

  #jsonObject(entries: Entries, depth: number, escapesSlash: boolean): void {
    this.text += '{';
    let isFirst = true;
    for (const [key, value] of entries) {
      if (!isFirst) this.text += ',';
      isFirst = false;
      this.text += `${quoted(this.#apart(key, depth), escapesSlash)}:`;
      this.json(value, depth + 1, escapesSlash);
    }
    this.text += '}';
  }

  /** The usual kind of object: no lists of its entries are made. */
  #plainObject(object: MutableObject, depth: number, escapesSlash: boolean): void {
    const names = Object.keys(object);
    this.text += '{';
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      this.text += i === 0 ? `${quoted(name, escapesSlash)}:` : `,${quoted(name, escapesSlash)}:`;
      this.json(object[name] ?? null, depth + 1, escapesSlash);
    }
    this.text += '}';
  }

  /** What a value prints, not into the text yet. */
  #apart(value: VtlValue, depth: number): string {
    if (typeof value === 'string') return value;
    const before = this.text;
    this.text = '';
    this.print(value, depth + 1);
    const printed = this.text;
    this.text = before;
    return printed;
  }

  /** Rendered by who renders; elsewhere it is nothing. */
  #definition(definition: Definition): string {
    return this.#budget instanceof Rendering ? (definition.text(this.#budget) ?? '') : '';
  }

  #check(depth: number): void {
    this.#budget.step();
    this.#budget.checkLength(this.text.length);
    const { valueDepth } = this.#budget.limits;
    if (depth > valueDepth) this.#budget.fail(`A value is nested deeper than ${valueDepth} levels.`);
  }
}

type Entries = Iterable<readonly [VtlValue, VtlValue]>;
export type ListLike = JavaList | JavaCollection | readonly VtlValue[];
export type MapLike = JavaMap | Map<string, VtlValue> | MutableObject;

export const isListLike = (value: VtlValue): value is ListLike =>
  Array.isArray(value) || value instanceof JavaList || value instanceof JavaCollection;

export const itemsOf = (value: ListLike): readonly VtlValue[] =>
  value instanceof JavaList || value instanceof JavaCollection ? value.items : value;

/** A JSON object, or a map of the template's making. */
export function isMapLike(value: VtlValue): value is MapLike {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof JavaMap || value instanceof Map) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function entriesOf(value: VtlValue): Entries {
  if (value instanceof JavaMap) return value.entries().map((entry) => [entry.key, entry.value] as const);
  if (value instanceof LoopScope) return value.kept;
  if (value instanceof Map) return value as ReadonlyMap<string, VtlValue>;
  return isMapLike(value) ? Object.entries(value as Record<string, VtlValue>) : [];
}

const NEEDS_ESCAPE = /["\\\p{Cc}]/u;

function quoted(text: string, escapesSlash: boolean): string {
  const isPlain = !NEEDS_ESCAPE.test(text) && !(escapesSlash && text.includes('/'));
  return isPlain ? `"${text}"` : writeJson(text, { escapesSlash });
}
