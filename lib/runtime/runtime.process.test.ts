import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { integrationOf, type LooseRoutes } from '@/lib/gateway/testing/definitions';
import { lockSqlite } from '@/lib/store/testing/lock-sqlite';
import { startPostgres } from '@/lib/store/testing/postgres';
import { openWay } from '@/lib/store/testing/tcp-way';
import type { Runtime } from './runtime';
import { buildPrograms, Harness, type TestApi, until } from './testing/harness';

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;

beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.remove());
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

/** A MOCK whose answer names its version. */
const version = (number: number, extra: object = {}): LooseRoutes => ({
  'GET /version': {
    methodResponses: { '200': { responseParameters: { 'method.response.header.X-Version': false } } },
    integration: {
      integrationResponses: [
        {
          ...{ statusCode: '200', selectionPattern: '' },
          responseParameters: { 'method.response.header.X-Version': `'${number}'` },
          responseTemplates: { 'application/json': `version ${number}` },
        },
      ],
    },
    ...extra,
  },
});

/** Each on a connection of its own, so that every worker gets some. */
async function callMany(runtime: Runtime, api: TestApi, path: string, times: number, key?: string) {
  const agent = new Agent({ connections: times, pipelining: 0 });
  try {
    const options = key === undefined ? { agent } : { agent, key };
    return await Promise.all(Array.from({ length: times }, () => harness.call(runtime.port, api, path, options)));
  } finally {
    await agent.destroy();
  }
}

describe('publishing', () => {
  it('is served by all workers when publish has resolved', async () => {
    const runtime = await harness.startRuntime({ workers: 2 });
    const api = await harness.createApi(version(1));
    for (let number = 1; number <= 5; number++) {
      if (number > 1) await harness.deploy(api, version(number));
      const report = await runtime.publish();
      expect(report).toMatchObject({ workers: { acked: 2, total: 2 }, errors: [] });
      const answers = await callMany(runtime, api, '/version', 20);
      expect(new Set(answers.map(({ body }) => body))).toEqual(new Set([`version ${number}`]));
    }
  });

  it('takes place by itself when another process made the change', async () => {
    const runtime = await harness.startRuntime();
    const api = await harness.createApi(version(1));
    await until(
      'the new API to be served',
      async () => (await harness.call(runtime.port, api, '/version')).status === 200,
    );
    await harness.database.db.stage.delete({ where: { id: api.stageId } });
    await harness.commit([{ kind: 'stage', entityId: api.stageId }]);
    await until('the stage to be gone', async () => (await harness.call(runtime.port, api, '/version')).status === 403);
  });

  it('keeps serving what compiled before when the new definition does not, and names the place', async () => {
    const runtime = await harness.startRuntime();
    const api = await harness.createApi(version(1));
    await runtime.publish();
    const broken = { integration: integrationOf({ type: 'HTTP_PROXY', uri: 'nonsense', httpMethod: 'GET' }) };
    await harness.deploy(api, version(2, broken));
    const report = await runtime.publish();
    expect(report.workers).toEqual({ acked: 1, total: 1 });
    expect(report.errors).toEqual([
      expect.objectContaining({ stageId: api.stageId, apiId: api.id, place: expect.stringContaining('GET /version') }),
    ]);
    expect((await harness.call(runtime.port, api, '/version')).body).toBe('version 1');
    expect(await runtime.status()).toMatchObject({ state: 'degraded', compileErrors: [{ apiId: api.id }] });

    await harness.deploy(api, version(3));
    expect((await runtime.publish()).errors).toEqual([]);
    expect((await harness.call(runtime.port, api, '/version')).body).toBe('version 3');
    expect(await runtime.status()).toMatchObject({ state: 'running', compileErrors: [] });
  });

  it('disables a key and changes a plan without a deployment', async () => {
    const runtime = await harness.startRuntime();
    const api = await harness.createApi(version(1, { apiKeyRequired: true }));
    const key = await harness.createKey(api, { quotaLimit: 2, quotaPeriod: 'DAY' });
    await runtime.publish();
    const status = async () => (await harness.call(runtime.port, api, '/version', { key: key.value })).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    await harness.database.db.usagePlan.update({ where: { id: key.planId }, data: { quotaLimit: 3 } });
    await harness.commit([{ kind: 'usage-plan', entityId: key.planId }]);
    await runtime.publish();
    expect([await status(), await status()]).toEqual([200, 429]);
    await harness.database.db.apiKey.update({ where: { id: key.id }, data: { enabled: false } });
    await harness.commit([{ kind: 'api-key', entityId: key.id }]);
    await runtime.publish();
    expect(await status()).toBe(403);
  });

  it('brings many keys to the workers in parts', async () => {
    const api = await harness.createApi(version(1, { apiKeyRequired: true }));
    const key = await harness.createKey(api);
    await harness.createManyKeys(key.planId, 26_000, (number) => `value ${number}`);
    const runtime = await harness.startRuntime();
    for (const value of ['value 0', 'value 13000', 'value 25999', key.value]) {
      expect((await harness.call(runtime.port, api, '/version', { key: value })).status).toBe(200);
    }
  });
});

describe('what workers count', () => {
  it('reaches the database and /_metrics exactly, from all of them', async () => {
    const runtime = await harness.startRuntime({ workers: 2 });
    const api = await harness.createApi(version(1, { apiKeyRequired: true }));
    const key = await harness.createKey(api);
    await runtime.publish();
    await callMany(runtime, api, '/version', 150, key.value);
    await callMany(runtime, api, '/version', 7);
    await callMany(runtime, api, '/nowhere', 5);

    const text = await harness.get(`http://127.0.0.1:${runtime.port}/_metrics`);
    expect(text).toContain(`gatehouse_requests_total{api="${api.id}",stage="prod"} 162`);
    expect(text).toContain(`gatehouse_errors_total{api="${api.id}",stage="prod",class="4xx"} 12`);
    expect(text).toContain(`gatehouse_latency_seconds_count{api="${api.id}",stage="prod"} 162`);
    expect(text).toMatch(/gatehouse_workers 2/);

    await runtime.flushTelemetry();
    expect(await harness.usedOf(key)).toBe(150);
    const sum = async (resource: string) => {
      const { _sum } = await harness.database.db.metricPoint.aggregate({
        where: { restApiId: api.id, resource },
        _sum: { count: true, error4xx: true },
      });
      return _sum;
    };
    expect(await sum('*')).toEqual({ count: 162, error4xx: 12 });
    expect(await sum('/version')).toEqual({ count: 157, error4xx: 7 });
    const lines = [1, 2].flatMap((slot) => logLines(api, slot));
    await until('the log', () => [1, 2].flatMap((slot) => logLines(api, slot)).length === 162);
    expect(lines.every((line) => JSON.parse(line.slice(25)).apiId === api.id)).toBe(true);
  });

  it('is shared between workers: a quota holds for the group', async () => {
    const runtime = await harness.startRuntime({ workers: 2 });
    const api = await harness.createApi(version(1, { apiKeyRequired: true }));
    const key = await harness.createKey(api, { quotaLimit: 50, quotaPeriod: 'DAY' });
    await runtime.publish();
    let passed = 0;
    await until('the quota to be used up', async () => {
      const answers = await callMany(runtime, api, '/version', 4, key.value);
      passed += answers.filter(({ status }) => status === 200).length;
      return answers.every(({ status }) => status === 429);
    });
    await runtime.flushTelemetry();
    expect(await harness.usedOf(key)).toBe(passed);
    // Each worker alone would let 50 through.
    expect(passed).toBeGreaterThanOrEqual(50);
  });

  it('goes on after the runtime was started anew', async () => {
    const api = await harness.createApi(version(1, { apiKeyRequired: true }));
    const key = await harness.createKey(api, { quotaLimit: 5, quotaPeriod: 'MONTH' });
    const statuses = async (runtime: Runtime, times: number) =>
      (await callMany(runtime, api, '/version', times, key.value)).map(({ status }) => status);
    const first = await harness.startRuntime();
    expect(await statuses(first, 3)).toEqual([200, 200, 200]);
    await first.stop();
    const second = await harness.startRuntime();
    expect((await statuses(second, 4)).sort()).toEqual([200, 200, 429, 429]);
    await second.stop();
    expect(await harness.usedOf(key)).toBe(5);
  });

  function logLines(api: TestApi, slot: number): string[] {
    const file = join(harness.dataDir, 'logs', api.id, 'prod', `access.${slot}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  }
});

describe('faults', () => {
  it('names the port that is taken', async () => {
    const runtime = await harness.startRuntime();
    await expect(harness.startRuntime({ port: runtime.port })).rejects.toThrow(
      `can’t listen on 127.0.0.1:${runtime.port}`,
    );
  });

  it('says when the worker’s program is missing', async () => {
    await expect(harness.startRuntime({ workerFile: '/nonexistent/worker.js' })).rejects.toThrow(
      'A gateway worker ended while it was starting',
    );
  });

  it('a locked database delays counts and publishing, nothing else', async () => {
    const runtime = await harness.startRuntime();
    const api = await harness.createApi(version(1, { apiKeyRequired: true }));
    const key = await harness.createKey(api);
    await runtime.publish();
    const unlock = lockSqlite(harness.dataDir);
    harness.onClose(unlock);
    let calls = 0;
    await until('the status to tell of the lock', async () => {
      calls += 1;
      expect((await harness.call(runtime.port, api, '/version', { key: key.value })).status).toBe(200);
      const status = await runtime.status();
      return status.state === 'degraded' && !status.database.reachable;
    });
    expect(runtime.recentUsage().reduce((sum, { used }) => sum + used, 0)).toBeLessThanOrEqual(calls);
    unlock();
    await until('the counts to arrive', async () => (await harness.usedOf(key)) === calls);
    await until('the status to be well again', async () => (await runtime.status()).state === 'running');
  });

  it('a database that is gone delays the same, and a worker that dies meanwhile is replaced all the same', async () => {
    const server = await startPostgres();
    const way = await openWay(Number(new URL(server.url).port));
    harness.onClose(() => server.stop());
    const url = new URL(server.url);
    url.port = String(way.port);
    const away = await Harness.open(programs.folder, url.href);
    harness.onClose(async () => {
      await away.close();
      way.cut();
    });
    const runtime = await away.startRuntime();
    const api = await away.createApi(version(1, { apiKeyRequired: true }));
    const key = await away.createKey(api, { quotaLimit: 1000, quotaPeriod: 'MONTH' });
    await runtime.publish();
    let calls = 0;
    const call = async () => {
      calls += 1;
      expect((await away.call(runtime.port, api, '/version', { key: key.value })).status).toBe(200);
    };
    await call();
    way.cut();
    await until('the status to tell of it', async () => {
      await call();
      return !(await runtime.status()).database.reachable;
    });
    expect((await runtime.publish()).warning).toContain('as soon as the database answers');
    process.kill((await runtime.status()).workers[0]?.pid ?? 0, 'SIGKILL');
    await until('its successor', async () => (await runtime.status()).workers[0]?.restarts === 1);
    await call();
    await way.open();
    await until('the status to be well again', async () => (await runtime.status()).state === 'running');
    await away.deploy(api, version(2, { apiKeyRequired: true }));
    expect((await runtime.publish()).warning).toBeUndefined();
    await runtime.flushTelemetry();
    // The killed worker may take a quarter of a second's counts along.
    expect(await away.usedOf(key)).toBeLessThanOrEqual(calls);
    expect(await away.usedOf(key)).toBeGreaterThan(0);
  });

  it('a full disk costs log lines, not requests', async () => {
    const runtime = await harness.startRuntime();
    const api = await harness.createApi(version(1));
    const dir = join(harness.dataDir, 'logs', api.id, 'prod');
    mkdirSync(dir, { recursive: true });
    symlinkSync('/dev/full', join(dir, 'access.1.log'));
    await runtime.publish();
    const answers = await callMany(runtime, api, '/version', 20);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await until('the lines to be dropped', async () => {
      const { workers } = await runtime.status();
      return workers[0]?.dropped.accessLogLines === 20;
    });
    expect((await runtime.status()).message).toContain('20 log lines dropped');
  });

  it('a killed worker is replaced, with everything the former one had', async () => {
    const runtime = await harness.startRuntime();
    const api = await harness.createApi(version(1, { apiKeyRequired: true }));
    const key = await harness.createKey(api, { quotaLimit: 10, quotaPeriod: 'DAY' });
    await runtime.publish();
    await callMany(runtime, api, '/version', 6, key.value);
    await runtime.flushTelemetry();
    const [before] = (await runtime.status()).workers;
    process.kill(before?.pid ?? 0, 'SIGKILL');
    // The connection waits in the socket's queue until there is someone to take it.
    const answers = await callMany(runtime, api, '/version', 10, key.value);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429, 429, 429, 429, 429, 429]);
    const [after] = (await runtime.status()).workers;
    expect(after).toMatchObject({ restarts: 1, state: 'ready' });
    expect(after?.pid).not.toBe(before?.pid);
    await runtime.flushTelemetry();
    expect(await harness.usedOf(key)).toBe(10);
  });

  it('workers are replaced by a new build without losing a request', async () => {
    const runtime = await harness.startRuntime({ watchBundle: true });
    const api = await harness.createApi(version(1));
    await runtime.publish();
    const pid = async () => (await runtime.status()).workers[0]?.pid;
    const before = await pid();
    utimesSync(harness.workerFile, new Date(), new Date());
    await until('a new worker', async () => {
      const [answer] = await callMany(runtime, api, '/version', 1);
      expect(answer?.status).toBe(200);
      return (await pid()) !== before;
    });
    expect((await callMany(runtime, api, '/version', 5)).every(({ status }) => status === 200)).toBe(true);
  });
});

describe('the console’s tools', () => {
  const request = (definition: object, extra: object = {}) =>
    ({
      definition,
      ...{ resourceId: 'res0', httpMethod: 'GET', pathParameters: {}, queryString: '', headers: [], body: '' },
      ...{ stageVariables: {}, ...extra },
    }) as never;

  it.each([0, 1])('test invoke a working copy through a worker, with %i of them listening', async (workers) => {
    const runtime = await harness.startRuntime({ workers });
    const url = await harness.startBackend((req, res) => res.end(`${req.url} ${req.headers['x-test']}`));
    const api = await harness.createApi({
      'GET /pets/{petId}': {
        integration: {
          type: 'HTTP_PROXY',
          uri: `${url}/\${stageVariables.base}/{petId}`,
          requestParameters: { 'integration.request.path.petId': 'method.request.path.petId' },
        },
        requestParameters: { 'method.request.path.petId': true },
      },
      'GET /unfinished': { integration: { type: 'HTTP_PROXY', uri: 'nonsense' } },
    });
    const deployment = await harness.database.db.deployment.findFirst({ where: { restApiId: api.id } });
    const result = await runtime.testInvoke(
      request(deployment?.definition as object, {
        pathParameters: { petId: 'a b/c' },
        stageVariables: { base: 'v2' },
        queryString: '?q=1',
        headers: [{ name: 'X-Test', value: 'yes' }],
      }),
    );
    expect(result).toMatchObject({ status: 200, body: '/v2/a%20b%2Fc?q=1 yes' });
    expect(result.steps.map(({ name }) => name)).toContain('invoke-integration');
    expect(result.steps.every(({ tookUs }) => tookUs >= 0)).toBe(true);
  });

  it('validate a definition as a worker would', async () => {
    const runtime = await harness.startRuntime({ workers: 0 });
    const api = await harness.createApi({ 'GET /bad': { integration: { type: 'HTTP_PROXY', uri: 'nonsense' } } });
    const deployment = await harness.database.db.deployment.findFirst({ where: { restApiId: api.id } });
    expect(runtime.validateDefinition(deployment?.definition as never, {})).toEqual([
      expect.objectContaining({ place: expect.stringContaining('GET /bad') }),
    ]);
    expect(await runtime.status()).toMatchObject({ state: 'stopped', workers: [] });
    expect(await runtime.publish()).toMatchObject({ workers: { acked: 0, total: 0 } });
  });

  it('flush a stage’s cache on every gateway of the installation', async () => {
    let calls = 0;
    const url = await harness.startBackend((_, res) => {
      calls += 1;
      res.end(String(calls));
    });
    const api = await harness.createApi({ 'GET /count': { integration: { type: 'HTTP_PROXY', uri: url } } });
    await harness.database.db.stage.update({
      where: { id: api.stageId },
      data: { cacheClusterEnabled: true, methodSettings: { '*/*': { cachingEnabled: true } } },
    });
    const here = await harness.startRuntime();
    const there = await harness.startRuntime();
    const bodies = async () => [
      (await harness.call(here.port, api, '/count')).body,
      (await harness.call(there.port, api, '/count')).body,
    ];
    expect([await bodies(), await bodies()]).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
    await here.flushCache(api.stageId);
    expect((await harness.call(here.port, api, '/count')).body).toBe('3');
    await until(
      'the other gateway to follow',
      async () => (await harness.call(there.port, api, '/count')).body === '4',
    );
  });

  it('test an authorizer, and flush what a stage’s authorizers said on every gateway of the installation', async () => {
    let asked = 0;
    const url = await harness.startBackend((req, res) => {
      if (req.url === '/check') asked += 1;
      const policyDocument = { Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }] };
      res.end(JSON.stringify({ principalId: 'me', policyDocument }));
    });
    const authorizer = {
      ...({ id: 'a1', name: 'Auth', type: 'TOKEN' } as const),
      ...{ authorizerUri: `${url}/check`, authorizerResultTtlInSeconds: 300 },
      identitySource: 'method.request.header.Authorization',
    };
    const method = { authorizationType: 'CUSTOM', authorizerId: 'a1' } as const;
    const api = await harness.createApi(
      { 'GET /pets': { ...method, integration: { type: 'HTTP_PROXY', uri: url } } },
      { authorizers: { a1: authorizer } },
    );
    const here = await harness.startRuntime();
    const there = await harness.startRuntime();
    const { definition } = await harness.database.db.deployment.findFirstOrThrow({ where: { restApiId: api.id } });
    const test = await here.testAuthorizer({
      ...{ definition: definition as never, authorizerId: 'a1', stageVariables: {}, query: '', sourceIp: '' },
      headers: [{ name: 'Authorization', value: 'x' }],
    });
    expect([test.clientStatus, test.principalId, asked]).toEqual([0, 'me', 1]);
    asked = 0;
    const call = async (port: number) =>
      (await harness.call(port, api, '/pets', { headers: { authorization: 'x' } })).status;
    for (const port of [here.port, there.port, here.port, there.port]) expect(await call(port)).toBe(200);
    expect(asked).toBe(2);
    await here.flushAuthorizers(api.stageId);
    await call(here.port);
    expect(asked).toBe(3);
    await until('the other gateway to follow', async () => (await call(there.port)) === 200 && asked === 4);
  });

  it('keep cached answers beyond their memory on disk, without a file that could outlive them', async () => {
    const calls: string[] = [];
    const url = await harness.startBackend((req, res) => {
      calls.push(req.url ?? '');
      res.end(`${req.url} `.repeat(40_000));
    });
    const cacheKeyParameters = ['method.request.path.id'];
    const routes: LooseRoutes = {
      'GET /{id}': { integration: { type: 'HTTP_PROXY', uri: `${url}/{id}`, cacheKeyParameters } },
    };
    const api = await harness.createApi(routes);
    const settings = { cachingEnabled: true, cacheDataEncrypted: true };
    await harness.database.db.stage.update({
      where: { id: api.stageId },
      data: { cacheClusterEnabled: true, methodSettings: { '*/*': settings } },
    });
    const runtime = await harness.startRuntime({ caches: { memoryBytes: 16 * 1_048_576, diskBytes: 64 * 1_048_576 } });
    const ids = Array.from({ length: 60 }, (_, i) => `/item-${i + 100}`);
    for (const id of ids) await harness.call(runtime.port, api, id);
    for (const id of ids) {
      expect((await harness.call(runtime.port, api, id)).body === `${id} `.repeat(40_000)).toBe(true);
    }
    expect(calls).toEqual(ids);
    await until('the worker to report', async () => (await runtime.stageCache(api.stageId)).hits === 60);
    const cache = await runtime.stageCache(api.stageId);
    expect(cache).toMatchObject({ status: 'AVAILABLE', workers: 1, entries: 60, misses: 60, evictions: 0 });
    expect(cache.diskHits).toBeGreaterThan(0);
    expect(cache.memoryBytes).toBeLessThanOrEqual(16 * 1_048_576);
    expect(cache.diskBytes).toBeGreaterThan(0);
    expect(readdirSync(join(harness.dataDir, 'cache', '1'))).toEqual([]);
    await runtime.flushCache(api.stageId);
    await until('it to be empty', async () => (await runtime.stageCache(api.stageId)).entries === 0);
    await runtime.stop();
    expect(await runtime.stageCache(api.stageId)).toMatchObject({ status: 'NOT_AVAILABLE', workers: 0 });
  });

  it('show other gateways of the installation', async () => {
    const away = await harness.startRuntime();
    const here = await harness.startRuntime({ workers: 0 });
    await until('the other node to be seen', async () => (await here.status()).nodes.length === 1);
    const status = await here.status();
    expect(status).toMatchObject({ state: 'running', url: away.url, nodes: [{ pid: process.pid, workers: 1 }] });
    expect(status.workers).toHaveLength(1);
    await away.stop();
    await until('it to be gone', async () => (await here.status()).nodes.length === 0);
    expect((await here.status()).state).toBe('stopped');
  });
});
