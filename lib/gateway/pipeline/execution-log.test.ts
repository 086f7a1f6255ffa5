// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MethodSettings } from '../model';
import { oneLine } from '../observe/log-sink';
import { type Backend, startBackend } from '../testing/backend';
import { type LooseRoutes, planOf } from '../testing/definitions';
import { keyWithValue, startTestGateway, type TestGateway } from '../testing/test-gateway';

const KEY = 'abcdefghijklmnopqrst012345';
let backend: Backend;
let gateway: TestGateway;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(() => {
  gateway = startTestGateway();
  backend.handle = null;
  backend.answer = { headers: ['Content-Type', 'text/plain', 'Set-Cookie', 'session=secret'], body: 'Rex' };
});

const routes = (): LooseRoutes => ({
  'POST /pets/{petId}': { integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/backend` } },
  'GET /mock': {},
  'GET /broken': { integration: { requestTemplates: { 'application/json': '{}' } } },
  'GET /paid': { apiKeyRequired: true, integration: { type: 'HTTP_PROXY', uri: backend.origin } },
  'GET /mapped': {
    integration: {
      type: 'HTTP',
      uri: backend.origin,
      integrationResponses: [
        {
          ...{ statusCode: '200', selectionPattern: '', responseParameters: {} },
          responseTemplates: { 'application/json': '{"pet":"$input.body"}' },
        },
      ],
    },
  },
});

function serve(settings: Readonly<Record<string, MethodSettings>>): void {
  gateway.serve(routes(), {
    stage: { methodSettings: settings },
    usagePlans: [planOf({ throttle: { rateLimit: 1, burstLimit: 1 } })],
    apiKeys: [keyWithValue(KEY)],
  });
}

/** Level and text, without time and request id. */
const lines = (): string[] =>
  gateway.executionLog.map((line) => {
    expect(line).toMatch(/^2026-01-15T12:00:00\.\d{3}Z (INFO|ERROR) \([0-9a-f-]{36}\) [^\n]*\n$/);
    return line
      .slice(25)
      .replace(/ \([0-9a-f-]{36}\)/, '')
      .trimEnd();
  });
/** What stands before values that differ from call to call. */
const kinds = (): string[] => lines().map((line) => line.split(/[:{]/, 1)[0] as string);

const INFO = { '*/*': { loggingLevel: 'INFO' } } as const;
const TRACED = { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: true } } as const;
const POST = {
  headers: ['Content-Type', 'application/json', 'Authorization', 'Bearer secret', 'Cookie', 'a=secret'],
  body: '{"pet":1}',
};

describe('at INFO', () => {
  it('has AWS’s lines in AWS’s order', async () => {
    serve(INFO);
    await gateway.call('POST /pets/7?q=1', POST);
    expect(kinds()).toEqual([
      'INFO Extended Request Id',
      'INFO Verifying Usage Plan for request',
      "INFO API Key  authorized because method 'POST /pets/",
      'INFO Usage Plan check succeeded for API Key  and API Stage api1/prod',
      'INFO Starting execution for request',
      'INFO HTTP Method',
      'INFO Method request path',
      'INFO Method request query string',
      'INFO Method request headers',
      'INFO Endpoint request URI',
      'INFO Endpoint request headers',
      'INFO Sending request to http',
      'INFO Received response. Status',
      'INFO Endpoint response headers',
      'INFO Method response headers',
      'INFO Successfully completed execution',
      'INFO Method completed with status',
    ]);
    expect(lines()).toEqual(
      expect.arrayContaining([
        "INFO API Key  authorized because method 'POST /pets/{petId}' does not require API Key. Request will not contribute to throttle or quota limits",
        'INFO HTTP Method: POST, Resource Path: /pets/7',
        'INFO Method request path: {petId=7}',
        'INFO Method request query string: {q=1}',
        `INFO Endpoint request URI: ${backend.origin}/backend?q=1`,
      ]),
    );
    expect(gateway.executionLog.join('')).not.toMatch(/secret|Rex|"pet"/);
    expect(gateway.executionLogNames[0]).toBe('api1/prod');
  });

  it('asks no backend for a MOCK', async () => {
    serve(INFO);
    await gateway.call('GET /mock');
    expect(kinds().filter((kind) => /ndpoint|Sending|Received/.test(kind))).toEqual([]);
    expect(lines().at(-2)).toBe('INFO Successfully completed execution');
  });

  it('shows the end of API keys, and why they were refused', async () => {
    serve(INFO);
    await gateway.call('GET /paid', { headers: ['x-api-key', KEY] });
    expect(lines()).toContain('INFO Usage Plan check succeeded for API Key **********012345 and API Stage api1/prod');
    expect(gateway.executionLog.join('')).toMatch(/Method request headers: \{.*x-api-key=\*{10}012345/);
    await gateway.call('GET /paid', { headers: ['x-api-key', KEY] });
    expect(lines().at(-1)).toBe('ERROR Method completed with status: 429');
    gateway.executionLog.length = 0;
    await gateway.call('GET /paid', { headers: ['x-api-key', 'nobody-knows-this-key-777777'] });
    expect(kinds()).toEqual([
      'INFO Extended Request Id',
      'INFO Verifying Usage Plan for request',
      "ERROR API Key **********777777 not authorized because method 'GET /paid' requires API Key and API Key is not associated with a Usage Plan for API Stage api1/prod",
      'ERROR Gateway response type',
      'INFO Gateway response headers',
      'ERROR Method completed with status',
    ]);
    expect(gateway.executionLog.join('')).not.toContain('nobody');
  });
});

describe('with data trace', () => {
  it('shows every body, and changes none', async () => {
    serve(TRACED);
    expect((await gateway.call('POST /pets/7', POST)).text).toBe('Rex');
    expect(backend.seen.at(-1)?.body).toBe(POST.body);
    expect(lines()).toEqual(
      expect.arrayContaining([
        'INFO Method request body before transformations: {"pet":1}',
        'INFO Endpoint request body after transformations: {"pet":1}',
        'INFO Endpoint response body before transformations: Rex',
        'INFO Method response body after transformations: Rex',
      ]),
    );
    expect(gateway.executionLog.join('')).not.toContain('secret');
    gateway.executionLog.length = 0;
    expect((await gateway.call('GET /mapped')).text).toBe('{"pet":"Rex"}');
    expect(lines()).toEqual(
      expect.arrayContaining([
        'INFO Endpoint response body before transformations: Rex',
        'INFO Method response body after transformations: {"pet":"Rex"}',
      ]),
    );
  });

  it('keeps a body on its line, cuts a long one, and passes it on whole', async () => {
    serve(TRACED);
    backend.answer = { body: 'a\r\nb\u0085é\t2026-01-15T12:00:00.000Z ERROR (x) forged' };
    await gateway.call('POST /pets/7', { body: 'x\ny' });
    expect(lines()).toContain('INFO Method request body before transformations: x\\ny');
    expect(lines()).toContain(
      'INFO Endpoint response body before transformations: a\\r\\nb\\u0085é\\t2026-01-15T12:00:00.000Z ERROR (x) forged',
    );
    const long = 'é'.repeat(300_000);
    backend.answer = { body: long };
    gateway.executionLog.length = 0;
    expect((await gateway.call('POST /pets/7', { body: long })).text).toBe(long);
    expect(backend.seen.at(-1)?.body).toBe(long);
    const cut = lines().filter((line) => line.endsWith(' [TRUNCATED]'));
    expect(cut).toHaveLength(4);
    for (const line of cut) expect(line).toMatch(/: é+ \[TRUNCATED\]$/);
    expect(Math.max(...gateway.executionLog.map((line) => Buffer.byteLength(line)))).toBeLessThan(17_000);
    backend.answer = { body: Buffer.from([0xff, 0, 1]) };
    await gateway.call('POST /pets/7', { body: '' });
    expect(lines()).toContain('INFO Endpoint response body before transformations: [Binary Data] 3 bytes');
  });

  it('masks what a body repeats of credentials, at its cut too', async () => {
    gateway = startTestGateway({ executionLogLineBytes: 256 });
    serve(TRACED);
    const token = 'Bearer "very-secret-token"';
    const headers = ['Authorization', token, 'x-api-key', KEY];
    backend.answer = { body: `${JSON.stringify({ token, key: KEY })} ${token} ${'x'.repeat(80)} ${token.repeat(3)}` };
    await gateway.call('POST /pets/7', { headers, body: `${'y'.repeat(200)}${token}` });
    expect(gateway.executionLog.join('')).not.toMatch(/very|ecret|abcdefgh/);
    expect(lines().find((line) => line.includes('Endpoint response body'))).toContain(
      '{"token":"********","key":"**********012345"} ********',
    );
  });

  it('leaves streams alone', async () => {
    gateway.serve(
      { 'GET /live': { integration: { type: 'HTTP_PROXY', uri: backend.origin, responseTransferMode: 'STREAM' } } },
      { stage: { methodSettings: TRACED } },
    );
    expect((await gateway.call('GET /live')).text).toBe('Rex');
    expect(lines()).toContain('INFO Method response body after transformations: [Streamed]');
    expect(kinds()).not.toContain('INFO Endpoint response body before transformations');
  });

  it('can cut where AWS does', async () => {
    gateway = startTestGateway({ executionLogLineBytes: 1024 });
    serve(TRACED);
    await gateway.call('POST /pets/7', { body: 'x'.repeat(2000) });
    const line = lines().find((it) => it.includes('Method request body')) ?? '';
    expect(line).toHaveLength('INFO '.length + 1024 + ' [TRUNCATED]'.length);
  });
});

describe('at ERROR', () => {
  it('only what failed leaves lines', async () => {
    serve({ '*/*': { loggingLevel: 'ERROR' } });
    await gateway.call('GET /mock');
    await gateway.call('POST /pets/7', POST);
    expect(gateway.executionLog).toEqual([]);
    await gateway.call('GET /broken');
    expect(lines().map((line) => line.replace(/Id: .*/, 'Id'))).toEqual([
      'INFO Extended Request Id',
      'INFO HTTP Method: GET, Resource Path: /broken',
      'ERROR Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is defined in the request template.',
      'ERROR Gateway response type: API_CONFIGURATION_ERROR with status code: 500',
      'ERROR Method completed with status: 500',
    ]);
  });

  it('with data trace every request is logged in full', async () => {
    serve({ '*/*': { loggingLevel: 'ERROR', dataTraceEnabled: true } });
    await gateway.call('POST /pets/7', POST);
    expect(lines()).toContain('INFO Method response body after transformations: Rex');
  });
});

it('a backend that breaks off fails the request when its body is to be shown', async () => {
  serve(TRACED);
  backend.handle = (_, res) => {
    res.writeHead(200, { 'Content-Length': '100' });
    res.write('half', () => res.destroy());
  };
  expect((await gateway.call('POST /pets/7', POST)).status).toBe(504);
  expect(lines().at(-1)).toBe('ERROR Method completed with status: 504');
});

it('methods differ from their stage', async () => {
  serve({
    ...INFO,
    '~1mock/GET': { loggingLevel: 'OFF', dataTraceEnabled: true },
    '~1mapped/GET': { dataTraceEnabled: true },
  });
  await gateway.call('GET /mock');
  expect(gateway.executionLog).toEqual([]);
  await gateway.call('GET /mapped');
  expect(lines()).toContain('INFO Endpoint response body before transformations: Rex');
});

it('a stage that logs nothing has no step for it', async () => {
  serve({ '*/*': { loggingLevel: 'OFF', dataTraceEnabled: true } });
  await gateway.call('POST /pets/7', POST);
  await gateway.call('GET /nowhere');
  expect(gateway.executionLog).toEqual([]);
});

it('a line stays one', () => {
  expect(oneLine('a\nb\r\tc\u001b[31m\u2028é"\\')).toBe('a\\nb\\r\\tc\\u001b[31m\\u2028é"\\');
});
