import { describe, expect, it } from 'vitest';
import { GatewayError } from '../errors/gateway-error';
import { parseQuery } from '../http/query';
import { contextReader } from './context-variables';
import { compileRequestExpression, compileResponseExpression } from './expression';
import { requestBodyOf, responseBodyOf } from './message-body';
import type { RequestView } from './request-view';

const request: RequestView = {
  method: 'GET',
  fullPath: '/prod/pets/a%20b',
  headers: ['X-Tag', 'one', 'X-Tag', 'two', 'User-Agent', 'test'],
  pathValues: ['a%20b'],
  queryPairs: parseQuery('q=1&q=2'),
  host: 'api1.execute-api.localhost:8080',
  sourceIp: '203.0.113.7',
  protocol: 'HTTP/1.1',
  requestId: 'request-1',
  extendedRequestId: 'extended=',
  startedAtMs: Date.UTC(2026, 0, 5, 3, 4, 5, 6),
  place: { apiId: 'api1', accountId: '000000000000', name: 'prod', deploymentId: 'dep1', isCanaryRequest: undefined },
  resource: { resourceId: 'res1', resourcePath: '/pets/{petId}', paramNames: ['petId'] },
  apiKeyId: 'key1',
  caller: null,
  clientCertificate: null,
  apiKeyValue: 'value1',
  requestBody: requestBodyOf(Buffer.from('{"pet": {"name": "Rex", "tags": ["a", 1.0], "age": 3, "none": null}}')),
  overrides: null,
  error: new GatewayError('BAD_REQUEST_BODY', { publicMessage: 'no "body"', validationErrorString: 'why' }),
};
const scope = { pathParamNames: ['petId'], stageVariables: { colour: 'blue' } };

function read(text: string): string | undefined {
  const source = compileRequestExpression(text, scope);
  if (typeof source === 'string') throw new Error(source);
  return source.kind === 'constant' ? source.value : source.read(request);
}

describe('request expressions', () => {
  it.each([
    ["'static'", 'static'],
    ["''", ''],
    ['stageVariables.colour', 'blue'],
    ['stageVariables.unknown', ''],
    ['context.stage', 'prod'],
    ['context.unknown', undefined],
    ['method.request.path.petId', 'a b'],
    ['method.request.querystring.q', '2'],
    ['method.request.multivaluequerystring.q', '1,2'],
    ['method.request.querystring.Q', undefined],
    ['method.request.header.X-Tag', 'two'],
    ['method.request.multivalueheader.X-Tag', 'one,two'],
    ['method.request.header.x-tag', undefined],
    ['method.request.body.pet.name', 'Rex'],
    ['method.request.body.pet.age', '3'],
    ['method.request.body.pet.tags', '["a",1.0]'],
    ['method.request.body.pet.tags[0]', 'a'],
    ['method.request.body.pet.none', undefined],
    ['method.request.body.pet.nope', undefined],
  ])('%s', (text, value) => {
    expect(read(text)).toBe(value);
  });

  it('copies a path parameter as it came, and every value of a multi-value query string', () => {
    expect(compileRequestExpression('method.request.path.petId', scope)).toMatchObject({ pathIndex: 0 });
    const source = compileRequestExpression('method.request.multivaluequerystring.q', scope);
    expect(typeof source === 'object' && source.kind === 'dynamic' && source.readAll?.(request)).toEqual(['1', '2']);
  });

  it('finds a path parameter by name where one expression serves all resources', () => {
    const source = compileRequestExpression('method.request.path.petId', { ...scope, pathParamNames: null });
    expect(typeof source === 'object' && source.kind === 'dynamic' && source.read(request)).toBe('a b');
  });
});

describe('response expressions', () => {
  const headers = ['Set-Cookie', 'a=1', 'set-cookie', 'b=2'];
  it.each([
    ['integration.response.header.Set-Cookie', 'b=2'],
    ['integration.response.multivalueheader.SET-COOKIE', 'a=1,b=2'],
    ['integration.response.header.nothing', undefined],
    ['context.requestId', 'request-1'],
    ['integration.response.body', '{"id": 7}'],
    ['integration.response.body.id', '7'],
    ['integration.response.body.$.id', undefined],
  ])('%s', (text, value) => {
    const source = compileResponseExpression(text, scope);
    const body = responseBodyOf(Buffer.from('{"id": 7}'));
    expect(typeof source === 'object' && source.kind === 'dynamic' && source.read(request, headers, body)).toBe(value);
  });

  it.each(['integration.response.body.a[', 'method.request.header.x', 'nonsense', "'open"])('%s is refused', (text) => {
    expect(compileResponseExpression(text, scope)).toBeTypeOf('string');
  });
});

describe('$context', () => {
  it.each([
    ['accountId', '000000000000'],
    ['apiId', 'api1'],
    ['deploymentId', 'dep1'],
    ['domainName', 'api1.execute-api.localhost'],
    ['domainPrefix', 'api1'],
    ['error.message', 'no "body"'],
    ['error.messageString', '"no \\"body\\""'],
    ['error.responseType', 'BAD_REQUEST_BODY'],
    ['error.validationErrorString', 'why'],
    ['extendedRequestId', 'extended='],
    ['httpMethod', 'GET'],
    ['identity.apiKey', 'value1'],
    ['identity.apiKeyId', 'key1'],
    ['identity.sourceIp', '203.0.113.7'],
    ['identity.userAgent', 'test'],
    ['path', '/prod/pets/a%20b'],
    ['protocol', 'HTTP/1.1'],
    ['requestId', 'request-1'],
    ['requestTime', '05/Jan/2026:03:04:05 +0000'],
    ['requestTimeEpoch', String(Date.UTC(2026, 0, 5, 3, 4, 5, 6))],
    ['resourceId', 'res1'],
    ['resourcePath', '/pets/{petId}'],
    ['stage', 'prod'],
  ])('$context.%s', (name, value) => {
    expect(contextReader(name)?.(request)).toBe(value);
  });

  it('knows no names of Object.prototype', () => {
    expect(contextReader('constructor')).toBeUndefined();
  });
});
