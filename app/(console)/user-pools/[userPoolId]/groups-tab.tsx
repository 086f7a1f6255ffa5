'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormDialog } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { createUserPoolGroupAction, deleteUserPoolGroupAction } from '@/lib/actions/user-pool';
import { useCan } from '@/lib/client/member';
import { userPoolKeys, useUserPoolGroups } from '@/lib/client/user-pools';
import { createUserPoolGroupInput, type UserPoolGroup } from '@/lib/contract/user-pool';

export function GroupsTab({ userPoolId }: Readonly<{ userPoolId: string }>) {
  const groups = useUserPoolGroups(userPoolId);
  const mayWrite = useCan('user-pool:write');
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<string | null>(null);
  const remove = useAction(deleteUserPoolGroupAction, {
    success: ({ name }) => `Group ${name} was deleted`,
    onSuccess: () => void client.invalidateQueries({ queryKey: userPoolKeys.detail(userPoolId) }),
  });
  const create = mayWrite ? (
    <Button onClick={() => setCreating(true)}>
      <Plus /> Create group
    </Button>
  ) : null;
  return (
    <>
      <DataTable
        label="Groups"
        columns={columns}
        {...tableState(groups)}
        rowId={(row) => row.name}
        rowLabel={(row) => row.name}
        filter={{ placeholder: 'Filter groups', textOf: (row) => `${row.name} ${row.description}` }}
        toolbar={create}
        empty={{
          icon: <Users />,
          title: 'No groups yet',
          description: 'Tokens name the groups of their user in cognito:groups.',
          action: create,
        }}
        rowActions={
          mayWrite
            ? (row) => [{ label: 'Delete…', icon: Trash2, destructive: true, onSelect: () => setDeleting(row.name) }]
            : undefined
        }
      />
      {creating ? <CreateGroupDialog userPoolId={userPoolId} onClose={() => setCreating(false)} /> : null}
      {deleting === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={() => setDeleting(null)}
          title={`Delete group “${deleting}”?`}
          description="Its users stay. Tokens that are out name it until they expire."
          confirmLabel="Delete group"
          onConfirm={async () => (await remove.run({ userPoolId, groupName: deleting })) !== null}
        />
      )}
    </>
  );
}

const columns: Columns<UserPoolGroup> = [
  { id: 'name', header: 'Name', accessorFn: (row) => row.name, meta: { primary: true } },
  { id: 'description', header: 'Description', accessorFn: (row) => row.description, meta: { priority: 2 } },
  {
    id: 'precedence',
    header: 'Precedence',
    accessorFn: (row) => row.precedence ?? '—',
    meta: { align: 'right', priority: 2 },
  },
  { id: 'users', header: 'Users', accessorFn: (row) => row.userCount, meta: { align: 'right' } },
];

const schema = createUserPoolGroupInput.omit({ userPoolId: true });

function CreateGroupDialog({ userPoolId, onClose }: Readonly<{ userPoolId: string; onClose: () => void }>) {
  const client = useQueryClient();
  const actionForm = useActionForm(
    schema,
    (values: z.output<typeof schema>) => createUserPoolGroupAction({ userPoolId, ...values }),
    {
      defaultValues: { name: '', description: '', precedence: null },
      success: ({ name }) => `Group ${name} was created`,
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: userPoolKeys.groups(userPoolId) });
        onClose();
      },
    },
  );
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create group"
      submitLabel="Create group"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={control} name="name" label="Name" required>
        {(field) => <Input {...field} placeholder="staff" autoComplete="off" spellCheck={false} />}
      </Field>
      <Field control={control} name="description" label="Description">
        {(field) => <Input {...field} autoComplete="off" />}
      </Field>
      <Field
        control={control}
        name="precedence"
        label="Precedence"
        description="The lowest number is the strongest group."
      >
        {(field) => <NumberInput {...field} integer min={0} />}
      </Field>
    </FormDialog>
  );
}
