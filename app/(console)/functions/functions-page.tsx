'use client';

import { Plus, SquareFunction, Trash2 } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useState } from 'react';
import { DemoBadge } from '@/components/api-key/key-facts';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { useFunctions } from '@/lib/client/functions';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import type { FunctionSummary } from '@/lib/contract/function';
import { CreateFunctionDialog } from './create-function-dialog';
import { DeleteFunctionDialog } from './delete-function-dialog';

export function FunctionsPage() {
  const functions = useFunctions();
  const mayWrite = useCan('function:write');
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const [deleting, setDeleting] = useState<string | null>(null);
  const create = mayWrite ? (
    <Button onClick={() => void setCreating(true)}>
      <Plus /> Create function
    </Button>
  ) : null;

  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Functions' }]} />
      <PageHeader
        title="Functions"
        description="Code that methods call as Lambda functions: it runs here, in processes of its own, or behind an endpoint elsewhere."
        actions={create}
      />
      <DataTable
        label="Functions"
        columns={columns}
        {...tableState(functions)}
        rowId={(row) => row.name}
        rowLabel={(row) => row.name}
        rowHref={(row) => routes.function(row.name)}
        filter={{ placeholder: 'Filter functions', textOf: (row) => `${row.name} ${row.description} ${row.kind}` }}
        initialSorting={[{ id: 'updatedAt', desc: true }]}
        empty={{
          icon: <SquareFunction />,
          title: 'Create your first function',
          description:
            'A function is a Node.js handler, written here or uploaded as a zip. A method with a Lambda integration calls it; no server of yours is needed.',
          action: create,
        }}
        rowActions={
          mayWrite
            ? (row) => [
                { label: 'Open', icon: SquareFunction, href: routes.function(row.name) },
                {
                  label: 'Delete…',
                  icon: Trash2,
                  destructive: true,
                  separated: true,
                  onSelect: () => setDeleting(row.name),
                },
              ]
            : undefined
        }
      />
      {mayWrite ? (
        <CreateFunctionDialog open={creating} onOpenChange={(open) => void setCreating(open || null)} />
      ) : null}
      {deleting === null ? null : <DeleteFunctionDialog functionName={deleting} onClose={() => setDeleting(null)} />}
    </PageBody>
  );
}

const columns: Columns<FunctionSummary> = [
  {
    id: 'name',
    header: 'Name',
    accessorFn: (row) => row.name,
    meta: { primary: true },
    cell: ({ row: { original } }) => (
      <span className="inline-flex max-w-80 flex-col align-middle max-sm:max-w-44">
        <span className="flex items-center gap-2">
          <span className="truncate">{original.name}</span>
          <DemoBadge demo={original.demo} className="max-sm:hidden" />
        </span>
        {original.description ? (
          <span className="truncate text-xs font-normal text-muted-foreground">{original.description}</span>
        ) : null}
      </span>
    ),
  },
  {
    id: 'kind',
    header: 'Runs',
    accessorFn: (row) => row.kind,
    cell: ({ row: { original } }) =>
      original.kind === 'local' ? <Badge>Node.js</Badge> : <Badge variant="info">Remote</Badge>,
  },
  {
    id: 'memory',
    header: 'Memory',
    accessorFn: (row) => row.memoryMb ?? -1,
    meta: { align: 'right', priority: 2 },
    cell: ({ row: { original } }) => <Amount value={original.memoryMb} unit="MB" />,
  },
  {
    id: 'timeout',
    header: 'Timeout',
    accessorFn: (row) => row.timeoutSeconds ?? -1,
    meta: { align: 'right', priority: 3 },
    cell: ({ row: { original } }) => <Amount value={original.timeoutSeconds} unit="s" />,
  },
  {
    id: 'versions',
    header: 'Versions',
    accessorFn: (row) => row.versionNumbers.length,
    meta: { align: 'right', priority: 3 },
    cell: ({ row: { original } }) =>
      original.versionNumbers.length === 0 ? (
        <span className="text-muted-foreground">—</span>
      ) : (
        original.versionNumbers.length
      ),
  },
  {
    id: 'updatedAt',
    header: 'Modified',
    accessorFn: (row) => row.updatedAt,
    meta: { align: 'right', priority: 2 },
    cell: ({ row: { original } }) => <RelativeTime at={original.updatedAt} className="text-muted-foreground" />,
  },
];

function Amount({ value, unit }: Readonly<{ value: number | null; unit: string }>) {
  if (value === null) return <span className="text-muted-foreground">—</span>;
  return (
    <span className="tabular whitespace-nowrap">
      {value.toLocaleString('en-US')} {unit}
    </span>
  );
}
