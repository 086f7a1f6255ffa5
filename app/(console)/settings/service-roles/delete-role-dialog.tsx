'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteServiceRoleAction } from '@/lib/actions/service-role';
import { serviceRoleKeys } from '@/lib/client/service-roles';
import type { ServiceRole } from '@/lib/contract/service-role';

export function DeleteRoleDialog({ role, onClose }: Readonly<{ role: ServiceRole; onClose: () => void }>) {
  const client = useQueryClient();
  const remove = useAction(deleteServiceRoleAction, {
    success: `Service role ${role.name} was deleted`,
    onSuccess: () => void client.invalidateQueries({ queryKey: serviceRoleKeys.all }),
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete service role ${role.name}?`}
      description="Its secret can’t be had again."
      losses={lossesOf(role)}
      typeToConfirm={role.name}
      confirmLabel="Delete service role"
      onConfirm={async () => (await remove.run({ roleName: role.name })) !== null}
    />
  );
}

function lossesOf({ accessKeyId, usedBy }: ServiceRole): string[] {
  const uses = usedBy.map(
    ({ method, apiName, stageName }) =>
      `${method} of ${apiName}${stageName === null ? '' : ` in stage ${stageName}`} uses it: change that first`,
  );
  return [...uses, `The secret of the access key ${accessKeyId}`];
}
