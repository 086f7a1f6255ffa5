'use client';

import { Field, Form } from '@/components/form/form';
import { useActionForm } from '@/components/form/use-action-form';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { signUpAction } from '@/lib/actions/portal';
import { signInWithPassword } from '@/lib/client/auth';
import { routes } from '@/lib/client/routes';
import { type SignUpInput, signUpInput } from '@/lib/contract/portal';

export function SignUpForm({ callbackUrl }: Readonly<{ callbackUrl: string }>) {
  const actionForm = useActionForm(signUpInput, signUpAction, {
    defaultValues: { name: '', email: '', password: '' } satisfies SignUpInput,
    onSuccess: async (_data, { email, password }) => {
      const outcome = await signInWithPassword({ email, password });
      window.location.assign(outcome.ok ? callbackUrl : routes.portal.signIn({ callbackUrl }));
      await new Promise(() => {});
    },
  });
  const { control } = actionForm.form;
  return (
    <Form form={actionForm.form} onSubmit={actionForm.submit} className="flex flex-col gap-4" aria-label="Sign up">
      <Field control={control} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="name" autoFocus />}
      </Field>
      <Field control={control} name="email" label="E-mail" required>
        {(field) => <Input {...field} type="email" autoComplete="username" />}
      </Field>
      <Field control={control} name="password" label="Password" required description="At least 10 characters.">
        {(field) => <Input {...field} type="password" autoComplete="new-password" />}
      </Field>
      <Button type="submit" size="lg" loading={actionForm.pending}>
        Sign up
      </Button>
    </Form>
  );
}
