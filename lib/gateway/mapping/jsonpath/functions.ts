// What may end a path: $.prices.sum(). Numbers come out as Doubles, as Jayway's do.
// https://github.com/json-path/JsonPath#functions
import { doubleOf } from '../java-number';
import { isJsonArray, isJsonNumber, isJsonObject, type JsonValue, memberCount, memberNames } from '../json-value';
import { writeJson } from '../write-json';
import type { Budget } from './budget';
import type { FunctionName } from './path-tree';

const MAX_CONCAT_LENGTH = 16 * 1024 * 1024;

/** Undefined: there is no result, where Jayway throws. Parameters that lead nowhere are left out. */
export function callFunction(
  name: FunctionName,
  value: JsonValue,
  parameters: readonly JsonValue[],
  budget: Budget,
): JsonValue | undefined {
  budget.spend((isJsonArray(value) ? value.length : 0) + parameters.length);
  switch (name) {
    case 'length':
    case 'size':
      return lengthOf(parameters[0] ?? value, budget);
    case 'keys':
      return isJsonObject(value) ? memberNames(value) : null;
    case 'append':
      return isJsonArray(value) ? [...value, ...parameters] : value;
    case 'concat':
      return concat(value, parameters, budget);
    case 'first':
      return isJsonArray(value) ? value[0] : undefined;
    case 'last':
      return isJsonArray(value) ? value.at(-1) : undefined;
    case 'index': {
      const [index] = parameters;
      return isJsonArray(value) && isJsonNumber(index) ? value.at(Number(index)) : undefined;
    }
    default:
      return aggregate(name, numbersIn(value, parameters, budget));
  }
}

/** Only of lists and objects. */
function lengthOf(value: JsonValue, budget: Budget): JsonValue {
  if (isJsonArray(value)) return value.length;
  if (!isJsonObject(value)) return null;
  const count = memberCount(value);
  budget.spend(count);
  return count;
}

function concat(value: JsonValue, parameters: readonly JsonValue[], budget: Budget): JsonValue | undefined {
  let text = '';
  const texts = isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
  for (const part of [...texts, ...parameters.flatMap((item) => (isJsonArray(item) ? item : [item]))]) {
    const written = typeof part === 'string' ? part : writeJson(part);
    budget.spend(1 + (written.length >> 3));
    text += written;
    if (text.length > MAX_CONCAT_LENGTH) return undefined;
  }
  return text;
}

function numbersIn(value: JsonValue, parameters: readonly JsonValue[], budget: Budget): number[] {
  const numbers: number[] = [];
  const add = (item: JsonValue): void => {
    if (typeof item === 'number') numbers.push(item);
    else if (isJsonNumber(item)) numbers.push(item.value);
  };
  if (isJsonArray(value)) for (const item of value) add(item);
  for (const parameter of parameters) {
    if (!isJsonArray(parameter)) add(parameter);
    else {
      budget.spend(parameter.length);
      for (const item of parameter) add(item);
    }
  }
  return numbers;
}

type Aggregate = 'min' | 'max' | 'avg' | 'sum' | 'stddev';

function aggregate(name: Aggregate, numbers: readonly number[]): JsonValue | undefined {
  const count = numbers.length;
  if (count === 0) return undefined;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let sumOfSquares = 0;
  for (const number of numbers) {
    min = Math.min(min, number);
    max = Math.max(max, number);
    sum += number;
    sumOfSquares += number * number;
  }
  switch (name) {
    case 'min':
      return doubleOf(min);
    case 'max':
      return doubleOf(max);
    case 'sum':
      return doubleOf(sum);
    case 'avg':
      return doubleOf(sum / count);
    case 'stddev':
      return doubleOf(Math.sqrt(sumOfSquares / count - (sum * sum) / count / count));
  }
}
