// $context.error.validationErrorString: what a body got wrong, in the words that API Gateway's validator uses.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
import type { ErrorObject } from 'ajv-draft-04';

const MAX_TEXT = 4096;
const MAX_ERRORS = 100;
/** Of one value in a message. */
const MAX_VALUE = 512;

/** "[object has missing required properties (["name"])]" */
export function errorText(all: readonly ErrorObject[]): string {
  const errors = onePerPlace(all);
  const places = new Set(errors.map(({ instancePath }) => instancePath));
  const texts = new Set(
    errors
      // What is inside of something wrong is not looked at.
      .filter(({ instancePath }) => !isBelowAny(instancePath, places))
      .sort((a, b) => (a.instancePath === b.instancePath ? 0 : a.instancePath < b.instancePath ? -1 : 1))
      .map(textOf),
  );
  const text = `[${[...texts].join(', ')}]`;
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…]` : text;
}

/** Ajv has one error for each property that is missing or too many; a message names them all. */
function onePerPlace(errors: readonly ErrorObject[]): ErrorObject[] {
  const seen = new Map<string, ErrorObject>();
  for (const error of errors) {
    if (seen.size === MAX_ERRORS) break;
    const key = `${error.instancePath} ${error.schemaPath} ${error.keyword === 'dependencies' ? error.params.property : ''}`;
    if (!seen.has(key)) seen.set(key, error);
  }
  return [...seen.values()];
}

function isBelowAny(path: string, places: ReadonlySet<string>): boolean {
  for (let end = path.lastIndexOf('/'); end !== -1; end = path.lastIndexOf('/', end - 1)) {
    if (places.has(path.slice(0, end))) return true;
    if (end === 0) return false;
  }
  return false;
}

function textOf(error: ErrorObject): string {
  const { data, schema } = error;
  const parent = asRecord(error.parentSchema);
  switch (error.keyword) {
    case 'required':
      return `object has missing required properties (${json(missing(parent.required, data))})`;
    case 'type':
      return `instance type (${typeName(data)}) does not match any allowed primitive type (allowed: ${json(allowedTypes(schema))})`;
    case 'enum':
      return `instance value (${json(data)}) not found in enum (possible values: ${json(schema)})`;
    case 'minimum':
      return parent.exclusiveMinimum === true && data === schema
        ? `numeric instance is not strictly greater than the required minimum ${json(schema)}`
        : `numeric instance is lower than the required minimum (minimum: ${json(schema)}, found: ${json(data)})`;
    case 'maximum':
      return parent.exclusiveMaximum === true && data === schema
        ? `numeric instance is not strictly lower than the required maximum ${json(schema)}`
        : `numeric instance is greater than the required maximum (maximum: ${json(schema)}, found: ${json(data)})`;
    case 'multipleOf':
      return `remainder of division is not zero (${json(data)} / ${json(schema)})`;
    case 'minLength':
      return `string "${cut(data)}" is too short (length: ${codePoints(data)}, required minimum: ${json(schema)})`;
    case 'maxLength':
      return `string "${cut(data)}" is too long (length: ${codePoints(data)}, maximum allowed: ${json(schema)})`;
    case 'pattern':
      return `ECMA 262 regex "${cut(schema)}" does not match input string "${cut(data)}"`;
    case 'additionalProperties':
      return `object instance has properties which are not allowed by the schema: ${json(additional(parent, data, error))}`;
    case 'minItems':
      return `array is too short: must have at least ${json(schema)} elements but instance has ${count(data)} elements`;
    case 'maxItems':
      return `array is too long: must have at most ${json(schema)} elements but instance has ${count(data)} elements`;
    case 'additionalItems':
      return `schema only allows ${json(error.params.limit)} elements in array but instance has ${count(data)} elements`;
    case 'uniqueItems':
      return 'array must not contain duplicate elements';
    case 'minProperties':
      return `object has too few properties (found ${count(data)} but schema requires at least ${json(schema)})`;
    case 'maxProperties':
      return `object has too many properties (found ${count(data)} but schema requires at most ${json(schema)})`;
    case 'dependencies': {
      const { property, deps } = error.params;
      const needed = String(deps).split(', ');
      return `property "${cut(property)}" of object has missing property dependencies (schema requires ${json(needed)}; missing: ${json(missing(needed, data))})`;
    }
    case 'anyOf':
      return `instance failed to match at least one required schema among ${count(schema)}`;
    case 'oneOf': {
      const passing: unknown = error.params.passingSchemas;
      return `instance failed to match exactly one schema (matched ${Array.isArray(passing) ? passing.length : 0} out of ${count(schema)})`;
    }
    case 'not':
      return 'instance matched a schema which it should not have';
    case 'format':
      return formatText(String(schema), cut(data));
    default:
      return error.message ?? 'instance does not match the schema';
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'is not a valid email address',
  hostname: 'is not a valid hostname',
  ipv4: 'is not a valid IPv4 address',
  ipv6: 'is not a valid IPv6 address',
  regex: 'is not a valid ECMA 262 regular expression',
  uri: 'is not a valid URI',
  uuid: 'is not a valid UUID',
  date: 'is invalid against requested date format(s) yyyy-MM-dd',
  'date-time':
    "is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]",
  time: 'is invalid against requested date format(s) HH:mm:ss',
};

const formatText = (format: string, value: string): string =>
  `string "${value}" ${FORMATS[format] ?? `is not a valid ${format}`}`;

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** In alphabetical order; whoever takes numbers takes integers. */
function allowedTypes(schema: unknown): string[] {
  const types = new Set((Array.isArray(schema) ? schema : [schema]).map(String));
  if (types.has('number')) types.add('integer');
  return [...types].sort();
}

function missing(required: unknown, data: unknown): unknown[] {
  const object = asRecord(data);
  return Array.isArray(required) ? required.filter((name) => !Object.hasOwn(object, String(name))) : [];
}

/** Ajv names one at a time. With patterns in play its one is what is known for certain. */
function additional(parent: Readonly<Record<string, unknown>>, data: unknown, error: ErrorObject): string[] {
  if (parent.patternProperties !== undefined) return [String(error.params.additionalProperty)];
  const known = asRecord(parent.properties);
  return Object.keys(asRecord(data))
    .filter((name) => !Object.hasOwn(known, name))
    .sort()
    .slice(0, MAX_NAMES);
}

const MAX_NAMES = 50;

function count(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

/** As Java counts them for this, and as the schema means it: not UTF-16 units. */
function codePoints(text: unknown): number {
  if (typeof text !== 'string') return 0;
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function json(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  return cut(JSON.stringify(value, (_key, item) => (typeof item === 'string' ? cut(item) : item)) ?? 'null');
}

function cut(value: unknown): string {
  const text = String(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
