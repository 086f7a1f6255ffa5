'use client';

import { useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { ConflictAlert } from '@/components/method/conflict-alert';
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
import { showGatewayResponse, useShowChange } from '@/components/rest-api/use-refresh-api';
import { Input } from '@/components/ui/input';
import { putGatewayResponseAction } from '@/lib/actions/gateway-response';
import type { GatewayResponseDetail } from '@/lib/contract/gateway-response';
import { gatewayResponseExpressionProblem } from '@/lib/contract/mapping';

const schema = z.object({
  statusCode: z
    .string()
    .trim()
    .regex(/^([1-5]\d\d)?$/, 'A status code is a number from 100 to 599.'),
  responseParameters: headerRows(gatewayResponseExpressionProblem),
  responseTemplates: templateRows,
});

interface Props {
  apiId: string;
  response: GatewayResponseDetail;
  open: boolean;
  readOnly: boolean;
  onClose: () => void;
  onReload: () => Promise<GatewayResponseDetail>;
}

/** Edits from the response as it was when the sheet was opened, whatever is refreshed behind it. */
export function GatewayResponseSheet({ response, open, ...props }: Readonly<Props>) {
  const [opened, setOpened] = useState({ response, times: 0, open: false });
  if (open !== opened.open) {
    setOpened(open ? { response, times: opened.times + 1, open } : { ...opened, open });
  }
  if (opened.times === 0) return null;
  return (
    <ResponseForm
      {...props}
      key={opened.times}
      response={opened.response}
      open={open}
      onReload={async () => {
        const fresh = await props.onReload();
        setOpened((was) => ({ ...was, response: fresh, times: was.times + 1 }));
        return fresh;
      }}
    />
  );
}

function ResponseForm({ apiId, response, open, readOnly, onClose, onReload }: Readonly<Props>) {
  const show = useShowChange();
  const actionForm = useActionForm(
    schema,
    (values) =>
      putGatewayResponseAction({
        restApiId: apiId,
        responseType: response.responseType,
        version: response.version,
        statusCode: values.statusCode || null,
        responseParameters: fromHeaderRows(values.responseParameters, 'gatewayresponse.header'),
        responseTemplates: fromTemplateRows(values.responseTemplates),
      }),
    {
      defaultValues: {
        statusCode: response.statusCode ?? '',
        responseParameters: toHeaderRows(response.responseParameters),
        responseTemplates: toTemplateRows(response.responseTemplates),
      },
      success: `${response.responseType} was saved. Deploy to make it live.`,
      onReload: () => void onReload(),
      onSuccess: (saved) => {
        show(showGatewayResponse(apiId, saved));
        onClose();
      },
    },
  );
  const { control } = actionForm.form;
  return (
    <FormSheet
      actionForm={actionForm}
      title={response.responseType}
      description={`${response.description}.`}
      submitLabel="Save response"
      size="lg"
      readOnly={readOnly}
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
    >
      <ConflictAlert error={actionForm.error} onReload={() => void onReload()} />
      <Field
        control={control}
        name="statusCode"
        label="Status"
        description={
          response.defaultStatusCode
            ? `Empty: ${response.defaultStatusCode}, its own.`
            : 'Empty: each type keeps its own. A status here changes that of the whole family.'
        }
        className="max-w-64"
      >
        {(field) => (
          <Input
            {...field}
            inputMode="numeric"
            maxLength={3}
            placeholder={response.defaultStatusCode ?? 'each its own'}
            className="font-mono"
          />
        )}
      </Field>
      <RowFields
        name="responseParameters"
        label="Headers"
        columns={[
          { key: 'name', label: 'Name', placeholder: 'Access-Control-Allow-Origin' },
          {
            key: 'expression',
            label: 'Value',
            placeholder: "'*'",
            suggestions: ["'*'", 'context.requestId', 'context.error.responseType', 'method.request.header.Origin'],
          },
        ]}
        blank={{ name: '', expression: '' }}
        addLabel="Add header"
        empty="None. Fixed text goes in single quotes; method.request.*, context.* and stageVariables.* can be copied."
      />
      <TemplateFields
        name="responseTemplates"
        label="Body"
        description="By the caller’s Accept header. $context.*, $stageVariables.* and method.request.* are filled in; there is no other logic."
        placeholder='{"message":$context.error.messageString}'
        empty="None: the body is empty."
      />
    </FormSheet>
  );
}
