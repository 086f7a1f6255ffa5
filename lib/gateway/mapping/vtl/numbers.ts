// Java's arithmetic as Velocity 1.7 does it: whole numbers stay whole (7 / 2 is 3) and grow from Integer over Long to BigInteger instead of
// overflowing; with a Double everything is a Double, with a BigDecimal a BigDecimal.
import { ExactNumber, type JavaNumberType, javaNumberText, javaTypeOf } from '../java-number';
import type { ArithmeticOperator } from './syntax-tree';
import type { VtlNumber, VtlValue } from './values';

export const isNumber = (value: VtlValue | undefined): value is VtlNumber =>
  typeof value === 'number' || value instanceof ExactNumber;

const MIN_INT = -0x80000000;
const MAX_INT = 0x7fffffff;
const MAX_LONG = 2n ** 63n;

/** Digits of a whole or decimal number: more than that is nobody's data. */
const MAX_DIGITS = 2000;

/** What takes an `int` in Java takes this. */
export const isInt = (value: VtlValue | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= MIN_INT && value <= MAX_INT;

export function integerFromText(text: string): VtlNumber {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value + 0 : wholeNumber(BigInt(text), 'Integer');
}

/** Null for a division by zero, or for numbers past all use. */
export function calculate(operator: ArithmeticOperator, left: VtlNumber, right: VtlNumber): VtlNumber | null {
  if (isInt(left) && isInt(right)) {
    const result = ofInts(operator, left, right);
    if (result === null || Number.isSafeInteger(result)) return result;
  }
  const types: JavaNumberType[] = [javaTypeOf(left), javaTypeOf(right)];
  const areWhole = types.every((type) => type === 'Integer' || type === 'Long' || type === 'BigInteger');
  if (areWhole) return ofWholes(operator, bigIntOf(left), bigIntOf(right), types);
  if (types.includes('BigDecimal') || types.includes('BigInteger')) return ofDecimals(operator, left, right);
  return ofDoubles(operator, nearestDouble(left), nearestDouble(right));
}

export const nearestDouble = (number: VtlNumber): number => (typeof number === 'number' ? number : number.value);

/** Cut off and wrapped around, as Java's cast. */
export function toInt(number: VtlNumber): number {
  const type = javaTypeOf(number);
  if (type === 'Integer') return nearestDouble(number);
  if (type === 'Long' || type === 'BigInteger') return Number(BigInt.asIntN(32, bigIntOf(number)));
  const value = Math.trunc(nearestDouble(number));
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, MIN_INT), MAX_INT) + 0;
}

export function toLong(number: VtlNumber): VtlNumber {
  const value = nearestDouble(number);
  const type = javaTypeOf(number);
  if (type === 'Integer' || type === 'Long' || type === 'BigInteger') {
    return wholeNumber(BigInt.asIntN(64, bigIntOf(number)), 'Long');
  }
  if (Number.isNaN(value)) return wholeNumber(0n, 'Long');
  if (Math.abs(value) < Number(MAX_LONG)) return wholeNumber(BigInt(Math.trunc(value)), 'Long');
  return wholeNumber(value > 0 ? MAX_LONG - 1n : -MAX_LONG, 'Long');
}

export const toDouble = (number: VtlNumber): VtlNumber => quickDouble(nearestDouble(number));

export function bigIntOf(number: VtlNumber): bigint {
  return BigInt(typeof number === 'number' ? number : number.text);
}

/** The smallest type from `least` on that holds it. */
export function wholeNumber(value: bigint, least: JavaNumberType): VtlNumber {
  const small = Number(value);
  const isInteger = small >= MIN_INT && small <= MAX_INT;
  if (isInteger && least === 'Integer') return small;
  const isLong = value >= -MAX_LONG && value < MAX_LONG && least !== 'BigInteger';
  // A whole number past an Integer is a Long without saying so.
  if (isLong && !isInteger && Number.isSafeInteger(small)) return small;
  return new ExactNumber(value.toString(), isLong ? 'Long' : 'BigInteger', small);
}

function ofInts(operator: ArithmeticOperator, left: number, right: number): number | null {
  switch (operator) {
    case 'PLUS':
      return left + right;
    case 'MINUS':
      return left - right;
    case 'MULTIPLY':
      return left * right + 0;
    case 'DIVIDE':
      return right === 0 ? null : Math.trunc(left / right) + 0;
    case 'MODULUS':
      return right === 0 ? null : (left % right) + 0;
  }
}

function ofWholes(
  operator: ArithmeticOperator,
  left: bigint,
  right: bigint,
  types: readonly JavaNumberType[],
): VtlNumber | null {
  if (right === 0n && (operator === 'DIVIDE' || operator === 'MODULUS')) return null;
  const result = bigResult(operator, left, right);
  const least = types.includes('BigInteger') ? 'BigInteger' : types.includes('Long') ? 'Long' : 'Integer';
  return isTooLong(result) ? null : wholeNumber(result, least);
}

function bigResult(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case 'PLUS':
      return left + right;
    case 'MINUS':
      return left - right;
    case 'MULTIPLY':
      return left * right;
    case 'DIVIDE':
      return left / right;
    case 'MODULUS':
      return left % right;
  }
}

function ofDoubles(operator: ArithmeticOperator, left: number, right: number): VtlNumber | null {
  switch (operator) {
    case 'PLUS':
      return quickDouble(left + right);
    case 'MINUS':
      return quickDouble(left - right);
    case 'MULTIPLY':
      return quickDouble(left * right);
    case 'DIVIDE':
      return right === 0 ? null : quickDouble(left / right);
    case 'MODULUS':
      return right === 0 ? null : quickDouble(left % right);
  }
}

/** Its Java text is made when it is asked for. */
const quickDouble = (value: number): VtlNumber =>
  Number.isInteger(value) || !Number.isFinite(value) ? new ExactNumber(String(value), 'Double', value) : value;

interface Decimal {
  readonly digits: bigint;
  /** How many of them stand behind the point. */
  readonly scale: number;
}

function ofDecimals(operator: ArithmeticOperator, left: VtlNumber, right: VtlNumber): VtlNumber | null {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  if (a === null || b === null) return null;
  if (operator === 'MULTIPLY') return decimalNumber({ digits: a.digits * b.digits, scale: a.scale + b.scale });
  if (operator === 'MODULUS') return null;
  const scale = Math.max(a.scale, b.scale);
  const [x, y] = [scaled(a, scale), scaled(b, scale)];
  if (operator === 'PLUS') return decimalNumber({ digits: x + y, scale });
  if (operator === 'MINUS') return decimalNumber({ digits: x - y, scale });
  if (y === 0n) return null;
  // In the left one's scale, halves down.
  const shifted = x * 10n ** BigInt(Math.max(a.scale, 0));
  const [quotient, rest] = [shifted / y, shifted % y];
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const isUp = twice > (y < 0n ? -y : y);
  const digits = isUp ? quotient + (shifted < 0n === y < 0n ? 1n : -1n) : quotient;
  return decimalNumber({ digits, scale: Math.max(a.scale, 0) });
}

function decimalOf(number: VtlNumber): Decimal | null {
  const text = typeof number === 'number' ? javaNumberText(number) : number.text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const scale = fraction.length - Number(exponent);
  if (whole === '' || Math.abs(scale) > MAX_DIGITS) return null;
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale };
}

const scaled = ({ digits, scale }: Decimal, to: number): bigint => digits * 10n ** BigInt(to - scale);

function decimalNumber({ digits, scale }: Decimal): VtlNumber | null {
  if (isTooLong(digits) || Math.abs(scale) > MAX_DIGITS) return null;
  const text = scale <= 0 ? `${digits}e${-scale}` : withPoint(digits, scale);
  return new ExactNumber(scale === 0 ? `${digits}` : text, 'BigDecimal', Number(text));
}

function withPoint(digits: bigint, scale: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

const LARGEST = 10n ** BigInt(MAX_DIGITS);
const isTooLong = (value: bigint): boolean => value > LARGEST || value < -LARGEST;
