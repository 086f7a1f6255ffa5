'use client';

import type { ComponentProps } from 'react';
import { type Control, useFormContext } from 'react-hook-form';
import { z } from 'zod';
import { DeploymentSelect } from '@/components/deployment/deployment-select';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { RowFields } from '@/components/method/row-fields';
import { fromPairRows, pairRows, toPairRows } from '@/components/method/rows';
import { Slider } from '@/components/ui/slider';
import { Switch } from '@/components/ui/switch';
import { type CanarySettings, canarySettings, type StageDetail, stageVariables } from '@/lib/contract/stage';

export const canaryForm = z.object({
  deploymentId: z.string().min(1, 'Choose a deployment.'),
  percentTraffic: canarySettings.shape.percentTraffic,
  stageVariableOverrides: pairRows(stageVariables),
  useStageCache: z.boolean(),
});
export type CanaryFormInput = z.input<typeof canaryForm>;

export const toCanaryForm = (settings: CanarySettings): CanaryFormInput => ({
  deploymentId: settings.deploymentId,
  percentTraffic: settings.percentTraffic,
  stageVariableOverrides: toPairRows(settings.stageVariableOverrides),
  useStageCache: settings.useStageCache,
});

export const fromCanaryForm = (values: z.output<typeof canaryForm>): CanarySettings => ({
  ...values,
  stageVariableOverrides: fromPairRows(values.stageVariableOverrides),
});

/** What a canary consists of: the same when it is made and when it is changed. */
export function CanaryFields({
  apiId,
  stage,
  readOnly = false,
}: Readonly<{ apiId: string; stage: StageDetail; readOnly?: boolean }>) {
  const { control } = useFormContext() as { control: Control<CanaryFormInput> };
  return (
    <>
      <Field
        control={control}
        name="percentTraffic"
        label="Requests to the canary"
        description="Drawn for each request: a client is not kept on one side."
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <PercentInput
            value={value}
            onValueChange={onChange}
            ref={ref}
            onBlur={onBlur}
            name={name}
            disabled={readOnly}
          />
        )}
      </Field>
      <Field control={control} name="deploymentId" label="Canary serves">
        {({ value, onChange, ref, onBlur }) => (
          <DeploymentSelect
            apiId={apiId}
            value={value}
            onValueChange={onChange}
            ref={ref}
            onBlur={onBlur}
            disabled={readOnly}
          />
        )}
      </Field>
      <RowFields
        name="stageVariableOverrides"
        label="Variables"
        description="Over the stage’s own, for the canary’s requests."
        columns={[
          { key: 'name', label: 'Name', placeholder: 'backend' },
          { key: 'value', label: 'Value', placeholder: 'next.internal:8081' },
        ]}
        blank={{ name: '', value: '' }}
        addLabel="Add override"
        empty="None: the canary has the stage’s variables."
        max={100}
      />
      <Field
        control={control}
        name="useStageCache"
        label="Use the stage’s cache"
        description={
          stage.cacheClusterEnabled
            ? 'On: both give each other’s cached answers. Off: the canary keeps its own.'
            : 'Counts as soon as the stage caches answers. Off: the canary keeps its own.'
        }
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
    </>
  );
}

/** By feel with the slider, to the tenth with the number. */
function PercentInput({
  value,
  onValueChange,
  disabled,
  ...field
}: Readonly<
  Omit<ComponentProps<typeof NumberInput>, 'value' | 'onChange'> & {
    value: number;
    onValueChange: (value: number | null) => void;
  }
>) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_5.5rem] items-center gap-3">
      <Slider
        aria-label="Share of requests"
        value={Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : 0}
        onValueChange={onValueChange}
        valueText={(percent) => `${percent} percent of the requests`}
        disabled={disabled}
      />
      <NumberInput
        {...field}
        value={value}
        onChange={onValueChange}
        min={0}
        max={100}
        step={1}
        unit="%"
        disabled={disabled}
      />
    </div>
  );
}
