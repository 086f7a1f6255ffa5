import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { QuotaSettings } from '@/lib/contract/usage-plan';
import { createApiKey } from '@/lib/control/api-key/create';
import { listApiKeys } from '@/lib/control/api-key/list';
import { rotateApiKey } from '@/lib/control/api-key/rotate';
import { createWorld, type World } from '@/lib/control/testing/world';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import { ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { writeUsage } from '@/lib/store/usage-counters';
import { getApiKeyUsage } from './get-by-key';
import { getUsagePlanUsage } from './get-by-plan';

const DAY_MS = 86_400_000;
const day = (date: string) => Date.parse(date) / DAY_MS;

describeEachDatabase('usage', (open) => {
  let store: TestDatabase;
  let world: World;
  let now: Date;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    // A Wednesday.
    now = new Date('2026-03-04T10:00:00Z');
    world = await createWorld(store, { now: () => now });
  });

  const plan = (quota: QuotaSettings | null) => createUsagePlan(world.owner, { name: 'Plan', quota });
  const march = { startDate: '2026-03-01', endDate: '2026-03-04' };

  it('is one number per day, over the lives of all runtimes and what is not written yet', async () => {
    const { id: usagePlanId } = await plan({ limit: 100, period: 'DAY', offset: 0 });
    const key = await createApiKey(world.owner, { name: 'k', usagePlanIds: [usagePlanId] });
    const pair = { usagePlanId, apiKeyId: key.id };
    await writeUsage(store.db, 'life 1', [
      { ...pair, day: day('2026-03-02'), used: 40 },
      { ...pair, day: day('2026-03-04'), used: 7 },
      { ...pair, day: day('2026-02-27'), used: 999 },
    ]);
    await writeUsage(store.db, 'life 2', [{ ...pair, day: day('2026-03-04'), used: 5 }]);
    world.runtime.usage = [{ ...pair, day: day('2026-03-04'), used: 3 }];
    const [usage] = await getUsagePlanUsage(world.viewer, { usagePlanId, ...march });
    expect(usage).toEqual({
      usagePlanId,
      usagePlanName: 'Plan',
      apiKeyId: key.id,
      apiKeyName: 'k',
      days: [
        { date: '2026-03-01', used: 0 },
        { date: '2026-03-02', used: 40 },
        { date: '2026-03-03', used: 0 },
        { date: '2026-03-04', used: 15 },
      ],
      quota: { limit: 100, used: 15, remaining: 85, period: 'DAY', resetsAt: '2026-03-05T00:00:00.000Z' },
    });
    expect(await getApiKeyUsage(world.viewer, { apiKeyId: key.id, ...march })).toEqual([usage]);
  });

  it.each([
    ['DAY', 10, '2026-03-05T00:00:00.000Z'],
    ['WEEK', 30, '2026-03-09T00:00:00.000Z'],
    ['MONTH', 60, '2026-04-01T00:00:00.000Z'],
  ] as const)('counts a quota by calendar %s', async (period, used, resetsAt) => {
    const { id: usagePlanId } = await plan({ limit: 50, period, offset: 0 });
    const key = await createApiKey(world.owner, { name: 'k', usagePlanIds: [usagePlanId] });
    const rows = ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map((date, index) => ({
      usagePlanId,
      apiKeyId: key.id,
      day: day(date),
      used: index === 1 ? 30 : 10,
    }));
    await writeUsage(store.db, 's', rows);
    // Asked for another range: the quota is of now all the same.
    const [usage] = await getApiKeyUsage(world.viewer, {
      apiKeyId: key.id,
      startDate: '2026-02-28',
      endDate: '2026-02-28',
    });
    expect(usage?.days).toEqual([{ date: '2026-02-28', used: 10 }]);
    expect(usage?.quota).toEqual({ limit: 50, used, remaining: Math.max(0, 50 - used), period, resetsAt });
  });

  it('takes the offset off the first period only', async () => {
    const { id: usagePlanId } = await plan({ limit: 100, period: 'DAY', offset: 30 });
    const key = await createApiKey(world.owner, { name: 'k', usagePlanIds: [usagePlanId] });
    const quota = async () => (await getApiKeyUsage(world.viewer, { apiKeyId: key.id, ...march }))[0]?.quota;
    expect(await quota()).toMatchObject({ limit: 70, remaining: 70 });
    now = new Date('2026-03-05T00:00:00Z');
    expect(await quota()).toMatchObject({ limit: 100, remaining: 100, resetsAt: '2026-03-06T00:00:00.000Z' });
  });

  it('shows the busiest keys first, then those that were not used; an old value is no key of its own', async () => {
    const { id: usagePlanId } = await plan(null);
    const keys: { id: string }[] = [];
    for (const name of ['quiet', 'busy', 'idle']) {
      keys.push(await createApiKey(world.owner, { name, usagePlanIds: [usagePlanId] }));
    }
    await writeUsage(
      store.db,
      's',
      [3, 30].map((used, index) => ({ usagePlanId, apiKeyId: keys[index]?.id ?? '', day: day('2026-03-03'), used })),
    );
    await rotateApiKey(world.owner, { apiKeyId: keys[0]?.id, overlapSeconds: 3600 });
    const usage = await getUsagePlanUsage(world.viewer, { usagePlanId, ...march });
    expect(usage.map(({ apiKeyName }) => apiKeyName)).toEqual(['busy', 'quiet', 'idle']);
    expect(usage[0]?.quota).toBeNull();
    const old = (await listApiKeys(world.owner, {})).items.find(({ rotatedFromId }) => rotatedFromId !== null);
    const [ofOld] = await getApiKeyUsage(world.viewer, { apiKeyId: old?.id, ...march });
    expect(ofOld?.apiKeyId).toBe(keys[0]?.id);
    const one = await getUsagePlanUsage(world.viewer, { usagePlanId, apiKeyId: keys[2]?.id, ...march });
    expect(one.map(({ apiKeyName }) => apiKeyName)).toEqual(['idle']);
  });

  it('keeps what a key used under a plan it has left', async () => {
    const { id: usagePlanId } = await plan(null);
    const key = await createApiKey(world.owner, { name: 'k' });
    await writeUsage(store.db, 's', [{ usagePlanId, apiKeyId: key.id, day: day('2026-03-03'), used: 4 }]);
    expect(await getApiKeyUsage(world.viewer, { apiKeyId: key.id, ...march })).toMatchObject([{ usagePlanId }]);
    expect(await getUsagePlanUsage(world.viewer, { usagePlanId, ...march })).toMatchObject([{ apiKeyId: key.id }]);
  });

  it('is the account’s own, for ranges that make sense', async () => {
    const { id: usagePlanId } = await plan(null);
    const { id: apiKeyId } = await createApiKey(world.owner, { name: 'k' });
    const input = { usagePlanId, apiKeyId, ...march };
    for (const verb of [getUsagePlanUsage, getApiKeyUsage]) {
      await expect(verb(world.stranger, input)).rejects.toThrow(NotFoundError);
      await expect(verb(world.consumer, input)).rejects.toThrow(ForbiddenError);
      await expect(verb(world.viewer, { ...input, endDate: '2026-02-01' })).rejects.toThrow(InvalidInputError);
      await expect(verb(world.viewer, { ...input, startDate: '2020-01-01' })).rejects.toThrow(InvalidInputError);
      await expect(verb(world.viewer, { ...input, startDate: 'yesterday' })).rejects.toThrow(InvalidInputError);
    }
  });
});
