'use client';

import { type ReactNode, useId } from 'react';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { Input } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { type CreateUsagePlanInput, QUOTA_PERIODS } from '@/lib/contract/usage-plan';
import { formatNumber, PERIOD_NOUN, PERIOD_RESET } from './limit-text';
import { PlanStagesField } from './plan-stages-field';

type PlanForm = UseFormReturn<CreateUsagePlanInput, unknown, never>;

/** The fields of a usage plan, from its name to how the portal shows it. */
export function PlanFields({ form }: Readonly<{ form: unknown }>) {
  // Fields read and write the input's shape; what the contract makes of it is no concern of theirs.
  const { control, setValue } = form as PlanForm;
  const throttle = useWatch({ control, name: 'throttle' });
  const quota = useWatch({ control, name: 'quota' });
  const portalVisible = useWatch({ control, name: 'portalVisible' });

  return (
    <>
      <Field control={control} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="off" placeholder="Pro" autoFocus />}
      </Field>
      <Field control={control} name="description" label="Description">
        {(field) => <Textarea {...field} rows={2} />}
      </Field>

      <Limit
        title="Rate limit"
        description={
          throttle
            ? `Each key gets ${formatNumber(numeric(throttle.rateLimit))} requests a second on average and may send ${formatNumber(numeric(throttle.burstLimit))} at once after a pause. More than that answers 429 Too Many Requests.`
            : 'Keys of this plan are limited by their stage and account only.'
        }
        checked={throttle != null}
        onCheckedChange={(on) =>
          setValue('throttle', on ? { rateLimit: 10, burstLimit: 20 } : null, { shouldDirty: true })
        }
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field control={control} name="throttle.rateLimit" label="Rate" required>
            {(field) => <NumberInput {...field} onChange={change(field.onChange)} min={0} unit="requests / s" />}
          </Field>
          <Field control={control} name="throttle.burstLimit" label="Burst" required>
            {(field) => <NumberInput {...field} onChange={change(field.onChange)} min={0} integer unit="requests" />}
          </Field>
        </div>
      </Limit>

      <Limit
        title="Quota"
        description={
          quota
            ? `Each key may make ${formatNumber(numeric(quota.limit))} calls a ${PERIOD_NOUN[quota.period]}. ${PERIOD_RESET[quota.period]} After that calls answer 429 Limit Exceeded. Refused calls are not counted.`
            : 'Keys of this plan may make any number of calls.'
        }
        checked={quota != null}
        onCheckedChange={(on) =>
          setValue('quota', on ? { limit: 10_000, period: 'MONTH', offset: 0 } : null, { shouldDirty: true })
        }
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field control={control} name="quota.limit" label="Requests" required>
            {(field) => <NumberInput {...field} onChange={change(field.onChange)} min={1} integer />}
          </Field>
          <Field control={control} name="quota.period" label="Per" required>
            {({ value, onChange, ...field }) => (
              <SimpleSelect
                {...field}
                value={value}
                onValueChange={onChange}
                options={QUOTA_PERIODS.map((period) => ({ value: period, label: capital(PERIOD_NOUN[period]) }))}
              />
            )}
          </Field>
          <Field
            control={control}
            name="quota.offset"
            label="Already used in the first period"
            className="sm:col-span-2"
            description="A number of calls taken off the limit once, in the period in which the quota begins: for a plan that starts mid-month. It does not move the clock."
          >
            {(field) => <NumberInput {...field} onChange={change(field.onChange)} min={0} integer />}
          </Field>
        </div>
      </Limit>

      <Section title="Stages" description="Keys of this plan open these stages, on methods that require an API key.">
        <PlanStagesField control={control} />
      </Section>

      <Section title="Developer portal">
        <Field
          control={control}
          name="portalVisible"
          label="Offer in the portal"
          layout="inline"
          description="Shown as a choice on every published product of the stages above."
        >
          {({ value, onChange, ...field }) => (
            <Switch {...field} checked={value ?? false} onCheckedChange={(on) => onChange(on)} />
          )}
        </Field>
        {portalVisible ? (
          <>
            <Field
              control={control}
              name="priceText"
              label="Price text"
              description="Shown as it is. Gatehouse does not bill."
            >
              {(field) => <Input {...field} placeholder="$49 / month" />}
            </Field>
            <Field
              control={control}
              name="approvalRequired"
              label="Approve each subscription"
              layout="inline"
              description="A consumer’s key is made when you approve. Otherwise it is theirs at once."
            >
              {({ value, onChange, ...field }) => (
                <Switch {...field} checked={value ?? false} onCheckedChange={(on) => onChange(on)} />
              )}
            </Field>
          </>
        ) : null}
      </Section>
    </>
  );
}

function Section({
  title,
  description,
  children,
}: Readonly<{ title: string; description?: string; children: ReactNode }>) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3 border-t border-border pt-4">
      <div>
        <h3 id={id} className="text-sm font-medium">
          {title}
        </h3>
        {description ? <p className="text-xs text-muted-foreground">{description}</p> : null}
      </div>
      {children}
    </section>
  );
}

/** A limit that a plan may have or not: the switch says which, the fields how much. */
function Limit({
  title,
  description,
  checked,
  onCheckedChange,
  children,
}: Readonly<{
  title: string;
  description: string;
  checked: boolean;
  onCheckedChange: (on: boolean) => void;
  children: ReactNode;
}>) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3 border-t border-border pt-4">
      <div className="flex items-start justify-between gap-4">
        <div>
          <h3 id={id} className="text-sm font-medium">
            {title}
          </h3>
          <p className="text-xs text-muted-foreground">{description}</p>
        </div>
        <Switch aria-labelledby={id} checked={checked} onCheckedChange={onCheckedChange} />
      </div>
      {checked ? children : null}
    </section>
  );
}

/** An emptied number is not yet a number: NaN lets the contract say what is missing. */
const change = (onChange: (value: number) => void) => (value: number | null) => onChange(value ?? Number.NaN);
const numeric = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? 0 : value);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
