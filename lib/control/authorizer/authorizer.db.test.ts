import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { createMethod } from '@/lib/control/method/create';
import { deleteRestApi } from '@/lib/control/rest-api/delete';
import { getRestApi } from '@/lib/control/rest-api/get';
import { givenPath, givenRestApi, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { createUserPool, deleteUserPool } from '@/lib/control/user-pool/pools';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createAuthorizer } from './create';
import { deleteAuthorizer } from './delete';
import { listAuthorizers } from './list';
import { testInvokeAuthorizer } from './test-invoke';
import { updateAuthorizer } from './update';

const HTTP = 'https://auth.example.test/check';
const TOKEN = { type: 'TOKEN', authorizerUri: HTTP, identitySource: 'method.request.header.Authorization' } as const;
const POOLS = { type: 'COGNITO_USER_POOLS', authorizerUri: null } as const;

describeEachDatabase('authorizers', (open) => {
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
    createAuthorizer(world.owner, { restApiId: api.id, name: 'Tokens', ...TOKEN, ...fields });
  const list = () => listAuthorizers(world.viewer, { restApiId: api.id });
  const fieldsOf = async (work: Promise<unknown>) => {
    const error = await work.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    return Object.keys((error as InvalidInputError).fieldErrors ?? {});
  };

  it('are made, changed and deleted, each time as an edit of the definition', async () => {
    expect(await list()).toEqual([]);
    const made = await create();
    expect(made).toMatchObject({ ...TOKEN, authorizerResultTtlInSeconds: 300, version: 1, usedBy: [] });
    const ref = { restApiId: api.id, authorizerId: made.id };
    const fields = { name: 'Requests', type: 'REQUEST', authorizerUri: HTTP, authorizerResultTtlInSeconds: 0 };
    const changed = await updateAuthorizer(world.admin, { ...ref, ...fields, version: 1 });
    expect(changed).toMatchObject({ ...fields, identitySource: null, version: 2 });
    expect(await list()).toEqual([changed]);
    expect((await loadWorkingCopy(store.db, api.id)).definition.authorizers).toEqual({
      [made.id]: { id: made.id, ...fields },
    });
    expect(await deleteAuthorizer(world.admin, { ...ref, version: 2 })).toEqual(ref);
    const { definitionVersion } = await getRestApi(world.owner, { restApiId: api.id });
    expect(definitionVersion).toBe(api.definitionVersion + 3);
    expect((await world.audit()).slice(-2).map(({ action, targetName }) => [action, targetName])).toEqual([
      ['authorizer.update', 'Requests'],
      ['authorizer.delete', 'Requests'],
    ]);
  });

  it.each<[string, object, string[]]>([
    ['no URI', { authorizerUri: null }, ['authorizerUri']],
    ['a URI of something else', { authorizerUri: 'ftp://example.test' }, ['authorizerUri']],
    ['credentials in the URL', { authorizerUri: 'https://me:secret@example.test' }, ['authorizerUri']],
    [
      'two headers for one token',
      { identitySource: 'method.request.header.A, method.request.header.B' },
      ['identitySource'],
    ],
    ['a token in the query', { identitySource: 'method.request.querystring.token' }, ['identitySource']],
    ['no header', { identitySource: '' }, ['identitySource']],
    ['a broken pattern', { identityValidationExpression: '(' }, ['identityValidationExpression']],
    [
      'a pattern for a request',
      { type: 'REQUEST', identityValidationExpression: 'a' },
      ['identityValidationExpression'],
    ],
    ['a cache without a key', { type: 'REQUEST', identitySource: null }, ['identitySource']],
    ['an unknown source', { type: 'REQUEST', identitySource: 'method.request.body' }, ['identitySource']],
    ['a TTL past an hour', { authorizerResultTtlInSeconds: 3601 }, ['authorizerResultTtlInSeconds']],
    [
      'a pool for a function',
      { providerARNs: ['arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc'] },
      ['providerARNs'],
    ],
    ['what is no pool', { ...POOLS, providerARNs: ['us-east-1_abc'] }, ['providerARNs.0']],
    ['an issuer with a password', { ...POOLS, providerARNs: ['https://me:secret@issuer.test'] }, ['providerARNs.0']],
    ['an issuer with a query', { ...POOLS, providerARNs: ['https://issuer.test/?tenant=1'] }, ['providerARNs.0']],
    [
      'a pool that is not there',
      { ...POOLS, providerARNs: ['arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc'] },
      ['providerARNs'],
    ],
    ['no pool', { type: 'COGNITO_USER_POOLS', authorizerUri: null }, ['providerARNs']],
  ])('refuse %s', async (_, fields, at) => {
    expect(await fieldsOf(create(fields))).toEqual(at);
  });

  it('take tokens of the account’s own pools and of outside issuers, and of nobody else’s pools', async () => {
    const { arn, id: userPoolId } = await createUserPool(world.owner, { name: 'People' });
    const theirs = await createUserPool(world.stranger, { name: 'Theirs' });
    const issuer = 'https://issuer.test/tenant/';
    const made = await create({ ...POOLS, providerARNs: [arn, issuer] });
    expect(made.providerARNs).toEqual([arn, issuer]);
    expect(await fieldsOf(create({ ...POOLS, name: 'B', providerARNs: [theirs.arn] }))).toEqual(['providerARNs']);
    await deleteUserPool(world.owner, { userPoolId });
    const ref = { restApiId: api.id, authorizerId: made.id, name: 'Tokens' };
    const edit = { ...ref, ...POOLS, identitySource: null, providerARNs: [arn], version: 1 };
    expect(await updateAuthorizer(world.owner, edit)).toMatchObject({ providerARNs: [arn] });
    const added = { ...edit, providerARNs: [arn, theirs.arn], version: 2 };
    expect(await fieldsOf(updateAuthorizer(world.owner, added))).toEqual(['providerARNs']);
  });

  it('have names of their own, and an end', async () => {
    await create();
    await expect(create()).rejects.toThrow(ConflictError);
    for (let i = 0; i < 9; i += 1) await create({ name: `More ${i}` });
    await expect(create({ name: 'One too many' })).rejects.toThrow('An API has at most 10 authorizers.');
  });

  it('are not deleted from under a method, and go with their API', async () => {
    const { id } = await create();
    const resourceId = await givenPath(world.owner, api, '/pets');
    for (const httpMethod of ['GET', 'POST'] as const) {
      const { id: methodId } = await store.db.method.create({
        data: { id: `${id}${httpMethod}`, resourceId, httpMethod },
      });
      await store.db.method.update({ where: { id: methodId }, data: { authorizerId: id } });
    }
    expect(await list()).toMatchObject([{ usedBy: [{ path: '/pets', httpMethod: 'GET' }, { httpMethod: 'POST' }] }]);
    await expect(deleteAuthorizer(world.owner, { restApiId: api.id, authorizerId: id })).rejects.toThrow(
      "Cannot delete authorizer 'Tokens', is referenced in methods: /pets/GET, /pets/POST",
    );
    await deleteRestApi(world.owner, { restApiId: api.id });
    expect(await store.db.authorizer.count({ where: { id } })).toBe(0);
  });

  it('are those of the method’s own API', async () => {
    const other = await givenRestApi(world.owner, 'Other');
    const theirs = await createAuthorizer(world.owner, { restApiId: other.id, name: 'Theirs', ...TOKEN });
    const work = createMethod(world.owner, {
      ...{ restApiId: api.id, resourceId: api.rootResourceId, httpMethod: 'POST', integration: MOCK },
      ...{ authorizationType: 'CUSTOM', authorizerId: theirs.id },
    });
    expect(await fieldsOf(work)).toEqual(['authorizerId']);
    await expect(deleteAuthorizer(world.owner, { restApiId: api.id, authorizerId: theirs.id })).rejects.toThrow(
      NotFoundError,
    );
  });

  it('refuse old versions, viewers and strangers', async () => {
    const ref = { restApiId: api.id, authorizerId: (await create()).id };
    const edit = { ...ref, ...TOKEN, version: 9, name: 'x' };
    await expect(updateAuthorizer(world.owner, edit)).rejects.toThrow(ConflictError);
    await expect(deleteAuthorizer(world.owner, { ...ref, version: 9 })).rejects.toThrow(ConflictError);
    await expect(updateAuthorizer(world.viewer, edit)).rejects.toThrow(ForbiddenError);
    await expect(createAuthorizer(world.viewer, edit)).rejects.toThrow(ForbiddenError);
    await expect(deleteAuthorizer(world.viewer, ref)).rejects.toThrow(ForbiddenError);
    await expect(updateAuthorizer(world.stranger, edit)).rejects.toThrow(NotFoundError);
    await expect(createAuthorizer(world.stranger, edit)).rejects.toThrow(NotFoundError);
    await expect(listAuthorizers(world.stranger, { restApiId: api.id })).rejects.toThrow(NotFoundError);
  });

  it('are tested as they are in the working copy, by who may', async () => {
    const { id } = await create();
    const ref = { restApiId: api.id, authorizerId: id };
    const headers = [{ name: 'Authorization', value: 'let me in' }];
    expect(await testInvokeAuthorizer(world.admin, { ...ref, headers, queryString: '?a=1' })).toBe(
      world.runtime.authorizerResult,
    );
    expect(world.runtime.testedAuthorizers.at(-1)).toMatchObject({
      ...{ authorizerId: id, headers, query: 'a=1', stageVariables: {}, sourceIp: '' },
      definition: { id: api.id, authorizers: { [id]: TOKEN } },
    });
    await expect(testInvokeAuthorizer(world.viewer, ref)).rejects.toThrow(ForbiddenError);
    await expect(testInvokeAuthorizer(world.stranger, ref)).rejects.toThrow(NotFoundError);
    await expect(testInvokeAuthorizer(world.owner, { ...ref, authorizerId: api.id })).rejects.toThrow(NotFoundError);
    const broken = { ...ref, headers: [{ name: 'A', value: 'x\r\nB: y' }] };
    expect(await fieldsOf(testInvokeAuthorizer(world.owner, broken))).toEqual(['headers.0.value']);
    expect(await fieldsOf(testInvokeAuthorizer(world.owner, { ...ref, sourceIp: 'here' }))).toEqual(['sourceIp']);
    expect(world.runtime.testedAuthorizers).toHaveLength(1);
  });
});
