'use client';

import { useAction } from '@/components/form/use-action';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteDeploymentAction } from '@/lib/actions/deployment';
import type { DeploymentSummary } from '@/lib/contract/deployment';

export function DeleteDeploymentDialog({
  apiId,
  deployment,
  onClose,
}: Readonly<{ apiId: string; deployment: DeploymentSummary; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const remove = useAction(deleteDeploymentAction, {
    success: `Deployment #${deployment.number} was deleted`,
    onSuccess: () => void refresh(),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete deployment #${deployment.number}?`}
      description="No stage serves it. This can’t be undone."
      losses={['The way back to the definition as it was then']}
      confirmLabel="Delete deployment"
      onConfirm={async () => (await remove.run({ restApiId: apiId, deploymentId: deployment.id })) !== null}
    />
  );
}
