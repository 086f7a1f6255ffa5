import { ConflictError } from '@/lib/errors';
import type { Dependents } from '@/lib/store/rest-apis';

/** Someone pays for what a published stage serves: their subscriptions end by a decision, not as a side effect. */
export function refuseWhileSubscribed(what: string, products: Dependents['products']): void {
  const sold = products.filter(({ activeSubscriptionCount }) => activeSubscriptionCount > 0);
  if (sold.length === 0) return;
  const names = sold.map(
    ({ title, activeSubscriptionCount: count }) =>
      `“${title}” with ${count} ${count === 1 ? 'subscription' : 'subscriptions'}`,
  );
  throw new ConflictError(
    `${what} is in the portal as ${names.join(' and ')}. Revoke these subscriptions first, then delete it.`,
  );
}
