import { type MySubscription, subscriptionRef } from '@/lib/contract/portal';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { requireOwnSubscription } from '@/lib/store/subscriptions';
import { describeSubscription } from './describe-subscription';

export async function getMySubscription(ctx: Ctx, input: unknown): Promise<MySubscription> {
  const { userId } = requirePerson(ctx);
  const { subscriptionId } = parse(subscriptionRef, input);
  return describeSubscription(ctx, await requireOwnSubscription(ctx.db, userId, subscriptionId));
}
