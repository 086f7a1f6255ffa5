'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Input } from '@/components/ui/input';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import { useServiceRoles } from '@/lib/client/service-roles';
import { roleNameOf } from '@/lib/contract/service-role';

/** Writes an integration's credentials: the ARN of a role, chosen or with stage variables. */
export function RolePicker({
  value,
  onChange,
  ref,
  ...props
}: Readonly<Omit<ComponentProps<'input'>, 'value' | 'onChange'> & { value: string; onChange: (arn: string) => void }>) {
  const { data: roles, isSuccess } = useServiceRoles();
  const mayWrite = useCan('service-role:write');
  const named = roleNameOf(value);
  const [asText, setAsText] = useState(value !== '' && named === undefined);
  const isMissing = isSuccess && named !== undefined && !roles.some(({ name }) => name === named);

  return (
    <div className="flex flex-col gap-1.5">
      {asText ? (
        <Input
          {...props}
          ref={ref}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder="arn:aws:iam::000000000000:role/NAME"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="font-mono text-xs"
        />
      ) : (
        <Combobox
          {...(props.id === undefined ? {} : { id: props.id })}
          {...(props.disabled === undefined ? {} : { disabled: props.disabled })}
          aria-invalid={props['aria-invalid'] === true || props['aria-invalid'] === 'true'}
          {...(props['aria-describedby'] === undefined ? {} : { 'aria-describedby': props['aria-describedby'] })}
          options={[
            ...(roles ?? []).map(({ name, description, accessKeyId }) => ({
              value: name,
              label: name,
              description: description || accessKeyId,
            })),
            ...(isMissing ? [{ value: named, label: named, description: 'Does not exist' }] : []),
          ]}
          value={named ?? null}
          onValueChange={(name) => {
            // What was imported keeps its own account's number: the name counts.
            if (name !== named) onChange(roles?.find((role) => role.name === name)?.arn ?? '');
          }}
          placeholder="Choose a service role"
          emptyText="No service role of this name."
        />
      )}
      {isMissing ? (
        <p role="status" className="text-xs text-warning">
          There is no service role {named}: calls answer 500 until there is.
        </p>
      ) : null}
      <div className="flex flex-wrap gap-x-4">
        <Button variant="link" size="xs" className="px-0" onClick={() => setAsText(!asText)}>
          {asText ? 'Choose from the list' : 'Write the ARN'}
        </Button>
        {mayWrite ? (
          <Button
            variant="link"
            size="xs"
            className="px-0"
            render={<Link href={routes.settings.serviceRoles({ create: true })} target="_blank" />}
          >
            New service role
          </Button>
        ) : null}
      </div>
    </div>
  );
}
