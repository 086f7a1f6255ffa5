import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Ctx } from '@/lib/control/context';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { GET as getDeployment } from './[restApiId]/deployments/[deploymentId]/route';
import { GET as diff } from './[restApiId]/deployments/diff/route';
import { GET as listDeployments } from './[restApiId]/deployments/route';
import { GET as listGatewayResponses } from './[restApiId]/gateway-responses/route';
import { GET as listModels } from './[restApiId]/models/route';
import { GET as listRequestValidators } from './[restApiId]/request-validators/route';
import { GET as getMethod } from './[restApiId]/resources/[resourceId]/methods/[httpMethod]/route';
import { GET as listResources } from './[restApiId]/resources/route';
import { GET as getApi } from './[restApiId]/route';
import { GET as getStage } from './[restApiId]/stages/[stageName]/route';
import { GET as listStages } from './[restApiId]/stages/route';
import { GET as listApis } from './route';

const caller = vi.hoisted((): { ctx?: Ctx } => ({}));
vi.mock('@/lib/server/context', () => ({ createCtx: async () => caller.ctx }));

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

describeEachDatabase('reads of REST APIs over HTTP', (open) => {
  let store: TestDatabase;
  let world: World;
  let given: Awaited<ReturnType<typeof givenDeployedApi>>;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    given = await givenDeployedApi(world.owner);
  });

  const read = async (handler: Handler, ctx: Ctx, params: Record<string, string> = {}, query = '') => {
    caller.ctx = ctx;
    const response = await handler(new Request(`http://localhost/x${query}`), { params: Promise.resolve(params) });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  it('answer with the verb’s result, never cached', async () => {
    const { api, resourceId, deployment } = given;
    const ref = { restApiId: api.id };
    const list = await read(listApis, world.viewer, {}, '?search=pet');
    expect(list).toMatchObject({ status: 200, body: [{ id: api.id, stages: [{ name: 'prod' }] }] });
    expect(list.headers.get('cache-control')).toBe('no-store');
    expect((await read(listApis, world.viewer, {}, '?search=zebra')).body).toEqual([]);
    for (const [handler, params, body] of [
      [getApi, ref, { name: 'Pet store' }],
      [listResources, ref, [{ path: '/' }, { path: '/pets' }]],
      [getMethod, { ...ref, resourceId, httpMethod: 'GET' }, { integration: { type: 'MOCK' } }],
      [listGatewayResponses, ref, { length: 21 }],
      [listModels, ref, [{ name: 'Empty' }, { name: 'Error' }]],
      [listRequestValidators, ref, []],
      [listDeployments, ref, [{ number: 1 }]],
      [getDeployment, { ...ref, deploymentId: deployment.id }, { routes: [{ path: '/pets', method: 'GET' }] }],
      [listStages, ref, [{ name: 'prod' }]],
      [getStage, { ...ref, stageName: 'prod' }, { version: 1 }],
    ] as const) {
      expect(await read(handler, world.viewer, params)).toMatchObject({ status: 200, body });
    }
    const sides = await read(diff, world.viewer, ref, `?from=${deployment.id}&to=working-copy`);
    expect(sides).toMatchObject({ status: 200, body: { from: 'Deployment 1', to: 'Working copy', changes: [] } });
  });

  it.each([
    ['nobody signed in', 'nobody', {}, 401, 'UNAUTHENTICATED'],
    ['a consumer', 'consumer', {}, 403, 'FORBIDDEN'],
    ['another account', 'stranger', {}, 404, 'NOT_FOUND'],
    ['an unknown id', 'owner', { restApiId: 'unknown' }, 404, 'NOT_FOUND'],
    ['an impossible id', 'owner', { restApiId: 'x'.repeat(65) }, 400, 'INVALID_INPUT'],
  ] as const)('refuse %s with a problem document', async (_who, who, params, status, code) => {
    const { headers, ...answer } = await read(getApi, world[who], { restApiId: given.api.id, ...params });
    expect(answer).toMatchObject({ status, body: { status, code, requestId: expect.any(String) } });
    expect(headers.get('content-type')).toBe('application/problem+json');
  });
});
