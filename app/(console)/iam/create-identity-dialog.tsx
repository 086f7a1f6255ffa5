'use client';

import { useQueryClient } from '@tanstack/react-query';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { createIdentityAction } from '@/lib/actions/iam';
import { iamKeys } from '@/lib/client/iam';
import { useMember } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import { createIdentityInput, type IdentityKind } from '@/lib/contract/iam';

export function CreateIdentityDialog({ kind, onClose }: Readonly<{ kind: IdentityKind; onClose: () => void }>) {
  const client = useQueryClient();
  const { account } = useMember();
  const actionForm = useActionForm(createIdentityInput, createIdentityAction, {
    defaultValues: {
      ...{ kind, name: '', description: '' },
      ...(kind === 'role' ? { trustPolicy: trustOf(account.id) } : {}),
    },
    success: ({ name, publish }) => `The ${kind} ${name} was created. ${publishText(publish)}`,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: iamKeys.all });
      onClose();
    },
  });
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title={`Create ${kind}`}
      description="It may do nothing until a policy says so. Its name stays: ARNs hold it."
      submitLabel={`Create ${kind}`}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={control} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="off" spellCheck={false} />}
      </Field>
      <Field control={control} name="description" label="Description">
        {({ value, ...field }) => <Input {...field} value={value ?? ''} autoComplete="off" />}
      </Field>
      {kind === 'role' ? (
        <Field control={control} name="trustPolicy" label="Trust policy" description="Who may act as the role.">
          {({ value, ...field }) => <CodeEditor {...field} value={value ?? ''} minLines={8} />}
        </Field>
      ) : null}
    </FormDialog>
  );
}

const trustOf = (accountId: string): string =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
    },
    null,
    2,
  );
