// Condition blocks. All keys of all operators must hold; of one key's values, one is enough (none, for the negated).
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
import { ipRange } from './ip-range';
import { PolicyError } from './policy-error';
import type { ContextValue, PolicyRequest } from './policy-request';
import { compileArn, compileText, type TextOptions } from './policy-text';

export type Condition = (request: PolicyRequest) => boolean;

/** A value of the request against one of the policy's. */
type Comparison = (subject: string, request: PolicyRequest) => boolean;
type Comparer = (value: string, place: string, hasVariables: boolean) => Comparison;

interface Operator {
  readonly compare: Comparer;
  readonly isNegated: boolean;
}

const text =
  (options: Omit<TextOptions, 'hasVariables'>): Comparer =>
  (value, place, hasVariables) => {
    const pattern = compileText(value, { ...options, hasVariables }, place);
    return (subject, request) => pattern.matches(subject, request);
  };

const exactly = text({ hasWildcards: false });
const ignoringCase = text({ hasWildcards: false, ignoresCase: true });
const like = text({ hasWildcards: true });

const arn: Comparer = (value, place, hasVariables) => {
  const pattern = compileArn(value, { hasWildcards: true, hasVariables }, place);
  return (subject, request) => pattern.matches(subject, request);
};

const ip: Comparer = (value, place) => {
  const range = ipRange(value);
  if (range === undefined) throw new PolicyError(place, `"${value}" is not an IP address or CIDR block.`);
  return range;
};

const bool: Comparer = (value, place) => {
  const wanted = value.toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') throw new PolicyError(place, `"${value}" is not true or false.`);
  return (subject) => subject.toLowerCase() === wanted;
};

const binary: Comparer = (value, place) => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) {
    throw new PolicyError(place, `"${value}" is not Base64.`);
  }
  return (subject) => subject === value;
};

type Ordered = (a: number, b: number) => boolean;

const numeric =
  (holds: Ordered): Comparer =>
  (value, place) => {
    const wanted = numberOf(value);
    if (Number.isNaN(wanted)) throw new PolicyError(place, `"${value}" is not a number.`);
    return (subject) => holds(numberOf(subject), wanted);
  };

const date =
  (holds: Ordered): Comparer =>
  (value, place) => {
    const wanted = epochSeconds(value);
    if (Number.isNaN(wanted)) {
      throw new PolicyError(place, `"${value}" is not a date like 2026-01-31T12:00:00Z, nor seconds since 1970.`);
    }
    return (subject) => holds(epochSeconds(subject), wanted);
  };

const numberOf = (value: string): number => (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(value) ? Number(value) : Number.NaN);

const ISO_DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?)?)?$/;

function epochSeconds(value: string): number {
  if (ISO_DATE.test(value)) return Date.parse(value) / 1000;
  return numberOf(value);
}

const equal: Ordered = (a, b) => a === b;
const less: Ordered = (a, b) => a < b;
const lessOrEqual: Ordered = (a, b) => a <= b;
const greater: Ordered = (a, b) => a > b;
const greaterOrEqual: Ordered = (a, b) => a >= b;

const is = (compare: Comparer): Operator => ({ compare, isNegated: false });
const isNot = (compare: Comparer): Operator => ({ compare, isNegated: true });

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: is(exactly),
  StringNotEquals: isNot(exactly),
  StringEqualsIgnoreCase: is(ignoringCase),
  StringNotEqualsIgnoreCase: isNot(ignoringCase),
  StringLike: is(like),
  StringNotLike: isNot(like),
  NumericEquals: is(numeric(equal)),
  NumericNotEquals: isNot(numeric(equal)),
  NumericLessThan: is(numeric(less)),
  NumericLessThanEquals: is(numeric(lessOrEqual)),
  NumericGreaterThan: is(numeric(greater)),
  NumericGreaterThanEquals: is(numeric(greaterOrEqual)),
  DateEquals: is(date(equal)),
  DateNotEquals: isNot(date(equal)),
  DateLessThan: is(date(less)),
  DateLessThanEquals: is(date(lessOrEqual)),
  DateGreaterThan: is(date(greater)),
  DateGreaterThanEquals: is(date(greaterOrEqual)),
  Bool: is(bool),
  BinaryEquals: is(binary),
  IpAddress: is(ip),
  NotIpAddress: isNot(ip),
  ArnEquals: is(arn),
  ArnNotEquals: isNot(arn),
  ArnLike: is(arn),
  ArnNotLike: isNot(arn),
};

const NAME = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;
const KEY = /^[A-Za-z0-9_-]+:\S+$/;

export function compileCondition(block: unknown, place: string, hasVariables: boolean): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const [name, keys] of entriesOf(block, place)) {
    const [, quantifier, base = '', ifExists] = NAME.exec(name) ?? [];
    const where = `${place}.${name}`;
    const isNull = base === 'Null';
    const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
    if ((operator === undefined && !isNull) || (isNull && ifExists !== undefined)) {
      throw new PolicyError(where, `"${name}" is not a condition operator.`);
    }
    for (const [key, values] of entriesOf(keys, where)) {
      const spot = `${where}.${key}`;
      if (!KEY.test(key)) throw new PolicyError(spot, `"${key}" is not a condition key; they look like aws:SourceIp.`);
      const wanted = valuesOf(values, spot);
      const lowerKey = key.toLowerCase();
      if (operator === undefined) {
        const absent = wanted.map((value, index) => presenceOf(value, `${spot}[${index}]`));
        conditions.push((request) => absent.includes(!hasValue(request.contextValue(lowerKey))));
        continue;
      }
      const comparisons = wanted.map((value, index) =>
        operator.compare(value, wanted.length === 1 ? spot : `${spot}[${index}]`, hasVariables),
      );
      const test = operator.isNegated ? noneOf(comparisons) : oneOf(comparisons);
      conditions.push(quantified(lowerKey, test, quantifier, operator.isNegated, ifExists !== undefined));
    }
  }
  return conditions;
}

function quantified(
  key: string,
  test: Comparison,
  quantifier: string | undefined,
  isNegated: boolean,
  ifExists: boolean,
): Condition {
  // No value is every value; a single-valued key that is absent differs from all that it is compared with.
  const whenAbsent = ifExists || quantifier === 'ForAllValues' || (quantifier === undefined && isNegated);
  // Without a quantifier, several values have to be treated like one: none of them may be among the refused.
  const needsAll = quantifier === 'ForAllValues' || (quantifier === undefined && isNegated);
  return (request) => {
    const value = request.contextValue(key);
    if (value === undefined) return whenAbsent;
    if (typeof value === 'string') return test(value, request);
    if (value.length === 0) return whenAbsent;
    return needsAll ? value.every((it) => test(it, request)) : value.some((it) => test(it, request));
  };
}

function oneOf(comparisons: readonly Comparison[]): Comparison {
  return (subject, request) => {
    for (const compare of comparisons) if (compare(subject, request)) return true;
    return false;
  };
}

function noneOf(comparisons: readonly Comparison[]): Comparison {
  const matches = oneOf(comparisons);
  return (subject, request) => !matches(subject, request);
}

const hasValue = (value: ContextValue): boolean => value !== undefined && value.length > 0;

function presenceOf(value: string, place: string): boolean {
  const lower = value.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new PolicyError(place, `"${value}" is not true or false.`);
  return lower === 'true';
}

function entriesOf(value: unknown, place: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PolicyError(place, 'An object is expected here.');
  }
  return Object.entries(value);
}

function valuesOf(value: unknown, place: string): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new PolicyError(place, 'At least one value is needed.');
  return list.map((it: unknown, index) => {
    if (typeof it === 'string' || typeof it === 'boolean' || typeof it === 'number') return String(it);
    throw new PolicyError(`${place}[${index}]`, 'A text, number, true or false is expected here.');
  });
}
