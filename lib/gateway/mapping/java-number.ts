// Numbers as API Gateway's Java reads and prints them: "1.0" is a Double and stays "1.0", 12345678.5 prints as "1.23456785E7".
// json-smart, which parses bodies there, makes Integer, Long or BigInteger of text without point and exponent, else Double, and BigDecimal
// past 18 characters. https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double)

export type JavaNumberType = 'Integer' | 'Long' | 'BigInteger' | 'Double' | 'BigDecimal';

/** From here on json-smart keeps all digits of a number with a point or an exponent. */
const BIG_DECIMAL_CHARACTERS = 18;
const MAX_LONG = 2n ** 63n;

/** A number that a JavaScript number can't stand for: integers past 2^53, Doubles that are whole, more digits than a Double has. */
export class ExactNumber {
  /** As it was sent. */
  readonly text: string;
  readonly javaType: JavaNumberType;
  /** The nearest JavaScript number. */
  readonly value: number;

  constructor(text: string, javaType: JavaNumberType, value: number) {
    this.text = text;
    this.javaType = javaType;
    this.value = value;
  }

  /** Java's text of it. */
  toString(): string {
    if (this.javaType === 'Double') return javaDoubleText(this.value);
    return this.javaType === 'BigDecimal' ? bigDecimalText(this.text) : this.text;
  }
}

/** The text of a JSON number → a JavaScript number where that says the same, else an ExactNumber. */
export function numberFromText(text: string): number | ExactNumber {
  const value = Number(text);
  if (!/[.eE]/.test(text)) {
    if (Number.isSafeInteger(value)) return value;
    const exact = BigInt(text);
    return new ExactNumber(text, exact >= -MAX_LONG && exact < MAX_LONG ? 'Long' : 'BigInteger', value);
  }
  // Java's BigDecimal has no exponents beyond an int.
  if (text.length > BIG_DECIMAL_CHARACTERS && !/[eE][+-]?\d{10}/.test(text))
    return new ExactNumber(text, 'BigDecimal', value);
  return Number.isInteger(value) || !Number.isFinite(value) ? new ExactNumber(text, 'Double', value) : value;
}

/** A computed Double: whole ones stay Doubles ("3.0"). */
export function doubleOf(value: number): number | ExactNumber {
  return Number.isFinite(value) && !Number.isInteger(value)
    ? value
    : new ExactNumber(javaDoubleText(value), 'Double', value);
}

export function javaTypeOf(value: number | ExactNumber): JavaNumberType {
  if (typeof value !== 'number') return value.javaType;
  if (!Number.isInteger(value)) return 'Double';
  return value >= -0x80000000 && value <= 0x7fffffff ? 'Integer' : 'Long';
}

/** Java's text of a number. A whole JavaScript number is an Integer or Long. */
export function javaNumberText(value: number | ExactNumber): string {
  if (typeof value !== 'number') return value.toString();
  return Number.isSafeInteger(value) ? String(value) : javaDoubleText(value);
}

/** Double.toString: plain from 10^-3 to 10^7, else in scientific notation; always with a point. */
export function javaDoubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) {
    const plain = String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}

/** BigDecimal.toString: plain as long as nothing has to be added to the digits but up to six zeros. */
function bigDecimalText(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  const scale = fraction.length - Number(exponent);
  const adjusted = digits.length - 1 - scale;
  if (scale < 0 || adjusted < -6) {
    const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
    return `${sign}${mantissa}E${adjusted > 0 ? '+' : ''}${adjusted}`;
  }
  if (scale === 0) return `${sign}${digits}`;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Less than, equal to or greater than 0. Exact for whole numbers. */
export function compareNumbers(left: number | ExactNumber, right: number | ExactNumber): number {
  const a = typeof left === 'number' ? left : left.value;
  const b = typeof right === 'number' ? right : right.value;
  // Only numbers that round to the same Double need a closer look.
  if (a !== b || (typeof left === 'number' && typeof right === 'number')) return a < b ? -1 : a > b ? 1 : 0;
  const [exactA, exactB] = [wholeOf(left), wholeOf(right)];
  if (exactA === undefined || exactB === undefined) return 0;
  return exactA < exactB ? -1 : exactA > exactB ? 1 : 0;
}

function wholeOf(number: number | ExactNumber): bigint | undefined {
  if (typeof number === 'number') return Number.isSafeInteger(number) ? BigInt(number) : undefined;
  return number.javaType === 'Long' || number.javaType === 'BigInteger' ? BigInt(number.text) : undefined;
}
