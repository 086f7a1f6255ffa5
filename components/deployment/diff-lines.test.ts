import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, foldUnchanged, readable } from './diff-lines';

const marks = { same: ' ', added: '+', removed: '-' };
const diff = (before: string | null, after: string | null) =>
  diffLines(before, after).map((line) => marks[line.kind] + line.text);

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

describe('diffLines', () => {
  it('keeps what both have', () => {
    expect(diff('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']);
  });
  it('shows additions and removals in place', () => {
    expect(diff('a\nc', 'a\nb\nc')).toEqual([' a', '+b', ' c']);
    expect(diff('a\nb\nc', 'a\nc')).toEqual([' a', '-b', ' c']);
    expect(diff('a\na', 'a\na\na')).toEqual([' a', ' a', '+a']);
  });
  it('takes null as nothing', () => {
    expect(diff(null, 'a')).toEqual(['+a']);
    expect(diff('a', null)).toEqual(['-a']);
  });
  it('finds one changed line among thousands', () => {
    const lines = numbered(0, 5000);
    const changed = diff(lines.join('\n'), lines.with(2500, 'new').join('\n')).filter((line) => !line.startsWith(' '));
    expect(changed).toEqual(['-line 2500', '+new']);
  });
  it('gives back both texts, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before.join('\n'), after.join('\n'));
        expect(lines.filter(({ kind }) => kind !== 'added').map((line) => line.text)).toEqual(before);
        expect(lines.filter(({ kind }) => kind !== 'removed').map((line) => line.text)).toEqual(after);
      }),
    );
  });
});

describe('foldUnchanged', () => {
  const folded = (before: readonly string[], after: readonly string[]) =>
    foldUnchanged(diffLines(before.join('\n'), after.join('\n'))).map(({ kind, lines }) => [kind, lines.length]);

  it('leaves three lines beside each change', () => {
    const lines = numbered(0, 40);
    expect(folded(lines, lines.with(20, 'new'))).toEqual([
      ['folded', 17],
      ['lines', 8],
      ['folded', 16],
    ]);
  });
  it('folds nothing where a fold would save nothing', () => {
    const lines = numbered(0, 9);
    expect(folded(lines, lines.with(4, 'new'))).toEqual([['lines', 10]]);
    expect(folded(['a'], ['b'])).toEqual([['lines', 2]]);
  });
});

it('indents JSON, both sides or none', () => {
  expect(readable('{"a":1}', '[1]')).toEqual(['{\n  "a": 1\n}', '[\n  1\n]']);
  expect(readable(null, '{"a":1}')).toEqual([null, '{\n  "a": 1\n}']);
  expect(readable('{"a":1}', '{"a":$input.path("$.a")}')).toEqual(['{"a":1}', '{"a":$input.path("$.a")}']);
  expect(readable('http://x', null)).toEqual(['http://x', null]);
});
