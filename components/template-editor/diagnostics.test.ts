import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import type { RenderedReference, RenderedTemplate } from '@/lib/contract/template-rendering';
import { templateProblems, toDiagnostics } from './diagnostics';

const reference = (text: string, more: Partial<RenderedReference> = {}): RenderedReference => {
  const [root = '', ...path] = text
    .replace(/^\$!?\{?/, '')
    .replace(/[}(].*$/, '')
    .split('.');
  const method = text.includes('(') ? path.pop() : undefined;
  return { text, root, path, method, isOwn: false, isEscaped: false, line: 1, column: 1, reads: 1, misses: 0, ...more };
};
const rendered = (references: RenderedReference[], more: Partial<RenderedTemplate> = {}): RenderedTemplate => ({
  ...{ output: '', outputLength: 0, error: null, references, overrides: { set: [] }, tookUs: 1 },
  ...more,
});

test.each([
  ['$context.requestId', {}, undefined],
  ['$context.requestId', { misses: 1 }, /^info Nothing is there in this sample: /],
  ["$input.params('x')", { misses: 2, reads: 3 }, /^info .*2 of 3 times/],
  ["$!input.params('x')", { misses: 1 }, undefined],
  ['$context.nope', {}, /^warning \$context has no “nope”/],
  ['$context.identity', {}, undefined],
  ['$context.identity.sourceIP', {}, /^warning \$context has no “identity.sourceIP”/],
  ['$context.authorizer.claims.sub', {}, undefined],
  ['$context.authorizer.anything', {}, undefined],
  ['$context.requestOverride.header.X', {}, undefined],
  ['$util.toJson($x)', {}, /^warning \$util has no “toJson” in API Gateway/],
  ['$util.urlEncode($x)', {}, undefined],
  ['$input.bodyText', {}, /^warning \$input has no “bodyText”/],
  ["$input.json('$')", {}, undefined],
  ['$stageVariables.any', {}, undefined],
  ['$typo', { misses: 1 }, /^warning Nothing gives “\$typo” a value/],
  ['$mine', { isOwn: true }, undefined],
  ['$typo', { isEscaped: true }, undefined],
])('%s with %o', (text, more, expected) => {
  const [problem] = templateProblems(rendered([reference(text, more)]));
  const said = problem && `${problem.severity} ${problem.message}`;
  if (expected === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(expected);
});

test('the error comes first, the rest in the order of the text', () => {
  const error = { kind: 'syntax', message: 'No.', line: 9, column: 9 } as const;
  const problems = templateProblems(
    rendered([reference('$b', { line: 2 }), reference('$a', { line: 1, column: 5 }), reference('$c')], { error }),
  );
  expect(problems.map(({ line, column }) => `${line}:${column}`)).toEqual(['9:9', '1:1', '1:5', '2:1']);
});

test('problems are marked where they stand, also in a text that became shorter meanwhile', () => {
  const doc = Text.of(['{', '  $context.nope', '}']);
  const problem = { severity: 'info', message: '', line: 2, column: 3, text: '$context.nope' } as const;
  expect(toDiagnostics([problem], doc)).toEqual([{ severity: 'info', message: '', from: 4, to: 17 }]);
  expect(toDiagnostics([{ ...problem, text: '' }], doc)).toMatchObject([{ from: 4, to: 17 }]);
  expect(toDiagnostics([{ ...problem, line: 40, column: 90 }], doc)).toMatchObject([{ from: 19, to: 19 }]);
  expect(toDiagnostics([{ ...problem, line: 40, column: 90 }], Text.of(['']))).toMatchObject([{ from: 0, to: 0 }]);
});
