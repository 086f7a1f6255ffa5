'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus, ScrollText, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { KeyHint, KeyStatus } from '@/components/api-key/key-facts';
import { invalidateKeys } from '@/components/api-key/key-overlays';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { SectionHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { QuotaMeterCompact } from '@/components/usage/quota-meter';
import { totalUsed } from '@/components/usage/usage-range';
import { formatNumber } from '@/components/usage-plan/limit-text';
import { removeUsagePlanKeyAction } from '@/lib/actions/usage-plan';
import { useApiKeys } from '@/lib/client/api-keys';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import { routes } from '@/lib/client/routes';
import { useDebounced } from '@/lib/client/use-debounced';
import type { ApiKeySummary } from '@/lib/contract/api-key';
import type { KeyUsage, UsagePlanDetail } from '@/lib/contract/usage-plan';
import { AddKeyDialog } from './add-key-dialog';
import { planKeyFilter } from './key-filter';

interface PlanKeyRow extends ApiKeySummary {
  /** Undefined while it loads. */
  usage: KeyUsage | null | undefined;
}

/** The keys of the plan and what each has used of it. */
export function PlanKeys({ plan, usage }: Readonly<{ plan: UsagePlanDetail; usage: readonly KeyUsage[] | undefined }>) {
  const client = useQueryClient();
  const mayWrite = useCan('usage-plan:write');
  const [search, setSearch] = useState('');
  const keys = useApiKeys(planKeyFilter(plan.id, useDebounced(search)));
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<ApiKeySummary | null>(null);
  const remove = useAction(removeUsagePlanKeyAction, {
    success: (data) => `Key removed from the plan. ${publishText(data.publish)}`,
    onSuccess: () => invalidateKeys(client),
  });

  const rows = useMemo(() => {
    const byKey = new Map(usage?.map((entry) => [entry.apiKeyId, entry]));
    return keys.data?.pages.flatMap((page) =>
      page.items.map((key): PlanKeyRow => ({ ...key, usage: usage ? (byKey.get(key.id) ?? null) : undefined })),
    );
  }, [keys.data, usage]);

  const addButton = (
    <Button variant="outline" onClick={() => setAdding(true)}>
      <Plus /> Add key
    </Button>
  );

  return (
    <section aria-label="Keys" className="flex flex-col gap-3">
      <SectionHeader
        title="Keys"
        description="Each with its own rate and quota."
        actions={mayWrite ? addButton : null}
      />
      <DataTable
        label="Keys in this plan"
        columns={columns}
        {...tableState({ ...keys, data: rows })}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => routes.key(row.id)}
        filter={
          plan.keyCount > 8 || search
            ? { placeholder: 'Search keys', value: search, onChange: setSearch, server: true }
            : undefined
        }
        empty={{
          title: 'No keys in this plan',
          description: 'Add a key you have, or create one for it.',
          action: mayWrite ? addButton : undefined,
        }}
        rowActions={
          mayWrite
            ? (row) => [
                { label: 'Open', icon: ScrollText, href: routes.key(row.id) },
                {
                  label: 'Remove from plan…',
                  icon: X,
                  destructive: true,
                  separated: true,
                  onSelect: () => setLeaving(row),
                },
              ]
            : undefined
        }
        footer={
          keys.hasNextPage ? (
            <Button
              variant="outline"
              size="sm"
              className="self-center"
              loading={keys.isFetchingNextPage}
              onClick={() => void keys.fetchNextPage()}
            >
              Load more
            </Button>
          ) : null
        }
      />
      {adding ? <AddKeyDialog plan={plan} onClose={() => setAdding(false)} /> : null}
      {leaving ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setLeaving(null))}
          title={`Remove “${leaving.name}” from “${plan.name}”?`}
          description="The key stays, and what it has used stays counted."
          losses={['Calls to the plan’s stages with this key answer 403 within a second.']}
          confirmLabel="Remove from plan"
          onConfirm={async () => (await remove.run({ usagePlanId: plan.id, apiKeyId: leaving.id })) !== null}
        />
      ) : null}
    </section>
  );
}

const columns: Columns<PlanKeyRow> = [
  {
    id: 'name',
    header: 'Name',
    enableSorting: false,
    meta: { primary: true },
    cell: ({ row }) => <span className="line-clamp-1 min-w-28 break-all">{row.original.name}</span>,
  },
  {
    id: 'hint',
    header: 'Key',
    enableSorting: false,
    meta: { priority: 3 },
    cell: ({ row }) => <KeyHint hint={row.original.valueHint} />,
  },
  {
    id: 'status',
    header: 'Status',
    enableSorting: false,
    meta: { priority: 2 },
    cell: ({ row }) => <KeyStatus apiKey={row.original} />,
  },
  {
    id: 'calls',
    header: 'Calls',
    enableSorting: false,
    meta: { align: 'right', priority: 2 },
    cell: ({ row: { original } }) =>
      original.usage === undefined ? '' : formatNumber(original.usage ? totalUsed(original.usage.days) : 0),
  },
  {
    id: 'quota',
    header: 'Quota',
    enableSorting: false,
    meta: { className: 'md:w-48' },
    cell: ({ row: { original } }) =>
      original.usage === undefined ? null : (
        <QuotaMeterCompact quota={original.usage?.quota ?? null} label={`Quota used by ${original.name}`} />
      ),
  },
  {
    id: 'resets',
    header: 'Resets',
    enableSorting: false,
    meta: { priority: 3 },
    cell: ({ row: { original } }) =>
      original.usage?.quota ? (
        <RelativeTime at={original.usage.quota.resetsAt} className="text-muted-foreground" />
      ) : (
        <span className="text-muted-foreground">—</span>
      ),
  },
];
