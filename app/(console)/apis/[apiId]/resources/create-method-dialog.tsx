'use client';

import { type Control, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { FunctionPicker } from '@/components/function/function-picker';
import { useShowFunction } from '@/components/function/use-show-function';
import { showMethod, useShowChange } from '@/components/rest-api/use-refresh-api';
import { RolePicker } from '@/components/service/role-picker';
import { ServicePicker } from '@/components/service/service-picker';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { SimpleSelect } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { allowMethodAction } from '@/lib/actions/function';
import { createMethodAction } from '@/lib/actions/method';
import { serviceUriProblem } from '@/lib/contract/aws-service';
import { METHOD_KEYS, type MethodKey } from '@/lib/contract/common';
import { lambdaTarget } from '@/lib/contract/function-arn';
import { isHttpUri, lambdaUriProblem, roleArnProblem } from '@/lib/contract/method';
import type { ResourceNode } from '@/lib/contract/resource';
import { CHOICE_TYPES, type ChoiceType, INTEGRATION_CHOICES, typeOf, uriKind } from './method/integration-choices';
import { UriInput } from './method/uri-input';
import { pathParametersOf } from './tree/tree-model';

const schema = z
  .object({
    httpMethod: z.enum(METHOD_KEYS),
    apiKeyRequired: z.boolean(),
    /** Adds the permission that the function needs to be called. */
    allow: z.boolean(),
    integration: z.object({
      type: z.enum(CHOICE_TYPES),
      httpMethod: z.enum([...METHOD_KEYS, 'SAME']),
      uri: z.string().trim(),
      credentials: z.string().trim(),
    }),
  })
  .superRefine(({ integration }, context) => {
    if (integration.type === 'AWS_SERVICE') {
      const message = serviceUriProblem(integration.uri);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['integration', 'uri'], message });
      const roleMessage = roleArnProblem(integration.credentials);
      if (roleMessage !== undefined) {
        context.addIssue({ code: 'custom', path: ['integration', 'credentials'], message: roleMessage });
      }
      return;
    }
    if (uriKind(integration.type) === 'function') {
      const message = lambdaUriProblem(integration.uri);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['integration', 'uri'], message });
      return;
    }
    if (integration.type === 'MOCK' || isHttpUri(integration.uri)) return;
    context.addIssue({
      code: 'custom',
      path: ['integration', 'uri'],
      message: 'Write http:// or https:// and a host, such as https://example.com/pets/{petId}.',
    });
  });

const FIRST_INTEGRATION: z.input<typeof schema>['integration'] = {
  ...{ type: 'HTTP_PROXY', httpMethod: 'SAME', uri: '', credentials: '' },
};

interface Props {
  apiId: string;
  resource: ResourceNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (method: MethodKey) => void;
}

export function CreateMethodDialog(props: Readonly<Props>) {
  return props.open ? <CreateMethodForm {...props} /> : null;
}

function CreateMethodForm({ apiId, resource, open, onOpenChange, onCreated }: Readonly<Props>) {
  const show = useShowChange();
  const allowing = useAction(allowMethodAction, { onSuccess: useShowFunction() });
  const taken = new Set(resource.methods.map((method) => method.httpMethod));
  const actionForm = useActionForm(
    schema,
    ({ httpMethod, apiKeyRequired, integration }) =>
      createMethodAction({
        restApiId: apiId,
        resourceId: resource.id,
        httpMethod,
        apiKeyRequired,
        integration:
          integration.type === 'MOCK'
            ? { type: 'MOCK' }
            : {
                type: typeOf(integration.type),
                uri: integration.uri,
                httpMethod: backendVerb(integration, httpMethod),
                ...(integration.type === 'AWS_SERVICE' ? { credentials: integration.credentials } : {}),
              },
      }),
    {
      defaultValues: {
        httpMethod: METHOD_KEYS.find((method) => !taken.has(method)) ?? 'GET',
        apiKeyRequired: false,
        allow: true,
        integration: FIRST_INTEGRATION,
      },
      success: (method) => `${method.httpMethod} ${method.path} was created. Deploy to make it live.`,
      onSuccess: async (method, { allow }) => {
        const target = allow ? literalTarget(method.integration?.uri) : undefined;
        if (target !== undefined) {
          await allowing.run({
            functionName: target.name,
            qualifier: target.qualifier,
            restApiId: apiId,
            resourceId: resource.id,
            httpMethod: method.httpMethod,
          });
        }
        show(showMethod(method));
        onOpenChange(false);
        onCreated(method.httpMethod);
      },
    },
  );
  const { control } = actionForm.form;
  const type = useWatch({ control, name: 'integration.type' });
  const httpMethod = useWatch({ control, name: 'httpMethod' });
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create method"
      description={<span className="font-mono text-xs">{resource.path}</span>}
      submitLabel="Create method"
      size="lg"
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field control={control} name="httpMethod" label="Method" className="max-w-56">
        {({ value, onChange, ref, onBlur }) => (
          <SimpleSelect
            value={value}
            onValueChange={onChange}
            ref={ref}
            onBlur={onBlur}
            options={METHOD_KEYS.map((method) => ({
              value: method,
              label: method,
              disabled: taken.has(method),
              description: taken.has(method)
                ? 'Exists'
                : method === 'ANY'
                  ? 'All verbs without their own method'
                  : undefined,
            }))}
          />
        )}
      </Field>
      <Field control={control} name="integration.type" label="Integration">
        {({ value, onChange, ref, onBlur }) => (
          <RadioGroup
            value={value}
            onValueChange={(next) => {
              // A URL is no function, and the other way round.
              if (uriKind(next as ChoiceType) !== uriKind(value)) actionForm.form.setValue('integration.uri', '');
              // Actions of services are all POST, whatever the caller’s verb.
              actionForm.form.setValue('integration.httpMethod', next === 'AWS_SERVICE' ? 'POST' : 'SAME');
              onChange(next);
            }}
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
      {type === 'MOCK' ? (
        <p className="text-sm text-muted-foreground">
          It answers 200 with an empty body. Set status, headers and body in the flow afterwards.
        </p>
      ) : type === 'AWS_SERVICE' ? (
        <>
          <Field control={control} name="integration.uri" label="AWS service" required>
            {(field) => <ServicePicker {...field} />}
          </Field>
          <div className="grid items-start gap-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <VerbField control={control} httpMethod={httpMethod} />
            <Field control={control} name="integration.credentials" label="Service role" required>
              {(field) => <RolePicker {...field} />}
            </Field>
          </div>
        </>
      ) : uriKind(type) === 'function' ? (
        <>
          <Field control={control} name="integration.uri" label="Function" required>
            {(field) => <FunctionPicker {...field} />}
          </Field>
          <Field
            control={control}
            name="allow"
            label="Allow this method to call it"
            description="Adds the permission to the function. Without one, calls are answered with 500."
            layout="inline"
          >
            {({ value, onChange, ref, onBlur, name }) => (
              <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} name={name} />
            )}
          </Field>
        </>
      ) : (
        <div className="grid items-start gap-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
          <VerbField control={control} httpMethod={httpMethod} />
          <Field control={control} name="integration.uri" label="Endpoint URI" required>
            {(field) => <UriInput {...field} parameters={pathParametersOf(resource.path).map(({ name }) => name)} />}
          </Field>
        </div>
      )}
      <Field
        control={control}
        name="apiKeyRequired"
        label="API key required"
        description="Callers need a key of a usage plan of the stage."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} name={name} />
        )}
      </Field>
    </FormDialog>
  );
}

function VerbField({
  control,
  httpMethod,
}: Readonly<{ control: Control<z.input<typeof schema>, unknown, z.output<typeof schema>>; httpMethod: MethodKey }>) {
  return (
    <Field control={control} name="integration.httpMethod" label="Backend verb">
      {({ value, onChange, ref, onBlur }) => (
        <SimpleSelect
          value={value}
          onValueChange={onChange}
          ref={ref}
          onBlur={onBlur}
          options={[
            { value: 'SAME', label: `Same (${httpMethod})` },
            ...METHOD_KEYS.map((verb) => ({ value: verb, label: verb })),
          ]}
        />
      )}
    </Field>
  );
}

function backendVerb(
  { type, httpMethod }: { readonly type: ChoiceType; readonly httpMethod: MethodKey | 'SAME' },
  own: MethodKey,
): MethodKey {
  if (uriKind(type) === 'function') return 'POST';
  return httpMethod === 'SAME' ? own : httpMethod;
}

/** A function that depends on the stage can't be allowed here: there may be several. */
function literalTarget(uri: string | undefined) {
  return uri === undefined || uri.includes('stageVariables') ? undefined : lambdaTarget(uri);
}
