import type { SubscriptionKey } from '@/lib/contract/portal';
import { rotateValue } from '@/lib/control/api-key/rotate-value';
import { sealValue } from '@/lib/control/api-key/seal-value';
import type { Ctx } from '@/lib/control/context';
import { newApiKeyValue, newEntityId } from '@/lib/ids';
import { insertApiKey, requireApiKey, writeApiKey } from '@/lib/store/api-keys';
import type { Tx } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { disableSubscriptionKeys, endSubscriptionKeys, type OwnSubscription } from '@/lib/store/subscriptions';

/**
 * Gives the subscription a working key. One that had a key keeps its id under a new value: revoking and asking again
 * does not start the quota anew. A key that an owner turned off must have been looked at before (isTurnedOff).
 */
export async function giveKey(tx: Tx, ctx: Ctx, subscription: OwnSubscription): Promise<SubscriptionKey> {
  const { accountId, usagePlan, product, user } = subscription;
  const known = subscription.apiKeys.find((key) => key.rotatedFromId === null);
  if (known) {
    const key = await requireApiKey(tx, accountId, known.id);
    const target = { key, accountId, subscriptionId: subscription.id, overlapSeconds: 0 };
    const value = await rotateValue(tx, ctx, target);
    await writeApiKey(tx, known.id, { enabled: true, expiresAt: null });
    return { id: known.id, value };
  }
  const id = newEntityId();
  const value = newApiKeyValue();
  await insertApiKey(
    tx,
    {
      ...sealValue(ctx, id, value),
      id,
      accountId,
      name: `${product.title} · ${user.email}`.slice(0, 1024),
      description: '',
      enabled: true,
      customerId: user.id,
      demo: product.demo,
      subscriptionId: subscription.id,
      createdAt: ctx.clock.now(),
    },
    [usagePlan.id],
  );
  await bumpRevision(tx, [{ kind: 'api-key', entityId: id }]);
  return { id, value };
}

/** An owner has disabled the key: only an owner gives it back. What the consumer ended has an end, but is enabled. */
export const isTurnedOff = (subscription: OwnSubscription): boolean =>
  subscription.apiKeys.some((key) => key.rotatedFromId === null && !key.enabled);

/**
 * Ends every value of the subscription's key, on all gateways within a second: turned off by an owner, or ended by
 * the consumer, who may take a new one.
 */
export async function takeKeys(tx: Tx, ctx: Ctx, subscriptionId: string, by: 'owner' | 'consumer'): Promise<void> {
  const ids =
    by === 'owner'
      ? await disableSubscriptionKeys(tx, subscriptionId)
      : await endSubscriptionKeys(tx, subscriptionId, ctx.clock.now());
  if (ids.length === 0) return;
  await bumpRevision(
    tx,
    ids.map((entityId) => ({ kind: 'api-key', entityId })),
  );
}
