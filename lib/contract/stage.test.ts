import { describe, expect, it } from 'vitest';
import { CACHE_CLUSTER_SIZES, cacheBytesOf, stageVariables } from './stage';

describe('stage variables', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`name${i}`, 'value']));
  it.each([
    ['a hundred', many(100)],
    ['a name of 64 characters', { ['a'.repeat(64)]: 'x' }],
    ['a value of 512 characters', { a: 'x'.repeat(512) }],
    ['every character that is allowed', { aZ_09: 'azAZ09-._~:/?#&=,' }],
    ['an empty value', { a: '' }],
  ])('take %s', (_title, variables) => {
    expect(stageVariables.safeParse(variables).success).toBe(true);
  });

  it.each([
    ['one more than a hundred', many(101), /at most 100/],
    ['a name of 65 characters', { ['a'.repeat(65)]: 'x' }, /1–64/],
    ['a name with a hyphen', { 'a-b': 'x' }, /letters, digits or underscores/],
    ['an empty name', { '': 'x' }, /1–64/],
    ['a value of 513 characters', { a: 'x'.repeat(513) }, /at most 512/],
    ['a space', { a: 'x y' }, /may hold/],
    ['quotes', { a: '"x"' }, /may hold/],
    ['a reference to another variable', { a: ['$', '{stageVariables.b}'].join('') }, /may hold/],
    ['a letter beyond ASCII', { a: 'ü' }, /may hold/],
    ['a line break', { a: 'x\n' }, /may hold/],
  ])('refuse %s', (_title, variables, message) => {
    const { error } = stageVariables.safeParse(variables);
    expect(error?.issues.map((issue) => issue.message).join(' ') + JSON.stringify(error?.issues)).toMatch(message);
  });
});

it('cache sizes are AWS’s, in GB of 2^30 bytes', () => {
  expect(CACHE_CLUSTER_SIZES.map((size) => cacheBytesOf(size) / 2 ** 30)).toEqual(
    [0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237].map((gb) => expect.closeTo(gb, 8)),
  );
});
