'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { Switch } from '@/components/ui/switch';
import { createUserPoolAction } from '@/lib/actions/user-pool';
import { publishText } from '@/lib/client/publish-text';
import { routes } from '@/lib/client/routes';
import { userPoolKeys } from '@/lib/client/user-pools';
import { createUserPoolInput } from '@/lib/contract/user-pool';

const schema = createUserPoolInput.pick({ name: true, signInWith: true, selfSignUp: true });

export function CreatePoolDialog({
  open,
  onOpenChange,
}: Readonly<{ open: boolean; onOpenChange: (open: boolean) => void }>) {
  const client = useQueryClient();
  const router = useRouter();
  const actionForm = useActionForm(schema, (values: z.output<typeof schema>) => createUserPoolAction(values), {
    defaultValues: { name: '', signInWith: 'USERNAME', selfSignUp: true },
    resetTo: 'defaults',
    success: ({ name, publish }) => `User pool “${name}” was created. ${publishText(publish)}`,
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: userPoolKeys.list() });
      router.push(routes.userPool(id));
    },
  });
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create user pool"
      description="What people sign in with stays as it is; everything else can be changed later."
      submitLabel="Create user pool"
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field control={control} name="name" label="Name" required>
        {(field) => <Input {...field} placeholder="Customers" autoComplete="off" />}
      </Field>
      <Field control={control} name="signInWith" label="Sign in with">
        {({ value, onChange, ref, onBlur }) => (
          <RadioGroup
            value={value}
            onValueChange={onChange}
            ref={ref}
            onBlur={onBlur}
            className="grid gap-2 sm:grid-cols-2"
          >
            <RadioCard value="USERNAME" title="A username" description="Which people choose when they sign up." />
            <RadioCard value="EMAIL" title="An e-mail address" description="Usernames are made up, as Cognito does." />
          </RadioGroup>
        )}
      </Field>
      <Field
        control={control}
        name="selfSignUp"
        label="People may sign up by themselves"
        description="Otherwise only you can add users."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur }) => (
          <Switch checked={value ?? true} onCheckedChange={onChange} ref={ref} onBlur={onBlur} />
        )}
      </Field>
    </FormDialog>
  );
}
