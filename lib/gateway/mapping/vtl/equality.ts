// Java's equals and hashCode, and Velocity's "==", which compares numbers by value and different types by their text.
import { compareNumbers, javaNumberText, javaTypeOf } from '../java-number';
import { bigIntOf, isNumber, nearestDouble } from './numbers';
import type { Rendering } from './rendering';
import { entriesOf, isListLike, isMapLike, itemsOf, type ListLike, type MapLike, textOf } from './value-text';
import { JavaChar, JavaCollection, JavaEntry, type VtlNumber, type VtlValue } from './values';

/** "==" */
export function isEqual(rendering: Rendering, left: VtlValue | null, right: VtlValue | null): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if (typeof left === 'string' && typeof right === 'string') return left === right;
  if (isListLike(left) && isListLike(right)) return javaEquals(rendering, left, right);
  if (isMapLike(left) && isMapLike(right)) return javaEquals(rendering, left, right);
  return textOf(rendering, left) === textOf(rendering, right);
}

/** Object.equals: numbers of different types are different. */
export function javaEquals(rendering: Rendering, left: VtlValue, right: VtlValue, depth = 0): boolean {
  if (left === right) return true;
  // Of JavaScript's own, numbers of one value are of one type.
  if (typeof left !== 'object' && typeof right !== 'object') return false;
  if (left === null || right === null) return false;
  if (isNumber(left) && isNumber(right)) return isSameNumber(left, right);
  if (left instanceof JavaChar) return right instanceof JavaChar && left.text === right.text;
  if (isListLike(left)) return isListLike(right) && areListsEqual(rendering, left, right, depth);
  if (left instanceof JavaEntry) {
    return (
      right instanceof JavaEntry &&
      javaEquals(rendering, left.key, right.key, depth) &&
      javaEquals(rendering, left.value, right.value, depth)
    );
  }
  return isMapLike(left) && isMapLike(right) && areMapsEqual(rendering, left, right, depth);
}

function isSameNumber(left: VtlNumber, right: VtlNumber): boolean {
  return javaTypeOf(left) === javaTypeOf(right) && javaNumberText(left) === javaNumberText(right);
}

function areListsEqual(rendering: Rendering, left: ListLike, right: ListLike, depth: number): boolean {
  check(rendering, depth);
  const isSet = left instanceof JavaCollection;
  if (isSet || right instanceof JavaCollection) return false;
  const [a, b] = [itemsOf(left), itemsOf(right)];
  rendering.spend(a.length >> 2);
  return a.length === b.length && a.every((item, i) => javaEquals(rendering, item, b[i] ?? null, depth + 1));
}

function areMapsEqual(rendering: Rendering, left: MapLike, right: MapLike, depth: number): boolean {
  check(rendering, depth);
  const others = new Map<string | number, VtlValue>();
  for (const [key, value] of entriesOf(right)) {
    rendering.step();
    others.set(idOf(rendering, key), value);
  }
  let count = 0;
  for (const [key, value] of entriesOf(left)) {
    count++;
    const other = others.get(idOf(rendering, key));
    if (other === undefined || !javaEquals(rendering, value, other, depth + 1)) return false;
  }
  return count === others.size;
}

function check(rendering: Rendering, depth: number): void {
  rendering.step();
  if (depth > rendering.limits.valueDepth) {
    rendering.fail(`A value is nested deeper than ${rendering.limits.valueDepth} levels.`);
  }
}

/** What makes two keys of a map the same. */
export function idOf(rendering: Rendering, key: VtlValue): string | number {
  if (typeof key === 'string') {
    rendering.spendCharacters(key.length);
    return `s${key}`;
  }
  if (isNumber(key))
    return javaTypeOf(key) === 'Integer' ? nearestDouble(key) : `n${javaTypeOf(key)}${javaNumberText(key)}`;
  return `${typeof key === 'boolean' ? 'b' : key === null ? 'null' : key instanceof JavaChar ? 'c' : 'v'}${key === null ? '' : textOf(rendering, key)}`;
}

export function hashOf(rendering: Rendering, value: VtlValue, depth = 0): number {
  check(rendering, depth);
  if (value === null) return 0;
  if (typeof value === 'string') return hashOfText(rendering, value);
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (isNumber(value)) return hashOfNumber(rendering, value);
  if (value instanceof JavaChar) return value.text.charCodeAt(0);
  if (value instanceof JavaEntry) {
    return hashOf(rendering, value.key, depth + 1) ^ hashOf(rendering, value.value, depth + 1);
  }
  if (isListLike(value)) {
    let hash = 1;
    for (const item of itemsOf(value)) hash = (Math.imul(31, hash) + hashOf(rendering, item, depth + 1)) | 0;
    return hash;
  }
  let sum = 0;
  for (const [key, entry] of entriesOf(value)) {
    sum = (sum + (hashOf(rendering, key, depth + 1) ^ hashOf(rendering, entry, depth + 1))) | 0;
  }
  return sum;
}

function hashOfText(rendering: Rendering, text: string): number {
  rendering.spendCharacters(text.length);
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0;
  return hash;
}

const bits = new DataView(new ArrayBuffer(8));

function hashOfNumber(rendering: Rendering, value: VtlNumber): number {
  switch (javaTypeOf(value)) {
    case 'Integer':
      return nearestDouble(value);
    case 'Long':
      bits.setBigInt64(0, bigIntOf(value));
      return bits.getInt32(0) ^ bits.getInt32(4);
    case 'Double':
      bits.setFloat64(0, nearestDouble(value));
      return bits.getInt32(0) ^ bits.getInt32(4);
    default:
      return hashOfText(rendering, javaNumberText(value));
  }
}
