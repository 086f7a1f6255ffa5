'use client';

import { useQueryClient } from '@tanstack/react-query';
import { invalidateKeys } from '@/components/api-key/key-overlays';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { updateApiKeyAction } from '@/lib/actions/api-key';
import { useCan } from '@/lib/client/member';
import { type ApiKeySummary, updateApiKeyInput } from '@/lib/contract/api-key';

export function KeyDetailsForm({ apiKey }: Readonly<{ apiKey: ApiKeySummary }>) {
  const client = useQueryClient();
  const mayWrite = useCan('api-key:write');
  const values = {
    apiKeyId: apiKey.id,
    version: apiKey.version,
    name: apiKey.name,
    description: apiKey.description,
    customerId: apiKey.customerId,
  };
  const actionForm = useActionForm(updateApiKeyInput, updateApiKeyAction, {
    defaultValues: values,
    values,
    success: 'Key saved.',
    onSuccess: () => invalidateKeys(client),
    onReload: () => void invalidateKeys(client),
  });
  const { control } = actionForm.form;
  return (
    <FormCard actionForm={actionForm} title="Details" submitLabel="Save details" readOnly={!mayWrite}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field control={control} name="name" label="Name" required>
          {({ value, ...field }) => <Input {...field} value={value ?? ''} autoComplete="off" />}
        </Field>
        <Field control={control} name="customerId" label="Customer id">
          {({ value, ...field }) => <Input {...field} value={value ?? ''} autoComplete="off" />}
        </Field>
        <Field control={control} name="description" label="Description" className="sm:col-span-2">
          {({ value, ...field }) => <Textarea {...field} value={value ?? ''} rows={2} />}
        </Field>
      </div>
    </FormCard>
  );
}
