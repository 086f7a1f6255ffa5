import { beforeAll, beforeEach, expect, it } from 'vitest';
import { getApiKey } from '@/lib/control/api-key/get';
import { updateApiKey } from '@/lib/control/api-key/update';
import { listAudit } from '@/lib/control/audit/list';
import { updateProduct } from '@/lib/control/product/update';
import { signIn } from '@/lib/control/session/sign-in';
import { decideSubscription } from '@/lib/control/subscription/decide';
import { listSubscriptions } from '@/lib/control/subscription/list';
import { givenPerson, type SignedInPerson, signedIn } from '@/lib/control/testing/people';
import { givenProduct } from '@/lib/control/testing/portal';
import { createWorld, type World } from '@/lib/control/testing/world';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import { deleteUsagePlan } from '@/lib/control/usage-plan/delete';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  TooManyRequestsError,
  UnauthenticatedError,
} from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { loadPublication } from '@/lib/store/publication';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { writeUsage } from '@/lib/store/usage-counters';
import { cancelSubscription } from './cancel-subscription';
import { getCatalogueProduct } from './get-catalogue-product';
import { getMySubscription } from './get-subscription';
import { issueSubscriptionKey } from './issue-key';
import { listCatalogue } from './list-catalogue';
import { listMySubscriptions } from './list-subscriptions';
import { revealSubscriptionKey } from './reveal-key';
import { revokeSubscriptionKey } from './revoke-key';
import { rotateSubscriptionKey } from './rotate-key';
import { signUp } from './sign-up';
import { subscribe } from './subscribe';

describeEachDatabase('the portal', (open) => {
  let store: TestDatabase;
  let world: World;
  let casey: SignedInPerson;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    casey = await givenPerson(world);
  });

  /** Whether the gateway would let that value in now. */
  const works = async (value: string) => {
    const { publication } = await loadPublication(store.db);
    const key = publication.apiKeys.find(({ valueHash }) => valueHash === world.owner.secrets.hashApiKey(value));
    const now = world.owner.clock.now().getTime();
    return key?.enabled === true && now < (key.expiresAtMs ?? Number.POSITIVE_INFINITY);
  };
  const given = async (fields: Parameters<typeof givenProduct>[1] = {}) => {
    const { product, plan, ...rest } = await givenProduct(world, fields);
    return { ...rest, product, plan, order: { productId: product.id, usagePlanId: plan.id } };
  };

  it('takes people in who can sign in then and have no account', async () => {
    const email = `${newUuid()}@Example.test`;
    const input = { name: 'Nia', email, password: 'a long password' };
    const { userId } = await signUp(world.nobody, input, newUuid());
    expect(await signIn(world.nobody, { email, password: input.password }, newUuid())).toMatchObject({ userId });
    expect((await signedIn(world, userId)).ctx.actor).toMatchObject({ kind: 'consumer' });
    const again = await signUp(world.nobody, input, newUuid()).catch((reason: unknown) => reason);
    expect(again).toBeInstanceOf(ConflictError);
    expect(again).toMatchObject({ fieldErrors: { email: [expect.any(String)] } });
    await expect(signUp(world.nobody, { ...input, password: 'short' }, newUuid())).rejects.toThrow(InvalidInputError);
  });

  it('limits sign-ups from one address', async () => {
    const address = newUuid();
    const input = { name: 'N', email: casey.email, password: 'a long password' };
    const outcomes = [];
    for (let i = 0; i < 11; i += 1) outcomes.push(await signUp(world.nobody, input, address).catch((error) => error));
    expect(outcomes.slice(0, 10).every((outcome) => outcome instanceof ConflictError)).toBe(true);
    expect(outcomes[10]).toBeInstanceOf(TooManyRequestsError);
  });

  it('shows published products with the visible plans that hold their stage', async () => {
    const { api, product, plan, stages } = await given({ priceText: '$5', quota: { limit: 10, period: 'DAY' } });
    await createUsagePlan(world.owner, { name: 'Internal', stages });
    await createUsagePlan(world.owner, { name: 'Elsewhere', portalVisible: true });
    const entry = (await listCatalogue(casey.ctx)).find(({ id }) => id === product.id);
    expect(entry).toEqual({
      id: product.id,
      title: 'Pets',
      summary: 'All about pets',
      ownerName: 'Ours',
      plans: [
        {
          id: plan.id,
          name: 'Free',
          description: '',
          priceText: '$5',
          approvalRequired: false,
          throttle: null,
          quota: { limit: 10, period: 'DAY', offset: 0 },
          subscriptionId: null,
        },
      ],
    });
    const detail = await getCatalogueProduct(casey.ctx, { productId: product.id });
    expect(detail).toMatchObject({
      documentation: '# Pets',
      operations: [{ method: 'GET', path: '/pets', apiKeyRequired: false }],
    });
    expect(detail.baseUrl).toBe(`http://localhost:8080/_aws/execute-api/${api.id}/prod`);

    const hidden = { productId: product.id, version: 1, restApiId: api.id, stageName: 'prod', title: 'Pets' };
    await updateProduct(world.owner, { ...hidden, published: false });
    expect((await listCatalogue(casey.ctx)).some(({ id }) => id === product.id)).toBe(false);
    await expect(getCatalogueProduct(casey.ctx, { productId: product.id })).rejects.toThrow(NotFoundError);
    await expect(subscribe(casey.ctx, { productId: product.id, usagePlanId: plan.id })).rejects.toThrow(NotFoundError);
    await expect(listCatalogue(world.nobody)).rejects.toThrow(UnauthenticatedError);
  });

  it('gives a key at once, which works and is the consumer’s alone', async () => {
    const { order, product, plan } = await given();
    const subscription = await subscribe(casey.ctx, { ...order, note: 'An app' });
    expect(subscription).toMatchObject({
      status: 'ACTIVE',
      note: 'An app',
      samplePath: '/pets',
      product: { title: 'Pets' },
      usagePlan: { name: 'Free' },
      keys: [{ enabled: true, expiresAt: null }],
      publish: { workers: { acked: 1 } },
    });
    const value = subscription.key?.value ?? '';
    expect(await works(value)).toBe(true);
    const apiKeyId = subscription.keys[0]?.id ?? '';
    expect(await getApiKey(world.viewer, { apiKeyId })).toMatchObject({
      name: `Pets · ${casey.email}`,
      consumerEmail: casey.email,
      usagePlans: [{ id: plan.id }],
    });
    const ref = { subscriptionId: subscription.id, apiKeyId };
    expect(await revealSubscriptionKey(casey.ctx, ref)).toEqual({ id: apiKeyId, value });
    expect(JSON.stringify(await getMySubscription(casey.ctx, ref))).not.toContain(value);

    const riley = await givenPerson(world);
    for (const verb of [
      getMySubscription,
      revealSubscriptionKey,
      revokeSubscriptionKey,
      cancelSubscription,
      issueSubscriptionKey,
    ]) {
      await expect(verb(riley.ctx, ref)).rejects.toThrow(NotFoundError);
      await expect(verb(world.owner, ref)).rejects.toThrow(NotFoundError);
      await expect(verb(world.nobody, ref)).rejects.toThrow(UnauthenticatedError);
    }
    expect(await listMySubscriptions(riley.ctx)).toEqual([]);
    await expect(subscribe(casey.ctx, order)).rejects.toThrow('You already have a subscription');
    const [entry] = (await listCatalogue(casey.ctx)).filter(({ id }) => id === product.id);
    expect(entry?.plans[0]?.subscriptionId).toBe(subscription.id);
    const audit = await listAudit(world.viewer, {});
    expect(audit.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['subscription.create', 'api-key.reveal']),
    );
    expect(JSON.stringify(audit)).not.toContain(value);
  });

  it('lets an owner decide where the plan says so', async () => {
    const { order } = await given({ approvalRequired: true });
    const pending = await subscribe(casey.ctx, order);
    expect(pending).toMatchObject({ status: 'PENDING', keys: [], key: null });
    await expect(issueSubscriptionKey(casey.ctx, { subscriptionId: pending.id })).rejects.toThrow('waits for approval');
    expect(await listSubscriptions(world.viewer, { status: 'PENDING' })).toMatchObject([
      { id: pending.id, consumer: { email: casey.email } },
    ]);
    const decide = (decision: string, ctx = world.admin) =>
      decideSubscription(ctx, { subscriptionId: pending.id, decision });
    await expect(decide('approve', world.viewer)).rejects.toThrow(ForbiddenError);
    await expect(decide('approve', world.stranger)).rejects.toThrow(NotFoundError);
    await expect(decide('revoke')).rejects.toThrow(ConflictError);

    expect(await decide('approve')).toMatchObject({ status: 'ACTIVE' });
    const active = await getMySubscription(casey.ctx, { subscriptionId: pending.id });
    const ref = { subscriptionId: pending.id, apiKeyId: active.keys[0]?.id ?? '' };
    const { value } = await revealSubscriptionKey(casey.ctx, ref);
    expect(await works(value)).toBe(true);

    // Two owners at once: one decision.
    const outcomes = await Promise.allSettled([decide('revoke'), decide('revoke', world.owner)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await works(value)).toBe(false);
    await expect(revealSubscriptionKey(casey.ctx, ref)).rejects.toThrow(ConflictError);
    await expect(issueSubscriptionKey(casey.ctx, ref)).rejects.toThrow(ConflictError);
    await expect(cancelSubscription(casey.ctx, ref)).rejects.toThrow(ConflictError);
  });

  it('asks for approval of whom an owner has turned away before, whatever the plan says', async () => {
    const { order } = await given();
    const { id: subscriptionId, key } = await subscribe(casey.ctx, order);
    await decideSubscription(world.admin, { subscriptionId, decision: 'revoke' });
    expect(await works(key?.value ?? '')).toBe(false);
    const again = await subscribe(casey.ctx, order);
    expect(again).toMatchObject({ id: subscriptionId, status: 'PENDING', key: null });
    await decideSubscription(world.admin, { subscriptionId, decision: 'reject' });
    expect(await subscribe(casey.ctx, order)).toMatchObject({ status: 'PENDING' });
  });

  it('rotates, revokes and replaces one’s own key without starting the quota anew', async () => {
    const { order, plan } = await given({ quota: { limit: 100, period: 'MONTH' } });
    const subscription = await subscribe(casey.ctx, order);
    const ref = { subscriptionId: subscription.id, apiKeyId: subscription.key?.id ?? '' };
    const used = async () => {
      const { usage } = await getMySubscription(casey.ctx, ref);
      return usage.map(({ quota }) => quota?.used);
    };
    const day = Math.floor(world.owner.clock.now().getTime() / 86_400_000);
    await writeUsage(store.db, 's', [{ usagePlanId: plan.id, apiKeyId: ref.apiKeyId, day, used: 42 }]);

    const first = subscription.key?.value ?? '';
    const second = (await rotateSubscriptionKey(casey.ctx, { ...ref, overlapSeconds: 600 })).value;
    expect([await works(first), await works(second)]).toEqual([true, true]);
    expect(await used()).toEqual([42]);
    const old = (await getMySubscription(casey.ctx, ref)).keys.find(({ rotatedFromId }) => rotatedFromId !== null);
    await revokeSubscriptionKey(casey.ctx, { ...ref, apiKeyId: old?.id });
    expect([await works(first), await works(second)]).toEqual([false, true]);

    await expect(issueSubscriptionKey(casey.ctx, ref)).rejects.toThrow('working key');
    await revokeSubscriptionKey(casey.ctx, ref);
    expect(await works(second)).toBe(false);
    await expect(rotateSubscriptionKey(casey.ctx, { ...ref, overlapSeconds: 600 })).rejects.toThrow('was revoked');
    const third = await issueSubscriptionKey(casey.ctx, ref);
    expect(third.id).toBe(ref.apiKeyId);
    expect([await works(second), await works(third.value)]).toEqual([false, true]);
    expect(await used()).toEqual([42]);

    await cancelSubscription(casey.ctx, ref);
    expect(await works(third.value)).toBe(false);
    const back = await subscribe(casey.ctx, order);
    expect(back).toMatchObject({ id: subscription.id, status: 'ACTIVE' });
    expect(await works(back.key?.value ?? '')).toBe(true);
    expect(await used()).toEqual([42]);
  });

  it('leaves a key off that an owner has turned off', async () => {
    const { order } = await given();
    const { id: subscriptionId, key } = await subscribe(casey.ctx, order);
    const apiKeyId = key?.id ?? '';
    const { version } = await getApiKey(world.owner, { apiKeyId });
    await updateApiKey(world.owner, { apiKeyId, version, enabled: false });
    const ref = { subscriptionId, apiKeyId };
    await expect(rotateSubscriptionKey(casey.ctx, { ...ref, overlapSeconds: 0 })).rejects.toThrow(
      'turned this key off',
    );
    await expect(issueSubscriptionKey(casey.ctx, ref)).rejects.toThrow('turned your key off');
    await cancelSubscription(casey.ctx, ref);
    expect(await subscribe(casey.ctx, order)).toMatchObject({ status: 'PENDING', key: null });
  });

  it('subscribes a person once, however often they click', async () => {
    const { order } = await given();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => subscribe(casey.ctx, order)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await listMySubscriptions(casey.ctx)).toHaveLength(1);
    expect(await store.db.apiKey.count({ where: { accountId: world.accountId } })).toBe(1);
  });

  it('keeps plans that people are subscribed to', async () => {
    const { order, plan } = await given();
    const { id: subscriptionId } = await subscribe(casey.ctx, order);
    await expect(deleteUsagePlan(world.owner, { usagePlanId: plan.id })).rejects.toThrow(
      '1 consumer has a subscription',
    );
    await cancelSubscription(casey.ctx, { subscriptionId });
    await deleteUsagePlan(world.owner, { usagePlanId: plan.id });
    expect(await listMySubscriptions(casey.ctx)).toEqual([]);
  });

  it('is open to owners too, who see their products as consumers do', async () => {
    const { order } = await given();
    const owner = await givenPerson(world, { role: 'owner' });
    expect(await subscribe(owner.ctx, order)).toMatchObject({ status: 'ACTIVE' });
  });
});
