import { describe, expect, it } from 'vitest';
import { diffLines, readable } from './diff-lines';

const marks = { same: ' ', added: '+', removed: '-' };
const diff = (before: string | null, after: string | null) =>
  diffLines(before, after).map((line) => marks[line.kind] + line.text);

describe('diffLines', () => {
  it('keeps what both have', () => {
    expect(diff('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']);
  });
  it('shows additions and removals in place', () => {
    expect(diff('a\nc', 'a\nb\nc')).toEqual([' a', '+b', ' c']);
    expect(diff('a\nb\nc', 'a\nc')).toEqual([' a', '-b', ' c']);
  });
  it('takes null as nothing', () => {
    expect(diff(null, 'a')).toEqual(['+a']);
    expect(diff('a', null)).toEqual(['-a']);
  });
});

it('indents JSON only', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('http://x')).toBe('http://x');
  expect(readable('{a')).toBe('{a');
  expect(readable(null)).toBeNull();
});
