'use client';

import { Plus, ShieldCheck, Trash2 } from 'lucide-react';
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
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { SectionHeader } from '@/components/ui/page-header';
import { SimpleSelect } from '@/components/ui/select';
import { addFunctionPermissionAction, removeFunctionPermissionAction } from '@/lib/actions/function';
import { useCan } from '@/lib/client/member';
import { addPermissionInput, type FunctionDetail, type FunctionPermission } from '@/lib/contract/function';

/** The select’s own value for “without a qualifier”: no alias holds a colon. */
const UNQUALIFIED = ':none';

export function PermissionsTab({ detail }: Readonly<{ detail: FunctionDetail }>) {
  const mayWrite = useCan('function:write');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<string | null>(null);
  const add = mayWrite ? (
    <Button size="sm" onClick={() => setAdding(true)}>
      <Plus /> Add permission
    </Button>
  ) : null;
  return (
    <div className="flex flex-col gap-3">
      <SectionHeader
        title="Resource policy"
        description="Which methods may call the function. A method that no statement allows is answered with 500."
        actions={add}
      />
      <DataTable
        label="Permissions"
        columns={columns}
        data={detail.permissions}
        rowId={(row) => row.statementId}
        rowLabel={(row) => row.statementId}
        empty={{
          icon: <ShieldCheck />,
          title: 'No method may call it yet',
          description: 'A method’s integration request offers to add the permission it needs in one click.',
        }}
        rowActions={
          mayWrite
            ? (row) => [
                {
                  label: 'Remove…',
                  icon: Trash2,
                  destructive: true,
                  onSelect: () => setRemoving(row.statementId),
                },
              ]
            : undefined
        }
      />
      {adding ? <AddPermission detail={detail} onClose={() => setAdding(false)} /> : null}
      {removing === null ? null : (
        <RemovePermission detail={detail} statementId={removing} onClose={() => setRemoving(null)} />
      )}
    </div>
  );
}

const columns: Columns<FunctionPermission> = [
  {
    id: 'sourceArn',
    header: 'Calls from',
    accessorFn: (row) => row.sourceArn ?? '',
    meta: { primary: true },
    cell: ({ row: { original } }) =>
      original.sourceArn === null ? (
        'Every API of this account'
      ) : (
        <code className="font-mono text-xs break-all">{original.sourceArn}</code>
      ),
  },
  {
    id: 'qualifier',
    header: 'To',
    accessorFn: (row) => row.qualifier ?? '',
    cell: ({ row: { original } }) => <span className="text-xs">{original.qualifier ?? 'unqualified'}</span>,
  },
  {
    id: 'statementId',
    header: 'Statement',
    accessorFn: (row) => row.statementId,
    meta: { priority: 3 },
    cell: ({ row: { original } }) => (
      <span className="font-mono text-xs break-all text-muted-foreground">{original.statementId}</span>
    ),
  },
];

interface OverlayProps {
  readonly detail: FunctionDetail;
  readonly onClose: () => void;
}

const form = z
  .object({ statementId: z.string().trim(), sourceArn: z.string().trim(), qualifier: z.string() })
  .superRefine((values, context) => {
    const checked = addPermissionInput.safeParse({ functionName: 'x', ...toStatement(values) });
    for (const { path, message } of checked.success ? [] : checked.error.issues) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

const toStatement = ({ statementId, sourceArn, qualifier }: z.output<typeof form>) => ({
  statementId,
  ...(sourceArn === '' ? {} : { sourceArn }),
  ...(qualifier === UNQUALIFIED ? {} : { qualifier }),
});

function AddPermission({ detail, onClose }: OverlayProps) {
  const show = useShowFunction();
  const [, , , region = 'us-east-1', accountId = ''] = detail.arn.split(':');
  const actionForm = useActionForm(
    form,
    (values: z.output<typeof form>) =>
      addFunctionPermissionAction({ functionName: detail.name, ...toStatement(values) }),
    {
      defaultValues: { statementId: '', sourceArn: '', qualifier: UNQUALIFIED },
      success: 'Permission added',
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
      title="Add permission"
      description="Lets API Gateway call the function for some methods."
      submitLabel="Add permission"
      size="lg"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={control} name="statementId" label="Statement id" required>
        {(field) => <Input {...field} placeholder="pets-read" autoComplete="off" spellCheck={false} />}
      </Field>
      <Field
        control={control}
        name="sourceArn"
        label="Source ARN"
        description="API, stage, method and path; * stands for anything. Empty: every API of this account."
      >
        {(field) => (
          <Input
            {...field}
            placeholder={`arn:aws:execute-api:${region}:${accountId}:a1b2c3d4e5/*/GET/pets`}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
          />
        )}
      </Field>
      {detail.kind === 'local' ? (
        <Field
          control={control}
          name="qualifier"
          label="Version or alias"
          description="What the method’s integration names. One without a version or an alias needs “unqualified”."
        >
          {({ value, onChange, ref, onBlur }) => (
            <SimpleSelect
              value={value}
              onValueChange={onChange}
              ref={ref}
              onBlur={onBlur}
              options={[
                { value: UNQUALIFIED, label: 'Unqualified' },
                ...[...detail.aliases, ...detail.versionNumbers.map(String)].map((name) => ({
                  value: name,
                  label: name,
                })),
              ]}
            />
          )}
        </Field>
      ) : null}
    </FormDialog>
  );
}

function RemovePermission({ detail, statementId, onClose }: OverlayProps & { readonly statementId: string }) {
  const show = useShowFunction();
  const remove = useAction(removeFunctionPermissionAction, { success: 'Permission removed', onSuccess: show });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Remove this permission?"
      description={`Methods that only ${statementId} allows are answered with 500 from then on.`}
      confirmLabel="Remove permission"
      onConfirm={async () => (await remove.run({ functionName: detail.name, statementId })) !== null}
    />
  );
}
