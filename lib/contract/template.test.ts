import { describe, expect, it } from 'vitest';
import { isDynamicTemplate, mockStatusCode } from './template';

describe('mapping templates', () => {
  it.each([
    ['{"statusCode": 200}', false],
    ['#set($a = 1)', true],
    ['$input.body', true],
  ])('%j is dynamic: %s', (template, isDynamic) => expect(isDynamicTemplate(template)).toBe(isDynamic));

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
