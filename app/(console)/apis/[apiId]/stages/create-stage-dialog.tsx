'use client';

import { useRouter } from 'next/navigation';
import { z } from 'zod';
import { DeploymentSelect } from '@/components/deployment/deployment-select';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { showStage, useShowChange } from '@/components/rest-api/use-refresh-api';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { createStageAction } from '@/lib/actions/stage';
import { publishText } from '@/lib/client/publish-text';
import { routes } from '@/lib/client/routes';
import { description } from '@/lib/contract/common';
import { stageName } from '@/lib/contract/stage';

const schema = z.object({
  name: stageName,
  deploymentId: z.string().min(1, 'Choose the deployment that it serves.'),
  description,
});

export function CreateStageDialog({
  apiId,
  open,
  onOpenChange,
}: Readonly<{ apiId: string; open: boolean; onOpenChange: (open: boolean) => void }>) {
  const router = useRouter();
  const show = useShowChange();
  const actionForm = useActionForm(schema, (values) => createStageAction({ restApiId: apiId, ...values }), {
    defaultValues: { name: '', deploymentId: '', description: '' },
    resetTo: 'defaults',
    success: ({ name, publish }) => `Stage ${name} was created. ${publishText(publish)}`,
    onSuccess: (stage) => {
      show(showStage(stage));
      onOpenChange(false);
      router.push(routes.api(apiId).stage(stage.name));
    },
  });
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create stage"
      description="To serve the working copy instead, use Deploy with a new stage."
      submitLabel="Create stage"
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field
        control={control}
        name="name"
        label="Name"
        required
        description="Part of its URL: letters, digits, - and _."
      >
        {(field) => <Input {...field} placeholder="prod" spellCheck={false} autoCapitalize="off" autoComplete="off" />}
      </Field>
      <Field control={control} name="deploymentId" label="Deployment" required>
        {({ value, onChange, ref, onBlur }) => (
          <DeploymentSelect apiId={apiId} value={value || null} onValueChange={onChange} ref={ref} onBlur={onBlur} />
        )}
      </Field>
      <Field control={control} name="description" label="Description">
        {(field) => <Textarea {...field} rows={2} />}
      </Field>
    </FormDialog>
  );
}
