import { describe, expect, it } from 'vitest';
import { mockStatusCode, templateProblem } from './template';

describe('mapping templates', () => {
  it.each([
    '',
    '{"a": 1}',
    'costs $5',
    '{"price": "$ 5"}',
    '{"color": "#fff"}',
    '#1 of 2',
    '{ statusCode: 200 }',
    '<a href="#top">',
  ])('take fixed text: %j', (template) => expect(templateProblem(template)).toBeUndefined());

  it.each([
    ['$input.body', '$input'],
    ['{\n "id": "$input.params(\'id\')"\n}', '$input in line 2'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a stage variable
    ['${stageVariables.a}', '${stageVariables'],
    ['$!x', '$!x'],
    ['#set($a = 1)', '$a'],
    ['#if(true)x#end', '#if'],
    ['#{else}', '#{else'],
    ['## comment', '##'],
    ['#* comment *#', '#*'],
    ['#[[literal]]#', '#[['],
    ['#macroName()', '#macroName('],
  ])('refuse what needs the engine: %j', (template, found) => expect(templateProblem(template)).toContain(found));

  it.each([
    ['{"statusCode": 200}', 200],
    ['{statusCode: 404}', 404],
    ["{'statusCode':503}", 503],
    ['{ "message": "x",\n "statusCode" : 201 }', 201],
    ['{"statusCode": 200, "context": {"a": 1}}', 200],
    ['{"statusCode": "200"}', undefined],
    ['{"statusCode": 2000}', undefined],
    ['{"statusCode": 99}', undefined],
    ['{"myStatusCode": 200}', undefined],
    ['{"nested": {"statusCode": 200}}', undefined],
    ['[200]', undefined],
    ['statusCode: 200', undefined],
    ['', undefined],
  ])('a mock answers %j with %s', (template, status) => expect(mockStatusCode(template)).toBe(status));
});
