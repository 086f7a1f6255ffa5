'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { addMemberAction } from '@/lib/actions/member';
import { memberKeys } from '@/lib/client/members';
import { type AddMemberInput, addMemberInput } from '@/lib/contract/account';
import { ROLE_OPTIONS } from './roles';

export function AddMemberDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const client = useQueryClient();
  const actionForm = useActionForm(addMemberInput, addMemberAction, {
    defaultValues: { email: '', name: '', role: 'viewer' } satisfies AddMemberInput,
    success: (member) => `${member.email} is ${member.role} now.`,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: memberKeys.all() });
      onClose();
    },
  });
  const { control } = actionForm.form;
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      actionForm={actionForm}
      title="Add member"
      description="Someone who has a user here already is added with it."
      submitLabel="Add member"
    >
      <Field control={control} name="email" label="E-mail" required>
        {(field) => <Input {...field} type="email" autoComplete="off" autoFocus />}
      </Field>
      <Field control={control} name="name" label="Name">
        {(field) => <Input {...field} autoComplete="off" />}
      </Field>
      <Field control={control} name="role" label="Role">
        {({ value, onChange, ref: _ref, name: _name, ...field }) => (
          <RadioGroup {...field} value={value} onValueChange={onChange}>
            {ROLE_OPTIONS.map((option) => (
              <RadioCard
                key={option.value}
                value={option.value}
                title={option.label}
                description={option.description}
              />
            ))}
          </RadioGroup>
        )}
      </Field>
      <Field
        control={control}
        name="password"
        label="First password"
        description="Only for someone new who will sign in with a password. They change it under Settings. Leave it empty for GitHub or single sign-on."
      >
        {({ value, onChange, ...field }) => (
          <Input
            {...field}
            type="password"
            autoComplete="new-password"
            value={value ?? ''}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
