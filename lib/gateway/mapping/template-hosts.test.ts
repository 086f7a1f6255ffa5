import { expect, test } from 'vitest';
import { requestBodyOf } from './message-body';
import type { RequestView } from './request-view';
import { InputHost } from './template-hosts';
import { renderTemplate } from './vtl/testing/render-template';

/** With a body and no parameters. */
const input = (body: string) => new InputHost({} as RequestView, requestBodyOf(body === '' ? null : Buffer.from(body)));

test('what a template changes in the body, $input.json() shows', () => {
  const template = `#set($body = $input.path('$'))#set($body.list = [1, {"a": "b/c"}])#set($ok = $body.remove('x'))$input.json('$')`;
  expect(renderTemplate(template, { input: input('{"x":1,"y":2.0}') })).toBe('{"y":2.0,"list":[1,{"a":"b/c"}]}');
});

test('what a template puts into an empty body no other request sees', () => {
  const put = `#set($body = $input.path('$'))#set($body.secret = 'mine')$input.json('$')`;
  expect(renderTemplate(put, { input: input('') })).toBe('{"secret":"mine"}');
  expect(renderTemplate("$input.json('$')", { input: input('') })).toBe('{}');
});

test('paths that go through a large body again and again end the rendering', () => {
  const body = JSON.stringify(Array.from({ length: 100_000 }, (_, id) => ({ id })));
  const loop = (path: string) => `#foreach($i in [1..1000])#if($input.path('${path}'))#end#end`;
  expect(() => renderTemplate(loop('$..nothing'), { input: input(body) })).toThrow(/more than \d+ steps/);
  expect(renderTemplate(loop('$[99999].id'), { input: input(body) })).toBe('');
});
