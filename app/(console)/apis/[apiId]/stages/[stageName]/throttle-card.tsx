'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormCard } from '@/components/form/shells';
import { ALL_METHODS, type StageCardProps, withMethodSettings } from './card-props';
import { bothOrNone, throttleFields } from './method-settings';
import { useStageCard } from './use-stage-card';

const schema = z.object(throttleFields).superRefine(bothOrNone);

export function ThrottleCard({ stage, readOnly }: StageCardProps) {
  const settings = stage.methodSettings[ALL_METHODS];
  const actionForm = useStageCard(
    stage,
    schema,
    { rate: settings?.throttlingRateLimit ?? null, burst: settings?.throttlingBurstLimit ?? null },
    ({ rate, burst }) => ({
      methodSettings: withMethodSettings(stage, ALL_METHODS, {
        throttlingRateLimit: rate ?? undefined,
        throttlingBurstLimit: burst ?? undefined,
      }),
    }),
  );
  const { control } = actionForm.form;
  return (
    <FormCard
      actionForm={actionForm}
      title="Throttling"
      description="For each method of the stage, over all callers. Usage plans limit single keys on top."
      submitLabel="Save throttling"
      readOnly={readOnly}
      hint="Empty: only the account’s 10,000 requests/s and burst of 5,000 apply."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field control={control} name="rate" label="Rate">
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              min={0}
              placeholder="No limit"
              unit="requests/s"
            />
          )}
        </Field>
        <Field control={control} name="burst" label="Burst">
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              integer
              min={0}
              placeholder="No limit"
              unit="requests"
            />
          )}
        </Field>
      </div>
    </FormCard>
  );
}
