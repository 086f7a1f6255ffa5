import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BinaryMediaTypes } from '../http/binary-media-types';
import { parseQuery } from '../http/query';
import { DROPPED_REQUEST_HEADERS } from './header-rules';
import type { IntegrationView } from './integration-view';
import { EventBuilder } from './lambda-event';
import { readProxyResult } from './lambda-result';

const builder = new EventBuilder({
  ...{ apiId: 'api1', accountId: '000000000000', stageName: 'prod', deploymentId: 'dep', resourceId: 'res' },
  ...{ resourcePath: '/{a}/{b+}', operationName: '', paramNames: ['a', 'b'], stageVariables: {} },
  binaryMediaTypes: new BinaryMediaTypes([]),
});

const requestOf = (request: Partial<IntegrationView>) =>
  ({
    ...{ method: 'GET', path: '/x/y', fullPath: '/prod/x/y', headers: [], queryPairs: [], pathValues: ['x', 'y'] },
    ...{
      bodyBytes: null,
      host: 'h',
      sourceIp: '1.2.3.4',
      peerIp: '10.0.0.1',
      basePath: '',
      userAgent: '',
      protocol: 'HTTP/1.1',
      traceId: 'Root=1',
    },
    ...{ requestId: 'r', extendedRequestId: 'e', startedAtMs: 0, apiKeyId: '', apiKeyValue: '', serverPort: 80 },
    caller: null,
    ...request,
  }) as IntegrationView;

const eventOf = (request: Partial<IntegrationView>) => JSON.parse(builder.build(requestOf(request)));

const name = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/)
  .filter((it) => !DROPPED_REQUEST_HEADERS.has(it.toLowerCase()) && !/^(x-|authorization$|user-agent$)/i.test(it));

it('holds every header with all its values, and the last one alone', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string({ unit: 'binary-ascii' }))), (pairs) => {
      const spelled = new Map<string, string>();
      const all = new Map<string, string[]>();
      for (const [spelling, value] of pairs) {
        const first = spelled.get(spelling.toLowerCase()) ?? spelling;
        spelled.set(spelling.toLowerCase(), first);
        all.set(first, [...(all.get(first) ?? []), value]);
      }
      const { headers, multiValueHeaders } = eventOf({ headers: pairs.flat() });
      const ours = (given: Readonly<Record<string, unknown>>) =>
        Object.fromEntries(Object.entries(given).filter(([key]) => !/^X-/.test(key)));
      expect(ours(multiValueHeaders)).toEqual(Object.fromEntries(all));
      expect(ours(headers)).toEqual(Object.fromEntries([...all].map(([key, values]) => [key, values.at(-1)])));
    }),
  );
});

it('holds every query parameter as a form would decode it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string())), (pairs) => {
      const query = new URLSearchParams(pairs).toString();
      const { queryStringParameters, multiValueQueryStringParameters } = eventOf({ queryPairs: parseQuery(query) });
      const expected = new Map<string, string[]>();
      for (const [key, value] of new URLSearchParams(query)) expected.set(key, [...(expected.get(key) ?? []), value]);
      const given = new Map<string, unknown>(Object.entries(multiValueQueryStringParameters ?? {}));
      expect(given).toEqual(expected);
      for (const [key, values] of expected)
        expect(Object.entries(queryStringParameters)).toContainEqual([key, values.at(-1)]);
    }),
  );
});

it.each([
  ['AWS4-HMAC-SHA256 Credential=a', undefined],
  ['AWS4-ECDSA-P256-SHA256 Credential=a', undefined],
  ['Basic eA==', 'Basic eA=='],
])('holds an Authorization header unless it is a signature, which authorizers get: %s', (value, expected) => {
  const headers = ['authorization', value, 'X-Amz-Date', '20260115T120000Z', 'x-amz-security-token', 't'];
  const event = eventOf({ headers });
  expect(event.headers.Authorization).toBe(expected);
  expect(event.multiValueHeaders.Authorization).toEqual(expected === undefined ? undefined : [expected]);
  expect(event.headers).toMatchObject({ 'X-Amz-Date': '20260115T120000Z', 'x-amz-security-token': 't' });
  expect(JSON.parse(builder.authorizerEvent(requestOf({ headers }), 'arn')).headers.Authorization).toBe(value);
});

it('any JSON is a proxy result or malformed, never an error', () => {
  const shaped = fc.record(
    {
      ...{ statusCode: fc.jsonValue(), headers: fc.jsonValue(), multiValueHeaders: fc.jsonValue() },
      ...{ body: fc.jsonValue(), isBase64Encoded: fc.jsonValue() },
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        shaped.map((it) => JSON.stringify(it)),
        fc.string(),
      ),
      (json) => {
        const result = readProxyResult(json);
        if (result === undefined) return;
        expect(result.status).toBeGreaterThanOrEqual(100);
        expect(result.headers.every((it) => typeof it === 'string' && !/[\r\n\0]/.test(it))).toBe(true);
      },
    ),
  );
});
