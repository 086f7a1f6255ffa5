// What is behind a "." or in "[ ]": properties, methods and items, looked up by the kind of the value. Undefined and null mean that there is
// none. Java's getClass() and what it leads to does not exist here, nor does anything that JavaScript objects have.
import { LIST_METHODS, setItem } from './list-methods';
import { getMember, MAP_METHODS, putMember, sizeOf } from './map-methods';
import { BOOLEAN_METHODS, CHAR_METHODS, NUMBER_METHODS } from './number-methods';
import { isInt, isNumber } from './numbers';
import type { Rendering } from './rendering';
import { type Method, STRING_METHODS } from './string-methods';
import { isListLike, isMapLike, itemsOf, type MapLike, textOf } from './value-text';
import {
  DefinedBlock,
  HostError,
  HostObject,
  JavaChar,
  JavaEntry,
  LoopScope,
  type MutableObject,
  type VtlNumber,
  type VtlValue,
} from './values';

export type PropertyReader = (rendering: Rendering, value: VtlValue) => VtlValue | undefined;

/** `propertyOf` for a name that is known when the template is compiled. */
export function propertyReader(name: string): PropertyReader {
  // What all JavaScript objects inherit has to be told from members; every other name can only be a member.
  if (name in Object.prototype) return (rendering, value) => propertyOf(rendering, value, name);
  return (rendering, value) => {
    if (value instanceof LoopScope) return loopProperty(value, name);
    return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
      ? (value as MutableObject)[name]
      : propertyOf(rendering, value, name);
  };
}

/** $value.name */
export function propertyOf(rendering: Rendering, value: VtlValue, name: string): VtlValue | undefined {
  if (typeof value === 'object' && value !== null) {
    // JSON objects first: they are most of what templates read.
    if (Object.getPrototypeOf(value) === Object.prototype) {
      return Object.hasOwn(value, name) ? (value as MutableObject)[name] : undefined;
    }
    if (value instanceof LoopScope) return loopProperty(value, name);
    if (value instanceof HostObject) return value.get(name);
    if (value instanceof JavaEntry) return entryProperty(value, name);
    if (isListLike(value)) return isEmptyName(name) ? itemsOf(value).length === 0 : undefined;
    if (isMapLike(value)) return getMember(rendering, value, name);
  }
  if (typeof value === 'string') {
    if (isEmptyName(name)) return value === '';
    return name === 'blank' || name === 'Blank' ? value.trim() === '' : undefined;
  }
  return isNumber(value) ? numberProperty(rendering, value, name) : undefined;
}

/** #set($value.name = …) */
export function setProperty(rendering: Rendering, target: VtlValue, name: string, value: VtlValue): void {
  if (target instanceof HostObject) setHost(rendering, target, name, value);
  else if (target instanceof LoopScope) target.kept.set(name, value);
  else if (target instanceof JavaEntry) {
    if (name === 'value' || name === 'Value') target.value = value;
  } else if (isMapLike(target)) putMember(rendering, target, name, value);
}

/** $value[index] */
export function itemOf(rendering: Rendering, value: VtlValue, index: VtlValue): VtlValue | undefined {
  if (value instanceof HostObject) return value.get(textOf(rendering, index));
  if (isListLike(value)) return LIST_METHODS.get('get')?.(rendering, value, [fromEnd(itemsOf(value).length, index)]);
  if (isMapLike(value)) return getMember(rendering, value, mapKey(rendering, value, index));
  if (value instanceof LoopScope) return typeof index === 'string' ? value.kept.get(index) : undefined;
  return undefined;
}

/** #set($value[index] = …) */
export function assignItem(rendering: Rendering, target: VtlValue, index: VtlValue, value: VtlValue): void {
  if (target instanceof HostObject) setProperty(rendering, target, textOf(rendering, index), value);
  else if (isListLike(target)) setItem(rendering, target, fromEnd(itemsOf(target).length, index), value);
  else if (isMapLike(target)) putMember(rendering, target, mapKey(rendering, target, index), value);
}

/** $value.name(…) */
export function callMethod(
  rendering: Rendering,
  value: VtlValue,
  name: string,
  args: readonly VtlValue[],
): VtlValue | undefined {
  rendering.step();
  if (typeof value === 'string') return STRING_METHODS.get(name)?.(rendering, value, args);
  if (isNumber(value)) return NUMBER_METHODS.get(name)?.(rendering, value, args);
  if (typeof value === 'boolean') return BOOLEAN_METHODS.get(name)?.(rendering, value, args);
  if (value === null || value instanceof DefinedBlock) return undefined;
  if (value instanceof HostObject) return hostCall(rendering, value, name, args);
  if (isListLike(value)) return LIST_METHODS.get(name)?.(rendering, value, args);
  if (isMapLike(value)) return MAP_METHODS.get(name)?.(rendering, value, args);
  if (value instanceof JavaChar) return CHAR_METHODS.get(name)?.(rendering, value, args);
  if (value instanceof JavaEntry) return ENTRY_METHODS.get(name)?.(rendering, value, args);
  return value instanceof LoopScope ? LOOP_METHODS.get(name)?.(rendering, value, args) : undefined;
}

/** All of them answer get(). Texts that go in and come out are paid for. */
function hostCall(
  rendering: Rendering,
  host: HostObject,
  name: string,
  args: readonly VtlValue[],
): VtlValue | undefined {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (typeof arg === 'string') rendering.spendCharacters(arg.length);
  }
  let result: VtlValue | undefined;
  try {
    result = host.call(name, args, rendering);
  } catch (error) {
    refused(rendering, error);
  }
  if (typeof result === 'string') rendering.spendCharacters(result.length);
  if (result !== undefined || name !== 'get' || args.length !== 1) return result;
  const key = args[0];
  return typeof key === 'string' ? host.get(key) : undefined;
}

function setHost(rendering: Rendering, host: HostObject, name: string, value: VtlValue): void {
  try {
    host.set(name, value);
  } catch (error) {
    refused(rendering, error);
  }
}

function refused(rendering: Rendering, error: unknown): never {
  if (error instanceof HostError) rendering.fail(error.message);
  throw error;
}

/** $list[-1] is the last item. */
const fromEnd = (size: number, index: VtlValue): VtlValue => (isInt(index) && index < 0 ? size + index : index);

/** $map[-1] is the entry of the key that a list would have there. */
const mapKey = (rendering: Rendering, map: MapLike, index: VtlValue): VtlValue =>
  isInt(index) && index < 0 ? sizeOf(rendering, map) + index : index;

const isEmptyName = (name: string): boolean => name === 'empty' || name === 'Empty';

function numberProperty(rendering: Rendering, value: VtlNumber, name: string): VtlValue | undefined {
  if (name === 'naN' || name === 'NaN') return callMethod(rendering, value, 'isNaN', []);
  return name === 'infinite' || name === 'Infinite' ? callMethod(rendering, value, 'isInfinite', []) : undefined;
}

function entryProperty(entry: JavaEntry, name: string): VtlValue | undefined {
  if (name === 'key' || name === 'Key') return entry.key;
  return name === 'value' || name === 'Value' ? entry.value : undefined;
}

function loopProperty(loop: LoopScope, name: string): VtlValue | undefined {
  switch (name) {
    case 'index':
      return loop.index;
    case 'count':
      return loop.index + 1;
    case 'hasNext':
      return loop.hasNext;
    case 'first':
      return loop.index === 0;
    case 'last':
      return !loop.hasNext;
    case 'parent':
      return loop.parent;
    case 'topmost':
      return topmostOf(loop);
    case 'depth':
      return depthOf(loop);
    default:
      return loop.kept.get(name);
  }
}

function topmostOf(loop: LoopScope): LoopScope {
  let topmost = loop;
  while (topmost.parent !== null) topmost = topmost.parent;
  return topmost;
}

function depthOf(loop: LoopScope): VtlNumber {
  let depth = 1;
  for (let outer = loop.parent; outer !== null; outer = outer.parent) depth++;
  return depth;
}

const getter =
  (name: string): Method<LoopScope> =>
  (_, self, args) =>
    args.length === 0 ? loopProperty(self, name) : undefined;

const LOOP_METHODS: ReadonlyMap<string, Method<LoopScope>> = new Map<string, Method<LoopScope>>([
  ['hasNext', getter('hasNext')],
  ['getHasNext', getter('hasNext')],
  ['getIndex', getter('index')],
  ['getCount', getter('count')],
  ['isFirst', getter('first')],
  ['getFirst', getter('first')],
  ['isLast', getter('last')],
  ['getLast', getter('last')],
  ['getParent', getter('parent')],
  ['getTopmost', getter('topmost')],
  ['getDepth', getter('depth')],
  ['get', (_, self, [key]) => (typeof key === 'string' ? self.kept.get(key) : undefined)],
  [
    'put',
    (_, self, [key, value]) => {
      if (typeof key !== 'string' || value === undefined) return undefined;
      const before = self.kept.get(key);
      self.kept.set(key, value);
      return before;
    },
  ],
]);

const ENTRY_METHODS: ReadonlyMap<string, Method<JavaEntry>> = new Map<string, Method<JavaEntry>>([
  ['getKey', (_, self, args) => (args.length === 0 ? self.key : undefined)],
  ['getValue', (_, self, args) => (args.length === 0 ? self.value : undefined)],
  [
    'setValue',
    (_, self, [value, ...more]) => {
      if (value === undefined || more.length > 0) return undefined;
      const before = self.value;
      self.value = value;
      return before;
    },
  ],
  ['toString', (rendering, self, args) => (args.length === 0 ? textOf(rendering, self) : undefined)],
]);

/** What #foreach goes over; null for what has no items. */
export function iterated(value: VtlValue): readonly VtlValue[] | null {
  if (value instanceof HostObject) return value.values();
  return isListLike(value) ? itemsOf(value) : null;
}
