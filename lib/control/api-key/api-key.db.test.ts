import { beforeAll, beforeEach, expect, it } from 'vitest';
import { listAudit } from '@/lib/control/audit/list';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  StaleEditError,
  UnauthenticatedError,
} from '@/lib/errors';
import { newApiKeyValue } from '@/lib/ids';
import { loadPublication } from '@/lib/store/publication';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createApiKey } from './create';
import { deleteApiKey } from './delete';
import { getApiKey } from './get';
import { listApiKeys } from './list';
import { revealApiKey } from './reveal';
import { rotateApiKey } from './rotate';
import { updateApiKey } from './update';

describeEachDatabase('API keys', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const published = async (apiKeyId: string) =>
    (await loadPublication(store.db)).publication.apiKeys.find(({ id }) => id === apiKeyId);
  const changed = async (since: number) =>
    (await changesSince(store.db, since))?.changes.map((change) => change.entityId);

  it('are made with a generated value, published, and in the audit log', async () => {
    const since = await world.revision();
    const key = await createApiKey(world.admin, { name: ' Partner ', description: 'Of ours', customerId: 'c-1' });
    expect(key).toMatchObject({
      name: 'Partner',
      enabled: true,
      customerId: 'c-1',
      usagePlans: [],
      version: 1,
      publish: { workers: { acked: 1, total: 1 } },
    });
    expect(key.value).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(key.valueHint).toBe(key.value.slice(-4));
    expect(await changed(since)).toEqual([key.id]);
    expect(await published(key.id)).toMatchObject({
      valueHash: world.owner.secrets.hashApiKey(key.value),
      enabled: true,
    });
    expect(await world.audit()).toMatchObject([{ action: 'api-key.create', targetId: key.id, targetName: 'Partner' }]);
  });

  it('take a value of one’s own, once', async () => {
    const value = newApiKeyValue();
    expect((await createApiKey(world.owner, { name: 'a', value })).value).toBe(value);
    for (const ctx of [world.owner, world.stranger]) {
      const error = await createApiKey(ctx, { name: 'b', value }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConflictError);
      expect(error).toMatchObject({ fieldErrors: { value: [expect.stringContaining('exists already')] } });
    }
    expect((await listApiKeys(world.owner, {})).total).toBe(1);
    const short = await createApiKey(world.owner, { name: 'c', value: 'short' }).catch((reason: unknown) => reason);
    expect(short).toMatchObject({ fieldErrors: { value: ['API Key value should be at least 20 characters'] } });
  });

  it('never show a value but where one asks for it, and that is recorded', async () => {
    const value = newApiKeyValue();
    const { id: apiKeyId } = await createApiKey(world.owner, { name: 'secret', value });
    const row = await store.db.apiKey.findUniqueOrThrow({ where: { id: apiKeyId } });
    const answers = [await listApiKeys(world.viewer, {}), await getApiKey(world.viewer, { apiKeyId }), row];
    expect(JSON.stringify(answers)).not.toContain(value);
    expect(JSON.stringify(await getApiKey(world.viewer, { apiKeyId }))).not.toContain(row.valueHash);
    await expect(revealApiKey(world.viewer, { apiKeyId })).rejects.toThrow(ForbiddenError);
    expect((await revealApiKey(world.admin, { apiKeyId })).value).toBe(value);
    const audit = await listAudit(world.viewer, { targetId: apiKeyId });
    expect(audit.items.map(({ action }) => action)).toEqual(['api-key.reveal', 'api-key.create']);
    expect(JSON.stringify(audit)).not.toContain(value);
  });

  it('are listed newest first, in pages, and found by name, customer, id and last characters', async () => {
    const names = ['alpha', 'Beta 100%', 'gamma_1'];
    const keys = [];
    for (const name of names) keys.push(await createApiKey(world.owner, { name, customerId: `cust-${name[0]}` }));
    const first = await listApiKeys(world.viewer, { limit: '2' });
    expect(first.items.map(({ name }) => name)).toEqual(['gamma_1', 'Beta 100%']);
    expect(first.total).toBe(3);
    const second = await listApiKeys(world.viewer, { limit: 2, cursor: first.nextCursor });
    expect(second.items.map(({ name }) => name)).toEqual(['alpha']);
    expect(second.nextCursor).toBeNull();
    const find = async (search: string) => (await listApiKeys(world.viewer, { search })).items.map(({ name }) => name);
    expect(await find('BETA')).toEqual(['Beta 100%']);
    expect(await find('100%')).toEqual(['Beta 100%']);
    expect(await find('cust-a')).toEqual(['alpha']);
    expect(await find(keys[0]?.id ?? '')).toEqual(['alpha']);
    expect(await find(keys[2]?.valueHint ?? '')).toContain('gamma_1');
    expect(await find('nothing like it')).toEqual([]);
    expect((await listApiKeys(world.stranger, {})).items).toEqual([]);
  });

  it('are turned off and on, which gateways hear of', async () => {
    const { id: apiKeyId } = await createApiKey(world.owner, { name: 'k' });
    const since = await world.revision();
    const off = await updateApiKey(world.admin, { apiKeyId, version: 1, enabled: false });
    expect(off).toMatchObject({ enabled: false, version: 2 });
    expect(await changed(since)).toEqual([apiKeyId]);
    expect((await published(apiKeyId))?.enabled).toBe(false);
    await updateApiKey(world.admin, { apiKeyId, version: 2, enabled: true, name: 'renamed' });
    expect((await world.audit()).slice(1)).toMatchObject([
      { action: 'api-key.disable', summary: 'enabled: true → false' },
      { action: 'api-key.update', summary: 'name: k → renamed; enabled: false → true' },
    ]);
  });

  it('lose no edit to another one made at the same time', async () => {
    const { id: apiKeyId } = await createApiKey(world.owner, { name: 'k' });
    const edits = await Promise.allSettled(
      ['one', 'two', 'three'].map((name) => updateApiKey(world.owner, { apiKeyId, version: 1, name })),
    );
    expect(edits.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const edit of edits) if (edit.status === 'rejected') expect(edit.reason).toBeInstanceOf(StaleEditError);
    expect((await getApiKey(world.owner, { apiKeyId })).version).toBe(2);
  });

  it('are in one plan per stage', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const stages = [{ restApiId: api.id, stageName: 'prod' }];
    const free = await createUsagePlan(world.owner, { name: 'Free', stages });
    const pro = await createUsagePlan(world.owner, { name: 'Pro', stages });
    const other = await createUsagePlan(world.owner, { name: 'Other' });
    const both = { name: 'k', usagePlanIds: [free.id, pro.id] };
    const error = await createApiKey(world.owner, both).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConflictError);
    expect(String(error)).toContain('“Free” and “Pro” both hold the stage prod of Pet store');
    const key = await createApiKey(world.owner, { name: 'k', usagePlanIds: [free.id, other.id, free.id] });
    expect(key.usagePlans.map(({ name }) => name)).toEqual(['Free', 'Other']);
    const change = (usagePlanIds: string[], version: number) =>
      updateApiKey(world.owner, { apiKeyId: key.id, version, usagePlanIds });
    await expect(change([free.id, pro.id], 1)).rejects.toThrow(ConflictError);
    expect((await change([pro.id], 1)).usagePlans.map(({ name }) => name)).toEqual(['Pro']);
    expect((await published(key.id))?.usagePlanIds).toEqual([pro.id]);
    await expect(change(['unknown'], 2)).rejects.toThrow(NotFoundError);
    const theirs = await createUsagePlan(world.stranger, { name: 'Theirs' });
    await expect(change([theirs.id], 2)).rejects.toThrow(NotFoundError);
    await expect(createApiKey(world.owner, { name: 'x', usagePlanIds: [theirs.id] })).rejects.toThrow(NotFoundError);
  });

  it('rotate to a new value; the old one works for the overlap and counts as the same key', async () => {
    const plan = await createUsagePlan(world.owner, { name: 'Plan' });
    const key = await createApiKey(world.owner, { name: 'k', usagePlanIds: [plan.id] });
    const since = await world.revision();
    const rotated = await rotateApiKey(world.admin, { apiKeyId: key.id, overlapSeconds: 3600 });
    expect(rotated.id).toBe(key.id);
    expect(rotated.value).not.toBe(key.value);
    expect((await revealApiKey(world.owner, { apiKeyId: key.id })).value).toBe(rotated.value);
    const [old] = (await listApiKeys(world.owner, {})).items.filter(({ rotatedFromId }) => rotatedFromId === key.id);
    if (!old) throw new Error('the old value is gone');
    expect((await changed(since))?.sort()).toEqual([key.id, old.id].sort());
    expect((await revealApiKey(world.owner, { apiKeyId: old.id })).value).toBe(key.value);
    const secondsLeft = (Date.parse(old.expiresAt ?? '') - Date.parse(old.createdAt)) / 1000;
    expect(secondsLeft).toBe(3600);
    expect(await published(old.id)).toMatchObject({
      valueHash: world.owner.secrets.hashApiKey(key.value),
      countsAsId: key.id,
      usagePlanIds: [plan.id],
      expiresAtMs: Date.parse(old.expiresAt ?? ''),
    });
    expect(await published(key.id)).not.toHaveProperty('countsAsId');

    // The old value follows its key, and is not one of its own.
    await expect(rotateApiKey(world.owner, { apiKeyId: old.id, overlapSeconds: 0 })).rejects.toThrow(InvalidInputError);
    await updateApiKey(world.owner, { apiKeyId: key.id, version: rotated.version, enabled: false, usagePlanIds: [] });
    expect(await published(old.id)).toMatchObject({ enabled: false, usagePlanIds: [] });
    await deleteApiKey(world.owner, { apiKeyId: key.id });
    expect(await published(old.id)).toBeUndefined();
    expect((await world.audit()).map(({ summary }) => summary)).toContain('The old value stays valid for 1 hour.');
  });

  it('rotate without overlap, after which the old value is unknown', async () => {
    const key = await createApiKey(world.owner, { name: 'k' });
    await rotateApiKey(world.owner, { apiKeyId: key.id, overlapSeconds: 0 });
    expect((await listApiKeys(world.owner, {})).total).toBe(1);
    const hashes = (await loadPublication(store.db)).publication.apiKeys.map(({ valueHash }) => valueHash);
    expect(hashes).not.toContain(world.owner.secrets.hashApiKey(key.value));
    await expect(rotateApiKey(world.owner, { apiKeyId: key.id, overlapSeconds: 9e9 })).rejects.toThrow(
      InvalidInputError,
    );
  });

  it('are deleted with their usage', async () => {
    const plan = await createUsagePlan(world.owner, { name: 'Plan' });
    const key = await createApiKey(world.owner, { name: 'k', usagePlanIds: [plan.id] });
    await store.db.usageDay.create({ data: { usagePlanId: plan.id, apiKeyId: key.id, day: 1, shard: 's', used: 5 } });
    const since = await world.revision();
    expect(await deleteApiKey(world.admin, { apiKeyId: key.id })).toMatchObject({ id: key.id, name: 'k' });
    expect(await changed(since)).toEqual([key.id]);
    expect(await store.db.usageDay.count({ where: { apiKeyId: key.id } })).toBe(0);
    await expect(getApiKey(world.owner, { apiKeyId: key.id })).rejects.toThrow(NotFoundError);
  });

  it('belong to their account, and to roles that may', async () => {
    const { id: apiKeyId } = await createApiKey(world.owner, { name: 'k' });
    const inputs = { apiKeyId, version: 1, name: 'x', overlapSeconds: 0 };
    const revision = await world.revision();
    for (const verb of [createApiKey, updateApiKey, rotateApiKey, deleteApiKey, revealApiKey]) {
      await expect(verb(world.viewer, inputs)).rejects.toThrow(ForbiddenError);
      await expect(verb(world.consumer, inputs)).rejects.toThrow(ForbiddenError);
      await expect(verb(world.nobody, inputs)).rejects.toThrow(UnauthenticatedError);
    }
    for (const verb of [getApiKey, updateApiKey, rotateApiKey, deleteApiKey, revealApiKey]) {
      await expect(verb(world.stranger, inputs)).rejects.toThrow(NotFoundError);
      await expect(verb(world.owner, { ...inputs, apiKeyId: 'unknown' })).rejects.toThrow(NotFoundError);
    }
    expect(await world.revision()).toBe(revision);
  });
});
