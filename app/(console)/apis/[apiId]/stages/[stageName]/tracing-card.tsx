'use client';

import { KeyRound, Waypoints } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormCard } from '@/components/form/shells';
import { MintTokenDialog } from '@/components/trace/mint-token-dialog';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/textarea';
import { routes } from '@/lib/client/routes';
import { traceSettings } from '@/lib/contract/stage';
import type { StageCardProps } from './card-props';
import { useStageCard } from './use-stage-card';

const toLines = (text: string): string[] => [...new Set(text.split(/[\n,]/).map((it) => it.trim()))].filter(Boolean);

/** One entry per line; what is wrong with one is said at the field. */
const lines = (entries: z.ZodType<string[]>) =>
  z.string().superRefine((text, ctx) => {
    const problem = entries.safeParse(toLines(text)).error?.issues[0];
    if (problem) ctx.addIssue({ code: 'custom', message: problem.message });
  });

const schema = z.object({
  samplePercent: traceSettings.shape.samplePercent,
  maskedNames: lines(traceSettings.shape.maskedNames),
  maskedJsonPaths: lines(traceSettings.shape.maskedJsonPaths),
});

export function TracingCard({ stage, readOnly }: StageCardProps) {
  const [minting, setMinting] = useState(false);
  const { tracing } = stage;
  const actionForm = useStageCard(
    stage,
    schema,
    {
      samplePercent: tracing.samplePercent,
      maskedNames: tracing.maskedNames.join('\n'),
      maskedJsonPaths: tracing.maskedJsonPaths.join('\n'),
    },
    ({ samplePercent, maskedNames, maskedJsonPaths }) => ({
      tracing: { samplePercent, maskedNames: toLines(maskedNames), maskedJsonPaths: toLines(maskedJsonPaths) },
    }),
  );
  const { control } = actionForm.form;
  return (
    <FormCard
      actionForm={actionForm}
      title="Request traces"
      description="Every step of some live requests: what it changed, how long it took, and why a request was refused."
      submitLabel="Save tracing"
      readOnly={readOnly}
      hint="At most 20 a second and worker. Kept for a week, 1,000 a stage; credentials are always masked."
    >
      <Field control={control} name="samplePercent" label="Sample">
        {({ value, onChange, ref, onBlur, name }) => (
          <NumberInput
            value={value}
            onChange={(next) => onChange(next ?? 0)}
            ref={ref}
            onBlur={onBlur}
            name={name}
            min={0}
            unit="% of requests"
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          control={control}
          name="maskedNames"
          label="Masked names"
          description="Headers, parameters, form fields and JSON members, one a line."
        >
          {(field) => (
            <Textarea {...field} rows={3} spellCheck={false} className="font-mono text-xs" placeholder="X-Session" />
          )}
        </Field>
        <Field control={control} name="maskedJsonPaths" label="Masked JSON paths" description="In bodies, one a line.">
          {(field) => (
            <Textarea
              {...field}
              rows={3}
              spellCheck={false}
              className="font-mono text-xs"
              placeholder="$.card.number"
            />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="outline"
          size="sm"
          render={<Link href={routes.api(stage.restApiId).traces({ stage: stage.name })} />}
        >
          <Waypoints aria-hidden="true" /> Traces of {stage.name}
        </Button>
        {readOnly ? null : (
          <Button type="button" variant="outline" size="sm" onClick={() => setMinting(true)}>
            <KeyRound aria-hidden="true" /> Trace one request
          </Button>
        )}
      </div>
      <MintTokenDialog apiId={stage.restApiId} stages={[stage.name]} open={minting} onOpenChange={setMinting} />
    </FormCard>
  );
}
