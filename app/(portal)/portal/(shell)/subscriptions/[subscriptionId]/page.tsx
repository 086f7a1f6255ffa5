import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { mySubscriptionKeys } from '@/lib/client/portal';
import { routes } from '@/lib/client/routes';
import { getMySubscription } from '@/lib/control/portal/get-subscription';
import { Prefetch } from '@/lib/server/prefetch';
import { readOrNull } from '@/lib/server/read';
import { currentUser } from '@/lib/server/session';
import { SubscriptionPage } from './subscription-page';

type Props = Readonly<{ params: Promise<{ subscriptionId: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { subscriptionId } = await params;
  return {
    title: (await readOrNull(getMySubscription, { subscriptionId }))?.product.title ?? 'Subscription',
  };
}

export default async function Page({ params }: Props) {
  const { subscriptionId } = await params;
  if ((await currentUser()) === null) {
    redirect(routes.portal.signIn({ callbackUrl: routes.portal.subscription(subscriptionId) }));
  }
  return (
    <Prefetch
      queries={[
        {
          queryKey: mySubscriptionKeys.detail(subscriptionId),
          run: (ctx) => getMySubscription(ctx, { subscriptionId }),
          required: true,
        },
      ]}
    >
      <SubscriptionPage subscriptionId={subscriptionId} />
    </Prefetch>
  );
}
