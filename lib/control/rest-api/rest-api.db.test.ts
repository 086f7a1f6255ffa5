import { beforeAll, beforeEach, expect, it } from 'vitest';
import { givenDeployedApi, givenRestApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, UnauthenticatedError } from '@/lib/errors';
import { newEntityId, newUuid } from '@/lib/ids';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createRestApi } from './create';
import { deleteRestApi } from './delete';
import { getRestApi } from './get';
import { listRestApis } from './list';
import { updateRestApi } from './update';

describeEachDatabase('REST APIs', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  it('starts as API Gateway’s do: a root resource, keys from the header, edge, the default endpoint on', async () => {
    const api = await createRestApi(world.admin, { name: '  Pet store ', description: 'Pets' });
    expect(api).toMatchObject({
      name: 'Pet store',
      description: 'Pets',
      endpointType: 'EDGE',
      apiKeySource: 'HEADER',
      disableExecuteApiEndpoint: false,
      resourceCount: 1,
      methodCount: 0,
      stages: [],
      version: 1,
    });
    expect(api.id).toMatch(/^[a-z0-9]{10}$/);
    expect(await getRestApi(world.viewer, { restApiId: api.id })).toEqual(api);
    expect(await world.audit()).toEqual([
      { action: 'rest-api.create', targetId: api.id, targetName: 'Pet store', summary: '' },
    ]);
  });

  it('lists the account’s own, A to Z, with stages and counts, and finds by name', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const animals = await givenRestApi(world.owner, 'animals');
    await givenRestApi(world.stranger, 'Theirs');
    const list = await listRestApis(world.viewer, {});
    expect(list.map(({ name }) => name)).toEqual(['animals', 'Pet store']);
    expect(list[1]).toMatchObject({ id: api.id, resourceCount: 2, methodCount: 1, stages: [{ name: 'prod' }] });
    expect((await listRestApis(world.viewer, { search: 'ANIM' })).map(({ id }) => id)).toEqual([animals.id]);
  });

  it('names the field of a wrong input and keeps nothing', async () => {
    const error = await createRestApi(world.owner, { name: ' ' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ fieldErrors: { name: ['Give the REST API a name.'] } });
    expect(await listRestApis(world.owner, {})).toEqual([]);
  });

  it('refuses viewers, consumers and strangers', async () => {
    const { id: restApiId } = await givenRestApi(world.owner);
    await expect(createRestApi(world.viewer, { name: 'No' })).rejects.toThrow(ForbiddenError);
    await expect(updateRestApi(world.viewer, { restApiId, version: 1, name: 'No' })).rejects.toThrow(ForbiddenError);
    await expect(deleteRestApi(world.viewer, { restApiId })).rejects.toThrow(ForbiddenError);
    await expect(listRestApis(world.consumer, {})).rejects.toThrow(ForbiddenError);
    await expect(listRestApis(world.nobody, {})).rejects.toThrow(UnauthenticatedError);
    for (const verb of [getRestApi, deleteRestApi]) {
      await expect(verb(world.stranger, { restApiId })).rejects.toThrow(NotFoundError);
      await expect(verb(world.owner, { restApiId: 'unknown' })).rejects.toThrow(NotFoundError);
    }
    await expect(updateRestApi(world.stranger, { restApiId, version: 1, name: 'No' })).rejects.toThrow(NotFoundError);
  });

  it('takes only one of two edits made from the same version', async () => {
    const { id: restApiId } = await givenRestApi(world.owner);
    const edits = await Promise.allSettled([
      updateRestApi(world.owner, { restApiId, version: 1, name: 'First' }),
      updateRestApi(world.admin, { restApiId, version: 1, description: 'Second' }),
    ]);
    expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = edits.find((edit) => edit.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(ConflictError);
    expect(await getRestApi(world.owner, { restApiId })).toMatchObject({ version: 2 });
    expect((await world.audit()).filter(({ action }) => action === 'rest-api.update')).toHaveLength(1);
  });

  it('puts stages behind when what they serve was renamed, not when its description changed', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const described = await updateRestApi(world.owner, { restApiId: api.id, version: 1, description: 'All the pets' });
    expect(described.stages).toMatchObject([{ behind: false }]);
    const renamed = await updateRestApi(world.owner, { restApiId: api.id, version: described.version, name: 'Zoo' });
    expect(renamed.stages).toMatchObject([{ behind: true }]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'rest-api.update', summary: 'name: Pet store → Zoo' });
  });

  it('keeps what is binary and from when answers are compressed, and deploys it', async () => {
    const { api } = await givenDeployedApi(world.owner);
    expect(api).toMatchObject({ binaryMediaTypes: [], minimumCompressionSize: null });
    const settings = { binaryMediaTypes: ['Image/PNG ', 'image/png', 'audio/*'], minimumCompressionSize: 0 };
    const updated = await updateRestApi(world.owner, { restApiId: api.id, version: 1, ...settings });
    const kept = { binaryMediaTypes: ['image/png', 'audio/*'], minimumCompressionSize: 0 };
    expect(updated).toMatchObject({ ...kept, version: 2, stages: [{ behind: true }] });
    expect((await world.audit()).at(-1)).toMatchObject({
      summary: 'binaryMediaTypes: [] → ["image/png","audio/*"]; minimumCompressionSize: (none) → 0',
    });
    expect((await loadWorkingCopy(store.db, api.id)).definition).toMatchObject(kept);
    const again = await updateRestApi(world.owner, { restApiId: api.id, version: 2, ...settings });
    expect(again.version).toBe(2);
    const off = { binaryMediaTypes: [], minimumCompressionSize: null };
    expect(await updateRestApi(world.owner, { restApiId: api.id, version: 2, ...off })).toMatchObject(off);
    expect((await loadWorkingCopy(store.db, api.id)).definition).not.toHaveProperty('minimumCompressionSize');
  });

  it('keeps a resource policy that compiles, and deploys it', async () => {
    const { api } = await givenDeployedApi(world.owner);
    expect(api.policy).toBeNull();
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
    });
    const broken = policy.replace('Allow', 'Permit');
    const where = { stageId: '', apiId: api.id, stageName: '' };
    world.runtime.compileErrors = [
      { ...where, place: 'policy › Statement[0].Effect', message: 'The effect is "Allow" or "Deny".' },
      { ...where, place: 'policy', message: 'A name stands twice.' },
    ];
    await expect(updateRestApi(world.owner, { restApiId: api.id, version: 1, policy: broken })).rejects.toMatchObject({
      fieldErrors: { policy: ['Statement[0].Effect: The effect is "Allow" or "Deny".', 'A name stands twice.'] },
    });
    expect(world.runtime.validated.at(-1)).toMatchObject({ id: api.id, policy: broken });
    world.runtime.compileErrors = [];
    const updated = await updateRestApi(world.owner, { restApiId: api.id, version: 1, policy });
    expect(updated).toMatchObject({ policy, version: 2, stages: [{ behind: true }] });
    expect((await loadWorkingCopy(store.db, api.id)).definition).toMatchObject({ policy });
    expect(await updateRestApi(world.owner, { restApiId: api.id, version: 2, policy: ' ' })).toMatchObject({
      policy: null,
    });
    expect((await loadWorkingCopy(store.db, api.id)).definition).not.toHaveProperty('policy');
  });

  it('changes the type of endpoint in the ways that AWS does, and says why not in the other', async () => {
    const { api } = await givenDeployedApi(world.owner);
    let version = api.version;
    const change = async (fields: object) => {
      const updated = await updateRestApi(world.owner, { restApiId: api.id, version, ...fields });
      version = updated.version;
      return updated;
    };
    expect(await change({ endpointType: 'REGIONAL' })).toMatchObject({
      endpointType: 'REGIONAL',
      stages: [{ behind: true }],
    });
    await change({ endpointType: 'EDGE' });
    const vpcEndpointIds = ['vpce-0123456789abcdef0'];
    await expect(change({ vpcEndpointIds })).rejects.toMatchObject({
      fieldErrors: { vpcEndpointIds: ['Only private APIs have VPC endpoints.'] },
    });
    expect(await change({ endpointType: 'PRIVATE', vpcEndpointIds })).toMatchObject({
      endpointType: 'PRIVATE',
      vpcEndpointIds,
    });
    const { definition } = await loadWorkingCopy(store.db, api.id);
    expect(definition).toMatchObject({ endpointType: 'PRIVATE', vpcEndpointIds });
    await expect(change({ endpointType: 'EDGE' })).rejects.toMatchObject({
      fieldErrors: {
        endpointType: ['A private API can’t become edge-optimized at once: make it regional first.'],
      },
    });
    expect(await change({ endpointType: 'REGIONAL' })).toMatchObject({ endpointType: 'REGIONAL', vpcEndpointIds: [] });
    await change({ endpointType: 'PRIVATE' });
  });

  it.each(['vpc-0123456789abcdef0', 'vpce-1', 'vpce-0123456789abcdefg', ''])(
    'refuses %j as a VPC endpoint',
    async (id) => {
      const { id: restApiId } = await givenRestApi(world.owner);
      const input = { restApiId, version: 1, endpointType: 'PRIVATE', vpcEndpointIds: [id] };
      await expect(updateRestApi(world.owner, input)).rejects.toThrow('is not the id of a VPC endpoint');
    },
  );

  it.each([-1, 10_485_761, 1.5, 'all'])('refuses to compress from %s bytes on', async (minimumCompressionSize) => {
    const { id: restApiId } = await givenRestApi(world.owner);
    await expect(updateRestApi(world.owner, { restApiId, version: 1, minimumCompressionSize })).rejects.toMatchObject({
      fieldErrors: {
        minimumCompressionSize: ['Invalid minimum compression size, must be between 0 and 10485760'],
      },
    });
  });

  it.each(['image', 'image/', '*/png', 'image/png; q=1', 'a b/c', 'image/p*'])('refuses %j as binary', async (type) => {
    const { id: restApiId } = await givenRestApi(world.owner);
    await expect(updateRestApi(world.owner, { restApiId, version: 1, binaryMediaTypes: [type] })).rejects.toThrow(
      'is not a media type, such as image/png, image/* or */*.',
    );
  });

  it('deletes an API with its stages, takes them off the gateway, and says so', async () => {
    const { api, stage } = await givenDeployedApi(world.owner);
    const before = await world.revision();
    const deleted = await deleteRestApi(world.owner, { restApiId: api.id });
    expect(deleted).toMatchObject({ id: api.id, stageNames: ['prod'], publish: { workers: { acked: 1, total: 1 } } });
    await expect(getRestApi(world.owner, { restApiId: api.id })).rejects.toThrow(NotFoundError);
    expect(await changesSince(store.db, before)).toMatchObject({ changes: [{ kind: 'stage', entityId: stage.id }] });
    expect(await store.db.deployment.count({ where: { restApiId: api.id } })).toBe(0);
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'rest-api.delete',
      summary: 'With 1 methods and the stages prod',
    });
  });

  it('names plans and products that go along, and refuses while someone is subscribed', async () => {
    const { api, stage } = await givenDeployedApi(world.owner);
    const planId = newEntityId();
    await store.db.usagePlan.create({
      data: { id: planId, accountId: world.accountId, name: 'Pro', stages: { create: { stageId: stage.id } } },
    });
    const user = await store.db.user.create({ data: { id: newUuid(), email: `${newUuid()}@x.test`, name: 'Casey' } });
    const product = await store.db.product.create({
      data: { id: newUuid(), accountId: world.accountId, restApiId: api.id, stageId: stage.id, title: 'Pets' },
    });
    const subscription = { id: newUuid(), accountId: world.accountId, userId: user.id, productId: product.id };
    await store.db.subscription.create({ data: { ...subscription, usagePlanId: planId, status: 'ACTIVE' } });

    expect((await getRestApi(world.owner, { restApiId: api.id })).dependents).toEqual({
      deploymentCount: 1,
      usagePlans: [{ id: planId, name: 'Pro' }],
      products: [{ id: product.id, title: 'Pets', activeSubscriptionCount: 1 }],
    });
    await expect(deleteRestApi(world.owner, { restApiId: api.id })).rejects.toThrow(/“Pets” with 1 subscription/);

    await store.db.subscription.update({ where: { id: subscription.id }, data: { status: 'REVOKED' } });
    const before = await world.revision();
    await deleteRestApi(world.owner, { restApiId: api.id });
    const changes = await changesSince(store.db, before);
    expect(changes?.changes).toContainEqual({ kind: 'usage-plan', entityId: planId });
    expect(await store.db.usagePlan.count({ where: { id: planId } })).toBe(1);
  });
});
