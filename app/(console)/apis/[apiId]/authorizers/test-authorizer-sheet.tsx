'use client';

import { useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { RowFields } from '@/components/method/row-fields';
import { Badge } from '@/components/ui/badge';
import { CodeBlock } from '@/components/ui/code-block';
import { Input, InputGroup } from '@/components/ui/input';
import { SectionHeader } from '@/components/ui/page-header';
import { testInvokeAuthorizerAction } from '@/lib/actions/authorizer';
import {
  type AuthorizerDetail,
  DEFAULT_IDENTITY_SOURCE,
  identitySources,
  type TestAuthorizerInput,
  type TestAuthorizerResult,
  testAuthorizerInput,
} from '@/lib/contract/authorizer';

const { headers, queryString, sourceIp } = testAuthorizerInput.shape;
const schema = z.object({
  token: z.string().trim().max(8192),
  headers,
  queryString,
  sourceIp,
  stageVariables: z.array(z.object({ name: z.string().trim().min(1, 'Enter a name.'), value: z.string() })),
});
type Values = z.output<typeof schema>;

const HEADER = 'method.request.header.';

/** Asks the authorizer as it is in the working copy, whatever is cached. */
export function TestAuthorizerSheet({
  authorizer,
  onClose,
}: Readonly<{ authorizer: AuthorizerDetail; onClose: () => void }>) {
  const [result, setResult] = useState<TestAuthorizerResult | null>(null);
  const isRequest = authorizer.type === 'REQUEST';
  const actionForm = useActionForm(schema, (values) => testInvokeAuthorizerAction(toInput(authorizer, values)), {
    defaultValues: { token: '', headers: [], queryString: '', sourceIp: '', stageVariables: [] },
    onSuccess: (data) => setResult(data),
  });
  const { control } = actionForm.form;
  return (
    <FormSheet
      actionForm={actionForm}
      title={`Test ${authorizer.name}`}
      description="The saved authorizer, deployed or not. Its function or URL is really asked, and nothing comes from the cache."
      submitLabel="Test authorizer"
      size="lg"
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
    >
      {isRequest ? (
        <>
          <RowFields
            name="headers"
            label="Headers"
            columns={[
              { key: 'name', label: 'Name', placeholder: 'Authorization' },
              { key: 'value', label: 'Value' },
            ]}
            blank={{ name: '', value: '' }}
            addLabel="Add header"
            empty="None."
          />
          <Field control={control} name="queryString" label="Query string">
            {(field) => (
              <InputGroup
                {...field}
                before={<span className="-mr-1.5 font-mono text-xs">?</span>}
                spellCheck={false}
                autoComplete="off"
              />
            )}
          </Field>
          <Field
            control={control}
            name="sourceIp"
            label="Source IP"
            description="What context.identity.sourceIp says."
            className="max-w-72"
          >
            {(field) => <Input {...field} placeholder="127.0.0.1" spellCheck={false} className="font-mono text-xs" />}
          </Field>
        </>
      ) : (
        <Field
          control={control}
          name="token"
          label="Token"
          required
          description={`Sent as ${tokenHeader(authorizer)}.`}
        >
          {(field) => <Input {...field} spellCheck={false} autoComplete="off" className="font-mono text-xs" />}
        </Field>
      )}
      <RowFields
        name="stageVariables"
        label="Stage variables"
        columns={[
          { key: 'name', label: 'Name', placeholder: 'backend' },
          { key: 'value', label: 'Value' },
        ]}
        blank={{ name: '', value: '' }}
        addLabel="Add variable"
        empty="None."
      />
      <section aria-label="Answer" aria-busy={actionForm.pending}>
        {result ? <Answer result={result} /> : null}
      </section>
    </FormSheet>
  );
}

function Answer({ result }: Readonly<{ result: TestAuthorizerResult }>) {
  return (
    <div className="flex flex-col gap-4 border-t border-border pt-4">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge variant={result.clientStatus === 0 ? 'success' : 'destructive'}>
          {result.clientStatus === 0 ? 'It answered' : `Refused with ${result.clientStatus}`}
        </Badge>
        <span className="tabular">
          <span className="text-muted-foreground">Latency </span>
          {result.latencyMs} ms
        </span>
        {result.principalId === '' ? null : (
          <span className="wrap-anywhere">
            <span className="text-muted-foreground">Principal </span>
            {result.principalId}
          </span>
        )}
      </p>
      {result.policy === '' ? null : (
        <section className="flex flex-col gap-2">
          <SectionHeader title="Policy" />
          <CodeBlock code={result.policy} language="json" copyLabel="Copy policy" maxHeight="20rem" />
        </section>
      )}
      <Pairs title="Context" pairs={result.context} />
      <Pairs title="Claims" pairs={result.claims} />
      {result.usageIdentifierKey === '' ? null : (
        <Pairs title="API key" pairs={{ usageIdentifierKey: result.usageIdentifierKey }} />
      )}
      <section className="flex flex-col gap-2">
        <SectionHeader title="Log" />
        <CodeBlock code={result.log.join('\n')} copyLabel="Copy log" wrap />
      </section>
    </div>
  );
}

function Pairs({ title, pairs }: Readonly<{ title: string; pairs: Readonly<Record<string, string>> }>) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <SectionHeader title={title} />
      <dl className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card">
        {entries.map(([name, value]) => (
          <div key={name} className="grid gap-x-3 px-3 py-1.5 font-mono text-xs sm:grid-cols-[12rem_minmax(0,1fr)]">
            <dt className="text-muted-foreground wrap-anywhere">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function tokenHeader({ identitySource }: AuthorizerDetail): string {
  return (identitySources(identitySource ?? '')[0] ?? DEFAULT_IDENTITY_SOURCE).slice(HEADER.length);
}

function toInput(authorizer: AuthorizerDetail, values: Values): TestAuthorizerInput {
  const { token, headers: sent, stageVariables, ...request } = values;
  const isRequest = authorizer.type === 'REQUEST';
  return {
    ...request,
    ...{ restApiId: authorizer.restApiId, authorizerId: authorizer.id },
    headers: isRequest ? sent : [{ name: tokenHeader(authorizer), value: token }],
    stageVariables: Object.fromEntries(stageVariables.map(({ name, value }) => [name, value])),
  };
}
