'use client';

import { useState } from 'react';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { createUsagePlanAction, updateUsagePlanAction } from '@/lib/actions/usage-plan';
import { publishText } from '@/lib/client/publish-text';
import {
  type CreateUsagePlanInput,
  createUsagePlanInput,
  type UsagePlanDetail,
  type UsagePlanSummary,
} from '@/lib/contract/usage-plan';
import { PlanFields } from './plan-fields';

/** Makes a plan, or edits the one given. Mount it when it opens: the edit carries the version seen then. */
export function PlanFormSheet({
  plan,
  onClose,
  onSaved,
}: Readonly<{
  plan?: UsagePlanSummary | UsagePlanDetail;
  onClose: () => void;
  onSaved: (plan: UsagePlanSummary) => unknown;
}>) {
  const [opened] = useState(plan);
  const actionForm = useActionForm(
    createUsagePlanInput,
    (input) =>
      opened
        ? updateUsagePlanAction({ ...input, usagePlanId: opened.id, version: opened.version })
        : createUsagePlanAction(input),
    {
      defaultValues: opened ? valuesOf(opened) : EMPTY,
      success: (saved) => `Plan “${saved.name}” ${opened ? 'saved' : 'created'}. ${publishText(saved.publish)}`,
      onSuccess: async (saved) => {
        await onSaved(saved);
        onClose();
      },
    },
  );
  return (
    <FormSheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      actionForm={actionForm}
      size="lg"
      title={opened ? `Edit “${opened.name}”` : 'Create usage plan'}
      description="What a key may do: how fast, how much, and on which stages. Changes apply to every key of the plan within a second."
      submitLabel={opened ? 'Save plan' : 'Create plan'}
    >
      <PlanFields form={actionForm.form} />
    </FormSheet>
  );
}

const EMPTY: CreateUsagePlanInput = {
  name: '',
  description: '',
  throttle: { rateLimit: 10, burstLimit: 20 },
  quota: null,
  stages: [],
  portalVisible: false,
  priceText: '',
  approvalRequired: false,
};

function valuesOf(plan: UsagePlanSummary): CreateUsagePlanInput {
  return {
    name: plan.name,
    description: plan.description,
    throttle: plan.throttle,
    quota: plan.quota,
    stages: plan.stages.map(({ restApiId, stageName, throttle }) => ({ restApiId, stageName, throttle })),
    portalVisible: plan.portalVisible,
    priceText: plan.priceText,
    approvalRequired: plan.approvalRequired,
  };
}
