import type { MySubscription } from '@/lib/contract/portal';
import { type Ctx, requirePerson } from '@/lib/control/context';
import { listOwnSubscriptions } from '@/lib/store/subscriptions';
import { describeSubscriptions } from './describe-subscription';

export async function listMySubscriptions(ctx: Ctx): Promise<MySubscription[]> {
  const { userId } = requirePerson(ctx);
  return describeSubscriptions(ctx, await listOwnSubscriptions(ctx.db, userId));
}
