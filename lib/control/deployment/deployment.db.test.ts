import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WORKING_COPY } from '@/lib/contract/deployment';
import { MAX_STAGES } from '@/lib/contract/stage';
import { createMethod } from '@/lib/control/method/create';
import { deleteMethod } from '@/lib/control/method/delete';
import { getMethod } from '@/lib/control/method/get';
import { updateMethod } from '@/lib/control/method/update';
import { updateResource } from '@/lib/control/resource/update';
import { getRestApi } from '@/lib/control/rest-api/get';
import { deleteStage } from '@/lib/control/stage/delete';
import { listStages } from '@/lib/control/stage/list';
import { givenDeployedApi, givenPath, givenRestApi, httpProxy, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, LimitExceededError, NotFoundError } from '@/lib/errors';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { loadDeploymentDefinition } from '@/lib/store/deployments';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createDeployment } from './create';
import { deleteDeployment } from './delete';
import { diffDeployments } from './diff';
import { getDeployment } from './get';
import { listDeployments } from './list';
import { updateDeployment } from './update';

describeEachDatabase('deployments', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const place = (message: string) => ({
    stageId: '',
    apiId: '',
    stageName: '',
    place: 'GET /pets › integration › uri',
    message,
  });

  it('copies the definition, makes the stage, publishes, and says how that went', async () => {
    const api = await givenRestApi(world.owner);
    const resourceId = await givenPath(world.owner, api, '/pets');
    await createMethod(world.owner, { restApiId: api.id, resourceId, httpMethod: 'GET', integration: MOCK });
    const before = await world.revision();
    const deployed = await createDeployment(world.admin, {
      restApiId: api.id,
      stageName: 'prod',
      description: 'First',
    });
    expect(deployed).toMatchObject({
      number: 1,
      description: 'First',
      createdByName: 'The admin',
      stageNames: ['prod'],
      stage: { name: 'prod', deploymentNumber: 1, behind: false },
      publish: { workers: { acked: 1, total: 1 }, errors: [] },
    });
    expect(world.runtime.publishes).toBe(1);
    const changes = await changesSince(store.db, before);
    expect(changes?.changes).toEqual([{ kind: 'stage', entityId: deployed.stage?.id }]);
    expect(await loadDeploymentDefinition(store.db, deployed.id)).toEqual(
      (await loadWorkingCopy(store.db, api.id)).definition,
    );
    expect((await world.audit()).slice(-2)).toMatchObject([
      { action: 'stage.create', targetName: 'prod of Pet store', summary: 'Deployment 1' },
      { action: 'deployment.create', targetName: 'Deployment 1 of Pet store', summary: 'To prod' },
    ]);
  });

  it('is immutable: later edits put the stage behind and do not reach the copy', async () => {
    const { api, resourceId, deployment } = await givenDeployedApi(world.owner);
    const copy = await loadDeploymentDefinition(store.db, deployment.id);
    const ref = { restApiId: api.id, resourceId };
    await createMethod(world.owner, { ...ref, httpMethod: 'POST', integration: MOCK });
    expect(await listStages(world.viewer, { restApiId: api.id })).toMatchObject([{ name: 'prod', behind: true }]);
    expect(await loadDeploymentDefinition(store.db, deployment.id)).toEqual(copy);
    const next = await createDeployment(world.owner, { restApiId: api.id, stageName: 'prod' });
    expect(next).toMatchObject({ number: 2, stage: { deploymentNumber: 2, behind: false } });
    expect((await world.audit()).at(-2)).toMatchObject({ action: 'stage.update', summary: 'Deployment 2, was 1' });
    const list = await listDeployments(world.viewer, { restApiId: api.id });
    expect(list.map(({ number, stageNames, canaryStageNames }) => [number, stageNames, canaryStageNames])).toEqual([
      [2, ['prod'], []],
      [1, [], []],
    ]);
    expect(await getDeployment(world.viewer, { restApiId: api.id, deploymentId: deployment.id })).toMatchObject({
      number: 1,
      behind: true,
      routes: [{ path: '/pets', method: 'GET', integrationType: 'MOCK' }],
    });
  });

  it('can copy without a stage', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const before = await world.revision();
    expect(await createDeployment(world.owner, { restApiId: api.id })).toMatchObject({ number: 2, stage: null });
    expect(await world.revision()).toBe(before);
  });

  it('numbers concurrent deploys one after another', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const deploys = await Promise.all(
      ['a', 'b', 'c', 'd'].map((stageName) => createDeployment(world.owner, { restApiId: api.id, stageName })),
    );
    expect(deploys.map(({ number }) => number).sort()).toEqual([2, 3, 4, 5]);
  });

  it('copies a state that existed, whatever is edited meanwhile', async () => {
    const { api, resourceId } = await givenDeployedApi(world.owner);
    const ref = { restApiId: api.id, resourceId };
    const edits = (['PUT', 'POST', 'PATCH'] as const).map((httpMethod) =>
      createMethod(world.owner, { ...ref, httpMethod, integration: MOCK }),
    );
    const [deployed] = await Promise.all([createDeployment(world.owner, { restApiId: api.id }), ...edits]);
    const { definitionVersion } = await store.db.deployment.findUniqueOrThrow({ where: { id: deployed.id } });
    const { routes } = await getDeployment(world.owner, { restApiId: api.id, deploymentId: deployed.id });
    // The first deploy was of version 3 with one method; each edit since added one to both.
    expect(routes).toHaveLength(definitionVersion - 2);
  });

  describe('is refused', () => {
    it('without methods', async () => {
      const api = await givenRestApi(world.owner);
      const refused = createDeployment(world.owner, { restApiId: api.id, stageName: 'prod' });
      await expect(refused).rejects.toThrow("The REST API doesn't contain any methods");
    });

    it('with every place that the gateway can’t compile, and leaves nothing', async () => {
      const { api } = await givenDeployedApi(world.owner);
      world.runtime.compileErrors = [place('Not a URL.'), place('Nor a host.')];
      const before = await world.revision();
      const error = await createDeployment(world.owner, { restApiId: api.id, stageName: 'next' }).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(error).toMatchObject({
        message: 'The API can’t be deployed. GET /pets › integration › uri: Not a URL. Nor a host.',
        fieldErrors: { 'GET /pets › integration › uri': ['Not a URL.', 'Nor a host.'] },
      });
      expect(await listDeployments(world.owner, { restApiId: api.id })).toHaveLength(1);
      expect(await world.revision()).toBe(before);
    });

    it('where a rename left a method without its variable', async () => {
      const api = await givenRestApi(world.owner);
      const resourceId = await givenPath(world.owner, api, '/{id}');
      const ref = { restApiId: api.id, resourceId };
      await createMethod(world.owner, { ...ref, httpMethod: 'GET', integration: httpProxy('http://example.com/{id}') });
      await updateResource(world.owner, { ...ref, version: 1, pathPart: '{petId}' });
      await expect(createDeployment(world.owner, { restApiId: api.id })).rejects.toMatchObject({
        fieldErrors: { 'GET /{petId} › integration › uri': [expect.stringContaining('Nothing fills {id}')] },
      });
    });

    it('beyond ten stages', async () => {
      const { api, deployment } = await givenDeployedApi(world.owner);
      const rows = Array.from({ length: MAX_STAGES - 1 }, (_, index) => ({
        id: `${api.id}-${index}`,
        restApiId: api.id,
        name: `stage-${index}`,
        deploymentId: deployment.id,
      }));
      await store.db.stage.createMany({ data: rows });
      const refused = createDeployment(world.owner, { restApiId: api.id, stageName: 'eleventh' });
      await expect(refused).rejects.toThrow(LimitExceededError);
      expect(await listDeployments(world.owner, { restApiId: api.id })).toHaveLength(1);
    });
  });

  it('still succeeds when the gateway can’t be told', async () => {
    const { api } = await givenDeployedApi(world.owner);
    world.runtime.publish = () => Promise.reject(new Error('no workers'));
    const deployed = await createDeployment(world.owner, { restApiId: api.id, stageName: 'prod' });
    expect(deployed.publish).toMatchObject({ workers: { acked: 0, total: 0 }, warning: expect.any(String) });
    expect(await listDeployments(world.owner, { restApiId: api.id })).toHaveLength(2);
  });

  it('reports compile errors of its own stage only', async () => {
    const { api, stage } = await givenDeployedApi(world.owner);
    const errors = [
      { ...place('ours'), stageId: stage.id },
      { ...place('theirs'), stageId: 'other' },
    ];
    world.runtime.report = { ...world.runtime.report, errors };
    const { publish } = await createDeployment(world.owner, { restApiId: api.id, stageName: 'prod' });
    expect(publish.errors).toEqual([{ place: 'GET /pets › integration › uri', message: 'ours', stageName: '' }]);
  });

  it('can be described and deleted, but not while a stage points to it', async () => {
    const { api, deployment } = await givenDeployedApi(world.owner);
    const ref = { restApiId: api.id, deploymentId: deployment.id };
    expect(await updateDeployment(world.owner, { ...ref, description: 'Good one' })).toMatchObject({
      description: 'Good one',
    });
    await expect(deleteDeployment(world.owner, ref)).rejects.toThrow(
      'Active stages pointing to this deployment must be moved or deleted: prod',
    );
    await deleteStage(world.owner, { restApiId: api.id, stageName: 'prod' });
    expect(await deleteDeployment(world.owner, ref)).toEqual(ref);
    await expect(getDeployment(world.owner, ref)).rejects.toThrow(NotFoundError);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'deployment.delete', targetId: deployment.id });
  });

  it('is compared with another one or the working copy, operation by operation', async () => {
    const { api, resourceId, deployment } = await givenDeployedApi(world.owner);
    const ref = { restApiId: api.id, resourceId };
    const get = await getMethod(world.owner, { ...ref, httpMethod: 'GET' });
    if (get.integration === null) throw new Error('no integration');
    const requestTemplates = { 'application/json': '{"statusCode": 404}' };
    await updateMethod(world.owner, {
      ...get,
      apiKeyRequired: true,
      integration: { ...get.integration, requestTemplates },
    });
    await createMethod(world.owner, { ...ref, httpMethod: 'POST', integration: httpProxy() });
    const diff = await diffDeployments(world.viewer, { restApiId: api.id, from: deployment.id, to: WORKING_COPY });
    expect(diff).toMatchObject({
      from: 'Deployment 1',
      to: 'Working copy',
      changes: [
        {
          kind: 'changed',
          place: 'GET /pets',
          fields: [
            { name: 'apiKeyRequired', before: 'false', after: 'true' },
            {
              name: 'integration.requestTemplates.application/json',
              before: '{"statusCode": 200}',
              after: '{"statusCode": 404}',
            },
          ],
        },
        { kind: 'added', place: 'POST /pets' },
      ],
    });
    const second = await createDeployment(world.owner, { restApiId: api.id });
    await deleteMethod(world.owner, { ...ref, httpMethod: 'GET' });
    const same = await diffDeployments(world.viewer, { restApiId: api.id, from: deployment.id, to: second.id });
    expect(same.changes).toEqual(diff.changes);
    const undo = await diffDeployments(world.viewer, { restApiId: api.id, from: second.id, to: second.id });
    expect(undo.changes).toEqual([]);
    expect((await getRestApi(world.owner, { restApiId: api.id })).stages[0]?.behind).toBe(true);
  });

  it('refuses viewers, and does not know other APIs’ deployments', async () => {
    const { api, deployment } = await givenDeployedApi(world.owner);
    const other = await givenDeployedApi(world.owner);
    const input = { restApiId: api.id, deploymentId: deployment.id, stageName: 'x', description: '' };
    for (const verb of [createDeployment, updateDeployment, deleteDeployment]) {
      await expect(verb(world.viewer, input)).rejects.toThrow(ForbiddenError);
      await expect(verb(world.stranger, input)).rejects.toThrow(NotFoundError);
    }
    const foreign = { ...input, deploymentId: other.deployment.id };
    for (const verb of [getDeployment, updateDeployment, deleteDeployment]) {
      await expect(verb(world.owner, foreign)).rejects.toThrow(NotFoundError);
    }
    const diff = { restApiId: api.id, from: other.deployment.id, to: WORKING_COPY };
    await expect(diffDeployments(world.owner, diff)).rejects.toThrow(NotFoundError);
    await expect(diffDeployments(world.stranger, { ...diff, from: deployment.id })).rejects.toThrow(NotFoundError);
    await expect(listDeployments(world.stranger, { restApiId: api.id })).rejects.toThrow(NotFoundError);
    await expect(deleteDeployment(world.owner, input)).rejects.toThrow(ConflictError);
  });
});
