'use client';

import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Field } from '@/components/form/form';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Input } from '@/components/ui/input';
import { createPolicyAction, updatePolicyAction } from '@/lib/actions/iam';
import { iamKeys } from '@/lib/client/iam';
import { publishText } from '@/lib/client/publish-text';
import { createPolicyInput, type IamPolicy } from '@/lib/contract/iam';
import { ALLOW_INVOKE } from './policy-template';

const values = z.object(createPolicyInput.shape).omit({ path: true });

/** `policy` null: a new one. */
export function PolicySheet({
  policy,
  mayWrite,
  onClose,
}: Readonly<{ policy: IamPolicy | null; mayWrite: boolean; onClose: () => void }>) {
  const client = useQueryClient();
  const save = ({ policyName, description, document }: z.output<typeof values>) =>
    policy === null
      ? createPolicyAction({ policyName, description, document })
      : updatePolicyAction({ policyName, description, document, version: policy.version });
  const actionForm = useActionForm(values, save, {
    defaultValues: {
      policyName: policy?.name ?? '',
      description: policy?.description ?? '',
      document: policy?.document ?? ALLOW_INVOKE,
    },
    success: ({ name, publish }) => `The policy ${name} was saved. ${publishText(publish)}`,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: iamKeys.all });
      onClose();
    },
  });
  const { control } = actionForm.form;
  const attached = policy?.attachedTo.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  return (
    <FormSheet
      actionForm={actionForm}
      title={policy === null ? 'Create policy' : policy.name}
      description={attached ? `Attached to ${attached}. A change counts at once.` : 'Attached to nobody yet.'}
      submitLabel={policy === null ? 'Create policy' : 'Save policy'}
      size="lg"
      readOnly={!mayWrite}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={control} name="policyName" label="Name" required>
        {(field) => <Input {...field} readOnly={policy !== null} autoComplete="off" spellCheck={false} />}
      </Field>
      <Field control={control} name="description" label="Description">
        {({ value, ...field }) => <Input {...field} value={value ?? ''} autoComplete="off" />}
      </Field>
      <Field control={control} name="document" label="Policy">
        {(field) => <CodeEditor {...field} readOnly={!mayWrite} minLines={14} />}
      </Field>
    </FormSheet>
  );
}
