import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../errors/gateway-error';
import { Sha256 } from '../testing/signature-check';
import { readClaim, type SignatureClaim, type SignedMessage } from './signature-claim';
import { EMPTY_HASH, refuseScope, refuseSignature, UNSIGNED_PAYLOAD } from './verify-signature';

const AWS_EXAMPLE = { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const AWS_EXAMPLE_TIME = Date.UTC(2015, 7, 30, 12, 36);

describe('AWS’s published test suite', () => {
  const suite = JSON.parse(readFileSync(new URL('testing/aws-sig-v4-test-suite.json', import.meta.url), 'utf8')) as {
    readonly cases: readonly { readonly name: string; readonly request: string }[];
  };

  it.each(suite.cases.map(({ name, request }) => [name, request] as const))('%s', (_, request) => {
    const { message, bodyHash } = parseRequest(request);
    const claim = claimIn(message);
    expect(refuseScope(claim, 'service', 'us-east-1', AWS_EXAMPLE_TIME)).toBeUndefined();
    expect(refuseSignature(claim, message, AWS_EXAMPLE, bodyHash)).toBeUndefined();
    expect(refuseSignature(claim, message, { secretAccessKey: 'another' }, bodyHash)?.errorType).toBe(
      'InvalidSignatureException',
    );
  });
});

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not/a+real+secret' };
const NOW = Date.UTC(2026, 4, 3, 10, 20, 30);
const HOST = 'abc123.execute-api.localhost:8080';

const signer = (credentials: typeof CREDENTIALS & { sessionToken?: string } = CREDENTIALS) =>
  new SignatureV4({ service: 'execute-api', region: 'us-east-1', credentials, sha256: Sha256 });

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const sdkRequest = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  segments: fc.array(word, { maxLength: 4 }),
  query: fc.dictionary(word, fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 3 })), { maxKeys: 4 }),
  header: fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', ',', '\t', ';'), maxLength: 10 }),
  body: fc.string({ maxLength: 20 }),
});

describe('what AWS’s SDK signs', () => {
  it('holds in a header, whatever path, query, header and body', async () => {
    await fc.assert(
      fc.asyncProperty(sdkRequest, async (wanted) => {
        const unsigned = requestOf(wanted);
        const signed = await signer().sign(unsigned, { signingDate: new Date(NOW) });
        const message = onTheWire(signed);
        const claim = claimIn(message);
        expect(refuseScope(claim, 'execute-api', 'us-east-1', NOW)).toBeUndefined();
        expect(refuseSignature(claim, message, CREDENTIALS, sha256(wanted.body))).toBeUndefined();
        expect(refuseSignature(claim, message, CREDENTIALS, sha256(`${wanted.body}!`))).toBeInstanceOf(GatewayError);
      }),
    );
  });

  it('holds as a presigned URL', async () => {
    await fc.assert(
      fc.asyncProperty(sdkRequest, async (wanted) => {
        const signed = await signer({ ...CREDENTIALS, sessionToken: 'to/ken+=' }).presign(
          { ...requestOf(wanted), body: undefined, headers: { host: HOST } },
          { signingDate: new Date(NOW), expiresIn: 60 },
        );
        const message = onTheWire(signed);
        const claim = claimIn(message);
        expect(claim.sessionToken).toBe('to/ken+=');
        expect(refuseScope(claim, 'execute-api', 'us-east-1', NOW + 60_000)).toBeUndefined();
        expect(refuseSignature(claim, message, CREDENTIALS, EMPTY_HASH)).toBeUndefined();
      }),
    );
  });

  it('holds for a payload that is not signed', async () => {
    const signed = await signer().sign(
      { ...requestOf(PLAIN), headers: { host: HOST, 'x-amz-content-sha256': UNSIGNED_PAYLOAD } },
      { signingDate: new Date(NOW) },
    );
    const claim = claimIn(onTheWire(signed));
    expect(claim.declaredHash).toBe(UNSIGNED_PAYLOAD);
    expect(refuseSignature(claim, onTheWire(signed), CREDENTIALS, UNSIGNED_PAYLOAD)).toBeUndefined();
    expect(refuseSignature(claim, onTheWire(signed), CREDENTIALS, sha256(PLAIN.body))).toBeInstanceOf(GatewayError);
  });
});

const PLAIN = { method: 'POST', segments: ['prod', 'pets'], query: { a: '1', b: '2' }, header: 'value', body: '{}' };

describe('a signature is for one request', () => {
  const MISMATCH = /^The request signature we calculated does not match the signature you provided\. Check your AWS/;
  const changes: readonly (readonly [string, (message: SignedMessage) => SignedMessage])[] = [
    ['another host', (it) => ({ ...it, headers: withHeader(it.headers, 'host', 'evil.localhost') })],
    ['another path', (it) => ({ ...it, target: it.target.replace('/pets', '/pats') })],
    ['a path spelt otherwise', (it) => ({ ...it, target: it.target.replace('/pets', '/%70ets') })],
    ['another query value', (it) => ({ ...it, target: it.target.replace('a=1', 'a=2') })],
    ['one more parameter', (it) => ({ ...it, target: `${it.target}&c=3` })],
    ['another verb', (it) => ({ ...it, method: 'PUT' })],
    ['another value of a signed header', (it) => ({ ...it, headers: withHeader(it.headers, 'x-own', 'other') })],
    ['a signed header once more', (it) => ({ ...it, headers: [...it.headers, 'X-Own', 'value'] })],
    ['a second host', (it) => ({ ...it, headers: [...it.headers, 'Host', 'evil.localhost'] })],
    ['a signed header less', (it) => ({ ...it, headers: withHeader(it.headers, 'x-own', null) })],
  ];

  it.each(changes)('%s', async (_, change) => {
    const message = onTheWire(await signer().sign(requestOf(PLAIN), { signingDate: new Date(NOW) }));
    const changed = change(message);
    expect(changed).not.toEqual(message);
    const error = refuseSignature(claimIn(changed), changed, CREDENTIALS, sha256(PLAIN.body));
    expect(error).toMatchObject({ status: 403, errorType: 'InvalidSignatureException' });
    expect(error?.publicMessage).toMatch(MISMATCH);
  });

  it('the order of parameters and of headers is nobody’s business', async () => {
    const message = onTheWire(await signer().sign(requestOf(PLAIN), { signingDate: new Date(NOW) }));
    const target = message.target.replace('a=1&b=2', 'b=2&a=1');
    expect(target).not.toBe(message.target);
    const headers: string[] = [];
    for (let i = message.headers.length - 2; i >= 0; i -= 2) headers.push(...message.headers.slice(i, i + 2));
    const same = { ...message, target, headers };
    expect(refuseSignature(claimIn(same), same, CREDENTIALS, sha256(PLAIN.body))).toBeUndefined();
  });

  it('another order of a header’s values is another header', async () => {
    const { message } = parseRequest(
      'GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:value1\nMy-Header1:value4\nMy-Header1:value3\nMy-Header1:value2\nAuthorization:AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;my-header1;x-amz-date, Signature=08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01\nX-Amz-Date:20150830T123600Z\n\n',
    );
    expect(refuseSignature(claimIn(message), message, AWS_EXAMPLE, EMPTY_HASH)).toBeInstanceOf(GatewayError);
  });
});

describe('time and place', () => {
  const claimAt = (timeMs: number, expiresSeconds: number | null = null): SignatureClaim => ({
    ...{ accessKeyId: 'AKIA', day: '20260503', region: 'us-east-1', service: 'execute-api', signedHeaders: ['host'] },
    ...{ signedHeaderNames: 'host', signature: '0'.repeat(64), time: '20260503T102030Z', timeMs, expiresSeconds },
    ...{ sessionToken: '', declaredHash: undefined },
  });
  const MINUTE = 60_000;

  it.each([
    ['five minutes old', claimAt(NOW - 5 * MINUTE), undefined],
    [
      'a second more',
      claimAt(NOW - 5 * MINUTE - 1000),
      'Signature expired: 20260503T102030Z is now earlier than 20260503T101530Z (20260503T102030Z - 5 min.)',
    ],
    ['five minutes ahead', claimAt(NOW + 5 * MINUTE), undefined],
    [
      'a second more ahead',
      claimAt(NOW + 5 * MINUTE + 1000),
      'Signature not yet current: 20260503T102030Z is still later than 20260503T102530Z (20260503T102030Z + 5 min.)',
    ],
    ['presigned for an hour, an hour ago', claimAt(NOW - 3_600_000, 3600), undefined],
    [
      'presigned for an hour, and a second more',
      claimAt(NOW - 3_601_000, 3600),
      'Signature expired: 20260503T102029Z is now earlier than 20260503T102030Z (X-Amz-Expires).',
    ],
    [
      'of another region',
      { ...claimAt(NOW), region: 'eu-west-1' },
      "Credential should be scoped to a valid region, not 'eu-west-1'. ",
    ],
    [
      'of another service',
      { ...claimAt(NOW), service: 's3' },
      "Credential should be scoped to correct service: 'execute-api'. ",
    ],
  ])('%s', (_, claim, message) => {
    const error = refuseScope(claim, 'execute-api', 'us-east-1', NOW);
    expect(error?.publicMessage).toBe(message);
    if (error !== undefined) expect(error).toMatchObject({ status: 403, errorType: 'InvalidSignatureException' });
  });
});

describe('requests that are not signed, or half', () => {
  const SCOPE = 'AKIA/20260503/us-east-1/execute-api/aws4_request';
  const DATE = ['x-amz-date', '20260503T102030Z'];
  const SIGNATURE = '0'.repeat(64);
  const all = `AWS4-HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=host, Signature=${SIGNATURE}`;
  const hash = (text: string) => createHash('sha256').update(text).digest('base64');
  const missing = (text: string) =>
    `Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${hash(text)}`;
  const INCOMPLETE = 'IncompleteSignatureException';
  const INVALID = 'InvalidSignatureException';
  const presigned = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(SCOPE)}&X-Amz-Date=20260503T102030Z&X-Amz-SignedHeaders=host&X-Amz-Signature=${SIGNATURE}`;

  const cases: readonly (readonly [string, string, readonly string[], string, string])[] = [
    ['nothing', '/', [], 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
    [
      'a bearer token',
      '/',
      ['authorization', 'Bearer abc'],
      INCOMPLETE,
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hash('Bearer abc')}'.`,
    ],
    ['a bare token', '/', ['authorization', 'abc'], INCOMPLETE, missing('abc')],
    ['basic credentials', '/', ['authorization', 'Basic YTpi='], INCOMPLETE, missing('Basic YTpi=')],
    [
      'no date',
      '/',
      ['authorization', all],
      INCOMPLETE,
      `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${hash(all)}`,
    ],
    [
      'two Authorization headers',
      '/',
      ['authorization', all, 'Authorization', all, ...DATE],
      INCOMPLETE,
      'The request has more than one Authorization header.',
    ],
    [
      'two dates',
      '/',
      ['authorization', all, ...DATE, 'X-AMZ-DATE', '20260503T102031Z'],
      INCOMPLETE,
      'The request has more than one x-amz-date header.',
    ],
    [
      'two session tokens',
      '/',
      ['authorization', all, ...DATE, 'x-amz-security-token', 'a', 'x-amz-security-token', 'b'],
      INCOMPLETE,
      'The request has more than one x-amz-security-token header.',
    ],
    [
      'two payload hashes',
      '/',
      ['authorization', all, ...DATE, 'x-amz-content-sha256', 'a', 'x-amz-content-sha256', 'b'],
      INCOMPLETE,
      'The request has more than one x-amz-content-sha256 header.',
    ],
    [
      'another algorithm',
      '/',
      ['authorization', all.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1'), ...DATE],
      INCOMPLETE,
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.",
    ],
    [
      'a scope of four parts',
      '/',
      ['authorization', all.replace('/us-east-1', ''), ...DATE],
      INCOMPLETE,
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIA/20260503/execute-api/aws4_request'",
    ],
    [
      'a date that is none',
      '/',
      ['authorization', all, 'x-amz-date', '20260231T102030Z'],
      INCOMPLETE,
      "Date must be in ISO-8601 'basic format'. Got '20260231T102030Z'. See http://en.wikipedia.org/wiki/ISO_8601",
    ],
    [
      'another day than the scope’s',
      '/',
      ['authorization', all, 'x-amz-date', '20260504T000000Z'],
      INVALID,
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260503' != '20260504', from '20260504T000000Z'.",
    ],
    [
      'another end of the scope',
      '/',
      ['authorization', all.replace('aws4_request', 'aws5'), ...DATE],
      INVALID,
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'.",
    ],
    [
      'an unsigned host',
      '/',
      ['authorization', all.replace('SignedHeaders=host', 'SignedHeaders=x-amz-date'), ...DATE],
      INVALID,
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'a header that is signed twice',
      '/',
      ['authorization', all.replace('SignedHeaders=host', 'SignedHeaders=host;host'), ...DATE],
      INVALID,
      'SignedHeaders must be lower-case names in alphabetical order, each once.',
    ],
    [
      'a signature that is none',
      '/',
      ['authorization', all.replace(SIGNATURE, 'abc'), ...DATE],
      INVALID,
      'The signature must be 64 hexadecimal digits in lower case.',
    ],
    [
      'presigned without an end',
      `/?${presigned}`,
      [],
      INCOMPLETE,
      "AWS query-string parameters must include 'X-Amz-Expires'. Re-examine the query-string parameters.",
    ],
    [
      'presigned for more than a week',
      `/?${presigned}&X-Amz-Expires=604801`,
      [],
      INVALID,
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds.',
    ],
    [
      'presigned for less than no time',
      `/?${presigned}&X-Amz-Expires=-1`,
      [],
      INVALID,
      'X-Amz-Expires should be a number of seconds.',
    ],
    [
      'presigned twice',
      `/?${presigned}&X-Amz-Expires=60&X-Amz-Expires=600`,
      [],
      INCOMPLETE,
      "The query string has the parameter 'X-Amz-Expires' twice.",
    ],
  ];

  it.each(cases)('%s', (_, target, headers, errorType, publicMessage) => {
    const claim = readClaim({ method: 'GET', target, headers: ['host', HOST, ...headers] });
    expect(claim).toMatchObject({ status: 403, errorType, publicMessage });
  });

  it('a week is not too long, and a Date header will do', () => {
    const week = readClaim({ method: 'GET', target: `/?${presigned}&X-Amz-Expires=604800`, headers: ['host', HOST] });
    expect(week).toMatchObject({ expiresSeconds: 604_800, timeMs: NOW });
    const dated = ['authorization', all, 'date', 'Sun, 03 May 2026 10:20:30 GMT'];
    const claim = readClaim({ method: 'GET', target: '/', headers: ['host', HOST, ...dated] });
    expect(claim).toMatchObject({ time: '20260503T102030Z', timeMs: NOW, accessKeyId: 'AKIA' });
  });

  it('whatever comes, the answer is a claim or a 403', () => {
    const text = fc.string({ unit: 'binary-ascii', maxLength: 60 });
    const authorization = fc.oneof(
      text,
      text.map((it) => `AWS4-HMAC-SHA256 Credential=${it}, SignedHeaders=host, Signature=${SIGNATURE}`),
      text.map((it) => all.replace('host', it)),
    );
    fc.assert(
      fc.property(authorization, text, text, (value, date, target) => {
        const headers = ['host', HOST, 'authorization', value, 'x-amz-date', date];
        const claim = readClaim({ method: 'GET', target: `/?${target}`, headers });
        if (claim instanceof GatewayError) expect(claim.status).toBe(403);
        else
          expect(
            refuseSignature(claim, { method: 'GET', target: `/?${target}`, headers }, CREDENTIALS, ''),
          ).toBeDefined();
      }),
    );
  });
});

function claimIn(message: SignedMessage): SignatureClaim {
  const claim = readClaim(message);
  if (claim instanceof GatewayError) throw new Error(claim.publicMessage ?? '');
  return claim;
}

function parseRequest(text: string): { message: SignedMessage; bodyHash: string } {
  const [head = '', body = ''] = text.split('\n\n');
  const [line = '', ...lines] = head.split('\n');
  const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(line) ?? [];
  const headers = lines.flatMap((it) => [it.slice(0, it.indexOf(':')), it.slice(it.indexOf(':') + 1)]);
  return { message: { method, target, headers }, bodyHash: sha256(body) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Wanted {
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly header: string;
  readonly body: string;
}

const requestOf = ({ method, segments, query, header, body }: Wanted) => ({
  ...{ method, protocol: 'http:', hostname: 'abc123.execute-api.localhost', port: 8080, body },
  path: `/${segments
    .filter((it) => it !== '.' && it !== '..')
    .map(escaped)
    .join('/')}`,
  query: { ...query },
  headers: { host: HOST, 'x-own': header },
});

const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** As an HTTP client sends it. */
function onTheWire({ method, path, query = {}, headers }: SdkRequest): SignedMessage {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((one: string) => `${escaped(name)}=${escaped(one)}`),
  );
  return {
    method,
    target: pairs.length === 0 ? path : `${path}?${pairs.join('&')}`,
    headers: Object.entries(headers).flat(),
  };
}

function withHeader(headers: readonly string[], lowerName: string, value: string | null): string[] {
  const next: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    if (name.toLowerCase() !== lowerName) next.push(name, headers[i + 1] as string);
    else if (value !== null) next.push(name, value);
  }
  return next;
}
