'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { changePasswordAction } from '@/lib/actions/profile';
import { sessionKeys } from '@/lib/client/sessions';
import { changePasswordInput } from '@/lib/contract/portal';

export function PasswordForm({ email }: Readonly<{ email: string }>) {
  const client = useQueryClient();
  const actionForm = useActionForm(changePasswordInput, changePasswordAction, {
    defaultValues: { currentPassword: '', newPassword: '' },
    resetTo: 'defaults',
    success: 'Password changed. Every other browser was signed out.',
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKeys.all() }),
  });
  const { control } = actionForm.form;
  return (
    <FormCard
      actionForm={actionForm}
      title="Password"
      description="Changing it signs out your other browsers."
      submitLabel="Change password"
    >
      {/* For password managers: whose password this is. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field control={control} name="currentPassword" label="Current password" required>
        {(field) => <Input {...field} type="password" autoComplete="current-password" />}
      </Field>
      <Field control={control} name="newPassword" label="New password" required description="At least 10 characters.">
        {(field) => <Input {...field} type="password" autoComplete="new-password" />}
      </Field>
    </FormCard>
  );
}
