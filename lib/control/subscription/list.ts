import { listSubscriptionsInput, type SubscriptionSummary } from '@/lib/contract/portal';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listSubscriptionSummaries } from '@/lib/store/subscriptions';

export async function listSubscriptions(ctx: Ctx, input: unknown): Promise<SubscriptionSummary[]> {
  const { accountId } = requireScope(ctx, 'subscription:read');
  return listSubscriptionSummaries(ctx.db, { ...parse(listSubscriptionsInput, input), accountId });
}
