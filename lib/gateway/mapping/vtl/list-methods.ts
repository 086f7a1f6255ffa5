// java.util.List's methods, for lists of the template and of the JSON body, and what Map.keySet and its kin give.
// https://docs.oracle.com/javase/8/docs/api/java/util/List.html
import { hashOf, javaEquals } from './equality';
import { isInt } from './numbers';
import type { Rendering } from './rendering';
import type { Method } from './string-methods';
import { isListLike, itemsOf, type ListLike, textOf } from './value-text';
import { JavaCollection, JavaList, type VtlValue } from './values';

const plain =
  (run: (rendering: Rendering, self: ListLike) => VtlValue): Method<ListLike> =>
  (rendering, self, args) =>
    args.length === 0 ? run(rendering, self) : undefined;

const withOne =
  (run: (rendering: Rendering, self: ListLike, value: VtlValue) => VtlValue | undefined): Method<ListLike> =>
  (rendering, self, [value, ...more]) =>
    value === undefined || more.length > 0 ? undefined : run(rendering, self, value);

/** Null for what can't be changed: arrays can't grow, and what the gateway keeps for itself is frozen. */
export function growable(rendering: Rendering, self: ListLike): VtlValue[] {
  const isFixed = self instanceof JavaCollection || (self instanceof JavaList && self.isArray);
  const items = itemsOf(self) as VtlValue[];
  if (isFixed || Object.isFrozen(items)) rendering.fail('This list can’t be changed.');
  return items;
}

function checked(rendering: Rendering, items: readonly VtlValue[], index: number): number {
  if (index < 0 || index >= items.length) {
    rendering.fail(`Index ${index} is outside of a list of ${items.length} items.`);
  }
  return index;
}

function get(rendering: Rendering, self: ListLike, index: VtlValue): VtlValue | undefined {
  if (!isInt(index) || self instanceof JavaCollection) return undefined;
  const items = itemsOf(self);
  return items[checked(rendering, items, index)] ?? null;
}

export function setItem(rendering: Rendering, self: ListLike, index: VtlValue, value: VtlValue): VtlValue | undefined {
  if (!isInt(index) || self instanceof JavaCollection) return undefined;
  const items = itemsOf(self) as VtlValue[];
  if (Object.isFrozen(items)) rendering.fail('This list can’t be changed.');
  const at = checked(rendering, items, index);
  const before = items[at] ?? null;
  items[at] = value;
  return before;
}

function find(rendering: Rendering, self: ListLike, value: VtlValue): number {
  const items = itemsOf(self);
  rendering.spend((items.length >> 2) + 1);
  return items.findIndex((item) => javaEquals(rendering, value, item));
}

function add(rendering: Rendering, self: ListLike, args: readonly VtlValue[]): VtlValue | undefined {
  const [first, second] = args;
  if (first === undefined || args.length > 2) return undefined;
  const items = growable(rendering, self);
  if (second === undefined) {
    items.push(first);
    return true;
  }
  if (!isInt(first)) return undefined;
  if (first !== items.length) checked(rendering, items, first);
  rendering.spendCharacters(items.length);
  items.splice(first, 0, second);
  return '';
}

function addAll(rendering: Rendering, self: ListLike, more: VtlValue): VtlValue | undefined {
  if (!isListLike(more)) return undefined;
  const items = growable(rendering, self);
  const added = itemsOf(more).slice();
  rendering.spend(added.length);
  for (const item of added) items.push(item);
  return added.length > 0;
}

function remove(rendering: Rendering, self: ListLike, value: VtlValue): VtlValue {
  const items = growable(rendering, self);
  rendering.spendCharacters(items.length);
  if (isInt(value)) return items.splice(checked(rendering, items, value), 1)[0] ?? null;
  const at = find(rendering, self, value);
  if (at !== -1) items.splice(at, 1);
  return at !== -1;
}

/** removeAll and retainAll. */
const filtered = (keepsListed: boolean): Method<ListLike> =>
  withOne((rendering, self, listed) => {
    if (!isListLike(listed)) return undefined;
    const items = growable(rendering, self);
    rendering.spend(items.length);
    const kept = items.filter((item) => (find(rendering, listed, item) !== -1) === keepsListed);
    const isChanged = kept.length !== items.length;
    items.length = 0;
    for (const item of kept) items.push(item);
    return isChanged;
  });

function subList(rendering: Rendering, self: ListLike, args: readonly VtlValue[]): VtlValue | undefined {
  const [from, to] = args;
  if (!isInt(from) || !isInt(to) || args.length > 2 || self instanceof JavaCollection) return undefined;
  const items = itemsOf(self);
  if (from < 0 || to > items.length || from > to) {
    rendering.fail(`subList(${from}, ${to}) is outside of a list of ${items.length} items.`);
  }
  rendering.spend((to - from) >> 3);
  return new JavaList(items.slice(from, to));
}

function lastIndexOf(rendering: Rendering, self: ListLike, value: VtlValue): VtlValue | undefined {
  if (self instanceof JavaCollection) return undefined;
  rendering.spend(itemsOf(self).length >> 2);
  return itemsOf(self).findLastIndex((item) => javaEquals(rendering, value, item));
}

export const LIST_METHODS: ReadonlyMap<string, Method<ListLike>> = new Map<string, Method<ListLike>>([
  ['size', plain((_, self) => itemsOf(self).length)],
  ['isEmpty', plain((_, self) => itemsOf(self).length === 0)],
  ['get', withOne(get)],
  [
    'set',
    (rendering, self, [index, value, ...more]) =>
      index === undefined || value === undefined || more.length > 0
        ? undefined
        : setItem(rendering, self, index, value),
  ],
  ['add', add],
  ['addAll', withOne(addAll)],
  ['remove', withOne(remove)],
  ['removeAll', filtered(false)],
  ['retainAll', filtered(true)],
  [
    'clear',
    plain((rendering, self) => {
      growable(rendering, self).length = 0;
      return '';
    }),
  ],
  ['contains', withOne((rendering, self, value) => find(rendering, self, value) !== -1)],
  [
    'containsAll',
    withOne((rendering, self, wanted) =>
      isListLike(wanted) ? itemsOf(wanted).every((one) => find(rendering, self, one) !== -1) : undefined,
    ),
  ],
  [
    'indexOf',
    withOne((rendering, self, value) => (self instanceof JavaCollection ? undefined : find(rendering, self, value))),
  ],
  ['lastIndexOf', withOne(lastIndexOf)],
  ['subList', subList],
  ['toArray', plain((rendering, self) => copied(rendering, self, true))],
  // #foreach is all that can be done with an iterator.
  ['iterator', plain((_, self) => self as VtlValue)],
  ['listIterator', plain((_, self) => self as VtlValue)],
  ['toString', plain((rendering, self) => textOf(rendering, self as VtlValue))],
  ['hashCode', plain((rendering, self) => hashOf(rendering, self as VtlValue))],
  ['equals', withOne((rendering, self, other) => javaEquals(rendering, self as VtlValue, other))],
]);

function copied(rendering: Rendering, self: ListLike, isArray: boolean): VtlValue {
  rendering.spend(itemsOf(self).length >> 3);
  return new JavaList(itemsOf(self).slice(), isArray);
}
