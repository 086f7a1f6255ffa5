'use client';

import { X } from 'lucide-react';
import { NumberInput } from '@/components/form/number-input';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { MethodBadge } from '@/components/ui/method-badge';
import { useStage } from '@/lib/client/stages';
import type { ThrottleSettings } from '@/lib/contract/common';

type Limits = Record<string, ThrottleSettings>;

/** Limits of a plan on single methods, chosen from the routes that the stage serves. */
export function MethodLimits({
  restApiId,
  stageName,
  value,
  error,
  onChange,
}: Readonly<{
  restApiId: string;
  stageName: string;
  value: Limits;
  error: unknown;
  onChange: (value: Limits) => void;
}>) {
  const stage = useStage(restApiId, stageName);
  const entries = Object.entries(value);
  const options = (stage.data?.routes ?? [])
    .filter((route) => route.method !== 'OPTIONS')
    .map((route) => ({ value: `${route.path}/${route.method}`, label: `${route.method} ${route.path}` }))
    .filter((option) => !(option.value in value));
  const message = firstMessage(error);

  return (
    <div className="flex flex-col gap-2">
      {entries.map(([key, limit]) => {
        const { method, path } = splitKey(key);
        const set = (patch: Partial<ThrottleSettings>) => onChange({ ...value, [key]: { ...limit, ...patch } });
        return (
          <div key={key} className="flex flex-wrap items-center gap-2 rounded-md bg-muted/50 p-2">
            <span className="flex min-w-0 flex-1 basis-40 items-center gap-2">
              <MethodBadge method={method} size="sm" />
              <span className="truncate font-mono text-xs">{path}</span>
            </span>
            <span className="flex flex-1 basis-60 items-center gap-2">
              <NumberInput
                aria-label={`Rate of ${method} ${path}`}
                value={limit.rateLimit}
                onChange={(rate) => set({ rateLimit: rate ?? Number.NaN })}
                aria-invalid={Number.isNaN(limit.rateLimit) || undefined}
                min={0}
                unit="/ s"
              />
              <NumberInput
                aria-label={`Burst of ${method} ${path}`}
                value={limit.burstLimit}
                onChange={(burst) => set({ burstLimit: burst ?? Number.NaN })}
                aria-invalid={Number.isNaN(limit.burstLimit) || undefined}
                min={0}
                integer
                unit="burst"
              />
              <Button
                variant="ghost"
                size="icon-xs"
                aria-label={`Remove the limit of ${method} ${path}`}
                onClick={() => onChange(Object.fromEntries(entries.filter(([other]) => other !== key)))}
              >
                <X />
              </Button>
            </span>
          </div>
        );
      })}
      {message ? (
        <p role="alert" className="text-xs font-medium text-destructive">
          {message}
        </p>
      ) : null}
      <Combobox
        aria-label="Add a limit for one method"
        placeholder={
          stage.isPending ? 'Loading methods…' : stage.isError ? 'Methods could not be loaded' : 'Limit one method…'
        }
        searchPlaceholder="Search methods"
        emptyText="No method matches."
        options={options}
        value={null}
        disabled={options.length === 0}
        onValueChange={(key) => {
          if (key !== null) onChange({ ...value, [key]: { rateLimit: 5, burstLimit: 10 } });
        }}
      />
    </div>
  );
}

/** "/pets/{petId}/GET" → its path and method; the root's key is "//GET". */
export function splitKey(key: string): { path: string; method: string } {
  const at = key.lastIndexOf('/');
  return { path: key.slice(0, at) || '/', method: key.slice(at + 1) };
}

/** The contract's errors sit under keys that hold slashes and braces: any of them is worth showing. */
function firstMessage(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { message } = error as { message?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  for (const child of Object.values(error)) {
    const found = firstMessage(child);
    if (found) return found;
  }
  return null;
}
