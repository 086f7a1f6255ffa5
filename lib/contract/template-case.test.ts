import { expect, test } from 'vitest';
import { caseProblem } from './template-case';

const rendered = (output: string) => ({ output, outputLength: output.length, error: null });

test.each([
  ['EXACT', 'a\nb', 'a\nb', undefined],
  ['EXACT', 'a\nb', 'a\nc', 'Line 2: expected “b”, got “c”.'],
  ['EXACT', 'a', 'a\n', 'Line 2: expected no such line, got “”.'],
  ['EXACT', 'a\nb', 'a', 'Line 2: expected “b”, got no such line.'],
  ['JSON', '{"b":1,"a":[1,{"y":0,"x":0}]}', '{ "a": [1, {"x":0,"y":0}],\n "b": 1.0 }', undefined],
  ['JSON', '{"__proto__":1}', '{"__proto__":2}', 'Line 2: expected “  "__proto__": 1”, got “  "__proto__": 2”.'],
  ['JSON', '[1,2]', '[2,1]', 'Line 2: expected “  1,”, got “  2,”.'],
  ['JSON', '{}', '{', 'The output is not JSON.'],
  ['JSON', '', '{}', 'The expected output is not JSON.'],
] as const)('%s: %j and %j', (comparison, expected, output, problem) => {
  expect(caseProblem({ expected, comparison }, rendered(output))).toBe(problem);
});

test('an error, and an output that is only partly there, are never what was expected', () => {
  const error = { kind: 'rendering', message: 'It loops.', line: 3, column: 5 } as const;
  const any = { expected: '', comparison: 'EXACT' } as const;
  expect(caseProblem(any, { output: null, outputLength: 0, error })).toBe('Line 3, column 5: It loops.');
  expect(caseProblem({ ...any, expected: 'x' }, { output: 'x', outputLength: 9_000_000, error: null })).toMatch(
    /9000000 characters, too many/,
  );
});
