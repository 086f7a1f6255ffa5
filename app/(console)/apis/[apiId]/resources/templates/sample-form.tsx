'use client';

import { History } from 'lucide-react';
import type { UseFormReturn } from 'react-hook-form';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Field, Form } from '@/components/form/form';
import { RowFields } from '@/components/method/row-fields';
import { Button } from '@/components/ui/button';
import { Input, InputGroup } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';
import { HTTP_VERBS } from '@/lib/contract/common';
import { CONTEXT_NAMES } from '@/lib/contract/template-variables';
import { fromTrace, type SampleValues } from './sample-values';
import type { MethodWithIntegration, TemplatePlace } from './template-place';
import { TraceSample } from './trace-sample';

/** A request to try the template with, and what the backend answered where the template maps that. */
export function SampleForm({
  form,
  method,
  direction,
  onTakeLastTest,
}: Readonly<{
  form: UseFormReturn<SampleValues>;
  method: MethodWithIntegration;
  direction: TemplatePlace['direction'];
  /** Null: there was none in this tab. */
  onTakeLastTest: (() => void) | null;
}>) {
  const { control } = form;
  const isFunction = method.integration.type === 'AWS';
  return (
    <Form
      form={form}
      onSubmit={(event) => event.preventDefault()}
      aria-label="Sample"
      className="flex min-w-0 flex-col gap-4"
    >
      <div className="flex flex-wrap gap-2">
        <TraceSample method={method} onTake={(trace) => form.reset(fromTrace(trace, method, form.getValues()))} />
        {onTakeLastTest ? (
          <Button variant="outline" size="sm" onClick={onTakeLastTest}>
            <History /> Take from the last test
          </Button>
        ) : null}
      </div>
      {direction === 'response' ? (
        <Field control={control} name="integrationBody" label={isFunction ? 'Function’s result' : 'Backend’s answer'}>
          {(field) => <CodeEditor {...field} placeholder='{"id": 7}' />}
        </Field>
      ) : null}
      {method.httpMethod === 'ANY' ? (
        <Field control={control} name="verb" label="Verb" className="max-w-40">
          {({ value, onChange, ref, onBlur }) => (
            <SimpleSelect
              value={value}
              onValueChange={onChange}
              ref={ref}
              onBlur={onBlur}
              options={HTTP_VERBS.map((verb) => ({ value: verb, label: verb }))}
            />
          )}
        </Field>
      ) : null}
      {form.watch('path').map((parameter, index) => (
        <Field
          key={parameter.name}
          control={control}
          name={`path.${index}.value`}
          label={<span className="font-mono text-xs">{`{${parameter.name}}`}</span>}
        >
          {(field) => <Input {...field} spellCheck={false} autoComplete="off" className="font-mono text-xs" />}
        </Field>
      ))}
      <Field control={control} name="queryString" label="Query string">
        {(field) => (
          <InputGroup
            {...field}
            before={<span className="-mr-1.5 font-mono text-xs">?</span>}
            placeholder="page=1&limit=20"
            spellCheck={false}
            autoComplete="off"
          />
        )}
      </Field>
      <RowFields
        name="headers"
        label="Headers"
        columns={[
          { key: 'name', label: 'Name', placeholder: 'X-Tenant' },
          { key: 'value', label: 'Value', placeholder: 'blue' },
        ]}
        blank={{ name: '', value: '' }}
        addLabel="Add header"
        empty="None."
      />
      <Field control={control} name="body" label="Request body">
        {(field) => <CodeEditor {...field} placeholder='{"name": "Rex"}' />}
      </Field>
      <RowFields
        name="stageVariables"
        label="Stage variables"
        columns={[
          { key: 'name', label: 'Name', placeholder: 'table' },
          { key: 'value', label: 'Value', placeholder: 'pets' },
        ]}
        blank={{ name: '', value: '' }}
        addLabel="Add variable"
        empty="None."
      />
      <RowFields
        name="context"
        label="Context"
        description="Over what $context says by itself. Ids and times are always the same, so that outputs can be compared."
        columns={[
          { key: 'name', label: 'Name', placeholder: 'identity.sourceIp', suggestions: CONTEXT_NAMES },
          { key: 'value', label: 'Value', placeholder: '203.0.113.9' },
        ]}
        blank={{ name: '', value: '' }}
        addLabel="Add context variable"
        empty="As a request would have it."
      />
    </Form>
  );
}
