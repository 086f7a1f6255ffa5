'use client';

import { type FieldValues, useFormContext } from 'react-hook-form';
import { Field } from '@/components/form/form';
import { RowFields } from '@/components/method/row-fields';
import { Input } from '@/components/ui/input';
import { KNOWN_SERVICES } from '@/lib/contract/aws-service';

const PLAIN = { autoComplete: 'off', autoCapitalize: 'off', spellCheck: false } as const;

/** The access key, in a form that has it as `credentials`. */
export function CredentialFields({ stored }: Readonly<{ stored: boolean }>) {
  const { control } = useFormContext<FieldValues>();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field control={control} name="credentials.accessKeyId" label="Access key id" required={!stored}>
        {(field) => <Input {...field} {...PLAIN} placeholder="AKIA…" className="font-mono text-xs" />}
      </Field>
      <Field
        control={control}
        name="credentials.secretAccessKey"
        label="Secret access key"
        required={!stored}
        description={stored ? 'Never shown. Leave it empty to keep what is stored.' : 'Encrypted, never shown again.'}
      >
        {(field) => <Input {...field} type="password" autoComplete="new-password" className="font-mono text-xs" />}
      </Field>
      <Field
        control={control}
        name="credentials.sessionToken"
        label="Session token"
        description="Only for temporary credentials. A new secret replaces it too."
        className="sm:col-span-2"
      >
        {(field) => <Input {...field} type="password" autoComplete="new-password" className="font-mono text-xs" />}
      </Field>
    </div>
  );
}

/** What the role is for, in a form that has it as `services`. */
export function ServiceGrantFields() {
  return (
    <RowFields
      name="services"
      label="Services"
      description="What the key may be used for, and where it is asked. Without an endpoint: AWS itself."
      columns={[
        {
          key: 'service',
          label: 'Service',
          placeholder: 'dynamodb',
          width: '9rem',
          suggestions: KNOWN_SERVICES.map(({ name }) => name),
        },
        { key: 'region', label: 'Region', placeholder: 'all', width: '8rem' },
        { key: 'endpoint', label: 'Endpoint', placeholder: 'https://…amazonaws.com' },
      ]}
      blank={{ service: '', region: '', endpoint: '' }}
      addLabel="Add service"
      empty="None named: the role is for every service, where AWS has it."
      max={50}
    />
  );
}
