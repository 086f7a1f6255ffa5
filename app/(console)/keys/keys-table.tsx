'use client';

import { Eye, RotateCw, ScrollText, Trash2 } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { type ComponentProps, useMemo, useState } from 'react';
import { KeyEnabledSwitch } from '@/components/api-key/key-enabled-switch';
import { DemoBadge, KeyExpiry, KeyHint } from '@/components/api-key/key-facts';
import { type KeyOverlay, KeyOverlays } from '@/components/api-key/key-overlays';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { SimpleSelect } from '@/components/ui/select';
import { formatNumber } from '@/components/usage-plan/limit-text';
import { useApiKeys } from '@/lib/client/api-keys';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import { useUsagePlans } from '@/lib/client/usage-plans';
import { useDebounced } from '@/lib/client/use-debounced';
import type { ApiKeySummary } from '@/lib/contract/api-key';
import { keysSearchParams, toKeyFilter } from './search-params';

const ANY_PLAN = 'any';

export function KeysTable({ empty }: Readonly<{ empty: ComponentProps<typeof EmptyState> }>) {
  const mayWrite = useCan('api-key:write');
  const [search, setSearch] = useQueryStates(keysSearchParams);
  const keys = useApiKeys(toKeyFilter(useDebounced(search)));
  const plans = useUsagePlans();
  const [overlay, setOverlay] = useState<KeyOverlay | null>(null);

  const rows = useMemo(() => keys.data?.pages.flatMap((page) => page.items), [keys.data]);
  const total = keys.data?.pages[0]?.total ?? 0;

  return (
    <>
      <DataTable
        label="API keys"
        columns={columns}
        {...tableState({ ...keys, data: rows })}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => routes.key(row.id)}
        empty={search.plan ? { title: 'No key is in this plan', description: 'Open the plan to add one.' } : empty}
        filter={{
          placeholder: 'Search name, id, customer, e-mail',
          value: search.q,
          onChange: (q) => void setSearch({ q: q || null }),
          server: true,
        }}
        toolbar={
          <SimpleSelect
            aria-label="Usage plan"
            className="w-44"
            value={search.plan || ANY_PLAN}
            onValueChange={(plan) => void setSearch({ plan: plan === ANY_PLAN ? null : plan })}
            options={[
              { value: ANY_PLAN, label: 'All usage plans' },
              ...(plans.data ?? []).map((plan) => ({ value: plan.id, label: plan.name })),
            ]}
          />
        }
        rowActions={
          mayWrite
            ? (row) => [
                { label: 'Open', icon: ScrollText, href: routes.key(row.id) },
                { label: 'Reveal value…', icon: Eye, onSelect: () => setOverlay({ kind: 'reveal', apiKey: row }) },
                // The old value of a rotation ends by itself; it has no value of its own to replace.
                ...(row.rotatedFromId
                  ? []
                  : [
                      {
                        label: 'Rotate…',
                        icon: RotateCw,
                        onSelect: () => setOverlay({ kind: 'rotate' as const, apiKey: row }),
                      },
                    ]),
                {
                  label: row.rotatedFromId ? 'End old value…' : 'Delete…',
                  icon: Trash2,
                  destructive: true,
                  separated: true,
                  onSelect: () => setOverlay({ kind: 'delete', apiKey: row }),
                },
              ]
            : undefined
        }
        footer={
          rows && rows.length > 0 ? (
            <div className="flex min-h-7 items-center justify-between gap-3">
              <p aria-live="polite" className="tabular text-xs text-muted-foreground">
                {formatNumber(rows.length)} of {formatNumber(total)}
              </p>
              {keys.hasNextPage ? (
                <Button
                  variant="outline"
                  size="sm"
                  loading={keys.isFetchingNextPage}
                  onClick={() => void keys.fetchNextPage()}
                >
                  Load more
                </Button>
              ) : null}
            </div>
          ) : null
        }
      />
      <KeyOverlays overlay={overlay} onClose={() => setOverlay(null)} />
    </>
  );
}

// Sorting what happens to be loaded would look like sorting everything: the server's order stands.
const columns: Columns<ApiKeySummary> = [
  {
    id: 'name',
    header: 'Name',
    accessorFn: (row) => row.name,
    enableSorting: false,
    meta: { primary: true },
    cell: ({ row }) => (
      <span className="flex min-w-32 items-center gap-1.5">
        <span className="line-clamp-1 break-all">{row.original.name}</span>
        {row.original.rotatedFromId ? <Badge variant="outline">Old value</Badge> : null}
        <DemoBadge demo={row.original.demo} className="max-sm:hidden" />
      </span>
    ),
  },
  {
    id: 'hint',
    header: 'Key',
    enableSorting: false,
    cell: ({ row }) => <KeyHint hint={row.original.valueHint} />,
  },
  {
    id: 'plans',
    header: 'Usage plans',
    enableSorting: false,
    meta: { priority: 2 },
    cell: ({ row }) => <PlanBadges plans={row.original.usagePlans} />,
  },
  {
    id: 'consumer',
    header: 'Consumer',
    enableSorting: false,
    meta: { priority: 3 },
    cell: ({ row }) => (
      <span className="line-clamp-1 max-w-52 break-all">
        {row.original.consumerEmail ?? (row.original.customerId || <span className="text-muted-foreground">—</span>)}
      </span>
    ),
  },
  {
    id: 'expires',
    header: 'Expires',
    enableSorting: false,
    meta: { priority: 3 },
    cell: ({ row }) => <KeyExpiry expiresAt={row.original.expiresAt} />,
  },
  {
    id: 'updated',
    header: 'Updated',
    enableSorting: false,
    meta: { priority: 2 },
    cell: ({ row }) => <RelativeTime at={row.original.updatedAt} className="text-muted-foreground" />,
  },
  {
    id: 'enabled',
    header: 'Enabled',
    enableSorting: false,
    cell: ({ row }) => (
      <span className="flex">
        <KeyEnabledSwitch apiKey={row.original} />
      </span>
    ),
  },
];

function PlanBadges({ plans }: Readonly<{ plans: ApiKeySummary['usagePlans'] }>) {
  if (plans.length === 0) return <span className="text-muted-foreground">None</span>;
  return (
    <span className="flex gap-1">
      {plans.slice(0, 2).map((plan) => (
        <Badge key={plan.id} variant="secondary" className="max-w-32">
          <span className="truncate">{plan.name}</span>
        </Badge>
      ))}
      {plans.length > 2 ? <Badge variant="outline">+{plans.length - 2}</Badge> : null}
    </span>
  );
}
