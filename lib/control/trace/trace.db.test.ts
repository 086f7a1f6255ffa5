import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { StoredTrace } from '@/lib/contract/trace';
import { updateStage } from '@/lib/control/stage/update';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import {
  ForbiddenError,
  InvalidInputError,
  LimitExceededError,
  NotFoundError,
  UnauthenticatedError,
} from '@/lib/errors';
import type { TraceRecord } from '@/lib/gateway/pipeline/trace-record';
import { loadDebugTokens, removeOldDebugTokens } from '@/lib/store/debug-tokens';
import { loadPublication } from '@/lib/store/publication';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { insertTraces, pruneTraces } from '@/lib/store/traces';
import { getTrace } from './get';
import { listTraces } from './list';
import { mintDebugToken } from './mint-debug-token';

describeEachDatabase('traces', (open) => {
  let store: TestDatabase;
  let world: World;
  let given: Awaited<ReturnType<typeof givenDeployedApi>>;
  let ref: { restApiId: string; stageName: string };
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    given = await givenDeployedApi(world.admin);
    ref = { restApiId: given.api.id, stageName: 'prod' };
  });

  const DETAIL: StoredTrace = {
    request: {
      ...{ headers: ['Host', 'h'], body: '', bodyBytes: 0, isBodyCut: false, query: '', pathParameters: [] },
      ...{ sourceIp: '127.0.0.1', protocol: 'HTTP/1.1' },
    },
    response: { headers: [], body: '{}', bodyBytes: 2, isBodyCut: false },
    stageVariables: {},
    steps: [{ name: 'resolve-api', startUs: 0, tookUs: 5, notes: [{ label: 'Stage', kind: 'text', after: 'prod' }] }],
    explanation: null,
  };

  function record(number: number, changes: Partial<TraceRecord> = {}): TraceRecord {
    const detail = JSON.stringify(DETAIL);
    return {
      ...{ accountId: world.accountId, restApiId: given.api.id, stageId: given.stage.id, stageName: 'prod' },
      ...{ deploymentId: given.deployment.id, isCanary: false, origin: 'SAMPLE', tokenHash: '' },
      ...{ requestId: `request-${number}`, extendedRequestId: 'x', startedAtMs: Date.now() - 60_000 + number },
      ...{ method: 'GET', path: '/pets', resourceId: given.resourceId, resourcePath: '/pets', methodKey: 'GET' },
      ...{ status: 200, latencyUs: 1_000, responseType: '', sizeBytes: detail.length, detail },
      ...changes,
    };
  }
  const keep = (...records: TraceRecord[]) => insertTraces(store.db, records, new Date());
  const shown = async (filter: object = {}) =>
    (await listTraces(world.viewer, { restApiId: given.api.id, ...filter })).map(({ requestId }) => requestId);

  it('are listed newest first and opened whole', async () => {
    await keep(record(1), record(2, { isCanary: true }));
    const [newest, oldest] = await listTraces(world.viewer, { restApiId: given.api.id });
    expect([newest, oldest]).toMatchObject([
      { requestId: 'request-2', isCanary: true, origin: 'SAMPLE' },
      { requestId: 'request-1' },
    ]);
    expect(await getTrace(world.viewer, { restApiId: given.api.id, traceId: newest?.id })).toMatchObject({
      ...DETAIL,
      ...{ requestId: 'request-2', accountId: world.accountId, methodKey: 'GET', resourceId: given.resourceId },
      invokeUrl: `http://${given.api.id}.execute-api.localhost:8080/prod`,
    });
  });

  it.each([
    [{ errors: 'true' }, ['request-4', 'request-3']],
    [{ status: '4xx' }, ['request-3']],
    [{ method: 'POST' }, ['request-2']],
    [{ search: 'request-1' }, ['request-1']],
    [{ search: 'ORDERS' }, ['request-2']],
    [{ stage: 'prod', method: 'GET', status: '2xx' }, ['request-1']],
    [{ stage: 'other' }, []],
  ])('are found by %j', async (filter, expected) => {
    await keep(
      record(1),
      record(2, { method: 'POST', path: '/orders' }),
      record(3, { status: 403, responseType: 'INVALID_API_KEY' }),
      record(4, { status: 502 }),
    );
    expect(await shown(filter)).toEqual(expected);
  });

  it('are nobody else’s', async () => {
    await keep(record(1));
    const [mine] = await listTraces(world.viewer, { restApiId: given.api.id });
    const input = { restApiId: given.api.id, traceId: mine?.id };
    await expect(listTraces(world.stranger, input)).rejects.toThrow(NotFoundError);
    await expect(getTrace(world.stranger, input)).rejects.toThrow(NotFoundError);
    await expect(mintDebugToken(world.stranger, ref)).rejects.toThrow(NotFoundError);
    await expect(listTraces(world.consumer, input)).rejects.toThrow(ForbiddenError);
    await expect(getTrace(world.nobody, input)).rejects.toThrow(UnauthenticatedError);
    // By way of an API of one's own.
    const own = await givenDeployedApi(world.stranger);
    await expect(getTrace(world.stranger, { ...input, restApiId: own.api.id })).rejects.toThrow(NotFoundError);
    expect(await listTraces(world.stranger, { restApiId: own.api.id })).toEqual([]);
  });

  it('of a stage that is gone are left out, and go with their stage', async () => {
    expect(await keep(record(1), record(2, { stageId: 'gone' }))).toBe(1);
    await store.db.stage.delete({ where: { id: given.stage.id } });
    expect(await shown()).toEqual([]);
  });

  it('are kept within bounds of number, size and age: the oldest go', async () => {
    const old = { startedAtMs: Date.now() - 8 * 24 * 3_600_000 };
    await keep(...[1, 2, 3, 4, 5].map((it) => record(it, { sizeBytes: 100 })), record(0, old));
    const limits = { maxPerStage: 4, maxBytesPerStage: 1_000, keptMs: 7 * 24 * 3_600_000 };
    expect(await pruneTraces(store.db, new Date(), limits)).toBeGreaterThanOrEqual(2);
    expect(await shown()).toEqual(['request-5', 'request-4', 'request-3', 'request-2']);
    await pruneTraces(store.db, new Date(), { ...limits, maxBytesPerStage: 250 });
    expect(await shown()).toEqual(['request-5', 'request-4']);
  });

  it('of a debug token are kept once, whoever saw it first', async () => {
    const { token } = await mintDebugToken(world.admin, ref);
    const tokenHash = createHash('sha256').update(token).digest('hex');
    expect(await keep(record(1, { origin: 'DEBUG', tokenHash }))).toBe(1);
    expect(await keep(record(2, { origin: 'DEBUG', tokenHash }), record(3, { tokenHash: 'unknown' }))).toBe(0);
    expect(await shown()).toEqual(['request-1']);
  });

  it('need a token that is kept as a hash, published, audited and short-lived', async () => {
    const before = await world.revision();
    const minted = await mintDebugToken(world.admin, ref);
    expect(minted.token).toMatch(/^ghd_[\w-]{32}$/);
    expect(minted.invokeUrl).toContain(given.api.id);
    const hash = createHash('sha256').update(minted.token).digest('hex');
    const rows = await store.db.debugToken.findMany({ where: { stageId: given.stage.id } });
    expect(rows).toMatchObject([{ hash, usedAt: null }]);
    expect(JSON.stringify(rows)).not.toContain(minted.token);
    expect((await changesSince(store.db, before))?.changes).toEqual([
      { kind: 'debug-token', entityId: given.stage.id },
    ]);
    expect((await loadPublication(store.db)).publication.debugTokens).toContainEqual({
      ...{ hash, stageId: given.stage.id, expiresAtMs: new Date(minted.expiresAt).getTime() },
    });
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'stage.mint-debug-token',
      targetName: 'prod of Pet store',
    });
    await removeOldDebugTokens(store.db, new Date(Date.now() + 24 * 3_600_000));
    expect((await loadDebugTokens(store.db)).filter(({ stageId }) => stageId === given.stage.id)).toEqual([]);
  });

  it('have a token minted by admins only, and not without end', async () => {
    await expect(mintDebugToken(world.viewer, ref)).rejects.toThrow(ForbiddenError);
    await expect(mintDebugToken(world.admin, { ...ref, stageName: 'none' })).rejects.toThrow(NotFoundError);
    for (let i = 0; i < 20; i++) await mintDebugToken(world.admin, ref);
    await expect(mintDebugToken(world.admin, ref)).rejects.toThrow(LimitExceededError);
  });

  it('follow the stage’s settings, which refuse what can’t be masked', async () => {
    const tracing = { samplePercent: 12.5, maskedNames: ['X-Own'], maskedJsonPaths: ['$.card.number', '$..pin'] };
    const stage = await updateStage(world.admin, { ...ref, version: 1, tracing });
    expect(stage.tracing).toEqual(tracing);
    const published = (await loadPublication(store.db)).publication.stages.find(({ id }) => id === given.stage.id);
    expect(published?.tracing).toEqual(tracing);
    for (const wrong of [{ samplePercent: 101 }, { maskedNames: ['a b'] }, { maskedJsonPaths: ['card'] }]) {
      const input = { ...ref, version: 2, tracing: { ...tracing, ...wrong } };
      await expect(updateStage(world.admin, input)).rejects.toThrow(InvalidInputError);
    }
  });
});
