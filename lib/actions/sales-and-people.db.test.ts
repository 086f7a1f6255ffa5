import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Ctx } from '@/lib/control/context';
import { givenPerson, PASSWORD, signedIn } from '@/lib/control/testing/people';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { newApiKeyValue, newUuid } from '@/lib/ids';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createAccountAction, createFirstOwnerAction, switchAccountAction } from './account';
import {
  createApiKeyAction,
  deleteApiKeyAction,
  importApiKeysAction,
  revealApiKeyAction,
  rotateApiKeyAction,
  updateApiKeyAction,
} from './api-key';
import { removeDemoAction } from './demo';
import { addMemberAction, removeMemberAction, updateMemberAction } from './member';
import {
  cancelSubscriptionAction,
  issueSubscriptionKeyAction,
  revealSubscriptionKeyAction,
  revokeSubscriptionKeyAction,
  rotateSubscriptionKeyAction,
  signUpAction,
  subscribeAction,
} from './portal';
import { createProductAction, deleteProductAction, updateProductAction } from './product';
import { changePasswordAction, revokeOtherSessionsAction, revokeSessionAction, updateProfileAction } from './profile';
import { decideSubscriptionAction } from './subscription';
import {
  addUsagePlanKeyAction,
  createUsagePlanAction,
  deleteUsagePlanAction,
  removeUsagePlanKeyAction,
  updateUsagePlanAction,
} from './usage-plan';

const caller = vi.hoisted((): { ctx?: Ctx; address: string } => ({ address: 'test' }));
vi.mock('@/lib/server/context', () => ({ createCtx: async () => caller.ctx }));
vi.mock('@/lib/server/rate-limit', () => ({ clientAddress: async () => caller.address }));

describeEachDatabase('changes of keys, plans, people and the portal as server actions', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    caller.ctx = world.owner;
    caller.address = newUuid();
  });

  const done = <T>(result: { ok: true; data: T } | { ok: false; error: unknown }): T => {
    if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
    return result.data;
  };

  it('carry a key from its creation to its end', async () => {
    const key = done(await createApiKeyAction({ name: 'k' }));
    const ref = { apiKeyId: key.id };
    expect(key.publish.workers).toEqual({ acked: 1, total: 1 });
    done(await updateApiKeyAction({ ...ref, version: 1, enabled: false }));
    expect(done(await revealApiKeyAction(ref)).value).toBe(key.value);
    expect(done(await rotateApiKeyAction({ ...ref, overlapSeconds: 0 })).value).not.toBe(key.value);
    expect(done(await deleteApiKeyAction(ref)).name).toBe('k');
    expect(done(await importApiKeysAction({ csv: `Name,Key\nimported,${newApiKeyValue()}` })).created).toBe(1);
  });

  it('sell an API to a consumer and take it back', async () => {
    const { api } = await givenDeployedApi(world.owner);
    const stages = [{ restApiId: api.id, stageName: 'prod' }];
    const plan = done(await createUsagePlanAction({ name: 'Free', stages, portalVisible: true }));
    const product = done(
      await createProductAction({ restApiId: api.id, stageName: 'prod', title: 'Pets', published: true }),
    );
    const edited = { name: 'Free of charge', stages, portalVisible: true };
    done(await updateUsagePlanAction({ ...edited, usagePlanId: plan.id, version: 1 }));
    const title = { restApiId: api.id, stageName: 'prod', title: 'All pets', published: true };
    done(await updateProductAction({ ...title, productId: product.id, version: 1 }));

    const consumer = await givenPerson(world);
    caller.ctx = consumer.ctx;
    const subscription = done(await subscribeAction({ productId: product.id, usagePlanId: plan.id }));
    const key = { subscriptionId: subscription.id, apiKeyId: subscription.key?.id ?? '' };
    expect(done(await revealSubscriptionKeyAction(key)).value).toBe(subscription.key?.value);
    done(await rotateSubscriptionKeyAction({ ...key, overlapSeconds: 0 }));
    done(await revokeSubscriptionKeyAction(key));
    done(await issueSubscriptionKeyAction({ subscriptionId: subscription.id }));
    done(await cancelSubscriptionAction({ subscriptionId: subscription.id }));
    done(await subscribeAction({ productId: product.id, usagePlanId: plan.id }));

    caller.ctx = world.owner;
    done(await decideSubscriptionAction({ subscriptionId: subscription.id, decision: 'revoke' }));
    const own = done(await createApiKeyAction({ name: 'own' }));
    done(await addUsagePlanKeyAction({ usagePlanId: plan.id, apiKeyId: own.id }));
    done(await removeUsagePlanKeyAction({ usagePlanId: plan.id, apiKeyId: own.id }));
    done(await deleteProductAction({ productId: product.id }));
    done(await deleteUsagePlanAction({ usagePlanId: plan.id }));
    done(await removeDemoAction());
  });

  it('let people join, manage themselves and leave', async () => {
    const email = `${newUuid()}@example.test`;
    const owner = await givenPerson(world, { role: 'owner' });
    caller.ctx = world.nobody;
    const { userId } = done(await signUpAction({ name: 'Nia', email, password: PASSWORD }));
    expect(await createFirstOwnerAction({ name: 'N', email, password: PASSWORD })).toMatchObject({
      ok: false,
      error: { code: 'CONFLICT' },
    });
    caller.ctx = owner.ctx;
    done(await addMemberAction({ email, role: 'viewer' }));
    done(await updateMemberAction({ userId, role: 'admin' }));
    done(await removeMemberAction({ userId }));
    const account = done(await createAccountAction({ name: 'Another' }));
    expect(account.role).toBe('owner');
    done(await switchAccountAction({ accountId: world.accountId }));

    const nia = await signedIn(world, userId);
    const phone = await signedIn(world, userId);
    caller.ctx = nia.ctx;
    done(await updateProfileAction({ name: 'Nia B.' }));
    done(await revokeSessionAction({ sessionId: createHash('sha256').update(phone.sessionId).digest('base64url') }));
    expect(done(await revokeOtherSessionsAction())).toEqual({ ended: 0 });
    done(await changePasswordAction({ currentPassword: PASSWORD, newPassword: 'something else entirely' }));
  });

  it('say what was refused, by field, and never more', async () => {
    expect(await createApiKeyAction({ name: '', value: 'short' })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT', fieldErrors: { name: [expect.any(String)], value: [expect.any(String)] } },
    });
    caller.ctx = world.viewer;
    expect(await deleteApiKeyAction({ apiKeyId: 'x' })).toMatchObject({ ok: false, error: { code: 'FORBIDDEN' } });
    caller.ctx = undefined;
    expect(await createUsagePlanAction({ name: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'INTERNAL', message: 'Something went wrong on our side. Nothing was changed.' },
    });
  });
});
