// Lambda authorizers through the whole pipeline, against a server that answers as Lambda does.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { vpcEndpointDoor } from '../http/door';
import type { AuthorizerDefinition, FunctionEndpoint, RestApiDefinition } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import { apiOf, type Loose, type LooseRoutes, planOf } from '../testing/definitions';
import { HOST, keyWithValue, type ServeOptions, startTestGateway, type TestGateway } from '../testing/test-gateway';

const URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:auth/invocations';
const ARN = 'arn:aws:execute-api:us-east-1:000000000000:api1/prod';

let backend: Backend;
let gateway: TestGateway;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(() => {
  gateway = startTestGateway();
  backend.seen.length = 0;
  backend.answer = {};
  backend.handle = null;
});
afterEach(() => gateway.close());

const endpointOf = (loose: Loose<FunctionEndpoint> = {}): FunctionEndpoint =>
  ({
    ...{ functionId: 'f1', accountId: '000000000000', name: 'auth', origin: backend.origin },
    ...{ path: '/2015-03-31/functions/000000000000:auth/invocations', headers: [] },
    ...loose,
  }) as FunctionEndpoint;

const CUSTOM = { authorizationType: 'CUSTOM', authorizerId: 'a1' } as const;
const ROUTES: LooseRoutes = {
  'GET /pets': CUSTOM,
  'POST /pets': CUSTOM,
  'GET /pets/{petId}': {
    ...CUSTOM,
    integration: {
      integrationResponses: [
        {
          ...{ statusCode: '200', selectionPattern: '', responseParameters: {} },
          responseTemplates: {
            'application/json':
              '$context.authorizer.principalId|$context.authorizer.n|$context.authorizer.b|$context.authorizer.claims.x',
          },
        },
      ],
    },
  },
};

interface Served extends ServeOptions {
  readonly authorizer?: Partial<AuthorizerDefinition>;
  readonly routes?: LooseRoutes;
}

const TOKEN_AUTHORIZER: AuthorizerDefinition = {
  ...{ id: 'a1', name: 'Auth', type: 'TOKEN', authorizerUri: URI, authorizerResultTtlInSeconds: 0 },
  identitySource: 'method.request.header.Authorization',
};

function serve({ authorizer = {}, routes = ROUTES, api = {}, ...rest }: Served = {}): void {
  const authorizers: RestApiDefinition['authorizers'] = {
    a1: { ...TOKEN_AUTHORIZER, ...authorizer },
  };
  gateway.serve(routes, { functions: [endpointOf()], api: { ...api, authorizers }, ...rest });
}

const policyOf = (Effect: 'Allow' | 'Deny', Resource: string | readonly string[] = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
});
const ANYBODY = { Statement: [{ ...policyOf('Allow').Statement[0], Principal: '*' }] };
const ALLOW = { principalId: 'me', policyDocument: policyOf('Allow') };
const answering = (result: unknown, headers: readonly string[] = []): void => {
  backend.answer = { status: 200, headers, body: typeof result === 'string' ? result : JSON.stringify(result) };
};
const TOKEN = { headers: ['authorization', 'Bearer abc'] };
const eventOf = () => JSON.parse(backend.seen.at(-1)?.body ?? 'null');
const CONFIGURATION = { status: 500, text: '{"message":null}', type: 'AuthorizerConfigurationException' };
const FAILURE = { status: 500, text: '{"message":null}', type: 'AuthorizerFailureException' };
const UNAUTHORIZED = { status: 401, text: '{"message":"Unauthorized"}', type: 'UnauthorizedException' };
const calling = async (request = 'GET /pets', options: Parameters<TestGateway['call']>[1] = TOKEN) => {
  const { status, text, headers } = await gateway.call(request, options);
  return { status, text, type: headers['x-amzn-errortype'] };
};

describe('what a function is asked', () => {
  it('TOKEN: byte for byte as on AWS', async () => {
    answering(ALLOW);
    serve();
    expect((await gateway.call('GET /pets/', TOKEN)).status).toBe(200);
    expect(backend.seen.at(-1)?.body).toBe(
      `{"type":"TOKEN","authorizationToken":"Bearer abc","methodArn":"${ARN}/GET/pets"}`,
    );
    expect(backend.seen.at(-1)?.path).toBe('/2015-03-31/functions/000000000000:auth/invocations');
  });

  it('REQUEST: the request without its body', async () => {
    answering(ALLOW);
    serve({
      authorizer: { type: 'REQUEST', identitySource: '' },
      stage: { variables: { color: 'blue' } },
    });
    await gateway.call('GET /pets/a%2Fb?x=1&x=2', { headers: ['X-One', '1', 'X-One', '2'], sourceIp: '10.0.0.7' });
    const event = eventOf();
    expect(Object.keys(event)).toEqual([
      ...['type', 'methodArn', 'resource', 'path', 'httpMethod', 'headers', 'multiValueHeaders'],
      ...['queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'stageVariables'],
      'requestContext',
    ]);
    expect(event).toMatchObject({
      ...{ type: 'REQUEST', methodArn: `${ARN}/GET/pets/a%2Fb`, resource: '/pets/{petId}', path: '/pets/a%2Fb' },
      ...{ httpMethod: 'GET', headers: { Host: HOST, 'X-One': '2' }, multiValueHeaders: { 'X-One': ['1', '2'] } },
      ...{ queryStringParameters: { x: '2' }, multiValueQueryStringParameters: { x: ['1', '2'] } },
      ...{ pathParameters: { petId: 'a%2Fb' }, stageVariables: { color: 'blue' } },
      requestContext: { stage: 'prod', identity: { sourceIp: '10.0.0.7' }, path: '/prod/pets/a%2Fb' },
    });
    expect(event.requestContext.authorizer).toBeUndefined();
    serve({ authorizer: { type: 'REQUEST', identitySource: '' } });
    await gateway.call('GET /pets');
    expect(eventOf()).toMatchObject({ queryStringParameters: {}, pathParameters: {}, stageVariables: {} });
  });

  it('a URL gets the same event', async () => {
    answering(ALLOW);
    serve({ authorizer: { authorizerUri: `${backend.origin}/check?a=1` } });
    expect((await calling()).status).toBe(200);
    expect(backend.seen.at(-1)).toMatchObject({ method: 'POST', path: '/check?a=1' });
    expect(eventOf().type).toBe('TOKEN');
    backend.answer = { status: 401 };
    expect(await calling()).toEqual(UNAUTHORIZED);
    backend.answer = { status: 503 };
    expect(await calling()).toEqual(FAILURE);
  });
});

describe('identity sources', () => {
  const REQUEST = {
    type: 'REQUEST',
    identitySource:
      'method.request.header.X-Id, method.request.querystring.q, stageVariables.v, context.identity.sourceIp',
  } as const;

  it.each<[string, Partial<AuthorizerDefinition>, string, readonly string[]]>([
    ['no token', {}, 'GET /pets', []],
    ['an empty token', {}, 'GET /pets', ['Authorization', '']],
    ['two tokens', {}, 'GET /pets', ['Authorization', 'a', 'authorization', 'b']],
    [
      'a token that does not match in full',
      { identityValidationExpression: 'Bearer [a-z]+' },
      'GET /pets',
      ['Authorization', 'Bearer abc1'],
    ],
    ['no header', REQUEST, 'GET /pets?q=1', []],
    ['an empty parameter', REQUEST, 'GET /pets?q=', ['X-Id', '1']],
  ])('%s: 401, and nobody is asked', async (_, authorizer, request, headers) => {
    answering(ALLOW);
    serve({ authorizer, stage: { variables: { v: '1' } } });
    expect(await calling(request, { headers })).toEqual(UNAUTHORIZED);
    expect(backend.seen).toEqual([]);
  });

  it('are asked about when all are there', async () => {
    answering(ALLOW);
    serve({ authorizer: REQUEST, stage: { variables: { v: '1' } } });
    expect((await calling('GET /pets?q=1', { headers: ['x-id', '1'] })).status).toBe(200);
    serve({ authorizer: REQUEST });
    expect(await calling('GET /pets?q=1', { headers: ['x-id', '1'] })).toEqual(UNAUTHORIZED);
    serve({ authorizer: { identityValidationExpression: 'Bearer [a-z]+' } });
    expect((await calling()).status).toBe(200);
  });
});

describe('what it answers', () => {
  it('lets in, and tells of the caller', async () => {
    answering({ ...ALLOW, context: { n: 1, b: true, claims: 'x', nothing: null } });
    serve({ stage: { accessLogFormat: '$context.requestId $context.authorizer.principalId $context.authorizer.n' } });
    expect((await calling('GET /pets/7')).text).toBe('me|1|true|');
    expect(gateway.accessLog.at(-1)).toMatch(/ me 1\n?$/);
  });

  it.each<[string, unknown, object]>([
    ['no JSON', 'yes', CONFIGURATION],
    ['nothing', '', CONFIGURATION],
    ['an array', [ALLOW], CONFIGURATION],
    ['no principal', { policyDocument: policyOf('Allow') }, CONFIGURATION],
    ['no policy', { principalId: 'me' }, CONFIGURATION],
    ['a policy of nonsense', { principalId: 'me', policyDocument: { Statement: 'all' } }, CONFIGURATION],
    ['an object in its context', { ...ALLOW, context: { a: { b: 1 } } }, CONFIGURATION],
    ['an array in its context', { ...ALLOW, context: { a: [1] } }, CONFIGURATION],
    ['an array as context', { ...ALLOW, context: ['a'] }, CONFIGURATION],
    ['a number as key', { ...ALLOW, usageIdentifierKey: 7 }, CONFIGURATION],
    ['a megabyte', { ...ALLOW, context: { a: 'x'.repeat(1_000_000) } }, CONFIGURATION],
  ])('%s lets nobody in', async (_, result, expected) => {
    answering(result);
    serve();
    expect(await calling()).toEqual(expected);
  });

  it('denies by its policy', async () => {
    serve();
    answering({ ...ALLOW, policyDocument: policyOf('Deny') });
    expect(await calling()).toEqual({
      status: 403,
      text: '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}',
      type: 'AccessDeniedException',
    });
    answering({ ...ALLOW, policyDocument: policyOf('Allow', `${ARN}/POST/pets`) });
    expect(await calling()).toEqual({
      status: 403,
      text: '{"Message":"User is not authorized to access this resource"}',
      type: 'AccessDeniedException',
    });
    expect((await calling('POST /pets')).status).toBe(200);
  });

  it('denies by conditions on the way that a request came', async () => {
    serve({ api: { endpointType: 'PRIVATE', policy: JSON.stringify(ANYBODY) } });
    const [statement] = policyOf('Allow').Statement;
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' }, Bool: { 'aws:SecureTransport': 'false' } };
    answering({ ...ALLOW, policyDocument: { Statement: [{ ...statement, Condition }] } });
    expect((await calling('GET /pets', { ...TOKEN, door: vpcEndpointDoor('vpce-1', 'vpc-1') })).status).toBe(200);
    answering({ ...ALLOW, policyDocument: { Statement: [{ ...statement, Effect: 'Deny', Condition }] } });
    expect((await calling('GET /pets', { ...TOKEN, door: vpcEndpointDoor('vpce-1', 'vpc-1') })).status).toBe(403);
  });

  it('is in the access log with what was wrong', async () => {
    const names = ['status', 'integrationStatus', 'requestId', 'error'].map((name) => `$context.authorizer.${name}`);
    const rest = '$context.authenticate.status $context.authorize.status "$context.authorize.error"';
    serve({ stage: { accessLogFormat: `$context.requestId|${names.join('|')}|${rest}` } });
    const logged = async (result: unknown, headers: readonly string[] = [], request = TOKEN) => {
      answering(result, headers);
      await calling('GET /pets', request);
      return gateway.accessLog.at(-1)?.trim().split('|').slice(1).join('|');
    };
    expect(await logged(ALLOW, ['x-amzn-RequestId', 'r-1'])).toBe('200|200|r-1|-|200 200 "-"');
    expect(await logged({ ...ALLOW, policyDocument: policyOf('Deny') })).toMatch(
      /^200\|200\|-\|-\|200 403 "Statement\[0\] of the authorizer policy denies/,
    );
    expect(await logged('{}')).toMatch(/^500\|200\|-\|.*principalId.*\|500 - "-"$/);
    expect(await logged(ALLOW, [], { headers: [] })).toBe('401|-|-|Unauthorized|401 - "-"');
    serve({ routes: { 'GET /pets': {} }, stage: { accessLogFormat: `$context.requestId|${names.join('|')}` } });
    expect(await logged(ALLOW)).toBe('-|-|-|-');
  });

  it('is Unauthorized when the function says so, and a failure when it fails otherwise', async () => {
    serve();
    answering({ errorMessage: 'Unauthorized' }, ['X-Amz-Function-Error', 'Unhandled']);
    expect(await calling()).toEqual(UNAUTHORIZED);
    answering({ errorMessage: 'Task timed out after 3.00 seconds' }, ['X-Amz-Function-Error', 'Unhandled']);
    expect(await calling()).toEqual(FAILURE);
    backend.answer = { status: 429, body: '{}' };
    expect(await calling()).toEqual(CONFIGURATION);
  });

  it('waits for nobody for ever', async () => {
    serve();
    const asked = new Promise<void>((resolve) => {
      backend.handle = () => resolve();
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const call = calling();
      await asked;
      vi.advanceTimersByTime(29_000);
      expect(await call).toEqual(FAILURE);
    } finally {
      vi.useRealTimers();
    }
  });

  it('needs a function that is there and lets the authorizer call it', async () => {
    answering(ALLOW);
    const permissions = [
      { statementId: 's', sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api1/authorizers/a1' },
    ];
    serve({ functions: [endpointOf({ permissions: [] })] });
    expect(await calling()).toEqual(CONFIGURATION);
    serve({ functions: [endpointOf({ permissions: [{ ...permissions[0], sourceArn: `${ARN}/*` } as never] })] });
    expect(await calling()).toEqual(CONFIGURATION);
    expect(backend.seen).toEqual([]);
    serve({
      functions: [endpointOf({ permissions: permissions.map((it) => ({ ...it, sourceAccount: '000000000000' })) })],
    });
    expect((await calling()).status).toBe(200);
  });
});

describe('cached answers', () => {
  const CACHED = { authorizer: { authorizerResultTtlInSeconds: 300 } };

  it('count until their time is over, for each method by its own', async () => {
    answering({ ...ALLOW, policyDocument: policyOf('Allow', `${ARN}/GET/*`) });
    serve(CACHED);
    expect((await calling()).status).toBe(200);
    expect((await calling('POST /pets')).status).toBe(403);
    expect((await calling('GET /pets/7')).status).toBe(200);
    expect(backend.seen).toHaveLength(1);
    gateway.clock.now += 300_000;
    await calling();
    expect(backend.seen).toHaveLength(2);
    gateway.flushAuthorizers('stage1');
    await calling();
    expect(backend.seen).toHaveLength(3);
  });

  it('are of one caller: no value can be made to look like two', async () => {
    answering(ALLOW);
    serve({
      authorizer: {
        ...CACHED.authorizer,
        type: 'REQUEST',
        identitySource: 'method.request.header.A, method.request.header.B',
      },
    });
    const callers: string[][] = [
      ['A', 'x', 'B', 'yz'],
      ['A', 'xy', 'B', 'z'],
      ['A', 'x1:y', 'B', 'z'],
      ['A', 'x', 'A', 'y', 'B', 'z'],
      ['A', 'y', 'A', 'x', 'B', 'z'],
      ['A', 'x,y', 'B', 'z'],
    ];
    for (const headers of callers) await calling('GET /pets', { headers });
    expect(backend.seen).toHaveLength(callers.length);
    for (const headers of callers) await calling('GET /pets', { headers });
    expect(backend.seen).toHaveLength(callers.length);
  });

  it('are asked for once, however many wait; failures are not kept', async () => {
    answering(ALLOW);
    serve(CACHED);
    const all = await Promise.all(Array.from({ length: 20 }, () => calling()));
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(backend.seen).toHaveLength(1);
    gateway.flushAuthorizers('stage1');
    answering({ errorMessage: 'boom' }, ['X-Amz-Function-Error', 'Unhandled']);
    expect(await calling()).toEqual(FAILURE);
    answering(ALLOW);
    expect((await calling()).status).toBe(200);
  });

  it('are gone with the authorizer that gave them', async () => {
    answering(ALLOW);
    serve(CACHED);
    await calling();
    serve({ authorizer: { ...CACHED.authorizer, identityValidationExpression: 'Bearer .*' } });
    await calling();
    expect(backend.seen).toHaveLength(2);
  });
});

it('brings the API key where the API takes it from there', async () => {
  const value = 'abcdefghijklmnopqrst012345';
  serve({
    routes: { 'GET /pets': { ...CUSTOM, apiKeyRequired: true } },
    api: { apiKeySource: 'AUTHORIZER' },
    usagePlans: [planOf({ quota: { limit: 1, period: 'DAY', offset: 0, startedAtMs: 0 } })],
    apiKeys: [keyWithValue(value)],
  });
  answering(ALLOW);
  expect((await calling('GET /pets', { headers: [...TOKEN.headers, 'x-api-key', value] })).status).toBe(403);
  answering({ ...ALLOW, usageIdentifierKey: value });
  expect((await calling()).status).toBe(200);
  expect(await calling()).toMatchObject({ status: 429, text: '{"message":"Limit Exceeded"}' });
});

describe('a test of an authorizer', () => {
  const testing = async (authorizer: Partial<AuthorizerDefinition> = {}, request: object = {}) => {
    serve();
    const result = await gateway.testAuthorizer({
      definition: apiOf(
        { 'GET /unfinished': { integration: { type: 'HTTP_PROXY', uri: 'nonsense' } } },
        { id: 'api1', authorizers: { a1: { ...TOKEN_AUTHORIZER, ...authorizer } } },
      ),
      ...{ authorizerId: 'a1', stageVariables: {}, query: '', sourceIp: '', headers: BEARER, ...request },
    });
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result.response;
  };
  const BEARER = [{ name: 'Authorization', value: 'Bearer abc' }];

  it('says what it answered, and asks each time', async () => {
    answering({ ...ALLOW, context: { n: 1 }, usageIdentifierKey: 'key' });
    const response = await testing({ authorizerResultTtlInSeconds: 300 });
    expect(response).toMatchObject({
      ...{ clientStatus: 0, principalId: 'me', context: { n: '1' }, usageIdentifierKey: 'key', claims: {} },
      policy: JSON.stringify(ALLOW.policyDocument, null, 2),
    });
    expect(response.log.join('\n')).not.toContain('abc');
    await testing({ authorizerResultTtlInSeconds: 300 });
    expect(backend.seen).toHaveLength(2);
    expect(eventOf()).toEqual({
      ...{ type: 'TOKEN', authorizationToken: 'Bearer abc' },
      methodArn: 'arn:aws:execute-api:us-east-1:000000000000:api1/test-invoke-stage/GET/',
    });
  });

  it('sends a REQUEST authorizer what was typed', async () => {
    answering(ALLOW);
    const identitySource = 'method.request.querystring.q, stageVariables.v, context.identity.sourceIp';
    const request = { query: 'q=1', stageVariables: { v: '2' }, sourceIp: '203.0.113.9' };
    expect((await testing({ type: 'REQUEST', identitySource }, request)).clientStatus).toBe(0);
    expect(eventOf()).toMatchObject({
      ...{ queryStringParameters: { q: '1' }, stageVariables: { v: '2' }, path: '/' },
      requestContext: { identity: { sourceIp: '203.0.113.9' } },
    });
  });

  it.each<[string, unknown, object, number, string]>([
    ['no token', ALLOW, { headers: [] }, 401, 'nobody was asked'],
    ['a context of objects', { ...ALLOW, context: { a: {} } }, {}, 500, 'context.a is an object'],
    ['no policy', { principalId: 'me' }, {}, 500, 'policyDocument is not an object'],
  ])('%s: the status clients get, and why', async (_, result, request, status, reason) => {
    answering(result);
    const response = await testing({}, request);
    expect(response).toMatchObject({ clientStatus: status, principalId: '', policy: '' });
    expect(response.log.join('\n')).toContain(reason);
  });

  it('refuses one that can’t be compiled', async () => {
    await expect(testing({ authorizerUri: 'nonsense' })).rejects.toThrow(/authorizerUri/);
  });
});

it('throttles by the key that it names, whatever key clients send', async () => {
  const [one, two] = ['abcdefghijklmnopqrst000001', 'abcdefghijklmnopqrst000002'];
  serve({
    routes: { 'GET /pets': { ...CUSTOM, apiKeyRequired: true } },
    api: { apiKeySource: 'AUTHORIZER' },
    usagePlans: [planOf({ throttle: { rateLimit: 1, burstLimit: 2 } })],
    apiKeys: [keyWithValue(one), keyWithValue(two, { id: 'k2' })],
  });
  const statusFor = async (usageIdentifierKey: string, sent: string) => {
    answering({ ...ALLOW, usageIdentifierKey });
    return (await calling('GET /pets', { headers: [...TOKEN.headers, 'x-api-key', sent] })).status;
  };
  expect([await statusFor(one, two), await statusFor(one, two), await statusFor(one, two)]).toEqual([200, 200, 429]);
  expect(await statusFor(two, one)).toBe(200);
  gateway.clock.now += 1000;
  expect(await statusFor(one, two)).toBe(200);
});
