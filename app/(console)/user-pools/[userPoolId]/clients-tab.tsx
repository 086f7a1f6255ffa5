'use client';

import { useQueryClient } from '@tanstack/react-query';
import { AppWindow, Eye, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { DataTable } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { SecretField } from '@/components/ui/secret-field';
import { Switch } from '@/components/ui/switch';
import {
  createUserPoolClientAction,
  deleteUserPoolClientAction,
  revealUserPoolClientSecretAction,
} from '@/lib/actions/user-pool';
import { useCan } from '@/lib/client/member';
import { userPoolKeys, useUserPoolClients } from '@/lib/client/user-pools';
import { createUserPoolClientInput, type UserPoolClient } from '@/lib/contract/user-pool';

export function ClientsTab({ userPoolId }: Readonly<{ userPoolId: string }>) {
  const clients = useUserPoolClients(userPoolId);
  const mayWrite = useCan('user-pool:write');
  const mayReveal = useCan('user-pool:reveal');
  const queries = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<UserPoolClient | null>(null);
  const [revealing, setRevealing] = useState<UserPoolClient | null>(null);
  const remove = useAction(deleteUserPoolClientAction, {
    success: 'App client was deleted',
    onSuccess: () => void queries.invalidateQueries({ queryKey: userPoolKeys.all }),
  });
  const create = mayWrite ? (
    <Button onClick={() => setCreating(true)}>
      <Plus /> Create app client
    </Button>
  ) : null;
  return (
    <>
      <DataTable
        label="App clients"
        columns={columns}
        {...tableState(clients)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        filter={{ placeholder: 'Filter app clients', textOf: (row) => `${row.name} ${row.id}` }}
        toolbar={create}
        empty={{
          icon: <AppWindow />,
          title: 'No app clients yet',
          description: 'An application names its client’s id when it signs a user in.',
          action: create,
        }}
        rowActions={(row) => [
          ...(mayReveal && row.hasSecret
            ? [{ label: 'Show secret…', icon: Eye, onSelect: () => setRevealing(row) }]
            : []),
          ...(mayWrite
            ? [{ label: 'Delete…', icon: Trash2, destructive: true, onSelect: () => setDeleting(row) }]
            : []),
        ]}
      />
      {creating ? <CreateClientDialog userPoolId={userPoolId} onClose={() => setCreating(false)} /> : null}
      {revealing === null ? null : (
        <SecretDialog userPoolId={userPoolId} appClient={revealing} onClose={() => setRevealing(null)} />
      )}
      {deleting === null ? null : (
        <ConfirmDialog
          open
          onOpenChange={() => setDeleting(null)}
          title={`Delete app client “${deleting.name}”?`}
          losses={['The application can sign nobody in any more', 'Everyone it signed in is signed out']}
          confirmLabel="Delete app client"
          onConfirm={async () => (await remove.run({ userPoolId, clientId: deleting.id })) !== null}
        />
      )}
    </>
  );
}

const columns: Columns<UserPoolClient> = [
  { id: 'name', header: 'Name', accessorFn: (row) => row.name, meta: { primary: true } },
  {
    id: 'id',
    header: 'Client id',
    accessorFn: (row) => row.id,
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-0.5">
        <code className="max-w-28 truncate font-mono text-xs sm:max-w-none">{original.id}</code>
        <CopyButton value={original.id} label={`Copy client id of ${original.name}`} size="icon-xs" />
      </span>
    ),
  },
  {
    id: 'secret',
    header: 'Secret',
    accessorFn: (row) => row.hasSecret,
    meta: { priority: 2 },
    cell: ({ row: { original } }) => <Badge>{original.hasSecret ? 'Confidential' : 'Public'}</Badge>,
  },
];

function SecretDialog({
  userPoolId,
  appClient,
  onClose,
}: Readonly<{ userPoolId: string; appClient: UserPoolClient; onClose: () => void }>) {
  const reveal = useAction(revealUserPoolClientSecretAction);
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Secret of “{appClient.name}”</DialogTitle>
          <DialogDescription>Each time it is revealed or copied is written to the audit log.</DialogDescription>
        </DialogHeader>
        <DialogBody>
          <SecretField
            label={`secret of ${appClient.name}`}
            onReveal={async () => (await reveal.run({ userPoolId, clientId: appClient.id }))?.data.secret ?? null}
          />
        </DialogBody>
        <DialogFooter>
          <Button variant="outline" onClick={onClose}>
            Done
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

const schema = createUserPoolClientInput.pick({ name: true, generateSecret: true });

function CreateClientDialog({ userPoolId, onClose }: Readonly<{ userPoolId: string; onClose: () => void }>) {
  const queries = useQueryClient();
  const actionForm = useActionForm(
    schema,
    (values: z.output<typeof schema>) => createUserPoolClientAction({ userPoolId, ...values }),
    {
      defaultValues: { name: '', generateSecret: false },
      success: ({ name }) => `App client “${name}” was created`,
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: userPoolKeys.all });
        onClose();
      },
    },
  );
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create app client"
      description="It signs users in with their password (USER_PASSWORD_AUTH) and refreshes tokens for 30 days."
      submitLabel="Create app client"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={control} name="name" label="Name" required>
        {(field) => <Input {...field} placeholder="web" autoComplete="off" />}
      </Field>
      <Field
        control={control}
        name="generateSecret"
        label="With a secret"
        description="For servers. Browsers and apps on phones can’t keep one."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur }) => (
          <Switch checked={value ?? false} onCheckedChange={onChange} ref={ref} onBlur={onBlur} />
        )}
      </Field>
    </FormDialog>
  );
}
