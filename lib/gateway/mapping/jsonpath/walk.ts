// A parsed path over a document. A definite path gives what is there or nothing, an indefinite one a list, as Jayway does; and as there,
// an indefinite path whose definite beginning leads nowhere ("$.missing[*]") gives nothing, not an empty list.
import {
  hasMember,
  isJsonArray,
  isJsonObject,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  memberOf,
  memberValues,
  objectFromEntries,
} from '../json-value';
import { Budget } from './budget';
import { type FilterScope, passes } from './filter';
import { callFunction } from './functions';
import type { FunctionCall, ParsedPath, Segment } from './path-tree';

/** Throws a JsonPathBudgetError. */
export function readPath(path: ParsedPath, document: JsonValue): JsonValue | undefined {
  return new Reading(document).read(path, document);
}

/** One reading of one document. */
class Reading implements FilterScope {
  readonly budget = new Budget();
  readonly #document: JsonValue;
  /** Paths from "$" in filters: read once, not for each element. */
  readonly #fromRoot = new Map<ParsedPath, JsonValue | undefined>();

  constructor(document: JsonValue) {
    this.#document = document;
  }

  valueAt(path: ParsedPath, item: JsonValue): JsonValue | undefined {
    if (!path.isFromRoot) return this.read(path, item);
    if (!this.#fromRoot.has(path)) this.#fromRoot.set(path, this.read(path, this.#document));
    return this.#fromRoot.get(path);
  }

  read(path: ParsedPath, start: JsonValue): JsonValue | undefined {
    const results: JsonValue[] = [];
    const isFound = new Walk(this, path.segments, results, start).step(0, start);
    if (path.overAll !== null) return this.call(path.overAll, results, start);
    if (!isFound) return undefined;
    return path.isDefinite ? results.at(-1) : results;
  }

  call({ name, parameters }: FunctionCall, value: JsonValue, item: JsonValue): JsonValue | undefined {
    const values: JsonValue[] = [];
    for (const parameter of parameters) {
      if (parameter.kind === 'pattern') continue;
      const given = parameter.kind === 'literal' ? parameter.value : this.valueAt(parameter.path, item);
      if (given !== undefined) values.push(given);
    }
    return callFunction(name, value, values, this.budget);
  }
}

class Walk {
  readonly #reading: Reading;
  readonly #segments: readonly Segment[];
  readonly #results: JsonValue[];
  readonly #start: JsonValue;

  constructor(reading: Reading, segments: readonly Segment[], results: JsonValue[], start: JsonValue) {
    this.#reading = reading;
    this.#segments = segments;
    this.#results = results;
    this.#start = start;
  }

  /** False: the whole path leads nowhere. */
  step(index: number, value: JsonValue): boolean {
    this.#reading.budget.spend(1);
    const segment = this.#segments[index];
    if (segment === undefined) {
      this.#results.push(value);
      return true;
    }
    const next = index + 1;
    switch (segment.kind) {
      case 'names':
        if (!isJsonObject(value)) return !segment.isUpstreamDefinite;
        return segment.names.length === 1 ? this.#name(segment, value, next) : this.#names(segment, value, next);
      case 'wildcard':
        if (isJsonArray(value)) return this.#each(value, next);
        return !isJsonObject(value) || this.#each(memberValues(value), next);
      case 'indexes':
        if (!isJsonArray(value)) return !segment.isUpstreamDefinite;
        return segment.indexes.every((it) => this.#element(value, it, next));
      case 'slice':
        return isJsonArray(value) ? this.#slice(segment, value, next) : !segment.isUpstreamDefinite;
      case 'filter':
        if (isJsonArray(value)) {
          return value.every((it) => !passes(segment.condition, it, this.#reading) || this.step(next, it));
        }
        // An object is asked itself.
        if (!isJsonObject(value)) return !segment.isUpstreamDefinite;
        return !passes(segment.condition, value, this.#reading) || this.step(next, value);
      case 'scan':
        return this.#scan(next, value);
      case 'function': {
        const result = this.#reading.call(segment, value, this.#start);
        return result !== undefined && this.step(next, result);
      }
    }
  }

  #each(values: readonly JsonValue[], next: number): boolean {
    return values.every((it) => this.step(next, it));
  }

  #name(segment: Segment & { kind: 'names' }, object: JsonObject, next: number): boolean {
    const value = memberOf(object, segment.names[0] as string);
    return value === undefined ? segment.isLast || !segment.isUpstreamDefinite : this.step(next, value);
  }

  /** At the end of a path several names make one object of what is there, before it each goes on by itself. */
  #names(segment: Segment & { kind: 'names' }, object: JsonObject, next: number): boolean {
    this.#reading.budget.spend(segment.names.length);
    const entries: [string, JsonValue][] = [];
    for (const name of segment.names) {
      const value = memberOf(object, name);
      if (value === undefined) continue;
      if (segment.isLast) entries.push([name, value]);
      else if (!this.step(next, value)) return false;
    }
    return !segment.isLast || this.step(next, objectFromEntries(entries));
  }

  #element(list: JsonArray, index: number, next: number): boolean {
    const value = list[index < 0 ? list.length + index : index];
    return value === undefined || this.step(next, value);
  }

  /** With both ends given, Jayway counts from one to the other before it looks whether they are negative: [0:-1] is empty. */
  #slice({ from, to }: Segment & { kind: 'slice' }, list: JsonArray, next: number): boolean {
    const { length } = list;
    if (from !== null && to !== null) {
      const end = Math.min(to, length);
      for (let i = Math.max(from, -length); i < end; i++) if (!this.#element(list, i, next)) return false;
      return true;
    }
    const start = from === null ? 0 : Math.max(from < 0 ? length + from : from, 0);
    const end = to === null ? length : Math.min(to < 0 ? length + to : to, length);
    for (let i = start; i < end; i++) if (!this.step(next, list[i] as JsonValue)) return false;
    return true;
  }

  #scan(index: number, value: JsonValue): boolean {
    const isArray = isJsonArray(value);
    if (!isArray && !isJsonObject(value)) return true;
    this.#reading.budget.spend(1);
    if (this.#isTarget(index, value) && !this.step(index, value)) return false;
    return (isArray ? value : memberValues(value)).every((it) => this.#scan(index, it));
  }

  #isTarget(index: number, value: JsonArray | JsonObject): boolean {
    const segment = this.#segments[index];
    switch (segment?.kind) {
      case 'names':
        if (isJsonArray(value)) return false;
        return !(segment.names.length === 1 || segment.isLast) || segment.names.every((it) => hasMember(value, it));
      case 'indexes':
      case 'slice':
        return isJsonArray(value);
      case 'filter':
        return isJsonObject(value) || passes(segment.condition, value, this.#reading);
      default:
        return segment?.kind === 'wildcard';
    }
  }
}
