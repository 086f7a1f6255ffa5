'use client';

import { type Control, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormSheet } from '@/components/form/shells';
import { FunctionPicker } from '@/components/function/function-picker';
import { PermissionAlert } from '@/components/function/permission-alert';
import { ConflictAlert } from '@/components/method/conflict-alert';
import {
  ContentHandlingField,
  contentHandlingChoice,
  fromContentHandlingChoice,
  toContentHandlingChoice,
} from '@/components/method/content-handling-field';
import { RowFields } from '@/components/method/row-fields';
import {
  fromMappingRows,
  fromTemplateRows,
  LOCATION_LABELS,
  LOCATIONS,
  mappingRows,
  templateRows,
  toMappingRows,
  toTemplateRows,
} from '@/components/method/rows';
import { TemplateFields } from '@/components/method/template-fields';
import { RolePicker } from '@/components/service/role-picker';
import { ServicePicker } from '@/components/service/service-picker';
import { Alert } from '@/components/ui/alert';
import { MultiCombobox } from '@/components/ui/combobox';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { SimpleSelect } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { routes } from '@/lib/client/routes';
import { serviceUriProblem } from '@/lib/contract/aws-service';
import { METHOD_KEYS } from '@/lib/contract/common';
import { requestExpressionProblem } from '@/lib/contract/mapping';
import {
  canStream,
  type IntegrationType,
  isHttpUri,
  isProxy,
  lambdaUriProblem,
  MAX_TIMEOUT_MS,
  type MethodDetail,
  maxTimeoutMs,
  PASSTHROUGH_BEHAVIORS,
  roleArnProblem,
  type UpdateMethodInput,
} from '@/lib/contract/method';
import { isDynamicTemplate, MOCK_REQUEST_TEMPLATES, mockStatusCode } from '@/lib/contract/template';
import { pathParametersOf } from '../tree/tree-model';
import { CHOICE_TYPES, type ChoiceType, choiceOf, INTEGRATION_CHOICES, typeOf, uriKind } from './integration-choices';
import { STAGE_VARIABLE, UriInput } from './uri-input';
import { type StepFormProps, useMethodForm } from './use-method-form';

const schema = z.object({
  integration: z
    .object({
      type: z.enum(CHOICE_TYPES),
      httpMethod: z.enum(METHOD_KEYS),
      uri: z.string().trim(),
      credentials: z.string().trim(),
      timeoutInMillis: z
        .number({ error: 'Enter a number of milliseconds.' })
        .int('Enter a whole number of milliseconds.')
        .min(50, 'A timeout has 50 ms at least.'),
      isStreamed: z.boolean(),
      requestParameters: mappingRows(requestExpressionProblem),
      requestTemplates: templateRows,
      passthroughBehavior: z.enum(PASSTHROUGH_BEHAVIORS),
      contentHandling: contentHandlingChoice,
      insecureSkipVerification: z.boolean(),
      cacheKeyParameters: z.array(z.string()),
    })
    .superRefine((value, context) => {
      const maxMs = maxTimeoutMs(transferModeOf(value));
      if (value.timeoutInMillis > maxMs) {
        const message = `A timeout is 50 to ${maxMs.toLocaleString('en')} ms.`;
        context.addIssue({ code: 'custom', path: ['timeoutInMillis'], message });
      }
      if (value.type === 'AWS_SERVICE') {
        const message = serviceUriProblem(value.uri);
        if (message !== undefined) context.addIssue({ code: 'custom', path: ['uri'], message });
        const roleMessage = roleArnProblem(value.credentials);
        if (roleMessage !== undefined)
          context.addIssue({ code: 'custom', path: ['credentials'], message: roleMessage });
        return;
      }
      if (uriKind(value.type) === 'function') {
        const message = lambdaUriProblem(value.uri);
        if (message !== undefined) context.addIssue({ code: 'custom', path: ['uri'], message });
        return;
      }
      if (value.type !== 'MOCK') {
        if (!isHttpUri(value.uri)) {
          context.addIssue({
            code: 'custom',
            path: ['uri'],
            message: 'Write http:// or https:// and a host, such as https://example.com/pets/{petId}.',
          });
        }
        return;
      }
      for (const [index, { template }] of value.requestTemplates.entries()) {
        if (isDynamicTemplate(template) || mockStatusCode(template) !== undefined) continue;
        context.addIssue({
          code: 'custom',
          path: ['requestTemplates', index, 'template'],
          message: 'It must hold an integer statusCode, such as {"statusCode": 200}.',
        });
      }
    }),
});

/** Undefined: BUFFERED. The switch of a type that can't stream is out of sight, and off. */
const transferModeOf = ({ type, isStreamed }: Readonly<{ type: string; isStreamed: boolean }>) =>
  isStreamed && canStream(type) ? 'STREAM' : undefined;

const PASSTHROUGH_CHOICES = [
  {
    value: 'WHEN_NO_MATCH',
    title: 'When no template matches',
    description: 'A body whose media type has no template goes to the backend as it is.',
  },
  {
    value: 'WHEN_NO_TEMPLATES',
    title: 'When there are no templates',
    description: 'With templates, other media types are answered with 415.',
  },
  { value: 'NEVER', title: 'Never', description: 'Media types without a template are answered with 415.' },
] as const;

export function IntegrationRequestSheet(props: StepFormProps) {
  const { method, open, onOpenChange, onReload, readOnly } = props;
  const integration = method.integration;
  const actionForm = useMethodForm(
    props,
    schema,
    {
      integration: {
        type: choiceOf(integration),
        httpMethod: integration.httpMethod ?? (method.httpMethod === 'ANY' ? 'ANY' : method.httpMethod),
        uri: integration.uri ?? '',
        credentials: integration.credentials ?? '',
        timeoutInMillis: integration.timeoutInMillis,
        isStreamed: integration.responseTransferMode === 'STREAM',
        requestParameters: toMappingRows(integration.requestParameters),
        requestTemplates: toTemplateRows(integration.requestTemplates),
        passthroughBehavior: integration.passthroughBehavior,
        contentHandling: toContentHandlingChoice(integration.contentHandling),
        insecureSkipVerification: integration.tlsConfig?.insecureSkipVerification ?? false,
        cacheKeyParameters: integration.cacheKeyParameters,
      },
    },
    (values) => ({ integration: toIntegration(integration, values.integration) }),
  );
  const { form } = actionForm;
  const type = useWatch({ control: form.control, name: 'integration.type' });
  const isStreamed = useWatch({ control: form.control, name: 'integration.isStreamed' });
  const transferMode = transferModeOf({ type, isStreamed });
  const skipsVerification = useWatch({ control: form.control, name: 'integration.insecureSkipVerification' });
  const uri = useWatch({ control: form.control, name: 'integration.uri' });

  function changeType(next: ChoiceType) {
    // A URL is no function, and the other way round; what was saved comes back with its type.
    if (uriKind(next) !== uriKind(type)) {
      const isSaved = uriKind(next) === uriKind(choiceOf(integration));
      form.setValue('integration.uri', isSaved ? (integration.uri ?? '') : '', { shouldDirty: true });
      // The caller’s verb means nothing to most services, and their actions are all POST.
      if (next === 'AWS_SERVICE' && !isSaved) form.setValue('integration.httpMethod', 'POST', { shouldDirty: true });
    }
    form.setValue('integration.type', next, { shouldDirty: true, shouldValidate: form.formState.isSubmitted });
    const templates = form.getValues('integration.requestTemplates');
    if (next === 'MOCK' && templates.length === 0) {
      form.setValue('integration.requestTemplates', toTemplateRows(MOCK_REQUEST_TEMPLATES), { shouldDirty: true });
    }
  }

  return (
    <FormSheet
      actionForm={actionForm}
      title="Integration request"
      description="What answers the call, and what is sent to it."
      submitLabel="Save integration request"
      size="xl"
      readOnly={readOnly}
      open={open}
      onOpenChange={onOpenChange}
    >
      <ConflictAlert error={actionForm.error} onReload={onReload} />
      <Field control={form.control} name="integration.type" label="Integration type">
        {({ value, ref, onBlur }) => (
          <RadioGroup
            value={value}
            onValueChange={(next) => changeType(next as ChoiceType)}
            ref={ref}
            onBlur={onBlur}
            className="grid gap-2 sm:grid-cols-2"
          >
            {INTEGRATION_CHOICES.map((choice) => (
              <RadioCard
                key={choice.value}
                value={choice.value}
                title={choice.title}
                description={choice.description}
              />
            ))}
          </RadioGroup>
        )}
      </Field>

      {type === 'AWS_SERVICE' ? (
        <>
          <Field
            control={form.control}
            name="integration.uri"
            label="AWS service"
            required
            description="{parameters} of the path are filled in by name; stage variables may stand anywhere."
          >
            {(field) => <ServicePicker {...field} />}
          </Field>
          <div className="grid items-start gap-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <VerbField control={form.control} />
            <Field
              control={form.control}
              name="integration.credentials"
              label="Service role"
              required
              description="Its access key signs the request; its settings say where the service is."
            >
              {(field) => <RolePicker {...field} />}
            </Field>
          </div>
          <TimeoutField control={form.control} backend="service" />
        </>
      ) : null}
      {uriKind(type) === 'function' ? (
        <>
          <Field
            control={form.control}
            name="integration.uri"
            label="Function"
            required
            description={
              type === 'AWS_PROXY'
                ? 'It gets the whole request as one event, and answers with status, headers and body.'
                : 'It gets what the template makes of the request; its result is mapped in the integration response.'
            }
          >
            {(field) => <FunctionPicker {...field} />}
          </Field>
          <PermissionAlert uri={uri} method={method} />
          <TimeoutField control={form.control} backend="function" />
        </>
      ) : null}
      {uriKind(type) !== 'http' ? null : (
        <>
          <div className="grid items-start gap-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
            <VerbField control={form.control} />
            <Field
              control={form.control}
              name="integration.uri"
              label="Endpoint URI"
              required
              description={
                <>
                  Path variables are filled in by name. <code className="font-mono">{STAGE_VARIABLE}</code> takes a
                  variable of the stage, anywhere after http://.
                </>
              }
            >
              {(field) => <UriInput {...field} parameters={pathParametersOf(method.path).map(({ name }) => name)} />}
            </Field>
          </div>
          {canStream(type) ? (
            <Field
              control={form.control}
              name="integration.isStreamed"
              label="Stream the response"
              description="Each part goes to the caller as soon as it comes, for up to 15 minutes and past 10 MB; it may pause for 5 minutes. It is not cached, compressed or converted."
              layout="inline"
            >
              {({ value, onChange, ref, onBlur, name }) => (
                <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} name={name} />
              )}
            </Field>
          ) : null}
          <TimeoutField control={form.control} backend="backend" maxMs={maxTimeoutMs(transferMode)} />
          <Field
            control={form.control}
            name="integration.insecureSkipVerification"
            label="Accept certificates of unknown issuers"
            description="For https:// backends with a private or self-signed certificate. Its dates and name are still checked."
            layout="inline"
          >
            {({ value, onChange, ref, onBlur, name }) => (
              <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} name={name} />
            )}
          </Field>
          {skipsVerification ? (
            <Alert variant="warning" title="Anyone on the way can pose as this backend">
              A certificate that they signed themselves is accepted too. Give the gateway your certificate authority
              with NODE_EXTRA_CA_CERTS instead where you can.
            </Alert>
          ) : null}
        </>
      )}
      {type === 'MOCK' || type === 'AWS_PROXY' ? null : (
        <RowFields
          name="integration.requestParameters"
          label="Parameter mappings"
          description={
            type === 'AWS_SERVICE'
              ? 'Headers, query and path of the request to the service. Nothing of the caller’s is passed on by itself.'
              : type === 'AWS'
                ? "Headers of Lambda's Invoke: X-Amz-Invocation-Type with 'Event' does not wait for the function."
                : 'Sent to the backend, over what a proxy passes on.'
          }
          columns={[
            {
              key: 'location',
              label: 'To',
              kind: 'select',
              width: '7rem',
              options: LOCATIONS.map((value) => ({ value, label: LOCATION_LABELS[value] })),
            },
            { key: 'name', label: 'Name', placeholder: 'X-Tenant' },
            {
              key: 'expression',
              label: 'Value',
              width: 'minmax(0,1.6fr)',
              placeholder: 'method.request.header.X-Tenant',
              suggestions: sourcesOf(method),
            },
          ]}
          blank={{ location: 'header', name: '', expression: '' }}
          addLabel="Add mapping"
          empty="None. A value is a declared parameter, stageVariables.NAME, context.NAME, or 'fixed text' in single quotes."
        />
      )}

      {isProxy(typeOf(type)) ? null : (
        <TemplateFields
          name="integration.requestTemplates"
          label={type === 'MOCK' ? 'Answer' : 'Request templates'}
          description={
            type === 'MOCK'
              ? 'Says the status by content type. The body comes from the integration response.'
              : "The body sent to the backend, by the request’s content type, in Velocity: $input.json('$.name'), $context.requestId …"
          }
          placeholder={type === 'MOCK' ? '{"statusCode": 200}' : '{"source": "gateway"}'}
          empty={type === 'MOCK' ? 'A mock needs a template with its status.' : 'None: the body is passed on as it is.'}
          workbench={(key) =>
            routes.api(method.restApiId).templates({
              ...{ resource: method.resourceId, method: method.httpMethod, direction: 'request', key },
            })
          }
        />
      )}
      {type === 'HTTP' || typeOf(type) === 'AWS' ? (
        <Field control={form.control} name="integration.passthroughBehavior" label="Pass the body through">
          {({ value, onChange, ref, onBlur }) => (
            <RadioGroup value={value} onValueChange={onChange} ref={ref} onBlur={onBlur}>
              {PASSTHROUGH_CHOICES.map((choice) => (
                <RadioCard
                  key={choice.value}
                  value={choice.value}
                  title={choice.title}
                  description={choice.description}
                />
              ))}
            </RadioGroup>
          )}
        </Field>
      ) : null}

      {type === 'MOCK' || transferMode === 'STREAM' ? null : (
        <ContentHandlingField
          control={form.control}
          name="integration.contentHandling"
          description="What becomes of the caller’s body. Which types are binary is a setting of the API."
        />
      )}

      <Field
        control={form.control}
        name="integration.cacheKeyParameters"
        label="Cache key parameters"
        description="Where the stage caches: requests that differ in one of these get entries of their own. Others share one."
      >
        {({ value, onChange }) => (
          <MultiCombobox
            options={cacheKeyOptions(method, value)}
            value={value}
            onValueChange={onChange}
            placeholder="None: one entry per path"
            emptyText="Declare parameters in the method request first."
          />
        )}
      </Field>
    </FormSheet>
  );
}

type FormInput = z.input<typeof schema>;
type FormValues = z.output<typeof schema>;
type FormIntegration = FormValues['integration'];

function VerbField({ control }: Readonly<{ control: Control<FormInput, unknown, FormValues> }>) {
  return (
    <Field control={control} name="integration.httpMethod" label="Backend verb">
      {({ value, onChange, ref, onBlur }) => (
        <SimpleSelect
          value={value}
          onValueChange={onChange}
          ref={ref}
          onBlur={onBlur}
          options={METHOD_KEYS.map((verb) => ({
            value: verb,
            label: verb,
            description: verb === 'ANY' ? 'The caller’s own' : undefined,
          }))}
        />
      )}
    </Field>
  );
}

function TimeoutField({
  control,
  backend,
  maxMs = MAX_TIMEOUT_MS,
}: Readonly<{ control: Control<FormInput, unknown, FormValues>; backend: string; maxMs?: number }>) {
  return (
    <Field
      control={control}
      name="integration.timeoutInMillis"
      label="Timeout"
      description={
        maxMs > MAX_TIMEOUT_MS
          ? `50 to ${maxMs.toLocaleString('en')} ms for the whole stream. What takes longer is cut off.`
          : `50 to ${maxMs.toLocaleString('en')} ms. A ${backend} that takes longer is answered for with 504.`
      }
      className="max-w-56"
    >
      {({ value, onChange, ref, onBlur, name }) => (
        <NumberInput
          value={value}
          onChange={onChange}
          ref={ref}
          onBlur={onBlur}
          name={name}
          integer
          min={50}
          max={maxMs}
          step={100}
          unit="ms"
        />
      )}
    </Field>
  );
}

function toIntegration(
  before: NonNullable<MethodDetail['integration']>,
  values: FormIntegration,
): UpdateMethodInput['integration'] {
  const shared = {
    type: typeOf(values.type),
    cacheKeyParameters: values.cacheKeyParameters,
    cacheNamespace: before.cacheNamespace,
    integrationResponses: responsesFor(typeOf(values.type), before.integrationResponses),
    requestTemplates: isProxy(typeOf(values.type)) ? {} : fromTemplateRows(values.requestTemplates),
    passthroughBehavior: values.passthroughBehavior,
  };
  if (values.type === 'MOCK') return { ...shared, requestParameters: {} };
  if (values.type === 'AWS_PROXY') {
    return {
      ...shared,
      httpMethod: 'POST',
      uri: values.uri,
      timeoutInMillis: values.timeoutInMillis,
      requestParameters: {},
    };
  }
  return {
    ...shared,
    httpMethod: values.type === 'AWS' ? 'POST' : values.httpMethod,
    uri: values.uri,
    timeoutInMillis: values.timeoutInMillis,
    ...(transferModeOf(values) === undefined
      ? { contentHandling: fromContentHandlingChoice(values.contentHandling) }
      : { responseTransferMode: transferModeOf(values) }),
    ...(values.type === 'AWS_SERVICE' ? { credentials: values.credentials } : {}),
    ...(values.insecureSkipVerification && uriKind(values.type) === 'http'
      ? { tlsConfig: { insecureSkipVerification: true } }
      : {}),
    requestParameters: fromMappingRows(values.requestParameters),
  };
}

/** A type that maps its answers needs a default mapping; what was mapped before stays. */
function responsesFor(
  type: IntegrationType,
  before: NonNullable<MethodDetail['integration']>['integrationResponses'],
): UpdateMethodInput['integration']['integrationResponses'] {
  if (isProxy(type) || before.length > 0) return before;
  return [{ statusCode: '200', selectionPattern: '' }];
}

function sourcesOf(method: MethodDetail): string[] {
  const own = [
    ...Object.keys(method.requestParameters),
    ...pathParametersOf(method.path).map(({ name }) => `method.request.path.${name}`),
  ];
  return [
    ...new Set([...own, 'context.requestId', 'context.identity.sourceIp', 'context.stage', 'method.request.body']),
  ];
}

function cacheKeyOptions(method: MethodDetail, chosen: readonly string[]) {
  const names = new Set([
    ...Object.keys(method.requestParameters),
    ...pathParametersOf(method.path).map(({ name }) => `method.request.path.${name}`),
    ...Object.keys(method.integration?.requestParameters ?? {}),
    ...chosen,
  ]);
  return [...names].map((value) => ({ value, label: value }));
}
