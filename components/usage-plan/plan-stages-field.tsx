'use client';

import { X } from 'lucide-react';
import { type Control, Controller, useFieldArray } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { useRestApis } from '@/lib/client/rest-apis';
import type { CreateUsagePlanInput } from '@/lib/contract/usage-plan';
import { MethodLimits } from './method-limits';

/** Which stages a plan opens, each with its own limits by method. */
export function PlanStagesField({ control }: Readonly<{ control: Control<CreateUsagePlanInput, unknown, never> }>) {
  const { fields, append, remove } = useFieldArray({ control, name: 'stages' });
  const apis = useRestApis();

  const all = (apis.data ?? []).flatMap((api) =>
    api.stages.map((stage) => ({
      value: `${api.id}/${stage.name}`,
      label: `${api.name} / ${stage.name}`,
      restApiId: api.id,
      stageName: stage.name,
    })),
  );
  const chosen = new Set(fields.map((field) => `${field.restApiId}/${field.stageName}`));
  const free = all.filter((option) => !chosen.has(option.value));

  return (
    <div className="flex flex-col gap-2">
      {fields.map((field, index) => {
        const value = `${field.restApiId}/${field.stageName}`;
        const label = all.find((option) => option.value === value)?.label ?? `${field.restApiId} / ${field.stageName}`;
        return (
          <div key={field.id} className="flex flex-col gap-2 rounded-lg border border-border p-3">
            <div className="flex items-center justify-between gap-2">
              <span className="min-w-0 truncate text-sm font-medium">{label}</span>
              <Button variant="ghost" size="icon-xs" aria-label={`Remove ${label}`} onClick={() => remove(index)}>
                <X />
              </Button>
            </div>
            <Controller
              control={control}
              name={`stages.${index}.throttle`}
              render={({ field: { value: throttle, onChange }, fieldState }) => (
                <MethodLimits
                  restApiId={field.restApiId}
                  stageName={field.stageName}
                  value={throttle ?? {}}
                  error={fieldState.error}
                  onChange={onChange}
                />
              )}
            />
          </div>
        );
      })}
      {fields.length === 0 && !apis.isPending && all.length > 0 ? (
        <p className="text-xs text-muted-foreground">
          No stage yet: keys of this plan are refused everywhere until one is added.
        </p>
      ) : null}
      {all.length === 0 && !apis.isPending ? (
        <p className="text-xs text-muted-foreground">
          No API has a stage yet. Deploy one, then add it here; the plan can be saved without.
        </p>
      ) : (
        <Combobox
          aria-label="Add a stage"
          placeholder={
            apis.isPending ? 'Loading stages…' : free.length === 0 ? 'Every stage is in the plan' : 'Add a stage…'
          }
          searchPlaceholder="Search APIs and stages"
          emptyText="No stage matches."
          options={free}
          value={null}
          disabled={free.length === 0}
          onValueChange={(value) => {
            const option = free.find((candidate) => candidate.value === value);
            if (option) append({ restApiId: option.restApiId, stageName: option.stageName, throttle: {} });
          }}
        />
      )}
    </div>
  );
}
