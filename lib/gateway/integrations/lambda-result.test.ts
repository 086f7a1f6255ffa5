import { describe, expect, it } from 'vitest';
import { readProxyResult } from './lambda-result';

const JSON_TYPE = ['Content-Type', 'application/json'];
const read = (value: unknown) => readProxyResult(JSON.stringify(value));

describe('a proxy result', () => {
  it.each([
    ['without a status', { body: 'x' }, { status: 200, body: 'x' }],
    ['without anything', {}, { status: 200, body: '' }],
    ['with a status in quotes', { statusCode: '201' }, { status: 201 }],
    ['without a body', { statusCode: 204 }, { status: 204, body: '' }],
    ['with null where nothing is', { statusCode: 200, headers: null, multiValueHeaders: null, body: null }, {}],
    ['with a number as body', { body: 7 }, { body: '7' }],
    ['with bytes', { isBase64Encoded: true, body: 'AAE=' }, { isBase64Encoded: true, body: 'AAE=' }],
  ])('is taken %s', (_, value, expected) => {
    expect(read(value)).toMatchObject({ headers: JSON_TYPE, isBase64Encoded: false, ...expected });
  });

  it.each([
    ['null', null],
    ['a string', 'ok'],
    ['a number', 5],
    ['a list', [{ statusCode: 200 }]],
    ['another key', { statusCode: 200, status: 'ok' }],
    ['cookies, which are of format 2.0', { statusCode: 200, cookies: [] }],
    ['a status that is no number', { statusCode: 'OK' }],
    ['a status out of range', { statusCode: 42 }],
    ['a status with a fraction', { statusCode: 200.5 }],
    ['an object as body', { statusCode: 200, body: { a: 1 } }],
    ['a list as body', { statusCode: 200, body: [] }],
    ['a number as header', { headers: { a: 1 } }],
    ['null as header', { headers: { a: null } }],
    ['a list as header', { headers: { a: ['b'] } }],
    ['headers that are a list', { headers: [] }],
    ['a single value among the many', { multiValueHeaders: { a: 'b' } }],
    ['a number among many values', { multiValueHeaders: { a: [1] } }],
    ['a flag that is no flag', { isBase64Encoded: 'yes' }],
  ])('is malformed with %s', (_, value) => {
    expect(read(value)).toBeUndefined();
  });

  it('is malformed when it is not JSON', () => {
    expect(readProxyResult('')).toBeUndefined();
    expect(readProxyResult('{"statusCode":200')).toBeUndefined();
  });

  it.each([
    [{ headers: { A: 'b', C: true } }, ['A', 'b', 'C', 'true', ...JSON_TYPE]],
    [{ headers: { 'content-type': 'text/plain' } }, ['content-type', 'text/plain']],
    [{ multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } }, ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', ...JSON_TYPE]],
    [
      { headers: { 'x-a': 'single' }, multiValueHeaders: { 'X-A': ['one', 'two'] } },
      ['X-A', 'one', 'X-A', 'two', 'X-A', 'single', ...JSON_TYPE],
    ],
    [
      { headers: { Date: 'then', Server: 's' } },
      ['x-amzn-Remapped-Date', 'then', 'x-amzn-Remapped-Server', 's', ...JSON_TYPE],
    ],
    [
      { headers: { 'Transfer-Encoding': 'chunked', 'Content-Length': '9' } },
      ['x-amzn-Remapped-Content-Length', '9', ...JSON_TYPE],
    ],
    [{ headers: { 'X-A': 'a\r\nX-B: c' } }, ['X-A', 'aX-B: c', ...JSON_TYPE]],
    [{ headers: { 'not a name': 'x' } }, JSON_TYPE],
  ])('gives the client headers: %j', (value, expected) => {
    expect(read(value)?.headers).toEqual(expected);
  });
});
