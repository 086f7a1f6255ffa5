'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ban, Check, UserRoundCheck, X } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type ReactNode, useMemo, useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { useAction } from '@/components/form/use-action';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { SubscriptionStatus } from '@/components/portal/subscription-status';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { decideSubscriptionAction } from '@/lib/actions/subscription';
import { apiKeyKeys } from '@/lib/client/api-keys';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import { subscriptionKeys, useSubscriptions } from '@/lib/client/subscriptions';
import type { SubscriptionSummary } from '@/lib/contract/portal';

const VIEWS = ['all', 'pending', 'active', 'ended'] as const;
type View = (typeof VIEWS)[number];

const DONE = { approve: 'approved', reject: 'rejected', revoke: 'revoked' } as const;

export function SubscriptionsPage() {
  const client = useQueryClient();
  const mayDecide = useCan('subscription:decide');
  const subscriptions = useSubscriptions();
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('all'));
  const [ending, setEnding] = useState<{ subscription: SubscriptionSummary; decision: 'reject' | 'revoke' } | null>(
    null,
  );
  const decide = useAction(decideSubscriptionAction, {
    success: (data, input) =>
      `Subscription of ${data.consumer.email} ${DONE[input.decision]}.${input.decision === 'reject' ? '' : ` ${publishText(data.publish)}`}`,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: subscriptionKeys.all() }),
        client.invalidateQueries({ queryKey: apiKeyKeys.all() }),
      ]),
    onReload: () => void client.invalidateQueries({ queryKey: subscriptionKeys.all() }),
  });
  const approve = (subscription: SubscriptionSummary) =>
    decide.run({ subscriptionId: subscription.id, decision: 'approve' });

  const counts = useMemo(() => {
    const count = (of: View) => subscriptions.data?.filter((one) => isIn(of, one)).length ?? 0;
    return { all: count('all'), pending: count('pending'), active: count('active'), ended: count('ended') };
  }, [subscriptions.data]);
  const rows = useMemo(() => subscriptions.data?.filter((one) => isIn(view, one)), [subscriptions.data, view]);

  const decisionOn = (subscription: SubscriptionSummary) =>
    mayDecide && subscription.status === 'PENDING' ? (
      <Decision
        subscription={subscription}
        disabled={decide.pending}
        onApprove={() => void approve(subscription)}
        onReject={() => setEnding({ subscription, decision: 'reject' })}
      />
    ) : null;

  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Subscriptions' }]} />
      <PageHeader
        title="Subscriptions"
        description="Consumers who asked for a plan in the portal. Approving one makes its key."
      />
      <DataTable
        label="Subscriptions"
        columns={columnsWith(decisionOn)}
        {...tableState({ ...subscriptions, data: rows })}
        rowId={(row) => row.id}
        rowLabel={(row) => `${row.consumer.email}, ${row.product.title}`}
        filter={{
          placeholder: 'Filter by consumer, product or plan',
          textOf: (row) =>
            `${row.consumer.email} ${row.consumer.name} ${row.product.title} ${row.usagePlan.name} ${row.note}`,
        }}
        toolbar={
          <SegmentedControl
            aria-label="State"
            value={view}
            onValueChange={(next) => void setView(next)}
            options={[
              { value: 'all', label: <Counted label="All" count={counts.all} /> },
              { value: 'pending', label: <Counted label="Pending" count={counts.pending} /> },
              { value: 'active', label: <Counted label="Active" count={counts.active} /> },
              { value: 'ended', label: <Counted label="Ended" count={counts.ended} /> },
            ]}
          />
        }
        empty={{
          icon: <UserRoundCheck />,
          title: view === 'pending' ? 'Nobody is waiting' : 'No subscriptions here',
          description:
            view === 'all' ? 'Publish a product, and those who subscribe to it in the portal appear here.' : undefined,
        }}
        rowActions={
          mayDecide
            ? (row) => {
                if (row.status === 'ACTIVE') {
                  return [
                    {
                      label: 'Revoke…',
                      icon: Ban,
                      destructive: true,
                      onSelect: () => setEnding({ subscription: row, decision: 'revoke' }),
                    },
                  ];
                }
                if (row.status === 'CANCELLED') return [];
                return [
                  { label: 'Approve', icon: Check, onSelect: () => void approve(row) },
                  ...(row.status === 'PENDING'
                    ? [
                        {
                          label: 'Reject…',
                          icon: X,
                          destructive: true,
                          onSelect: () => setEnding({ subscription: row, decision: 'reject' as const }),
                        },
                      ]
                    : []),
                ];
              }
            : undefined
        }
      />
      {ending ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setEnding(null))}
          title={
            ending.decision === 'reject'
              ? `Reject ${ending.subscription.consumer.email}?`
              : `Revoke the subscription of ${ending.subscription.consumer.email}?`
          }
          description={`${ending.subscription.product.title}, plan ${ending.subscription.usagePlan.name}.`}
          losses={
            ending.decision === 'reject'
              ? ['They see that it was rejected, and can ask again.']
              : ['Their key answers 403 within a second.', 'Coming back needs your approval.']
          }
          confirmLabel={ending.decision === 'reject' ? 'Reject' : 'Revoke subscription'}
          onConfirm={async () =>
            (await decide.run({ subscriptionId: ending.subscription.id, decision: ending.decision })) !== null
          }
        />
      ) : null}
    </PageBody>
  );
}

function isIn(view: View, { status }: SubscriptionSummary): boolean {
  if (view === 'pending') return status === 'PENDING';
  if (view === 'active') return status === 'ACTIVE';
  return view === 'all' || !['PENDING', 'ACTIVE'].includes(status);
}

function Counted({ label, count }: Readonly<{ label: string; count: number }>) {
  return (
    <>
      {label} <span className="tabular text-muted-foreground">{count}</span>
    </>
  );
}

function Decision({
  subscription,
  disabled,
  onApprove,
  onReject,
}: Readonly<{ subscription: SubscriptionSummary; disabled: boolean; onApprove: () => void; onReject: () => void }>) {
  const who = subscription.consumer.email;
  return (
    <span className="flex gap-1.5">
      <Button size="sm" disabled={disabled} aria-label={`Approve ${who}`} onClick={onApprove}>
        <Check /> Approve
      </Button>
      <Button variant="outline" size="sm" disabled={disabled} aria-label={`Reject ${who}`} onClick={onReject}>
        Reject
      </Button>
    </span>
  );
}

/** On a phone the first column holds the rest, the decision included. */
function columnsWith(decisionOn: (subscription: SubscriptionSummary) => ReactNode): Columns<SubscriptionSummary> {
  return [
    {
      id: 'consumer',
      header: 'Consumer',
      accessorFn: (row) => row.consumer.email,
      meta: { primary: true },
      cell: ({ row: { original } }) => (
        <span className="flex min-w-44 flex-col">
          <span className="line-clamp-1 break-all font-medium">{original.consumer.name}</span>
          <span className="line-clamp-1 break-all text-xs text-muted-foreground">{original.consumer.email}</span>
          <span className="flex flex-col items-start gap-2 py-1 md:hidden">
            <span>
              {original.product.title} · {original.usagePlan.name}
            </span>
            <SubscriptionStatus status={original.status} />
            {decisionOn(original)}
          </span>
        </span>
      ),
    },
    {
      id: 'product',
      header: 'Product',
      accessorFn: (row) => row.product.title,
      meta: { priority: 2 },
      cell: ({ row }) => (
        <span className="flex min-w-28 flex-col">
          <span className="line-clamp-2">{row.original.product.title}</span>
          <span className="text-xs text-muted-foreground">{row.original.usagePlan.name}</span>
        </span>
      ),
    },
    {
      id: 'note',
      header: 'Note',
      enableSorting: false,
      meta: { priority: 3 },
      cell: ({ row }) => (
        <span className="line-clamp-2 max-w-56 text-xs text-muted-foreground wrap-anywhere">{row.original.note}</span>
      ),
    },
    {
      id: 'created',
      header: 'Asked',
      accessorFn: (row) => row.createdAt,
      meta: { priority: 3 },
      cell: ({ row }) => <RelativeTime at={row.original.createdAt} className="text-muted-foreground" />,
    },
    {
      id: 'status',
      header: 'State',
      accessorFn: (row) => row.status,
      meta: { priority: 2 },
      cell: ({ row }) => <SubscriptionStatus status={row.original.status} />,
    },
    {
      id: 'decision',
      header: () => <span className="sr-only">Decide</span>,
      enableSorting: false,
      meta: { priority: 2 },
      cell: ({ row }) => <span className="flex justify-end">{decisionOn(row.original)}</span>,
    },
  ];
}
