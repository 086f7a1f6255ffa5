import { describe, expect, it } from 'vitest';
import type { StageDefinition } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import { apiOf, type LooseRoutes, planOf, publicationOf, stageOf } from '../testing/definitions';
import { openRaw } from '../testing/raw-client';
import { HOST, keyWithValue, startTestGateway } from '../testing/test-gateway';

const answering = (text: string): LooseRoutes => ({
  'GET /a': {
    integration: {
      integrationResponses: [
        {
          statusCode: '200',
          selectionPattern: '',
          responseParameters: {},
          responseTemplates: { 'application/json': text },
        },
      ],
    },
  },
});

const broken = (): StageDefinition => stageOf(apiOf({ 'GET /a': { integration: { type: 'HTTP', uri: 'ftp://x' } } }));

describe('publishing', () => {
  it('serves the new deployment from the next request on', async () => {
    const gateway = startTestGateway();
    gateway.serve(answering('one'));
    expect((await gateway.call('GET /a')).text).toBe('one');
    gateway.serve(answering('two'));
    expect((await gateway.call('GET /a')).text).toBe('two');
  });

  it('a stage that does not compile goes on as it was and is reported until it compiles', async () => {
    const gateway = startTestGateway();
    gateway.serve(answering('one'));
    const failed = gateway.apply(publicationOf({ stages: [broken()] }));
    expect(failed.errors).toEqual([
      {
        stageId: 'stage1',
        apiId: 'api1',
        stageName: 'prod',
        place: 'GET /a › integration › uri',
        message: 'Invalid HTTP endpoint specified for URI: "ftp://x" is not http://… or https://….',
      },
    ]);
    expect((await gateway.call('GET /a')).text).toBe('one');
    expect(gateway.apply(publicationOf({})).errors).toHaveLength(1);
    expect(gateway.apply(publicationOf({ stages: [stageOf(apiOf(answering('two')))] })).errors).toEqual([]);
    expect((await gateway.call('GET /a')).text).toBe('two');
  });

  it('a stage that does not compile does not stop the others', async () => {
    const gateway = startTestGateway();
    const other = stageOf(apiOf(answering('other'), { id: 'api2' }), { id: 'stage2' });
    expect(gateway.apply(publicationOf({ stages: [broken(), other] })).errors).toHaveLength(1);
    const answer = await gateway.invoke({
      method: 'GET',
      target: '/prod/a',
      headers: ['Host', 'api2.execute-api.localhost'],
    });
    expect(answer.body.toString()).toBe('other');
  });

  it('an error goes with its stage', () => {
    const gateway = startTestGateway();
    gateway.apply(publicationOf({ stages: [broken()] }));
    expect(gateway.apply(publicationOf({ removedStageIds: ['stage1'] })).errors).toEqual([]);
    gateway.apply(publicationOf({ stages: [broken()] }));
    expect(gateway.apply(publicationOf({ full: true })).errors).toEqual([]);
  });

  it('a removed stage is unknown', async () => {
    const gateway = startTestGateway();
    gateway.serve(answering('one'));
    gateway.apply(publicationOf({ removedStageIds: ['stage1'] }));
    expect((await gateway.call('GET /a')).status).toBe(403);
  });

  it('a renamed stage is found under its new name only', async () => {
    const gateway = startTestGateway();
    gateway.serve(answering('one'));
    gateway.serve(answering('one'), { stage: { name: 'live' } });
    expect((await gateway.call('GET /a')).status).toBe(403);
    const answer = await gateway.invoke({ method: 'GET', target: '/live/a', headers: ['Host', HOST] });
    expect(answer.status).toBe(200);
  });

  it('a full publication replaces everything', async () => {
    const gateway = startTestGateway();
    gateway.serve(answering('one'), { usagePlans: [planOf()], apiKeys: [keyWithValue('x')] });
    const other = stageOf(apiOf(answering('other'), { id: 'api2' }), { id: 'stage2' });
    gateway.apply(publicationOf({ full: true, stages: [other] }));
    expect((await gateway.call('GET /a')).status).toBe(403);
    expect(gateway.health()).toMatchObject({ stages: 1, apiKeys: 0, usagePlans: 0 });
  });

  it('an older publication changes nothing', async () => {
    const gateway = startTestGateway();
    const older = publicationOf({ stages: [stageOf(apiOf(answering('old')))] });
    gateway.serve(answering('new'));
    expect(gateway.apply(older).revision).toBeGreaterThan(older.revision);
    expect((await gateway.call('GET /a')).text).toBe('new');
  });

  it('compiles only what changed', () => {
    const gateway = startTestGateway();
    const stage = stageOf(apiOf(answering('one')));
    gateway.apply(publicationOf({ stages: [stage] }));
    // The same deployment and settings, as a full load brings them again: the definition is not even looked at.
    const unreadable = { ...stage, definition: { ...stage.definition, resources: null as never } };
    expect(gateway.apply(publicationOf({ full: true, stages: [unreadable] })).errors).toEqual([]);
    expect(gateway.health().stages).toBe(1);
  });

  it('a request keeps the configuration it started with', async () => {
    const backend = await startBackend();
    const gateway = startTestGateway();
    let release: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      backend.handle = (_req, res) => {
        release = () => res.writeHead(200, ['Content-Length', '0']).end();
        resolve();
      };
    });
    gateway.serve({
      'GET /a': {
        integration: {
          type: 'HTTP',
          uri: backend.origin,
          integrationResponses: [
            {
              statusCode: '200',
              selectionPattern: '',
              responseParameters: { 'method.response.header.X-Config': "'old'" },
              responseTemplates: {},
            },
          ],
        },
      },
    });
    const running = gateway.call('GET /a');
    await asked;
    gateway.serve(answering('new'));
    release();
    expect((await running).headers['x-config']).toBe('old');
    await gateway.close();
    await backend.close();
  });
});

describe('publishing under load', () => {
  it('loses no request and mixes no two deployments in one answer', async () => {
    const gateway = startTestGateway();
    const { port } = await gateway.listen({ host: '127.0.0.1', port: 0 });
    const backend = await startBackend();
    const deploy = (n: number) =>
      gateway.serve({
        'GET /a': {
          requestParameters: {},
          integration: {
            type: 'HTTP',
            uri: backend.origin,
            requestParameters: { 'integration.request.header.X-Deployment': `'${n}'` },
            integrationResponses: [
              {
                statusCode: '200',
                selectionPattern: '',
                responseParameters: {
                  'method.response.header.X-Asked': 'integration.response.header.x-asked',
                  'method.response.header.X-Answered': `'${n}'`,
                },
                responseTemplates: {},
              },
            ],
          },
        },
      });
    backend.handle = (req, res) => {
      setImmediate(() => res.writeHead(200, ['X-Asked', String(req.headers['x-deployment'])]).end());
    };
    deploy(0);
    let answered = 0;
    let isOver = false;
    const client = async () => {
      const connection = await openRaw(port);
      while (!isOver) {
        connection.write(`GET /prod/a HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
        const { status, headers } = await connection.response();
        expect(status).toBe(200);
        expect(headers['x-asked']).toBe(headers['x-answered']);
        answered += 1;
      }
      connection.destroy();
    };
    const clients = Array.from({ length: 8 }, client);
    for (let n = 1; n <= 50; n++) {
      const before = answered;
      deploy(n);
      while (answered < before + 8) await new Promise((resolve) => setImmediate(resolve));
    }
    isOver = true;
    await Promise.all(clients);
    expect(answered).toBeGreaterThanOrEqual(400);
    await gateway.close(0);
    await backend.close();
  });
});

describe('keys and plans', () => {
  const PAID: LooseRoutes = { 'GET /a': { apiKeyRequired: true } };
  const call = async (gateway: ReturnType<typeof startTestGateway>, key: string) =>
    (await gateway.call('GET /a', { headers: ['x-api-key', key] })).status;

  it('take effect without a deployment: disabling, rotating and removing a key', async () => {
    const gateway = startTestGateway();
    gateway.serve(PAID, {
      usagePlans: [planOf()],
      apiKeys: [keyWithValue('old'), keyWithValue('two', { id: 'key2' })],
    });
    expect(await call(gateway, 'old')).toBe(200);
    gateway.apply(publicationOf({ apiKeys: [keyWithValue('old', { enabled: false })] }));
    expect(await call(gateway, 'old')).toBe(403);
    gateway.apply(publicationOf({ apiKeys: [keyWithValue('new')] }));
    expect(await call(gateway, 'old')).toBe(403);
    expect(await call(gateway, 'new')).toBe(200);
    gateway.apply(publicationOf({ removedApiKeyIds: ['key1'] }));
    expect(await call(gateway, 'new')).toBe(403);
    expect(await call(gateway, 'two')).toBe(200);
  });

  it('a value that moved from one key to another stays with the other', async () => {
    const gateway = startTestGateway();
    gateway.serve(PAID, { usagePlans: [planOf()], apiKeys: [keyWithValue('value', { id: 'a' })] });
    gateway.apply(publicationOf({ apiKeys: [keyWithValue('value', { id: 'b' }), keyWithValue('other', { id: 'a' })] }));
    expect(await call(gateway, 'value')).toBe(200);
    expect(await call(gateway, 'other')).toBe(200);
    expect(gateway.health().apiKeys).toBe(2);
  });

  it('a plan’s changed limits count at once, and what was used stays used', async () => {
    const gateway = startTestGateway();
    const quota = { limit: 2, period: 'DAY', offset: 0, startedAtMs: 0 } as const;
    gateway.serve(PAID, { usagePlans: [planOf({ quota })], apiKeys: [keyWithValue('k')] });
    expect([await call(gateway, 'k'), await call(gateway, 'k'), await call(gateway, 'k')]).toEqual([200, 200, 429]);
    gateway.apply(publicationOf({ usagePlans: [planOf({ quota: { ...quota, limit: 3 } })] }));
    expect([await call(gateway, 'k'), await call(gateway, 'k')]).toEqual([200, 429]);
    gateway.apply(publicationOf({ removedUsagePlanIds: ['plan1'] }));
    expect(await call(gateway, 'k')).toBe(403);
  });

  it('a deploy does not refill a bucket', async () => {
    const gateway = startTestGateway();
    const throttle = { rateLimit: 1, burstLimit: 1 };
    gateway.serve(PAID, { usagePlans: [planOf({ throttle })], apiKeys: [keyWithValue('k')] });
    expect(await call(gateway, 'k')).toBe(200);
    gateway.serve(PAID);
    expect(await call(gateway, 'k')).toBe(429);
  });

  it('an account’s limit changes without a deployment', async () => {
    const gateway = startTestGateway();
    gateway.serve({ 'GET /a': {} });
    const account = { accountId: '000000000000', throttle: { rateLimit: 1, burstLimit: 1 } };
    gateway.apply(publicationOf({ accounts: [account] }));
    expect((await gateway.call('GET /a')).status).toBe(200);
    expect((await gateway.call('GET /a')).status).toBe(429);
  });
});

describe('what is counted', () => {
  it('metrics, usage and one log line per request', async () => {
    const backend: Backend = await startBackend();
    const gateway = startTestGateway();
    gateway.serve(
      {
        'GET /a/{id}': { apiKeyRequired: true, integration: { type: 'HTTP_PROXY', uri: backend.origin } },
      },
      {
        stage: {
          accessLogFormat:
            '{"id":"$context.requestId","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","path":"$context.path","status":$context.status,"apiKeyId":"$context.identity.apiKeyId","length":$context.responseLength,"userAgent":"$context.identity.userAgent","error":"$context.error.responseType"}',
        },
        usagePlans: [planOf({ throttle: { rateLimit: 1, burstLimit: 1 } })],
        apiKeys: [keyWithValue('k')],
      },
    );
    const headers = ['x-api-key', 'k', 'User-Agent', 'test'];
    await gateway.call('GET /a/1?secret=1', { headers });
    await gateway.call('GET /a/2', { headers });
    await gateway.call('GET /nope', { headers });
    const { metrics, usage } = gateway.drainTelemetry();
    expect(usage).toMatchObject([{ usagePlanId: 'plan1', apiKeyId: 'key1', used: 1 }]);
    expect(metrics.find((row) => row.resource === '*')).toMatchObject({
      count: 3,
      error4xx: 2,
      throttled: 1,
      integrationCount: 1,
    });
    expect(metrics.find((row) => row.resource === '/a/{id}')).toMatchObject({ method: 'GET', count: 2, error4xx: 1 });
    const lines = gateway.accessLog.map((line) => JSON.parse(line.slice(25)));
    expect(lines).toMatchObject([
      {
        httpMethod: 'GET',
        resourcePath: '/a/{id}',
        path: '/prod/a/1',
        status: 200,
        apiKeyId: 'key1',
        length: 16,
        userAgent: 'test',
      },
      { path: '/prod/a/2', status: 429, error: 'THROTTLED' },
      { path: '/prod/nope', status: 403, resourcePath: '-', error: 'MISSING_AUTHENTICATION_TOKEN' },
    ]);
    expect(gateway.accessLog.join('')).not.toContain('secret');
    expect(gateway.drainTelemetry()).toEqual({ metrics: [], usage: [] });
    await gateway.close();
    await backend.close();
  });

  it('by stage alone where the stage says so', async () => {
    const gateway = startTestGateway();
    gateway.serve({ 'GET /a': {} }, { stage: { methodSettings: { '*/*': { metricsEnabled: false } } } });
    await gateway.call('GET /a');
    expect(gateway.drainTelemetry().metrics.map((row) => row.resource)).toEqual(['*']);
  });
});
