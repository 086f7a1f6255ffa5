'use client';

import { Fingerprint, Plus, Trash2 } from 'lucide-react';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tabs, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { useIam } from '@/lib/client/iam';
import { useCan } from '@/lib/client/member';
import type { IamIdentity, IamPolicy } from '@/lib/contract/iam';
import { CreateIdentityDialog } from './create-identity-dialog';
import { DeleteDialog, type Doomed } from './delete-dialog';
import { IdentitySheet } from './identity-sheet';
import { PolicySheet } from './policy-sheet';

const TABS = ['user', 'group', 'role', 'policy'] as const;
type Tab = (typeof TABS)[number];
const LABELS: Readonly<Record<Tab, string>> = { user: 'Users', group: 'Groups', role: 'Roles', policy: 'Policies' };
const WHAT: Readonly<Record<Tab, string>> = {
  user: 'A user has access keys and signs requests to methods with authorization AWS_IAM.',
  group: 'What a group’s policies allow, its users may do.',
  role: 'A role has policies and no keys: a trust policy says who may act as it.',
  policy: 'A managed policy is written once and attached to users, groups and roles.',
};

/** Who may call methods with authorization AWS_IAM. */
export function IamPage() {
  const iam = useIam();
  const mayWrite = useCan('iam:write');
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('user'));
  const [name, setName] = useQueryState('name');
  const [creating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<Doomed | null>(null);
  const create = mayWrite ? (
    <Button onClick={() => setCreating(true)}>
      <Plus /> Create {tab}
    </Button>
  ) : null;
  const empty = {
    icon: <Fingerprint />,
    title: `Create your first ${tab}`,
    description: WHAT[tab],
    action: create,
  };
  const { identities = [], policies = [] } = iam.data ?? {};
  const rowActions = (row: { readonly name: string }) =>
    mayWrite
      ? [
          {
            label: 'Delete…',
            icon: Trash2,
            destructive: true,
            onSelect: () => setDoomed({ kind: tab, name: row.name }),
          },
        ]
      : [];
  const identity = tab === 'policy' ? undefined : identities.find((it) => it.kind === tab && it.name === name);
  const policy = tab === 'policy' ? policies.find((it) => it.name === name) : undefined;
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'IAM' }]} />
      <PageHeader title="IAM" description={WHAT[tab]} actions={create} />
      <Tabs
        value={tab}
        onValueChange={(next: Tab) => {
          void setTab(next);
          void setName(null);
        }}
      >
        <TabsList aria-label="Kinds">
          {TABS.map((it) => (
            <TabsTrigger key={it} value={it}>
              {LABELS[it]}
            </TabsTrigger>
          ))}
        </TabsList>
      </Tabs>
      {tab === 'policy' ? (
        <DataTable
          key={tab}
          label={LABELS[tab]}
          columns={policyColumns}
          {...tableState({ ...iam, data: iam.data?.policies })}
          rowId={(row) => row.name}
          onRowOpen={(row) => void setName(row.name)}
          filter={{ placeholder: 'Filter policies', textOf: (row) => `${row.name} ${row.description}` }}
          initialSorting={[{ id: 'name', desc: false }]}
          empty={empty}
          rowActions={rowActions}
        />
      ) : (
        <DataTable
          key={tab}
          label={LABELS[tab]}
          columns={identityColumns[tab]}
          {...tableState({ ...iam, data: iam.data?.identities.filter(({ kind }) => kind === tab) })}
          rowId={(row) => row.name}
          onRowOpen={(row) => void setName(row.name)}
          filter={{
            placeholder: `Filter ${LABELS[tab].toLowerCase()}`,
            textOf: (row) => `${row.name} ${row.description} ${row.accessKeys.map((key) => key.accessKeyId).join(' ')}`,
          }}
          initialSorting={[{ id: 'name', desc: false }]}
          empty={empty}
          rowActions={rowActions}
        />
      )}
      {identity === undefined ? null : (
        <IdentitySheet
          key={`${identity.kind}:${identity.name}`}
          identity={identity}
          groupNames={identities.filter(({ kind }) => kind === 'group').map((it) => it.name)}
          policyNames={policies.map((it) => it.name)}
          mayWrite={mayWrite}
          onClose={() => void setName(null)}
        />
      )}
      {policy === undefined ? null : (
        <PolicySheet key={policy.name} policy={policy} mayWrite={mayWrite} onClose={() => void setName(null)} />
      )}
      {creating && tab === 'policy' ? <PolicySheet policy={null} mayWrite onClose={() => setCreating(false)} /> : null}
      {creating && tab !== 'policy' ? <CreateIdentityDialog kind={tab} onClose={() => setCreating(false)} /> : null}
      {doomed === null ? null : <DeleteDialog {...doomed} onClose={() => setDoomed(null)} />}
    </PageBody>
  );
}

const nameColumn: Columns<IamIdentity>[number] = {
  id: 'name',
  header: 'Name',
  accessorFn: (row) => row.name,
  meta: { primary: true },
};

const commonColumns: Columns<IamIdentity> = [
  {
    id: 'policies',
    header: 'Policies',
    accessorFn: (row) => row.attachedPolicies.length + row.inlinePolicies.length,
    meta: { align: 'right' },
  },
  {
    id: 'createdAt',
    header: 'Created',
    accessorFn: (row) => row.createdAt,
    meta: { align: 'right', priority: 3 },
    cell: ({ row: { original } }) => <RelativeTime at={original.createdAt} className="text-muted-foreground" />,
  },
];

const identityColumns: Readonly<Record<IamIdentity['kind'], Columns<IamIdentity>>> = {
  user: [
    nameColumn,
    {
      id: 'groups',
      header: 'Groups',
      accessorFn: (row) => row.groups.join(', ') || '–',
      meta: { priority: 2 },
    },
    {
      id: 'keys',
      header: 'Active keys',
      accessorFn: (row) => row.accessKeys.filter(({ active }) => active).length,
      meta: { align: 'right', priority: 2 },
    },
    ...commonColumns,
  ],
  group: [
    nameColumn,
    {
      id: 'members',
      header: 'Users',
      accessorFn: (row) => row.members.length,
      meta: { align: 'right', priority: 2 },
    },
    ...commonColumns,
  ],
  role: [nameColumn, ...commonColumns],
};

const policyColumns: Columns<IamPolicy> = [
  { id: 'name', header: 'Name', accessorFn: (row) => row.name, meta: { primary: true } },
  { id: 'description', header: 'Description', accessorFn: (row) => row.description || '–', meta: { priority: 2 } },
  { id: 'attached', header: 'Attached to', accessorFn: (row) => row.attachedTo.length, meta: { align: 'right' } },
  {
    id: 'updatedAt',
    header: 'Changed',
    accessorFn: (row) => row.updatedAt,
    meta: { align: 'right', priority: 3 },
    cell: ({ row: { original } }) => <RelativeTime at={original.updatedAt} className="text-muted-foreground" />,
  },
];
