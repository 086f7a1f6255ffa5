// From the console's verbs to a request's answer: a pool's keys reach real workers, and its tokens let callers in.
import { importJWK, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { env } from '@/lib/env';
import { newUuid } from '@/lib/ids';
import type { Runtime } from '@/lib/runtime/runtime';
import { ACCOUNT, buildPrograms, Harness } from '@/lib/runtime/testing/harness';
import { openCurrentKey } from '@/lib/store/user-pool-keys';
import type { Ctx } from '../context';
import { createDeployment } from '../deployment/create';
import { createMethod } from '../method/create';
import { givenPath, givenRestApi, MOCK } from '../testing/rest-apis';
import { createUserPool, deleteUserPool } from '../user-pool/pools';
import { createAuthorizer } from './create';

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;

beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.remove());
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

const ctxOf = (runtime: Runtime): Ctx => ({
  actor: { kind: 'system', name: 'Test', accountId: ACCOUNT },
  requestId: newUuid(),
  db: harness.database.db,
  runtime,
  secrets: harness.secrets,
  clock: { now: () => new Date() },
});

async function tokenOf(userPoolId: string, claims: object): Promise<string> {
  const { kid, privateJwk } = await openCurrentKey(harness.database.db, harness.secrets, userPoolId);
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(`${env.consoleOrigin}/cognito-idp/${userPoolId}`)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(await importJWK(JSON.parse(privateJwk)));
}

it('lets tokens of a pool in from the pool’s first moment to its last, by method', async () => {
  const runtime = await harness.startRuntime();
  const ctx = ctxOf(runtime);
  const api = await givenRestApi(ctx);
  const pool = await createUserPool(ctx, { name: 'People' });
  const other = await createUserPool(ctx, { name: 'Others' });
  const authorizer = await createAuthorizer(ctx, {
    ...{ restApiId: api.id, name: 'People', type: 'COGNITO_USER_POOLS', providerARNs: [pool.arn] },
  });
  const method = async (path: string, authorizationScopes: string[]) =>
    createMethod(ctx, {
      ...{ restApiId: api.id, resourceId: await givenPath(ctx, api, path), httpMethod: 'GET', integration: MOCK },
      ...{ authorizationType: 'COGNITO_USER_POOLS', authorizerId: authorizer.id, authorizationScopes },
    });
  await method('/me', []);
  await method('/pets', ['pets/read']);
  const { stage } = await createDeployment(ctx, { restApiId: api.id, stageName: 'prod' });
  const live = { id: api.id, stageId: stage?.id ?? '', stageName: 'prod' };
  const get = async (path: string, token?: string) => {
    const options = token === undefined ? {} : { headers: { Authorization: token } };
    return (await harness.call(runtime.port, live, path, options)).status;
  };

  const id = await tokenOf(pool.id, { token_use: 'id', sub: 'ada', aud: 'client' });
  const access = await tokenOf(pool.id, { token_use: 'access', sub: 'ada', scope: 'openid pets/read' });
  const theirs = await tokenOf(other.id, { token_use: 'id', sub: 'eve', aud: 'client' });
  expect([await get('/me'), await get('/me', id), await get('/me', access), await get('/me', theirs)]).toEqual([
    ...[401, 200, 401, 401],
  ]);
  expect([await get('/pets'), await get('/pets', id), await get('/pets', access)]).toEqual([401, 401, 200]);

  await deleteUserPool(ctx, { userPoolId: pool.id });
  expect(await get('/me', id)).toBe(401);
});
