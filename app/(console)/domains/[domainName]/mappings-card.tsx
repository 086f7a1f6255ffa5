'use client';

import { Pencil, Plus, Trash2, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Columns } from '@/components/data-table/types';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { SectionHeader } from '@/components/ui/page-header';
import { deleteBasePathMappingAction } from '@/lib/actions/domain-name';
import { useRefreshDomainNames } from '@/lib/client/domain-names';
import { publishText } from '@/lib/client/publish-text';
import { type BasePathMapping, type DomainName, NO_BASE_PATH } from '@/lib/contract/domain-name';
import { MappingDialog } from './mapping-dialog';

export function MappingsCard({ domain, readOnly }: Readonly<{ domain: DomainName; readOnly: boolean }>) {
  const { domainName } = domain;
  const refresh = useRefreshDomainNames();
  /** Null: a new one. */
  const [editing, setEditing] = useState<BasePathMapping | null | undefined>();
  const [removing, setRemoving] = useState<BasePathMapping | null>(null);
  const remove = useAction(deleteBasePathMappingAction, {
    success: ({ publish }) => `The mapping was removed. ${publishText(publish)}`,
    onSuccess: refresh,
  });
  return (
    <section aria-label="Base path mappings" className="flex flex-col gap-4">
      <SectionHeader
        title="Base path mappings"
        description="Which API and stage answers below which path. The longest base path that fits is taken."
        actions={
          readOnly ? null : (
            <Button variant="outline" size="sm" onClick={() => setEditing(null)}>
              <Plus /> Add mapping
            </Button>
          )
        }
      />
      <DataTable
        label="Base path mappings"
        columns={columns}
        data={domain.mappings}
        rowId={(row) => row.basePath}
        rowLabel={(row) => row.basePath}
        initialSorting={[{ id: 'basePath', desc: false }]}
        onRowOpen={readOnly ? undefined : setEditing}
        empty={{
          icon: <Waypoints />,
          title: 'No mappings yet',
          description: 'Callers get 403 Forbidden until a base path leads to an API.',
        }}
        rowActions={
          readOnly
            ? undefined
            : (row) => [
                { label: 'Edit', icon: Pencil, onSelect: () => setEditing(row) },
                { label: 'Remove…', icon: Trash2, destructive: true, onSelect: () => setRemoving(row) },
              ]
        }
      />
      {editing === undefined ? null : (
        <MappingDialog domainName={domainName} mapping={editing} onClose={() => setEditing(undefined)} />
      )}
      {removing === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setRemoving(null))}
          title={
            removing.basePath === NO_BASE_PATH
              ? 'Remove the mapping of all other paths?'
              : `Remove the mapping of “${removing.basePath}”?`
          }
          description={`Calls below it no longer reach ${removing.apiName}. The API stays.`}
          confirmLabel="Remove mapping"
          onConfirm={async () => (await remove.run({ domainName, basePath: removing.basePath })) !== null}
        />
      )}
    </section>
  );
}

const columns: Columns<BasePathMapping> = [
  {
    id: 'basePath',
    header: 'Base path',
    accessorFn: (row) => row.basePath,
    cell: ({ row: { original } }) =>
      original.basePath === NO_BASE_PATH ? (
        <span className="text-muted-foreground">All other paths</span>
      ) : (
        <span className="font-mono text-xs break-all">{original.basePath}</span>
      ),
    meta: { primary: true },
  },
  {
    id: 'api',
    header: 'API and stage',
    accessorFn: (row) => `${row.apiName} ${row.stageName}`,
    cell: ({ row: { original } }) => (
      <span className="flex min-w-0 flex-col">
        <span className="break-words">{original.apiName}</span>
        <span className="text-xs text-muted-foreground">
          {original.stageName ? <code className="font-mono break-all">{original.stageName}</code> : 'Stage in the path'}
        </span>
        {original.problem ? <span className="text-xs text-destructive">{original.problem}</span> : null}
      </span>
    ),
  },
];
