'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { Braces, Pencil, Plus, Trash2 } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { tableState } from '@/components/data-table/types';
import { PageBody } from '@/components/layout/page-body';
import { count } from '@/components/rest-api/delete-api-dialog';
import { Button } from '@/components/ui/button';
import { SectionHeader } from '@/components/ui/page-header';
import { useCan } from '@/lib/client/member';
import { useModels } from '@/lib/client/models';
import type { ModelDetail } from '@/lib/contract/model';
import { DeleteModelDialog } from './delete-model-dialog';
import { ModelSheet } from './model-sheet';
import { RequestValidators } from './request-validators';

const column = createColumnHelper<ModelDetail>();
const columns = [
  column.accessor('name', {
    header: 'Name',
    meta: { primary: true },
    cell: ({ row: { original: model } }) => (
      <span className="inline-flex max-w-xl flex-col align-middle max-sm:max-w-48">
        <span className="truncate font-mono text-xs">{model.name}</span>
        {model.description ? (
          <span className="truncate text-xs font-normal text-muted-foreground">{model.description}</span>
        ) : null}
      </span>
    ),
  }),
  column.accessor('contentType', {
    header: 'Content type',
    meta: { width: '13rem', priority: 2 },
    cell: ({ getValue }) => <span className="font-mono text-xs">{getValue()}</span>,
  }),
  column.accessor((model) => model.usedBy.length, {
    id: 'usedBy',
    header: 'Used by',
    meta: { width: '9rem' },
    cell: ({ getValue }) =>
      getValue() === 0 ? (
        <span className="text-muted-foreground">Nothing</span>
      ) : (
        <span className="tabular">{count(getValue(), 'place')}</span>
      ),
  }),
];

/** In the URL: the model that is open. No model can have this name. */
const NEW = '-new';

export function ModelsPage({ apiId }: Readonly<{ apiId: string }>) {
  const models = useModels(apiId);
  const mayWrite = useCan('rest-api:write');
  const [open, setOpen] = useQueryState('model', parseAsString.withOptions({ history: 'push' }));
  const [deleting, setDeleting] = useState<ModelDetail | null>(null);
  const shown = open === NEW ? null : models.data?.find(({ name }) => name === open);
  return (
    <PageBody width="full">
      <div className="flex flex-col gap-4">
        <SectionHeader
          title="Models"
          description="JSON schemas of bodies. A method’s request validator compares requests with them; changes need a deployment."
          actions={
            mayWrite ? (
              <Button onClick={() => void setOpen(NEW)}>
                <Plus /> Create model
              </Button>
            ) : null
          }
        />
        <DataTable
          label="Models"
          columns={columns}
          {...tableState(models)}
          rowId={(model) => model.name}
          onRowOpen={(model) => void setOpen(model.name)}
          rowActions={
            mayWrite
              ? (model) => [
                  { label: 'Edit', icon: Pencil, onSelect: () => void setOpen(model.name) },
                  { label: 'Delete…', icon: Trash2, destructive: true, onSelect: () => setDeleting(model) },
                ]
              : undefined
          }
          filter={{
            placeholder: 'Filter models',
            textOf: (model) => `${model.name} ${model.contentType} ${model.description}`,
          }}
          skeletonRows={3}
          empty={{
            icon: <Braces />,
            title: 'No models yet',
            description: 'Describe what a body must look like, and let the gateway refuse what does not.',
          }}
        />
      </div>
      <RequestValidators apiId={apiId} />
      {shown !== undefined ? (
        <ModelSheet
          key={open}
          apiId={apiId}
          model={shown}
          models={models.data ?? []}
          readOnly={!mayWrite}
          onClose={() => void setOpen(null)}
          onReload={async () => (await models.refetch()).data?.find(({ name }) => name === open)}
        />
      ) : null}
      {deleting ? <DeleteModelDialog apiId={apiId} model={deleting} onClose={() => setDeleting(null)} /> : null}
    </PageBody>
  );
}
