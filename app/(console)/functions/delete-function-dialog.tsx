'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteFunctionAction } from '@/lib/actions/function';
import { functionKeys, useFunction } from '@/lib/client/functions';
import type { FunctionDetail } from '@/lib/contract/function';

export function DeleteFunctionDialog({
  functionName,
  onClose,
  onDeleted,
}: Readonly<{ functionName: string; onClose: () => void; onDeleted?: () => void }>) {
  const client = useQueryClient();
  const { data } = useFunction(functionName);
  const remove = useAction(deleteFunctionAction, {
    success: `Function ${functionName} was deleted`,
    onSuccess: () => {
      onDeleted?.();
      void client.invalidateQueries({ queryKey: functionKeys.list() });
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete function ${functionName}?`}
      description="Its code can’t be had again."
      losses={data ? lossesOf(data) : ['Looking up what depends on it…']}
      typeToConfirm={functionName}
      confirmLabel="Delete function"
      onConfirm={async () => (await remove.run({ functionName })) !== null}
    />
  );
}

function lossesOf({ kind, versions, aliasDetails, permissions, usedBy }: FunctionDetail): string[] {
  const calls = usedBy.map(
    ({ method, apiName, stageName }) =>
      `${method} of ${apiName}${stageName === null ? '' : ` in stage ${stageName}`} calls it: change that first`,
  );
  const parts = [
    kind === 'local' ? 'the code of $LATEST' : 'its endpoint and credentials',
    ...(versions.length > 0 ? [`${versions.length} published versions`] : []),
    ...(aliasDetails.length > 0 ? [`the aliases ${aliasDetails.map(({ name }) => name).join(', ')}`] : []),
    ...(permissions.length > 0 ? [`${permissions.length} permissions`] : []),
  ];
  return [...calls, `With ${parts.join(', ')}`];
}
