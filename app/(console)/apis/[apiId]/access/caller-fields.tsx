'use client';

import { useFormContext, useWatch } from 'react-hook-form';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Field } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';
import { useIam } from '@/lib/client/iam';
import type { CALLERS, Question } from './question';
import { identityOptions } from './question';

const KINDS: readonly { value: (typeof CALLERS)[number]; label: string; description: string }[] = [
  { value: 'anonymous', label: 'Anonymous', description: 'No signature, no token' },
  { value: 'identity', label: 'User or role of this account', description: 'With a right signature: AWS_IAM' },
  { value: 'arn', label: 'Another account’s', description: 'With a right signature: AWS_IAM' },
  { value: 'user-pool', label: 'User of a user pool', description: 'With a token that the method takes' },
  { value: 'authorizer', label: 'As the Lambda authorizer answers', description: 'The answer is yours to write' },
];

/** Who calls, and what their kind needs. */
export function CallerFields() {
  const { control } = useFormContext<Question>();
  const kind = useWatch({ control, name: 'caller.kind' });
  return (
    <div className="flex flex-col gap-4">
      <Field control={control} name="caller.kind" label="Caller">
        {({ onChange, ...field }) => <SimpleSelect {...field} onValueChange={onChange} options={KINDS} />}
      </Field>
      {kind === 'identity' ? <IdentityField /> : null}
      {kind === 'arn' ? (
        <>
          <Field control={control} name="caller.arn" label="ARN" required>
            {(field) => (
              <Input
                {...field}
                spellCheck={false}
                autoComplete="off"
                placeholder="arn:aws:iam::111122223333:user/anna"
                className="font-mono text-xs"
              />
            )}
          </Field>
          <Field
            control={control}
            name="caller.policy"
            label="Their own policy"
            description="Across accounts both sides have to allow. Empty: it allows nothing."
          >
            {(field) => <CodeEditor {...field} minLines={4} />}
          </Field>
        </>
      ) : null}
      {kind === 'authorizer' ? (
        <Field control={control} name="caller.answer" label="Authorizer’s answer" required>
          {(field) => <CodeEditor {...field} minLines={6} />}
        </Field>
      ) : null}
    </div>
  );
}

function IdentityField() {
  const { control } = useFormContext<Question>();
  const { data, error } = useIam();
  const options = identityOptions(data?.identities ?? []);
  const isNone = data !== undefined && options.length === 0;
  const description = error ? 'Users and roles could not be loaded.' : isNone ? 'The account has none yet.' : undefined;
  return (
    <Field control={control} name="caller.name" label="User or role" required description={description}>
      {({ onChange, ...field }) => (
        <SimpleSelect {...field} value={field.value || null} onValueChange={onChange} options={options} />
      )}
    </Field>
  );
}
