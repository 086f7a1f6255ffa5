'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus, UserMinus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DemoBadge } from '@/components/api-key/key-facts';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { useAction } from '@/components/form/use-action';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { SectionHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { SimpleSelect } from '@/components/ui/select';
import { removeMemberAction, updateMemberAction } from '@/lib/actions/member';
import { useCan, useMember } from '@/lib/client/member';
import { memberKeys, useMembers } from '@/lib/client/members';
import type { Member, Role } from '@/lib/contract/account';
import { AddMemberDialog } from './add-member-dialog';
import { ROLE_OPTIONS } from './roles';

export function MembersTable() {
  const client = useQueryClient();
  const router = useRouter();
  const me = useMember();
  const mayWrite = useCan('member:write');
  const members = useMembers();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const remove = useAction(removeMemberAction, {
    success: 'Member removed.',
    onSuccess: async (_data, input) => {
      // Who left the account has nothing more to see in it.
      if (input.userId === me.userId) return router.refresh();
      await client.invalidateQueries({ queryKey: memberKeys.all() });
    },
  });
  const addButton = (
    <Button onClick={() => setAdding(true)}>
      <Plus /> Add member
    </Button>
  );

  return (
    <>
      <PageBreadcrumbs items={[{ label: 'Settings' }, { label: 'Members' }]} />
      <SectionHeader
        title={`Members of ${me.account.name}`}
        description={
          mayWrite ? 'A changed role counts from the next click on.' : 'Only owners add, change and remove members.'
        }
        actions={mayWrite ? addButton : null}
      />
      <DataTable
        label="Members"
        columns={mayWrite ? [...columns, roleEditor] : [...columns, roleText]}
        {...tableState(members)}
        rowId={(row) => row.userId}
        rowLabel={(row) => row.name || row.email}
        empty={{ title: 'No members' }}
        skeletonRows={2}
        rowActions={
          mayWrite
            ? (row) => [
                {
                  label: row.userId === me.userId ? 'Leave account…' : 'Remove…',
                  icon: UserMinus,
                  destructive: true,
                  onSelect: () => setLeaving(row),
                },
              ]
            : undefined
        }
      />
      {adding ? <AddMemberDialog onClose={() => setAdding(false)} /> : null}
      {leaving ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setLeaving(null))}
          title={leaving.userId === me.userId ? 'Leave this account?' : `Remove ${leaving.email}?`}
          description="What they made stays, and so does their name in the audit log."
          losses={[
            `${leaving.userId === me.userId ? 'You lose' : `${leaving.name || 'They'} loses`} access to ${me.account.name} at once.`,
          ]}
          confirmLabel={leaving.userId === me.userId ? 'Leave account' : 'Remove member'}
          onConfirm={async () => (await remove.run({ userId: leaving.userId })) !== null}
        />
      ) : null}
    </>
  );
}

const columns: Columns<Member> = [
  {
    id: 'name',
    header: 'Name',
    accessorFn: (row) => row.name,
    meta: { primary: true },
    cell: ({ row }) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <Avatar name={row.original.name || row.original.email} />
        <span className="flex min-w-0 flex-col">
          <span className="flex items-center gap-1.5 font-medium">
            <span className="line-clamp-1 break-all">{row.original.name || row.original.email}</span>
            <DemoBadge demo={row.original.demo} className="max-sm:hidden" />
          </span>
          <span className="line-clamp-1 break-all text-xs text-muted-foreground">{row.original.email}</span>
        </span>
      </span>
    ),
  },
  {
    id: 'since',
    header: 'Since',
    accessorFn: (row) => row.createdAt,
    meta: { priority: 2 },
    cell: ({ row }) => <RelativeTime at={row.original.createdAt} className="text-muted-foreground" />,
  },
];

const roleText: Columns<Member>[number] = {
  id: 'role',
  header: 'Role',
  accessorFn: (row) => row.role,
  cell: ({ row }) => <Badge variant="secondary">{row.original.role}</Badge>,
};

const roleEditor: Columns<Member>[number] = {
  id: 'role',
  header: 'Role',
  accessorFn: (row) => row.role,
  meta: { width: '9rem' },
  cell: ({ row }) => <RoleSelect member={row.original} />,
};

function RoleSelect({ member }: Readonly<{ member: Member }>) {
  const client = useQueryClient();
  const router = useRouter();
  const me = useMember();
  const [wanted, setWanted] = useState<Role | null>(null);
  const update = useAction(updateMemberAction, {
    success: (data) => `${data.email} is ${data.role} now.`,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: memberKeys.all() });
      if (member.userId === me.userId) router.refresh();
    },
  });
  return (
    <SimpleSelect
      aria-label={`Role of ${member.email}`}
      size="sm"
      className="w-28"
      value={wanted ?? member.role}
      disabled={update.pending}
      options={ROLE_OPTIONS}
      onValueChange={async (role) => {
        if (role === member.role) return;
        setWanted(role);
        await update.run({ userId: member.userId, role });
        setWanted(null);
      }}
    />
  );
}
