import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { compilePattern } from './linear-pattern';

it.each([
  ['^[A-Z]{3}-[0-9]{4}$', 'ABC-1234', true],
  ['^[A-Z]{3}-[0-9]{4}$', 'ABC-123', false],
  ['^\\d+$', '12a', false],
  ['^[a-z]{2,}$', 'abc', true],
  ['b', 'abc', true],
  ['^a|c$', 'abc', true],
])('%s on %s: %s', (pattern, text, matches) => {
  expect(compilePattern(pattern).test(text)).toBe(matches);
});

it('means the same whichever engine runs it', () => {
  const atom = fc.constantFrom('a', 'b', '-', '\\d', '\\.', '\\w', '[ab]', '[a-c0-9_]', '[\\d.]', '[ab-]');
  const fixed = fc.tuple(atom, fc.constantFrom('', '{2}')).map((parts) => parts.join(''));
  const variable = fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '{1,2}', '{2,}')).map((parts) => parts.join(''));
  const pattern = fc
    .tuple(fc.array(fixed, { maxLength: 3 }), variable)
    .map(([parts, end]) => `^${parts.join('')}${end}$`);
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '1', '.', '-', '_', 'é', '\n'), { maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (source, letters) => {
      expect(compilePattern(source).test(letters.join(''))).toBe(RE2JS.compile(source).test(letters.join('')));
    }),
    { numRuns: 300 },
  );
});

it.each(['^(a+)+$', '^a*a*a*a*b$', '(x|x)*y', '^[a-z]+[a-z]+!$'])('is linear: %s', (pattern) => {
  const compiled = compilePattern(pattern);
  expect(compiled instanceof RegExp).toBe(false);
});

it('runs simple ones natively', () => {
  for (const pattern of ['^[A-Z]{3}-[0-9]{4}$', '^\\d+$', '^[a-z0-9_.-]{1,64}$', '^$']) {
    expect(compilePattern(pattern)).toBeInstanceOf(RegExp);
  }
});
