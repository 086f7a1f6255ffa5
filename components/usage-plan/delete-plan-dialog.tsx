'use client';

import { useQueryClient } from '@tanstack/react-query';
import { invalidateKeys } from '@/components/api-key/key-overlays';
import { useAction } from '@/components/form/use-action';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { deleteUsagePlanAction } from '@/lib/actions/usage-plan';
import { publishText } from '@/lib/client/publish-text';
import type { UsagePlanSummary } from '@/lib/contract/usage-plan';
import { countText } from './limit-text';
import { planStageNames } from './plan-stage-names';

export function DeletePlanDialog({
  plan,
  onClose,
  onDeleted,
}: Readonly<{ plan: UsagePlanSummary; onClose: () => void; onDeleted?: () => void }>) {
  const client = useQueryClient();
  const remove = useAction(deleteUsagePlanAction, {
    success: (data) => `Plan deleted. ${publishText(data.publish)}`,
    onSuccess: async () => {
      onDeleted?.();
      await invalidateKeys(client);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete usage plan “${plan.name}”?`}
      description="The keys themselves stay."
      losses={[
        ...(plan.keyCount > 0
          ? [
              `${countText(plan.keyCount, 'key')} can no longer call ${planStageNames(plan) || 'anything through it'}; calls answer 403 within a second.`,
            ]
          : []),
        'Its limits, and what its keys have used so far.',
        ...(plan.portalVisible ? ['It is no longer offered in the portal.'] : []),
      ]}
      typeToConfirm={plan.keyCount > 0 ? plan.name : undefined}
      confirmLabel="Delete plan"
      onConfirm={async () => (await remove.run({ usagePlanId: plan.id })) !== null}
    />
  );
}
