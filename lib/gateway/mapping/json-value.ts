// What mapping templates and JSON paths work on. Only own members count: a document can't reach what JavaScript objects inherit.
import { ExactNumber } from './java-number';

export type JsonValue = null | boolean | number | string | ExactNumber | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
/** A Map where JavaScript would put the members into another order (names like "1") or treat one specially ("__proto__"). */
export type JsonObject = PlainObject | ReadonlyMap<string, JsonValue>;

export interface PlainObject {
  readonly [name: string]: JsonValue;
}

export const isJsonArray = (value: JsonValue | undefined): value is JsonArray => Array.isArray(value);

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

export const isJsonNumber = (value: JsonValue | undefined): value is number | ExactNumber =>
  typeof value === 'number' || value instanceof ExactNumber;

export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  if (object instanceof Map) return object.get(name);
  return Object.hasOwn(object, name) ? (object as PlainObject)[name] : undefined;
}

export const hasMember = (object: JsonObject, name: string): boolean =>
  object instanceof Map ? object.has(name) : Object.hasOwn(object, name);

export const memberNames = (object: JsonObject): readonly string[] =>
  object instanceof Map ? [...object.keys()] : Object.keys(object);

export const memberValues = (object: JsonObject): readonly JsonValue[] =>
  object instanceof Map ? [...object.values()] : Object.values(object as PlainObject);

export const memberCount = (object: JsonObject): number =>
  object instanceof Map ? object.size : Object.keys(object).length;

/** Names that a plain object can't keep in their place. */
const UNFIT_NAME = /^(?:0|[1-9]\d{0,9}|__proto__)$/;

export const fitsPlainObject = (name: string): boolean => !UNFIT_NAME.test(name);

/** Of members in their order; the last of equal names wins, in the place of the first. */
export function objectFromEntries(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  const map = new Map(entries);
  for (const name of map.keys()) if (!fitsPlainObject(name)) return map;
  return Object.fromEntries(map);
}
