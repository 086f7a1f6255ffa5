// Methods with a COGNITO_USER_POOLS authorizer, through the whole pipeline.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorizerDefinition, UserPoolKeysDefinition } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import { apiOf, type Loose, type LooseMethod, publicationOf, stageOf } from '../testing/definitions';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';
import { newTestKey, signToken, type TestKey } from '../testing/token-issuer';
import type { TraceDetail } from './trace-record';

const NOW_SECONDS = Date.UTC(2026, 0, 15, 12) / 1000;
const KEY = newTestKey('key-1');
const OTHER_KEY = newTestKey('key-2');

const poolOf = (id: string, key: TestKey): UserPoolKeysDefinition => ({
  arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_${id}`,
  issuer: `http://localhost:3000/cognito-idp/us-east-1_${id}`,
  keys: [key.jwk as UserPoolKeysDefinition['keys'][number]],
});
const POOL = poolOf('poolnr001', KEY);
const OTHER_POOL = poolOf('poolnr002', OTHER_KEY);

const idToken = (claims: object = {}, key = KEY): string =>
  signToken(key, {
    ...{ iss: POOL.issuer, sub: 'ada', aud: 'client-1', token_use: 'id', email: 'ada@example.com' },
    ...{ 'custom:role': 'captain', 'cognito:groups': ['admins', 'editors'], iat: NOW_SECONDS, exp: NOW_SECONDS + 60 },
    ...claims,
  });
const accessToken = (scope: string, claims: object = {}): string =>
  signToken(KEY, {
    ...{ iss: POOL.issuer, sub: 'ada', client_id: 'client-1', token_use: 'access', scope },
    ...{ iat: NOW_SECONDS, exp: NOW_SECONDS + 60 },
    ...claims,
  });

let backend: Backend;
let gateway: TestGateway;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(() => {
  gateway = startTestGateway();
  backend.seen.length = 0;
  backend.handle = null;
});
afterEach(() => gateway.close());

const AUTHORIZER: AuthorizerDefinition = {
  ...{ id: 'auth1', name: 'people', type: 'COGNITO_USER_POOLS', authorizerResultTtlInSeconds: 300 },
  providerARNs: [POOL.arn],
};

interface Served {
  readonly authorizer?: Loose<AuthorizerDefinition>;
  readonly method?: LooseMethod;
  readonly pools?: readonly UserPoolKeysDefinition[];
  readonly accessLogFormat?: string;
  readonly policy?: string;
}

function serve({ authorizer, method, pools = [POOL, OTHER_POOL], accessLogFormat, policy }: Served = {}): void {
  const definition = { ...AUTHORIZER, ...authorizer } as AuthorizerDefinition;
  gateway.serve(
    { 'GET /pets': { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'auth1', ...method } },
    {
      api: { authorizers: { auth1: definition }, policy },
      userPools: pools,
      stage: { accessLogFormat, tracing: TRACED, methodSettings: LOGGED },
    },
  );
}
const LOGGED = { '*/*': { loggingLevel: 'INFO' as const, dataTraceEnabled: true } };
const TRACED = { samplePercent: 100, maskedNames: [], maskedJsonPaths: [] };

const get = (token: string, header = 'Authorization') => gateway.call('GET /pets', { headers: [header, token] });

const UNAUTHORIZED = { status: 401, text: '{"message":"Unauthorized"}' };
const EXPIRED = { status: 401, text: '{"message":"The incoming token has expired"}' };

describe('a method without scopes', () => {
  beforeEach(() => serve());

  it.each<[string, () => string, object]>([
    ['lets an ID token in', () => idToken(), { status: 200 }],
    ['lets an ID token in behind Bearer', () => `Bearer ${idToken()}`, { status: 200 }],
    ['refuses an access token', () => accessToken('pets/read'), UNAUTHORIZED],
    ['refuses a token of another pool', () => idToken({ iss: OTHER_POOL.issuer }, OTHER_KEY), UNAUTHORIZED],
    ['refuses what is no token', () => 'open sesame', UNAUTHORIZED],
    ['refuses an empty one', () => 'Bearer ', UNAUTHORIZED],
    ['says so where one has expired', () => idToken({ exp: NOW_SECONDS - 60 }), EXPIRED],
    [
      'does not say so of a token that is not signed',
      () => `${idToken({ exp: NOW_SECONDS - 60 }).slice(0, -8)}AAAAAAAA`,
      UNAUTHORIZED,
    ],
  ])('%s', async (_title, token, answer) => {
    expect(await get(token())).toMatchObject(answer);
  });

  it('refuses a request without a token, as API Gateway does', async () => {
    expect(await gateway.call('GET /pets')).toMatchObject({
      ...UNAUTHORIZED,
      headers: { 'x-amzn-errortype': 'UnauthorizedException' },
    });
  });

  it('refuses two headers, of which the backend might read the other', async () => {
    const headers = ['Authorization', idToken(), 'authorization', idToken({ sub: 'eve' }, OTHER_KEY)];
    expect(await gateway.call('GET /pets', { headers })).toMatchObject(UNAUTHORIZED);
    expect(await gateway.call('GET /pets', { headers: headers.toReversed() })).toMatchObject(UNAUTHORIZED);
  });

  it('lets nobody in once the pool is gone, however often the token was taken', async () => {
    const token = idToken();
    expect(await get(token)).toMatchObject({ status: 200 });
    gateway.apply(publicationOf({ userPools: [OTHER_POOL] }));
    expect(await get(token)).toMatchObject(UNAUTHORIZED);
  });

  it('goes by the pool’s new keys without a deployment', async () => {
    const token = idToken({}, { ...OTHER_KEY, jwk: { ...OTHER_KEY.jwk, kid: 'key-3' } });
    expect(await get(token)).toMatchObject(UNAUTHORIZED);
    const next = { ...POOL, keys: [...POOL.keys, { ...OTHER_KEY.jwk, kid: 'key-3', alg: 'RS256' as const }] };
    gateway.apply(publicationOf({ userPools: [next] }));
    expect(await get(token)).toMatchObject({ status: 200 });
  });

  it('expires a token that it knows', async () => {
    const token = idToken();
    expect(await get(token)).toMatchObject({ status: 200 });
    gateway.clock.now += 71_000;
    expect(await get(token)).toMatchObject(EXPIRED);
  });

  it('explains in the trace why, and keeps the token out of it', async () => {
    const token = accessToken('pets/read');
    await get(token);
    const [record] = gateway.services.traces.drain();
    const { explanation } = JSON.parse(record?.detail ?? '{}') as TraceDetail;
    expect(explanation?.cause).toContain('takes ID tokens; this one is an access token');
    expect(record?.detail).not.toContain(token);
    expect(record?.detail).not.toContain(token.split('.')[1]);
  });
});

describe('a method with scopes', () => {
  beforeEach(() => serve({ method: { authorizationScopes: ['pets/read', 'pets/admin'] } }));

  it.each<[string, () => string, object]>([
    ['lets an access token with one of them in', () => accessToken('openid pets/admin'), { status: 200 }],
    ['refuses one with others', () => accessToken('pets/write'), UNAUTHORIZED],
    ['refuses one whose scope only begins alike', () => accessToken('pets/read-all pets'), UNAUTHORIZED],
    ['refuses one without any', () => accessToken(''), UNAUTHORIZED],
    ['refuses an ID token, whatever it says', () => idToken({ scope: 'pets/read' }), UNAUTHORIZED],
    ['says so where one has expired', () => accessToken('pets/read', { exp: NOW_SECONDS - 60 }), EXPIRED],
  ])('%s', async (_title, token, answer) => {
    expect(await get(token())).toMatchObject(answer);
  });
});

describe('an authorizer', () => {
  it('takes tokens of several pools', async () => {
    serve({ authorizer: { providerARNs: [POOL.arn, OTHER_POOL.arn] } });
    expect(await get(idToken())).toMatchObject({ status: 200 });
    expect(await get(idToken({ iss: OTHER_POOL.issuer }, OTHER_KEY))).toMatchObject({ status: 200 });
    expect(await get(idToken({}, OTHER_KEY))).toMatchObject(UNAUTHORIZED);
  });

  it('reads the header that it names, and no other, and keeps it out of traces', async () => {
    serve({ authorizer: { identitySource: 'method.request.header.X-Id-Token' } });
    const token = idToken();
    expect(await get(token, 'x-id-token')).toMatchObject({ status: 200 });
    expect(await get(token)).toMatchObject(UNAUTHORIZED);
    const [record] = gateway.services.traces.drain();
    expect(record?.detail).toContain('x-id-token');
    expect(record?.detail).not.toContain(token);
    expect(gateway.executionLog.join('')).toContain('x-id-token=********');
    expect(gateway.executionLog.join('')).not.toContain(token);
  });

  it.each<[string, object, object]>([
    ['client-1|client-2', { aud: 'client-2' }, { status: 200 }],
    ['client-1|client-2', { aud: 'client-3' }, UNAUTHORIZED],
    ['client', { aud: 'client-1' }, UNAUTHORIZED],
    ['client-.*', { aud: ['other', 'client-9'] }, { status: 200 }],
    ['.*', { aud: undefined }, UNAUTHORIZED],
  ])('with the validation expression %s and a token for %j', async (identityValidationExpression, claims, answer) => {
    serve({ authorizer: { identityValidationExpression } });
    expect(await get(idToken(claims))).toMatchObject(answer);
  });

  it('with a validation expression refuses access tokens, which have no audience', async () => {
    serve({ authorizer: { identityValidationExpression: '.*' }, method: { authorizationScopes: ['a'] } });
    expect(await get(accessToken('a'))).toMatchObject(UNAUTHORIZED);
  });

  it.each<[string, Loose<AuthorizerDefinition>, string]>([
    ['a source that is no header', { identitySource: 'method.request.querystring.token' }, 'reads one header'],
    ['two sources', { identitySource: 'method.request.header.A, method.request.header.B' }, 'reads one header'],
    ['no pool', { providerARNs: [] }, 'names no user pool'],
    ['what is no issuer', { providerARNs: ['ftp://issuer.test'] }, 'begins with https://'],
    ['an issuer with a query', { providerARNs: ['https://issuer.test/?a=b'] }, 'a query or a fragment'],
    ['an expression that can’t be read', { identityValidationExpression: '(' }, 'can’t be used'],
  ])('with %s does not compile', (_title, authorizer, message) => {
    expect(() => serve({ authorizer })).toThrow(message);
  });
});

describe('claims', () => {
  it('are in $context.authorizer.claims of mappings, templates and the access log', async () => {
    serve({
      accessLogFormat: '$context.authorizer.claims.sub $context.authorizer.claims.nothing',
      method: {
        integration: {
          ...{ type: 'HTTP', uri: backend.origin, httpMethod: 'POST' },
          requestParameters: { 'integration.request.header.role': 'context.authorizer.claims.custom:role' },
          requestTemplates: {
            'application/json':
              "$context.authorizer.claims.email $context.authorizer.claims['cognito:groups'] [$context.authorizer.claims]",
          },
        },
      },
    });
    expect(await get(idToken())).toMatchObject({ status: 200 });
    expect(backend.seen[0]?.headers.join(' ')).toContain('role captain');
    expect(backend.seen[0]?.body).toBe('ada@example.com admins,editors []');
    expect(gateway.accessLog.join('')).toMatch(/Z ada -\n$/);
  });
});

describe('an outside issuer', () => {
  const token = () => signToken(KEY, { iss: backend.origin, sub: 'bob', aud: 'x', exp: NOW_SECONDS + 600 });
  const answerAsIssuer = () => {
    backend.handle = (req, res) =>
      res.end(
        JSON.stringify(
          req.url === '/keys' ? { keys: [KEY.jwk] } : { issuer: backend.origin, jwks_uri: `${backend.origin}/keys` },
        ),
      );
  };

  it('is trusted by its URL', async () => {
    serve({ authorizer: { providerARNs: [backend.origin, POOL.arn] } });
    answerAsIssuer();
    expect(await get(token())).toMatchObject({ status: 200 });
    expect(await get(idToken())).toMatchObject({ status: 200 });
  });

  it('that can’t be asked is the gateway’s trouble, not the caller’s fault', async () => {
    serve({ authorizer: { providerARNs: [backend.origin] } });
    expect(await get(token())).toMatchObject({
      status: 500,
      headers: { 'x-amzn-errortype': 'AuthorizerFailureException' },
    });
    answerAsIssuer();
    gateway.clock.now += 5_000;
    expect(await get(token())).toMatchObject({ status: 200 });
  });

  it('is only asked about tokens that claim to be its own', async () => {
    serve({ authorizer: { providerARNs: [backend.origin] } });
    expect(await get(idToken())).toMatchObject(UNAUTHORIZED);
    expect(backend.seen).toEqual([]);
  });
});

describe('with a resource policy', () => {
  const policyOf = (Effect: 'Allow' | 'Deny', Condition: object = {}) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource: '*', Condition }],
    });

  // Table A of https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
  it.each<[string, string, object]>([
    ['that allows', policyOf('Allow'), { status: 200 }],
    [
      'that says nothing of the caller',
      policyOf('Allow', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
      { status: 403 },
    ],
    ['that denies', policyOf('Deny'), { status: 403 }],
  ])('%s: the token first, then the policy', async (_title, policy, answer) => {
    serve({ policy });
    expect(await get(idToken())).toMatchObject(answer);
    expect(await gateway.call('GET /pets')).toMatchObject(UNAUTHORIZED);
  });
});

it('a test invoke asks for no token, as on AWS', async () => {
  const definition = apiOf(
    { 'GET /pets': { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'auth1' } },
    {
      authorizers: {
        auth1: {
          id: 'auth1',
          name: 'p',
          type: 'COGNITO_USER_POOLS',
          authorizerResultTtlInSeconds: 300,
          providerARNs: [POOL.arn],
        },
      },
    },
  );
  expect(stageOf(definition)).toBeDefined();
  const request = { definition, stageVariables: {}, method: 'GET', path: '/pets', query: '', headers: [], body: '' };
  expect(await gateway.testInvoke(request)).toMatchObject({ ok: true, response: { status: 200 } });
});

it('a test of the authorizer says what the token claims, or why it is refused', async () => {
  serve();
  const testing = async (token: string) => {
    const result = await gateway.testAuthorizer({
      definition: apiOf({}, { authorizers: { auth1: AUTHORIZER } }),
      ...{ authorizerId: 'auth1', stageVariables: {}, query: '', sourceIp: '' },
      headers: [{ name: 'Authorization', value: token }],
    });
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result.response;
  };
  expect(await testing(idToken())).toMatchObject({
    ...{ clientStatus: 0, principalId: 'ada', policy: '' },
    claims: { sub: 'ada', email: 'ada@example.com', 'custom:role': 'captain' },
  });
  const forged = await testing(idToken({}, OTHER_KEY));
  expect(forged).toMatchObject({ clientStatus: 401, claims: {} });
  expect(forged.log.join('\n')).not.toContain(idToken({}, OTHER_KEY));
  expect((await testing(idToken({ exp: NOW_SECONDS - 60 }))).clientStatus).toBe(401);
});
