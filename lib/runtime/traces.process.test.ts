// Traces from a real worker to the database; and that no fault on this way reaches a request.
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { pruneTraces } from '@/lib/store/traces';
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

async function sampled(samplePercent: number): Promise<TestApi> {
  const api = await harness.createApi({ 'GET /pets': {} });
  const tracing = { samplePercent, maskedNames: [], maskedJsonPaths: [] };
  await harness.database.db.stage.update({ where: { id: api.stageId }, data: { tracing } });
  return api;
}

const traces = () => harness.database.db.requestTrace.findMany({ orderBy: { startedAt: 'asc' } });

it('reach the database, with requests that are counted as any other', async () => {
  const api = await sampled(100);
  const runtime = await harness.startRuntime({ workers: 2 });
  expect((await harness.call(runtime.port, api, '/pets')).status).toBe(200);
  expect((await harness.call(runtime.port, api, '/petz')).status).toBe(403);
  await runtime.flushTelemetry();
  expect(await traces()).toMatchObject([
    { restApiId: api.id, stageId: api.stageId, path: '/pets', status: 200, responseType: '' },
    {
      path: '/petz',
      status: 403,
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      detail: expect.stringContaining('/pets'),
    },
  ]);
  const counted = await harness.database.db.metricPoint.aggregate({
    where: { restApiId: api.id, resource: '*' },
    _sum: { count: true },
  });
  expect(counted._sum.count).toBe(2);
});

it('are made of the one request that brings a token, across two workers', async () => {
  const api = await sampled(0);
  const runtime = await harness.startRuntime({ workers: 2 });
  const hash = createHash('sha256').update('the-token').digest('hex');
  await transaction(harness.database.db, async (tx) => {
    await tx.debugToken.create({ data: { hash, stageId: api.stageId, expiresAt: new Date(Date.now() + 60_000) } });
    await bumpRevision(tx, [{ kind: 'debug-token', entityId: api.stageId }]);
  });
  await runtime.publish();
  const headers = { 'X-Gatehouse-Debug': 'the-token' };
  const calls = Array.from({ length: 20 }, () => harness.call(runtime.port, api, '/pets', { headers }));
  expect([...new Set((await Promise.all(calls)).map(({ status }) => status))]).toEqual([200]);
  await runtime.flushTelemetry();
  expect(await traces()).toMatchObject([{ origin: 'DEBUG', path: '/pets' }]);
});

it('that can’t be kept harm no request: a store that refuses, a store at its limit', async () => {
  const api = await sampled(100);
  const runtime = await harness.startRuntime();
  const { db } = harness.database;
  // As a full disk does: every write of a trace fails.
  await db.$executeRawUnsafe(
    `CREATE TRIGGER refuse BEFORE INSERT ON "RequestTrace" BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
  );
  for (let i = 0; i < 15; i++) expect((await harness.call(runtime.port, api, '/pets')).status).toBe(200);
  await expect(runtime.flushTelemetry()).rejects.toThrow();
  expect((await harness.call(runtime.port, api, '/pets')).status).toBe(200);
  expect(await traces()).toEqual([]);
  await db.$executeRawUnsafe('DROP TRIGGER refuse');
  await until('a trace', async () => (await traces()).length > 0);
  for (let i = 0; i < 30; i++) expect((await harness.call(runtime.port, api, '/pets')).status).toBe(200);
  await runtime.flushTelemetry();
  await pruneTraces(db, new Date(), { maxPerStage: 5, maxBytesPerStage: 1_000_000, keptMs: 3_600_000 });
  expect(await traces()).toHaveLength(5);
  expect((await harness.call(runtime.port, api, '/pets')).status).toBe(200);
});
