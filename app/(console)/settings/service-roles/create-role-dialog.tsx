'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { createServiceRoleAction } from '@/lib/actions/service-role';
import { publishText } from '@/lib/client/publish-text';
import { serviceRoleKeys } from '@/lib/client/service-roles';
import { createServiceRoleInput } from '@/lib/contract/service-role';
import { CredentialFields, ServiceGrantFields } from './role-fields';

type Values = z.output<typeof createServiceRoleInput>;

export function CreateRoleDialog({
  open,
  onOpenChange,
}: Readonly<{ open: boolean; onOpenChange: (open: boolean) => void }>) {
  const client = useQueryClient();
  const actionForm = useActionForm(createServiceRoleInput, (values: Values) => createServiceRoleAction(values), {
    defaultValues: {
      name: '',
      description: '',
      credentials: { accessKeyId: '', secretAccessKey: '', sessionToken: '' },
      services: [],
    },
    resetTo: 'defaults',
    success: ({ name, publish }) => `Service role “${name}” was created. ${publishText(publish)}`,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: serviceRoleKeys.all });
      onOpenChange(false);
    },
  });
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create service role"
      description="Methods name it by an ARN, arn:aws:iam::ACCOUNT:role/NAME, so its name stays."
      submitLabel="Create service role"
      size="lg"
      open={open}
      onOpenChange={onOpenChange}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field control={control} name="name" label="Name" required>
          {(field) => <Input {...field} placeholder="apigateway-dynamodb" autoComplete="off" spellCheck={false} />}
        </Field>
        <Field control={control} name="description" label="Description">
          {(field) => <Input {...field} placeholder="What it is for" autoComplete="off" />}
        </Field>
      </div>
      <CredentialFields stored={false} />
      <ServiceGrantFields />
    </FormDialog>
  );
}
