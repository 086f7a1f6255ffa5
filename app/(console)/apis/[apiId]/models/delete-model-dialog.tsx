'use client';

import { useAction } from '@/components/form/use-action';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteModelAction } from '@/lib/actions/model';
import type { ModelDetail } from '@/lib/contract/model';
import { textOfUse } from './model-use';

export function DeleteModelDialog({
  apiId,
  model,
  onClose,
}: Readonly<{ apiId: string; model: ModelDetail; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const remove = useAction(deleteModelAction, {
    success: `The model ${model.name} was deleted`,
    onReload: () => void refresh(),
    onSuccess: () => void refresh(),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete the model ${model.name}?`}
      description={
        model.usedBy.length > 0
          ? 'It can’t be deleted while it is used. Take it out of these places first:'
          : 'Stages keep validating with it until the API is deployed to them again.'
      }
      losses={model.usedBy.map(textOfUse)}
      confirmLabel="Delete model"
      onConfirm={async () =>
        (await remove.run({ restApiId: apiId, modelName: model.name, version: model.version })) !== null
      }
    />
  );
}
