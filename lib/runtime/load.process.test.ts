import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { env } from '@/lib/env';
import { integrationOf, type LooseRoutes } from '@/lib/gateway/testing/definitions';
import { buildPrograms, Harness, type TestApi, until } from './testing/harness';
import { Load, type LoadCall, loadSettings } from './testing/load';

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;

beforeAll(async () => {
  programs = await buildPrograms(['gateway-worker', 'gateway']);
});
afterAll(() => programs.remove());
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

const pathOf = (api: TestApi, path: string): string => `/_aws/execute-api/${api.id}/${api.stageName}${path}`;

describe('under load', () => {
  /** Every place that can differ between two deployments says which one it is. */
  const everywhere = (url: string, number: number): LooseRoutes => {
    const routes: Record<string, LooseRoutes[string]> = {
      'GET /now': {
        integration: {
          type: 'HTTP_PROXY',
          httpMethod: 'GET',
          uri: `${url}/v${number}`,
          requestParameters: {
            'integration.request.header.X-First': `'${number}'`,
            'integration.request.querystring.second': `'${number}'`,
          },
        },
      },
    };
    for (let i = 0; i < 100; i++) routes[`GET /resource${i}/{id}`] = {};
    return routes;
  };

  const { seconds, deploys } = loadSettings;

  it('deploys lose no request and mix no two deployments', { timeout: (seconds + 60) * 1000 }, async ({ annotate }) => {
    const url = await harness.startBackend((req, res) => {
      const parts = new URL(req.url ?? '', 'http://x');
      res.end(`${parts.pathname.slice(2)} ${req.headers['x-first']} ${parts.searchParams.get('second')}`);
    });
    const runtime = await harness.startRuntime();
    const api = await harness.createApi(everywhere(url, 1));
    await runtime.publish();

    // No more of a call than is looked at: minutes of load make millions.
    const calls: Pick<LoadCall, 'startedMs' | 'endedMs' | 'status' | 'body'>[] = [];
    const load = new Load({
      origin: `http://127.0.0.1:${runtime.port}`,
      path: pathOf(api, '/now'),
      clients: 16,
      onCall: ({ startedMs, endedMs, status, body }) => calls.push({ startedMs, endedMs, status, body }),
    });
    const beganMs = performance.now();
    /** When each version was live on all workers. */
    const liveMs = [0, beganMs];
    while (performance.now() < beganMs + seconds * 1000) {
      await harness.deploy(api, everywhere(url, liveMs.length));
      expect(await runtime.publish()).toMatchObject({ workers: { acked: 1, total: 1 }, errors: [] });
      liveMs.push(performance.now());
      // One after another, or as many as were asked for, spread over the time.
      const made = liveMs.length - 2;
      if (deploys > 0) await delay(beganMs + (made * seconds * 1000) / deploys - performance.now());
    }
    await load.stop();
    const slowestMs = Math.round(calls.reduce((max, call) => Math.max(max, call.endedMs - call.startedMs), 0));
    await annotate(
      `${calls.length} requests over ${liveMs.length - 2} deploys in ${seconds} s; slowest ${slowestMs} ms`,
    );

    const failed = calls.filter(({ status }) => status !== 200);
    expect(failed.map(({ status, body }) => `${status} ${body}`)).toEqual([]);
    const versions = calls.map(({ body }) => body.split(' ').map(Number));
    expect(versions.filter(([path, header, query]) => path !== header || path !== query)).toEqual([]);
    // Never older than what was live when the request was sent, never newer than the next one.
    const outdated = calls.filter((call) => {
      const number = Number(call.body.split(' ')[0]);
      return (liveMs[number + 1] ?? Number.POSITIVE_INFINITY) < call.startedMs;
    });
    expect(outdated).toEqual([]);
    expect(liveMs.length - 2).toBeGreaterThanOrEqual(deploys || 20);
    // Enough to have been under way at every deploy.
    expect(calls.length).toBeGreaterThan(liveMs.length * 2);
  });

  it('a killed worker costs less than one request in a hundred, and is back within two seconds', async () => {
    const runtime = await harness.startRuntime();
    const api = await harness.createApi({ 'GET /now': { apiKeyRequired: true } });
    const key = await harness.createKey(api);
    await runtime.publish();
    const calls: LoadCall[] = [];
    const load = new Load({
      origin: `http://127.0.0.1:${runtime.port}`,
      path: pathOf(api, '/now'),
      headers: { 'x-api-key': key.value },
      clients: 8,
      onCall: (call) => calls.push(call),
    });
    await until('some load', () => calls.length > 3000);
    const [worker] = (await runtime.status()).workers;
    const killedMs = performance.now();
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    const after = (ms: number) => calls.filter(({ endedMs, status }) => endedMs > ms && status === 200).length;
    await until('load after it', () => after(killedMs) > 3000);
    await load.stop();

    const failed = calls.filter(({ status }) => status !== 200);
    expect(failed.length).toBeLessThan(calls.length / 100);
    const back = calls.find(({ startedMs, status }) => startedMs > killedMs && status === 200);
    expect(back?.endedMs).toBeLessThan(killedMs + 2_000);

    // What the killed worker had not reported yet is at most its last moment's.
    await runtime.flushTelemetry();
    const succeeded = calls.filter(({ status }) => status === 200);
    const reported = succeeded.filter(({ endedMs }) => endedMs < killedMs - 1_000 || endedMs > killedMs);
    const used = await harness.usedOf(key);
    expect(used).toBeLessThanOrEqual(calls.length);
    expect(used).toBeGreaterThanOrEqual(reported.length);
  });
});

describe('npm run gateway', () => {
  let gateway: ChildProcess;
  let port: number;

  beforeEach(async () => {
    // Any free port: taken by a runtime that is gone again.
    const probe = await harness.startRuntime();
    port = probe.port;
    await probe.stop();
  });
  afterEach(() => {
    gateway.kill('SIGKILL');
  });

  function start(): void {
    gateway = spawn(process.execPath, [join(programs.folder, 'gateway.js')], {
      env: {
        ...env.workerEnv,
        ...{ NODE_ENV: 'production', LOG_LEVEL: 'silent', GATEWAY_WORKERS: '2' },
        ...{ GATEHOUSE_DATA_DIR: harness.dataDir, GATEWAY_PORT: String(port) },
        GATEHOUSE_ALLOW_PRIVATE_BACKENDS: '1',
      },
      stdio: 'inherit',
    });
  }

  const isUp = async (): Promise<boolean> => {
    try {
      return (await harness.get(`http://127.0.0.1:${port}/_health`)).includes('"ready"');
    } catch {
      return false;
    }
  };

  const workerPids = async (): Promise<number[]> => {
    const nodes = await harness.database.db.gatewayNode.findMany();
    return nodes.flatMap(({ report }) => (report as { workers: { pid: number }[] }).workers.map(({ pid }) => pid));
  };

  it('killed, leaves no orphan, loses at most a second of usage and charges nothing twice', async () => {
    const api = await harness.createApi({ 'GET /now': { apiKeyRequired: true } });
    const key = await harness.createKey(api, { quotaLimit: 1_000_000, quotaPeriod: 'MONTH' });
    start();
    await until('the gateway', isUp);
    const calls: LoadCall[] = [];
    const load = new Load({
      origin: `http://127.0.0.1:${port}`,
      path: pathOf(api, '/now'),
      headers: { 'x-api-key': key.value },
      clients: 4,
      onCall: (call) => calls.push(call),
    });
    await until('its heartbeat', async () => (await workerPids()).length === 2);
    await until('some load', () => calls.filter(({ status }) => status === 200).length > 2000);
    const pids = await workerPids();
    const killedMs = performance.now();
    gateway.kill('SIGKILL');
    await load.stop();
    await until('the workers to end', () => pids.every((pid) => !isAlive(pid)));

    const succeeded = calls.filter(({ status }) => status === 200);
    const used = await harness.usedOf(key);
    expect(used).toBeLessThanOrEqual(succeeded.length);
    expect(used).toBeGreaterThanOrEqual(succeeded.filter(({ endedMs }) => endedMs < killedMs - 1_000).length);

    // Its successor takes the port at once and goes on counting.
    start();
    await until('the gateway again', isUp);
    const { status } = await harness.call(port, api, '/now', { key: key.value });
    expect(status).toBe(200);
    await until('the count', async () => (await harness.usedOf(key)) === used + 1);
  });

  it('told to stop, finishes what it is doing and writes every count', async () => {
    const url = await harness.startBackend((_, res) => void setTimeout(() => res.end('late'), 300));
    const api = await harness.createApi({
      'GET /slow': {
        apiKeyRequired: true,
        integration: integrationOf({ type: 'HTTP_PROXY', uri: url, httpMethod: 'GET' }),
      },
    });
    const key = await harness.createKey(api);
    start();
    await until('the gateway', isUp);
    const answers = Promise.all(Array.from({ length: 5 }, () => harness.call(port, api, '/slow', { key: key.value })));
    await until(
      'the backend to be asked',
      async () => (await harness.get(`http://127.0.0.1:${port}/_metrics`)).match(/in_flight\{.*\} [1-9]/) !== null,
    );
    const ended = new Promise((done) => gateway.once('exit', done));
    gateway.kill('SIGTERM');
    expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await ended).toBe(0);
    expect(await harness.usedOf(key)).toBe(5);
    expect(await harness.database.db.gatewayNode.count()).toBe(0);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
