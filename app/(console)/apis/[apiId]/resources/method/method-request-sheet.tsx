'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormSheet } from '@/components/form/shells';
import { ConflictAlert } from '@/components/method/conflict-alert';
import { RowFields } from '@/components/method/row-fields';
import {
  fromModelRows,
  fromParameterRows,
  LOCATION_LABELS,
  modelRows,
  parameterRows,
  toModelRows,
  toParameterRows,
} from '@/components/method/rows';
import { Input } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { useAuthorizers } from '@/lib/client/authorizers';
import { useModels } from '@/lib/client/models';
import { type AuthorizerDetail, authorizationOf } from '@/lib/contract/authorizer';
import { createMethodInput } from '@/lib/contract/method';
import { pathParametersOf } from '../tree/tree-model';
import { AuthorizationFields, authorizationChoice, OPEN, SIGNED } from './authorization-fields';
import { type StepFormProps, useMethodForm } from './use-method-form';
import { ValidatorSelect, ValidatorWarnings } from './validator-select';

const schema = z.object({
  authorization: z.string(),
  scopes: z.string(),
  apiKeyRequired: z.boolean(),
  operationName: createMethodInput.shape.operationName,
  requestValidatorId: z.string(),
  requestParameters: parameterRows,
  requestModels: modelRows,
});

export function MethodRequestSheet(props: StepFormProps) {
  const { method, open, onOpenChange, onReload, readOnly } = props;
  const authorizers = useAuthorizers(method.restApiId).data ?? [];
  const actionForm = useMethodForm(
    props,
    schema,
    {
      authorization: authorizationChoice(method),
      scopes: method.authorizationScopes.join(' '),
      apiKeyRequired: method.apiKeyRequired,
      operationName: method.operationName,
      requestValidatorId: method.requestValidatorId ?? '',
      requestParameters: toParameterRows(method.requestParameters),
      requestModels: toModelRows(method.requestModels),
    },
    ({ requestParameters, requestModels, requestValidatorId, authorization, scopes, ...settings }) => ({
      ...settings,
      ...toAuthorization(authorization, scopes, authorizers),
      requestParameters: fromParameterRows(requestParameters),
      requestModels: fromModelRows(requestModels),
      requestValidatorId: requestValidatorId || null,
    }),
  );
  const models = useModels(method.restApiId).data ?? [];
  const inPath = pathParametersOf(method.path);
  const locations =
    inPath.length > 0 ? (['header', 'querystring', 'path'] as const) : (['header', 'querystring'] as const);
  return (
    <FormSheet
      actionForm={actionForm}
      title="Method request"
      description={`What a caller of ${method.httpMethod} ${method.path} must send.`}
      submitLabel="Save method request"
      size="lg"
      readOnly={readOnly}
      open={open}
      onOpenChange={onOpenChange}
    >
      <ConflictAlert error={actionForm.error} onReload={onReload} />
      <AuthorizationFields restApiId={method.restApiId} />
      <Field
        control={actionForm.form.control}
        name="apiKeyRequired"
        label="API key required"
        description="Callers send x-api-key. The key must be in a usage plan of the stage, whose throttle and quota then apply."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} name={name} />
        )}
      </Field>
      <Field
        control={actionForm.form.control}
        name="requestValidatorId"
        label="Request validator"
        description="What is checked before the backend is called. Without one, nothing is."
      >
        {(field) => <ValidatorSelect {...field} restApiId={method.restApiId} />}
      </Field>
      <ValidatorWarnings restApiId={method.restApiId} />
      <RowFields
        name="requestParameters"
        label="Request parameters"
        description={
          inPath.length > 0
            ? `Declared ones can be mapped and can vary the cache. ${inPath.map((parameter) => `{${parameter.name}}`).join(', ')} of the path can be mapped without.`
            : 'Declared ones can be mapped to the backend and can vary the cache.'
        }
        columns={[
          {
            key: 'location',
            label: 'In',
            kind: 'select',
            width: '7rem',
            options: locations.map((value) => ({ value, label: LOCATION_LABELS[value] })),
          },
          { key: 'name', label: 'Name', placeholder: 'page' },
          { key: 'required', label: 'Required', kind: 'checkbox', width: '4.5rem' },
        ]}
        blank={{ location: 'querystring', name: '', required: false }}
        addLabel="Add parameter"
        empty="None declared. A proxy passes all headers and query parameters on anyway."
      />
      <RowFields
        name="requestModels"
        label="Request models"
        description="What bodies must look like, by their Content-Type. $default is for all other types; types without a model are not validated."
        columns={[
          {
            key: 'mediaType',
            label: 'Content type',
            placeholder: 'application/json',
            suggestions: ['application/json', '$default'],
          },
          {
            key: 'model',
            label: 'Model',
            kind: 'select',
            options: models.map(({ name }) => ({ value: name, label: name })),
          },
        ]}
        blank={{ mediaType: 'application/json', model: '' }}
        addLabel="Add model"
        empty="None. Any body passes."
      />
      <Field
        control={actionForm.form.control}
        name="operationName"
        label="Operation name"
        description="A name for this method in exported definitions and SDKs, such as listPets."
      >
        {(field) => <Input {...field} value={field.value ?? ''} spellCheck={false} className="font-mono text-xs" />}
      </Field>
    </FormSheet>
  );
}

function toAuthorization(choice: string, scopes: string, authorizers: readonly AuthorizerDetail[]) {
  if (choice === OPEN || choice === SIGNED) {
    const authorizationType = choice === OPEN ? ('NONE' as const) : ('AWS_IAM' as const);
    return { authorizationType, authorizerId: null, authorizationScopes: [] };
  }
  const authorizer = authorizers.find(({ id }) => id === choice);
  // One that was deleted meanwhile is refused by its id.
  const authorizationType = authorizer === undefined ? ('CUSTOM' as const) : authorizationOf(authorizer.type);
  return {
    authorizationType,
    authorizerId: choice,
    authorizationScopes: authorizationType === 'COGNITO_USER_POOLS' ? scopes.split(/\s+/).filter(Boolean) : [],
  };
}
