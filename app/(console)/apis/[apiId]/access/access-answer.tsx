'use client';

import { ExplanationNote } from '@/components/trace/explanation';
import { Alert } from '@/components/ui/alert';
import { Badge, type BadgeVariant } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { CodeBlock } from '@/components/ui/code-block';
import { SectionHeader } from '@/components/ui/page-header';
import type { ConsultedPolicy, PolicyEffect, SimulatedAccess } from '@/lib/contract/access-simulation';
import { OUTCOMES, ownPolicyText, RESULTS, ruleText, SAYS } from './access-text';
import { policyLines } from './policy-lines';

export function AccessAnswer({ access, isAnonymous }: Readonly<{ access: SimulatedAccess; isAnonymous: boolean }>) {
  const { title, tone } = OUTCOMES[access.outcome];
  return (
    <div className="flex flex-col gap-5">
      <Alert variant={tone} title={title}>
        <span role="status">
          {access.route === '' ? 'No method answers this request.' : `${access.route} · ${access.authorizationType}`}
        </span>
        {access.resourceArn === '' ? null : <p className="font-mono text-xs break-all">{access.resourceArn}</p>}
      </Alert>
      {access.authorizationType === 'NONE' && !isAnonymous ? (
        <p className="text-sm text-muted-foreground">
          The method asks for no authorization, so the caller is anonymous to it, whatever they bring.
        </p>
      ) : null}
      {access.explanation ? <ExplanationNote explanation={access.explanation} /> : null}
      <Rule access={access} />
      <Consulted policies={access.consulted} />
      <ClientAnswer response={access.response} />
    </div>
  );
}

function Rule({ access }: Readonly<{ access: SimulatedAccess }>) {
  const text = ruleText(access);
  if (text === '') return null;
  return (
    <section className="flex flex-col gap-2">
      <SectionHeader title="Rule" description={text} />
      {access.rows.length === 0 ? null : (
        <div className="overflow-x-auto rounded-lg border border-border bg-card">
          <table className="w-full text-sm">
            <caption className="sr-only">How both policies are taken together</caption>
            <thead>
              <tr className="border-b border-border text-left text-xs text-muted-foreground">
                {access.table === 'resource-only' ? null : (
                  <th scope="col" className="px-3 py-2 font-medium">
                    {ownPolicyText(access)}
                  </th>
                )}
                <th scope="col" className="px-3 py-2 font-medium">
                  Resource policy
                </th>
                <th scope="col" className="px-3 py-2 font-medium">
                  Result
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-border">
              {access.rows.map((row) => (
                <tr
                  key={`${row.identity} ${row.resource}`}
                  aria-current={row.isThis || undefined}
                  className={row.isThis ? 'bg-info/10 font-medium' : 'text-muted-foreground'}
                >
                  {row.identity === null ? null : <td className="px-3 py-1.5">{SAYS[row.identity]}</td>}
                  <td className="px-3 py-1.5">{SAYS[row.resource]}</td>
                  <td className="px-3 py-1.5">
                    {RESULTS[row.result]}
                    {row.isThis ? <span className="sr-only"> (this request)</span> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Consulted({ policies }: Readonly<{ policies: readonly ConsultedPolicy[] }>) {
  if (policies.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <SectionHeader title="Policies asked" description="In this order. Marked: the statement that each answers by." />
      <ol className="flex flex-col gap-3">
        {policies.map((policy, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of one answer never changes
          <li key={index} className="min-w-0 overflow-hidden rounded-lg border border-border bg-card">
            <div className="flex flex-col gap-1 border-b border-border px-3 py-2">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <h3 className="text-sm font-medium wrap-anywhere">
                  {index + 1}. {titleOf(policy)}
                </h3>
                <Badge variant={TONES[policy.effect]}>{SAYS[policy.effect]}</Badge>
              </div>
              <p className="text-xs text-muted-foreground">{sayingOf(policy)}</p>
            </div>
            <PolicyDocument policy={policy} />
          </li>
        ))}
      </ol>
    </section>
  );
}

const TONES: Readonly<Record<PolicyEffect, BadgeVariant>> = {
  allow: 'success',
  implicitDeny: 'outline',
  explicitDeny: 'destructive',
};

const titleOf = ({ kind, name }: ConsultedPolicy): string =>
  kind === 'resource' ? 'The API’s resource policy' : kind === 'authorizer' ? 'What the authorizer answers' : name;

function sayingOf({ effect, statement, fitting, isForAccount }: ConsultedPolicy): string {
  if (effect === 'implicitDeny') return 'None of its statements is about this request.';
  const others = fitting.filter((it) => it !== statement).map((it) => it + 1);
  return [
    `Statement ${statement + 1} ${SAYS[effect]}.`,
    ...(others.length === 0 ? [] : [`Also about this request: ${others.join(', ')}.`]),
    ...(isForAccount ? ['It names the caller’s account, which leaves it to that account’s own policies.'] : []),
  ].join(' ');
}

function PolicyDocument({ policy }: Readonly<{ policy: ConsultedPolicy }>) {
  return (
    <pre className="py-2 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">
      {policyLines(policy.document).map(({ text, statement }, index) => {
        const isDeciding = statement !== -1 && statement === policy.statement;
        const Line = isDeciding ? 'mark' : 'span';
        return (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: the list of one answer never changes
            key={index}
            className={cn(
              'block border-l-2 border-transparent bg-transparent px-3 text-inherit',
              isDeciding &&
                (policy.effect === 'allow' ? 'border-success bg-success/10' : 'border-destructive bg-destructive/10'),
            )}
          >
            {text}
          </Line>
        );
      })}
    </pre>
  );
}

function ClientAnswer({ response }: Readonly<{ response: SimulatedAccess['response'] }>) {
  return (
    <section className="flex flex-col gap-2">
      <SectionHeader title="What the client gets" />
      {response === null ? (
        <p className="rounded-lg border border-dashed border-border px-3 py-2.5 text-sm text-muted-foreground">
          The request goes on: to API keys, limits, validation and the integration, whose answer it gets.
        </p>
      ) : (
        <CodeBlock
          code={[
            `HTTP/1.1 ${response.status}`,
            ...response.headers.map(({ name, value }) => `${name}: ${value}`),
            '',
            response.body,
          ].join('\n')}
          copyValue={response.body}
          copyLabel="Copy body"
          wrap
        />
      )}
    </section>
  );
}
