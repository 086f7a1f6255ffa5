import type { Metadata } from 'next';
import { subscriptionKeys } from '@/lib/client/subscriptions';
import { listSubscriptions } from '@/lib/control/subscription/list';
import { Prefetch } from '@/lib/server/prefetch';
import { SubscriptionsPage } from './subscriptions-page';

export const metadata: Metadata = { title: 'Subscriptions' };

export default function Page() {
  return (
    <Prefetch queries={[{ queryKey: subscriptionKeys.list(), run: (ctx) => listSubscriptions(ctx, {}) }]}>
      <SubscriptionsPage />
    </Prefetch>
  );
}
