import type { ApiKeySummary } from '@/lib/contract/api-key';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { requireApiKey } from '@/lib/store/api-keys';
import type { Tx } from '@/lib/store/client';
import { type OwnSubscription, requireOwnSubscription } from '@/lib/store/subscriptions';

/** A key of one of the person's own subscriptions. */
export async function requireOwnKey(
  tx: Tx,
  userId: string,
  { subscriptionId, apiKeyId }: { readonly subscriptionId: string; readonly apiKeyId: string },
): Promise<{ subscription: OwnSubscription; key: ApiKeySummary }> {
  const subscription = await requireOwnSubscription(tx, userId, subscriptionId);
  if (!subscription.apiKeys.some(({ id }) => id === apiKeyId)) throw new NotFoundError('This key');
  return { subscription, key: await requireApiKey(tx, subscription.accountId, apiKeyId) };
}

/** A consumer manages keys only while the subscription is theirs to use. */
export function requireActive(subscription: OwnSubscription): void {
  if (subscription.status === 'ACTIVE') return;
  throw new ConflictError(
    subscription.status === 'PENDING'
      ? 'This subscription still waits for approval. You get a key when it is approved.'
      : 'This subscription has ended. Subscribe again to get a working key.',
  );
}
