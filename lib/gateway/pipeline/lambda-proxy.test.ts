// AWS_PROXY through the whole pipeline, against a server that answers as Lambda does.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FunctionEndpoint } from '../model';
import { type Backend, type BackendAnswer, startBackend } from '../testing/backend';
import { apiOf, type Loose, type LooseMethod, publicationOf } from '../testing/definitions';
import { HOST, headersOf, startTestGateway, type TestGateway } from '../testing/test-gateway';

const uriOf = (name: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`;
const PROXY = { type: 'AWS_PROXY', httpMethod: 'POST', uri: uriOf('pets') } as const;

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
    ...{ functionId: 'f1', accountId: '000000000000', name: 'pets', origin: backend.origin },
    ...{ path: '/2015-03-31/functions/000000000000:pets/invocations', headers: ['x-secret', 's3cret'] },
    ...loose,
  }) as FunctionEndpoint;

function serve(method: LooseMethod = {}, functions = [endpointOf()], path = 'ANY /pets/{petId}'): void {
  gateway.serve(
    { [path]: { integration: PROXY, ...method } },
    { functions, stage: { variables: { color: 'blue', alias: 'live' } } },
  );
}

const answering = (result: unknown, more: BackendAnswer = {}): void => {
  backend.answer = { status: 200, body: JSON.stringify(result), ...more };
};

const eventOf = () => JSON.parse(backend.seen.at(-1)?.body ?? 'null');

describe('the event', () => {
  it('has every part of payload format 1.0', async () => {
    answering({ statusCode: 200, body: 'ok' });
    serve({ operationName: 'getPet' });
    const { status, text, headers } = await gateway.call('POST /pets/a%2Fb?x=1&x=2&y=a+b%2B', {
      headers: [
        'X-One',
        '1',
        'X-One',
        '2',
        'authorization',
        'Basic eA==',
        'user-agent',
        'test/1',
        'X-Forwarded-For',
        '9.9.9.9',
      ],
      body: '{"name":"Ä \\"q\\""}',
      sourceIp: '10.0.0.7',
    });
    expect({ status, text }).toEqual({ status: 200, text: 'ok' });
    const trace = headers['x-amzn-trace-id'];
    expect(trace).toMatch(/^Root=1-/);
    expect(eventOf()).toEqual({
      resource: '/pets/{petId}',
      path: '/pets/a%2Fb',
      httpMethod: 'POST',
      headers: {
        ...{ Host: HOST, 'X-One': '2', Authorization: 'Basic eA==', 'User-Agent': 'test/1' },
        ...{ 'X-Amzn-Trace-Id': trace, 'X-Forwarded-For': '9.9.9.9, 10.0.0.7' },
        ...{ 'X-Forwarded-Port': expect.any(String), 'X-Forwarded-Proto': 'http' },
      },
      multiValueHeaders: {
        ...{ Host: [HOST], 'X-One': ['1', '2'], Authorization: ['Basic eA=='], 'User-Agent': ['test/1'] },
        ...{ 'X-Amzn-Trace-Id': [trace], 'X-Forwarded-For': ['9.9.9.9, 10.0.0.7'] },
        ...{ 'X-Forwarded-Port': [expect.any(String)], 'X-Forwarded-Proto': ['http'] },
      },
      queryStringParameters: { x: '2', y: 'a b+' },
      multiValueQueryStringParameters: { x: ['1', '2'], y: ['a b+'] },
      pathParameters: { petId: 'a%2Fb' },
      stageVariables: { color: 'blue', alias: 'live' },
      requestContext: {
        ...{ resourceId: 'res0', resourcePath: '/pets/{petId}', operationName: 'getPet', httpMethod: 'POST' },
        extendedRequestId: headers['x-amz-apigw-id'],
        ...{ requestTime: '15/Jan/2026:12:00:00 +0000', path: '/prod/pets/a%2Fb', protocol: 'HTTP/1.1' },
        ...{ accountId: '000000000000', stage: 'prod', domainPrefix: 'api1' },
        ...{ requestTimeEpoch: 1_768_478_400_000, requestId: headers['x-amzn-requestid'] },
        identity: {
          ...{ cognitoIdentityPoolId: null, accountId: null, cognitoIdentityId: null, caller: null },
          ...{ sourceIp: '10.0.0.7', principalOrgId: null, accessKey: null, cognitoAuthenticationType: null },
          ...{ cognitoAuthenticationProvider: null, userArn: null, userAgent: 'test/1', user: null },
        },
        ...{ domainName: HOST, deploymentId: expect.any(String), apiId: 'api1' },
      },
      body: '{"name":"Ä \\"q\\""}',
      isBase64Encoded: false,
    });
  });

  it.each([
    ['image/png', ['image/*'], 'iVBORw==', true],
    ['image/png', [], '\ufffdPNG', false],
    ['text/plain', ['image/*'], '\ufffdPNG', false],
    ['text/plain', ['*/*'], 'iVBORw==', true],
  ])('carries %s with the binary types %j as %s', async (contentType, binaryMediaTypes, body, isBase64Encoded) => {
    answering({});
    const served = { functions: [endpointOf()], api: { binaryMediaTypes } };
    gateway.serve({ 'POST /': { integration: PROXY } }, served);
    await gateway.call('POST /', { headers: ['Content-Type', contentType], body: Buffer.from('iVBORw==', 'base64') });
    expect(eventOf()).toMatchObject({ body, isBase64Encoded });
  });

  it.each([
    ['image/png', ['image/*'], true, '\ufffdPNG'],
    ['image/png, text/html', ['image/png'], true, '\ufffdPNG'],
    ['text/html, image/png', ['image/png'], true, 'iVBORw=='],
    ['image/png', [], true, 'iVBORw=='],
    ['image/png', ['image/*'], false, 'iVBORw=='],
  ])(
    'answers Accept: %s with the binary types %j, encoded: %s, with %s',
    async (accept, binaryMediaTypes, isBase64Encoded, body) => {
      answering({ body: 'iVBORw==', isBase64Encoded });
      const served = { functions: [endpointOf()], api: { binaryMediaTypes } };
      gateway.serve({ 'GET /': { integration: PROXY } }, served);
      expect(await gateway.call('GET /', { headers: ['Accept', accept] })).toMatchObject({ status: 200, text: body });
    },
  );

  it('fails where bytes are promised and no Base64 comes', async () => {
    answering({ body: 'no base64!', isBase64Encoded: true });
    const served = { functions: [endpointOf()], api: { binaryMediaTypes: ['*/*'] } };
    gateway.serve({ 'GET /': { integration: PROXY } }, served);
    expect((await gateway.call('GET /')).status).toBe(500);
  });

  it('has null for what is not there', async () => {
    answering({});
    gateway.serve({ 'GET /': { integration: PROXY } }, { functions: [endpointOf()] });
    await gateway.call('GET /');
    expect(eventOf()).toMatchObject({
      ...{ path: '/', queryStringParameters: null, multiValueQueryStringParameters: null, pathParameters: null },
      ...{ stageVariables: null, body: null, isBase64Encoded: false },
    });
    expect(eventOf().requestContext.identity.userAgent).toBeNull();
  });

  it.each([
    ['/pets/test%2Balias@gmail.com', '/pets/test%2Balias@gmail.com'],
    ['/pets/7/', '/pets/7'],
  ])('keeps the path %s as it came, but for a slash at its end', async (path, expected) => {
    answering({});
    serve();
    await gateway.call(`GET ${path}`);
    expect(eventOf().path).toBe(expected);
  });

  it('goes to the function as Lambda’s Invoke, with what the endpoint asks for', async () => {
    answering({});
    serve({ integration: { ...PROXY, uri: uriOf(`pets:\${stageVariables.alias}`) } });
    await gateway.call('GET /pets/1');
    const seen = backend.seen.at(-1);
    expect(seen).toMatchObject({
      ...{ method: 'POST', path: '/2015-03-31/functions/000000000000:pets/invocations?Qualifier=live' },
    });
    expect(headersOf(seen?.headers ?? [])).toMatchObject({ 'x-secret': 's3cret', 'content-type': 'application/json' });
  });

  it('is signed where the endpoint has credentials', async () => {
    answering({});
    serve({}, [endpointOf({ credentials: { accessKeyId: 'AKID', secretAccessKey: 's', region: 'eu-west-1' } })]);
    await gateway.call('GET /pets/1');
    expect(headersOf(backend.seen.at(-1)?.headers ?? []).authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/20260115\/eu-west-1\/lambda\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
    );
  });
});

describe('what goes wrong', () => {
  const ERROR = '{"message": "Internal server error"}';
  const FAILED = { errorMessage: 'boom', errorType: 'Error', trace: [] };

  it.each<[string, BackendAnswer, number, string]>([
    [
      'a result that is none',
      { status: 200, body: '"text"' },
      502,
      'Execution failed due to configuration error: Malformed Lambda proxy response',
    ],
    [
      'a function that fails',
      {
        status: 200,
        body: JSON.stringify(FAILED),
        headers: ['X-Amz-Function-Error', 'Unhandled', 'x-amzn-RequestId', 'r1'],
      },
      502,
      'Lambda execution failed with status 200 due to customer function error: boom. Lambda request id: r1',
    ],
    [
      'a function that is throttled',
      { status: 429, body: '{}' },
      500,
      'Execution failed due to configuration error: Rate Exceeded.',
    ],
    [
      'a function that is not there',
      { status: 404, body: '{}' },
      500,
      'Execution failed due to configuration error: Invalid permissions on Lambda function',
    ],
    [
      'a call that is not allowed',
      { status: 403, body: '{}' },
      500,
      'Execution failed due to configuration error: Invalid permissions on Lambda function',
    ],
    [
      'a Lambda that is broken',
      { status: 500, body: '{"Message":"sorry"}' },
      500,
      'Execution failed due to configuration error: sorry',
    ],
  ])('%s', async (_, answer, status, line) => {
    backend.answer = answer;
    serve();
    const reply = await gateway.call('GET /pets/1');
    expect({ status: reply.status, body: JSON.parse(reply.text) }).toEqual({ status, body: JSON.parse(ERROR) });
    expect(reply.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
    const tested = await gateway.testInvoke(testOf({ integration: PROXY }));
    expect(tested.ok && tested.response.status).toBe(status);
    expect(tested.ok && tested.response.log.some((it) => it.endsWith(line))).toBe(true);
  });

  it('a function that takes too long: 504', async () => {
    backend.handle = () => {};
    serve({ integration: { ...PROXY, timeoutInMillis: 50 } });
    const { status, text } = await gateway.call('GET /pets/1');
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: 504,
      body: { message: 'Endpoint request timed out' },
    });
    const tested = await gateway.testInvoke(testOf({ integration: { ...PROXY, timeoutInMillis: 50 } }));
    expect(tested.ok && tested.response.log.some((it) => it.endsWith('Execution failed due to a timeout error'))).toBe(
      true,
    );
  });

  it('an endpoint that is not there: 500', async () => {
    serve({}, [endpointOf({ origin: 'http://127.0.0.1:9' })]);
    expect((await gateway.call('GET /pets/1')).status).toBe(500);
  });

  it('an integration method other than POST: 500', async () => {
    serve({ integration: { ...PROXY, httpMethod: 'GET' } });
    expect((await gateway.call('GET /pets/1')).status).toBe(500);
    expect(backend.seen).toEqual([]);
  });

  const testOf = (method: LooseMethod) => ({
    ...{ stageVariables: {}, method: 'GET', path: '/pets/1', query: '', headers: [], body: '' },
    definition: apiOf({ 'ANY /pets/{petId}': method }),
  });
});

describe('permission to invoke', () => {
  const SOURCE = 'arn:aws:execute-api:us-east-1:000000000000:api1';

  it.each<[string, Loose<FunctionEndpoint>, number]>([
    ['is its own account’s without a policy', {}, 200],
    ['is nobody’s with an empty policy', { permissions: [] }, 500],
    ['is what a statement says', { permissions: [{ statementId: 's', sourceArn: `${SOURCE}/*/GET/pets/*` }] }, 200],
    [
      'may leave single characters open',
      { permissions: [{ statementId: 's', sourceArn: `${SOURCE.replace('api1', 'api?')}/pr*d/G?T/*` }] },
      200,
    ],
    [
      'is not for a pattern that ends too soon',
      { permissions: [{ statementId: 's', sourceArn: `${SOURCE}/*/GET/pets` }] },
      500,
    ],
    ['is not another method’s', { permissions: [{ statementId: 's', sourceArn: `${SOURCE}/*/POST/pets/*` }] }, 500],
    ['is not another stage’s', { permissions: [{ statementId: 's', sourceArn: `${SOURCE}/dev/*/*` }] }, 500],
    [
      'is not for an alias only',
      { permissions: [{ statementId: 's', sourceArn: `${SOURCE}/*`, qualifier: 'live' }] },
      500,
    ],
    ['may be an account’s', { permissions: [{ statementId: 's', sourceAccount: '000000000000' }] }, 200],
    ['is not another account’s', { permissions: [{ statementId: 's', sourceAccount: '111111111111' }] }, 500],
    ['is nobody’s when the statement says nothing', { permissions: [{ statementId: 's' }] }, 500],
  ])('%s', async (_, endpoint, status) => {
    answering({});
    serve({}, [endpointOf(endpoint)], 'GET /pets/{petId}');
    expect((await gateway.call('GET /pets/1')).status).toBe(status);
  });

  it('follows the table without a new deployment', async () => {
    answering({});
    serve({}, []);
    expect((await gateway.call('GET /pets/1')).status).toBe(500);
    gateway.apply(publicationOf({ functions: [endpointOf()] }));
    expect((await gateway.call('GET /pets/1')).status).toBe(200);
    gateway.apply(publicationOf({ functions: [endpointOf({ permissions: [] })] }));
    expect((await gateway.call('GET /pets/1')).status).toBe(500);
    gateway.apply(publicationOf({ removedFunctionIds: ['f1'] }));
    expect((await gateway.call('GET /pets/1')).status).toBe(500);
  });
});
