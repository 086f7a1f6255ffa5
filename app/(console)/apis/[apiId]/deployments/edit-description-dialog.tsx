'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { Textarea } from '@/components/ui/textarea';
import { updateDeploymentAction } from '@/lib/actions/deployment';
import { description } from '@/lib/contract/common';
import type { DeploymentSummary } from '@/lib/contract/deployment';

const schema = z.object({ description });

/** The one thing about a deployment that may change. */
export function EditDescriptionDialog({
  apiId,
  deployment,
  onClose,
}: Readonly<{ apiId: string; deployment: DeploymentSummary; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const actionForm = useActionForm(
    schema,
    (values) => updateDeploymentAction({ restApiId: apiId, deploymentId: deployment.id, ...values }),
    {
      defaultValues: { description: deployment.description },
      success: `The description of deployment #${deployment.number} was saved`,
      onSuccess: () => {
        void refresh();
        onClose();
      },
    },
  );
  return (
    <FormDialog
      actionForm={actionForm}
      title={`Describe deployment #${deployment.number}`}
      submitLabel="Save description"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={actionForm.form.control} name="description" label="Description">
        {(field) => <Textarea {...field} rows={3} placeholder="What changed and why" />}
      </Field>
    </FormDialog>
  );
}
