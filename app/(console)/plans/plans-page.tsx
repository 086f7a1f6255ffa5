'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Gauge, Pencil, Plus, ScrollText, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DemoBadge } from '@/components/api-key/key-facts';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { DeletePlanDialog } from '@/components/usage-plan/delete-plan-dialog';
import { formatNumber, quotaShort, throttleShort } from '@/components/usage-plan/limit-text';
import { PlanFormSheet } from '@/components/usage-plan/plan-form-sheet';
import { planStageNames } from '@/components/usage-plan/plan-stage-names';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import { usagePlanKeys, useUsagePlans } from '@/lib/client/usage-plans';
import type { UsagePlanSummary } from '@/lib/contract/usage-plan';

type Overlay = { kind: 'create' } | { kind: 'edit' | 'delete'; plan: UsagePlanSummary };

export function PlansPage() {
  const client = useQueryClient();
  const router = useRouter();
  const mayWrite = useCan('usage-plan:write');
  const plans = useUsagePlans();
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const close = () => setOverlay(null);
  const createButton = (
    <Button onClick={() => setOverlay({ kind: 'create' })}>
      <Plus /> Create plan
    </Button>
  );

  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Usage plans' }]} />
      <PageHeader
        title="Usage plans"
        description="A plan opens stages to its keys and says how fast and how much they may call."
        actions={mayWrite ? createButton : null}
      />
      <DataTable
        label="Usage plans"
        columns={columns}
        {...tableState(plans)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => routes.plan(row.id)}
        filter={{
          placeholder: 'Filter plans',
          textOf: (row) => `${row.name} ${row.description} ${row.id} ${planStageNames(row)} ${row.priceText}`,
        }}
        empty={{
          icon: <Gauge />,
          title: 'No usage plans yet',
          description: 'A plan is what you sell: “Free” with 1,000 calls a month, “Pro” with 100 a second.',
          action: mayWrite ? createButton : undefined,
        }}
        rowActions={
          mayWrite
            ? (row) => [
                { label: 'Open', icon: ScrollText, href: routes.plan(row.id) },
                { label: 'Edit…', icon: Pencil, onSelect: () => setOverlay({ kind: 'edit', plan: row }) },
                {
                  label: 'Delete…',
                  icon: Trash2,
                  destructive: true,
                  separated: true,
                  onSelect: () => setOverlay({ kind: 'delete', plan: row }),
                },
              ]
            : undefined
        }
      />
      {overlay?.kind === 'create' || overlay?.kind === 'edit' ? (
        <PlanFormSheet
          plan={overlay.kind === 'edit' ? overlay.plan : undefined}
          onClose={close}
          onSaved={async (plan) => {
            await client.invalidateQueries({ queryKey: usagePlanKeys.all() });
            if (overlay.kind === 'create') router.push(routes.plan(plan.id));
          }}
        />
      ) : null}
      {overlay?.kind === 'delete' ? <DeletePlanDialog plan={overlay.plan} onClose={close} /> : null}
    </PageBody>
  );
}

const columns: Columns<UsagePlanSummary> = [
  {
    id: 'name',
    header: 'Name',
    accessorFn: (row) => row.name,
    meta: { primary: true },
    cell: ({ row }) => (
      <span className="flex min-w-28 items-center gap-1.5">
        <span className="line-clamp-1 break-all">{row.original.name}</span>
        <DemoBadge demo={row.original.demo} />
      </span>
    ),
  },
  {
    id: 'rate',
    header: 'Rate limit',
    accessorFn: (row) => row.throttle?.rateLimit ?? Number.POSITIVE_INFINITY,
    cell: ({ row }) => (
      <span className="tabular whitespace-nowrap">
        {row.original.throttle ? throttleShort(row.original.throttle) : <Unlimited />}
      </span>
    ),
  },
  {
    id: 'quota',
    header: 'Quota',
    accessorFn: (row) => row.quota?.limit ?? Number.POSITIVE_INFINITY,
    meta: { priority: 2 },
    cell: ({ row }) => (
      <span className="tabular whitespace-nowrap">
        {row.original.quota ? quotaShort(row.original.quota) : <Unlimited />}
      </span>
    ),
  },
  {
    id: 'stages',
    header: 'Stages',
    accessorFn: (row) => row.stages.length,
    meta: { priority: 3 },
    cell: ({ row }) =>
      row.original.stages.length === 0 ? (
        <Badge variant="warning">No stage</Badge>
      ) : (
        <span className="line-clamp-1">{planStageNames(row.original)}</span>
      ),
  },
  {
    id: 'keys',
    header: 'Keys',
    accessorFn: (row) => row.keyCount,
    meta: { align: 'right', priority: 2 },
    cell: ({ row }) => formatNumber(row.original.keyCount),
  },
  {
    id: 'portal',
    header: 'Portal',
    accessorFn: (row) => (row.portalVisible ? 1 : 0),
    meta: { priority: 2 },
    cell: ({ row }) => {
      if (!row.original.portalVisible) return <span className="text-muted-foreground">—</span>;
      return (
        <span className="whitespace-nowrap">
          {row.original.priceText || 'Offered'}
          {row.original.approvalRequired ? <span className="text-muted-foreground"> · on approval</span> : null}
        </span>
      );
    },
  },
];

function Unlimited() {
  return <span className="text-muted-foreground">Unlimited</span>;
}
