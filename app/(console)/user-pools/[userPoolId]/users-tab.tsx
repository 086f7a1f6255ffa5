'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ban, Check, KeyRound, Mail, Plus, Trash2, UserRound, Users } from 'lucide-react';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, type RowAction, tableState } from '@/components/data-table/types';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import {
  confirmUserPoolUserAction,
  deleteUserPoolUserAction,
  resetUserPoolUserPasswordAction,
  setUserPoolUserEnabledAction,
} from '@/lib/actions/user-pool';
import { useCan } from '@/lib/client/member';
import { useDebounced } from '@/lib/client/use-debounced';
import { userPoolKeys, useUserPoolUsers } from '@/lib/client/user-pools';
import type { UserPoolDetail, UserPoolUser } from '@/lib/contract/user-pool';
import { CreateUserDialog } from './create-user-dialog';
import { UserCodesDialog, UserGroupsDialog } from './user-dialogs';

type Overlay = { readonly kind: 'groups' | 'codes' | 'reset' | 'delete'; readonly user: UserPoolUser };

export function UsersTab({ pool }: Readonly<{ pool: UserPoolDetail }>) {
  const [search, setSearch] = useState('');
  const list = useUserPoolUsers(pool.id, useDebounced(search));
  const mayWrite = useCan('user-pool:write');
  const mayReveal = useCan('user-pool:reveal');
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const onSuccess = () => void client.invalidateQueries({ queryKey: userPoolKeys.all });
  const enable = useAction(setUserPoolUserEnabledAction, {
    success: (user) => `${labelOf(user)} was ${user.enabled ? 'enabled' : 'disabled'}`,
    onSuccess,
  });
  const confirm = useAction(confirmUserPoolUserAction, {
    success: (user) => `${labelOf(user)} was confirmed`,
    onSuccess,
  });
  const reset = useAction(resetUserPoolUserPasswordAction, {
    success: (user) => `${labelOf(user)} has to choose a new password`,
    onSuccess,
  });
  const remove = useAction(deleteUserPoolUserAction, { success: 'The user was deleted', onSuccess });
  const create = mayWrite ? (
    <Button onClick={() => setCreating(true)}>
      <Plus /> Create user
    </Button>
  ) : null;
  const close = () => setOverlay(null);

  function actionsOf(user: UserPoolUser): RowAction[] {
    const ref = { userPoolId: pool.id, username: user.username };
    const codes: RowAction[] =
      mayReveal && user.pendingCodes.length > 0
        ? [{ label: 'Pending codes…', icon: Mail, onSelect: () => setOverlay({ kind: 'codes', user }) }]
        : [];
    if (!mayWrite) return codes;
    return [
      ...codes,
      { label: 'Groups…', icon: Users, onSelect: () => setOverlay({ kind: 'groups', user }) },
      ...(user.status === 'UNCONFIRMED'
        ? [{ label: 'Confirm', icon: Check, onSelect: () => void confirm.run(ref) }]
        : []),
      ...(user.status === 'CONFIRMED'
        ? [{ label: 'Reset password…', icon: KeyRound, onSelect: () => setOverlay({ kind: 'reset', user }) }]
        : []),
      {
        label: user.enabled ? 'Disable' : 'Enable',
        icon: user.enabled ? Ban : Check,
        onSelect: () => void enable.run({ ...ref, enabled: !user.enabled }),
      },
      {
        label: 'Delete…',
        icon: Trash2,
        destructive: true,
        separated: true,
        onSelect: () => setOverlay({ kind: 'delete', user }),
      },
    ];
  }

  const shown = list.data?.users.length ?? 0;
  const total = list.data?.total ?? 0;
  return (
    <>
      <DataTable
        label="Users"
        columns={columns}
        {...tableState({ ...list, data: list.data?.users })}
        rowId={(row) => row.sub}
        rowLabel={labelOf}
        filter={{ placeholder: 'Search users', value: search, onChange: setSearch, server: true }}
        toolbar={create}
        footer={
          shown < total ? (
            <p className="text-xs text-muted-foreground">
              The newest {shown} of {total.toLocaleString('en-US')} users. Search for the others.
            </p>
          ) : undefined
        }
        empty={{
          icon: <UserRound />,
          title: 'No users yet',
          description: 'People sign up through your application, or you create them here.',
          action: create,
        }}
        rowActions={mayWrite || mayReveal ? actionsOf : undefined}
      />
      {creating ? <CreateUserDialog pool={pool} onClose={() => setCreating(false)} /> : null}
      {overlay?.kind === 'groups' ? (
        <UserGroupsDialog userPoolId={pool.id} user={overlay.user} onClose={close} />
      ) : null}
      {overlay?.kind === 'codes' ? <UserCodesDialog userPoolId={pool.id} user={overlay.user} onClose={close} /> : null}
      {overlay?.kind === 'reset' ? (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={`Reset the password of “${labelOf(overlay.user)}”?`}
          consequences={[
            'They are signed out everywhere',
            'They choose a new password with a code, which your application asks for (ForgotPassword)',
          ]}
          confirmLabel="Reset password"
          onConfirm={async () => (await reset.run({ userPoolId: pool.id, username: overlay.user.username })) !== null}
        />
      ) : null}
      {overlay?.kind === 'delete' ? (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={`Delete user “${labelOf(overlay.user)}”?`}
          losses={['Their attributes, groups and sessions']}
          confirmLabel="Delete user"
          onConfirm={async () => (await remove.run({ userPoolId: pool.id, username: overlay.user.username })) !== null}
        />
      ) : null}
    </>
  );
}

/** What one signs in with: a made-up username tells nobody anything. */
const labelOf = ({ username, sub, attributes }: UserPoolUser): string =>
  username === sub ? (attributes.email ?? username) : username;

const STATUS = {
  UNCONFIRMED: 'Not confirmed',
  CONFIRMED: 'Confirmed',
  FORCE_CHANGE_PASSWORD: 'Temporary password',
  RESET_REQUIRED: 'Reset required',
} as const;

const columns: Columns<UserPoolUser> = [
  {
    id: 'username',
    header: 'User',
    accessorFn: labelOf,
    meta: { primary: true },
    cell: ({ row: { original } }) => (
      <span className="inline-flex max-w-80 flex-col align-middle max-sm:max-w-40">
        <span className="truncate">{labelOf(original)}</span>
        {original.attributes.email && original.username !== original.sub ? (
          <span className="truncate text-xs font-normal text-muted-foreground">{original.attributes.email}</span>
        ) : null}
      </span>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    accessorFn: (row) => row.status,
    cell: ({ row: { original } }) => (
      <span className="flex flex-wrap gap-1">
        <Badge>{STATUS[original.status]}</Badge>
        {original.enabled ? null : <Badge variant="destructive">Disabled</Badge>}
        {original.pendingCodes.length > 0 ? <Badge variant="info">Code pending</Badge> : null}
      </span>
    ),
  },
  {
    id: 'groups',
    header: 'Groups',
    accessorFn: (row) => row.groups.join(', ') || '—',
    meta: { priority: 2 },
  },
  { id: 'mfa', header: 'MFA', accessorFn: (row) => (row.mfaEnabled ? 'On' : 'Off'), meta: { priority: 3 } },
  {
    id: 'createdAt',
    header: 'Created',
    accessorFn: (row) => row.createdAt,
    meta: { align: 'right', priority: 3 },
    cell: ({ row: { original } }) => <RelativeTime at={original.createdAt} className="text-muted-foreground" />,
  },
];
