// Does an element pass a filter? As Jayway compares: 1 == '1' (=== minds the type), a missing value equals nothing, so != and nin hold for it.
// https://github.com/json-path/JsonPath#filter-operators
import type { RE2JS } from 're2js';
import { compareNumbers, javaNumberText, numberFromText } from '../java-number';
import {
  isJsonArray,
  isJsonNumber,
  isJsonObject,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  memberCount,
  memberNames,
  memberOf,
} from '../json-value';
import type { Budget } from './budget';
import type { Condition, Operand, Operator, ParsedPath } from './path-tree';

/** Gives filters the values of paths. */
export interface FilterScope {
  readonly budget: Budget;
  /** From "@" or "$"; undefined: nothing there. */
  valueAt(path: ParsedPath, item: JsonValue): JsonValue | undefined;
}

export function passes(condition: Condition, item: JsonValue, scope: FilterScope): boolean {
  scope.budget.spend(1);
  switch (condition.kind) {
    case 'all':
      return condition.conditions.every((it) => passes(it, item, scope));
    case 'any':
      return condition.conditions.some((it) => passes(it, item, scope));
    case 'not':
      return !passes(condition.condition, item, scope);
    case 'exists': {
      const value = scope.valueAt(condition.path, item);
      return condition.path.isDefinite ? value !== undefined : isJsonArray(value) && value.length > 0;
    }
    case 'relation':
      return holds(condition.operator, condition.left, condition.right, item, scope);
  }
}

function holds(operator: Operator, left: Operand, right: Operand, item: JsonValue, scope: FilterScope): boolean {
  if (left.kind === 'pattern') return right.kind !== 'pattern' && matches(left.pattern, givenBy(right), scope.budget);
  if (right.kind === 'pattern') return matches(right.pattern, givenBy(left), scope.budget);
  return relates(operator, givenBy(left), givenBy(right), scope.budget);

  function givenBy(operand: Exclude<Operand, { kind: 'pattern' }>): JsonValue | undefined {
    return operand.kind === 'literal' ? operand.value : scope.valueAt(operand.path, item);
  }
}

type Value = JsonValue | undefined;

/** So many characters compared are as much work as a value visited: 2^6. */
const TEXT_SHIFT = 6;

function relates(operator: Operator, left: Value, right: Value, budget: Budget): boolean {
  switch (operator) {
    case '==':
      return equals(left, right, budget);
    case '!=':
      return !equals(left, right, budget);
    case '===':
      return kindOf(left) === kindOf(right) && equals(left, right, budget);
    case '!==':
      return !(kindOf(left) === kindOf(right) && equals(left, right, budget));
    case '<':
      return (order(left, right, budget) ?? 1) < 0;
    case '<=':
      return (order(left, right, budget) ?? 1) <= 0;
    case '>':
      return (order(left, right, budget) ?? -1) > 0;
    case '>=':
      return (order(left, right, budget) ?? -1) >= 0;
    case 'in':
      return isJsonArray(right) && includes(right, left, budget);
    case 'nin':
      return !(isJsonArray(right) && includes(right, left, budget));
    case 'contains':
      if (typeof left === 'string' && typeof right === 'string') {
        budget.spend(left.length >> TEXT_SHIFT);
        return left.includes(right);
      }
      return isJsonArray(left) && includes(left, right, budget);
    case 'all':
      // An object passes, as there.
      if (isJsonObject(left)) return true;
      return isJsonArray(left) && isJsonArray(right) && right.every((it) => includes(left, it, budget));
    case 'subsetof':
      return isJsonArray(left) && isJsonArray(right) && left.every((it) => includes(right, it, budget));
    case 'anyof':
      return isJsonArray(left) && isJsonArray(right) && left.some((it) => includes(right, it, budget));
    case 'noneof':
      return isJsonArray(left) && isJsonArray(right) && !left.some((it) => includes(right, it, budget));
    case 'size':
      return isJsonNumber(right) && sizeOf(left, budget) === Math.trunc(Number(right));
    case 'empty': {
      const size = sizeOf(left, budget);
      return size !== undefined && (size === 0) === right;
    }
    case '=~':
      return false;
  }
}

function matches(pattern: RE2JS, value: Value, budget: Budget): boolean {
  if (isJsonArray(value)) return value.some((item) => matchesText(pattern, item, budget));
  return matchesText(pattern, value, budget);
}

function matchesText(pattern: RE2JS, value: Value, budget: Budget): boolean {
  const text = textOf(value);
  budget.spend(1 + text.length);
  return pattern.matches(text);
}

/** What is no scalar is matched as an empty text. */
function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (isJsonNumber(value)) return javaNumberText(value);
  return typeof value === 'boolean' ? String(value) : '';
}

const kindOf = (value: Value): string => {
  if (isJsonNumber(value)) return 'number';
  return value === null ? 'null' : typeof value;
};

function sizeOf(value: Value, budget: Budget): number | undefined {
  if (typeof value === 'string' || isJsonArray(value)) return value.length;
  return isJsonObject(value) ? countOf(value, budget) : undefined;
}

/** Counting is work. */
function countOf(object: JsonObject, budget: Budget): number {
  const count = memberCount(object);
  budget.spend(count);
  return count;
}

/** Undefined: they have no order. */
function order(left: Value, right: Value, budget: Budget): number | undefined {
  if (isJsonNumber(left) && isJsonNumber(right)) return compareNumbers(left, right);
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  budget.spend(Math.min(left.length, right.length) >> TEXT_SHIFT);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function includes(list: JsonArray, value: Value, budget: Budget): boolean {
  return list.some((item) => equals(value, item, budget));
}

function equals(left: Value, right: Value, budget: Budget): boolean {
  budget.spend(1);
  if (left === undefined || right === undefined) return false;
  if (typeof left === 'string' && isJsonNumber(right)) return left === javaNumberText(right);
  if (isJsonNumber(left) && typeof right === 'string') {
    return NUMBER.test(right) && compareNumbers(left, numberFromText(right)) === 0;
  }
  return isSame(left, right, budget);
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isSame(left: Value, right: Value, budget: Budget): boolean {
  budget.spend(1);
  if (isJsonNumber(left)) return isJsonNumber(right) && compareNumbers(left, right) === 0;
  if (isJsonArray(left)) {
    if (!isJsonArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => isSame(item, right[index], budget));
  }
  if (isJsonObject(left)) {
    if (!isJsonObject(right) || countOf(left, budget) !== countOf(right, budget)) return false;
    return memberNames(left).every((name) => isSame(memberOf(left, name), memberOf(right, name), budget));
  }
  if (typeof left === 'string' && typeof right === 'string' && left.length === right.length) {
    budget.spend(left.length >> TEXT_SHIFT);
  }
  return left === right;
}
