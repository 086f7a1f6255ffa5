'use client';

import Link from 'next/link';
import { type Control, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormCard } from '@/components/form/shells';
import { Button } from '@/components/ui/button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { routes } from '@/lib/client/routes';
import {
  ACCESS_LOG_PRESETS,
  accessLogFormat,
  DEFAULT_ACCESS_LOG_FORMAT,
  emptyVariablesOf,
  previewAccessLogLine,
} from '@/lib/contract/access-log';
import { LOGGING_LEVELS, MIN_LOG_BYTES } from '@/lib/contract/stage';
import { ALL_METHODS, type StageCardProps, withMethodSettings } from './card-props';
import { useStageCard } from './use-stage-card';

const MIB = 1_048_576;

const schema = z.object({
  accessLogEnabled: z.boolean(),
  accessLogFormat,
  loggingLevel: z.enum(LOGGING_LEVELS),
  dataTraceEnabled: z.boolean(),
  metricsEnabled: z.boolean(),
  logRetentionDays: z
    .number({ error: 'Enter a number of days.' })
    .int('Enter whole days.')
    .min(1, 'Logs are kept for 1 to 3,653 days.')
    .max(3653, 'Logs are kept for 1 to 3,653 days.'),
  logMaxMib: z
    .number({ error: 'Enter a size in MiB.' })
    .int('Enter a whole number of MiB.')
    .min(MIN_LOG_BYTES / MIB, 'A stage’s logs may have 16 MiB or more.')
    .max(2047, 'A stage’s logs have at most 2,047 MiB.'),
});
type Values = z.input<typeof schema>;

export function LoggingCard({ stage, readOnly }: StageCardProps) {
  const ofAll = stage.methodSettings[ALL_METHODS] ?? {};
  const actionForm = useStageCard(
    stage,
    schema,
    {
      accessLogEnabled: stage.accessLogEnabled,
      accessLogFormat: stage.accessLogFormat || DEFAULT_ACCESS_LOG_FORMAT,
      loggingLevel: ofAll.loggingLevel ?? 'OFF',
      dataTraceEnabled: ofAll.dataTraceEnabled ?? false,
      metricsEnabled: ofAll.metricsEnabled ?? true,
      logRetentionDays: stage.logRetentionDays,
      logMaxMib: Math.floor(stage.logMaxBytes / MIB),
    },
    ({ accessLogFormat: format, loggingLevel, dataTraceEnabled, metricsEnabled, logMaxMib, ...values }) => ({
      ...values,
      logMaxBytes: logMaxMib * MIB,
      accessLogFormat: format === DEFAULT_ACCESS_LOG_FORMAT ? '' : format,
      methodSettings: withMethodSettings(stage, ALL_METHODS, {
        loggingLevel: loggingLevel === 'OFF' ? undefined : loggingLevel,
        dataTraceEnabled: dataTraceEnabled || undefined,
        metricsEnabled: metricsEnabled ? undefined : false,
      }),
    }),
  );
  const { control, setValue } = actionForm.form;
  const logsAccess = useWatch({ control, name: 'accessLogEnabled' });
  const level = useWatch({ control, name: 'loggingLevel' });
  const tracesData = useWatch({ control, name: 'dataTraceEnabled' });
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
          in the data directory{stage.canary ? ', the canary’s below it in Canary/' : null}.{' '}
          <Link
            href={routes.api(stage.restApiId).logs({ stage: stage.name })}
            className="rounded-sm text-info underline underline-offset-4"
          >
            Read the logs
          </Link>
        </>
      }
    >
      <Field
        control={control}
        name="accessLogEnabled"
        label="Access log"
        description="One line per request, in rotating files."
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
      {logsAccess ? (
        <FormatField
          control={control}
          readOnly={readOnly}
          onChoose={(format) => setValue('accessLogFormat', format, { shouldDirty: true, shouldValidate: true })}
        />
      ) : null}
      <Field
        control={control}
        name="loggingLevel"
        label="Execution log"
        description={LEVEL_TEXT[tracesData && level === 'ERROR' ? 'TRACED' : level]}
      >
        {({ value, onChange }) => (
          <SegmentedControl
            aria-label="Execution log"
            value={value}
            onValueChange={(next) => {
              if (!readOnly) onChange(next);
            }}
            options={LOGGING_LEVELS.map((it) => ({ value: it, label: it === 'OFF' ? 'Off' : it }))}
          />
        )}
      </Field>
      {level === 'OFF' ? null : (
        <Field
          control={control}
          name="dataTraceEnabled"
          label="Data trace"
          description="Bodies of requests and answers too, as they are: for looking into a problem, not for production."
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
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          control={control}
          name="logRetentionDays"
          label="Kept for"
          description="Older lines are removed, a day at a time."
        >
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              integer
              min={1}
              max={3653}
              unit="days"
              readOnly={readOnly}
            />
          )}
        </Field>
        <Field
          control={control}
          name="logMaxMib"
          label="Up to"
          description="On each machine; then the oldest lines go first."
        >
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              integer
              min={16}
              max={2047}
              step={16}
              unit="MiB"
              readOnly={readOnly}
            />
          )}
        </Field>
      </div>
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

const LEVEL_TEXT = {
  OFF: 'Nothing about a request’s way is written down.',
  ERROR: 'Only requests that failed, with the reason.',
  INFO: 'Every request with its headers, parameters and times. Methods may differ.',
  TRACED: 'With data trace, ERROR logs every request in full, as on API Gateway.',
} as const;

const PRESETS = [{ name: 'Default', format: DEFAULT_ACCESS_LOG_FORMAT }, ...ACCESS_LOG_PRESETS];

function FormatField({
  control,
  readOnly,
  onChoose,
}: Readonly<{ control: Control<Values>; readOnly: boolean; onChoose: (format: string) => void }>) {
  const format = useWatch({ control, name: 'accessLogFormat' });
  const alwaysEmpty = emptyVariablesOf(format);
  return (
    <div className="flex min-w-0 flex-col gap-3 rounded-lg border border-border p-3">
      {readOnly ? null : (
        <fieldset className="flex flex-wrap items-center gap-1.5">
          <legend className="sr-only">Formats to start from</legend>
          {PRESETS.map((preset) => (
            <Button
              key={preset.name}
              variant={preset.format === format ? 'secondary' : 'outline'}
              size="sm"
              aria-pressed={preset.format === format}
              onClick={() => onChoose(preset.format)}
            >
              {preset.name}
            </Button>
          ))}
        </fieldset>
      )}
      <Field
        control={control}
        name="accessLogFormat"
        label="Format"
        description="One line with $context variables, among them requestId or extendedRequestId. What has no value prints as -."
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <Textarea
            value={value}
            onChange={onChange}
            ref={ref}
            onBlur={onBlur}
            name={name}
            readOnly={readOnly}
            spellCheck={false}
            className="max-h-48 font-mono text-xs wrap-anywhere"
          />
        )}
      </Field>
      <div className="flex min-w-0 flex-col gap-1">
        <span className="text-xs font-medium text-muted-foreground">A line would look like this</span>
        <output
          aria-label="Preview of a line"
          className="block rounded-md bg-muted/50 px-2.5 py-2 font-mono text-xs leading-5 wrap-anywhere"
        >
          {previewAccessLogLine(format)}
        </output>
        {alwaysEmpty.length > 0 ? (
          <p className="text-xs text-muted-foreground">
            Always -: {alwaysEmpty.map((name) => `$context.${name}`).join(', ')}. Nothing here sets{' '}
            {alwaysEmpty.length === 1 ? 'it' : 'them'} yet.
          </p>
        ) : null}
      </div>
    </div>
  );
}
