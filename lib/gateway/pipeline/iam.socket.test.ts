// AWS_IAM over real sockets: what AWS's own signer signs is let in by the caller's policies, and nothing else is.
import { createHash } from 'node:crypto';
import http from 'node:http';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IamPrincipalDefinition } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import { publicationOf } from '../testing/definitions';
import { Sha256 } from '../testing/signature-check';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';

const OWN = '000000000000';
const OTHER = '111111111111';
const KEY = { accessKeyId: 'AKIAANNA', secretAccessKey: 'a secret of anna' };
const INVOKE = 'execute-api:Invoke';

const allow = (action: string, resource = '*', effect = 'Allow') => ({
  name: `${effect} ${action}`,
  document: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: action, Resource: resource }],
  }),
});

const anna = (fields: Partial<IamPrincipalDefinition> = {}): IamPrincipalDefinition => ({
  ...{ principalId: 'AIDAANNA', accountId: OWN, kind: 'user', name: 'anna', arn: `arn:aws:iam::${OWN}:user/anna` },
  accessKeys: [{ ...KEY, active: true }],
  policies: [allow(INVOKE)],
  ...fields,
});

let backend: Backend;
let gateway: TestGateway;
let port: number;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(async () => {
  gateway = startTestGateway();
  backend.seen.length = 0;
  ({ port } = await gateway.listen({ host: '127.0.0.1', port: 0 }));
});
afterEach(() => gateway.close(0));

const PROXY = { type: 'HTTP_PROXY', uri: `http://\${stageVariables.backend}/{proxy}` } as const;

function serve(principals: readonly IamPrincipalDefinition[], api: object = {}, cache: object = {}): void {
  gateway.serve(
    {
      'ANY /{proxy+}': { authorizationType: 'AWS_IAM', integration: PROXY },
      'GET /who': {
        authorizationType: 'AWS_IAM',
        integration: {
          type: 'MOCK',
          integrationResponses: [
            {
              ...{ statusCode: '200', selectionPattern: '', responseParameters: {} },
              responseTemplates: {
                'application/json':
                  '$context.identity.accountId $context.identity.accessKey $context.identity.caller $context.identity.user $context.identity.userArn',
              },
            },
          ],
        },
      },
    },
    {
      api,
      stage: { variables: { backend: backend.origin.replace('http://', '') }, ...cache },
      iamPrincipals: principals,
    },
  );
}

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly key?: typeof KEY;
  readonly region?: string;
  /** From the gateway's clock. */
  readonly offsetMs?: number;
}

function signer({ key = KEY, region = 'us-east-1' }: Asked): SignatureV4 {
  return new SignatureV4({ service: 'execute-api', region, credentials: key, sha256: Sha256 });
}

const requestOf = ({ method = 'GET', path = '/pets', query = {}, headers = {}, body }: Asked) => ({
  ...{ method, protocol: 'http:', hostname: HOST, path: `/prod${path}`, query: { ...query } },
  ...{ headers: { host: HOST, ...headers }, body },
});

async function signed(asked: Asked) {
  const signingDate = new Date(gateway.clock.now + (asked.offsetMs ?? 0));
  return signer(asked).sign(requestOf(asked), { signingDate });
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: object | undefined;
  readonly headers: object;
}

interface Answer {
  readonly status: number;
  readonly errorType: string | undefined;
  readonly text: string;
  readonly warning: string | undefined;
}

function send({ method, path, query = {}, headers }: Sent, body = '', extra: readonly string[] = []): Promise<Answer> {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  const flat = [...Object.entries(headers as Record<string, string>).flat(), ...extra];
  return new Promise((resolve, reject) => {
    const call = http.request(
      {
        ...{ host: '127.0.0.1', port, method, path: pairs.length === 0 ? path : `${path}?${pairs.join('&')}` },
        headers: body === '' ? flat : [...flat, 'Content-Length', String(Buffer.byteLength(body))],
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            errorType: res.headers['x-amzn-errortype'] as string | undefined,
            text: Buffer.concat(chunks).toString('utf8'),
            warning: res.headers.warning as string | undefined,
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

const ask = async (asked: Asked = {}): Promise<Answer> => send(await signed(asked), asked.body);
const FROM_BACKEND = { status: 200, text: 'from the backend' };
const AUTHORIZATION = 'method.request.header.Authorization';
const OVERRIDE = "#set($context.requestOverride.header.Authorization = $input.params('Authorization'))";
const MISMATCH = { status: 403, errorType: 'InvalidSignatureException' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a signed request', () => {
  it('is let in, with what it sends', async () => {
    serve([anna()]);
    expect(await ask({ path: '/p%C3%A9ts/%20', query: { b: '2 &', a: '1' } })).toMatchObject(FROM_BACKEND);
    expect(await ask({ method: 'POST', body: '{"a":"ü"}' })).toMatchObject(FROM_BACKEND);
    expect(backend.seen.at(-1)?.body).toBe('{"a":"ü"}');
  });

  it('tells $context who signed', async () => {
    serve([anna()]);
    expect(await ask({ path: '/who' })).toMatchObject({
      status: 200,
      text: `${OWN} AKIAANNA AIDAANNA AIDAANNA arn:aws:iam::${OWN}:user/anna`,
    });
  });

  it('may leave its payload unsigned, or not say its hash', async () => {
    serve([anna()]);
    const unsigned = await signed({ method: 'POST', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } });
    expect(await send(unsigned, 'anything')).toMatchObject(FROM_BACKEND);
    const plain = new SignatureV4({
      ...{ service: 'execute-api', region: 'us-east-1', credentials: KEY, sha256: Sha256, applyChecksum: false },
    });
    const request = await plain.sign(requestOf({ method: 'POST', body: 'text' }), {
      signingDate: new Date(gateway.clock.now),
    });
    expect(request.headers).not.toHaveProperty('x-amz-content-sha256');
    expect(await send(request, 'text')).toMatchObject(FROM_BACKEND);
    expect(backend.seen.at(-1)?.body).toBe('text');
    expect(await send(request, 'test')).toMatchObject(MISMATCH);
  });

  it('may be a presigned URL, until it expires', async () => {
    serve([anna()]);
    const url = await signer({}).presign(requestOf({}), { signingDate: new Date(gateway.clock.now), expiresIn: 600 });
    expect(await send(url)).toMatchObject(FROM_BACKEND);
    gateway.clock.now += 600_000;
    expect(await send(url)).toMatchObject(FROM_BACKEND);
    gateway.clock.now += 1000;
    expect(await send(url)).toMatchObject({ ...MISMATCH, text: expect.stringContaining('Signature expired: ') });
  });
});

describe('faults', () => {
  const pets = (): Promise<Sent> => signed({ method: 'POST', query: { a: '1' }, body: 'text' });

  it.each<[string, (it: Sent) => Promise<Answer>]>([
    ['another host', (it) => send({ ...it, headers: { ...it.headers, host: `${HOST}:1` } }, 'text')],
    ['another path', (it) => send({ ...it, path: '/prod/cats' }, 'text')],
    ['another query', (it) => send({ ...it, query: { a: '2' } }, 'text')],
    ['another verb', (it) => send({ ...it, method: 'PUT' }, 'text')],
    ['another body', (it) => send(it, 'test')],
    ['no body', (it) => send(it)],
    [
      'another payload hash',
      (it) => send({ ...it, headers: { ...it.headers, 'x-amz-content-sha256': sha256('test') } }, 'test'),
    ],
    [
      'an unsigned payload afterwards',
      (it) => send({ ...it, headers: { ...it.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }, 'test'),
    ],
  ])('%s', async (_, change) => {
    serve([anna()]);
    expect(await change(await pets())).toMatchObject({ ...MISMATCH, text: expect.stringContaining('does not match') });
    expect(backend.seen).toEqual([]);
    expect(await send(await pets(), 'text')).toMatchObject(FROM_BACKEND);
  });

  it.each([
    ['Authorization', 'AWS4-HMAC-SHA256 x=y'],
    ['X-Amz-Date', '20260115T120000Z'],
    ['X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD'],
    ['X-Amz-Security-Token', 'b'],
  ])('%s smuggled twice', async (name, value) => {
    serve([anna()]);
    const twice = name === 'X-Amz-Security-Token' ? [name, 'a', name, value] : [name, value];
    expect(await send(await pets(), 'text', twice)).toMatchObject({
      status: 403,
      errorType: 'IncompleteSignatureException',
    });
  });

  it('the verb is the one that was sent, whatever X-HTTP-Method-Override makes of it', async () => {
    serve([anna({ policies: [allow(INVOKE, `arn:aws:execute-api:us-east-1:${OWN}:api1/prod/DELETE/*`)] })]);
    const asked = { method: 'POST', headers: { 'X-HTTP-Method-Override': 'DELETE' } };
    expect(await ask(asked)).toMatchObject(FROM_BACKEND);
    expect(await ask({ method: 'POST' })).toMatchObject({ status: 403, errorType: 'AccessDeniedException' });
  });

  it('payloads in chunks', async () => {
    serve([anna()]);
    const headers = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
    expect(await send(await signed({ method: 'PUT', headers }), 'text')).toMatchObject(MISMATCH);
  });

  it('clocks that are more than five minutes apart', async () => {
    serve([anna()]);
    expect(await ask({ offsetMs: -300_000 })).toMatchObject(FROM_BACKEND);
    expect(await ask({ offsetMs: -301_000 })).toMatchObject({ ...MISMATCH, text: expect.stringContaining('- 5 min.') });
    expect(await ask({ offsetMs: 301_000 })).toMatchObject({ ...MISMATCH, text: expect.stringContaining('+ 5 min.') });
  });

  it('another region', async () => {
    serve([anna()]);
    expect(await ask({ region: 'eu-west-1' })).toMatchObject({
      ...MISMATCH,
      text: expect.stringContaining('Credential should be scoped to a valid region'),
    });
  });

  const UNKNOWN = {
    ...{ status: 403, errorType: 'UnrecognizedClientException' },
    text: '{"message":"The security token included in the request is invalid."}',
  };

  it('unknown and inactive keys are one and the same, and news count at once', async () => {
    serve([anna({ accessKeys: [{ ...KEY, active: false }] })]);
    expect(await ask()).toMatchObject(UNKNOWN);
    expect(await ask({ key: { ...KEY, accessKeyId: 'AKIANOBODY' } })).toMatchObject(UNKNOWN);
    gateway.apply(publicationOf({ full: false, iamPrincipals: [anna()] }));
    expect(await ask()).toMatchObject(FROM_BACKEND);
    expect(await ask({ key: { ...KEY, secretAccessKey: 'another' } })).toMatchObject(MISMATCH);
    gateway.apply(publicationOf({ full: false, removedIamPrincipalIds: ['AIDAANNA'] }));
    expect(await ask()).toMatchObject(UNKNOWN);
  });

  it('session tokens that are none of ours', async () => {
    serve([anna()]);
    expect(await ask({ key: { ...KEY, sessionToken: 'made up' } as typeof KEY })).toMatchObject(UNKNOWN);
  });

  it('no signature at all, or a token instead', async () => {
    serve([anna()]);
    const bare = { method: 'GET', path: '/prod/pets', headers: { host: HOST } };
    expect(await send(bare)).toMatchObject({
      ...{ status: 403, errorType: 'MissingAuthenticationTokenException' },
      text: '{"message":"Missing Authentication Token"}',
    });
    const bearer = await send({ ...bare, headers: { host: HOST, authorization: 'Bearer abc.def' } });
    expect(bearer).toMatchObject({ status: 403, errorType: 'IncompleteSignatureException' });
    expect(bearer.text).not.toContain('abc.def');
  });
});

describe('permissions', () => {
  const DENIED = { status: 403, errorType: 'AccessDeniedException' };

  it.each([
    ['nothing allowed', [], false],
    ['this path', [allow(INVOKE, `arn:aws:execute-api:us-east-1:${OWN}:api1/prod/GET/pets`)], true],
    ['another path', [allow(INVOKE, `arn:aws:execute-api:us-east-1:${OWN}:api1/prod/GET/cats`)], false],
    ['another action', [allow('execute-api:ManageConnections')], false],
    ['a Deny over an Allow', [allow(INVOKE), allow(INVOKE, '*/pets', 'Deny')], false],
    ['a policy that can’t be read beside one that can', [allow(INVOKE), { name: 'broken', document: '{' }], false],
  ])('%s', async (_, policies, isAllowed) => {
    serve([anna({ policies })]);
    expect(await ask()).toMatchObject(isAllowed ? FROM_BACKEND : DENIED);
  });

  it('say who was refused what', async () => {
    serve([anna({ policies: [] })]);
    expect((await ask()).text).toBe(
      `{"Message":"User: arn:aws:iam::${OWN}:user/anna is not authorized to perform: ${INVOKE} on resource: arn:aws:execute-api:us-east-1:********0000:api1/prod/GET/pets"}`,
    );
  });

  it('another account’s users need the API’s policy too', async () => {
    const guest = anna({ accountId: OTHER, arn: `arn:aws:iam::${OTHER}:user/anna` });
    serve([guest]);
    expect(await ask()).toMatchObject(DENIED);
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: OTHER }, Action: INVOKE, Resource: '*' },
    });
    serve([guest], { policy });
    expect(await ask()).toMatchObject(FROM_BACKEND);
    serve([{ ...guest, policies: [] }], { policy });
    expect(await ask()).toMatchObject(DENIED);
  });

  it('to refresh a cache are needed where the stage asks for them', async () => {
    const cached = {
      cacheClusterEnabled: true,
      cacheSizeBytes: 1_000_000,
      methodSettings: { '*/*': { cachingEnabled: true, requireAuthorizationForCacheControl: true } },
    };
    const fresh = { headers: { 'cache-control': 'max-age=0' } };
    serve([anna()], {}, cached);
    await ask();
    expect((await ask(fresh)).warning).toContain('the caller was unauthorized');
    expect(backend.seen).toHaveLength(1);
    gateway.apply(
      publicationOf({
        ...{ full: false },
        iamPrincipals: [anna({ policies: [allow(INVOKE), allow('execute-api:InvalidateCache')] })],
      }),
    );
    expect((await ask(fresh)).warning).toBeUndefined();
    expect(backend.seen).toHaveLength(2);
  });
});

describe('what the backend gets of a signature', () => {
  const SIGNATURE = 'AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=e';
  const headersSeen = () => {
    const seen: [string, string][] = [];
    const flat = backend.seen.at(-1)?.headers ?? [];
    for (let i = 0; i < flat.length; i += 2) seen.push([(flat[i] ?? '').toLowerCase(), flat[i + 1] ?? '']);
    return Object.fromEntries(seen);
  };

  it('is its date, and not the Authorization header', async () => {
    serve([anna()]);
    const request = await signed({ headers: { 'x-own': 'kept' } });
    expect(await send(request)).toMatchObject(FROM_BACKEND);
    const seen = headersSeen();
    expect(seen).toMatchObject({ 'x-amz-date': request.headers['x-amz-date'], 'x-own': 'kept' });
    expect(Object.keys(seen)).not.toContain('authorization');
    expect(JSON.stringify(seen)).not.toContain('AWS4');
  });

  it.each([
    ['HTTP_PROXY', { requestParameters: {} }],
    ['HTTP_PROXY', { requestParameters: { 'integration.request.header.Authorization': AUTHORIZATION } }],
    ['HTTP', { requestParameters: { 'integration.request.header.authorization': AUTHORIZATION } }],
    ['HTTP', { requestTemplates: { 'application/json': OVERRIDE }, requestParameters: {} }],
  ] as const)('is without it, and others are passed on, where nobody has to sign: %s %j', async (type, fields) => {
    gateway.serve(
      { 'ANY /{proxy+}': { integration: { type, uri: PROXY.uri, httpMethod: 'GET', ...fields } } },
      {
        stage: { variables: { backend: backend.origin.replace('http://', '') } },
      },
    );
    const call = (authorization: string) =>
      send({
        method: 'GET',
        path: '/prod/pets',
        headers: { host: HOST, Authorization: authorization, 'x-amz-security-token': 't' },
      });
    await call(SIGNATURE);
    expect(backend.seen).toHaveLength(1);
    expect(Object.keys(headersSeen())).not.toContain('authorization');
    await call('Bearer a.b.c');
    expect(headersSeen()).toMatchObject({ authorization: 'Bearer a.b.c' });
    if (type === 'HTTP_PROXY') expect(headersSeen()).toMatchObject({ 'x-amz-security-token': 't' });
  });

  it('is nothing in the way of a header that the owner sets', async () => {
    const integration = { ...PROXY, requestParameters: { 'integration.request.header.Authorization': "'Basic eA=='" } };
    gateway.serve(
      { 'ANY /{proxy+}': { authorizationType: 'AWS_IAM', integration } },
      {
        stage: { variables: { backend: backend.origin.replace('http://', '') } },
        iamPrincipals: [anna()],
      },
    );
    expect(await ask()).toMatchObject(FROM_BACKEND);
    expect(headersSeen()).toMatchObject({ authorization: 'Basic eA==' });
  });
});
