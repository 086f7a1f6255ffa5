'use client';

import { Pencil, Plus, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { DataTable } from '@/components/data-table/data-table';
import type { Columns } from '@/components/data-table/types';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { useShowFunction } from '@/components/function/use-show-function';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { SectionHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { SimpleSelect } from '@/components/ui/select';
import {
  createFunctionAliasAction,
  deleteFunctionAliasAction,
  deleteFunctionVersionAction,
  publishFunctionVersionAction,
  updateFunctionAliasAction,
} from '@/lib/actions/function';
import { useCan } from '@/lib/client/member';
import {
  createAliasInput,
  type FunctionAlias,
  type FunctionDetail,
  type FunctionVersion,
  LATEST,
  publishVersionInput,
} from '@/lib/contract/function';

type Overlay =
  | { readonly kind: 'publish' | 'create-alias' }
  | { readonly kind: 'edit-alias' | 'delete-alias'; readonly alias: FunctionAlias }
  | { readonly kind: 'delete-version'; readonly number: number };

export function VersionsTab({ detail }: Readonly<{ detail: FunctionDetail }>) {
  const mayWrite = useCan('function:write');
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const close = () => setOverlay(null);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <SectionHeader
          title="Versions"
          description="A published version never changes. Methods can call it by its number."
          actions={
            mayWrite ? (
              <Button size="sm" onClick={() => setOverlay({ kind: 'publish' })}>
                <Plus /> Publish version
              </Button>
            ) : null
          }
        />
        <DataTable
          label="Versions"
          columns={versionColumns}
          data={detail.versions}
          rowId={(row) => String(row.number)}
          rowLabel={(row) => `version ${row.number}`}
          empty={{
            icon: <Tag />,
            title: 'No version yet',
            description: 'Everyone who calls the function gets $LATEST, which changes with each save.',
          }}
          rowActions={
            mayWrite
              ? (row) => [
                  {
                    label: 'Delete…',
                    icon: Trash2,
                    destructive: true,
                    onSelect: () => setOverlay({ kind: 'delete-version', number: row.number }),
                  },
                ]
              : undefined
          }
        />
      </div>
      <div className="flex flex-col gap-3">
        <SectionHeader
          title="Aliases"
          description="A name that points to a version. Moving it moves every method that calls it, without a deployment."
          actions={
            mayWrite ? (
              <Button size="sm" variant="outline" onClick={() => setOverlay({ kind: 'create-alias' })}>
                <Plus /> Create alias
              </Button>
            ) : null
          }
        />
        <DataTable
          label="Aliases"
          columns={aliasColumns}
          data={detail.aliasDetails}
          rowId={(row) => row.name}
          rowLabel={(row) => row.name}
          empty={{
            icon: <Tag />,
            title: 'No alias yet',
            description: 'Such as live and next, or one per stage.',
          }}
          rowActions={
            mayWrite
              ? (row) => [
                  { label: 'Edit…', icon: Pencil, onSelect: () => setOverlay({ kind: 'edit-alias', alias: row }) },
                  {
                    label: 'Delete…',
                    icon: Trash2,
                    destructive: true,
                    separated: true,
                    onSelect: () => setOverlay({ kind: 'delete-alias', alias: row }),
                  },
                ]
              : undefined
          }
        />
      </div>
      {overlay?.kind === 'publish' ? <PublishDialog detail={detail} onClose={close} /> : null}
      {overlay?.kind === 'create-alias' ? <AliasDialog detail={detail} onClose={close} /> : null}
      {overlay?.kind === 'edit-alias' ? <AliasDialog detail={detail} alias={overlay.alias} onClose={close} /> : null}
      {overlay?.kind === 'delete-alias' ? (
        <DeleteAlias detail={detail} name={overlay.alias.name} onClose={close} />
      ) : null}
      {overlay?.kind === 'delete-version' ? (
        <DeleteVersion detail={detail} number={overlay.number} onClose={close} />
      ) : null}
    </div>
  );
}

const versionColumns: Columns<FunctionVersion> = [
  {
    id: 'number',
    header: 'Version',
    accessorFn: (row) => row.number,
    meta: { primary: true },
    cell: ({ row: { original } }) => <span className="tabular">{original.number}</span>,
  },
  {
    id: 'description',
    header: 'Description',
    accessorFn: (row) => row.description,
    cell: ({ row: { original } }) => <span className="line-clamp-1">{original.description || '—'}</span>,
  },
  {
    id: 'code',
    header: 'Code',
    accessorFn: (row) => row.codeSha256,
    enableSorting: false,
    meta: { priority: 3 },
    cell: ({ row: { original } }) => (
      <code className="font-mono text-xs text-muted-foreground">{original.codeSha256.slice(0, 12)}</code>
    ),
  },
  {
    id: 'memory',
    header: 'Memory',
    accessorFn: (row) => row.memoryMb,
    meta: { align: 'right', priority: 2 },
    cell: ({ row: { original } }) => `${original.memoryMb.toLocaleString('en-US')} MB`,
  },
  {
    id: 'createdAt',
    header: 'Published',
    accessorFn: (row) => row.createdAt,
    meta: { align: 'right' },
    cell: ({ row: { original } }) => <RelativeTime at={original.createdAt} className="text-muted-foreground" />,
  },
];

const aliasColumns: Columns<FunctionAlias> = [
  { id: 'name', header: 'Alias', accessorFn: (row) => row.name, meta: { primary: true } },
  {
    id: 'version',
    header: 'Version',
    accessorFn: (row) => row.functionVersion,
    cell: ({ row: { original } }) => <Badge variant="outline">{original.functionVersion}</Badge>,
  },
  {
    id: 'description',
    header: 'Description',
    accessorFn: (row) => row.description,
    meta: { priority: 2 },
    cell: ({ row: { original } }) => <span className="line-clamp-1">{original.description || '—'}</span>,
  },
];

interface OverlayProps {
  readonly detail: FunctionDetail;
  readonly onClose: () => void;
}

const publishForm = publishVersionInput.pick({ description: true });

function PublishDialog({ detail, onClose }: OverlayProps) {
  const show = useShowFunction();
  const actionForm = useActionForm(
    publishForm,
    ({ description }: z.output<typeof publishForm>) =>
      publishFunctionVersionAction({ functionName: detail.name, version: detail.version, description }),
    {
      defaultValues: { description: '' },
      success: ({ versionNumbers }) =>
        versionNumbers[0] === detail.versionNumbers[0]
          ? `Nothing has changed since version ${versionNumbers[0]}: no new one was made`
          : `Version ${versionNumbers[0]} was published`,
      onSuccess: (changed) => {
        show(changed);
        onClose();
      },
    },
  );
  return (
    <FormDialog
      actionForm={actionForm}
      title="Publish version"
      description="Copies $LATEST, its code and its settings, under the next number."
      submitLabel="Publish version"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={actionForm.form.control} name="description" label="Description">
        {({ value, ...field }) => <Input {...field} value={value ?? ''} placeholder="What is new" autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}

const aliasForm = z.object({
  name: createAliasInput.shape.name,
  functionVersion: createAliasInput.shape.functionVersion,
  description: z.string().max(256, 'A description has at most 256 characters.'),
});

function AliasDialog({ detail, alias, onClose }: OverlayProps & { readonly alias?: FunctionAlias }) {
  const show = useShowFunction();
  const actionForm = useActionForm(
    aliasForm,
    (input: z.output<typeof aliasForm>) =>
      alias === undefined
        ? createFunctionAliasAction({ functionName: detail.name, ...input })
        : updateFunctionAliasAction({ functionName: detail.name, ...input, version: alias.version }),
    {
      defaultValues: {
        name: alias?.name ?? '',
        functionVersion: alias?.functionVersion ?? String(detail.versionNumbers[0] ?? LATEST),
        description: alias?.description ?? '',
      },
      success: (_, { name, functionVersion }) => `${name} points to ${functionVersion}`,
      onSuccess: (changed) => {
        show(changed);
        onClose();
      },
    },
  );
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title={alias === undefined ? 'Create alias' : `Edit alias ${alias.name}`}
      submitLabel={alias === undefined ? 'Create alias' : 'Save alias'}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      {alias === undefined ? (
        <Field control={control} name="name" label="Name" required>
          {(field) => <Input {...field} placeholder="live" autoComplete="off" spellCheck={false} />}
        </Field>
      ) : null}
      <Field control={control} name="functionVersion" label="Version">
        {({ value, onChange, ref, onBlur }) => (
          <SimpleSelect
            value={value}
            onValueChange={onChange}
            ref={ref}
            onBlur={onBlur}
            options={[LATEST, ...detail.versionNumbers.map(String)].map((name) => ({
              value: name,
              label: name,
              description: name === LATEST ? 'Changes with each save' : undefined,
            }))}
          />
        )}
      </Field>
      <Field control={control} name="description" label="Description">
        {(field) => <Input {...field} autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}

function DeleteAlias({ detail, name, onClose }: OverlayProps & { readonly name: string }) {
  const show = useShowFunction();
  const remove = useAction(deleteFunctionAliasAction, { success: `Alias ${name} was deleted`, onSuccess: show });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete alias ${name}?`}
      description="Its version stays. Calls that name the alias fail from then on."
      confirmLabel="Delete alias"
      onConfirm={async () => (await remove.run({ functionName: detail.name, name })) !== null}
    />
  );
}

function DeleteVersion({ detail, number, onClose }: OverlayProps & { readonly number: number }) {
  const show = useShowFunction();
  const remove = useAction(deleteFunctionVersionAction, {
    success: `Version ${number} was deleted`,
    onSuccess: show,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete version ${number}?`}
      description="Calls that name it fail from then on. The number is not used again."
      confirmLabel="Delete version"
      onConfirm={async () => (await remove.run({ functionName: detail.name, number })) !== null}
    />
  );
}
