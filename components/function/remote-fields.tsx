'use client';

import { type FieldValues, useFormContext } from 'react-hook-form';
import { Field } from '@/components/form/form';
import { Input } from '@/components/ui/input';

/** Where a remote function is and how calls to it are signed, inside a form that has these under `prefix`. */
export function RemoteFields({
  prefix,
  credentials,
}: Readonly<{
  prefix: string;
  /** `stored`: there are some, which are never shown; empty fields keep them. */
  credentials: 'optional' | 'stored';
}>) {
  const { control } = useFormContext<FieldValues>();
  const plain = { autoComplete: 'off', autoCapitalize: 'off', spellCheck: false } as const;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        control={control}
        name={`${prefix}.endpointUrl`}
        label="Endpoint"
        required
        description="What stands before /2015-03-31/functions."
        className="sm:col-span-2"
      >
        {(field) => (
          <Input
            {...field}
            {...plain}
            inputMode="url"
            placeholder="https://lambda.eu-central-1.amazonaws.com"
            className="font-mono text-xs"
          />
        )}
      </Field>
      <Field
        control={control}
        name={`${prefix}.remoteName`}
        label="Function there"
        required
        description="Its name or ARN."
      >
        {(field) => <Input {...field} {...plain} placeholder="list-pets" className="font-mono text-xs" />}
      </Field>
      <Field
        control={control}
        name={`${prefix}.region`}
        label="Region"
        required
        description="Requests are signed for it."
      >
        {(field) => <Input {...field} {...plain} placeholder="eu-central-1" className="font-mono text-xs" />}
      </Field>
      <Field
        control={control}
        name={`${prefix}.accessKeyId`}
        label="Access key id"
        description={credentials === 'stored' ? undefined : 'Without credentials, calls are not signed.'}
      >
        {(field) => <Input {...field} {...plain} placeholder="AKIA…" className="font-mono text-xs" />}
      </Field>
      <Field
        control={control}
        name={`${prefix}.secretAccessKey`}
        label="Secret access key"
        description={
          credentials === 'stored'
            ? 'Kept encrypted and never shown. Leave it empty to keep what is stored.'
            : 'Kept encrypted and never shown again.'
        }
      >
        {(field) => <Input {...field} type="password" autoComplete="new-password" className="font-mono text-xs" />}
      </Field>
    </div>
  );
}
