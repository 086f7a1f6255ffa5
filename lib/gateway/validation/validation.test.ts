import { describe, expect, it } from 'vitest';
import type { BodyValidator } from './body-validator';
import type { ModelProblem } from './link-model';
import { ModelCompiler } from './model-compiler';

const API = 'abc123';
const url = (name: string): string => `https://apigateway.amazonaws.com/restapis/${API}/models/${name}`;

function compile(schemas: Readonly<Record<string, unknown>>, name = Object.keys(schemas)[0] ?? '') {
  const models = Object.fromEntries(
    Object.entries(schemas).map(([key, schema]) => [
      key,
      {
        contentType: 'application/json',
        description: '',
        schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
      },
    ]),
  );
  const problems: ModelProblem[] = [];
  const validator = new ModelCompiler({ apiId: API, models }).validator(name, (problem) => problems.push(problem));
  return { validator, problems };
}

function compiled(schemas: Readonly<Record<string, unknown>>): BodyValidator {
  const { validator, problems } = compile(schemas);
  if (validator === undefined) throw new Error(JSON.stringify(problems));
  return validator;
}

const check = (schema: unknown, body: unknown): string | undefined =>
  compiled({ Model: schema }).validate(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

const own = (schema: object) => ({ properties: { v: schema } });

describe('validationErrorString', () => {
  it.each<[string, object, unknown, string]>([
    ['required', { required: ['name', 'age'] }, {}, 'object has missing required properties (["name","age"])'],
    [
      'type',
      own({ type: 'integer' }),
      { v: 'x' },
      'instance type (string) does not match any allowed primitive type (allowed: ["integer"])',
    ],
    [
      'type number, which takes integers',
      own({ type: 'number' }),
      { v: null },
      'instance type (null) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [
      'one of types',
      own({ type: ['string', 'boolean'] }),
      { v: 1.5 },
      'instance type (number) does not match any allowed primitive type (allowed: ["boolean","string"])',
    ],
    [
      'enum',
      own({ enum: ['dog', 'cat', 'fish'] }),
      { v: 'dragon' },
      'instance value ("dragon") not found in enum (possible values: ["dog","cat","fish"])',
    ],
    [
      'minimum',
      own({ minimum: 25 }),
      { v: -9999 },
      'numeric instance is lower than the required minimum (minimum: 25, found: -9999)',
    ],
    [
      'maximum',
      own({ maximum: 500 }),
      { v: 501 },
      'numeric instance is greater than the required maximum (maximum: 500, found: 501)',
    ],
    [
      'exclusive minimum, as draft-04 writes it',
      own({ minimum: 0, exclusiveMinimum: true }),
      { v: 0 },
      'numeric instance is not strictly greater than the required minimum 0',
    ],
    [
      'exclusive maximum',
      own({ maximum: 10, exclusiveMaximum: true }),
      { v: 10 },
      'numeric instance is not strictly lower than the required maximum 10',
    ],
    ['multipleOf', own({ multipleOf: 5 }), { v: 7 }, 'remainder of division is not zero (7 / 5)'],
    ['minLength', own({ minLength: 3 }), { v: 'ab' }, 'string "ab" is too short (length: 2, required minimum: 3)'],
    [
      'maxLength, in code points',
      own({ maxLength: 1 }),
      { v: '😀a' },
      'string "😀a" is too long (length: 2, maximum allowed: 1)',
    ],
    [
      'pattern',
      own({ pattern: '^[a-z]+$' }),
      { v: 'A1' },
      'ECMA 262 regex "^[a-z]+$" does not match input string "A1"',
    ],
    [
      'additionalProperties, in order',
      { properties: { a: {} }, additionalProperties: false },
      { z: 1, b: 1, a: 1 },
      'object instance has properties which are not allowed by the schema: ["b","z"]',
    ],
    [
      'minItems',
      own({ minItems: 2 }),
      { v: [1] },
      'array is too short: must have at least 2 elements but instance has 1 elements',
    ],
    [
      'maxItems',
      own({ maxItems: 1 }),
      { v: [1, 2, 3] },
      'array is too long: must have at most 1 elements but instance has 3 elements',
    ],
    [
      'additionalItems',
      own({ items: [{}], additionalItems: false }),
      { v: [1, 2] },
      'schema only allows 1 elements in array but instance has 2 elements',
    ],
    [
      'uniqueItems, whatever the order of properties',
      own({ uniqueItems: true }),
      '{"v":[{"a":1,"b":[2]},{"b":[2],"a":1}]}',
      'array must not contain duplicate elements',
    ],
    [
      'minProperties',
      { minProperties: 2 },
      { a: 1 },
      'object has too few properties (found 1 but schema requires at least 2)',
    ],
    [
      'maxProperties',
      { maxProperties: 1 },
      { a: 1, b: 2 },
      'object has too many properties (found 2 but schema requires at most 1)',
    ],
    [
      'dependencies',
      { dependencies: { a: ['b'] } },
      { a: 1 },
      'property "a" of object has missing property dependencies (schema requires ["b"]; missing: ["b"])',
    ],
    [
      'anyOf, without what each alternative missed',
      own({ anyOf: [{ type: 'string' }, { type: 'integer' }] }),
      { v: true },
      'instance failed to match at least one required schema among 2',
    ],
    [
      'oneOf with two matches',
      own({ oneOf: [{ minimum: 1 }, { minimum: 2 }] }),
      { v: 3 },
      'instance failed to match exactly one schema (matched 2 out of 2)',
    ],
    [
      'oneOf without a match',
      own({ oneOf: [{ type: 'string' }, { type: 'null' }] }),
      { v: 3 },
      'instance failed to match exactly one schema (matched 0 out of 2)',
    ],
    ['not', own({ not: { type: 'string' } }), { v: 'x' }, 'instance matched a schema which it should not have'],
    ['email', own({ format: 'email' }), { v: 'nobody' }, 'string "nobody" is not a valid email address'],
    [
      'date',
      own({ format: 'date' }),
      { v: 'today' },
      'string "today" is invalid against requested date format(s) yyyy-MM-dd',
    ],
  ])('names %s', (_title, schema, body, message) => {
    expect(check(schema, body)).toBe(`[${message}]`);
  });

  it('lists everything that is wrong on one level, and does not look inside of what is wrong', () => {
    const schema = {
      type: 'object',
      required: ['id'],
      properties: { price: { minimum: 25 }, type: { enum: ['dog'] } },
    };
    expect(check(schema, { id: 1, price: 1, type: 'x' })).toBe(
      '[numeric instance is lower than the required minimum (minimum: 25, found: 1), instance value ("x") not found in enum (possible values: ["dog"])]',
    );
    expect(check(schema, { price: 1 })).toBe('[object has missing required properties (["id"])]');
  });

  it('stays short, whatever the body holds', () => {
    const long = check({ enum: ['a'] }, JSON.stringify('x'.repeat(1_000_000))) ?? '';
    expect(long).toMatch(/^\[instance value \("x+…"\) not found/);
    expect(long.length).toBeLessThan(5000);
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`property${i}`, 1]));
    expect(check({ additionalProperties: false }, many)?.length).toBeLessThan(5000);
  });
});

describe('a body', () => {
  it('that is not there is an empty object', () => {
    const { validator } = compile({ Model: { type: 'object', required: ['name'] } });
    for (const bytes of [null, Buffer.alloc(0), Buffer.from(' \n')]) {
      expect(validator?.validate(bytes)).toBe('[object has missing required properties (["name"])]');
    }
    expect(compiled({ Model: { type: 'object' } }).validate(null)).toBeUndefined();
  });

  it.each(['{', 'nope', '{"a":1,}', '\ufeff{}', "{'a':1}"])('that is not JSON is wrong: %s', (text) => {
    expect(check({}, text)).toBe('[the body is not valid JSON]');
  });

  it('has only properties of its own', () => {
    expect(check({ required: ['toString'] }, {})).toContain('missing required properties (["toString"])');
    expect(check({ properties: { constructor: { type: 'string' } } }, {})).toBeUndefined();
    const proto = { properties: JSON.parse('{"__proto__":{"type":"string"}}') as object, additionalProperties: false };
    expect(check(proto, '{"x":1}')).toContain('["x"]');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('is not changed by defaults', () => {
    expect(check({ properties: { a: { default: 1 } }, required: ['a'] }, {})).toContain('["a"]');
  });
});

describe('a hostile body', () => {
  const MB = 1024 * 1024;

  it('of 10 MB at a depth of 10,000 is refused before it is parsed', () => {
    const { validator } = compile({ Tree: { properties: { c: { $ref: '#' } } } });
    const deep = `${'{"c":'.repeat(10_000)}{"pad":"${'x'.repeat(10 * MB - 70_000)}"}${'}'.repeat(10_000)}`;
    expect(validator?.validate(Buffer.from(deep))).toBe('[the body is nested deeper than 1000 levels]');
    expect(validator?.validate(Buffer.from('['.repeat(5 * MB)))).toContain('nested deeper');
  });

  it('may hold brackets in strings', () => {
    const text = JSON.stringify({ a: `${'[{'.repeat(5000)}\\"[` });
    expect(check({ type: 'object' }, text)).toBeUndefined();
  });

  it('at the allowed depth is validated, however recursive the schema', () => {
    const depth = 998;
    const body = `${'{"c":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(check({ properties: { c: { $ref: '#' } } }, body)).toBeUndefined();
  });

  it('that makes a recursive schema exponential is given up', () => {
    const twice = { properties: { a: { allOf: [{ $ref: '#' }, { $ref: '#' }] } } };
    const body = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;
    expect(check(twice, body)).toBe('[the body takes too many steps to be compared with its model]');
    expect(check(twice, '{"a":{"a":1}}')).toBeUndefined();
  });

  it('with a large array of objects is compared in linear time', () => {
    const body = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => ({ i })));
    expect(check({ type: 'array', uniqueItems: true }, body)).toBeUndefined();
  });

  it('with a million mistakes names one', () => {
    const text = check({ items: { type: 'string' } }, `[${'1,'.repeat(1_000_000)}1]`);
    expect(text).toBe('[instance type (integer) does not match any allowed primitive type (allowed: ["string"])]');
  });

  it('meets a pattern that would backtrack for ever in linear time', () => {
    expect(check(own({ pattern: '^(a+)+$' }), { v: `${'a'.repeat(5000)}!` })).toContain('does not match input string');
  });
});

describe('references', () => {
  it('lead to other models and to definitions, in both directions', () => {
    const models = {
      Order: {
        type: 'object',
        properties: { pets: { type: 'array', items: { $ref: url('Pet') } } },
        definitions: { money: { type: 'number', minimum: 0 } },
      },
      Pet: {
        required: ['name'],
        properties: {
          price: { $ref: `${url('Order')}#/definitions/money` },
          orders: { items: { $ref: url('Order') } },
        },
      },
    };
    const validator = compiled(models);
    const run = (body: unknown) => validator.validate(Buffer.from(JSON.stringify(body)));
    expect(run({ pets: [{ name: 'Rex', price: 1, orders: [{ pets: [] }] }] })).toBeUndefined();
    expect(run({ pets: [{ name: 'Rex', orders: [{ pets: [{}] }] }] })).toContain('missing required properties');
    expect(run({ pets: [{ name: 'Rex', price: -1 }] })).toContain('lower than the required minimum');
  });

  it('make keywords beside them mean nothing', () => {
    const schema = { properties: { v: { $ref: '#/definitions/any', type: 'string' } }, definitions: { any: {} } };
    expect(check(schema, { v: 1 })).toBeUndefined();
  });

  it('work with an id, which is only a name', () => {
    const schema = {
      id: 'http://jsonschema.net',
      properties: { a: { id: '/properties/a', type: 'string' }, id: { $ref: '#/properties/a' } },
    };
    expect(check(schema, { id: 1 })).toContain('instance type (integer)');
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    [
      'to itself',
      { A: { $ref: '#' } },
      '',
      'The schema refers to itself without ever reaching a property or an item: A → A.',
    ],
    [
      'in a circle of models',
      { A: { $ref: url('B') }, B: { allOf: [{ $ref: url('A') }] } },
      '',
      'The schema refers to itself without ever reaching a property or an item: A → B → A.',
    ],
    [
      'to a model that is not there',
      { A: { properties: { b: { $ref: url('Gone') } } } },
      '/properties/b/$ref',
      'Invalid model identifier specified: Gone. There is no such model.',
    ],
    [
      'to a place that is not there',
      { A: { items: { $ref: '#/definitions/Gone' } } },
      '/items/$ref',
      'There is no schema #/definitions/Gone.',
    ],
    [
      'to another API',
      { A: { not: { $ref: 'https://apigateway.amazonaws.com/restapis/other/models/A' } } },
      '/not/$ref',
      `"https://apigateway.amazonaws.com/restapis/other/models/A" can’t be referred to. Write #/definitions/NAME, or ${url('NAME')} for a model of this API.`,
    ],
    [
      'to a file',
      { A: { items: { $ref: 'file:///etc/passwd' } } },
      '/items/$ref',
      `"file:///etc/passwd" can’t be referred to. Write #/definitions/NAME, or ${url('NAME')} for a model of this API.`,
    ],
  ])('%s are refused', (_title, models, pointer, message) => {
    const { validator, problems } = compile(models);
    expect(validator).toBeUndefined();
    expect(problems).toEqual([{ model: 'A', pointer, message }]);
  });

  it('that chain too long are refused, not followed for ever', () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 2000 }, (_, i) => [`d${i}`, { properties: { a: { $ref: `#/definitions/d${i + 1}` } } }]),
    );
    const { validator, problems } = compile({ A: { $ref: '#/definitions/d0', definitions } });
    expect(validator).toBeUndefined();
    expect(problems[0]?.message).toMatch(/at most 500 places|chained too deeply/);
  });
});

describe('a schema that is refused', () => {
  it.each<[string, unknown, string, string]>([
    ['is no JSON', '{', '', 'Invalid model schema specified: it is not JSON'],
    ['is no object', '[]', '', 'Invalid model schema specified: it must be a JSON object.'],
    [
      'has a wrong type',
      { properties: { a: { type: 'text' } } },
      '/properties/a/type',
      '"type" must be equal to one of',
    ],
    ['has a text where a number belongs', { maxLength: '35' }, '/maxLength', '"maxLength" must be integer'],
    ['requires nothing', { required: [] }, '/required', '"required" must NOT have fewer than 1 items'],
    [
      'has keywords of later drafts',
      { properties: { a: { const: 1, nullable: true } } },
      '/properties/a',
      'Unsupported keyword(s): ["const","nullable"]',
    ],
    ['has a pattern that can’t run', own({ pattern: '(?=a)' }), '/properties/v/pattern', 'no look-around'],
    ['has such a name pattern', { patternProperties: { '(a)\\1': {} } }, '/patternProperties/(a)\\1', 'no look-around'],
    ['is nested too deeply', `${'{"not":'.repeat(200)}{}${'}'.repeat(200)}`, '', 'nested deeper than 100 levels'],
  ])('%s', (_title, schema, pointer, message) => {
    const { validator, problems } = compile({ A: schema });
    expect(validator).toBeUndefined();
    expect(problems[0]).toMatchObject({ model: 'A', pointer });
    expect(problems[0]?.message).toContain(message);
  });

  it('by size says so', () => {
    const properties = Object.fromEntries(Array.from({ length: 25_000 }, (_, i) => [`p${i}`, {}]));
    expect(compile({ A: { properties } }).problems[0]?.message).toContain('more than 20000 subschemas');
  });

  it('is reported once, however many methods ask for it', () => {
    const problems: ModelProblem[] = [];
    const compiler = new ModelCompiler({ apiId: API, models: {} });
    for (let i = 0; i < 3; i += 1) compiler.validator('Gone', (problem) => problems.push(problem));
    compiler.check('Gone', (problem) => problems.push(problem));
    expect(problems).toHaveLength(1);
  });
});
