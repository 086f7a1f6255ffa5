import { describe, expect, it } from 'vitest';
import { testInvokeInput } from '@/lib/contract/method';
import { type TraceDetail, traceDetail } from '@/lib/contract/trace';
import { traceAsCurl, traceAsLambdaEvent, traceAsTestCase } from './copy-as';
import { diffOf } from './note-diff';

const TRACE: TraceDetail = traceDetail.parse({
  ...{ id: 't1', requestId: 'r1', extendedRequestId: 'e1', stageName: 'prod', isCanary: false, origin: 'SAMPLE' },
  ...{ startedAt: '2026-01-15T12:00:00.000Z', method: 'POST', path: '/pets/a%20b', resourcePath: '/pets/{petId}' },
  ...{ status: 200, latencyUs: 1_000, responseType: '', restApiId: 'api1', accountId: '000000000000' },
  ...{
    deploymentId: 'd1',
    resourceId: 'res1',
    methodKey: 'ANY',
    invokeUrl: 'http://api1.execute-api.localhost:8080/prod',
  },
  request: {
    headers: ['Host', 'api1', 'Accept', 'a', 'Accept', 'b', 'X-Name', "it's"],
    ...{
      body: '{"n":1}',
      bodyBytes: 7,
      isBodyCut: false,
      query: 'q=1&q=2&r=x%20y',
      pathParameters: ['petId', 'a%20b'],
    },
    ...{ sourceIp: '127.0.0.1', protocol: 'HTTP/1.1' },
  },
  response: { headers: [], body: '', bodyBytes: 0, isBodyCut: false },
  stageVariables: { color: 'blue' },
  steps: [],
  explanation: null,
});

describe('a trace copied', () => {
  it('as curl', () => {
    expect(traceAsCurl(TRACE)).toBe(
      [
        `curl -X POST 'http://api1.execute-api.localhost:8080/prod/pets/a%20b?q=1&q=2&r=x%20y'`,
        `-H 'Accept: a'`,
        `-H 'Accept: b'`,
        `-H 'X-Name: it'\\''s'`,
        `--data-raw '{"n":1}'`,
      ].join(' \\\n  '),
    );
  });

  it('as a Lambda event', () => {
    expect(JSON.parse(traceAsLambdaEvent(TRACE))).toMatchObject({
      ...{ resource: '/pets/{petId}', path: '/pets/a%20b', httpMethod: 'POST', body: '{"n":1}' },
      headers: { Accept: 'b', 'X-Name': "it's" },
      multiValueHeaders: { Accept: ['a', 'b'] },
      queryStringParameters: { q: '2', r: 'x y' },
      multiValueQueryStringParameters: { q: ['1', '2'], r: ['x y'] },
      pathParameters: { petId: 'a b' },
      stageVariables: { color: 'blue' },
      requestContext: { stage: 'prod', path: '/prod/pets/a%20b', requestId: 'r1', requestTimeEpoch: 1_768_478_400_000 },
    });
  });

  it('as a test case that the test tool takes', () => {
    const test = traceAsTestCase(TRACE);
    expect(testInvokeInput.parse(test)).toEqual(test);
    expect(test).toMatchObject({ httpMethod: 'ANY', verb: 'POST', pathParameters: { petId: 'a b' }, body: '{"n":1}' });
    expect(test.headers).toContainEqual({ name: 'Accept', value: 'b' });
  });
});

describe('diffOf', () => {
  it.each([
    ['headers', 'A: 1\nB: 2', 'B: 2\nC: 3', '−A: 1| B: 2|+C: 3'],
    ['headers', 'A: 1\nA: 1', 'A: 1', '−A: 1| A: 1'],
    ['text', 'a', 'b', '−a|+b'],
    ['text', 'a', 'a', ' a'],
    ['body', undefined, 'x\ny', ' x| y'],
  ] as const)('of %s from %j to %j', (kind, before, after, expected) => {
    const note = { label: 'x', kind, ...(before === undefined ? {} : { before }), after };
    expect(
      diffOf(note)
        .map(({ sign, text }) => sign + text)
        .join('|'),
    ).toBe(expected);
  });
});
