'use client';

import { type ComponentProps, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { SimpleSelect } from '@/components/ui/select';
import { KNOWN_SERVICES, type ServiceTarget, serviceIntegrationUri, serviceTarget } from '@/lib/contract/aws-service';

const START: ServiceTarget = { region: 'us-east-1', service: '', subdomain: '', kind: 'action', api: '' };
const PLAIN = { autoComplete: 'off', autoCapitalize: 'off', spellCheck: false } as const;

/** Writes the URI of an integration with an AWS service: by its parts, or as an ARN. */
export function ServicePicker({
  value,
  onChange,
  ref,
  ...props
}: Readonly<Omit<ComponentProps<'input'>, 'value' | 'onChange'> & { value: string; onChange: (uri: string) => void }>) {
  const id = useId();
  const listId = `${id}-services`;
  // Parts that are not whole yet have no URI that could be taken apart again.
  const [parts, setParts] = useState(() => serviceTarget(value) ?? START);
  const [asText, setAsText] = useState(value !== '' && serviceTarget(value) === undefined);

  function change(changed: Partial<ServiceTarget>) {
    const next = { ...parts, ...changed };
    setParts(next);
    onChange(next.service === '' && next.api === '' ? '' : serviceIntegrationUri(next));
  }

  if (asText) {
    return (
      <div className="flex flex-col gap-1.5">
        <Input
          {...props}
          {...PLAIN}
          ref={ref}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder="arn:aws:apigateway:us-east-1:dynamodb:action/PutItem"
          className="font-mono text-xs"
        />
        <Button
          variant="link"
          size="xs"
          className="self-start px-0"
          onClick={() => {
            setParts(serviceTarget(value) ?? START);
            setAsText(false);
          }}
        >
          Fill in by its parts
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <Part label="Service" htmlFor={props.id ?? `${id}-service`}>
          <Input
            {...props}
            {...PLAIN}
            ref={ref}
            id={props.id ?? `${id}-service`}
            list={listId}
            value={parts.service}
            onChange={(event) => change({ service: event.target.value.trim() })}
            placeholder="dynamodb"
            className="font-mono text-xs"
          />
          <datalist id={listId}>
            {KNOWN_SERVICES.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </datalist>
        </Part>
        <Part label="Region" htmlFor={`${id}-region`}>
          <Input
            {...PLAIN}
            id={`${id}-region`}
            value={parts.region}
            onChange={(event) => change({ region: event.target.value.trim() })}
            placeholder="us-east-1"
            className="font-mono text-xs"
          />
        </Part>
        <Part label="Subdomain" htmlFor={`${id}-subdomain`}>
          <Input
            {...PLAIN}
            id={`${id}-subdomain`}
            value={parts.subdomain}
            onChange={(event) => change({ subdomain: event.target.value.trim() })}
            placeholder="none"
            className="font-mono text-xs"
          />
        </Part>
      </div>
      <div className="grid items-end gap-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
        <Part label="Asked by" htmlFor={`${id}-kind`}>
          <SimpleSelect
            id={`${id}-kind`}
            value={parts.kind}
            onValueChange={(kind) => change({ kind })}
            options={[
              { value: 'action', label: 'Action name' },
              { value: 'path', label: 'Path' },
            ]}
          />
        </Part>
        <Part label={parts.kind === 'action' ? 'Action' : 'Path'} htmlFor={`${id}-api`}>
          <Input
            {...PLAIN}
            id={`${id}-api`}
            value={parts.api}
            onChange={(event) => change({ api: event.target.value })}
            placeholder={parts.kind === 'action' ? 'PutItem' : '{bucket}/{key}'}
            className="font-mono text-xs"
          />
        </Part>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="min-w-0 truncate font-mono text-xs text-muted-foreground">{value}</span>
        <Button variant="link" size="xs" className="px-0" onClick={() => setAsText(true)}>
          Write the ARN
        </Button>
      </div>
    </div>
  );
}

function Part({ label, htmlFor, children }: Readonly<{ label: string; htmlFor: string; children: React.ReactNode }>) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Label htmlFor={htmlFor} className="text-xs font-normal text-muted-foreground">
        {label}
      </Label>
      {children}
    </div>
  );
}
