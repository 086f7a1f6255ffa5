// A known mix of requests against two workers: the database, the dashboard's series and /_metrics say exactly that.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { LooseRoutes } from '@/lib/gateway/testing/definitions';
import { MINUTE } from '@/lib/store/metric-points';
import { readMetricSeries } from '@/lib/store/metric-series';
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

const SLOW_MS = 150;
/** The histogram's stated bound. */
const MAX_ERROR = 1 / 64;

it('are exact, with two workers', async () => {
  const url = await harness.startBackend((req, res) => {
    const path = req.url ?? '';
    if (path === '/slow') setTimeout(() => res.end('slow'), SLOW_MS);
    else res.writeHead(path === '/fail' ? 503 : 200).end('fast');
  });
  const proxied = (path: string): LooseRoutes[string] => ({
    integration: { type: 'HTTP_PROXY', uri: `${url}${path}` },
  });
  const api = await harness.createApi({
    'GET /ok': proxied('/ok'),
    'GET /slow': proxied('/slow'),
    'GET /fail': proxied('/fail'),
    'GET /cached': proxied('/cached'),
    'GET /shut': proxied('/shut'),
    'GET /mock': {},
  });
  await harness.database.db.stage.update({
    where: { id: api.stageId },
    data: {
      cacheClusterEnabled: true,
      methodSettings: {
        '*/*': { cachingEnabled: false },
        '~1cached/GET': { cachingEnabled: true },
        '~1shut/GET': { throttlingRateLimit: 0, throttlingBurstLimit: 0 },
      },
    },
  });
  const runtime = await harness.startRuntime({ workers: 2 });

  /** From many connections, so that both workers get some; or from one, which stays with its worker. */
  async function send(path: string, times: number, connections = times): Promise<number[]> {
    const agent = new Agent({ connections, pipelining: 1 });
    try {
      const calls = Array.from({ length: times }, () => harness.call(runtime.port, api, path, { agent }));
      return [...new Set((await Promise.all(calls)).map(({ status }) => status))];
    } finally {
      await agent.destroy();
    }
  }
  expect(await send('/ok', 40)).toEqual([200]);
  expect(await send('/slow', 6)).toEqual([200]);
  expect(await send('/fail', 5)).toEqual([503]);
  expect(await send('/cached', 1)).toEqual([200]);
  expect(await send('/shut', 7)).toEqual([429]);
  expect(await send('/mock', 8)).toEqual([200]);
  expect(await send('/nowhere', 9)).toEqual([403]);
  // One connection, one worker, one cache: a miss, then hits. The call above may have been that worker's miss.
  expect(await send('/cached', 11, 1)).toEqual([200]);
  expect((await runtime.status()).workers).toHaveLength(2);

  await runtime.flushTelemetry();
  const rows = await harness.database.db.metricPoint.findMany({ where: { restApiId: api.id } });
  const sumOf = (resource: string, field: 'count' | 'integrationCount' | 'cacheHit' | 'cacheMiss') =>
    rows.filter((row) => row.resource === resource).reduce((sum, row) => sum + row[field], 0);
  expect(sumOf('*', 'count')).toBe(87);
  expect(
    Object.fromEntries(['/ok', '/slow', '/fail', '/shut', '/mock'].map((path) => [path, sumOf(path, 'count')])),
  ).toEqual({ '/ok': 40, '/slow': 6, '/fail': 5, '/shut': 7, '/mock': 8 });
  const misses = sumOf('/cached', 'cacheMiss');
  expect(misses).toBeGreaterThanOrEqual(1);
  expect(misses).toBeLessThanOrEqual(2);
  expect(sumOf('/cached', 'cacheHit')).toBe(12 - misses);
  // What the backend was asked for, and nothing else.
  expect(sumOf('*', 'integrationCount')).toBe(40 + 6 + 5 + misses);

  const all = await series(api, {});
  expect(all).toMatchObject({ count: 87, error4xx: 16, error5xx: 5, throttled: 7, cacheMiss: misses });
  const { latency, integrationLatency } = all;
  if (latency === null || integrationLatency === null) throw new Error('no latencies');
  // 6 of 87 took longer than SLOW_MS; how long the others took is the machine's business.
  expect(latency.max).toBeGreaterThanOrEqual(SLOW_MS);
  expect(latency.p99).toBeGreaterThanOrEqual(SLOW_MS * (1 - MAX_ERROR));
  expect(latency.p99).toBeLessThanOrEqual(latency.max * (1 + MAX_ERROR));
  expect(latency.p50).toBeLessThanOrEqual(latency.p90);
  expect(latency.p90).toBeLessThanOrEqual(latency.p95);
  expect(latency.p95).toBeLessThanOrEqual(latency.p99);
  expect(latency.min).toBeGreaterThan(0);
  expect(latency.min).toBeLessThanOrEqual(latency.p50 * (1 + MAX_ERROR));
  expect(integrationLatency.max).toBeLessThanOrEqual(latency.max);
  expect(integrationLatency.max).toBeGreaterThanOrEqual(SLOW_MS);
  const slow = (await series(api, { resource: '/slow', method: 'GET' })).latency;
  expect(slow?.min).toBeGreaterThanOrEqual(SLOW_MS - 1);
  expect(slow?.p50).toBeGreaterThanOrEqual((slow?.min ?? 0) * (1 - MAX_ERROR));
  expect(slow?.avg).toBeLessThanOrEqual(slow?.max ?? 0);
  expect((await series(api, { resource: '/mock', method: 'GET' })).integrationLatency).toBeNull();

  const text = await harness.get(`http://127.0.0.1:${runtime.port}/_metrics`);
  const of = samples(text, `api="${api.id}",stage="prod"`);
  expect(of('gatehouse_requests_total')).toBe(87);
  expect(of('gatehouse_errors_total', 'class="4xx"')).toBe(16);
  expect(of('gatehouse_errors_total', 'class="5xx"')).toBe(5);
  expect(of('gatehouse_cache_lookups_total', 'outcome="hit"')).toBe(12 - misses);
  expect(of('gatehouse_cache_lookups_total', 'outcome="miss"')).toBe(misses);
  expect(of('gatehouse_throttled_total')).toBe(7);
  for (const [name, count] of [
    ['gatehouse_latency_seconds', 87],
    ['gatehouse_integration_latency_seconds', 51 + misses],
  ] as const) {
    const buckets = [...text.matchAll(new RegExp(`^${name}_bucket\\{.*api="${api.id}".*le="(.+?)"\\} (\\d+)$`, 'gm'))];
    const counts = buckets.map(([, , value]) => Number(value));
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(buckets.at(-1)?.[1]).toBe('+Inf');
    expect(counts.at(-1)).toBe(count);
    expect(of(`${name}_count`)).toBe(count);
    // The slow ones are above 100 ms.
    expect(Number(buckets.find(([, le]) => le === '0.1')?.[2])).toBeLessThanOrEqual(count - 6);
    expect(of(`${name}_sum`)).toBeGreaterThan((6 * SLOW_MS) / 1000);
  }
});

it('of a canary are its own, in the database, in the log and in /metrics; the stage’s are the sum', async () => {
  const api = await harness.createApi({ 'GET /ok': {} });
  const withNew = { 'GET /ok': {}, 'GET /new': {} };
  await harness.setCanary(api, withNew, 100);
  const runtime = await harness.startRuntime({ workers: 2 });
  const statuses = async (path: string, times: number) => {
    const calls = Array.from({ length: times }, () => harness.call(runtime.port, api, path));
    return [...new Set((await Promise.all(calls)).map(({ status }) => status))];
  };
  expect(await statuses('/new', 20)).toEqual([200]);
  await harness.setCanary(api, withNew, 0);
  expect((await runtime.publish()).errors).toEqual([]);
  expect(await statuses('/new', 5)).toEqual([403]);
  expect(await statuses('/ok', 7)).toEqual([200]);

  await runtime.flushTelemetry();
  expect(await series(api, { canary: true })).toMatchObject({ count: 20, error4xx: 0 });
  expect(await series(api, { canary: false })).toMatchObject({ count: 12, error4xx: 5 });
  expect(await series(api, {})).toMatchObject({ count: 32, error4xx: 5 });
  expect(await series(api, { resource: '/new', method: 'GET' })).toMatchObject({ count: 20 });

  const of = samples(await harness.get(`http://127.0.0.1:${runtime.port}/_metrics`), `api="${api.id}",stage="prod"`);
  expect(of('gatehouse_requests_total')).toBe(12);
  expect(of('gatehouse_requests_total', 'canary="true"')).toBe(20);

  const lines = (folder: string) => {
    const path = join(harness.dataDir, 'logs', api.id, 'prod', folder);
    if (!existsSync(path)) return 0;
    const files = readdirSync(path).filter((name) => name.endsWith('.log'));
    return files.flatMap((name) => readFileSync(join(path, name), 'utf8').trim().split('\n')).length;
  };
  await until('all lines are written', () => lines('Canary') === 20 && lines('.') === 12);
});

async function series(api: TestApi, extra: object) {
  const to = Math.floor(Date.now() / 1000) + 1;
  const query = { restApiId: api.id, stageName: 'prod', from: to - 600, to, stepSeconds: MINUTE, ...extra };
  return (await readMetricSeries(harness.database.db, query)).totals;
}

/** Reads samples of the exposition format; each series is there once. */
function samples(text: string, labels: string) {
  return (name: string, more?: string): number => {
    const wanted = `${name}{${labels}${more === undefined ? '' : `,${more}`}} `;
    const found = text.split('\n').filter((line) => line.startsWith(wanted));
    expect(found, wanted).toHaveLength(1);
    return Number(found[0]?.slice(wanted.length));
  };
}
