import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseStrictObject } from './strict-json';

it('takes every object that was written from one, as JSON.parse does', () => {
  const objects = fc.dictionary(
    fc.string().filter((name) => name !== '__proto__'),
    fc.jsonValue({ maxDepth: 6 }),
  );
  fc.assert(
    fc.property(objects, fc.constantFrom(0, 2), (object, indent) => {
      const text = JSON.stringify(object, null, indent);
      // Inside, a member named __proto__ is refused.
      if (!text.includes('__proto__')) expect(parseStrictObject(text)).toEqual(JSON.parse(text));
    }),
  );
});

it('refuses every object with a name twice, wherever', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (name, one, two) => {
      const key = JSON.stringify(name);
      const twice = `{${key}:${JSON.stringify(one)},${key}:${JSON.stringify(two)}}`;
      expect(parseStrictObject(twice)).toBeUndefined();
      expect(parseStrictObject(`{"a":[1,{"b":${twice}}]}`)).toBeUndefined();
    }),
  );
});

it.each([
  ['the same name in two objects', '{"a":{"x":1},"b":{"x":1},"x":[{"x":1},{"x":2}]}', true],
  ['a value like a name', '{"a":"b","b":"a","c":["a","a"]}', true],
  ['one name in two spellings', '{"a":1,"\\u0061":2}', false],
  ['names that differ by an escaped quote', '{"a\\"":1,"a":2}', true],
  ['a name twice after an array', '{"a":[1,[2]],"a":1}', false],
  ['a name twice after an object', '{"a":{"b":1},"a":1}', false],
  ['__proto__', '{"__proto__":{}}', false],
  ['no object', '["a"]', false],
  ['null', 'null', false],
  ['no JSON', "{'a':1}", false],
])('%s', (_title, text, isTaken) => {
  expect(parseStrictObject(text) !== undefined).toBe(isTaken);
});
