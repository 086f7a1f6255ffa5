'use client';

import { useRouter } from 'next/navigation';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { updateProfileAction } from '@/lib/actions/profile';
import { updateProfileInput } from '@/lib/contract/portal';

export function ProfileForm({
  name,
  description,
}: Readonly<{ name: string /** Who this is: e-mail and role. */; description: string }>) {
  const router = useRouter();
  const actionForm = useActionForm(updateProfileInput, updateProfileAction, {
    defaultValues: { name },
    values: { name },
    success: 'Name saved.',
    onSuccess: () => router.refresh(),
  });
  return (
    <FormCard actionForm={actionForm} title="Profile" description={description} submitLabel="Save name">
      <Field
        control={actionForm.form.control}
        name="name"
        label="Name"
        required
        description="Shown to others and in the audit log."
      >
        {(field) => <Input {...field} autoComplete="name" />}
      </Field>
    </FormCard>
  );
}
