'use client';

import { type Control, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { Button } from '@/components/ui/button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import {
  ACCESS_LOG_PRESETS,
  accessLogFormat,
  DEFAULT_ACCESS_LOG_FORMAT,
  emptyVariablesOf,
  previewAccessLogLine,
} from '@/lib/contract/access-log';
import { LOGGING_LEVELS } from '@/lib/contract/stage';
import { ALL_METHODS, type StageCardProps, withMethodSettings } from './card-props';
import { useStageCard } from './use-stage-card';

const schema = z.object({
  accessLogEnabled: z.boolean(),
  accessLogFormat,
  loggingLevel: z.enum(LOGGING_LEVELS),
  dataTraceEnabled: z.boolean(),
  metricsEnabled: z.boolean(),
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
    },
    ({ accessLogEnabled, accessLogFormat: format, loggingLevel, dataTraceEnabled, metricsEnabled }) => ({
      accessLogEnabled,
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
          in the data directory{stage.canary ? ', the canary’s below it in Canary/' : null}.
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
