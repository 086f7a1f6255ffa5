'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { DataTable } from '@/components/data-table/data-table';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormDialog } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { showStage, useRefreshApis, useShowChange } from '@/components/rest-api/use-refresh-api';
import { Button } from '@/components/ui/button';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Combobox } from '@/components/ui/combobox';
import { MethodBadge } from '@/components/ui/method-badge';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { updateStageAction } from '@/lib/actions/stage';
import { publishText } from '@/lib/client/publish-text';
import { type MethodSettings, methodSettings, type StageDetail } from '@/lib/contract/stage';
import { DEFAULT_TTL_SECONDS } from './cache-card';
import { ALL_METHODS, routeOfKey, type StageCardProps, settingsKey } from './card-props';
import { bothOrNone, throttleFields } from './throttle-card';

interface Override {
  key: string;
  settings: MethodSettings;
}

const column = createColumnHelper<Override>();

export function OverridesCard({ stage, readOnly }: StageCardProps) {
  const [editing, setEditing] = useState<string | 'new' | null>(null);
  const refresh = useRefreshApis();
  const show = useShowChange();
  const remove = useAction(updateStageAction, {
    success: ({ publish }) => `The override was removed. ${publishText(publish)}`,
    onReload: () => void refresh(),
    onSuccess: (saved) => show(showStage(saved)),
  });
  const overrides = Object.entries(stage.methodSettings)
    .filter(([key]) => key !== ALL_METHODS)
    .map(([key, settings]) => ({ key, settings }));
  const add = readOnly ? null : (
    <Button variant="outline" size="sm" onClick={() => setEditing('new')}>
      <Plus /> Add override
    </Button>
  );
  return (
    <Card>
      <CardHeader>
        <CardTitle>Method overrides</CardTitle>
        <CardDescription>Limits and caching of single methods, over the stage’s own.</CardDescription>
        {overrides.length > 0 ? <CardAction>{add}</CardAction> : null}
      </CardHeader>
      <CardContent>
        <DataTable
          label="Method overrides"
          columns={columns}
          data={overrides}
          rowId={(override) => override.key}
          rowLabel={({ key }) => `${routeOfKey(key).method} ${routeOfKey(key).path}`}
          onRowOpen={readOnly ? undefined : ({ key }) => setEditing(key)}
          rowActions={
            readOnly
              ? undefined
              : ({ key }) => [
                  { label: 'Edit', icon: Pencil, onSelect: () => setEditing(key) },
                  {
                    label: 'Remove',
                    icon: Trash2,
                    destructive: true,
                    onSelect: () => {
                      const { [key]: _gone, ...others } = stage.methodSettings;
                      void remove.run({
                        restApiId: stage.restApiId,
                        stageName: stage.name,
                        version: stage.version,
                        methodSettings: others,
                      });
                    },
                  },
                ]
          }
          empty={{
            size: 'sm',
            title: 'No overrides',
            description: 'All methods follow the stage’s throttling and caching.',
            action: add,
          }}
        />
      </CardContent>
      {editing ? (
        <OverrideDialog
          key={editing}
          stage={stage}
          overrideKey={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Card>
  );
}

const columns = [
  column.accessor('key', {
    header: 'Method',
    meta: { primary: true },
    cell: ({ getValue }) => {
      const { path, method } = routeOfKey(getValue());
      return (
        <span className="flex min-w-0 items-center gap-2">
          <MethodBadge method={method} size="sm" />
          <span className="max-w-56 truncate font-mono text-xs">{path}</span>
        </span>
      );
    },
  }),
  column.accessor(({ settings }) => throttleText(settings), { id: 'throttle', header: 'Throttle' }),
  column.accessor(({ settings }) => cacheText(settings), { id: 'cache', header: 'Cache', meta: { priority: 2 } }),
];

function throttleText({ throttlingRateLimit, throttlingBurstLimit }: MethodSettings): string {
  if (throttlingRateLimit === undefined) return 'as the stage';
  return `${throttlingRateLimit.toLocaleString('en')}/s, burst ${(throttlingBurstLimit ?? 0).toLocaleString('en')}`;
}

function cacheText({ cachingEnabled, cacheTtlInSeconds }: MethodSettings): string {
  if (cachingEnabled === false) return 'off';
  const ttl = cacheTtlInSeconds === undefined ? '' : `${cacheTtlInSeconds} s`;
  if (cachingEnabled === true) return ttl ? `on, ${ttl}` : 'on';
  return ttl || 'as the stage';
}

const schema = z
  .object({
    route: z.string().min(1, 'Choose a method.'),
    ...throttleFields,
    caching: z.enum(['inherit', 'on', 'off']),
    ttl: methodSettings.shape.cacheTtlInSeconds.nullable(),
  })
  .superRefine(bothOrNone)
  .superRefine(({ rate, caching, ttl }, context) => {
    if ((rate ?? null) === null && caching === 'inherit' && (ttl ?? null) === null) {
      context.addIssue({
        code: 'custom',
        path: ['route'],
        message: 'Set a limit or caching: this would change nothing.',
      });
    }
  });

function OverrideDialog({
  stage,
  overrideKey,
  onClose,
}: Readonly<{ stage: StageDetail; overrideKey: string | null; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const show = useShowChange();
  const before = overrideKey ? stage.methodSettings[overrideKey] : undefined;
  const actionForm = useActionForm(
    schema,
    (values) =>
      updateStageAction({
        restApiId: stage.restApiId,
        stageName: stage.name,
        version: stage.version,
        methodSettings: { ...stage.methodSettings, [values.route]: toSettings(before, values) },
      }),
    {
      defaultValues: {
        route: overrideKey ?? '',
        rate: before?.throttlingRateLimit ?? null,
        burst: before?.throttlingBurstLimit ?? null,
        caching: before?.cachingEnabled === undefined ? 'inherit' : before.cachingEnabled ? 'on' : 'off',
        ttl: before?.cacheTtlInSeconds ?? null,
      },
      success: ({ publish }) => `The override was saved. ${publishText(publish)}`,
      onReload: () => void refresh().then(onClose),
      onSuccess: (saved) => {
        show(showStage(saved));
        onClose();
      },
    },
  );
  const { control } = actionForm.form;
  const caching = actionForm.form.watch('caching');
  const routes = stage.routes
    .map(({ path, method }) => ({ value: settingsKey(path, method), label: `${method} ${path}` }))
    .filter(({ value }) => value === overrideKey || !(value in stage.methodSettings));
  return (
    <FormDialog
      actionForm={actionForm}
      title={overrideKey ? 'Edit override' : 'Add override'}
      description="What is left empty follows the stage."
      submitLabel="Save override"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Field control={control} name="route" label="Method" required>
        {({ value, onChange }) => (
          <Combobox
            options={overrideKey ? [{ value: overrideKey, label: nameOf(overrideKey) }] : routes}
            value={value || null}
            onValueChange={(next) => onChange(next ?? '')}
            placeholder="Choose a method of the deployment"
            searchPlaceholder="Find a method"
            disabled={overrideKey !== null}
          />
        )}
      </Field>
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
              placeholder="As the stage"
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
              placeholder="As the stage"
              unit="requests"
            />
          )}
        </Field>
      </div>
      <Field
        control={control}
        name="caching"
        label="Caching"
        description={
          stage.cacheClusterEnabled
            ? 'By default GET methods are cached and others are not.'
            : 'The stage’s cache is off: this has no effect until it is on.'
        }
      >
        {({ value, onChange }) => (
          <SegmentedControl
            aria-label="Caching"
            value={value}
            onValueChange={onChange}
            options={[
              { value: 'inherit', label: 'As the stage' },
              { value: 'on', label: 'On' },
              { value: 'off', label: 'Off' },
            ]}
          />
        )}
      </Field>
      {caching === 'off' ? null : (
        <Field control={control} name="ttl" label="Time to live" className="max-w-56">
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              integer
              min={0}
              max={3600}
              step={10}
              placeholder={String(stage.methodSettings[ALL_METHODS]?.cacheTtlInSeconds ?? DEFAULT_TTL_SECONDS)}
              unit="seconds"
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}

function toSettings(before: MethodSettings | undefined, values: z.output<typeof schema>): MethodSettings {
  return {
    ...(before?.metricsEnabled === undefined ? {} : { metricsEnabled: before.metricsEnabled }),
    ...((values.rate ?? null) === null
      ? {}
      : { throttlingRateLimit: values.rate ?? 0, throttlingBurstLimit: values.burst ?? 0 }),
    ...(values.caching === 'inherit' ? {} : { cachingEnabled: values.caching === 'on' }),
    ...(values.caching === 'off' || (values.ttl ?? null) === null ? {} : { cacheTtlInSeconds: values.ttl ?? 0 }),
  };
}

function nameOf(key: string): string {
  const { path, method } = routeOfKey(key);
  return `${method} ${path}`;
}
