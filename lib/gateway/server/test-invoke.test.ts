import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { apiOf, type LooseRoutes } from '../testing/definitions';
import { startTestGateway } from '../testing/test-gateway';
import type { TestInvokeRequest, TestInvokeResponse } from './test-invoke';

let backend: Backend;
const gateway = startTestGateway();

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(async () => {
  await gateway.close();
  await backend.close();
});

async function invoke(routes: LooseRoutes, request: Partial<TestInvokeRequest> = {}): Promise<TestInvokeResponse> {
  const result = await gateway.testInvoke({
    definition: apiOf(routes),
    stageVariables: { backend: backend.origin },
    method: 'GET',
    path: '/pets/7',
    query: '',
    headers: [],
    body: '',
    ...request,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.response;
}

const HTTP: LooseRoutes = {
  'ANY /pets/{petId}': {
    apiKeyRequired: true,
    integration: {
      type: 'HTTP',
      httpMethod: 'POST',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own syntax
      uri: '${stageVariables.backend}/p/{petId}',
      requestParameters: { 'integration.request.header.Authorization': 'method.request.header.Authorization' },
    },
  },
};

describe('test invoke', () => {
  it('runs the real pipeline without a key and tells what each step did', async () => {
    const response = await invoke(HTTP, {
      method: 'PUT',
      query: 'q=1',
      headers: [{ name: 'Authorization', value: 'secret' }],
      body: 'hello',
    });
    expect(response).toMatchObject({
      status: 200,
      body: 'from the backend',
      isBase64Encoded: false,
      bodyTruncated: false,
    });
    expect(backend.seen.at(-1)).toMatchObject({ method: 'POST', path: '/p/7', body: 'hello' });
    expect(response.steps.map((step) => step.name)).toEqual([
      'resolve-api',
      'parse-request',
      'match-route',
      'decode-body',
      'map-integration-request',
      'invoke-integration',
      'map-integration-response',
      'map-method-response',
    ]);
    const notes = response.steps.flatMap((step) => step.notes);
    expect(notes).toContainEqual({ kind: expect.any(String), label: 'Resource', after: 'ANY /pets/{petId}' });
    expect(notes).toContainEqual({ kind: expect.any(String), label: 'Path parameters', after: 'petId: 7' });
    expect(notes).toContainEqual({
      kind: expect.any(String),
      label: 'Endpoint request',
      after: `POST ${backend.origin}/p/7`,
    });
    expect(notes).toContainEqual({ kind: expect.any(String), label: 'Integration status', after: '200' });
    expect(JSON.stringify(response.steps)).not.toContain('secret');
    expect(response.headers).toContainEqual({ name: 'Content-Type', value: 'application/json' });
  });

  it('writes the log as API Gateway does', async () => {
    const { log } = await invoke(HTTP, { method: 'GET', query: 'q=1' });
    const lines = log.map((line) => line.replace(/^\([0-9a-f-]{36}\) /, ''));
    expect(lines.map((line) => line.split(':', 1)[0])).toEqual([
      'Extended Request Id',
      'Starting execution for request',
      'HTTP Method',
      'Method request path',
      'Method request query string',
      'Method request headers',
      'Endpoint request URI',
      'Endpoint request headers',
      'Sending request to http',
      'Received response. Status',
      'Endpoint response headers',
      'Method response body after transformations',
      'Method response headers',
      'Successfully completed execution',
      'Method completed with status',
    ]);
    expect(lines).toContain('HTTP Method: GET, Resource Path: /pets/7');
    expect(lines).toContain('Method request query string: {q=1}');
  });

  it('says why it failed', async () => {
    const { status, log } = await invoke({
      'GET /pets/{petId}': { integration: { requestTemplates: { 'application/json': '{}' } } },
    });
    expect(status).toBe(500);
    expect(log.at(-5)).toContain(
      'Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is defined in the request template.',
    );
    expect(log.at(-1)).toContain('Method completed with status: 500');
  });

  it('shows bytes that are no text as base64', async () => {
    backend.handle = (_req, res) => res.end(Buffer.from([0xff, 0x00, 0xfe]));
    const response = await invoke(HTTP);
    expect(response).toMatchObject({ body: '/wD+', isBase64Encoded: true });
    backend.handle = null;
  });

  it('cuts a long answer', async () => {
    backend.answer = { body: 'x'.repeat(1_100_000) };
    const response = await invoke(HTTP);
    expect(response.bodyTruncated).toBe(true);
    expect(response.body).toHaveLength(1024 * 1024);
    backend.answer = {};
  });

  it('says why a body was refused', async () => {
    const schema = '{"required":["name"]}';
    const response = await invoke(
      {},
      {
        definition: apiOf(
          {
            'POST /pets': {
              requestModels: { 'application/json': 'Pet' },
              requestValidator: { name: 'body', validateRequestBody: true, validateRequestParameters: false },
            },
          },
          { models: { Pet: { contentType: 'application/json', description: '', schema } } },
        ),
        method: 'POST',
        path: '/pets',
        body: '{}',
      },
    );
    expect(response).toMatchObject({ status: 400, body: '{"message":"Invalid request body"}' });
    const detail = '[object has missing required properties (["name"])]';
    expect(response.steps.at(-2)).toMatchObject({
      name: 'validate-request',
      notes: [
        { label: 'Gateway response', after: 'BAD_REQUEST_BODY: Invalid request body' },
        { label: 'Validation error', after: detail },
      ],
    });
    expect(response.steps.at(-1)?.name).toBe('gateway-response');
    expect(response.explanation?.cause).toContain(detail);
    expect(response.log.join('\n')).toContain(
      `Request body does not match model schema for content type application/json: ${detail}`,
    );
  });

  it('reports what does not compile', async () => {
    const definition = apiOf({ 'GET /x': { integration: { type: 'HTTP', uri: 'nonsense' } } });
    const result = await gateway.testInvoke({
      definition,
      stageVariables: {},
      method: 'GET',
      path: '/x',
      query: '',
      headers: [],
      body: '',
    });
    expect(result).toMatchObject({ ok: false, errors: [{ place: 'GET /x › integration › uri' }] });
  });

  it('counts nothing', () => {
    expect(gateway.drainTelemetry()).toEqual({ metrics: [], usage: [] });
    expect(gateway.accessLog).toEqual([]);
  });
});
