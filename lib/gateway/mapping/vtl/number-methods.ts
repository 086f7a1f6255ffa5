// Methods of Java's numbers, Booleans and characters. The static ones can be called on any number in Velocity: $int.parseInt("7").
// https://docs.oracle.com/javase/8/docs/api/java/lang/Integer.html
import { compareNumbers, doubleOf, javaNumberText, javaTypeOf } from '../java-number';
import { hashOf, javaEquals } from './equality';
import { integerFromText, isInt, isNumber, nearestDouble, toDouble, toInt, toLong } from './numbers';
import type { Rendering } from './rendering';
import type { Method } from './string-methods';
import { JavaChar, type VtlNumber, type VtlValue } from './values';

const plain =
  (run: (self: VtlNumber) => VtlValue | undefined): Method<VtlNumber> =>
  (_, self, args) =>
    args.length === 0 ? run(self) : undefined;

const onlyDouble =
  (run: (value: number) => VtlValue): Method<VtlNumber> =>
  (_, self, args) =>
    args.length === 0 && javaTypeOf(self) === 'Double' ? run(nearestDouble(self)) : undefined;

/** In Java only numbers of one type compare. */
const withSameType =
  (run: (self: VtlNumber, other: VtlNumber) => VtlValue): Method<VtlNumber> =>
  (_, self, [other, ...more]) =>
    isNumber(other) && javaTypeOf(other) === javaTypeOf(self) && more.length === 0 ? run(self, other) : undefined;

const onInts =
  (run: (first: number, second: number) => number): Method<VtlNumber> =>
  (_, self, [first, second, ...more]) =>
    isInt(self) && isInt(first) && isInt(second) && more.length === 0 ? run(first, second) : undefined;

function parse(rendering: Rendering, self: VtlNumber, [text, ...more]: readonly VtlValue[]): VtlValue | undefined {
  if (typeof text !== 'string' || more.length > 0) return undefined;
  if (javaTypeOf(self) === 'Double') return parseDouble(rendering, text);
  const isWhole = /^[+-]?\d{1,30}$/.test(text);
  const number = isWhole ? integerFromText(text.replace(/^\+/, '')) : undefined;
  const fits =
    number !== undefined && (isInt(number) || (javaTypeOf(self) === 'Long' && javaTypeOf(number) === 'Long'));
  if (!fits)
    rendering.fail(`${JSON.stringify(text.slice(0, 40))} is not a whole number that Java’s ${javaTypeOf(self)} holds.`);
  return javaTypeOf(self) === 'Long' ? toLong(number) : number;
}

function parseDouble(rendering: Rendering, text: string): VtlValue {
  const trimmed = text.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/.test(trimmed)) {
    rendering.fail(`${JSON.stringify(text.slice(0, 40))} is not a number.`);
  }
  return doubleOf(Number(trimmed.replace(/[dDfF]$/, '')));
}

const parser =
  (type: 'Integer' | 'Long' | 'Double'): Method<VtlNumber> =>
  (rendering, self, args) =>
    javaTypeOf(self) === type ? parse(rendering, self, args) : undefined;

function valueOfMethod(rendering: Rendering, self: VtlNumber, args: readonly VtlValue[]): VtlValue | undefined {
  const [value] = args;
  if (args.length === 1 && isNumber(value) && javaTypeOf(value) === javaTypeOf(self)) return value;
  return parse(rendering, self, args);
}

function toStringMethod(_: Rendering, self: VtlNumber, args: readonly VtlValue[]): VtlValue | undefined {
  const [value, radix] = args;
  if (args.length === 0) return javaNumberText(self);
  if (!isNumber(value) || javaTypeOf(value) !== javaTypeOf(self)) return undefined;
  if (args.length === 1) return javaNumberText(value);
  if (args.length > 2 || !isInt(radix) || !isInt(value)) return undefined;
  return value.toString(radix >= 2 && radix <= 36 ? radix : 10);
}

const unsigned =
  (radix: number): Method<VtlNumber> =>
  (_, self, [value, ...more]) =>
    isInt(self) && isInt(value) && more.length === 0 ? (value >>> 0).toString(radix) : undefined;

export const NUMBER_METHODS: ReadonlyMap<string, Method<VtlNumber>> = new Map<string, Method<VtlNumber>>([
  ['intValue', plain(toInt)],
  ['longValue', plain(toLong)],
  ['doubleValue', plain(toDouble)],
  ['shortValue', plain((self) => (toInt(self) << 16) >> 16)],
  ['byteValue', plain((self) => (toInt(self) << 24) >> 24)],
  ['toString', toStringMethod],
  [
    'equals',
    (rendering, self, [other, ...more]) =>
      other === undefined || more.length > 0 ? undefined : javaEquals(rendering, self, other),
  ],
  ['compareTo', withSameType((self, other) => Math.sign(compareNumbers(self, other)))],
  ['hashCode', (rendering, self, args) => (args.length === 0 ? hashOf(rendering, self) : undefined)],
  ['isNaN', onlyDouble(Number.isNaN)],
  ['isInfinite', onlyDouble((value) => !Number.isFinite(value) && !Number.isNaN(value))],
  ['parseInt', parser('Integer')],
  ['parseLong', parser('Long')],
  ['parseDouble', parser('Double')],
  ['valueOf', valueOfMethod],
  ['max', onInts(Math.max)],
  ['min', onInts(Math.min)],
  ['sum', onInts((a, b) => (a + b) | 0)],
  ['compare', onInts((a, b) => Math.sign(a - b))],
  ['signum', (_, self, [value]) => (isInt(self) && isInt(value) ? Math.sign(value) : undefined)],
  ['toHexString', unsigned(16)],
  ['toBinaryString', unsigned(2)],
  ['toOctalString', unsigned(8)],
]);

export const BOOLEAN_METHODS: ReadonlyMap<string, Method<boolean>> = new Map<string, Method<boolean>>([
  ['booleanValue', (_, self, args) => (args.length === 0 ? self : undefined)],
  ['toString', (_, self, args) => (args.length === 0 ? String(self) : undefined)],
  ['equals', (_, self, [other, ...more]) => (other === undefined || more.length > 0 ? undefined : self === other)],
  ['compareTo', (_, self, [other]) => (typeof other === 'boolean' ? Number(self) - Number(other) : undefined)],
  ['hashCode', (rendering, self, args) => (args.length === 0 ? hashOf(rendering, self) : undefined)],
]);

export const CHAR_METHODS: ReadonlyMap<string, Method<JavaChar>> = new Map<string, Method<JavaChar>>([
  ['charValue', (_, self, args) => (args.length === 0 ? self : undefined)],
  ['toString', (_, self, args) => (args.length === 0 ? self.text : undefined)],
  [
    'equals',
    (rendering, self, [other, ...more]) =>
      other === undefined || more.length > 0 ? undefined : javaEquals(rendering, self, other),
  ],
  [
    'compareTo',
    (_, self, [other]) => (other instanceof JavaChar ? self.text.charCodeAt(0) - other.text.charCodeAt(0) : undefined),
  ],
  ['hashCode', (rendering, self, args) => (args.length === 0 ? hashOf(rendering, self) : undefined)],
]);
