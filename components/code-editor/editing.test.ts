import { describe, expect, it } from 'vitest';
import { type EditState, formatJson, indent, jsonProblem, newLine, outdent } from './editing';

/** `|` is the caret; two of them are a selection. */
function at(marked: string): EditState {
  const start = marked.indexOf('|');
  const end = marked.lastIndexOf('|');
  return { text: marked.replaceAll('|', ''), start, end: end === start ? start : end - 1 };
}
function show({ text, start, end }: EditState): string {
  const to = start === end ? text.slice(start) : `${text.slice(start, end)}|${text.slice(end)}`;
  return `${text.slice(0, start)}|${to}`;
}

it.each([
  ['at the caret', '{\n|"a": 1}', '{\n  |"a": 1}'],
  ['to the next stop', 'a|b', 'a |b'],
  ['replacing what is selected in a line', 'a|b|c', 'a |c'],
  ['all selected lines, empty ones not', '|a\n\nb|\nc', '  |a\n\n  b|\nc'],
  ['not the line that the selection only touches', '|a\n|b', '  |a\n|b'],
])('tab indents %s', (_name, before, after) => expect(show(indent(at(before)))).toBe(after));

it.each([
  ['  a|', 'a|'],
  [' a|', 'a|'],
  ['\ta|', 'a|'],
  ['|  a\n    b|', '|a\n  b|'],
  ['a|', 'a|'],
])('shift+tab turns %j into %j', (before, after) => expect(show(outdent(at(before)))).toBe(after));

it.each([
  ['a|', 'a\n|'],
  ['  a|b', '  a\n  |b'],
  ['{|', '{\n  |'],
  ['  {|}', '  {\n    |\n  }'],
  ['{"a": [|', '{"a": [\n  |'],
])('enter turns %j into %j', (before, after) => expect(show(newLine(at(before)))).toBe(after));

describe('jsonProblem', () => {
  it.each(['', '  \n', '{}', '[1, 2]', '"text"', 'null'])('%j is fine', (text) => expect(jsonProblem(text)).toBeNull());

  it.each([
    ['{\n  "a": 1,\n  b: 2\n}', 3],
    ['{\n  "a": 1\n', 2],
    ['{\n  "a": 1,\n}', 3],
    ['x', 1],
    ['{"a": "\n"}', 1],
  ])('%j fails on line %i', (text, line) => {
    const problem = jsonProblem(text);
    expect(problem?.line).toBe(line);
    expect(problem?.message).toMatch(/^[A-Z].*\.$/s);
    expect(problem?.message).not.toMatch(/position|is not valid JSON/);
  });
});

it('formats JSON and leaves the rest alone', () => {
  expect(formatJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(formatJson('{')).toBeNull();
});
