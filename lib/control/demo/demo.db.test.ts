import { beforeAll, expect, it } from 'vitest';
import { createApiKey } from '@/lib/control/api-key/create';
import { getApiKey } from '@/lib/control/api-key/get';
import type { Ctx } from '@/lib/control/context';
import { getFunction } from '@/lib/control/function/get';
import { getMetrics } from '@/lib/control/metrics/get';
import { listMySubscriptions } from '@/lib/control/portal/list-subscriptions';
import { createRestApi } from '@/lib/control/rest-api/create';
import { listRestApis } from '@/lib/control/rest-api/list';
import { resolveActor } from '@/lib/control/session/resolve-actor';
import { signIn } from '@/lib/control/session/sign-in';
import { startSession } from '@/lib/control/session/start';
import { listSubscriptions } from '@/lib/control/subscription/list';
import { runTemplateCases } from '@/lib/control/template-case/run';
import { createWorld, type World } from '@/lib/control/testing/world';
import { getUsagePlanUsage } from '@/lib/control/usage/get-by-plan';
import { listUsagePlans } from '@/lib/control/usage-plan/list';
import { ForbiddenError } from '@/lib/errors';
import { loadPublication } from '@/lib/store/publication';
import { changesSince } from '@/lib/store/revision';
import { openSecrets } from '@/lib/store/secrets';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import type { DemoSeed } from './demo-seed';
import { getDemoData } from './get';
import { removeDemo } from './remove';
import { seedDemo } from './seed';

describeEachDatabase('the demo', (open) => {
  let store: TestDatabase;
  let world: World;
  let seed: DemoSeed;
  let owner: Ctx;
  const seedAgain = (port: number) =>
    seedDemo({ db: store.db, secrets: openSecrets(store) }, { backendUrl: `http://127.0.0.1:${port}` });
  const signedIn = async ({ email, password }: DemoSeed['owner']): Promise<Ctx> => {
    const { userId } = await signIn(world.nobody, { email, password }, 'demo');
    const sessionId = await startSession(world.nobody, { userId, userAgent: '' });
    return { ...world.nobody, actor: await resolveActor(store.db, sessionId, world.owner.clock.now()) };
  };

  beforeAll(async () => {
    store = await open();
    world = await createWorld(store);
    seed = await seedAgain(8090);
    owner = await signedIn(seed.owner);
  });

  it('has an owner and a consumer who can sign in, two deployed APIs and a key that works', async () => {
    expect(owner.actor).toMatchObject({ kind: 'member', accountId: '000000000000', role: 'owner' });
    const apis = await listRestApis(owner, {});
    expect(
      apis.map(({ name, demo, stages }) => [name, demo, stages.map((stage) => [stage.name, stage.behind])]),
    ).toEqual([
      [
        'Pet store',
        true,
        [
          ['dev', false],
          ['prod', true],
        ],
      ],
      ['Warehouse', true, [['prod', true]]],
    ]);
    const { publication, errors } = await loadPublication(store.db);
    expect(errors).toEqual([]);
    const key = publication.apiKeys.find(
      ({ valueHash }) => valueHash === world.owner.secrets.hashApiKey(seed.sample.apiKey),
    );
    const plan = publication.usagePlans.find(({ id }) => key?.usagePlanIds.includes(id));
    const stage = publication.stages.find(
      ({ name, definition }) => name === seed.sample.stageName && definition.id === seed.sample.restApiId,
    );
    expect(plan?.stages.map(({ stageId }) => stageId)).toContain(stage?.id);
    expect(stage?.variables.backend).toBe('127.0.0.1:8090');
  });

  it('has something to see in every range, in usage, and in the portal', async () => {
    for (const range of ['1h', '24h', '7d', '30d'] as const) {
      const series = await getMetrics(owner, { restApiId: seed.sample.restApiId, stageName: 'prod', range });
      expect(series.points.filter(({ count }) => count === null).length).toBeLessThan(3);
      expect(series.totals.cacheHit).toBeGreaterThan(0);
      expect(series.routes.length).toBeGreaterThan(3);
      const { latency, integrationLatency } = series.totals;
      expect(latency && integrationLatency && latency.p50 <= latency.p99 && integrationLatency.p50 > 1).toBe(true);
    }
    const today = world.owner.clock.now().toISOString().slice(0, 10);
    for (const { id } of await listUsagePlans(owner)) {
      const usage = await getUsagePlanUsage(owner, { usagePlanId: id, startDate: today, endDate: today });
      expect(usage.some(({ days }) => (days[0]?.used ?? 0) > 0)).toBe(true);
      expect(usage.every(({ quota }) => (quota?.remaining ?? 0) > 0)).toBe(true);
    }
    const consumer = await signedIn(seed.consumer);
    expect(await listMySubscriptions(consumer)).toMatchObject([
      { status: 'ACTIVE', samplePath: expect.stringMatching(/^.(pets|inventory)$/) },
    ]);
    expect(await listSubscriptions(owner, { status: 'PENDING' })).toHaveLength(1);
  });

  it('has a canary that does better than its stage, and a function that a method may call', async () => {
    const warehouse = (await listRestApis(owner, {})).find(({ name }) => name === 'Warehouse');
    const request = { restApiId: warehouse?.id, stageName: 'prod', range: '24h', method: 'GET', resource: '/stock' };
    const [baseline, canary] = await Promise.all(
      ['baseline', 'canary'].map((variant) => getMetrics(owner, { ...request, variant })),
    );
    expect(canary?.totals.count).toBeGreaterThan(500);
    expect(canary?.totals.error5xx).toBe(0);
    expect(baseline?.totals.error5xx).toBeGreaterThan(500);

    const { usedBy, permissions, demo } = await getFunction(owner, { functionName: 'shipping-quote' });
    expect(demo).toBe(true);
    expect(usedBy).toEqual(
      expect.arrayContaining([expect.objectContaining({ method: 'GET /pets/{petId}/shipping', stageName: 'prod' })]),
    );
    expect(permissions[0]?.sourceArn).toMatch(/GET.pets...shipping$/);
  });

  it('has a template case, and a template that passes it', async () => {
    const [petStore] = await listRestApis(owner, { search: 'Pet store' });
    const results = await runTemplateCases(owner, { restApiId: petStore?.id });
    expect(results).toMatchObject([{ name: 'Two price tags', outcome: 'passed' }]);
  });

  it('is found again at the next start, with its backend where it listens now', async () => {
    const counts = await getDemoData(owner);
    const again = await seedAgain(8091);
    expect({ ...again, traffic: again.traffic.length }).toEqual({ ...seed, traffic: seed.traffic.length });
    expect(await getDemoData(owner)).toEqual(counts);
    const { publication } = await loadPublication(store.db);
    expect(publication.stages.map(({ variables }) => variables.backend)).toEqual(Array(3).fill('127.0.0.1:8091'));
  });

  it('is removed whole, with nothing else and without whoever removes it', async () => {
    const own = await createRestApi(owner, { name: 'My own' });
    const [plan] = await listUsagePlans(owner);
    const ownKey = await createApiKey(owner, { name: 'my own', usagePlanIds: [plan?.id] });
    const stranger = await createApiKey(world.owner, { name: 'of another account' });
    await expect(removeDemo(world.admin)).rejects.toThrow(ForbiddenError);

    const since = await world.revision();
    const removed = await removeDemo(owner);
    expect(removed).toMatchObject({ restApis: 2, functions: 1, usagePlans: 2, products: 2, people: 3 });
    expect(await getDemoData(owner)).toEqual({
      restApis: 0,
      functions: 0,
      apiKeys: 0,
      usagePlans: 0,
      products: 0,
      people: 0,
    });
    expect((await listRestApis(owner, {})).map(({ id }) => id)).toEqual([own.id]);
    expect((await getApiKey(owner, { apiKeyId: ownKey.id })).usagePlans).toEqual([]);
    expect(await getApiKey(world.owner, { apiKeyId: stranger.id })).toMatchObject({ name: 'of another account' });
    expect(await signIn(world.nobody, seed.owner, 'demo')).toMatchObject({ email: seed.owner.email });
    await expect(signIn(world.nobody, seed.consumer, 'demo')).rejects.toThrow('Wrong e-mail or password.');
    for (const count of [
      store.db.metricPoint.count(),
      store.db.usageDay.count(),
      store.db.subscription.count(),
      store.db.stage.count(),
      store.db.functionCode.count(),
    ]) {
      expect(await count).toBe(0);
    }
    const changed = (await changesSince(store.db, since))?.changes.map(({ entityId }) => entityId);
    expect(changed).toContain(ownKey.id);
    expect((await loadPublication(store.db)).publication.stages).toEqual([]);
  });

  it('comes back when it is asked for again', async () => {
    const again = await seedAgain(8090);
    expect(again.sample.restApiId).not.toBe(seed.sample.restApiId);
    expect(await getDemoData(owner)).toMatchObject({ restApis: 2 });
  });
});
