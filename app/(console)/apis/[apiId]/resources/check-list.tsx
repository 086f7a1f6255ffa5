'use client';

import { useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';

/** Any of a few: verbs, gateway responses. */
export function CheckList<Value extends string>({
  options,
  value,
  onChange,
  ...aria
}: Readonly<{
  options: readonly Value[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
  id?: string;
  'aria-labelledby'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}>) {
  const id = useId();
  const { 'aria-invalid': _invalid, ...group } = aria;
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-x-4 gap-y-2" {...group}>
      {options.map((option) => (
        <span key={option} className="flex items-center gap-2">
          <Checkbox
            id={`${id}-${option}`}
            checked={value.includes(option)}
            onCheckedChange={(checked) =>
              onChange(checked ? [...value, option] : value.filter((other) => other !== option))
            }
          />
          <label htmlFor={`${id}-${option}`} className="font-mono text-xs">
            {option}
          </label>
        </span>
      ))}
    </fieldset>
  );
}
