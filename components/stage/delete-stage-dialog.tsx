'use client';

import { useAction } from '@/components/form/use-action';
import { count } from '@/components/rest-api/delete-api-dialog';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteStageAction } from '@/lib/actions/stage';
import { useStage } from '@/lib/client/stages';
import type { StageDetail } from '@/lib/contract/stage';

export function DeleteStageDialog({
  apiId,
  stageName,
  open,
  onOpenChange,
  onDeleted,
}: Readonly<{
  apiId: string;
  stageName: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted?: () => void;
}>) {
  const refresh = useRefreshApis();
  const { data: stage } = useStage(apiId, stageName);
  const remove = useAction(deleteStageAction, {
    success: `Stage ${stageName} was deleted`,
    onSuccess: () => {
      onDeleted?.();
      void refresh();
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete stage ${stageName}?`}
      description="Its deployment stays: a new stage can serve it again."
      losses={stage ? lossesOf(stage) : ['Looking up what depends on it…']}
      typeToConfirm={stageName}
      confirmLabel="Delete stage"
      onConfirm={async () => (await remove.run({ restApiId: apiId, stageName })) !== null}
    />
  );
}

function lossesOf(stage: StageDetail): string[] {
  const losses = [`${stage.invokeUrls.byHost} stops answering at once`];
  const variables = Object.keys(stage.variables).length;
  const overrides = Object.keys(stage.methodSettings).filter((key) => key !== '*/*').length;
  const settings = [
    variables > 0 ? count(variables, 'variable') : '',
    overrides > 0 ? count(overrides, 'method override') : '',
    stage.cacheClusterEnabled ? 'the cache' : '',
  ].filter(Boolean);
  if (settings.length > 0) losses.push(`Its settings: ${settings.join(', ')}`);
  if (stage.usagePlans.length > 0) {
    losses.push(`Its place in ${stage.usagePlans.map((plan) => plan.name).join(', ')}: their keys no longer open it`);
  }
  for (const product of stage.products) {
    losses.push(
      product.activeSubscriptionCount > 0
        ? `Portal product “${product.title}”: end its ${count(product.activeSubscriptionCount, 'active subscription')} first`
        : `Portal product “${product.title}”`,
    );
  }
  return losses;
}
