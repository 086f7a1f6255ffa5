'use client';

import { useQueryClient } from '@tanstack/react-query';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { updateIdentityAction } from '@/lib/actions/iam';
import { iamKeys } from '@/lib/client/iam';
import { publishText } from '@/lib/client/publish-text';
import { type IamIdentity, updateIdentityInput } from '@/lib/contract/iam';

export function TrustPolicyForm({ role, mayWrite }: Readonly<{ role: IamIdentity; mayWrite: boolean }>) {
  const client = useQueryClient();
  const { kind, name, version } = role;
  const values = { kind, name, version, trustPolicy: role.trustPolicy ?? '' };
  const actionForm = useActionForm(updateIdentityInput, updateIdentityAction, {
    defaultValues: values,
    values,
    success: ({ publish }) => `The trust policy was saved. ${publishText(publish)}`,
    onSuccess: () => void client.invalidateQueries({ queryKey: iamKeys.all }),
  });
  return (
    <FormCard
      actionForm={actionForm}
      title="Trust policy"
      description="Who may act as the role."
      submitLabel="Save trust policy"
      readOnly={!mayWrite}
    >
      <Field control={actionForm.form.control} name="trustPolicy" label="Trust policy">
        {({ value, ...field }) => <CodeEditor {...field} value={value ?? ''} readOnly={!mayWrite} minLines={8} />}
      </Field>
    </FormCard>
  );
}
