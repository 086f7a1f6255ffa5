import { decideSubscriptionInput, type SubscriptionSummary } from '@/lib/contract/portal';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import {
  requireSubscription,
  requireSubscriptionOf,
  type SubscriptionStatus,
  writeSubscription,
} from '@/lib/store/subscriptions';
import { giveKey, takeKeys } from './keys';

const DECISIONS = {
  approve: { to: 'ACTIVE', from: ['PENDING', 'REJECTED', 'REVOKED'] },
  reject: { to: 'REJECTED', from: ['PENDING'] },
  revoke: { to: 'REVOKED', from: ['ACTIVE'] },
} as const satisfies Record<string, { to: SubscriptionStatus; from: readonly SubscriptionStatus[] }>;

const STATE_WORDS: Record<SubscriptionStatus, string> = {
  PENDING: 'still waits for approval',
  ACTIVE: 'is active',
  REJECTED: 'was rejected',
  REVOKED: 'was revoked',
  CANCELLED: 'was cancelled by the consumer',
};

/** An owner's word on a subscription: approving gives a key, revoking ends it at once. */
export async function decideSubscription(ctx: Ctx, input: unknown): Promise<Published<SubscriptionSummary>> {
  const { accountId } = requireScope(ctx, 'subscription:decide');
  const { subscriptionId, decision } = parse(decideSubscriptionInput, input);
  const decided = await transaction(ctx.db, async (tx) => {
    const subscription = await requireSubscriptionOf(tx, accountId, subscriptionId);
    const { from, to } = DECISIONS[decision];
    if (!(from as readonly SubscriptionStatus[]).includes(subscription.status)) {
      throw new ConflictError(`This subscription ${STATE_WORDS[subscription.status]}, so you can’t ${decision} it.`);
    }
    await writeSubscription(tx, subscriptionId, { status: to, decidedAt: ctx.clock.now() });
    if (decision === 'approve') await giveKey(tx, ctx, subscription);
    else await takeKeys(tx, ctx, subscriptionId, 'owner');
    await recordAudit(tx, ctx, {
      action: `subscription.${decision}`,
      targetType: 'subscription',
      targetId: subscriptionId,
      targetName: subscription.user.email,
      summary: `${subscription.product.title}, plan ${subscription.usagePlan.name}.`,
    });
    return requireSubscription(tx, accountId, subscriptionId);
  });
  return { ...decided, publish: await publishChange(ctx) };
}
