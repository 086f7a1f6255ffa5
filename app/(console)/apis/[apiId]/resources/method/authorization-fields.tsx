'use client';

import Link from 'next/link';
import { useFormContext, useWatch } from 'react-hook-form';
import { Field } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';
import { useAuthorizers } from '@/lib/client/authorizers';
import { routes } from '@/lib/client/routes';
import { authorizationOf } from '@/lib/contract/authorizer';
import type { MethodDetail } from '@/lib/contract/method';

/** What a select's value must not be: an empty one shows the placeholder. */
export const OPEN = '-NONE';
export const SIGNED = '-AWS_IAM';

interface Values {
  /** OPEN, SIGNED, or the id of an authorizer. */
  authorization: string;
  scopes: string;
}

export function authorizationChoice({ authorizationType, authorizerId }: MethodDetail): string {
  if (authorizationType === 'AWS_IAM') return SIGNED;
  return authorizerId ?? OPEN;
}

/** Who checks callers: nobody, signatures, or one of the API's authorizers. */
export function AuthorizationFields({ restApiId }: Readonly<{ restApiId: string }>) {
  const { control } = useFormContext<Values>();
  const authorizers = useAuthorizers(restApiId).data ?? [];
  const authorization = useWatch<Values, 'authorization'>({ control, name: 'authorization' });
  const chosen = authorizers.find(({ id }) => id === authorization);
  return (
    <>
      <Field
        control={control}
        name="authorization"
        label="Authorization"
        description={
          <>
            Who may call. Authorizers are made on the{' '}
            <Link className="underline underline-offset-2" href={routes.api(restApiId).authorizers()}>
              Authorizers page
            </Link>
            .
          </>
        }
      >
        {({ value, onChange, ...field }) => (
          <SimpleSelect
            {...field}
            value={value}
            onValueChange={onChange}
            options={[
              { value: OPEN, label: 'None', description: 'Anybody may call' },
              { value: SIGNED, label: 'AWS IAM', description: 'Signed requests of IAM’s users and roles' },
              ...authorizers.map(({ id, name, type }) => ({ value: id, label: name, description: type })),
            ]}
          />
        )}
      </Field>
      {chosen !== undefined && authorizationOf(chosen.type) === 'COGNITO_USER_POOLS' ? (
        <Field
          control={control}
          name="scopes"
          label="Scopes"
          description="With spaces between them. An access token needs one of them; without any, an ID token is asked for."
        >
          {(field) => <Input {...field} placeholder="pets/read" spellCheck={false} className="font-mono text-xs" />}
        </Field>
      ) : null}
    </>
  );
}
