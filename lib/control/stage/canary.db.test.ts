import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDeployment } from '@/lib/control/deployment/create';
import { deleteDeployment } from '@/lib/control/deployment/delete';
import { listDeployments } from '@/lib/control/deployment/list';
import { createMethod } from '@/lib/control/method/create';
import { deleteRestApi } from '@/lib/control/rest-api/delete';
import { givenDeployedApi, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, StaleEditError } from '@/lib/errors';
import { loadChanges } from '@/lib/store/publication';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { getStage } from './get';
import { listStages } from './list';
import { promoteStageCanary } from './promote-canary';
import { putStageCanary } from './put-canary';
import { removeStageCanary } from './remove-canary';
import { updateStage } from './update';

describeEachDatabase('canaries', (open) => {
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

  const lastAudit = async () => (await world.audit()).at(-1);

  /** Deployment 2, which has POST /pets too, on the canary; the stage is at version 2. */
  async function givenCanary(fields: object = {}) {
    await createMethod(world.owner, {
      restApiId: given.api.id,
      ...{ resourceId: given.resourceId, httpMethod: 'POST', integration: MOCK },
    });
    return createDeployment(world.owner, { ...ref, canarySettings: { percentTraffic: 10, ...fields } });
  }

  it('begin as on AWS: the stage’s own deployment, no traffic, a cache of their own', async () => {
    const before = await world.revision();
    const stage = await putStageCanary(world.admin, { ...ref, version: 1 });
    expect(stage).toMatchObject({
      version: 2,
      deploymentNumber: 1,
      publish: { workers: { acked: 1 } },
      canary: {
        ...{ deploymentId: given.deployment.id, deploymentNumber: 1, percentTraffic: 0, behind: false },
        ...{ stageVariableOverrides: {}, useStageCache: false },
      },
    });
    expect((await changesSince(store.db, before))?.changes).toEqual([{ kind: 'stage', entityId: stage.id }]);
    expect(await lastAudit()).toMatchObject({
      action: 'stage.create-canary',
      targetName: 'prod of Pet store',
      summary: 'Deployment 1; 0 % of the requests',
    });
    expect(await getStage(world.viewer, ref)).toEqual({ ...stage, publish: undefined });
  });

  it('change at once, without values of variables in the audit log, and nothing changed bumps nothing', async () => {
    await givenCanary();
    const change = {
      percentTraffic: 33.3,
      stageVariableOverrides: { host: 'secret.example.com' },
      useStageCache: true,
    };
    const stage = await putStageCanary(world.owner, { ...ref, version: 2, ...change });
    expect(stage).toMatchObject({ version: 3, canary: { ...change, deploymentNumber: 2 } });
    const { action, summary } = (await lastAudit()) ?? {};
    expect(action).toBe('stage.update-canary');
    expect(summary).toBe('33.3 % of the requests, was 10 %; variables: host; uses the stage’s cache');

    const since = { revision: 1, changes: [{ kind: 'stage', entityId: stage.id }] } as const;
    expect((await loadChanges(store.db, since)).publication.stages[0]).toMatchObject({
      deploymentId: given.deployment.id,
      canary: { ...change, definition: { id: given.api.id } },
    });
    const before = await world.revision();
    expect(await putStageCanary(world.owner, { ...ref, version: 3, ...change })).toMatchObject({ version: 3 });
    expect(await world.revision()).toBe(before);
  });

  describe('deploying', () => {
    it('to a stage with a canary moves the canary alone', async () => {
      const first = await givenCanary({ stageVariableOverrides: { a: 'b' } });
      expect(first).toMatchObject({
        ...{ number: 2, stageNames: [], canaryStageNames: ['prod'] },
        stage: { deploymentNumber: 1, canary: { deploymentId: first.id, deploymentNumber: 2, percentTraffic: 10 } },
      });
      expect((await world.audit()).slice(-2)).toMatchObject([
        { action: 'stage.create-canary', summary: 'Deployment 2; 10 % of the requests' },
        { action: 'deployment.create', summary: 'To the canary of prod' },
      ]);
      const second = await createDeployment(world.owner, ref);
      expect(second.stage).toMatchObject({ deploymentNumber: 1, canary: { deploymentNumber: 3, percentTraffic: 10 } });
      expect((await world.audit()).at(-2)).toMatchObject({
        action: 'stage.update-canary',
        summary: 'Deployment 3, was 2; 10 % of the requests',
      });
      expect(await getStage(world.owner, ref)).toMatchObject({ canary: { stageVariableOverrides: { a: 'b' } } });
      const list = await listDeployments(world.viewer, { restApiId: given.api.id });
      expect(list.map(({ number, stageNames, canaryStageNames }) => [number, stageNames, canaryStageNames])).toEqual([
        [3, [], ['prod']],
        [2, [], []],
        [1, ['prod'], []],
      ]);
      expect(await listStages(world.viewer, { restApiId: given.api.id })).toMatchObject([
        { name: 'prod', behind: true, canary: { behind: false } },
      ]);
    });

    it('with canary settings needs the stage', async () => {
      const deploy = (stageName?: string) =>
        createDeployment(world.owner, { restApiId: given.api.id, stageName, canarySettings: { percentTraffic: 1 } });
      await expect(deploy('nope')).rejects.toThrow(
        'Invalid deployment content specified.Stage nope must already be created before making a canary release deployment',
      );
      await expect(deploy()).rejects.toThrow(InvalidInputError);
    });
  });

  describe('are promoted', () => {
    it('with their variables merged into the stage’s, and stay at 0 %', async () => {
      await updateStage(world.owner, { ...ref, version: 1, variables: { kept: 'k', host: 'old' } });
      await givenCanary({ stageVariableOverrides: { host: 'new', added: 'a' } });
      const before = await world.revision();
      const stage = await promoteStageCanary(world.admin, { ...ref, version: 3 });
      expect(stage).toMatchObject({
        ...{ version: 4, deploymentNumber: 2, variables: { kept: 'k', host: 'new', added: 'a' } },
        canary: { deploymentNumber: 2, percentTraffic: 0, stageVariableOverrides: { host: 'new', added: 'a' } },
        publish: { workers: { acked: 1 } },
      });
      expect(await world.revision()).toBe(before + 1);
      expect(await lastAudit()).toMatchObject({
        action: 'stage.promote-canary',
        summary: 'Deployment 2, was 1; variables: host, added',
      });
    });

    it('only where there is one', async () => {
      await expect(promoteStageCanary(world.owner, { ...ref, version: 1 })).rejects.toThrow(
        'Promotion not available. Canary does not exist.',
      );
    });

    it('only with as many variables as a stage can have', async () => {
      const many = (prefix: string) => Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${prefix}${i}`, 'x']));
      await updateStage(world.owner, { ...ref, version: 1, variables: many('a') });
      await givenCanary({ stageVariableOverrides: many('b') });
      await expect(promoteStageCanary(world.owner, { ...ref, version: 3 })).rejects.toThrow(
        'A stage has at most 100 variables.',
      );
      expect(await getStage(world.owner, ref)).toMatchObject({ version: 3, deploymentNumber: 1 });
    });
  });

  it('are removed, and leave their deployment', async () => {
    const deployment = await givenCanary();
    const stage = await removeStageCanary(world.admin, { ...ref, version: 2 });
    expect(stage).toMatchObject({ version: 3, deploymentNumber: 1, canary: null });
    expect(await lastAudit()).toMatchObject({ action: 'stage.remove-canary', summary: 'Deployment 2 at 10 %' });
    const since = { revision: 1, changes: [{ kind: 'stage', entityId: stage.id }] } as const;
    expect((await loadChanges(store.db, since)).publication.stages[0]).not.toHaveProperty('canary');
    await expect(removeStageCanary(world.owner, { ...ref, version: 3 })).rejects.toThrow(NotFoundError);
    const deploymentRef = { restApiId: given.api.id, deploymentId: deployment.id };
    expect(await deleteDeployment(world.owner, deploymentRef)).toMatchObject(deploymentRef);
  });

  it('keep their deployment from being deleted, and go with their API', async () => {
    const { id: deploymentId } = await givenCanary();
    await expect(deleteDeployment(world.owner, { restApiId: given.api.id, deploymentId })).rejects.toThrow(
      'Active stages pointing to this deployment must be moved or deleted: the canary of prod',
    );
    expect(await deleteRestApi(world.owner, { restApiId: given.api.id })).toMatchObject({ stageNames: ['prod'] });
  });

  it('can have limits for methods that only they have', async () => {
    await givenCanary();
    const methodSettings = { '~1pets/POST': { throttlingRateLimit: 1, throttlingBurstLimit: 1 } };
    expect(await updateStage(world.owner, { ...ref, version: 2, methodSettings })).toMatchObject({
      methodSettings,
      routes: [
        { path: '/pets', method: 'GET' },
        { path: '/pets', method: 'POST' },
      ],
    });
    await removeStageCanary(world.owner, { ...ref, version: 3 });
    expect(await getStage(world.owner, ref)).toMatchObject({ methodSettings, routes: [{ method: 'GET' }] });
  });

  it('keep their stage on its deployment until they are promoted or removed', async () => {
    const { id: deploymentId } = await givenCanary();
    const moved = updateStage(world.owner, { ...ref, version: 2, deploymentId });
    await expect(moved).rejects.toThrow(ConflictError);
    await expect(moved).rejects.toThrow('The stage prod has a canary. Promote it, or remove it, before');
    expect(await updateStage(world.owner, { ...ref, version: 2, description: 'x' })).toMatchObject({ version: 3 });
  });

  describe('refuse', () => {
    it.each([
      ['too much', { percentTraffic: 100.1 }, 'percentTraffic', /0 to 100/],
      ['less than nothing', { percentTraffic: -1 }, 'percentTraffic', /0 to 100/],
      ['a deployment that is not there', { deploymentId: 'zzzzzz' }, 'deploymentId', /^Deployment id does not exist$/],
      ['a variable’s name', { stageVariableOverrides: { 'a b': '' } }, 'stageVariableOverrides.a b', /letters, digits/],
    ] as const)('%s at its field', async (_what, fields, field, message) => {
      const error = await putStageCanary(world.owner, { ...ref, version: 1, ...fields }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as InvalidInputError).fieldErrors?.[field]?.[0]).toMatch(message);
      expect(await getStage(world.owner, ref)).toMatchObject({ version: 1, canary: null });
    });

    it('what the gateway can’t compile, also when the stage’s variables change below them', async () => {
      await givenCanary();
      world.runtime.compileErrors = [
        { stageId: '', apiId: '', stageName: '', place: 'POST /pets', message: 'No host.' },
      ];
      const put = putStageCanary(world.owner, { ...ref, version: 2, stageVariableOverrides: { host: '' } });
      await expect(put).rejects.toThrow('The canary would not work with these settings. POST /pets: No host.');
      world.runtime.compileErrors = [];
      world.runtime.validated.length = 0;
      await updateStage(world.owner, { ...ref, version: 2, variables: { a: 'b' } });
      expect(world.runtime.validated.map(({ resources }) => Object.keys(resources[1]?.methods ?? {}))).toEqual([
        ['GET'],
        ['GET', 'POST'],
      ]);
    });

    it('outdated edits, each of them', async () => {
      await givenCanary();
      for (const verb of [putStageCanary, promoteStageCanary, removeStageCanary]) {
        await expect(verb(world.owner, { ...ref, version: 1, percentTraffic: 1 })).rejects.toThrow(StaleEditError);
      }
      const puts = await Promise.allSettled(
        [1, 2].map((percentTraffic) => putStageCanary(world.owner, { ...ref, version: 2, percentTraffic })),
      );
      expect(puts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('viewers, strangers, and deployments of other APIs', async () => {
      await givenCanary();
      for (const verb of [putStageCanary, promoteStageCanary, removeStageCanary]) {
        await expect(verb(world.viewer, { ...ref, version: 2 })).rejects.toThrow(ForbiddenError);
        await expect(verb(world.stranger, { ...ref, version: 2 })).rejects.toThrow(NotFoundError);
      }
      const other = await givenDeployedApi(world.owner);
      const put = putStageCanary(world.owner, { ...ref, version: 2, deploymentId: other.deployment.id });
      await expect(put).rejects.toThrow('Deployment id does not exist');
    });
  });
});
