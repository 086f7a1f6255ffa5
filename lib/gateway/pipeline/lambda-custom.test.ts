// AWS with a function, through the whole pipeline, against a server that answers as Lambda does.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FunctionEndpoint, IntegrationResponseDefinition } from '../model';
import { type Backend, type BackendAnswer, startBackend } from '../testing/backend';
import type { LooseMethod } from '../testing/definitions';
import { checkSignature } from '../testing/signature-check';
import { headersOf, startTestGateway, type TestGateway } from '../testing/test-gateway';

const CUSTOM = {
  type: 'AWS',
  httpMethod: 'POST',
  uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:pets/invocations',
} as const;

let backend: Backend;
let gateway: TestGateway;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(() => {
  gateway = startTestGateway();
  backend.seen.length = 0;
  backend.answer = { body: '{"ok":true}' };
});
afterEach(() => gateway.close());

type Integration = NonNullable<LooseMethod['integration']>;

function serve(
  integration: Partial<Integration> = {},
  method: LooseMethod = {},
  more: Partial<FunctionEndpoint> = {},
): void {
  const endpoint: FunctionEndpoint = {
    ...{
      functionId: 'f1',
      accountId: '000000000000',
      name: 'pets',
      origin: backend.origin,
      headers: ['x-secret', 's'],
    },
    path: '/2015-03-31/functions/000000000000:pets/invocations',
    ...more,
  };
  gateway.serve({ 'POST /pets': { ...method, integration: { ...CUSTOM, ...integration } } }, { functions: [endpoint] });
}

const response = (statusCode: string, selectionPattern: string, template?: string): IntegrationResponseDefinition => ({
  ...{ statusCode, selectionPattern, responseParameters: {} },
  responseTemplates: template === undefined ? {} : { 'application/json': template },
});

const statuses = (...codes: string[]) => ({
  methodResponses: Object.fromEntries(codes.map((code) => [code, { responseParameters: {} }])),
});

const failing = (errorMessage: string) => ({
  headers: ['X-Amz-Function-Error', 'Unhandled'],
  body: JSON.stringify({ errorMessage, errorType: 'Error', trace: [] }),
});

it('is signed as it is sent: after its conversion, with how it is invoked', async () => {
  const account = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };
  serve(
    {
      contentHandling: 'CONVERT_TO_BINARY',
      requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
    },
    {},
    { credentials: { ...account, region: 'eu-west-1' } },
  );
  await gateway.call('POST /pets?a=b', { body: Buffer.from('{"n":1}').toString('base64') });
  const seen = backend.seen.at(-1);
  if (seen === undefined) throw new Error('Nothing came.');
  expect(seen.body).toBe('{"n":1}');
  const { method, path: target, headers, bytes: body } = seen;
  expect(await checkSignature({ method, target, headers, body }, account)).toEqual({
    ...{ service: 'lambda', region: 'eu-west-1' },
    signedHeaders: [
      ...['content-type', 'host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-invocation-type'],
      'x-amz-security-token',
    ],
  });
});

describe('the event', () => {
  it.each([
    ['is the client’s body', {}, '{"n":1}', '{"n":1}'],
    ['is an empty object without a body', {}, '', '{}'],
    [
      'is what the template says',
      { requestTemplates: { 'application/json': '{"id": $input.json("$.n"), "by": "$context.httpMethod"}' } },
      '{"n":1}',
      '{"id": 1, "by": "POST"}',
    ],
  ])('%s', async (_, integration, body, expected) => {
    serve(integration);
    expect((await gateway.call('POST /pets', { body })).status).toBe(200);
    expect(backend.seen.at(-1)).toMatchObject({ method: 'POST', body: expected });
  });

  it('is not sent when no template takes its type', async () => {
    serve({ requestTemplates: { 'text/plain': 'x' }, passthroughBehavior: 'NEVER' });
    expect(
      (await gateway.call('POST /pets', { headers: ['Content-Type', 'application/xml'], body: '<a/>' })).status,
    ).toBe(415);
    expect(backend.seen).toEqual([]);
  });
});

describe('mapped headers', () => {
  it('say how the function is invoked; others are nothing to Lambda', async () => {
    serve({
      requestParameters: {
        'integration.request.header.X-Amz-Invocation-Type': "'Event'",
        'integration.request.header.x-secret': "'forged'",
      },
    });
    backend.answer = { status: 202, body: '' };
    expect(await gateway.call('POST /pets', { body: '{}' })).toMatchObject({ status: 200, text: '' });
    const headers = headersOf(backend.seen.at(-1)?.headers ?? []);
    expect(headers).toMatchObject({ 'x-amz-invocation-type': 'Event', 'x-secret': 's' });
  });

  it('may be set by a template', async () => {
    serve({
      requestTemplates: {
        'application/json': "#set($context.requestOverride.header.X-Amz-Invocation-Type = 'DryRun'){}",
      },
      requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
    });
    await gateway.call('POST /pets', { body: '{}' });
    expect(headersOf(backend.seen.at(-1)?.headers ?? [])['x-amz-invocation-type']).toBe('DryRun');
  });

  it.each(['Authorization', 'TE', 'X-Amzn-Trace-Id'])('onto %s fail the call', async (name) => {
    serve({ requestParameters: { [`integration.request.header.${name}`]: "'x'" } });
    expect((await gateway.call('POST /pets', { body: '{}' })).status).toBe(500);
    expect(backend.seen).toEqual([]);
  });
});

describe('the answer', () => {
  const responses = [
    response('200', ''),
    response('404', 'Not found.*'),
    response('400', '.*invalid.*', '{"why": $input.json("$.errorMessage")}'),
  ];

  it.each<[string, BackendAnswer, number, string]>([
    [
      'of a function that did not fail is the default',
      { body: '{"errorMessage":"Not found at all"}' },
      200,
      '{"errorMessage":"Not found at all"}',
    ],
    ['is chosen by the error message as a whole', failing('Not found: 7'), 404, failing('Not found: 7').body],
    ['may be mapped by a template', failing('it is invalid'), 400, '{"why": "it is invalid"}'],
    ['is the default when no pattern matches', failing('Oops, Not found'), 200, failing('Oops, Not found').body],
    [
      'to an event that is not JSON is the default',
      { status: 400, body: '{"Message":"Could not parse"}' },
      200,
      '{"Message":"Could not parse"}',
    ],
  ])('%s', async (_, answer, status, text) => {
    backend.answer = answer;
    serve({ integrationResponses: responses }, statuses('200', '400', '404'));
    expect(await gateway.call('POST /pets', { body: '{}' })).toMatchObject({ status, text });
  });

  it('needs a default, or a pattern that takes anything', async () => {
    serve({ integrationResponses: [response('500', '.*')] }, statuses('500'));
    expect((await gateway.call('POST /pets', { body: '{}' })).text).toBe('{"ok":true}');
    serve({ integrationResponses: [response('500', '.+')] }, statuses('500'));
    expect(await gateway.call('POST /pets', { body: '{}' })).toMatchObject({
      ...{ status: 500, text: '{"message":"Internal server error"}' },
    });
  });

  it.each([
    ['throttled', 429],
    ['not allowed', 403],
    ['broken', 500],
  ])('is 500 when Lambda is %s, whatever the patterns say', async (_, status) => {
    backend.answer = { status, body: '{"Message":"x"}' };
    serve({ integrationResponses: [response('200', '.*')] });
    expect((await gateway.call('POST /pets', { body: '{}' })).status).toBe(500);
  });

  it('has a trace id', async () => {
    serve();
    expect((await gateway.call('POST /pets', { body: '{}' })).headers['x-amzn-trace-id']).toMatch(/^Root=1-/);
  });
});
