'use client';

import { z } from 'zod';
import { FormSheet } from '@/components/form/shells';
import { ConflictAlert } from '@/components/method/conflict-alert';
import { RowFields } from '@/components/method/row-fields';
import { type ResponseModelRow, responseModelRows } from '@/components/method/rows';
import { Alert } from '@/components/ui/alert';
import { useModels } from '@/lib/client/models';
import { isProxy, type MethodDetail } from '@/lib/contract/method';
import { type StepFormProps, useMethodForm } from './use-method-form';

const PREFIX = 'method.response.header.';

const schema = z
  .object({
    methodResponses: z
      .array(
        z.object({
          statusCode: z.string().regex(/^[1-5]\d\d$/, 'A status code is a number from 100 to 599.'),
          headers: z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean)),
        }),
      )
      .superRefine((rows, context) => {
        for (const [index, { statusCode, headers }] of rows.entries()) {
          if (rows.slice(0, index).some((other) => other.statusCode === statusCode)) {
            context.addIssue({ code: 'custom', path: [index, 'statusCode'], message: 'This status is here already.' });
          }
          const bad = headers.find((header) => !/^[a-zA-Z0-9._$-]+$/.test(header));
          if (bad) {
            context.addIssue({
              code: 'custom',
              path: [index, 'headers'],
              message: `${bad} is not a valid header name.`,
            });
          }
        }
      }),
    responseModels: responseModelRows,
  })
  .superRefine(({ methodResponses, responseModels }, context) => {
    for (const [index, { statusCode }] of responseModels.entries()) {
      if (methodResponses.some((response) => response.statusCode === statusCode)) continue;
      const path = ['responseModels', index, 'statusCode'];
      context.addIssue({ code: 'custom', path, message: 'Declare this status above first.' });
    }
  });

export function MethodResponseSheet(props: StepFormProps) {
  const { method, open, onOpenChange, onReload, readOnly } = props;
  const actionForm = useMethodForm(
    props,
    schema,
    { methodResponses: method.methodResponses.map(toRow), responseModels: toModelRows(method) },
    ({ methodResponses, responseModels }) => ({
      methodResponses: methodResponses.map(({ statusCode, headers }) => ({
        statusCode,
        responseModels: Object.fromEntries(
          responseModels.filter((row) => row.statusCode === statusCode).map((row) => [row.mediaType, row.model]),
        ),
        responseParameters: Object.fromEntries(
          headers.map((header) => [PREFIX + header, requiredBefore(method, statusCode, header)]),
        ),
      })),
    }),
  );
  const models = useModels(method.restApiId).data ?? [];
  return (
    <FormSheet
      actionForm={actionForm}
      title="Method response"
      description="The statuses a caller may get, and the headers that may be mapped to them."
      submitLabel="Save method response"
      size="lg"
      readOnly={readOnly}
      open={open}
      onOpenChange={onOpenChange}
    >
      <ConflictAlert error={actionForm.error} onReload={onReload} />
      {isProxy(method.integration.type) ? (
        <Alert variant="info" title="For documentation only">
          A proxy passes every status and header of the backend through, declared or not.
        </Alert>
      ) : null}
      <RowFields
        name="methodResponses"
        label="Responses"
        columns={[
          { key: 'statusCode', label: 'Status', width: '5rem', placeholder: '200' },
          { key: 'headers', label: 'Headers', placeholder: 'X-Total-Count, ETag' },
        ]}
        blank={{ statusCode: '', headers: '' }}
        addLabel="Add response"
        empty="None declared. A mapped answer needs its status declared here, or the caller gets 500."
      />
      <RowFields
        name="responseModels"
        label="Response models"
        description="What bodies look like, for documentation and SDKs. Answers are not checked."
        columns={[
          { key: 'statusCode', label: 'Status', width: '5rem', placeholder: '200' },
          {
            key: 'mediaType',
            label: 'Content type',
            placeholder: 'application/json',
            suggestions: ['application/json'],
          },
          {
            key: 'model',
            label: 'Model',
            kind: 'select',
            options: models.map(({ name }) => ({ value: name, label: name })),
          },
        ]}
        blank={{ statusCode: method.methodResponses[0]?.statusCode ?? '200', mediaType: 'application/json', model: '' }}
        addLabel="Add model"
        empty="None."
      />
    </FormSheet>
  );
}

function toRow(response: MethodDetail['methodResponses'][number]) {
  return {
    statusCode: response.statusCode,
    headers: Object.keys(response.responseParameters)
      .map((key) => key.slice(PREFIX.length))
      .join(', '),
  };
}

function toModelRows(method: MethodDetail): ResponseModelRow[] {
  return method.methodResponses.flatMap(({ statusCode, responseModels }) =>
    Object.entries(responseModels).map(([mediaType, model]) => ({ statusCode, mediaType, model })),
  );
}

function requiredBefore(method: MethodDetail, statusCode: string, header: string): boolean {
  const before = method.methodResponses.find((response) => response.statusCode === statusCode);
  return before?.responseParameters[PREFIX + header] ?? false;
}
