import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineOfPointer } from './json-lines';

const TEXT = `{
  "type": "object",
  "properties": {
    "a/b": { "type": "string" },
    "list": [
      1, [2, "]}"],
      { "x\\"y": true }
    ]
  }
}`;

it.each([
  ['', 1],
  ['/type', 2],
  ['/properties', 3],
  ['/properties/a~1b/type', 4],
  ['/properties/list/0', 6],
  ['/properties/list/1/1', 6],
  ['/properties/list/2/x"y', 7],
  ['/properties/list/3', undefined],
  ['/gone', undefined],
  ['/type/deeper', undefined],
])('%s is on line %s', (pointer, line) => {
  expect(lineOfPointer(TEXT, pointer)).toBe(line);
});

it('finds every value of any JSON, however it is written', () => {
  const partOf = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
  const pointers = (value: unknown, at = ''): string[] =>
    typeof value === 'object' && value !== null
      ? [at, ...Object.entries(value).flatMap(([name, item]) => pointers(item, `${at}/${partOf(name)}`))]
      : [at];
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const all = pointers(JSON.parse(text));
      const lines = all.map((pointer) => lineOfPointer(text, pointer));
      expect(lines).not.toContain(undefined);
      expect(lines).toEqual([...lines].sort((a, b) => (a ?? 0) - (b ?? 0)));
    }),
  );
});
