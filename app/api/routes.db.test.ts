import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createApiKey } from '@/lib/control/api-key/create';
import type { Ctx } from '@/lib/control/context';
import { subscribe } from '@/lib/control/portal/subscribe';
import { givenPerson, type SignedInPerson } from '@/lib/control/testing/people';
import { givenProduct } from '@/lib/control/testing/portal';
import { createWorld, type World } from '@/lib/control/testing/world';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { GET as listAccounts } from './accounts/route';
import { GET as getApiKey } from './api-keys/[apiKeyId]/route';
import { GET as getApiKeyUsage } from './api-keys/[apiKeyId]/usage/route';
import { GET as listApiKeys } from './api-keys/route';
import { GET as listAudit } from './audit/route';
import { GET as getDemo } from './demo/route';
import { GET as getGateway } from './gateway/route';
import { GET as listMembers } from './members/route';
import { GET as getCatalogueProduct } from './portal/catalogue/[productId]/route';
import { GET as listCatalogue } from './portal/catalogue/route';
import { GET as getMySubscription } from './portal/subscriptions/[subscriptionId]/route';
import { GET as listMySubscriptions } from './portal/subscriptions/route';
import { GET as getProduct } from './products/[productId]/route';
import { GET as listProducts } from './products/route';
import { GET as getMetrics } from './rest-apis/[restApiId]/metrics/route';
import { GET as listSessions } from './sessions/route';
import { GET as listSubscriptions } from './subscriptions/route';
import { GET as getUsagePlan } from './usage-plans/[usagePlanId]/route';
import { GET as getUsagePlanUsage } from './usage-plans/[usagePlanId]/usage/route';
import { GET as listUsagePlans } from './usage-plans/route';

const caller = vi.hoisted((): { ctx?: Ctx } => ({}));
vi.mock('@/lib/server/context', () => ({ createCtx: async () => caller.ctx }));

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

describeEachDatabase('reads of keys, plans, people and the portal over HTTP', (open) => {
  let store: TestDatabase;
  let world: World;
  let casey: SignedInPerson;
  let params: Record<string, string>;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    casey = await givenPerson(world);
    const { api, plan, product } = await givenProduct(world);
    const key = await createApiKey(world.owner, { name: 'k', usagePlanIds: [plan.id] });
    const subscription = await subscribe(casey.ctx, { productId: product.id, usagePlanId: plan.id });
    params = {
      restApiId: api.id,
      apiKeyId: key.id,
      usagePlanId: plan.id,
      productId: product.id,
      subscriptionId: subscription.id,
    };
  });

  const read = async (handler: Handler, ctx: Ctx, given: Record<string, string> = params, query = '') => {
    caller.ctx = ctx;
    const response = await handler(new Request(`http://localhost/x${query}`), { params: Promise.resolve(given) });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const RANGE = '?startDate=2026-03-01&endDate=2026-03-02';

  it('answer members with the verb’s result, never cached', async () => {
    for (const [handler, query, body] of [
      [listApiKeys, '?limit=1&search=k', { total: 1, items: [{ name: 'k' }] }],
      [getApiKey, '', { name: 'k' }],
      [getApiKeyUsage, RANGE, [{ usagePlanName: 'Free', days: { length: 2 } }]],
      [listUsagePlans, '', [{ name: 'Free', keyCount: 2 }]],
      [getUsagePlan, '', { name: 'Free' }],
      [getUsagePlanUsage, RANGE, [{ apiKeyName: 'k', quota: null }]],
      [listProducts, '', [{ title: 'Pets' }]],
      [getProduct, '', { title: 'Pets' }],
      [listSubscriptions, '?status=ACTIVE', [{ consumer: { email: casey.email } }]],
      [listAudit, '?limit=1', { items: [{ action: 'subscription.create' }] }],
      [getGateway, '', { state: 'running' }],
      [getDemo, '', { restApis: 0 }],
      [getMetrics, '?range=1h', { periodSeconds: 60 }],
      [listMembers, '', []],
    ] as const) {
      const answer = await read(handler, world.viewer, params, query);
      expect(answer).toMatchObject({ status: 200, body });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('answer people with what is theirs', async () => {
    for (const [handler, body] of [
      [listCatalogue, expect.arrayContaining([expect.objectContaining({ id: params.productId })])],
      [getCatalogueProduct, { title: 'Pets' }],
      [listMySubscriptions, [{ id: params.subscriptionId }]],
      [getMySubscription, { id: params.subscriptionId, keys: { length: 1 } }],
      [listSessions, [{ current: true }]],
      [listAccounts, []],
    ] as const) {
      expect(await read(handler, casey.ctx)).toMatchObject({ status: 200, body });
    }
  });

  const ofAccount = { getApiKey, getUsagePlan, getProduct, getMetrics };
  it.each([
    ['nobody signed in', 'nobody', {}, 401, 'UNAUTHENTICATED'],
    ['a consumer', 'consumer', {}, 403, 'FORBIDDEN'],
    ['another account', 'stranger', {}, 404, 'NOT_FOUND'],
  ] as const)('refuse %s with a problem document', async (_who, who, _params, status, code) => {
    for (const handler of Object.values(ofAccount)) {
      const { headers, ...answer } = await read(handler, world[who]);
      expect(answer).toMatchObject({ status, body: { status, code, requestId: expect.any(String) } });
      expect(headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it('refuse what is no input with the parameter’s name', async () => {
    for (const [handler, query, name] of [
      [listApiKeys, '?limit=0', 'limit'],
      [getApiKeyUsage, '?startDate=x&endDate=2026-03-01', 'startDate'],
      [getMetrics, '?range=2h', 'range'],
      [listSubscriptions, '?status=GONE', 'status'],
    ] as const) {
      const answer = await read(handler, world.viewer, params, query);
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT', invalidParams: [{ name }] } });
    }
    const others = { ...params, subscriptionId: 'unknown' };
    expect((await read(getMySubscription, casey.ctx, others)).status).toBe(404);
    expect((await read(listMySubscriptions, world.nobody)).status).toBe(401);
  });
});
