'use client';

import { useQueryClient } from '@tanstack/react-query';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { deleteInlinePolicyAction, putInlinePolicyAction } from '@/lib/actions/iam';
import { iamKeys } from '@/lib/client/iam';
import { publishText } from '@/lib/client/publish-text';
import { type IamIdentity, putInlinePolicyInput } from '@/lib/contract/iam';
import { ALLOW_INVOKE } from './policy-template';

/** `policyName` empty: a new one. */
export function InlinePolicySheet({
  identity: { kind, name, inlinePolicies },
  policyName,
  mayWrite,
  onClose,
}: Readonly<{ identity: IamIdentity; policyName: string; mayWrite: boolean; onClose: () => void }>) {
  const client = useQueryClient();
  const onSuccess = () => {
    void client.invalidateQueries({ queryKey: iamKeys.all });
    onClose();
  };
  const document = inlinePolicies.find((policy) => policy.name === policyName)?.document ?? ALLOW_INVOKE;
  const actionForm = useActionForm(putInlinePolicyInput, putInlinePolicyAction, {
    defaultValues: { kind, name, policyName, document },
    success: ({ publish }) => `The policy was saved. ${publishText(publish)}`,
    onSuccess,
  });
  const remove = useAction(deleteInlinePolicyAction, { success: 'The policy was deleted', onSuccess });
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title={policyName === '' ? 'Add inline policy' : policyName}
      description={`It belongs to the ${kind} ${name} alone and counts at once.`}
      submitLabel="Save policy"
      size="lg"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={control} name="policyName" label="Name" required>
        {(field) => <Input {...field} readOnly={policyName !== ''} autoComplete="off" spellCheck={false} />}
      </Field>
      <Field control={control} name="document" label="Policy">
        {(field) => <CodeEditor {...field} readOnly={!mayWrite} minLines={10} />}
      </Field>
      {mayWrite && policyName !== '' ? (
        <Button
          variant="destructive"
          size="sm"
          className="self-start"
          loading={remove.pending}
          onClick={() => void remove.run({ kind, name, policyName })}
        >
          Delete policy
        </Button>
      ) : null}
    </FormDialog>
  );
}
