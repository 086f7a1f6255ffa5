'use client';

import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { SubscriptionStatus } from '@/components/portal/subscription-status';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { QuotaMeterCompact } from '@/components/usage/quota-meter';
import { totalUsed } from '@/components/usage/usage-range';
import { countText, formatNumber } from '@/components/usage-plan/limit-text';
import { useMySubscriptions } from '@/lib/client/portal';
import { routes } from '@/lib/client/routes';
import type { MySubscription } from '@/lib/contract/portal';
import { planText } from './plan-text';

export function MySubscriptions() {
  const subscriptions = useMySubscriptions();
  return (
    <>
      <PageHeader title="My subscriptions" description="Your keys, and what you use." />
      {subscriptions.isError && !subscriptions.data ? (
        <Card>
          <QueryError title="Your subscriptions could not be loaded" query={subscriptions} />
        </Card>
      ) : !subscriptions.data ? (
        <Skeleton className="h-40" />
      ) : subscriptions.data.length === 0 ? (
        <Card>
          <EmptyState
            icon={<KeyRound />}
            title="No subscriptions yet"
            description="Choose an API in the catalogue and subscribe to one of its plans to get a key."
            action={<Button render={<Link href={routes.portal.home()} />}>Open catalogue</Button>}
          />
        </Card>
      ) : (
        <ul className="flex flex-col gap-3">
          {subscriptions.data.map((subscription) => (
            <li key={subscription.id}>
              <SubscriptionRow subscription={subscription} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function SubscriptionRow({ subscription }: Readonly<{ subscription: MySubscription }>) {
  const usage = subscription.usage[0];
  const active = subscription.status === 'ACTIVE';
  return (
    <Link
      href={routes.portal.subscription(subscription.id)}
      className="grid items-center gap-x-6 gap-y-3 rounded-lg border border-border bg-card px-5 py-4 transition-colors hover:border-muted-foreground/50 sm:grid-cols-[1fr_12rem]"
    >
      <span className="flex min-w-0 flex-col gap-1">
        <span className="flex flex-wrap items-center gap-2">
          <span className="truncate text-base font-medium">{subscription.product.title}</span>
          <SubscriptionStatus status={subscription.status} />
        </span>
        <span className="text-sm text-muted-foreground">
          {planText(subscription)} · since <RelativeTime at={subscription.createdAt} />
        </span>
      </span>
      {active && usage ? (
        usage.quota ? (
          <QuotaMeterCompact quota={usage.quota} label={`Quota used of ${subscription.product.title}`} />
        ) : (
          <span className="text-sm text-muted-foreground" title={formatNumber(totalUsed(usage.days))}>
            {countText(totalUsed(usage.days), 'call')} in 30 days
          </span>
        )
      ) : null}
    </Link>
  );
}
