'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { FolderPen, FolderPlus, KeyRound, Plus, Share2, Trash2, Webhook } from 'lucide-react';
import { DataTable } from '@/components/data-table/data-table';
import { RowActions } from '@/components/data-table/row-actions';
import type { RowAction } from '@/components/data-table/types';
import { PageBody } from '@/components/layout/page-body';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { MethodBadge } from '@/components/ui/method-badge';
import { useCan } from '@/lib/client/member';
import type { MethodKey } from '@/lib/contract/common';
import type { ResourceNode } from '@/lib/contract/resource';
import { typeLabel } from './method/method-facts';
import type { ResourceTask } from './resources-view';
import { isGreedy, type ResourceMethod } from './tree/tree-model';

const column = createColumnHelper<ResourceMethod>();
const columns = [
  column.accessor('httpMethod', {
    header: 'Method',
    meta: { primary: true, width: '7rem' },
    cell: ({ getValue }) => <MethodBadge method={getValue()} aligned />,
  }),
  column.accessor('integrationType', {
    header: 'Integration',
    cell: ({ getValue }) => {
      const type = getValue();
      return type ? typeLabel({ type }) : <Badge variant="warning">Not set up</Badge>;
    },
  }),
  column.accessor('apiKeyRequired', {
    header: 'API key',
    cell: ({ getValue }) =>
      getValue() ? (
        <span className="flex items-center gap-1.5">
          <KeyRound aria-hidden="true" className="size-3.5 text-muted-foreground" /> Required
        </span>
      ) : (
        <span className="text-muted-foreground">Not required</span>
      ),
  }),
];

export function ResourcePane({
  resource,
  onOpenMethod,
  onTask,
}: Readonly<{
  resource: ResourceNode;
  onOpenMethod: (method: MethodKey) => void;
  onTask: (task: ResourceTask) => void;
}>) {
  const mayWrite = useCan('rest-api:write');
  const createMethod = mayWrite ? (
    <Button onClick={() => onTask('create-method')}>
      <Plus /> Create method
    </Button>
  ) : null;
  return (
    <PageBody width="full" className="max-lg:pt-1">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-56 items-center gap-1">
          <h2 className="min-w-0 truncate font-mono text-base font-medium">{resource.path}</h2>
          <CopyButton value={resource.path} label="Copy path" size="icon-xs" />
        </div>
        {mayWrite ? (
          <div className="flex items-center gap-2">
            <Button variant="outline" onClick={() => onTask('cors')}>
              <Share2 /> Enable CORS
            </Button>
            {createMethod}
            <RowActions label={resource.path} actions={actionsOf(resource, onTask)} />
          </div>
        ) : null}
      </header>
      <DataTable
        label={`Methods of ${resource.path}`}
        columns={columns}
        data={resource.methods}
        rowId={(method) => method.httpMethod}
        onRowOpen={(method) => onOpenMethod(method.httpMethod)}
        empty={{
          icon: <Webhook />,
          title: 'No methods yet',
          description: (
            <>
              Callers of <span className="font-mono text-xs">{resource.path}</span> get 403 Missing Authentication
              Token, as from API Gateway. Create a method to answer them.
            </>
          ),
          action: createMethod,
        }}
      />
    </PageBody>
  );
}

function actionsOf(resource: ResourceNode, onTask: (task: ResourceTask) => void): RowAction[] {
  const actions: RowAction[] = [];
  if (!isGreedy(resource.pathPart)) {
    actions.push({ label: 'Create child resource', icon: FolderPlus, onSelect: () => onTask('create-resource') });
  }
  if (resource.parentId !== null) {
    actions.push(
      { label: 'Rename or move', icon: FolderPen, onSelect: () => onTask('move') },
      { label: 'Delete…', icon: Trash2, onSelect: () => onTask('delete'), destructive: true, separated: true },
    );
  }
  return actions;
}
