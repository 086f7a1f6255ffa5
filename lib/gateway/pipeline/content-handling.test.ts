// Both tables of https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html,
// row by row, against a real backend.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ContentHandling, IntegrationDefinition } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import type { Loose } from '../testing/definitions';
import { HOST, startTestGateway } from '../testing/test-gateway';

/** No UTF-8, so that nothing can take it for text unharmed. */
const BINARY = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0x0a]);
const BASE64 = Buffer.from(BINARY.toString('base64'));
const IMAGES = ['image/*', 'application/octet-stream'];

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
beforeEach(() => {
  backend.seen.length = 0;
  backend.answer = {};
});
afterAll(() => backend.close());

interface Call {
  readonly types?: readonly string[];
  readonly integration?: Loose<IntegrationDefinition>;
  readonly headers?: readonly string[];
  readonly body?: Buffer;
}

async function call({ types, integration = {}, headers = [], body }: Call) {
  const gateway = startTestGateway();
  const type = integration.type ?? 'HTTP';
  const target = type === 'MOCK' ? {} : { httpMethod: 'POST' as const, uri: `${backend.origin}/b` };
  gateway.serve(
    { 'POST /a': { integration: { type, ...target, ...integration } } },
    { api: { binaryMediaTypes: types } },
  );
  const answer = await gateway.invoke({
    method: 'POST',
    target: '/prod/a',
    headers: ['Host', HOST, ...headers],
    ...(body === undefined ? {} : { body }),
  });
  await gateway.close();
  return answer;
}

type RequestRow = readonly [
  payload: 'text' | 'binary',
  contentType: string,
  types: readonly string[] | undefined,
  handling: ContentHandling | undefined,
  integrationPayload: 'as it is' | 'decoded' | 'encoded',
];

describe.each(['HTTP', 'HTTP_PROXY'] as const)('requests to %s', (type) => {
  it.each<RequestRow>([
    ['text', 'text/plain', undefined, undefined, 'as it is'],
    ['text', 'image/png', undefined, 'CONVERT_TO_BINARY', 'decoded'],
    ['text', 'image/png', undefined, 'CONVERT_TO_TEXT', 'as it is'],
    ['text', 'text/plain', IMAGES, undefined, 'as it is'],
    ['text', 'text/plain', IMAGES, 'CONVERT_TO_BINARY', 'decoded'],
    ['text', 'text/plain', IMAGES, 'CONVERT_TO_TEXT', 'as it is'],
    ['binary', 'image/png', IMAGES, undefined, 'as it is'],
    ['binary', 'image/png', IMAGES, 'CONVERT_TO_BINARY', 'as it is'],
    ['binary', 'image/png', IMAGES, 'CONVERT_TO_TEXT', 'encoded'],
  ])('%s as %s, binary types %j, %s: %s', async (payload, contentType, types, contentHandling, integrationPayload) => {
    const body = payload === 'text' ? BASE64 : BINARY;
    const expected = { 'as it is': body, decoded: BINARY, encoded: BASE64 }[integrationPayload];
    const { status } = await call({
      ...(types === undefined ? {} : { types }),
      integration: { type, contentHandling },
      headers: ['Content-Type', contentType],
      body,
    });
    expect(status).toBe(200);
    expect(backend.seen.at(-1)?.bytes).toEqual(expected);
  });

  it('that are no Base64 are a configuration error', async () => {
    const integration = { type, contentHandling: 'CONVERT_TO_BINARY' as const };
    const { status, body } = await call({ integration, body: Buffer.from('no base64!') });
    expect({ status, body: body.toString() }).toEqual({ status: 500, body: '{"message":"Internal server error"}' });
    expect(backend.seen).toHaveLength(0);
  });

  it.each(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const)('without a body pass with %s', async (contentHandling) => {
    expect((await call({ types: ['*/*'], integration: { type, contentHandling } })).status).toBe(200);
    expect(backend.seen.at(-1)?.bytes).toHaveLength(0);
  });
});

describe('requests with a template', () => {
  it.each([undefined, 'CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'] as const)(
    'show it binary payloads as Base64 (%s)',
    async (contentHandling) => {
      const requestTemplates = {
        'image/png': contentHandling === 'CONVERT_TO_BINARY' ? '$input.body' : '<$input.body>',
      };
      const integration = { requestTemplates, contentHandling };
      await call({ types: IMAGES, integration, headers: ['Content-Type', 'image/png'], body: BINARY });
      // What the template wrote is text, which CONVERT_TO_BINARY makes bytes of.
      const expected = contentHandling === 'CONVERT_TO_BINARY' ? BINARY : Buffer.from(`<${BASE64}>`);
      expect(backend.seen.at(-1)?.bytes).toEqual(expected);
    },
  );

  it('pick Base64 out of JSON', async () => {
    await call({
      integration: {
        contentHandling: 'CONVERT_TO_BINARY',
        requestTemplates: { 'application/json': "$input.path('$.image')" },
      },
      body: Buffer.from(JSON.stringify({ image: BASE64.toString() })),
    });
    expect(backend.seen.at(-1)?.bytes).toEqual(BINARY);
  });

  it('are converted to binary after it', async () => {
    await call({
      integration: { contentHandling: 'CONVERT_TO_BINARY', requestTemplates: { 'text/plain': BASE64.toString() } },
      headers: ['Content-Type', 'text/plain'],
      body: Buffer.from('whatever'),
    });
    expect(backend.seen.at(-1)?.bytes).toEqual(BINARY);
  });
});

type ResponseRow = readonly [
  payload: 'text' | 'binary',
  accept: string,
  types: readonly string[] | undefined,
  handling: ContentHandling | undefined,
  methodPayload: 'as it is' | 'decoded' | 'encoded',
];

const RESPONSE_ROWS: readonly ResponseRow[] = [
  ['text', 'text/plain', undefined, undefined, 'as it is'],
  ['binary', 'text/plain', undefined, undefined, 'as it is'],
  ['text', 'text/plain', undefined, 'CONVERT_TO_BINARY', 'decoded'],
  ['text', 'text/plain', undefined, 'CONVERT_TO_TEXT', 'as it is'],
  ['text', 'text/plain', IMAGES, undefined, 'as it is'],
  ['text', 'text/plain', IMAGES, 'CONVERT_TO_BINARY', 'decoded'],
  ['text', 'text/plain', IMAGES, 'CONVERT_TO_TEXT', 'as it is'],
  ['text', 'image/webp', IMAGES, undefined, 'decoded'],
  ['text', 'image/webp', IMAGES, 'CONVERT_TO_BINARY', 'decoded'],
  ['text', 'image/webp', IMAGES, 'CONVERT_TO_TEXT', 'as it is'],
  ['binary', 'text/plain', IMAGES, undefined, 'encoded'],
  ['binary', 'text/plain', IMAGES, 'CONVERT_TO_BINARY', 'as it is'],
  ['binary', 'text/plain', IMAGES, 'CONVERT_TO_TEXT', 'encoded'],
  ['binary', 'image/webp', IMAGES, undefined, 'as it is'],
  ['binary', 'image/webp', IMAGES, 'CONVERT_TO_BINARY', 'as it is'],
  ['binary', 'image/webp', IMAGES, 'CONVERT_TO_TEXT', 'encoded'],
  // Only the first media type counts.
  ['binary', 'text/html, image/webp', IMAGES, undefined, 'encoded'],
  ['binary', 'image/webp, text/html', IMAGES, undefined, 'as it is'],
  ['binary', '*/*', IMAGES, undefined, 'encoded'],
  ['binary', '*/*', ['*/*'], undefined, 'as it is'],
];

describe('responses', () => {
  it.each(RESPONSE_ROWS)(
    '%s, Accept %s, binary types %j, %s: %s',
    async (payload, accept, types, contentHandling, methodPayload) => {
      const answer = payload === 'text' ? BASE64 : BINARY;
      const expected = { 'as it is': answer, decoded: BINARY, encoded: BASE64 }[methodPayload];
      backend.answer = { headers: ['Content-Type', payload === 'text' ? 'text/plain' : 'image/png'], body: answer };
      const given = { ...(types === undefined ? {} : { types }), headers: ['Accept', accept] };
      const mapped = await call({ ...given, integration: { integrationResponses: [respond(contentHandling)] } });
      expect(mapped.status).toBe(200);
      expect(mapped.body).toEqual(expected);
      if (contentHandling !== undefined) return;
      // A proxy has no integration responses: its rows are those without contentHandling.
      expect((await call({ ...given, integration: { type: 'HTTP_PROXY' } })).body).toEqual(expected);
    },
  );

  it.each([
    ['a MOCK with a picture', BASE64.toString()],
    ['with line breaks', `${BASE64.toString().slice(0, 4)}\r\n${BASE64.toString().slice(4)}\n`],
    ['as a JSON string', `"${BASE64.toString()}"`],
    ['without padding', BASE64.toString().replace(/=+$/, '')],
  ])('of templates are text: %s', async (_what, template) => {
    const response = { ...respond('CONVERT_TO_BINARY'), responseTemplates: { 'image/png': template } };
    const { status, body, headers } = await call({ integration: { type: 'MOCK', integrationResponses: [response] } });
    expect(status).toBe(200);
    expect(body).toEqual(BINARY);
    expect(headers).toContain('image/png');
  });

  it.each([
    ['text/plain', undefined, Buffer.from(`<${BASE64}>`)],
    ['text/plain', 'CONVERT_TO_TEXT', Buffer.from(`<${BASE64}>`)],
    ['image/png', 'CONVERT_TO_TEXT', Buffer.from(`<${BASE64}>`)],
    ['text/plain', 'CONVERT_TO_BINARY', BINARY],
    ['image/png', undefined, BINARY],
  ] as const)('show templates binary payloads as Base64: Accept %s, %s', async (accept, handling, expected) => {
    backend.answer = { headers: ['Content-Type', 'image/png'], body: BINARY };
    const template = expected === BINARY ? '$input.body' : '<$input.body>';
    const response = { ...respond(handling), responseTemplates: { 'application/json': template } };
    const integration = { integrationResponses: [response] };
    expect((await call({ types: IMAGES, integration, headers: ['Accept', accept] })).body).toEqual(expected);
  });

  it.each(['no base64!', 'abcde', 'ab=c', 'abc=='])('%s can not become binary', async (text) => {
    backend.answer = { headers: ['Content-Type', 'text/plain'], body: text };
    const integration = { integrationResponses: [respond('CONVERT_TO_BINARY')] };
    const { status, body } = await call({ integration });
    expect({ status, body: body.toString() }).toEqual({ status: 500, body: '{"message":"Internal server error"}' });
  });

  it('without a body stay without one', async () => {
    backend.answer = { status: 204, headers: [] };
    const { status, body } = await call({ types: ['*/*'], integration: { type: 'HTTP_PROXY' } });
    expect({ status, length: body.length }).toEqual({ status: 204, length: 0 });
  });

  it('of more than 10 MB are not converted, and streams never are', async () => {
    backend.answer = { headers: ['Content-Type', 'image/png'], body: Buffer.alloc(10 * 1024 * 1024 + 1, 1) };
    const asText = await call({ types: ['image/*'], integration: { type: 'HTTP_PROXY' } });
    expect(asText.status).toBe(500);
    const asItIs = await call({
      types: ['image/*'],
      integration: { type: 'HTTP_PROXY', responseTransferMode: 'STREAM' },
      headers: ['Accept', 'text/plain'],
    });
    expect(asItIs.body.length).toBe(10 * 1024 * 1024 + 1);
  });

  it('that are errors of the gateway stay text', async () => {
    const integration = { passthroughBehavior: 'NEVER' as const };
    const { status, body } = await call({ types: ['*/*'], integration, headers: ['Accept', 'image/png'] });
    expect({ status, body: body.toString() }).toEqual({ status: 415, body: '{"message":"Unsupported Media Type"}' });
  });
});

function respond(contentHandling: ContentHandling | undefined) {
  return {
    statusCode: '200',
    selectionPattern: '',
    responseParameters: {},
    responseTemplates: {},
    ...(contentHandling === undefined ? {} : { contentHandling }),
  };
}
