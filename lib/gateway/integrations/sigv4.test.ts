import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSignature, type ReceivedMessage } from '../testing/signature-check';
import { authorizationOf, encodeAgain, signLambdaRequest, signRequest } from './sigv4';

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html works this request through.
it('signs AWS’s own example as AWS does', () => {
  const authorization = authorizationOf(credentials, {
    ...{
      service: 'iam',
      region: 'us-east-1',
      method: 'GET',
      path: '/',
      query: 'Action=ListUsers&Version=2010-05-08',
    },
    headers: [
      ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
      ['host', 'iam.amazonaws.com'],
      ['x-amz-date', '20150830T123600Z'],
    ],
    bodyHash: createHash('sha256').update('').digest('hex'),
    time: '20150830T123600Z',
  });
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
});

// Of the test suite that AWS published ("aws-sig-v4-test-suite"), one signature for each trap that a request's line has.
it.each([
  ['get-vanilla', '/', '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    '/',
    'Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  ['get-relative', '/example/..', '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['get-slashes', '//example//', '', '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84'],
])('signs %s of AWS’s test suite', (_, path, query, signature) => {
  const authorization = authorizationOf(credentials, {
    ...{ service: 'service', region: 'us-east-1', method: 'GET', path, query },
    headers: [
      ['host', 'example.amazonaws.com'],
      ['x-amz-date', '20150830T123600Z'],
    ],
    bodyHash: createHash('sha256').update('').digest('hex'),
    time: '20150830T123600Z',
  });
  expect(authorization).toContain(`Signature=${signature}`);
});

it('signs body, date and session token of a request to Lambda', () => {
  const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const sign = (body: string, token?: string): string[] =>
    signLambdaRequest(
      token === undefined ? credentials : { ...credentials, sessionToken: token },
      ...(['https://lambda.us-east-1.amazonaws.com', '/2015-03-31/functions/f/invocations'] as const),
      Buffer.from(body),
      nowMs,
    );
  const [, hash, , date, , authorization] = sign('{}');
  expect({ hash, date }).toEqual({ hash: createHash('sha256').update('{}').digest('hex'), date: '20260102T030405Z' });
  expect(authorization).toContain('/20260102/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-content-sha256;');
  expect(sign('{}').at(-1)).toBe(authorization);
  expect(sign('{ }').at(-1)).not.toBe(authorization);
  expect(sign('{}', 'token')).toContain('token');
});

const encoded = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  // The library keeps parameters in objects, where that one is no name.
  .filter((text) => text.isWellFormed() && text !== '__proto__')
  .map((text) => encodeURIComponent(text));
const segment = fc.oneof(encoded, fc.constantFrom('', '.', '..', '~', 'a%2Fb', "it's(*)!", 'a+b', '@', ':'));
const path = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);
const pair = fc.tuple(fc.oneof(encoded, fc.constantFrom('a', 'a-b', 'A', 'Action')), encoded);
const query = fc
  .array(pair, { maxLength: 6 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
const header = fc.tuple(
  fc.constantFrom('Content-Type', 'X-Amz-Target', 'X-Amz-Meta-A', 'User-Agent', 'X-Amzn-Trace-Id'),
  fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/),
);

describe('agrees with AWS’s own client library', () => {
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    path,
    query,
    headers: fc.uniqueArray(header, { selector: ([name]) => name, maxLength: 5 }),
    body: fc.uint8Array({ maxLength: 64 }),
    token: fc.option(fc.constant('a-session-token'), { nil: undefined }),
  });

  const agree = (service: string, spell: (path: string) => string) =>
    fc.asyncProperty(request, async ({ method, path, query, headers, body, token }) => {
      const account = token === undefined ? credentials : { ...credentials, sessionToken: token };
      const target = query === '' ? spell(path) : `${spell(path)}?${query}`;
      const host = `${service}.eu-central-1.amazonaws.com`;
      const scope = { service, region: 'eu-central-1', signsPathAsSent: service === 's3' };
      const unsigned = { method, target, headers: ['Host', host, ...headers.flat()], body };
      const added = signRequest(account, scope, unsigned, 1.7e12);
      const sent: ReceivedMessage = { ...unsigned, headers: [...unsigned.headers, ...added] };
      expect(await checkSignature(sent, account)).toMatchObject({ service, region: 'eu-central-1' });
    });

  it('about paths that are encoded twice', () => fc.assert(agree('sqs', (it) => it)));

  it('about S3’s, which are signed as sent', () =>
    fc.assert(agree('s3', (it) => it.split('/').map(encodeAgain).join('/'))));
});

it('signs neither what others may change on the way nor the trace id', () => {
  const headers = [
    'Host',
    'h',
    'User-Agent',
    'x',
    'X-Amzn-Trace-Id',
    'Root=1',
    'Content-Type',
    'text/plain',
    'Accept',
    '*/*',
  ];
  const request = { method: 'POST', target: '/', headers, body: Buffer.from('') };
  const authorization = signRequest(credentials, { service: 'sqs', region: 'us-east-1' }, request, 0).at(-1);
  expect(authorization).toContain('SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,');
});

it.each([
  ['a b', 'a%20b'],
  ['a%20b', 'a%20b'],
  ["it's", 'it%27s'],
  ['50%', '50%25'],
  ['%e4', '%25e4'],
  ['a%2Fb', 'a%2Fb'],
])('spells %s as %s', (text, spelling) => {
  expect(encodeAgain(text)).toBe(spelling);
  expect(encodeAgain(spelling)).toBe(spelling);
});
