'use client';

import type { ComponentProps } from 'react';
import { useWatch } from 'react-hook-form';
import { useAction } from '@/components/form/use-action';
import type { ModelRow, ParameterRow } from '@/components/method/rows';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { Alert } from '@/components/ui/alert';
import { SimpleSelect } from '@/components/ui/select';
import { createRequestValidatorAction } from '@/lib/actions/request-validator';
import { useRequestValidators } from '@/lib/client/request-validators';
import { STANDARD_VALIDATORS } from '@/lib/contract/request-validator';

/** What a select's value must not be: an empty one shows the placeholder. */
const NONE = '-none';
const NEW = '-new:';

/** The API's validators, and those of the usual three that it does not have: choosing one of these makes it. */
export function ValidatorSelect({
  restApiId,
  value,
  onChange,
  ...props
}: Readonly<
  { restApiId: string; value: string; onChange: (value: string) => void } & Pick<
    ComponentProps<typeof SimpleSelect>,
    'ref' | 'onBlur' | 'name' | 'disabled'
  >
>) {
  const validators = useRequestValidators(restApiId).data ?? [];
  const refresh = useRefreshApis();
  const create = useAction(createRequestValidatorAction, { success: (made) => `${made.name} was created` });
  const missing = STANDARD_VALIDATORS.filter(({ name }) => !validators.some((validator) => validator.name === name));

  async function choose(choice: string) {
    if (choice === NONE) return onChange('');
    const standard = missing.find(({ name }) => choice === NEW + name);
    if (standard === undefined) return onChange(choice);
    const made = await create.run({ restApiId, ...standard });
    if (made === null) return;
    // Shown by its name as soon as it is chosen.
    await refresh();
    onChange(made.data.id);
  }

  return (
    <SimpleSelect
      {...props}
      value={value === '' ? NONE : value}
      onValueChange={(choice) => void choose(choice)}
      disabled={props.disabled || create.pending}
      options={[
        { value: NONE, label: 'None' },
        ...validators.map(({ id, name }) => ({ value: id, label: name })),
        ...missing.map(({ name }) => ({ value: NEW + name, label: name, description: 'Created when chosen' })),
      ]}
    />
  );
}

/** What is declared in the form and yet not checked, as on API Gateway. */
export function ValidatorWarnings({ restApiId }: Readonly<{ restApiId: string }>) {
  const validators = useRequestValidators(restApiId).data ?? [];
  const [id, parameters, models] = useWatch<{
    requestValidatorId: string;
    requestParameters: ParameterRow[];
    requestModels: ModelRow[];
  }>({ name: ['requestValidatorId', 'requestParameters', 'requestModels'] }) as [string, ParameterRow[], ModelRow[]];
  const validator = validators.find((known) => known.id === id);
  if (id !== '' && validator === undefined) return null;
  const warnings = [
    parameters.some(({ required }) => required) && validator?.validateRequestParameters !== true
      ? 'Required parameters are not enforced: choose a validator that checks parameters.'
      : '',
    models.length > 0 && validator?.validateRequestBody !== true
      ? 'Bodies are not compared with their models: choose a validator that checks bodies.'
      : '',
  ].filter(Boolean);
  if (warnings.length === 0) return null;
  return (
    <Alert variant="warning" title="Declared, not checked">
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </Alert>
  );
}
