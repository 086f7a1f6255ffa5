import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_RESOURCES } from '@/lib/contract/resource';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { createMethod } from '@/lib/control/method/create';
import { getRestApi } from '@/lib/control/rest-api/get';
import { givenPath, givenRestApi, httpProxy, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, LimitExceededError, NotFoundError } from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createResource } from './create';
import { deleteResource } from './delete';
import { listResources } from './list';
import { updateResource } from './update';

describeEachDatabase('resources', (open) => {
  let store: TestDatabase;
  let world: World;
  let api: RestApiDetail;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    api = await givenRestApi(world.owner);
  });

  const create = (path: string, pathPart: string) =>
    givenPath(world.owner, api, path).then((parentId) =>
      createResource(world.owner, { restApiId: api.id, parentId, pathPart }),
    );
  const paths = async () => (await listResources(world.viewer, { restApiId: api.id })).map(({ path }) => path);
  const resource = async (path: string) => {
    const found = (await listResources(world.owner, { restApiId: api.id })).find((node) => node.path === path);
    if (found === undefined) throw new Error(`no resource ${path}`);
    return found;
  };
  const move = async (path: string, change: { pathPart?: string; parentId?: string }) => {
    const { id: resourceId, version } = await resource(path);
    return updateResource(world.owner, { restApiId: api.id, resourceId, version, ...change });
  };

  it('creates below a parent, counts the edit and says so in the audit log', async () => {
    const pets = await create('/', 'pets');
    expect(pets).toMatchObject({
      path: '/pets',
      pathPart: 'pets',
      parentId: api.rootResourceId,
      version: 1,
      methods: [],
    });
    expect(pets.id).toMatch(/^[a-z0-9]{6}$/);
    expect(await getRestApi(world.owner, { restApiId: api.id })).toMatchObject({ definitionVersion: 2 });
    expect((await world.audit()).at(-1)).toEqual({
      action: 'resource.create',
      targetId: pets.id,
      targetName: '/pets',
      summary: 'In Pet store',
    });
  });

  it('lists the tree depth first, static parts before variables', async () => {
    for (const path of ['/pets/{petId}/toys', '/pets/adopted', '/about', '/{proxy+}']) {
      await givenPath(world.owner, api, path);
    }
    expect(await paths()).toEqual([
      '/',
      '/about',
      '/pets',
      '/pets/adopted',
      '/pets/{petId}',
      '/pets/{petId}/toys',
      '/{proxy+}',
    ]);
  });

  it.each([
    ['/', 'pets', ConflictError, 'Another resource with the same parent already has this name: pets'],
    ['/pets', '{name}', InvalidInputError, 'A sibling ({petId}) of this resource already has a variable path part'],
    ['/pets', '{proxy+}', InvalidInputError, 'A sibling ({petId}) of this resource already has a variable path part'],
    [
      '/files/{proxy+}',
      'x',
      InvalidInputError,
      'Cannot create a child of a resource with a greedy path variable: {proxy+}',
    ],
    ['/pets/{petId}', '{petId}', InvalidInputError, 'The path would hold the variable {petId} twice'],
    ['/', 'a/b', InvalidInputError, "Resource's path part only allow"],
    ['/', '{a', InvalidInputError, "Resource's path part only allow"],
  ] as const)('refuses %s + %s', async (parent, pathPart, type, message) => {
    await givenPath(world.owner, api, '/pets/{petId}');
    await givenPath(world.owner, api, parent);
    const before = await paths();
    const error = await create(parent, pathPart).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(type);
    expect((error as Error).message).toContain(message);
    expect(await paths()).toEqual(before);
  });

  it('lets one of two concurrent creates of the same path win', async () => {
    const input = { restApiId: api.id, parentId: api.rootResourceId, pathPart: 'pets' };
    const results = await Promise.allSettled([createResource(world.owner, input), createResource(world.admin, input)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')?.reason).toBeInstanceOf(ConflictError);
    expect(await paths()).toEqual(['/', '/pets']);
  });

  it('holds at most 300', async () => {
    const rows = Array.from({ length: MAX_RESOURCES - 1 }, (_, index) => ({
      id: `${api.id}-${index}`,
      restApiId: api.id,
      parentId: api.rootResourceId,
      pathPart: `r${index}`,
      path: `/r${index}`,
    }));
    await store.db.resource.createMany({ data: rows });
    await expect(create('/', 'one-more')).rejects.toThrow(LimitExceededError);
  });

  it('renames with everything below it', async () => {
    await givenPath(world.owner, api, '/pets/{petId}/toys');
    await givenPath(world.owner, api, '/pets-and-more');
    const renamed = await move('/pets', { pathPart: 'animals' });
    expect(renamed).toMatchObject({ path: '/animals', version: 2 });
    expect(await paths()).toEqual(['/', '/animals', '/animals/{petId}', '/animals/{petId}/toys', '/pets-and-more']);
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'resource.update',
      targetName: '/animals',
      summary: 'In Pet store: was /pets, with 2 below it',
    });
  });

  it('moves a subtree, also to the root and below a sibling', async () => {
    await givenPath(world.owner, api, '/pets/{petId}/toys');
    await givenPath(world.owner, api, '/zoo');
    await move('/pets', { parentId: (await resource('/zoo')).id });
    expect(await paths()).toEqual(['/', '/zoo', '/zoo/pets', '/zoo/pets/{petId}', '/zoo/pets/{petId}/toys']);
    await move('/zoo/pets/{petId}/toys', { parentId: api.rootResourceId, pathPart: 'playthings' });
    expect(await paths()).toEqual(['/', '/playthings', '/zoo', '/zoo/pets', '/zoo/pets/{petId}']);
  });

  it.each([
    ['below itself', '/a', { to: '/a' }, 'Resources cannot be cyclical.'],
    ['below its own child', '/a', { to: '/a/b/c' }, 'Resources cannot be cyclical.'],
    ['the root', '/', { pathPart: 'x' }, 'Root resource cannot update its pathPart.'],
    ['onto a sibling’s name', '/a', { pathPart: 'files' }, 'already has this name: files'],
    ['to greedy with children', '/a', { pathPart: '{proxy+}' }, 'must be the last part of a path'],
    ['below a greedy one', '/a', { to: '/files/{proxy+}' }, 'Cannot create a child of a resource with a greedy'],
    ['into a path with the same variable', '/x/{id}', { to: '/y/{id}/z' }, 'hold the variable {id} twice'],
  ] as const)('does not move %s', async (_what, path, change, message) => {
    for (const given of ['/a/b/c', '/files/{proxy+}', '/x/{id}', '/y/{id}/z']) await givenPath(world.owner, api, given);
    const before = await paths();
    const input = 'to' in change ? { parentId: (await resource(change.to)).id } : change;
    await expect(move(path, input)).rejects.toThrow(message);
    expect(await paths()).toEqual(before);
  });

  it('refuses an edit made from an old version', async () => {
    const { id: resourceId } = await create('/', 'pets');
    const edit = (pathPart: string) =>
      updateResource(world.owner, { restApiId: api.id, resourceId, version: 1, pathPart });
    const edits = await Promise.allSettled([edit('dogs'), edit('cats')]);
    expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(edit('birds')).rejects.toThrow(/changed by someone else/);
  });

  it('deletes with everything below it, but never the root', async () => {
    const petId = await givenPath(world.owner, api, '/pets/{petId}');
    const pets = await resource('/pets');
    await createMethod(world.owner, {
      restApiId: api.id,
      resourceId: petId,
      httpMethod: 'GET',
      integration: httpProxy(),
    });
    const before = await getRestApi(world.owner, { restApiId: api.id });
    expect(await deleteResource(world.owner, { restApiId: api.id, resourceId: pets.id })).toEqual({
      id: pets.id,
      path: '/pets',
      resourceCount: 2,
      methodCount: 1,
    });
    expect(await getRestApi(world.owner, { restApiId: api.id })).toMatchObject({
      definitionVersion: before.definitionVersion + 1,
      resourceCount: 1,
      methodCount: 0,
    });
    expect((await world.audit()).at(-1)).toMatchObject({ summary: 'In Pet store: 2 resources, 1 method' });
    await expect(deleteResource(world.owner, { restApiId: api.id, resourceId: api.rootResourceId })).rejects.toThrow(
      'The root resource can’t be deleted',
    );
  });

  it('refuses viewers, and does not know other APIs’ resources', async () => {
    const { id: resourceId } = await create('/', 'pets');
    const other = await givenRestApi(world.owner, 'Other');
    const theirs = await givenRestApi(world.stranger, 'Theirs');
    const input = { restApiId: api.id, parentId: api.rootResourceId, pathPart: 'x' };
    await expect(createResource(world.viewer, input)).rejects.toThrow(ForbiddenError);
    await expect(deleteResource(world.viewer, { restApiId: api.id, resourceId })).rejects.toThrow(ForbiddenError);
    await expect(createResource(world.stranger, input)).rejects.toThrow(NotFoundError);
    await expect(listResources(world.stranger, { restApiId: api.id })).rejects.toThrow(NotFoundError);
    for (const parentId of [other.rootResourceId, theirs.rootResourceId, 'unknown']) {
      await expect(createResource(world.owner, { ...input, parentId })).rejects.toThrow(NotFoundError);
    }
    await expect(deleteResource(world.owner, { restApiId: other.id, resourceId })).rejects.toThrow(NotFoundError);
    await expect(
      updateResource(world.owner, { restApiId: api.id, resourceId, version: 1, parentId: other.rootResourceId }),
    ).rejects.toThrow(NotFoundError);
  });

  describe('with methods', () => {
    it('shows each node’s methods in their usual order', async () => {
      const { id: resourceId } = await create('/', 'pets');
      const ref = { restApiId: api.id, resourceId };
      await createMethod(world.owner, { ...ref, httpMethod: 'ANY', integration: httpProxy(), apiKeyRequired: true });
      await createMethod(world.owner, { ...ref, httpMethod: 'GET', integration: MOCK });
      expect((await resource('/pets')).methods).toEqual([
        { httpMethod: 'GET', integrationType: 'MOCK', apiKeyRequired: false },
        { httpMethod: 'ANY', integrationType: 'HTTP_PROXY', apiKeyRequired: true },
      ]);
    });
  });
});
