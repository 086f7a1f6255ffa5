import { beforeAll, beforeEach, expect, it } from 'vitest';
import { STANDARD_VALIDATORS } from '@/lib/contract/request-validator';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { createMethod } from '@/lib/control/method/create';
import { deleteRestApi } from '@/lib/control/rest-api/delete';
import { getRestApi } from '@/lib/control/rest-api/get';
import { givenPath, givenRestApi, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createRequestValidator } from './create';
import { deleteRequestValidator } from './delete';
import { listRequestValidators } from './list';
import { updateRequestValidator } from './update';

describeEachDatabase('request validators', (open) => {
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
    createRequestValidator(world.owner, { restApiId: api.id, name: 'Body', ...fields });
  const list = () => listRequestValidators(world.viewer, { restApiId: api.id });

  it('are made, changed and deleted, each time as an edit of the definition', async () => {
    expect(await list()).toEqual([]);
    for (const standard of STANDARD_VALIDATORS) await create(standard);
    const validators = await list();
    expect(validators).toMatchObject([
      { name: 'Validate body', validateRequestBody: true, validateRequestParameters: false, usedBy: [] },
      { name: 'Validate body, query string parameters, and headers', version: 1 },
      { name: 'Validate query string parameters and headers', validateRequestBody: false },
    ]);
    const ref = { restApiId: api.id, requestValidatorId: validators[0]?.id ?? '' };
    const fields = { name: 'Bodies', validateRequestBody: true };
    const changed = await updateRequestValidator(world.admin, { ...ref, ...fields, version: 1 });
    expect(changed).toMatchObject({ ...fields, version: 2 });
    expect(await updateRequestValidator(world.admin, { ...ref, ...fields, version: 2 })).toEqual(changed);
    expect(await deleteRequestValidator(world.admin, { ...ref, version: 2 })).toEqual(ref);
    expect(await list()).toHaveLength(2);
    const { definitionVersion } = await getRestApi(world.owner, { restApiId: api.id });
    expect(definitionVersion).toBe(api.definitionVersion + 5);
    expect(
      (await world.audit()).slice(4).map(({ action, targetName, summary }) => [action, targetName, summary]),
    ).toEqual([
      ['request-validator.update', 'Bodies', 'In Pet store: name: Validate body → Bodies'],
      ['request-validator.delete', 'Bodies', 'In Pet store'],
    ]);
  });

  it('are not deleted from under a method, and go with their API', async () => {
    const { id } = await create();
    const resourceId = await givenPath(world.owner, api, '/pets');
    await createMethod(world.owner, {
      ...{ restApiId: api.id, resourceId, httpMethod: 'POST', integration: MOCK },
      requestValidatorId: id,
    });
    expect(await list()).toMatchObject([{ usedBy: [{ resourceId, path: '/pets', httpMethod: 'POST' }] }]);
    await expect(deleteRequestValidator(world.owner, { restApiId: api.id, requestValidatorId: id })).rejects.toThrow(
      "Cannot delete request validator 'Body', is referenced in method request: /pets/POST",
    );
    await deleteRestApi(world.owner, { restApiId: api.id });
    expect(await store.db.requestValidator.count({ where: { id } })).toBe(0);
    expect(await store.db.model.count({ where: { restApiId: api.id } })).toBe(0);
  });

  it('are those of the method’s own API', async () => {
    const other = await givenRestApi(world.owner, 'Other');
    const { id: requestValidatorId } = await createRequestValidator(world.owner, {
      restApiId: other.id,
      name: 'Theirs',
    });
    const error = await createMethod(world.owner, {
      ...{ restApiId: api.id, resourceId: api.rootResourceId, httpMethod: 'POST', integration: MOCK },
      requestValidatorId,
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as InvalidInputError).fieldErrors).toEqual({
      requestValidatorId: ['Invalid Request Validator identifier specified'],
    });
    const ref = { restApiId: api.id, requestValidatorId };
    await expect(deleteRequestValidator(world.owner, ref)).rejects.toThrow(NotFoundError);
  });

  it('refuse old versions, viewers and strangers', async () => {
    const ref = { restApiId: api.id, requestValidatorId: (await create()).id };
    const edit = { ...ref, version: 9, name: 'x' };
    await expect(updateRequestValidator(world.owner, edit)).rejects.toThrow(ConflictError);
    await expect(deleteRequestValidator(world.owner, { ...ref, version: 9 })).rejects.toThrow(ConflictError);
    await expect(updateRequestValidator(world.viewer, edit)).rejects.toThrow(ForbiddenError);
    await expect(createRequestValidator(world.viewer, edit)).rejects.toThrow(ForbiddenError);
    await expect(deleteRequestValidator(world.viewer, ref)).rejects.toThrow(ForbiddenError);
    await expect(updateRequestValidator(world.stranger, edit)).rejects.toThrow(NotFoundError);
    await expect(createRequestValidator(world.stranger, edit)).rejects.toThrow(NotFoundError);
    await expect(listRequestValidators(world.stranger, { restApiId: api.id })).rejects.toThrow(NotFoundError);
  });
});
