'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { DangerAction, DangerZone } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { SubscriptionStatus } from '@/components/portal/subscription-status';
import { Alert } from '@/components/ui/alert';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Breadcrumbs } from '@/components/ui/breadcrumb';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { cancelSubscriptionAction } from '@/lib/actions/portal';
import { catalogueKeys, mySubscriptionKeys, useMySubscription } from '@/lib/client/portal';
import { routes } from '@/lib/client/routes';
import type { MySubscription } from '@/lib/contract/portal';
import { planText } from '../plan-text';
import { ActiveSubscription } from './active-subscription';

export function SubscriptionPage({ subscriptionId }: Readonly<{ subscriptionId: string }>) {
  const subscription = useMySubscription(subscriptionId);
  if (subscription.data) return <LoadedSubscription subscription={subscription.data} />;
  if (subscription.isError) return <QueryError title="The subscription could not be loaded" query={subscription} />;
  return <Skeleton className="h-80" />;
}

function LoadedSubscription({ subscription }: Readonly<{ subscription: MySubscription }>) {
  const client = useQueryClient();
  const [cancelling, setCancelling] = useState(false);
  const pending = subscription.status === 'PENDING';
  const live = pending || subscription.status === 'ACTIVE';
  const cancel = useAction(cancelSubscriptionAction, {
    success: pending ? 'Request withdrawn.' : 'Subscription cancelled.',
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: mySubscriptionKeys.all() }),
        client.invalidateQueries({ queryKey: catalogueKeys.all() }),
      ]),
  });

  return (
    <>
      <div className="flex flex-col gap-2">
        <Breadcrumbs
          className="-ml-1 max-sm:hidden"
          items={[
            { label: 'My subscriptions', href: routes.portal.subscriptions() },
            { label: subscription.product.title },
          ]}
        />
        <PageHeader
          title={subscription.product.title}
          badges={<SubscriptionStatus status={subscription.status} />}
          description={planText(subscription)}
          actions={
            <Button variant="outline" render={<Link href={routes.portal.product(subscription.product.id)} />}>
              Documentation
            </Button>
          }
        />
      </div>
      {subscription.status === 'ACTIVE' ? (
        <ActiveSubscription subscription={subscription} />
      ) : (
        <Ended subscription={subscription} />
      )}
      {live ? (
        <DangerZone title={pending ? 'Withdraw' : 'End'}>
          <DangerAction
            title={pending ? 'Withdraw the request' : 'Cancel this subscription'}
            description={
              pending
                ? 'The owner no longer sees it.'
                : 'Your key stops working within a second. You can subscribe again.'
            }
            action={
              <Button variant="destructive" onClick={() => setCancelling(true)}>
                {pending ? 'Withdraw' : 'Cancel subscription'}
              </Button>
            }
          />
        </DangerZone>
      ) : null}
      <ConfirmDialog
        open={cancelling}
        onOpenChange={setCancelling}
        title={
          pending
            ? `Withdraw the request for ${subscription.product.title}?`
            : `Cancel ${subscription.product.title}, ${subscription.usagePlan.name}?`
        }
        losses={
          pending
            ? ['Your place among the requests.']
            : [
                'Your key answers 403 within a second, and so does an old one in its overlap.',
                'What you have used stays counted in this period, also when you subscribe again.',
              ]
        }
        confirmLabel={pending ? 'Withdraw' : 'Cancel subscription'}
        cancelLabel="Keep it"
        onConfirm={async () => (await cancel.run({ subscriptionId: subscription.id })) !== null}
      />
    </>
  );
}

/** Every state in which there is no key: what it means and what can be done. */
function Ended({ subscription }: Readonly<{ subscription: MySubscription }>) {
  const since = subscription.decidedAt ? <RelativeTime at={subscription.decidedAt} /> : null;
  const again = (
    <Button variant="outline" size="sm" render={<Link href={routes.portal.product(subscription.product.id)} />}>
      See plans
    </Button>
  );
  if (subscription.status === 'PENDING') {
    return (
      <Alert variant="info" title="Waiting for the owner’s approval">
        Asked <RelativeTime at={subscription.createdAt} />. Your key appears here as soon as it is approved; this page
        keeps itself up to date.
        {subscription.note ? <span className="mt-2 block italic">“{subscription.note}”</span> : null}
      </Alert>
    );
  }
  if (subscription.status === 'REJECTED') {
    return (
      <Alert variant="destructive" title="The owner rejected this request" action={again}>
        Decided {since}. You can ask again under this or another plan.
      </Alert>
    );
  }
  if (subscription.status === 'REVOKED') {
    return (
      <Alert variant="destructive" title="The owner revoked this subscription" action={again}>
        Your key stopped working {since}. Subscribing again needs their approval.
      </Alert>
    );
  }
  return (
    <Alert title="You cancelled this subscription" action={again}>
      Your key stopped working {since}.
    </Alert>
  );
}
