// java.util.Map's methods, for maps of the template and objects of the JSON body. Of a JSON object only own members count.
// https://docs.oracle.com/javase/8/docs/api/java/util/Map.html
import { hashOf, idOf, javaEquals } from './equality';
import type { Rendering } from './rendering';
import type { Method } from './string-methods';
import { entriesOf, isMapLike, type MapLike, textOf } from './value-text';
import { JavaCollection, JavaEntry, JavaMap, type MutableObject, type VtlValue } from './values';

/** Undefined where there is no such key. */
export function getMember(rendering: Rendering, self: MapLike, key: VtlValue): VtlValue | undefined {
  if (self instanceof JavaMap) return self.entry(idOf(rendering, key))?.value;
  if (typeof key !== 'string') return undefined;
  if (self instanceof Map) return self.get(key);
  return Object.hasOwn(self, key) ? (self as MutableObject)[key] : undefined;
}

export function putMember(rendering: Rendering, self: MapLike, key: VtlValue, value: VtlValue): VtlValue | undefined {
  if (self instanceof JavaMap) return self.put(idOf(rendering, key), key, value);
  const name = typeof key === 'string' ? key : textOf(rendering, key);
  if (Object.isFrozen(self)) rendering.fail('This map can’t be changed.');
  const before = getMember(rendering, self, name);
  if (self instanceof Map) self.set(name, value);
  // Not by assignment, which "__proto__" would divert.
  else Object.defineProperty(self, name, { value, writable: true, enumerable: true, configurable: true });
  return before;
}

function removeMember(rendering: Rendering, self: MapLike, key: VtlValue): VtlValue | undefined {
  if (self instanceof JavaMap) return self.remove(idOf(rendering, key));
  if (Object.isFrozen(self)) rendering.fail('This map can’t be changed.');
  const before = getMember(rendering, self, key);
  if (typeof key !== 'string') return undefined;
  if (self instanceof Map) self.delete(key);
  else Reflect.deleteProperty(self, key);
  return before;
}

export function sizeOf(rendering: Rendering, self: MapLike): number {
  if (self instanceof JavaMap || self instanceof Map) return self.size;
  const { length } = Object.keys(self);
  rendering.spend(length);
  return length;
}

export function valuesOf(rendering: Rendering, self: MapLike): VtlValue[] {
  rendering.spend(sizeOf(rendering, self));
  if (self instanceof JavaMap) return self.entries().map(({ value }) => value);
  return self instanceof Map ? [...self.values()] : Object.values(self);
}

function keysOf(rendering: Rendering, self: MapLike): VtlValue[] {
  rendering.spend(sizeOf(rendering, self));
  if (self instanceof JavaMap) return self.entries().map(({ key }) => key);
  return self instanceof Map ? [...self.keys()] : Object.keys(self);
}

const plain =
  (run: (rendering: Rendering, self: MapLike) => VtlValue): Method<MapLike> =>
  (rendering, self, args) =>
    args.length === 0 ? run(rendering, self) : undefined;

const withOne =
  (run: (rendering: Rendering, self: MapLike, value: VtlValue) => VtlValue | undefined): Method<MapLike> =>
  (rendering, self, [value, ...more]) =>
    value === undefined || more.length > 0 ? undefined : run(rendering, self, value);

const withTwo =
  (run: (rendering: Rendering, self: MapLike, first: VtlValue, second: VtlValue) => VtlValue): Method<MapLike> =>
  (rendering, self, [first, second, ...more]) =>
    first === undefined || second === undefined || more.length > 0 ? undefined : run(rendering, self, first, second);

function putAll(rendering: Rendering, self: MapLike, more: VtlValue): VtlValue | undefined {
  if (!isMapLike(more)) return undefined;
  const entries = Array.from(entriesOf(more));
  rendering.spend(entries.length);
  for (const [key, value] of entries) putMember(rendering, self, key, value);
  return '';
}

function clear(rendering: Rendering, self: MapLike): VtlValue {
  if (self instanceof JavaMap) self.clear();
  else for (const key of keysOf(rendering, self)) removeMember(rendering, self, key);
  return '';
}

function entrySet(rendering: Rendering, self: MapLike): VtlValue {
  rendering.spend(sizeOf(rendering, self));
  if (self instanceof JavaMap) return new JavaCollection(self.entries(), true);
  const entries = Array.from(entriesOf(self as VtlValue), ([key, value]) => new JavaEntry(key, value));
  return new JavaCollection(entries, true);
}

function containsValue(rendering: Rendering, self: MapLike, wanted: VtlValue): boolean {
  return valuesOf(rendering, self).some((value) => javaEquals(rendering, wanted, value));
}

export const MAP_METHODS: ReadonlyMap<string, Method<MapLike>> = new Map<string, Method<MapLike>>([
  ['get', withOne(getMember)],
  ['getOrDefault', withTwo((rendering, self, key, other) => getMember(rendering, self, key) ?? other)],
  ['put', withTwo((rendering, self, key, value) => putMember(rendering, self, key, value) ?? null)],
  [
    'putIfAbsent',
    withTwo(
      (rendering, self, key, value) =>
        getMember(rendering, self, key) ?? putMember(rendering, self, key, value) ?? null,
    ),
  ],
  ['putAll', withOne(putAll)],
  ['remove', withOne(removeMember)],
  ['clear', plain(clear)],
  ['containsKey', withOne((rendering, self, key) => getMember(rendering, self, key) !== undefined)],
  ['containsValue', withOne(containsValue)],
  ['size', plain(sizeOf)],
  ['isEmpty', plain((rendering, self) => sizeOf(rendering, self) === 0)],
  ['keySet', plain((rendering, self) => new JavaCollection(keysOf(rendering, self), true))],
  ['values', plain((rendering, self) => new JavaCollection(valuesOf(rendering, self), false))],
  ['entrySet', plain(entrySet)],
  ['toString', plain((rendering, self) => textOf(rendering, self as VtlValue))],
  ['hashCode', plain((rendering, self) => hashOf(rendering, self as VtlValue))],
  ['equals', withOne((rendering, self, other) => javaEquals(rendering, self as VtlValue, other))],
]);
