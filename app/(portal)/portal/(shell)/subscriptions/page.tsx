import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { mySubscriptionKeys } from '@/lib/client/portal';
import { routes } from '@/lib/client/routes';
import { listMySubscriptions } from '@/lib/control/portal/list-subscriptions';
import { Prefetch } from '@/lib/server/prefetch';
import { currentUser } from '@/lib/server/session';
import { MySubscriptions } from './my-subscriptions';

export const metadata: Metadata = { title: 'My subscriptions' };

export default async function Page() {
  if ((await currentUser()) === null) {
    redirect(routes.portal.signIn({ callbackUrl: routes.portal.subscriptions() }));
  }
  return (
    <Prefetch queries={[{ queryKey: mySubscriptionKeys.list(), run: listMySubscriptions }]}>
      <MySubscriptions />
    </Prefetch>
  );
}
