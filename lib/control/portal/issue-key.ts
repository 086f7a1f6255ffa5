import { type SubscriptionKey, subscriptionRef } from '@/lib/contract/portal';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { giveKey, isTurnedOff } from '@/lib/control/subscription/keys';
import { ConflictError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireOwnSubscription } from '@/lib/store/subscriptions';
import { requireActive } from './own-key';

/** A new value for a subscription whose key was revoked. */
export async function issueSubscriptionKey(ctx: Ctx, input: unknown): Promise<Published<SubscriptionKey>> {
  const { userId } = requirePerson(ctx);
  const { subscriptionId } = parse(subscriptionRef, input);
  const issued = await transaction(ctx.db, async (tx) => {
    const subscription = await requireOwnSubscription(tx, userId, subscriptionId);
    requireActive(subscription);
    if (isTurnedOff(subscription)) {
      throw new ConflictError('The owner of this API has turned your key off. Ask them about it.');
    }
    if (subscription.apiKeys.some((key) => key.rotatedFromId === null && key.expiresAt === null)) {
      throw new ConflictError('This subscription has a working key. Rotate that one.');
    }
    const key = await giveKey(tx, ctx, subscription);
    await recordAudit(tx, ctx, {
      accountId: subscription.accountId,
      action: 'api-key.issue',
      targetType: 'api-key',
      targetId: key.id,
      targetName: `${subscription.product.title} · ${subscription.user.email}`,
      summary: 'By its consumer, in the portal.',
    });
    return key;
  });
  return { ...issued, publish: await publishChange(ctx) };
}
