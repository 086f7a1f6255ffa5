// Live requests that are traced: who is, what the trace holds, and that nothing else about the request changes.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TraceSettings } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import { apiOf, type LooseRoutes, planOf } from '../testing/definitions';
import { keyWithValue, type ServeOptions, startTestGateway, type TestGateway } from '../testing/test-gateway';
import type { TraceDetail, TraceRecord } from './trace-record';

let backend: Backend;
let gateway: TestGateway;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(() => {
  backend.seen.length = 0;
  backend.answer = {};
  gateway = startTestGateway();
});

const tracing = (settings: Partial<TraceSettings> = {}): TraceSettings => ({
  ...{ samplePercent: 100, maskedNames: [], maskedJsonPaths: [] },
  ...settings,
});

const ECHO: LooseRoutes = {
  'ANY /echo': { integration: { type: 'HTTP_PROXY', uri: `http://\${stageVariables.backend}/echo` } },
};

function serve(routes: LooseRoutes = ECHO, settings?: Partial<TraceSettings>, options: ServeOptions = {}): void {
  const variables = { backend: backend.origin.replace('http://', '') };
  gateway.serve(routes, {
    ...options,
    stage: { variables, ...(settings === undefined ? {} : { tracing: tracing(settings) }), ...options.stage },
  });
}

const drain = (): (TraceRecord & { readonly parsed: TraceDetail })[] =>
  gateway.services.traces.drain().map((it) => ({ ...it, parsed: JSON.parse(it.detail) as TraceDetail }));

function only(): TraceRecord & { readonly parsed: TraceDetail } {
  const records = drain();
  expect(records).toHaveLength(1);
  return records[0] as TraceRecord & { readonly parsed: TraceDetail };
}

const TOKEN = 'ghd_0123456789abcdef';
const tokenFor = (stageId: string, expiresAtMs = Number.MAX_SAFE_INTEGER) => ({
  ...{ hash: createHash('sha256').update(TOKEN).digest('hex'), stageId, expiresAtMs },
});

describe('who is traced', () => {
  it('is nobody unless the stage says so', async () => {
    serve();
    await gateway.call('GET /echo');
    expect(drain()).toEqual([]);
  });

  it('is the share that the stage draws', async () => {
    const draws = [0.2, 0.3, 0.9, 0.24];
    gateway = startTestGateway({ random: () => draws.shift() ?? 1 });
    serve(ECHO, { samplePercent: 25 });
    for (let i = 0; i < 4; i++) await gateway.call('GET /echo');
    expect(drain()).toHaveLength(2);
  });

  it('is at most a handful in a second; the others are served untraced and counted', async () => {
    serve(ECHO, {});
    for (let i = 0; i < 30; i++) expect((await gateway.call('GET /echo')).status).toBe(200);
    expect(drain()).toHaveLength(20);
    expect(gateway.services.traces.dropped).toBe(10);
    gateway.clock.now += 1000;
    await gateway.call('GET /echo');
    expect(drain()).toHaveLength(1);
  });

  it('is the one request that brings a good token, which no backend sees', async () => {
    serve(ECHO, undefined, { debugTokens: [tokenFor('stage1')] });
    const first = await gateway.call('GET /echo', { headers: ['X-Gatehouse-Debug', TOKEN, 'X-Other', '1'] });
    const second = await gateway.call('GET /echo', { headers: ['X-Gatehouse-Debug', TOKEN] });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(only()).toMatchObject({ origin: 'DEBUG', tokenHash: tokenFor('').hash, status: 200 });
    for (const { headers } of backend.seen) expect(headers.join(' ').toLowerCase()).not.toContain('gatehouse-debug');
    expect(backend.seen[0]?.headers).toContain('X-Other');
  });

  it.each([
    ['unknown', [], TOKEN],
    ['of another stage', [tokenFor('elsewhere')], TOKEN],
    ['expired', [tokenFor('stage1', 1)], TOKEN],
    ['misspelt', [tokenFor('stage1')], `${TOKEN}x`],
    ['endless', [tokenFor('stage1')], TOKEN.repeat(100)],
  ])('is none with a token that is %s, and the client sees no difference', async (_, debugTokens, sent) => {
    serve(ECHO, undefined, { debugTokens });
    const plain = await gateway.call('GET /echo');
    const answer = await gateway.call('GET /echo', { headers: ['X-Gatehouse-Debug', sent] });
    expect(drain()).toEqual([]);
    expect(answer.status).toBe(plain.status);
    expect(Object.keys(answer.headers)).toEqual(Object.keys(plain.headers));
    expect(JSON.stringify(backend.seen[1]?.headers)).not.toContain('ghd_');
  });
});

describe('a traced request', () => {
  it('counts in the access log, metrics and usage as any other', async () => {
    const options = {
      usagePlans: [planOf({ id: 'plan1', quota: { limit: 5, period: 'DAY', offset: 0, startedAtMs: 0 } as const })],
      apiKeys: [keyWithValue('the-key-the-key-the-key')],
    };
    const routes = { 'GET /paid': { apiKeyRequired: true } };
    serve(routes, {}, { ...options, stage: { accessLogFormat: '$context.requestId' } });
    await gateway.call('GET /paid', { headers: ['x-api-key', 'the-key-the-key-the-key'] });
    const { metrics, usage } = gateway.drainTelemetry();
    expect(usage).toMatchObject([{ usagePlanId: 'plan1', used: 1 }]);
    expect(metrics.map(({ count }) => count)).toContain(1);
    expect(gateway.accessLog).toHaveLength(1);
    const { parsed } = only();
    const notes = parsed.steps.flatMap((step) => step.notes);
    expect(notes.find(({ label }) => label.startsWith('Quota'))).toMatchObject({
      before: expect.stringContaining('0 of 5'),
      after: expect.stringContaining('1 of 5'),
    });
    expect(notes.find(({ label }) => label === 'The account’s limit')).toMatchObject({
      before: expect.stringMatching(/^5000 of/),
      after: expect.stringMatching(/^4999 of/),
    });
    expect(JSON.stringify(parsed)).not.toContain('the-key');
  });

  it('has its steps in order with their times, its bodies and its ids', async () => {
    backend.answer = { status: 201, headers: ['Content-Type', 'application/json'], body: '{"made":true}' };
    serve(ECHO, {});
    const answer = await gateway.call('POST /echo?q=1', { body: '{"name":"Rex"}' });
    expect(answer).toMatchObject({ status: 201, text: '{"made":true}' });
    const record = only();
    expect(record).toMatchObject({
      ...{ restApiId: 'api1', stageName: 'prod', method: 'POST', path: '/echo', resourcePath: '/echo', status: 201 },
      ...{ responseType: '', origin: 'SAMPLE', requestId: answer.headers['x-amzn-requestid'] },
    });
    const { steps, request, response, explanation } = record.parsed;
    expect(steps.map(({ name }) => name)).toEqual([
      ...['resolve-api', 'parse-request', 'match-route', 'throttle', 'decode-body', 'map-integration-request'],
      ...['invoke-integration', 'map-integration-response', 'map-method-response', 'send-response'],
    ]);
    expect(steps.map(({ startUs }) => startUs)).toEqual(steps.map(({ startUs }) => startUs).sort((a, b) => a - b));
    expect(request).toMatchObject({ query: 'q=1', body: '{"name":"Rex"}', bodyBytes: 14 });
    expect(response).toMatchObject({ body: '{"made":true}' });
    expect(explanation).toBeNull();
    expect(backend.seen[0]?.body).toBe('{"name":"Rex"}');
  });

  it('shows templates with the values they read, the pattern and the cache', async () => {
    backend.answer = { status: 404, headers: ['Content-Type', 'application/json'], body: '{"error":"gone"}' };
    serve(
      {
        'POST /pets/{petId}': {
          methodResponses: { '200': { responseParameters: {} }, '404': { responseParameters: {} } },
          integration: {
            ...{ type: 'HTTP', httpMethod: 'POST', uri: `http://\${stageVariables.backend}/pets` },
            requestTemplates: {
              'application/json': `{"n":"$input.path('$.name')","p":"$input.params('petId')","ip":"$context.identity.sourceIp"}`,
            },
            integrationResponses: [
              {
                ...{ statusCode: '404', selectionPattern: '4\\d{2}', responseParameters: {} },
                responseTemplates: { 'application/json': `$input.path('$.error')` },
              },
            ],
          },
        },
      },
      {},
    );
    const answer = await gateway.call('POST /pets/7', { body: '{"name":"Rex"}' });
    expect(answer).toMatchObject({ status: 404, text: 'gone' });
    const notes = only().parsed.steps.flatMap((step) => step.notes);
    const noted = (label: string): (string | undefined)[] =>
      notes.filter((note) => note.label === label).map((note) => note.after);
    expect(noted('Values used')).toEqual([
      "$input.path('$.name'): Rex\n$input.params('petId'): 7\n$context.identity.sourceIp: 127.0.0.1",
      "$input.path('$.error'): gone",
    ]);
    expect(noted('Rendered')).toEqual(['{"n":"Rex","p":"7","ip":"127.0.0.1"}', 'gone']);
    expect(noted('Selection pattern')).toEqual(['4\\d{2}']);
    expect(noted('Endpoint response body')).toEqual(['{"error":"gone"}']);
  });

  it('is answered by the cache, and says so with its key', async () => {
    serve(ECHO, {}, { stage: { cacheClusterEnabled: true, cacheSizeBytes: 1_000_000 } });
    for (let i = 0; i < 2; i++) expect((await gateway.call('GET /echo')).text).toBe('from the backend');
    expect(backend.seen).toHaveLength(1);
    const cache = drain().map(({ parsed }) =>
      parsed.steps.flatMap(({ notes }) => notes).filter(({ label }) => label.startsWith('Cache')),
    );
    expect(cache.map((notes) => notes.map((note) => note.after))).toEqual([
      ['GET res0', 'miss'],
      ['GET res0', 'hit'],
    ]);
  });

  it('is masked before it leaves the worker, wherever its secrets turn up', async () => {
    backend.answer = {
      headers: ['Content-Type', 'application/json', 'Set-Cookie', 'session=cookie-secret-1'],
      body: '{"token":"answer-secret-1","card":{"number":"4111111111111111","pin":"12"},"echo":"body-secret-1"}',
    };
    serve(
      {
        'POST /users/{ssn}': {
          integration: {
            ...{ type: 'HTTP_PROXY', uri: `http://\${stageVariables.backend}/u` },
            requestParameters: { 'integration.request.header.X-Copy': 'method.request.header.Authorization' },
          },
        },
      },
      { maskedNames: ['ssn', 'X-Own', 'token'], maskedJsonPaths: ['$.password', '$..number', '$.card.pin'] },
    );
    await gateway.call('POST /users/078-05-1120?token=query-secret-1', {
      headers: ['Authorization', 'Bearer header-secret-1', 'X-Own', 'own-secret-1'],
      body: '{"password":"body-secret-1"}',
    });
    const record = only();
    const text = JSON.stringify(record);
    for (const secret of [
      ...['cookie-secret-1', 'answer-secret-1', '4111111111111111', 'body-secret-1', '078-05-1120'],
      ...['query-secret-1', 'header-secret-1', 'own-secret-1'],
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(record.path).toBe('/users/********');
    expect(JSON.parse(record.parsed.response.body)).toMatchObject({ card: { number: '********', pin: '********' } });
    expect(backend.seen[0]?.body).toBe('{"password":"body-secret-1"}');
  });

  it('keeps so much of a large body, which passes whole', async () => {
    const body = 'x'.repeat(3_000_000);
    backend.answer = { headers: ['Content-Type', 'text/plain'], body };
    serve(ECHO, {});
    const answer = await gateway.call('POST /echo', { body });
    expect(answer.text).toHaveLength(3_000_000);
    expect(backend.seen[0]?.body).toHaveLength(3_000_000);
    const { sizeBytes, parsed } = only();
    expect(sizeBytes).toBeLessThan(100_000);
    expect(parsed.request).toMatchObject({ bodyBytes: 3_000_000, isBodyCut: true });
    expect(parsed.response).toMatchObject({ bodyBytes: 3_000_000, isBodyCut: true });
  });

  it('of a canary says so', async () => {
    const canary = { deploymentId: 'd2', percentTraffic: 100, stageVariableOverrides: {}, useStageCache: false };
    serve(ECHO, {}, { stage: { canary: { ...canary, definition: apiOf(ECHO) } } });
    await gateway.call('GET /echo');
    expect(only()).toMatchObject({ isCanary: true, deploymentId: 'd2' });
  });
});

describe('what an error is explained with', () => {
  const PETS: LooseRoutes = {
    'GET /pets': {},
    'POST /pets': { apiKeyRequired: true },
    'GET /slow': { integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:1/', timeoutInMillis: 50 } },
    'GET /unmatched': {
      integration: {
        integrationResponses: [
          { statusCode: '200', selectionPattern: '5..', responseParameters: {}, responseTemplates: {} },
        ],
      },
    },
    'GET /undeclared': { methodResponses: {} },
    'POST /typed': {
      integration: { requestTemplates: { 'application/json': '{"statusCode":200}' }, passthroughBehavior: 'NEVER' },
    },
    'GET /looping': {
      integration: {
        requestTemplates: {
          'application/json': '\n#foreach($i in [1..900])#foreach($j in [1..900])#foreach($k in [1..900])x#end#end#end',
        },
      },
    },
    'GET /needed': {
      requestParameters: { 'method.request.querystring.page': true },
      requestValidator: { name: 'p', validateRequestBody: false, validateRequestParameters: true },
    },
    'GET /limited': {},
  };
  const OPTIONS = {
    usagePlans: [planOf({ id: 'plan1' }), planOf({ id: 'elsewhere', stages: [] })],
    apiKeys: [
      keyWithValue('key-of-elsewhere-key-of', { id: 'k1', usagePlanIds: ['elsewhere'] }),
      keyWithValue('key-without-plan-key-wi', { id: 'k2', usagePlanIds: [] }),
      keyWithValue('disabled-key-disabled-k', { id: 'k3', enabled: false }),
    ],
    stage: { methodSettings: { '~1limited/GET': { throttlingRateLimit: 1, throttlingBurstLimit: 0 } } },
  };

  it.each([
    ['DELETE /pets', [], 'There is no DELETE on /pets; GET and POST exist.'],
    ['GET /petz', [], 'the nearest is /pets'],
    ['GET /nothing/like/it', [], 'No resource of stage prod answers'],
    ['POST /pets', [], 'needs an API key and the request has none'],
    ['POST /pets', ['x-api-key', 'nobody'], 'does not exist'],
    ['POST /pets', ['x-api-key', 'key-of-elsewhere-key-of'], 'key k1 exists but its plan elsewhere has no stage prod'],
    ['POST /pets', ['x-api-key', 'key-without-plan-key-wi'], 'key k2 exists but is in no usage plan'],
    ['POST /pets', ['x-api-key', 'disabled-key-disabled-k'], 'k3 is disabled'],
    ['GET /slow', [], 'refused the connection'],
    ['GET /unmatched', [], 'None of the selection patterns (5..) matches status 200'],
    ['GET /undeclared', [], 'status 200, which the method response does not declare'],
    ['POST /typed', ['Content-Type', 'text/xml'], 'There is no request template for text/xml'],
    ['GET /needed', [], 'lacks required request parameters: [page]'],
    ['GET /looping', [], 'The request template could not be rendered: '],
    ['GET /limited', [], 'lets nothing through'],
  ])('%s %j: %s', async (request, headers, cause) => {
    serve(PETS, {}, OPTIONS);
    await gateway.call(request, { headers });
    const { explanation } = only().parsed;
    expect(explanation?.cause).toContain(cause);
    expect(explanation?.fix).not.toBe('');
  });
});
