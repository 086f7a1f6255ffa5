'use client';

import { Plus, Users } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import { useUserPools } from '@/lib/client/user-pools';
import type { UserPoolSummary } from '@/lib/contract/user-pool';
import { CreatePoolDialog } from './create-pool-dialog';

export function UserPoolsPage() {
  const pools = useUserPools();
  const mayWrite = useCan('user-pool:write');
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const create = mayWrite ? (
    <Button onClick={() => void setCreating(true)}>
      <Plus /> Create user pool
    </Button>
  ) : null;
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'User pools' }]} />
      <PageHeader
        title="User pools"
        description="The people who use your applications: they sign up and in here, and call APIs with the tokens they get."
        actions={create}
      />
      <DataTable
        label="User pools"
        columns={columns}
        {...tableState(pools)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        rowHref={(row) => routes.userPool(row.id)}
        filter={{ placeholder: 'Filter user pools', textOf: (row) => `${row.name} ${row.id}` }}
        initialSorting={[{ id: 'name', desc: false }]}
        empty={{
          icon: <Users />,
          title: 'Create your first user pool',
          description:
            'A pool keeps users, their passwords and groups, and speaks Amazon Cognito’s protocol: AWS’s own client libraries sign them in.',
          action: create,
        }}
      />
      {mayWrite ? <CreatePoolDialog open={creating} onOpenChange={(open) => void setCreating(open || null)} /> : null}
    </PageBody>
  );
}

const columns: Columns<UserPoolSummary> = [
  {
    id: 'name',
    header: 'Name',
    accessorFn: (row) => row.name,
    meta: { primary: true },
    cell: ({ row: { original } }) => (
      <span className="inline-flex max-w-80 flex-col align-middle max-sm:max-w-44">
        <span className="truncate">{original.name}</span>
        <span className="truncate font-mono text-xs font-normal text-muted-foreground">{original.id}</span>
      </span>
    ),
  },
  { id: 'users', header: 'Users', accessorFn: (row) => row.userCount, meta: { align: 'right' } },
  { id: 'clients', header: 'App clients', accessorFn: (row) => row.clientCount, meta: { align: 'right', priority: 2 } },
  {
    id: 'createdAt',
    header: 'Created',
    accessorFn: (row) => row.createdAt,
    meta: { align: 'right', priority: 2 },
    cell: ({ row: { original } }) => <RelativeTime at={original.createdAt} className="text-muted-foreground" />,
  },
];
