import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { createMethod } from '@/lib/control/method/create';
import { deleteMethod } from '@/lib/control/method/delete';
import { getRestApi } from '@/lib/control/rest-api/get';
import { givenPath, givenRestApi, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createModel } from './create';
import { deleteModel } from './delete';
import { listModels } from './list';
import { updateModel } from './update';

const SCHEMA = '{\n  "type": "object"\n}';

describeEachDatabase('models', (open) => {
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

  const create = (fields: object = {}) =>
    createModel(world.owner, { restApiId: api.id, name: 'Pet', schema: SCHEMA, ...fields });
  const ref = () => ({ restApiId: api.id, modelName: 'Pet' });
  const list = () => listModels(world.viewer, { restApiId: api.id });

  it('are two on a new API, as on API Gateway', async () => {
    expect(await list()).toMatchObject([
      { name: 'Empty', contentType: 'application/json', version: 1, usedBy: [] },
      { name: 'Error', contentType: 'application/json', description: 'This is a default error schema model' },
    ]);
  });

  it('are made, changed and deleted, each time as an edit of the definition', async () => {
    const model = await create({ description: 'One pet' });
    expect(model).toMatchObject({ name: 'Pet', contentType: 'application/json', schema: SCHEMA, version: 1 });
    expect((await list()).map(({ name }) => name)).toEqual(['Empty', 'Error', 'Pet']);
    const schema = '{"type":"array"}';
    const changed = await updateModel(world.admin, { ...ref(), version: 1, description: 'Many', schema });
    expect(changed).toMatchObject({ version: 2, description: 'Many', schema });
    expect(await updateModel(world.admin, { ...ref(), version: 2, description: 'Many', schema })).toEqual(changed);
    expect(await deleteModel(world.admin, { ...ref(), version: 2 })).toEqual(ref());
    expect(await list()).toHaveLength(2);
    const { definitionVersion } = await getRestApi(world.owner, { restApiId: api.id });
    expect(definitionVersion).toBe(api.definitionVersion + 3);
    expect(
      (await world.audit()).slice(1).map(({ action, targetName, summary }) => [action, targetName, summary]),
    ).toEqual([
      ['model.create', 'Pet', 'In Pet store'],
      ['model.update', 'Pet', 'In Pet store: description, schema'],
      ['model.delete', 'Pet', 'In Pet store'],
    ]);
  });

  it.each([
    [{ name: '' }, 'name', /must be non-empty/],
    [{ name: 'my-pet' }, 'name', /must be alphanumeric/],
    [{ contentType: 'json' }, 'contentType', /Not a media type/],
    [{ schema: ' ' }, 'schema', /^Model schema must have at least 1 property or array items defined$/],
    [{ schema: '{' }, 'schema', /is not JSON/],
    [{ schema: '[]' }, 'schema', /must be a JSON object/],
    [{ schema: JSON.stringify({ description: 'x'.repeat(410_000) }) }, 'schema', /at most 400 KB/],
  ])('refuse %s at its field', async (fields, field, message) => {
    const error = await create(fields).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    const errors = (error as InvalidInputError).fieldErrors ?? {};
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]?.[0]).toMatch(message);
  });

  it('say on which line the gateway could not compile a schema, and what it would break elsewhere', async () => {
    world.runtime.compileErrors = [
      { stageId: '', apiId: '', stageName: '', place: 'model Pet › /type', message: 'Not a type.' },
      { stageId: '', apiId: '', stageName: '', place: 'model Order › /items/$ref', message: 'There is no schema.' },
    ];
    const error = await create().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as InvalidInputError).fieldErrors).toEqual({
      schema: ['Line 2: Not a type.', 'model Order › /items/$ref: There is no schema.'],
    });
    expect(world.runtime.validated.at(-1)).toMatchObject({ models: { Empty: {}, Pet: { schema: SCHEMA } } });
    expect(await list()).toHaveLength(2);
  });

  it('have names of their own within an API', async () => {
    await create();
    const error = await create().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConflictError);
    expect((error as ConflictError).fieldErrors).toEqual({ name: ['Model name already exists for this REST API'] });
    const other = await givenRestApi(world.owner, 'Other');
    await createModel(world.owner, { restApiId: other.id, name: 'Pet', schema: SCHEMA });
  });

  it('tell who uses them, and stay as long as somebody does', async () => {
    await create();
    const url = `https:\\/\\/apigateway.amazonaws.com\\/restapis\\/${api.id}\\/models\\/Pet`;
    await create({ name: 'Pets', schema: `{"items":{"$ref":"${url}"}}` });
    await create({ name: 'PetShop', schema: `{"items":{"$ref":"${url}s"}}` });
    const resourceId = await givenPath(world.owner, api, '/pets');
    await createMethod(world.owner, {
      ...{ restApiId: api.id, resourceId: api.rootResourceId, httpMethod: 'ANY', integration: MOCK },
      requestModels: { 'application/json': 'Pet' },
    });
    await createMethod(world.owner, {
      ...{ restApiId: api.id, resourceId, httpMethod: 'GET', integration: MOCK },
      methodResponses: [{ statusCode: '200', responseModels: { 'application/json': 'Pet' } }],
    });
    const used = (await list()).find(({ name }) => name === 'Pet');
    expect(used?.usedBy).toEqual([
      { kind: 'request', resourceId: api.rootResourceId, path: '/', httpMethod: 'ANY', where: 'application/json' },
      { kind: 'response', resourceId, path: '/pets', httpMethod: 'GET', where: '200 application/json' },
      { kind: 'model', modelName: 'Pets' },
    ]);
    const refused = () => deleteModel(world.owner, ref()).catch((error: Error) => error.message);
    expect(await refused()).toBe("Cannot delete model 'Pet', is referenced in method request: //ANY");
    await deleteMethod(world.owner, { restApiId: api.id, resourceId: api.rootResourceId, httpMethod: 'ANY' });
    expect(await refused()).toBe("Cannot delete model 'Pet', is referenced in method response: /pets/GET");
    await deleteMethod(world.owner, { restApiId: api.id, resourceId, httpMethod: 'GET' });
    expect(await refused()).toBe("Cannot delete model 'Pet', is referenced in model: Pets");
    for (const modelName of ['PetShop', 'Pets', 'Pet']) await deleteModel(world.owner, { ...ref(), modelName });
    expect(await list()).toHaveLength(2);
  });

  it('refuse old versions, viewers and strangers', async () => {
    await create();
    const edit = { ...ref(), version: 9, schema: '{}' };
    await expect(updateModel(world.owner, edit)).rejects.toThrow(ConflictError);
    await expect(deleteModel(world.owner, { ...ref(), version: 9 })).rejects.toThrow(ConflictError);
    await expect(updateModel(world.viewer, edit)).rejects.toThrow(ForbiddenError);
    await expect(deleteModel(world.viewer, ref())).rejects.toThrow(ForbiddenError);
    await expect(createModel(world.viewer, { ...ref(), name: 'A', schema: SCHEMA })).rejects.toThrow(ForbiddenError);
    await expect(createModel(world.stranger, { ...ref(), name: 'A', schema: SCHEMA })).rejects.toThrow(NotFoundError);
    await expect(listModels(world.stranger, { restApiId: api.id })).rejects.toThrow(NotFoundError);
    await expect(updateModel(world.stranger, edit)).rejects.toThrow(NotFoundError);
    await expect(deleteModel(world.stranger, ref())).rejects.toThrow(NotFoundError);
    await expect(deleteModel(world.owner, { ...ref(), modelName: 'Gone' })).rejects.toThrow(NotFoundError);
  });
});
