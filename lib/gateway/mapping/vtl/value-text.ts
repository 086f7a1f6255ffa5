// What values render as: Java's toString. Lists print as [1, 2], maps as {a=1}; a list of the JSON body prints as JSON, as json-smart's
// JSONArray does on API Gateway, and so does everything in it.
import { javaNumberText } from '../java-number';
import { Definition } from './definition';
import { isNumber } from './numbers';
import type { Rendering } from './rendering';
import {
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

class Printer {
  text = '';
  readonly #rendering: Rendering;

  constructor(rendering: Rendering) {
    this.#rendering = rendering;
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
    else if (value instanceof Definition) this.text += value.text(this.#rendering) ?? '';
    else if (Array.isArray(value)) this.json(value, depth, true);
    else this.#map(value, entriesOf(value), depth);
  }

  json(value: VtlValue, depth: number, escapesSlash: boolean): void {
    this.#check(depth);
    if (value === null || typeof value === 'boolean') this.text += String(value);
    else if (isNumber(value)) this.text += javaNumberText(value);
    else if (isListLike(value)) this.#jsonList(itemsOf(value), depth, escapesSlash);
    else if (isMapLike(value)) this.#jsonObject(entriesOf(value), depth, escapesSlash);
    else this.text += quoted(textOf(this.#rendering, value), escapesSlash);
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
      this.text += `${quoted(key === null ? 'null' : textOf(this.#rendering, key), escapesSlash)}:`;
      this.json(value, depth + 1, escapesSlash);
    }
    this.text += '}';
  }

  #check(depth: number): void {
    this.#rendering.step();
    this.#rendering.checkLength(this.text.length);
    if (depth > this.#rendering.limits.valueDepth) {
      this.#rendering.fail(`A value is nested deeper than ${this.#rendering.limits.valueDepth} levels.`);
    }
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
  const isPlain = !NEEDS_ESCAPE.test(text);
  const inQuotes = isPlain ? `"${text}"` : JSON.stringify(text);
  return escapesSlash && text.includes('/') ? inQuotes.replaceAll('/', '\\/') : inQuotes;
}
