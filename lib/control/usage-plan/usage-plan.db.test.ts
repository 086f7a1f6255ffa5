import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { CreateUsagePlanInput } from '@/lib/contract/usage-plan';
import { createApiKey } from '@/lib/control/api-key/create';
import { getApiKey } from '@/lib/control/api-key/get';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, StaleEditError } from '@/lib/errors';
import { loadPublication } from '@/lib/store/publication';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { addUsagePlanKey } from './add-key';
import { createUsagePlan } from './create';
import { deleteUsagePlan } from './delete';
import { getUsagePlan } from './get';
import { listUsagePlans } from './list';
import { removeUsagePlanKey } from './remove-key';
import { updateUsagePlan } from './update';

describeEachDatabase('usage plans', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const published = async (usagePlanId: string) =>
    (await loadPublication(store.db)).publication.usagePlans.find(({ id }) => id === usagePlanId);
  const changed = async (since: number) =>
    (await changesSince(store.db, since))?.changes.map(({ kind, entityId }) => `${kind} ${entityId}`).sort();
  const full = (restApiId: string): CreateUsagePlanInput => ({
    name: 'Free',
    description: 'To try',
    throttle: { rateLimit: 2.5, burstLimit: 5 },
    quota: { limit: 1000, period: 'WEEK', offset: 10 },
    stages: [{ restApiId, stageName: 'prod', throttle: { '/pets/GET': { rateLimit: 1, burstLimit: 1 } } }],
    portalVisible: true,
    priceText: 'Free',
    approvalRequired: true,
  });

  it('are made with everything, published, and in the audit log', async () => {
    const { api, stage } = await givenDeployedApi(world.owner);
    const since = await world.revision();
    const plan = await createUsagePlan(world.admin, full(api.id));
    expect(plan).toMatchObject({
      ...full(api.id),
      stages: [
        {
          restApiId: api.id,
          restApiName: 'Pet store',
          stageId: stage.id,
          stageName: 'prod',
          throttle: { '/pets/GET': { rateLimit: 1, burstLimit: 1 } },
        },
      ],
      keyCount: 0,
      version: 1,
      publish: { workers: { acked: 1 } },
    });
    expect(await changed(since)).toEqual([`usage-plan ${plan.id}`]);
    expect(await published(plan.id)).toEqual({
      id: plan.id,
      accountId: world.accountId,
      throttle: { rateLimit: 2.5, burstLimit: 5 },
      quota: { limit: 1000, period: 'WEEK', offset: 10, startedAtMs: Date.parse(plan.createdAt) },
      stages: [{ stageId: stage.id, throttle: { '/pets/GET': { rateLimit: 1, burstLimit: 1 } } }],
    });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'usage-plan.create', targetName: 'Free' });
    const { publish: _publish, ...detail } = plan;
    expect(await getUsagePlan(world.viewer, { usagePlanId: plan.id })).toEqual(detail);
  });

  it('are listed A to Z, the account’s own', async () => {
    for (const name of ['beta', 'Alpha']) await createUsagePlan(world.owner, { name });
    await createUsagePlan(world.stranger, { name: 'Theirs' });
    expect((await listUsagePlans(world.viewer)).map(({ name }) => name)).toEqual(['Alpha', 'beta']);
  });

  it('name the field of what is wrong, and keep nothing', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const { api: theirs } = await givenDeployedApi(world.stranger);
    const stage = { restApiId: api.id, stageName: 'prod' };
    const cases: [Partial<CreateUsagePlanInput>, string][] = [
      [{ name: '' }, 'name'],
      [{ throttle: { rateLimit: -1, burstLimit: 1 } }, 'throttle.rateLimit'],
      [{ quota: { limit: 0, period: 'DAY' } }, 'quota.limit'],
      [{ quota: { limit: 5, period: 'DAY', offset: 6 } }, 'quota.offset'],
      [{ stages: [{ ...stage, stageName: 'nope' }] }, 'stages.0.stageName'],
      [{ stages: [{ ...stage, restApiId: theirs.id }] }, 'stages.0.stageName'],
      [{ stages: [stage, stage] }, 'stages.1.stageName'],
      [
        { stages: [{ ...stage, throttle: { '/nope/GET': { rateLimit: 1, burstLimit: 1 } } }] },
        'stages.0.throttle./nope/GET',
      ],
    ];
    for (const [fields, field] of cases) {
      const error = await createUsagePlan(world.owner, { name: 'Plan', ...fields }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(error).toHaveProperty(['fieldErrors', field]);
    }
    expect(await listUsagePlans(world.owner)).toEqual([]);
  });

  it('are edited as one; the quota’s first period begins anew only with its period or offset', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const plan = await createUsagePlan(world.owner, full(api.id));
    const startedAt = async () => (await published(plan.id))?.quota?.startedAtMs;
    const first = await startedAt();
    const edit = (version: number, fields: Partial<CreateUsagePlanInput>) =>
      updateUsagePlan(world.admin, { ...full(api.id), ...fields, usagePlanId: plan.id, version });
    const since = await world.revision();
    expect(await edit(1, { quota: { limit: 2000, period: 'WEEK', offset: 10 }, stages: [] })).toMatchObject({
      version: 2,
      stages: [],
      quota: { limit: 2000 },
    });
    expect(await changed(since)).toEqual([`usage-plan ${plan.id}`]);
    expect(await startedAt()).toBe(first);
    await edit(2, { quota: { limit: 2000, period: 'MONTH', offset: 10 } });
    const second = await startedAt();
    expect(second).toBeGreaterThan(first ?? 0);
    await edit(3, { quota: null, throttle: null });
    const bare = await published(plan.id);
    expect(bare).not.toHaveProperty('quota');
    expect(bare).not.toHaveProperty('throttle');
    await edit(4, { quota: { limit: 1, period: 'MONTH', offset: 0 } });
    expect(await startedAt()).toBeGreaterThan(second ?? 0);
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'usage-plan.update',
      summary: 'Changed: throttle, quota.',
    });
  });

  it('lose no edit to another one made at the same time', async () => {
    const plan = await createUsagePlan(world.owner, { name: 'Plan' });
    const edits = await Promise.allSettled(
      ['one', 'two'].map((name) => updateUsagePlan(world.owner, { usagePlanId: plan.id, version: 1, name })),
    );
    expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const edit of edits) if (edit.status === 'rejected') expect(edit.reason).toBeInstanceOf(StaleEditError);
  });

  it('take keys in and let them go, one plan per stage for each', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const stages = [{ restApiId: api.id, stageName: 'prod' }];
    const free = await createUsagePlan(world.owner, { name: 'Free', stages });
    const pro = await createUsagePlan(world.owner, { name: 'Pro', stages });
    const empty = await createUsagePlan(world.owner, { name: 'Empty' });
    const key = await createApiKey(world.owner, { name: 'k' });
    const of = (plan: { id: string }) => ({ usagePlanId: plan.id, apiKeyId: key.id });
    const since = await world.revision();
    expect((await addUsagePlanKey(world.admin, of(free))).usagePlans).toEqual([{ id: free.id, name: 'Free' }]);
    expect(await changed(since)).toEqual([`api-key ${key.id}`]);
    expect((await getUsagePlan(world.viewer, { usagePlanId: free.id })).keyCount).toBe(1);
    await expect(addUsagePlanKey(world.owner, of(free))).rejects.toThrow('already in the plan “Free”');
    await expect(addUsagePlanKey(world.owner, of(pro))).rejects.toThrow(ConflictError);
    await addUsagePlanKey(world.owner, of(empty));

    // The same rule from the other side: a plan can't take a stage that one of its keys has elsewhere.
    const error = await updateUsagePlan(world.owner, {
      usagePlanId: empty.id,
      version: 1,
      name: 'Empty',
      stages,
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConflictError);
    expect(String(error)).toContain('The key “k” is already in the plan “Free” for the stage prod of Pet store.');
    expect((await getUsagePlan(world.owner, { usagePlanId: empty.id })).stages).toEqual([]);

    await removeUsagePlanKey(world.admin, of(free));
    await expect(removeUsagePlanKey(world.owner, of(free))).rejects.toThrow(NotFoundError);
    await expect(addUsagePlanKey(world.stranger, of(free))).rejects.toThrow(NotFoundError);
    expect((await getApiKey(world.owner, { apiKeyId: key.id })).usagePlans).toEqual([{ id: empty.id, name: 'Empty' }]);
  });

  it('hold at most ten plans per key', async () => {
    const key = await createApiKey(world.owner, { name: 'k' });
    for (let n = 0; n < 10; n += 1) {
      const plan = await createUsagePlan(world.owner, { name: `Plan ${n}` });
      await addUsagePlanKey(world.owner, { usagePlanId: plan.id, apiKeyId: key.id });
    }
    const last = await createUsagePlan(world.owner, { name: 'One too many' });
    await expect(addUsagePlanKey(world.owner, { usagePlanId: last.id, apiKeyId: key.id })).rejects.toThrow(
      '10 usage plans',
    );
  });

  it('are deleted with what they counted; their keys stay', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const plan = await createUsagePlan(world.owner, full(api.id));
    const key = await createApiKey(world.owner, { name: 'k', usagePlanIds: [plan.id] });
    await store.db.usageDay.create({ data: { usagePlanId: plan.id, apiKeyId: key.id, day: 1, shard: 's', used: 5 } });
    const since = await world.revision();
    const deleted = await deleteUsagePlan(world.admin, { usagePlanId: plan.id });
    expect(deleted).toMatchObject({ name: 'Free', keyCount: 1 });
    expect(await changed(since)).toEqual([`api-key ${key.id}`, `usage-plan ${plan.id}`]);
    expect((await getApiKey(world.owner, { apiKeyId: key.id })).usagePlans).toEqual([]);
    expect(await store.db.usageDay.count({ where: { usagePlanId: plan.id } })).toBe(0);
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'usage-plan.delete',
      summary: 'With 1 key and the stages Pet store/prod.',
    });
  });

  it('belong to their account, and to roles that may', async () => {
    const plan = await createUsagePlan(world.owner, { name: 'Plan' });
    const input = { usagePlanId: plan.id, version: 1, name: 'x', apiKeyId: 'x' };
    for (const verb of [createUsagePlan, updateUsagePlan, deleteUsagePlan, addUsagePlanKey, removeUsagePlanKey]) {
      await expect(verb(world.viewer, input)).rejects.toThrow(ForbiddenError);
      await expect(verb(world.consumer, input)).rejects.toThrow(ForbiddenError);
    }
    for (const verb of [getUsagePlan, updateUsagePlan, deleteUsagePlan, addUsagePlanKey, removeUsagePlanKey]) {
      await expect(verb(world.stranger, input)).rejects.toThrow(NotFoundError);
      await expect(verb(world.owner, { ...input, usagePlanId: 'unknown' })).rejects.toThrow(NotFoundError);
    }
  });
});
