import { expect, test } from 'vitest';
import { jsonNote } from './json-note';

test.each([
  ['{"a": 1}', 'HTTP', 'request', 'application/json', true],
  ['{"a": }', 'HTTP', 'request', 'application/json', false],
  ['', 'HTTP', 'response', 'application/hal+json', false],
  ['<a/>', 'HTTP', 'response', 'application/xml', null],
  ['{statusCode: 200}', 'MOCK', 'request', 'application/json', true],
  ['{"statusCode": "x"}', 'MOCK', 'request', '$default', false],
  ['hello', 'MOCK', 'response', 'text/plain', null],
] as const)('%s of %s %s %s', (output, type, direction, templateKey, expected) => {
  expect(jsonNote(output, type, { direction, templateKey })?.isFine ?? null).toBe(expected);
});
