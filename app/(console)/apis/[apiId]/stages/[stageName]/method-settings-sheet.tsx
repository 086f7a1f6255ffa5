'use client';

import type { ReactNode } from 'react';
import { type Control, type FieldPath, useWatch } from 'react-hook-form';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { showStage, useRefreshApis, useShowChange } from '@/components/rest-api/use-refresh-api';
import { Combobox } from '@/components/ui/combobox';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SimpleSelect } from '@/components/ui/select';
import { updateStageAction } from '@/lib/actions/stage';
import { publishText } from '@/lib/client/publish-text';
import { CACHE_CONTROL_STRATEGIES, LOGGING_LEVELS, type StageDetail } from '@/lib/contract/stage';
import { ALL_METHODS, routeOfKey } from './card-props';
import {
  type CacheControlStrategy,
  inheritedSettings,
  type MethodSettingsValues,
  methodSettingsForm,
  settableKeys,
  toSettings,
  toValues,
} from './method-settings';

const STRATEGIES: Readonly<Record<CacheControlStrategy, string>> = {
  FAIL_WITH_403: 'Refuse the request with 403',
  SUCCEED_WITH_RESPONSE_HEADER: 'Answer from the cache, with a Warning header',
  SUCCEED_WITHOUT_RESPONSE_HEADER: 'Answer from the cache, silently',
};

/** Every setting of one method, or of all that have none of their own. */
export function MethodSettingsSheet({
  stage,
  settingsFor,
  readOnly,
  onClose,
}: Readonly<{
  stage: StageDetail;
  /** Key of the settings; null: of a method to be chosen. */
  settingsFor: string | null;
  readOnly: boolean;
  onClose: () => void;
}>) {
  const refresh = useRefreshApis();
  const show = useShowChange();
  const actionForm = useActionForm(
    methodSettingsForm,
    (values) =>
      updateStageAction({
        restApiId: stage.restApiId,
        stageName: stage.name,
        version: stage.version,
        methodSettings: { ...stage.methodSettings, [values.key]: toSettings(values) },
      }),
    {
      defaultValues: toValues(settingsFor ?? '', settingsFor === null ? {} : stage.methodSettings[settingsFor]),
      success: ({ publish }) => `The settings were saved. ${publishText(publish)}`,
      onReload: () => void refresh().then(onClose),
      onSuccess: (saved) => {
        show(showStage(saved));
        onClose();
      },
    },
  );
  const { control } = actionForm.form;
  const key = useWatch({ control, name: 'key' });
  const authorization = useWatch({ control, name: 'authorization' });
  const inherited = inheritedSettings(stage.methodSettings, key);
  const isDefaults = settingsFor === ALL_METHODS;
  const needsAuthorization =
    authorization === 'on' || (authorization === 'inherit' && inherited.requireAuthorizationForCacheControl);
  const choice = { control, prefix: isDefaults ? 'Default' : 'Inherit' };
  return (
    <FormSheet
      actionForm={actionForm}
      title={titleOf(settingsFor)}
      description={
        isDefaults
          ? 'For every method of the stage that says nothing else.'
          : 'What is left on “Inherit”, or empty, follows the settings of all methods.'
      }
      submitLabel="Save settings"
      size="lg"
      readOnly={readOnly}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      {settingsFor === null ? (
        <Field control={control} name="key" label="Method" required>
          {({ value, onChange }) => (
            <Combobox
              options={settableKeys(stage)
                .filter((option) => !(option in stage.methodSettings))
                .map((option) => ({ value: option, label: nameOf(option) }))}
              value={value || null}
              onValueChange={(next) => onChange(next ?? '')}
              placeholder="Choose a method of the deployment"
              searchPlaceholder="Find a method"
            />
          )}
        </Field>
      ) : null}

      <Section title="Throttling" description="Over all callers. Usage plans limit single keys on top.">
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField
            control={control}
            name="rate"
            label="Rate"
            unit="requests/s"
            placeholder={inherited.throttlingRateLimit?.toLocaleString('en') ?? 'No limit'}
          />
          <NumberField
            control={control}
            name="burst"
            label="Burst"
            integer
            unit="requests"
            placeholder={inherited.throttlingBurstLimit?.toLocaleString('en') ?? 'No limit'}
          />
        </div>
      </Section>

      <Section
        title="Caching"
        description={
          stage.cacheClusterEnabled
            ? 'GET methods are cached, others where their own settings say so.'
            : 'The stage’s cache is off: these have no effect until it is on.'
        }
      >
        <ChoiceField {...choice} name="caching" label="Cache answers" inherited={inherited.cachingEnabled} />
        <NumberField
          control={control}
          name="ttl"
          label="Time to live"
          integer
          max={3600}
          step={10}
          unit="seconds"
          placeholder={String(inherited.cacheTtlInSeconds)}
          className="max-w-56"
        />
        <ChoiceField
          {...choice}
          name="encrypted"
          label="Encrypt entries"
          description="AES-256-GCM, in memory and on disk, under a key that each worker makes for itself."
          inherited={inherited.cacheDataEncrypted}
        />
        <ChoiceField
          {...choice}
          name="authorization"
          label="Require authorization to refresh"
          description={
            needsAuthorization
              ? 'A client needs execute-api:InvalidateCache: callers of AWS_IAM methods whose policies allow it.'
              : 'Any client can refresh an entry with Cache-Control: max-age=0.'
          }
          inherited={inherited.requireAuthorizationForCacheControl}
        />
        {needsAuthorization ? (
          <Field control={control} name="strategy" label="Clients without it">
            {({ value, onChange, ref, onBlur, name }) => (
              <SimpleSelect
                {...{ value, ref, onBlur, name }}
                onValueChange={onChange}
                options={[
                  {
                    value: 'inherit' as const,
                    label: `${choice.prefix}: ${STRATEGIES[inherited.unauthorizedCacheControlHeaderStrategy]}`,
                  },
                  ...CACHE_CONTROL_STRATEGIES.map((strategy) => ({ value: strategy, label: STRATEGIES[strategy] })),
                ]}
              />
            )}
          </Field>
        ) : null}
      </Section>

      <Section title="Logs and metrics">
        <Field control={control} name="loggingLevel" label="Execution log">
          {({ value, onChange }) => (
            <SegmentedControl
              aria-label="Execution log"
              value={value}
              onValueChange={onChange}
              options={[
                { value: 'inherit', label: `${choice.prefix} (${inherited.loggingLevel})` },
                ...LOGGING_LEVELS.map((level) => ({ value: level, label: level })),
              ]}
            />
          )}
        </Field>
        <ChoiceField
          {...choice}
          name="dataTrace"
          label="Data trace"
          description="Bodies as well, in the lines of the execution log: credentials in headers are masked, what bodies hold is not."
          inherited={inherited.dataTraceEnabled}
        />
        <ChoiceField
          {...choice}
          name="metrics"
          label="Detailed metrics"
          description="Counts and latencies by method as well as for the stage."
          inherited={inherited.metricsEnabled}
        />
      </Section>
    </FormSheet>
  );
}

function Section({
  title,
  description,
  children,
}: Readonly<{ title: string; description?: string; children: ReactNode }>) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 border-t border-border pt-4 first:border-t-0 first:pt-0">
      <div>
        <h3 className="text-sm font-medium">{title}</h3>
        {description ? <p className="text-xs text-muted-foreground">{description}</p> : null}
      </div>
      {children}
    </section>
  );
}

type FormControl = Control<MethodSettingsValues, unknown, MethodSettingsValues>;
type NamesOf<Kind> = {
  [Name in FieldPath<MethodSettingsValues>]: MethodSettingsValues[Name] extends Kind ? Name : never;
}[FieldPath<MethodSettingsValues>];

function ChoiceField({
  control,
  name,
  label,
  description,
  prefix,
  inherited,
}: Readonly<{
  control: FormControl;
  name: NamesOf<'inherit' | 'on' | 'off'>;
  label: string;
  description?: string;
  prefix: string;
  inherited: boolean;
}>) {
  return (
    <Field control={control} name={name} label={label} description={description}>
      {({ value, onChange }) => (
        <SegmentedControl
          aria-label={label}
          value={value}
          onValueChange={onChange}
          options={[
            { value: 'inherit', label: `${prefix} (${inherited ? 'on' : 'off'})` },
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Off' },
          ]}
        />
      )}
    </Field>
  );
}

function NumberField({
  control,
  name,
  label,
  className,
  ...input
}: Readonly<{
  control: FormControl;
  name: NamesOf<number | null | undefined>;
  label: string;
  className?: string;
  integer?: boolean;
  max?: number;
  step?: number;
  unit: string;
  placeholder: string;
}>) {
  return (
    <Field control={control} name={name} label={label} className={className}>
      {(field) => <NumberInput {...field} {...input} min={0} />}
    </Field>
  );
}

function titleOf(key: string | null): string {
  if (key === null) return 'Add settings of a method';
  return key === ALL_METHODS ? 'Settings of all methods' : `Settings of ${nameOf(key)}`;
}

function nameOf(key: string): string {
  const { path, method } = routeOfKey(key);
  return `${method} ${path}`;
}
