import { beforeAll, beforeEach, expect, it } from 'vitest';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import { ForbiddenError, InvalidInputError } from '@/lib/errors';
import { newApiKeyValue } from '@/lib/ids';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createApiKey } from './create';
import { importApiKeys } from './import';
import { listApiKeys } from './list';
import { revealApiKey } from './reveal';
import { rotateApiKey } from './rotate';

describeEachDatabase('importing API keys', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const keys = async () => (await listApiKeys(world.owner, { limit: 500 })).items;
  const byName = async (name: string) => (await keys()).find((key) => key.name === name);
  const csvOf = (rows: readonly (readonly string[])[]) =>
    ['Name,Key,Description,Enabled,UsagePlanIds', ...rows.map((row) => row.join(','))].join('\n');

  it('takes names, values, state and plans from API Gateway’s key file', async () => {
    const [free, extra] = [
      await createUsagePlan(world.owner, { name: 'Free' }),
      await createUsagePlan(world.owner, { name: 'Extra' }),
    ];
    const [a, b] = [newApiKeyValue(), newApiKeyValue()];
    const since = await world.revision();
    const result = await importApiKeys(world.admin, {
      csv: csvOf([
        ['first', a, 'with plans', 'TRUE', `"${free.id},${extra.id}"`],
        ['second', b, '', 'false', ''],
      ]),
    });
    expect(result).toMatchObject({ created: 2, updated: 0, warnings: [], publish: { workers: { total: 1 } } });
    const first = await byName('first');
    expect(first).toMatchObject({
      enabled: true,
      description: 'with plans',
      usagePlans: [{ name: 'Extra' }, { name: 'Free' }],
    });
    expect(await byName('second')).toMatchObject({ enabled: false, usagePlans: [] });
    expect((await revealApiKey(world.owner, { apiKeyId: first?.id })).value).toBe(a);
    const ids = (await keys()).map(({ id }) => id);
    expect((await changesSince(store.db, since))?.changes.map((change) => change.entityId).sort()).toEqual(ids.sort());
    const audit = await world.audit();
    expect(audit.at(-2)).toMatchObject({ action: 'api-key.import', summary: '2 created, 0 overwritten, 0 warnings.' });
    expect(JSON.stringify(audit)).not.toContain(a);
  });

  it('overwrites keys whose value is known, keeping their ids', async () => {
    const plan = await createUsagePlan(world.owner, { name: 'Free' });
    const before = await createApiKey(world.owner, { name: 'before', customerId: 'c-1' });
    const rotated = await rotateApiKey(world.owner, { apiKeyId: before.id, overlapSeconds: 3600 });
    const csv = csvOf([['after', rotated.value, 'new', 'false', plan.id]]);
    expect(await importApiKeys(world.owner, { csv })).toMatchObject({ created: 0, updated: 1 });
    const after = await byName('after');
    expect(after).toMatchObject({
      id: before.id,
      enabled: false,
      customerId: 'c-1',
      version: rotated.version + 1,
      createdAt: before.createdAt,
      usagePlans: [{ id: plan.id }],
    });
    // Its old value is what it is.
    const old = (await keys()).find(({ rotatedFromId }) => rotatedFromId === before.id);
    expect(old).toMatchObject({ enabled: false, usagePlans: [{ id: plan.id }] });
    expect(await importApiKeys(world.owner, { csv })).toMatchObject({ created: 0, updated: 1 });
    expect(await keys()).toHaveLength(2);
  });

  it('skips with a warning what can’t be taken, by line', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const stages = [{ restApiId: api.id, stageName: 'prod' }];
    const free = await createUsagePlan(world.owner, { name: 'Free', stages });
    const pro = await createUsagePlan(world.owner, { name: 'Pro', stages });
    const theirs = await createApiKey(world.stranger, { name: 'theirs' });
    const result = await importApiKeys(world.owner, {
      csv: csvOf([
        ['both plans', newApiKeyValue(), '', '', `"${free.id},${pro.id}"`],
        ['unknown plan', newApiKeyValue(), '', '', 'nope'],
        ['stolen', theirs.value, '', '', ''],
        ['short', 'abc', '', '', ''],
        ['good', newApiKeyValue(), '', '', free.id],
      ]),
    });
    expect(result).toMatchObject({ created: 2, updated: 0 });
    expect(result.warnings.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(result.warnings[0]?.message).toContain('a key has one plan per stage');
    expect(result.warnings[1]?.message).toContain('“nope” does not exist');
    expect(JSON.stringify(result)).not.toContain(theirs.value);
    expect((await keys()).map(({ name }) => name).sort()).toEqual(['good', 'unknown plan']);
    expect((await listApiKeys(world.stranger, {})).items).toMatchObject([{ name: 'theirs' }]);
  });

  it('imports nothing when warnings are not wanted', async () => {
    const before = await world.revision();
    const csv = csvOf([
      ['good', newApiKeyValue(), '', '', ''],
      ['short', 'abc', '', '', ''],
    ]);
    const error = await importApiKeys(world.owner, { csv, failOnWarnings: true }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ fieldErrors: { csv: [expect.stringContaining('Line 3')] } });
    expect(await keys()).toEqual([]);
    expect(await world.revision()).toBe(before);
  });

  it('refuses files without the columns, files too long, and people who may not', async () => {
    await expect(importApiKeys(world.owner, { csv: 'a,b\n1,2' })).rejects.toThrow('no "Name" column');
    await expect(importApiKeys(world.owner, { csv: '' })).rejects.toThrow(InvalidInputError);
    const long = csvOf(Array.from({ length: 10_001 }, (_, n) => ['k', `${n}`.padStart(20, '0'), '', '', '']));
    await expect(importApiKeys(world.owner, { csv: long })).rejects.toThrow('10,000');
    await expect(importApiKeys(world.viewer, { csv: csvOf([]) })).rejects.toThrow(ForbiddenError);
  });

  it('takes ten thousand rows at once, and again', async () => {
    const plan = await createUsagePlan(world.owner, { name: 'Free' });
    const rows = Array.from({ length: 10_000 }, (_, n) => [`key ${n}`, newApiKeyValue(), '', 'true', plan.id]);
    expect(await importApiKeys(world.owner, { csv: csvOf(rows) })).toMatchObject({ created: 10_000, updated: 0 });
    expect(await importApiKeys(world.owner, { csv: csvOf(rows) })).toMatchObject({ created: 0, updated: 10_000 });
    expect(await listApiKeys(world.owner, { usagePlanId: plan.id, limit: 1 })).toMatchObject({ total: 10_000 });
  });
});
