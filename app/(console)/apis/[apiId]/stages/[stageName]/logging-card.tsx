'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { Switch } from '@/components/ui/switch';
import { ALL_METHODS, type StageCardProps, withMethodSettings } from './card-props';
import { useStageCard } from './use-stage-card';

const schema = z.object({ accessLogEnabled: z.boolean(), metricsEnabled: z.boolean() });

export function LoggingCard({ stage, readOnly }: StageCardProps) {
  const actionForm = useStageCard(
    stage,
    schema,
    {
      accessLogEnabled: stage.accessLogEnabled,
      metricsEnabled: stage.methodSettings[ALL_METHODS]?.metricsEnabled ?? true,
    },
    ({ accessLogEnabled, metricsEnabled }) => ({
      accessLogEnabled,
      methodSettings: withMethodSettings(stage, ALL_METHODS, { metricsEnabled: metricsEnabled ? undefined : false }),
    }),
  );
  const { control } = actionForm.form;
  return (
    <FormCard
      actionForm={actionForm}
      title="Logging and metrics"
      submitLabel="Save logging"
      readOnly={readOnly}
      hint={
        <>
          Written to{' '}
          <code className="font-mono">
            logs/{stage.restApiId}/{stage.name}/
          </code>{' '}
          in the data directory{stage.canary ? ', the canary’s below it in Canary/' : null}.
        </>
      }
    >
      <Field
        control={control}
        name="accessLogEnabled"
        label="Access log"
        description="One JSON line per request, in rotating files."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <Switch
            checked={value}
            onCheckedChange={onChange}
            ref={ref}
            onBlur={onBlur}
            name={name}
            disabled={readOnly}
          />
        )}
      </Field>
      <Field
        control={control}
        name="metricsEnabled"
        label="Detailed metrics"
        description="Counts and latencies by method as well as for the stage."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <Switch
            checked={value}
            onCheckedChange={onChange}
            ref={ref}
            onBlur={onBlur}
            name={name}
            disabled={readOnly}
          />
        )}
      </Field>
    </FormCard>
  );
}
