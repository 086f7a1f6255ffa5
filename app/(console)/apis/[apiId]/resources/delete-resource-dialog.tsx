'use client';

import { useAction } from '@/components/form/use-action';
import { count } from '@/components/rest-api/delete-api-dialog';
import { hideResources, useShowChange } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteResourceAction } from '@/lib/actions/resource';
import type { ResourceNode } from '@/lib/contract/resource';
import { countSubtree, subtreeOf } from './tree/tree-model';

const NAMED = 5;

export function DeleteResourceDialog({
  apiId,
  resource,
  resources,
  open,
  onOpenChange,
  onDeleted,
}: Readonly<{
  apiId: string;
  resource: ResourceNode;
  resources: readonly ResourceNode[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted: () => void;
}>) {
  const show = useShowChange();
  const remove = useAction(deleteResourceAction, {
    success: `Resource ${resource.path} was deleted`,
    onSuccess: () => {
      const gone = subtreeOf(resources, resource.id).map((node) => node.id);
      onDeleted();
      show(hideResources(apiId, gone));
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${resource.path}?`}
      description="Stages keep serving it until the API is deployed to them again."
      losses={lossesOf(resources, resource)}
      confirmLabel="Delete resource"
      onConfirm={async () => (await remove.run({ restApiId: apiId, resourceId: resource.id })) !== null}
    />
  );
}

function lossesOf(resources: readonly ResourceNode[], resource: ResourceNode): string[] {
  const gone = subtreeOf(resources, resource.id);
  const { methods } = countSubtree(gone);
  const below = gone.slice(1).map((node) => node.path);
  const losses = [methods === 0 ? 'The resource; it has no methods' : count(methods, 'method')];
  if (below.length > 0) {
    const more = below.length > NAMED ? ` and ${below.length - NAMED} more` : '';
    losses.push(`${count(below.length, 'resource')} below it: ${below.slice(0, NAMED).join(', ')}${more}`);
  }
  return losses;
}
