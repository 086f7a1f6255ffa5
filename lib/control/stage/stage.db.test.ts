import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDeployment } from '@/lib/control/deployment/create';
import { createMethod } from '@/lib/control/method/create';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { newEntityId, newUuid } from '@/lib/ids';
import { loadChanges } from '@/lib/store/publication';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createStage } from './create';
import { deleteStage } from './delete';
import { flushStageAuthorizersCache } from './flush-authorizers-cache';
import { flushStageCache } from './flush-cache';
import { getStage } from './get';
import { listStages } from './list';
import { updateStage } from './update';

describeEachDatabase('stages', (open) => {
  let store: TestDatabase;
  let world: World;
  let given: Awaited<ReturnType<typeof givenDeployedApi>>;
  let ref: { restApiId: string; stageName: string };
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    given = await givenDeployedApi(world.owner);
    ref = { restApiId: given.api.id, stageName: 'prod' };
  });

  it('starts with API Gateway’s settings and the URLs to call it by', async () => {
    const stage = await getStage(world.viewer, ref);
    expect(stage).toMatchObject({
      name: 'prod',
      version: 1,
      deploymentNumber: 1,
      behind: false,
      variables: {},
      cacheClusterEnabled: false,
      methodSettings: {},
      accessLogEnabled: true,
      accessLogFormat: '',
      logRetentionDays: 14,
      logMaxBytes: 268_435_456,
      tracing: { samplePercent: 0, maskedNames: [], maskedJsonPaths: [] },
      usagePlans: [],
      products: [],
      routes: [{ path: '/pets', method: 'GET' }],
      invokeUrls: {
        byHost: `http://${given.api.id}.execute-api.localhost:8080/prod`,
        byPath: `http://localhost:8080/_aws/execute-api/${given.api.id}/prod`,
      },
    });
  });

  it('is made on any deployment, once per name', async () => {
    const input = { restApiId: given.api.id, name: 'test', deploymentId: given.deployment.id };
    const before = await world.revision();
    const stage = await createStage(world.admin, { ...input, variables: { host: 'example.com' }, description: 'Try' });
    expect(stage).toMatchObject({ name: 'test', variables: { host: 'example.com' }, publish: { errors: [] } });
    expect((await changesSince(store.db, before))?.changes).toEqual([{ kind: 'stage', entityId: stage.id }]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'stage.create', targetName: 'test of Pet store' });
    await expect(createStage(world.owner, input)).rejects.toThrow('Stage already exists: test');
    const twins = await Promise.allSettled([1, 2].map(() => createStage(world.owner, { ...input, name: 'twin' })));
    expect(twins.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listStages(world.viewer, { restApiId: given.api.id })).map(({ name }) => name)).toEqual([
      'prod',
      'test',
      'twin',
    ]);
  });

  it('changes at once: every setting, one revision, names but no values of variables in the audit log', async () => {
    const before = await world.revision();
    const stage = await updateStage(world.owner, {
      ...ref,
      version: 1,
      description: 'Live',
      variables: { host: 'secret.example.com', empty: '' },
      cacheClusterEnabled: true,
      cacheClusterSize: '6.1',
      methodSettings: {
        '*/*': { throttlingRateLimit: 10, throttlingBurstLimit: 20, metricsEnabled: true },
        '~1pets/GET': {
          cachingEnabled: true,
          cacheTtlInSeconds: 0,
          cacheDataEncrypted: true,
          requireAuthorizationForCacheControl: true,
          unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
          loggingLevel: 'INFO',
          dataTraceEnabled: true,
        },
      },
      accessLogEnabled: false,
      accessLogFormat: '$context.requestId $context.status\n',
    });
    expect(stage).toMatchObject({ version: 2, cacheClusterSize: '6.1', publish: { workers: { acked: 1 } } });
    expect(await getStage(world.owner, ref)).toMatchObject({
      methodSettings: stage.methodSettings,
      accessLogEnabled: false,
      accessLogFormat: '$context.requestId $context.status',
    });
    expect(stage.methodSettings['~1pets/GET']).toMatchObject({ loggingLevel: 'INFO', cacheDataEncrypted: true });
    expect(await changesSince(store.db, before)).toMatchObject({
      revision: before + 1,
      changes: [{ entityId: stage.id }],
    });
    const { action, summary } = (await world.audit()).at(-1) ?? {};
    expect(action).toBe('stage.update');
    expect(summary).toContain('variables: host');
    expect(summary).not.toContain('secret.example.com');

    const { publication } = await loadChanges(store.db, {
      revision: 1,
      changes: [{ kind: 'stage', entityId: stage.id }],
    });
    expect(publication.stages[0]).toMatchObject({
      id: stage.id,
      name: 'prod',
      deploymentId: given.deployment.id,
      definition: { id: given.api.id, resources: [{ path: '/' }, { path: '/pets' }] },
      variables: { host: 'secret.example.com', empty: '' },
      cacheClusterEnabled: true,
      methodSettings: stage.methodSettings,
    });
  });

  it('takes overrides of single verbs of a method ANY', async () => {
    const ids = { restApiId: given.api.id, resourceId: given.api.rootResourceId };
    await createMethod(world.owner, { ...ids, httpMethod: 'ANY', integration: { type: 'MOCK' } });
    await createDeployment(world.owner, ref);
    const methodSettings = { '~1/ANY': { cachingEnabled: false }, '~1/GET': { cachingEnabled: true } };
    expect(await updateStage(world.owner, { ...ref, version: 2, methodSettings })).toMatchObject({ methodSettings });
  });

  it('that changes nothing bumps nothing', async () => {
    const before = await world.revision();
    expect(await updateStage(world.owner, { ...ref, version: 1, description: '' })).toMatchObject({ version: 1 });
    expect(await world.revision()).toBe(before);
  });

  it('rolls back by pointing to an older deployment, and keeps overrides of what that one lacks', async () => {
    const { id: restApiId } = given.api;
    await createMethod(world.owner, {
      restApiId,
      resourceId: given.resourceId,
      httpMethod: 'POST',
      integration: { type: 'MOCK' },
    });
    await createDeployment(world.owner, ref);
    const methodSettings = { '~1pets/POST': { throttlingRateLimit: 1, throttlingBurstLimit: 1 } };
    await updateStage(world.owner, { ...ref, version: 2, methodSettings });
    const rolledBack = await updateStage(world.owner, { ...ref, version: 3, deploymentId: given.deployment.id });
    expect(rolledBack).toMatchObject({ deploymentNumber: 1, behind: true, methodSettings });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'stage.update', summary: 'Deployment 1, was 2' });
    expect(await updateStage(world.owner, { ...ref, version: 4, description: 'x', methodSettings })).toMatchObject({
      version: 5,
    });
  });

  describe('refuses', () => {
    it.each([
      ['a variable name', { variables: { 'a-b': 'x' } }, 'variables.a-b', /letters, digits or underscores/],
      ['a variable value', { variables: { a: 'x y' } }, 'variables.a', /may hold letters/],
      [
        'a TTL',
        { methodSettings: { '*/*': { cacheTtlInSeconds: 3601 } } },
        'methodSettings.*/*.cacheTtlInSeconds',
        /0 to 3,600/,
      ],
      [
        'a negative rate',
        { methodSettings: { '*/*': { throttlingRateLimit: -1 } } },
        'methodSettings.*/*.throttlingRateLimit',
        /negative/,
      ],
      [
        'a logging level that is none',
        { methodSettings: { '*/*': { loggingLevel: 'DEBUG' } } },
        'methodSettings.*/*.loggingLevel',
        /OFF/,
      ],
      ['a key that is none', { methodSettings: { 'pets/GET': {} } }, 'methodSettings.pets/GET', /key is/],
      [
        'an override of no method',
        { methodSettings: { '~1pets/PUT': {} } },
        'methodSettings.~1pets/PUT',
        /serves no PUT \/pets/,
      ],
      ['a cache of another size', { cacheClusterSize: '1' }, 'cacheClusterSize', /Valid options are 0.5, 1.6, 6.1/],
    ] as const)('%s at its field', async (_what, fields, field, message) => {
      const error = await updateStage(world.owner, { ...ref, version: 1, ...fields }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(InvalidInputError);
      const errors = (error as InvalidInputError).fieldErrors ?? {};
      expect(Object.keys(errors)).toEqual([field]);
      expect(errors[field]?.[0]).toMatch(message);
      expect(await getStage(world.owner, ref)).toMatchObject({ version: 1 });
    });

    it('what the gateway can’t compile', async () => {
      const error = { stageId: '', apiId: '', stageName: '', place: 'GET /pets', message: 'No host.' };
      world.runtime.compileErrors = [error];
      const update = updateStage(world.owner, { ...ref, version: 1, variables: { host: '' } });
      await expect(update).rejects.toThrow('The stage would not work with these settings. GET /pets: No host.');
    });

    it('old versions: only one of two edits from the same wins', async () => {
      const edit = (description: string) => updateStage(world.owner, { ...ref, version: 1, description });
      const edits = await Promise.allSettled([edit('a'), edit('b')]);
      expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(edit('c')).rejects.toThrow(ConflictError);
    });

    it('viewers, strangers and deployments of other APIs', async () => {
      const other = await givenDeployedApi(world.owner);
      const update = { ...ref, version: 1, deploymentId: other.deployment.id };
      const create = { restApiId: given.api.id, name: 'x', deploymentId: given.deployment.id };
      for (const [verb, input] of [
        [createStage, create],
        [updateStage, { ...ref, version: 1 }],
        [deleteStage, ref],
        [flushStageCache, ref],
        [flushStageAuthorizersCache, ref],
      ] as const) {
        await expect(verb(world.viewer, input)).rejects.toThrow(ForbiddenError);
        await expect(verb(world.stranger, input)).rejects.toThrow(NotFoundError);
      }
      for (const verb of [getStage, listStages]) await expect(verb(world.stranger, ref)).rejects.toThrow(NotFoundError);
      await expect(updateStage(world.owner, update)).rejects.toThrow(NotFoundError);
      await expect(createStage(world.owner, { ...create, deploymentId: other.deployment.id })).rejects.toThrow(
        NotFoundError,
      );
      await expect(getStage(world.owner, { ...ref, stageName: 'nope' })).rejects.toThrow(NotFoundError);
    });
  });

  it('is deleted with its places in usage plans, which the gateway hears of', async () => {
    const planId = newEntityId();
    await store.db.usagePlan.create({
      data: { id: planId, accountId: world.accountId, name: 'Pro', stages: { create: { stageId: given.stage.id } } },
    });
    expect(await getStage(world.owner, ref)).toMatchObject({ usagePlans: [{ id: planId, name: 'Pro' }] });
    const before = await world.revision();
    expect(await deleteStage(world.owner, ref)).toMatchObject({ id: given.stage.id, name: 'prod', publish: {} });
    expect(
      (await changesSince(store.db, before))?.changes.map(({ kind, entityId }) => `${kind} ${entityId}`).sort(),
    ).toEqual([`stage ${given.stage.id}`, `usage-plan ${planId}`]);
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'stage.delete',
      summary: 'Taken out of the plans Pro',
    });
    await expect(getStage(world.owner, ref)).rejects.toThrow(NotFoundError);
    await expect(deleteStage(world.owner, ref)).rejects.toThrow(NotFoundError);
  });

  it('stays while somebody is subscribed to it', async () => {
    const planId = newEntityId();
    await store.db.usagePlan.create({ data: { id: planId, accountId: world.accountId, name: 'Pro' } });
    const user = await store.db.user.create({ data: { id: newUuid(), email: `${newUuid()}@x.test`, name: 'Casey' } });
    const owned = { id: newUuid(), accountId: world.accountId };
    await store.db.product.create({
      data: { ...owned, restApiId: given.api.id, stageId: given.stage.id, title: 'Pets' },
    });
    await store.db.subscription.create({
      data: { ...owned, userId: user.id, productId: owned.id, usagePlanId: planId, status: 'PENDING' },
    });
    await expect(deleteStage(world.owner, ref)).rejects.toThrow(
      'The stage prod is in the portal as “Pets” with 1 subscription.',
    );
    expect(await getStage(world.owner, ref)).toMatchObject({
      products: [{ title: 'Pets', activeSubscriptionCount: 1 }],
    });
  });

  it('flushes its cache, and says who did', async () => {
    await flushStageCache(world.admin, ref);
    expect(world.runtime.flushedStageIds).toEqual([given.stage.id]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'stage.flush-cache', targetId: given.stage.id });
  });

  it('flushes what its authorizers said, and says who did', async () => {
    await flushStageAuthorizersCache(world.admin, ref);
    expect(world.runtime.flushedAuthorizersStageIds).toEqual([given.stage.id]);
    expect(world.runtime.flushedStageIds).toEqual([]);
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'stage.flush-authorizers-cache',
      targetId: given.stage.id,
    });
  });
});
