'use client';

import { KeyRound, Pencil, Plus, Trash2 } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { useCan } from '@/lib/client/member';
import { useServiceRoles } from '@/lib/client/service-roles';
import type { ServiceRole } from '@/lib/contract/service-role';
import { CreateRoleDialog } from './create-role-dialog';
import { DeleteRoleDialog } from './delete-role-dialog';
import { EditRoleSheet } from './edit-role-sheet';

export function ServiceRolesPage() {
  const roles = useServiceRoles();
  const mayWrite = useCan('service-role:write');
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const [editing, setEditing] = useState<ServiceRole | null>(null);
  const [deleting, setDeleting] = useState<ServiceRole | null>(null);
  const create = mayWrite ? (
    <Button onClick={() => void setCreating(true)}>
      <Plus /> Create service role
    </Button>
  ) : null;
  return (
    <section className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-sm text-muted-foreground">
          Access keys that methods call AWS services with, each under the name of an IAM role. Secrets are kept
          encrypted and never shown again; changes take effect at once, without a deployment.
        </p>
        {create}
      </div>
      <DataTable
        label="Service roles"
        columns={columns}
        {...tableState(roles)}
        rowId={(row) => row.name}
        rowLabel={(row) => row.name}
        filter={{
          placeholder: 'Filter roles',
          textOf: (row) => `${row.name} ${row.description} ${row.accessKeyId} ${servicesText(row)}`,
        }}
        initialSorting={[{ id: 'name', desc: false }]}
        empty={{
          icon: <KeyRound />,
          title: 'Create your first service role',
          description:
            'A method with an AWS service integration, such as DynamoDB or SQS, signs its requests with the access key of a role.',
          action: create,
        }}
        rowActions={(row) => [
          { label: mayWrite ? 'Edit…' : 'Look at…', icon: Pencil, onSelect: () => setEditing(row) },
          ...(mayWrite
            ? [
                {
                  label: 'Delete…',
                  icon: Trash2,
                  destructive: true,
                  separated: true,
                  onSelect: () => setDeleting(row),
                },
              ]
            : []),
        ]}
      />
      {mayWrite ? <CreateRoleDialog open={creating} onOpenChange={(open) => void setCreating(open || null)} /> : null}
      {editing === null ? null : (
        <EditRoleSheet key={editing.name} role={editing} readOnly={!mayWrite} onClose={() => setEditing(null)} />
      )}
      {deleting === null ? null : <DeleteRoleDialog role={deleting} onClose={() => setDeleting(null)} />}
    </section>
  );
}

const columns: Columns<ServiceRole> = [
  {
    id: 'name',
    header: 'Name',
    accessorFn: (row) => row.name,
    meta: { primary: true },
    cell: ({ row: { original } }) => (
      <span className="inline-flex max-w-80 flex-col align-middle max-sm:max-w-44">
        <span className="truncate">{original.name}</span>
        {original.description ? (
          <span className="truncate text-xs font-normal text-muted-foreground">{original.description}</span>
        ) : null}
      </span>
    ),
  },
  {
    id: 'services',
    header: 'For',
    accessorFn: servicesText,
    cell: ({ row: { original } }) => <Services role={original} />,
  },
  {
    id: 'accessKeyId',
    header: 'Access key',
    accessorFn: (row) => row.accessKeyId,
    meta: { priority: 2 },
    cell: ({ row: { original } }) => (
      <span className="flex flex-col">
        <span className="font-mono text-xs">{original.accessKeyId}</span>
        {original.hasSessionToken ? <span className="text-xs text-muted-foreground">with a session token</span> : null}
      </span>
    ),
  },
  {
    id: 'usedBy',
    header: 'Used by',
    accessorFn: (row) => methodsOf(row),
    meta: { align: 'right', priority: 2 },
    cell: ({ row: { original } }) => {
      const methods = methodsOf(original);
      if (methods === 0) return <span className="text-muted-foreground">—</span>;
      return `${methods} ${methods === 1 ? 'method' : 'methods'}`;
    },
  },
  {
    id: 'credentialsChangedAt',
    header: 'Key set',
    accessorFn: (row) => row.credentialsChangedAt,
    meta: { align: 'right', priority: 3 },
    cell: ({ row: { original } }) => (
      <RelativeTime at={original.credentialsChangedAt} className="text-muted-foreground" />
    ),
  },
];

const SHOWN_SERVICES = 3;

function Services({ role }: Readonly<{ role: ServiceRole }>) {
  const names = [...new Set(role.services.map(({ service }) => service))];
  if (names.length === 0) return <span className="text-muted-foreground">Every service</span>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {names.slice(0, SHOWN_SERVICES).map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
      {names.length > SHOWN_SERVICES ? <Badge>+{names.length - SHOWN_SERVICES}</Badge> : null}
    </span>
  );
}

function servicesText({ services }: ServiceRole): string {
  return services.length === 0 ? 'every service' : services.map(({ service }) => service).join(' ');
}

/** A method counts once, in however many stages it is. */
const methodsOf = ({ usedBy }: ServiceRole): number =>
  new Set(usedBy.map(({ restApiId, method }) => `${restApiId} ${method}`)).size;
