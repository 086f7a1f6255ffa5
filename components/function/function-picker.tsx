'use client';

import { type ComponentProps, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { SimpleSelect } from '@/components/ui/select';
import { useFunctions } from '@/lib/client/functions';
import type { FunctionSummary } from '@/lib/contract/function';
import { FUNCTION_VARIABLE, lambdaIntegrationUri, lambdaTarget } from '@/lib/contract/function-arn';

/** The select’s own value for no qualifier, which is $LATEST: no alias holds a colon. */
const UNQUALIFIED = ':none';

/** Writes an integration's URI: a function with a version or an alias, or an ARN with stage variables. */
export function FunctionPicker({
  value,
  onChange,
  ref,
  ...props
}: Readonly<Omit<ComponentProps<'input'>, 'value' | 'onChange'> & { value: string; onChange: (uri: string) => void }>) {
  const id = useId();
  const { data: functions = [] } = useFunctions();
  const target = lambdaTarget(value);
  const chosen = functions.find(({ name, arn }) => name === target?.name && value.includes(arn));
  const [asText, setAsText] = useState(value !== '' && (target === undefined || value.includes('stageVariables')));

  if (asText) {
    return (
      <div className="flex flex-col gap-1.5">
        <Input
          {...props}
          ref={ref}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder="arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/…/invocations"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="font-mono text-xs"
        />
        <Button variant="link" size="xs" className="self-start px-0" onClick={() => setAsText(false)}>
          Choose from the list
        </Button>
      </div>
    );
  }
  const qualifiers = chosen ? [...chosen.aliases, ...chosen.versionNumbers.map(String)] : [];
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_11rem]">
        <Combobox
          {...pick(props)}
          options={functions.map(({ name, description, kind }) => ({
            value: name,
            label: name,
            description: description || (kind === 'remote' ? 'Remote' : undefined),
          }))}
          value={chosen?.name ?? null}
          onValueChange={(name) => {
            const next = functions.find((one) => one.name === name);
            onChange(next ? lambdaIntegrationUri(next.arn) : '');
          }}
          placeholder="Choose a function"
          emptyText="No function of this name."
        />
        <div className="flex flex-col">
          <Label htmlFor={`${id}-qualifier`} className="sr-only">
            Version or alias
          </Label>
          <SimpleSelect
            id={`${id}-qualifier`}
            disabled={chosen === undefined || qualifiers.length === 0}
            value={target?.qualifier ?? UNQUALIFIED}
            onValueChange={(qualifier) => {
              if (chosen) onChange(lambdaIntegrationUri(chosen.arn, qualifier === UNQUALIFIED ? undefined : qualifier));
            }}
            options={[
              { value: UNQUALIFIED, label: 'As it is now' },
              ...qualifiers.map((name) => ({ value: name, label: /^\d+$/.test(name) ? `Version ${name}` : name })),
            ]}
          />
        </div>
      </div>
      <Button
        variant="link"
        size="xs"
        className="self-start px-0"
        onClick={() => {
          onChange(withVariable(chosen, functions[0], value));
          setAsText(true);
        }}
      >
        Name it by a stage variable, or write the ARN
      </Button>
    </div>
  );
}

/** What the field gives to its control. */
function pick({ id, disabled, ...props }: Omit<ComponentProps<'input'>, 'value' | 'onChange'>) {
  return {
    ...(id === undefined ? {} : { id }),
    ...(disabled === undefined ? {} : { disabled }),
    'aria-invalid': props['aria-invalid'] === true || props['aria-invalid'] === 'true',
    ...(props['aria-describedby'] === undefined ? {} : { 'aria-describedby': props['aria-describedby'] }),
  };
}

/** The same function by a variable, to begin with. */
function withVariable(chosen: FunctionSummary | undefined, any: FunctionSummary | undefined, value: string): string {
  const known = chosen ?? any;
  if (known === undefined) return value;
  return lambdaIntegrationUri(known.arn.replace(new RegExp(`${known.name}$`), () => FUNCTION_VARIABLE));
}
