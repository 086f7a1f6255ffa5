'use client';

import { Eye } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { FormCard } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { useShowFunction } from '@/components/function/use-show-function';
import { RowFields } from '@/components/method/row-fields';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { revealFunctionEnvironmentAction, updateFunctionAction } from '@/lib/actions/function';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import {
  environmentBytes,
  type FunctionDetail,
  MAX_ENVIRONMENT_BYTES,
  variableNameProblem,
} from '@/lib/contract/function';

const TITLE = 'Environment';
const ABOUT = 'Read as process.env in the function. Values are kept encrypted, and shown only on request.';

/** Values are secrets: names only, until someone who may asks to see them. */
export function EnvironmentCard({ detail, names }: Readonly<{ detail: FunctionDetail; names: readonly string[] }>) {
  const mayWrite = useCan('function:write');
  const mayReveal = useCan('function:reveal');
  const [revealed, setRevealed] = useState<Readonly<Record<string, string>> | null>(null);
  const reveal = useAction(revealFunctionEnvironmentAction, {
    onSuccess: ({ environment }) => setRevealed(environment),
  });
  const known = revealed ?? (names.length === 0 ? {} : null);
  if (known !== null && mayWrite) return <EnvironmentForm detail={detail} values={known} onSaved={setRevealed} />;
  return (
    <Card>
      <CardHeader>
        <CardTitle>{TITLE}</CardTitle>
        <CardDescription>{ABOUT}</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-col gap-3">
        {names.length === 0 ? (
          <p className="text-sm text-muted-foreground">No variables.</p>
        ) : (
          <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-6 gap-y-1.5 font-mono text-xs">
            {names.map((name) => (
              <div key={name} className="contents">
                <dt className="break-all">{name}</dt>
                <dd className="text-muted-foreground">••••••••</dd>
              </div>
            ))}
          </dl>
        )}
        {mayReveal && names.length > 0 ? (
          <Button
            variant="outline"
            size="sm"
            className="self-start"
            loading={reveal.pending}
            onClick={() => void reveal.run({ functionName: detail.name })}
          >
            <Eye /> Show and edit values
          </Button>
        ) : null}
      </CardContent>
    </Card>
  );
}

const schema = z.object({
  variables: z.array(z.object({ name: z.string().trim(), value: z.string() })).superRefine((rows, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of rows.entries()) {
      const message = seen.has(name) ? 'This is here twice.' : variableNameProblem(name);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [index, 'name'], message });
      seen.add(name);
    }
    const bytes = environmentBytes(toRecord(rows));
    if (bytes <= MAX_ENVIRONMENT_BYTES) return;
    const message = `Names and values together have ${bytes.toLocaleString('en-US')} bytes; at most 4,096 are allowed.`;
    context.addIssue({ code: 'custom', path: [], message });
  }),
});
type Row = z.output<typeof schema>['variables'][number];

const toRecord = (rows: readonly Row[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ name, value }) => [name, value]));

function EnvironmentForm({
  detail,
  values,
  onSaved,
}: Readonly<{
  detail: FunctionDetail;
  values: Readonly<Record<string, string>>;
  onSaved: (values: Readonly<Record<string, string>>) => void;
}>) {
  const show = useShowFunction();
  const actionForm = useActionForm(
    schema,
    ({ variables }: z.output<typeof schema>) =>
      updateFunctionAction({
        functionName: detail.name,
        version: detail.version,
        environment: toRecord(variables),
      }),
    {
      defaultValues: { variables: Object.entries(values).map(([name, value]) => ({ name, value })) },
      success: ({ publish }) => `Environment saved. ${publishText(publish)}`,
      onSuccess: (changed, { variables }) => {
        onSaved(toRecord(variables));
        show(changed);
      },
    },
  );
  return (
    <FormCard actionForm={actionForm} title={TITLE} description={ABOUT} submitLabel="Save environment">
      <RowFields
        name="variables"
        label="Variables"
        columns={[
          { key: 'name', label: 'Name', placeholder: 'TABLE_NAME' },
          { key: 'value', label: 'Value', width: 'minmax(0,1.6fr)', placeholder: 'pets' },
        ]}
        blank={{ name: '', value: '' }}
        addLabel="Add variable"
        empty="None. Settings and secrets of the code belong here, not into the code."
        max={100}
      />
    </FormCard>
  );
}
