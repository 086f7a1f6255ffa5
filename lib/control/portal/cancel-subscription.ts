import { type MySubscription, subscriptionRef } from '@/lib/contract/portal';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { takeKeys } from '@/lib/control/subscription/keys';
import { ConflictError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireOwnSubscription, writeSubscription } from '@/lib/store/subscriptions';
import { describeSubscription } from './describe-subscription';

export async function cancelSubscription(ctx: Ctx, input: unknown): Promise<Published<MySubscription>> {
  const { userId } = requirePerson(ctx);
  const { subscriptionId } = parse(subscriptionRef, input);
  await transaction(ctx.db, async (tx) => {
    const subscription = await requireOwnSubscription(tx, userId, subscriptionId);
    // What an owner ended stays ended by them: coming back then needs their approval.
    if (subscription.status !== 'ACTIVE' && subscription.status !== 'PENDING') {
      throw new ConflictError('This subscription has ended already.');
    }
    await writeSubscription(tx, subscriptionId, { status: 'CANCELLED', decidedAt: ctx.clock.now() });
    await takeKeys(tx, ctx, subscriptionId, 'consumer');
    await recordAudit(tx, ctx, {
      accountId: subscription.accountId,
      action: 'subscription.cancel',
      targetType: 'subscription',
      targetId: subscriptionId,
      targetName: subscription.user.email,
      summary: `${subscription.product.title}, plan ${subscription.usagePlan.name}.`,
    });
  });
  const publish = await publishChange(ctx);
  return {
    ...(await describeSubscription(ctx, await requireOwnSubscription(ctx.db, userId, subscriptionId))),
    publish,
  };
}
