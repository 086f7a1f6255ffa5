'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { SecretField } from '@/components/ui/secret-field';
import { createUserPoolUserAction } from '@/lib/actions/user-pool';
import { userPoolKeys } from '@/lib/client/user-pools';
import { type UserPoolDetail, username } from '@/lib/contract/user-pool';

const schema = z.object({ username, email: z.string().trim().max(254) });

/** The temporary password is told once, here. */
export function CreateUserDialog({ pool, onClose }: Readonly<{ pool: UserPoolDetail; onClose: () => void }>) {
  const client = useQueryClient();
  const [made, setMade] = useState<{ readonly name: string; readonly password: string } | null>(null);
  const byEmail = pool.signInWith === 'EMAIL';
  const actionForm = useActionForm(
    schema,
    (values: z.output<typeof schema>) =>
      createUserPoolUserAction({
        ...{ userPoolId: pool.id, username: values.username },
        attributes: values.email === '' ? {} : { email: values.email, email_verified: 'true' },
      }),
    {
      defaultValues: { username: '', email: '' },
      onSuccess: ({ temporaryPassword }, values) => {
        void client.invalidateQueries({ queryKey: userPoolKeys.all });
        setMade({ name: values.username, password: temporaryPassword });
      },
    },
  );
  if (made !== null) {
    return (
      <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
        <DialogContent>
          <DialogHeader>
            <DialogTitle>“{made.name}” was created</DialogTitle>
            <DialogDescription>
              Tell them this temporary password. It is not shown again, and their first sign-in asks for another.
            </DialogDescription>
          </DialogHeader>
          <DialogBody>
            <SecretField label="temporary password" value={made.password} />
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Done</Button>
          </DialogFooter>
        </DialogContent>
      </Dialog>
    );
  }
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create user"
      description="They get a temporary password, which you see next."
      submitLabel="Create user"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={control} name="username" label={byEmail ? 'E-mail address' : 'Username'} required>
        {(field) => <Input {...field} autoComplete="off" spellCheck={false} />}
      </Field>
      {byEmail ? null : (
        <Field
          control={control}
          name="email"
          label="E-mail address"
          description="Taken for theirs: codes for a new password go there."
        >
          {(field) => <Input {...field} type="email" autoComplete="off" />}
        </Field>
      )}
    </FormDialog>
  );
}
