import { type SubscribeResult, type SubscriptionKey, subscribeInput } from '@/lib/contract/portal';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { giveKey, isTurnedOff } from '@/lib/control/subscription/keys';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { newEntityId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { requirePublishedProduct } from '@/lib/store/products';
import {
  findSubscriptionTo,
  insertSubscription,
  requireOwnSubscription,
  type SubscriptionStatus,
  writeSubscription,
} from '@/lib/store/subscriptions';
import { describeSubscription } from './describe-subscription';

/**
 * Subscribes the person to a product under a plan: with a key at once, or on an owner's approval. Whom an owner once
 * rejected or revoked needs approval whatever the plan says. A person has one subscription per product and plan, ended
 * or not, so that ending it and coming back does not start its quota anew.
 */
export async function subscribe(ctx: Ctx, input: unknown): Promise<Published<SubscribeResult>> {
  const { userId, email } = requirePerson(ctx);
  const { productId, usagePlanId, note } = parse(subscribeInput, input);
  const { id, key } = await transaction(ctx.db, async (tx) => {
    const product = await requirePublishedProduct(tx, productId);
    const plan = product.plans.find((one) => one.id === usagePlanId);
    if (!plan) throw new NotFoundError('This plan of the product');
    const before = await findSubscriptionTo(tx, { userId, productId, usagePlanId });
    if (before?.status === 'ACTIVE' || before?.status === 'PENDING') {
      throw new ConflictError(`You already have a subscription to “${product.title}” under the plan “${plan.name}”.`);
    }
    const wasRefused =
      before !== null &&
      (before.status !== 'CANCELLED' || isTurnedOff(await requireOwnSubscription(tx, userId, before.id)));
    const status: SubscriptionStatus = plan.approvalRequired || wasRefused ? 'PENDING' : 'ACTIVE';
    const subscriptionId = before?.id ?? newEntityId();
    const createdAt = ctx.clock.now();
    if (before) await writeSubscription(tx, before.id, { status, note, createdAt, decidedAt: null });
    else {
      await insertSubscription(tx, {
        id: subscriptionId,
        accountId: product.accountId,
        userId,
        productId,
        usagePlanId,
        status,
        note,
        createdAt,
      });
    }
    const subscription = await requireOwnSubscription(tx, userId, subscriptionId);
    const newKey: SubscriptionKey | null = status === 'ACTIVE' ? await giveKey(tx, ctx, subscription) : null;
    await recordAudit(tx, ctx, {
      accountId: product.accountId,
      action: 'subscription.create',
      targetType: 'subscription',
      targetId: subscriptionId,
      targetName: email,
      summary: `${product.title}, plan ${plan.name}${status === 'PENDING' ? '; waits for approval' : ''}.`,
    });
    return { id: subscriptionId, key: newKey };
  });
  const publish = await publishChange(ctx);
  const described = await describeSubscription(ctx, await requireOwnSubscription(ctx.db, userId, id));
  return { ...described, key, publish };
}
