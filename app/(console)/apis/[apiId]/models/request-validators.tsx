'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { Pencil, Plus, ShieldCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { tableState } from '@/components/data-table/types';
import { useAction } from '@/components/form/use-action';
import { count } from '@/components/rest-api/delete-api-dialog';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { SectionHeader } from '@/components/ui/page-header';
import { createRequestValidatorAction, deleteRequestValidatorAction } from '@/lib/actions/request-validator';
import { useCan } from '@/lib/client/member';
import { useRequestValidators } from '@/lib/client/request-validators';
import { type RequestValidatorDetail, STANDARD_VALIDATORS } from '@/lib/contract/request-validator';
import { ValidatorDialog } from './validator-dialog';

const column = createColumnHelper<RequestValidatorDetail>();
const columns = [
  column.accessor('name', { header: 'Name', meta: { primary: true } }),
  column.accessor(checksText, { id: 'checks', header: 'Checks', meta: { width: '13rem', priority: 2 } }),
  column.accessor((validator) => validator.usedBy.length, {
    id: 'usedBy',
    header: 'Used by',
    meta: { width: '9rem' },
    cell: ({ getValue }) =>
      getValue() === 0 ? (
        <span className="text-muted-foreground">Nothing</span>
      ) : (
        <span className="tabular">{count(getValue(), 'method')}</span>
      ),
  }),
];

export function RequestValidators({ apiId }: Readonly<{ apiId: string }>) {
  const validators = useRequestValidators(apiId);
  const mayWrite = useCan('rest-api:write');
  const refresh = useRefreshApis();
  const [editing, setEditing] = useState<RequestValidatorDetail | 'new' | null>(null);
  const [deleting, setDeleting] = useState<RequestValidatorDetail | null>(null);
  const add = useAction(createRequestValidatorAction, { onReload: () => void refresh() });

  async function addStandard() {
    for (const standard of STANDARD_VALIDATORS) if (!(await add.run({ restApiId: apiId, ...standard }))) break;
    void refresh();
  }

  return (
    <div className="flex flex-col gap-4">
      <SectionHeader
        title="Request validators"
        description="What of a request is checked: its required parameters, its body against the method’s models, or both. A method without one checks nothing."
        actions={
          mayWrite ? (
            <Button variant="outline" onClick={() => setEditing('new')}>
              <Plus /> Create validator
            </Button>
          ) : null
        }
      />
      <DataTable
        label="Request validators"
        columns={columns}
        {...tableState(validators)}
        rowId={(validator) => validator.id}
        rowLabel={(validator) => validator.name}
        onRowOpen={mayWrite ? setEditing : undefined}
        rowActions={
          mayWrite
            ? (validator) => [
                { label: 'Edit', icon: Pencil, onSelect: () => setEditing(validator) },
                { label: 'Delete…', icon: Trash2, destructive: true, onSelect: () => setDeleting(validator) },
              ]
            : undefined
        }
        skeletonRows={2}
        empty={{
          icon: <ShieldCheck />,
          title: 'No request validators yet',
          description: 'Most APIs do with three: one for the body, one for parameters, one for both.',
          size: 'sm',
          action: mayWrite ? (
            <Button variant="outline" size="sm" loading={add.pending} onClick={() => void addStandard()}>
              Add the usual three
            </Button>
          ) : undefined,
        }}
      />
      {editing ? (
        <ValidatorDialog
          key={editing === 'new' ? 'new' : editing.id}
          apiId={apiId}
          validator={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {deleting ? <DeleteDialog apiId={apiId} validator={deleting} onClose={() => setDeleting(null)} /> : null}
    </div>
  );
}

function checksText({ validateRequestBody, validateRequestParameters }: RequestValidatorDetail): string {
  if (validateRequestBody && validateRequestParameters) return 'Body and parameters';
  if (validateRequestBody) return 'Body';
  return validateRequestParameters ? 'Parameters' : 'Nothing';
}

function DeleteDialog({
  apiId,
  validator,
  onClose,
}: Readonly<{ apiId: string; validator: RequestValidatorDetail; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const remove = useAction(deleteRequestValidatorAction, {
    success: `${validator.name} was deleted`,
    onReload: () => void refresh(),
    onSuccess: () => void refresh(),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete the validator “${validator.name}”?`}
      description={
        validator.usedBy.length > 0
          ? 'It can’t be deleted while methods use it. Choose another one, or none, in these first:'
          : 'No method uses it.'
      }
      losses={validator.usedBy.map(({ httpMethod, path }) => `${httpMethod} ${path}`)}
      confirmLabel="Delete validator"
      onConfirm={async () =>
        (await remove.run({ restApiId: apiId, requestValidatorId: validator.id, version: validator.version })) !== null
      }
    />
  );
}
