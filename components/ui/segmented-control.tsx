'use client';

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';
import { cn } from './cn';

/** One of a few: chart ranges, view modes. Arrow keys move, one is always chosen. */
export function SegmentedControl<Value extends string>({
  options,
  value,
  onValueChange,
  size = 'default',
  className,
  'aria-label': ariaLabel,
}: Readonly<{
  options: readonly { value: Value; label: ReactNode; 'aria-label'?: string }[];
  value: Value;
  onValueChange: (value: Value) => void;
  size?: 'default' | 'sm';
  className?: string;
  'aria-label': string;
}>) {
  return (
    <ToggleGroup
      aria-label={ariaLabel}
      value={[value]}
      onValueChange={(next) => {
        const chosen = next[0];
        if (chosen !== undefined) onValueChange(chosen as Value);
      }}
      className={cn(
        'inline-flex w-fit shrink-0 items-center gap-0.5 rounded-md border border-border bg-muted p-0.5',
        className,
      )}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          aria-label={option['aria-label']}
          className={cn(
            'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium text-muted-foreground transition-colors hover:text-foreground',
            'data-pressed:bg-card data-pressed:text-foreground data-pressed:shadow-sm dark:data-pressed:bg-accent [&_svg]:size-3.5',
            size === 'sm' ? 'h-5 px-1.5 text-xs' : 'h-6.5 px-2.5 text-xs',
          )}
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
