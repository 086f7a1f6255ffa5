'use client';

import { Play, SquareTerminal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Field, Form } from '@/components/form/form';
import { useActionForm } from '@/components/form/use-action-form';
import { RowFields } from '@/components/method/row-fields';
import { toPairRows } from '@/components/method/rows';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { Input, InputGroup } from '@/components/ui/input';
import { Kbd } from '@/components/ui/kbd';
import { SimpleSelect } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toaster';
import { testInvokeMethodAction } from '@/lib/actions/method';
import { fetchJson } from '@/lib/client/fetcher';
import { restApiPath, useRestApi } from '@/lib/client/rest-apis';
import { HTTP_VERBS } from '@/lib/contract/common';
import type { MethodDetail, TestInvokeInput, TestInvokeResult } from '@/lib/contract/method';
import type { StageDetail } from '@/lib/contract/stage';
import { pathParametersOf } from '../tree/tree-model';
import { rememberTest } from './last-test';
import { toCurl } from './test-request';
import { TestResult } from './test-result';

const schema = z.object({
  verb: z.enum(HTTP_VERBS),
  path: z.array(z.object({ name: z.string(), value: z.string().min(1, 'Give a value.') })),
  queryString: z
    .string()
    .max(8192, 'A query has at most 8,192 characters.')
    .transform((text) => text.trim().replace(/^\?/, '')),
  headers: z.array(
    z.object({
      name: z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'Not a valid header name.'),
      value: z.string().max(8192),
    }),
  ),
  body: z.string(),
  stage: z.string(),
  stageVariables: z.array(z.object({ name: z.string().trim().min(1, 'Enter a name.'), value: z.string() })),
});
type Values = z.output<typeof schema>;

const NO_STAGE = '-';

/** Sends a request through the working copy: no deployment needed, each step told. */
export function TestInvoke({
  apiId,
  method,
  initial,
}: Readonly<{
  apiId: string;
  method: MethodDetail;
  /** A request that was made before, with the variables its stage had then. */
  initial?: TestInvokeInput & { readonly stageName: string };
}>) {
  const { data: api } = useRestApi(apiId);
  const [result, setResult] = useState<TestInvokeResult | null>(null);
  const resultRef = useRef<HTMLElement>(null);
  const actionForm = useActionForm(schema, (values) => testInvokeMethodAction(toInput(method, values)), {
    defaultValues: {
      verb: method.httpMethod === 'ANY' ? (initial?.verb ?? 'GET') : method.httpMethod,
      path: pathParametersOf(method.path).map(({ name }) => ({ name, value: initial?.pathParameters?.[name] ?? '' })),
      queryString: initial?.queryString ?? '',
      headers: initial?.headers ?? [],
      body: initial?.body ?? '',
      stage: initial?.stageName ?? NO_STAGE,
      stageVariables: toPairRows(initial?.stageVariables ?? {}),
    },
    resetTo: 'none',
    onSuccess: (data, values) => {
      rememberTest(toInput(method, values));
      setResult(data);
      // On a phone the answer is below the fold.
      requestAnimationFrame(() => resultRef.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' }));
    },
  });
  const { form, pending } = actionForm;
  const values = useWatch({ control: form.control }) as Values;
  const withBody = values.verb !== 'GET' && values.verb !== 'HEAD';
  const curlStage = api?.stages.find((stage) => stage.name === values.stage) ?? api?.stages[0];

  function sendWithKeys(event: KeyboardEvent<HTMLFormElement>) {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    if (!pending) void actionForm.submit();
  }

  // Backends are usually named by stage variables: without a stage's, most tests would fail.
  const firstStage = api?.stages[0]?.name;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the stages are known
  useEffect(() => {
    if (firstStage && !initial) void takeVariables(firstStage);
  }, [firstStage]);

  async function takeVariables(stageName: string) {
    form.setValue('stage', stageName);
    if (stageName === NO_STAGE) return form.setValue('stageVariables', []);
    try {
      const stage = await fetchJson<StageDetail>(`${restApiPath(apiId)}/stages/${encodeURIComponent(stageName)}`);
      form.setValue('stageVariables', toPairRows(stage.variables));
    } catch (error) {
      toast.error(`The variables of ${stageName} could not be read`, {
        description: error instanceof Error ? error.message : undefined,
      });
    }
  }

  return (
    <div className="grid gap-6 xl:grid-cols-2">
      <Form
        form={form}
        onSubmit={actionForm.submit}
        onKeyDown={sendWithKeys}
        aria-label="Test request"
        className="flex min-w-0 flex-col gap-5"
      >
        <p className="text-sm text-muted-foreground">
          Runs the working copy, deployed or not. Keys, throttles and quotas are not asked for; a backend is really
          called.
        </p>
        {method.httpMethod === 'ANY' ? (
          <Field control={form.control} name="verb" label="Verb" className="max-w-40">
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
        {values.path.map((parameter, index) => (
          <Field
            key={parameter.name}
            control={form.control}
            name={`path.${index}.value`}
            label={<span className="font-mono text-xs">{`{${parameter.name}}`}</span>}
            required
          >
            {(field) => <Input {...field} spellCheck={false} autoComplete="off" className="font-mono text-xs" />}
          </Field>
        ))}
        <Field control={form.control} name="queryString" label="Query string">
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
            { key: 'name', label: 'Name', placeholder: 'Accept', suggestions: COMMON_HEADERS },
            { key: 'value', label: 'Value', placeholder: 'application/json' },
          ]}
          blank={{ name: '', value: '' }}
          addLabel="Add header"
          empty="None. Content-Type is application/json unless you set it."
        />
        {withBody ? (
          <Field control={form.control} name="body" label="Body">
            {(field) => <CodeEditor {...field} placeholder='{"name": "Rex"}' />}
          </Field>
        ) : null}
        <div className="flex flex-col gap-2">
          {api && api.stages.length > 0 ? (
            <Field control={form.control} name="stage" label="Stage variables of" className="max-w-56">
              {({ value, ref, onBlur }) => (
                <SimpleSelect
                  value={value}
                  onValueChange={(next) => void takeVariables(next)}
                  ref={ref}
                  onBlur={onBlur}
                  options={[
                    { value: NO_STAGE, label: 'No stage' },
                    ...api.stages.map((stage) => ({ value: stage.name, label: stage.name })),
                  ]}
                />
              )}
            </Field>
          ) : null}
          <RowFields
            name="stageVariables"
            label="Stage variables"
            columns={[
              { key: 'name', label: 'Name', placeholder: 'backend' },
              { key: 'value', label: 'Value', placeholder: 'localhost:9000' },
            ]}
            blank={{ name: '', value: '' }}
            addLabel="Add variable"
            empty="None."
          />
        </div>
        <div className="sticky bottom-0 -mx-1 flex items-center gap-2 bg-background/90 px-1 py-2 backdrop-blur-sm">
          <Button type="submit" loading={pending} aria-keyshortcuts="Meta+Enter Control+Enter">
            <Play /> Send
            <Kbd className="border-primary-foreground/25 bg-transparent text-primary-foreground/80">⌘↵</Kbd>
          </Button>
          {curlStage ? (
            <CopyButton
              variant="outline"
              size="default"
              value={() =>
                toCurl(curlStage.invokeUrls.byHost, method.path, values.verb, {
                  ...toInput(method, values),
                  queryString: values.queryString,
                  body: withBody ? values.body : '',
                  headers: values.headers,
                  pathParameters: toRecord(values.path),
                })
              }
            >
              Copy as curl
            </CopyButton>
          ) : null}
        </div>
      </Form>
      <section ref={resultRef} aria-label="Answer" aria-busy={pending} className="min-w-0 scroll-mt-16">
        {pending ? <ResultSkeleton /> : null}
        {!pending && result ? <TestResult result={result} /> : null}
        {pending || result ? null : (
          <EmptyState
            icon={<SquareTerminal />}
            title="Nothing sent yet"
            description="The answer comes here, with the time each step took and what it changed."
            className="rounded-lg border border-dashed border-border"
          />
        )}
      </section>
    </div>
  );
}

const COMMON_HEADERS = [
  'Accept',
  'Authorization',
  'Content-Type',
  'If-None-Match',
  'Origin',
  'X-Request-Id',
  'x-api-key',
];

function toInput(method: MethodDetail, values: Values): TestInvokeInput {
  return {
    restApiId: method.restApiId,
    resourceId: method.resourceId,
    httpMethod: method.httpMethod,
    verb: values.verb,
    pathParameters: toRecord(values.path),
    queryString: values.queryString,
    headers: values.headers,
    body: values.verb === 'GET' || values.verb === 'HEAD' ? '' : values.body,
    stageVariables: toRecord(values.stageVariables),
  };
}

function toRecord(rows: readonly { name: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

function ResultSkeleton() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-56" />
      <Skeleton className="h-40" />
      <Skeleton className="h-24" />
    </div>
  );
}
