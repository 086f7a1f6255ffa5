'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormSheet } from '@/components/form/shells';
import { ConflictAlert } from '@/components/method/conflict-alert';
import {
  ContentHandlingField,
  contentHandlingChoice,
  fromContentHandlingChoice,
  toContentHandlingChoice,
} from '@/components/method/content-handling-field';
import { RowFields } from '@/components/method/row-fields';
import {
  fromHeaderRows,
  fromTemplateRows,
  headerRows,
  templateRows,
  toHeaderRows,
  toTemplateRows,
} from '@/components/method/rows';
import { TemplateFields } from '@/components/method/template-fields';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { routes } from '@/lib/client/routes';
import { responseExpressionProblem } from '@/lib/contract/mapping';
import { callsFunction, integrationResponse, isProxy, type MethodDetail } from '@/lib/contract/method';
import { type MethodChanges, type StepFormProps, useMethodForm } from './use-method-form';

const responses = z
  .array(
    z.object({
      statusCode: integrationResponse.shape.statusCode,
      selectionPattern: z.string().trim().max(1024),
      responseParameters: headerRows(responseExpressionProblem),
      responseTemplates: templateRows,
      contentHandling: contentHandlingChoice,
    }),
  )
  .superRefine((rows, context) => {
    for (const [index, row] of rows.entries()) {
      const before = rows.slice(0, index);
      if (before.some((other) => other.statusCode === row.statusCode)) {
        context.addIssue({ code: 'custom', path: [index, 'statusCode'], message: 'This status is here already.' });
      }
      if (before.some((other) => other.selectionPattern === row.selectionPattern)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'selectionPattern'],
          message:
            row.selectionPattern === '' ? 'Another one is the default already.' : 'This pattern is here already.',
        });
      }
    }
  });
const schema = z.object({ integration: z.object({ integrationResponses: responses }) });
type ResponseRows = z.output<typeof responses>;

export function IntegrationResponseSheet(props: StepFormProps) {
  const { method, open, onOpenChange, onReload, readOnly } = props;
  const actionForm = useMethodForm(
    props,
    schema,
    {
      integration: {
        integrationResponses: method.integration.integrationResponses.map((response) => ({
          statusCode: response.statusCode,
          selectionPattern: response.selectionPattern,
          responseParameters: toHeaderRows(response.responseParameters),
          responseTemplates: toTemplateRows(response.responseTemplates),
          contentHandling: toContentHandlingChoice(response.contentHandling),
        })),
      },
    },
    ({ integration }) => toChanges(method, integration.integrationResponses),
  );
  const { control } = actionForm.form;
  const { fields, append, remove } = useFieldArray({ control, name: 'integration.integrationResponses' });
  const mock = method.integration.type === 'MOCK';
  const proxy = isProxy(method.integration.type);
  const isFunction = callsFunction(method.integration.type, method.integration.uri ?? '');
  const backend = isFunction ? 'function' : 'backend';
  return (
    <FormSheet
      actionForm={actionForm}
      title="Integration response"
      description={
        proxy
          ? `How the ${backend}’s answer is read.`
          : mock
            ? 'Turns the status of the mock’s template into the answer.'
            : `Turns the ${isFunction ? 'function’s result' : 'backend’s status'} into the answer. Statuses and headers used here are declared in the method response for you.`
      }
      submitLabel="Save integration response"
      size="xl"
      readOnly={readOnly || proxy}
      open={open}
      onOpenChange={onOpenChange}
    >
      <ConflictAlert error={actionForm.error} onReload={onReload} />
      {proxy ? (
        <Alert variant="info" title="A proxy has no mappings">
          The {backend}’s status, headers and body go to the caller as they are. Choose the type{' '}
          {isFunction ? 'Function' : 'HTTP'} in the integration request to map them.
        </Alert>
      ) : null}
      {fields.map((field, index) => (
        <section
          key={field.id}
          aria-label={`Response ${index + 1}`}
          className="relative flex flex-col gap-4 rounded-lg border border-border p-4"
        >
          <div className="grid items-start gap-3 sm:grid-cols-[7rem_minmax(0,1fr)_2rem]">
            <Field control={control} name={`integration.integrationResponses.${index}.statusCode`} label="Answer with">
              {(input) => <Input {...input} inputMode="numeric" maxLength={3} className="font-mono" />}
            </Field>
            <Field
              control={control}
              name={`integration.integrationResponses.${index}.selectionPattern`}
              label={matchLabel(method.integration.type, method.integration.uri ?? '')}
              description={
                isFunction
                  ? 'A regular expression over the whole errorMessage, such as Not found.*. Empty: for results, and all others.'
                  : 'A regular expression over the whole status, such as 4\\d\\d. Empty: for all others.'
              }
            >
              {(input) => <Input {...input} placeholder="default" spellCheck={false} className="font-mono text-xs" />}
            </Field>
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove response ${index + 1}`}
              onClick={() => remove(index)}
              className="text-muted-foreground max-sm:absolute max-sm:top-2 max-sm:right-2 sm:mt-6.5"
            >
              <Trash2 />
            </Button>
          </div>
          <RowFields
            name={`integration.integrationResponses.${index}.responseParameters`}
            label="Header mappings"
            columns={[
              { key: 'name', label: 'Header', placeholder: 'X-Total-Count' },
              {
                key: 'expression',
                label: 'Value',
                width: 'minmax(0,1.6fr)',
                placeholder: mock ? "'*'" : 'integration.response.header.X-Total-Count',
                suggestions: ['integration.response.header.', 'context.requestId', "'*'"],
              },
            ]}
            blank={{ name: '', expression: '' }}
            addLabel="Add header"
            empty={mock ? 'None.' : 'None: only standard headers reach the caller.'}
          />
          <TemplateFields
            name={`integration.integrationResponses.${index}.responseTemplates`}
            label="Body"
            description="By the caller’s Accept header, in Velocity: $input.json('$.name'), $context.requestId …"
            placeholder='{"message": "Hello"}'
            empty={mock ? 'None: the body is empty.' : 'None: the backend’s body is passed on.'}
            workbench={(key) =>
              routes.api(method.restApiId).templates({
                ...{ resource: method.resourceId, method: method.httpMethod, direction: 'response', key },
                status: method.integration.integrationResponses[index]?.statusCode ?? '',
              })
            }
          />
          <ContentHandlingField
            control={control}
            name={`integration.integrationResponses.${index}.contentHandling`}
            description="What becomes of the answer’s body. Passthrough: as the caller’s Accept header asks, where the API has binary media types."
          />
        </section>
      ))}
      {proxy ? null : (
        <Button
          variant="outline"
          className="w-fit"
          onClick={() =>
            append({
              statusCode: fields.length === 0 ? '200' : '',
              selectionPattern: '',
              responseParameters: [],
              responseTemplates: [],
              contentHandling: 'PASSTHROUGH',
            })
          }
        >
          <Plus /> Add response
        </Button>
      )}
    </FormSheet>
  );
}

/** What an integration response uses and the method response lacks is declared there in the same edit. */
function toChanges(method: StepFormProps['method'], rows: ResponseRows): MethodChanges {
  const integrationResponses = rows.map((row) => ({
    statusCode: row.statusCode,
    selectionPattern: row.selectionPattern,
    responseParameters: fromHeaderRows(row.responseParameters, 'method.response.header'),
    responseTemplates: fromTemplateRows(row.responseTemplates),
    contentHandling: fromContentHandlingChoice(row.contentHandling),
  }));
  return {
    integration: { ...method.integration, integrationResponses },
    methodResponses: declareAll(method.methodResponses, integrationResponses),
  };
}

export function declareAll(
  declared: MethodDetail['methodResponses'],
  used: readonly { statusCode: string; responseParameters: Readonly<Record<string, string>> }[],
): MethodDetail['methodResponses'] {
  const byStatus = new Map(declared.map((response) => [response.statusCode, response]));
  for (const { statusCode, responseParameters } of used) {
    const known = byStatus.get(statusCode) ?? { statusCode, responseParameters: {}, responseModels: {} };
    const undeclared = Object.fromEntries(Object.keys(responseParameters).map((header) => [header, false]));
    byStatus.set(statusCode, { ...known, responseParameters: { ...undeclared, ...known.responseParameters } });
  }
  return [...byStatus.values()];
}

function matchLabel(type: string, uri: string): string {
  if (callsFunction(type, uri)) return 'When the function’s error matches';
  return type === 'MOCK' ? 'When the template’s status matches' : 'When the backend’s status matches';
}
