'use client';

import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Checkbox({ className, ...props }: Readonly<ComponentProps<typeof Base.Root>>) {
  return (
    <Base.Root
      className={cn(
        'peer grid size-4 shrink-0 place-items-center rounded-sm border border-muted-foreground/60 bg-card shadow-xs transition-colors',
        'data-checked:border-primary data-checked:bg-primary data-checked:text-primary-foreground',
        'data-indeterminate:border-primary data-indeterminate:bg-primary data-indeterminate:text-primary-foreground',
        'data-disabled:opacity-50 aria-invalid:border-destructive',
        className as string,
      )}
      {...props}
    >
      <Base.Indicator className="flex data-unchecked:hidden">
        {props.indeterminate ? (
          <Minus className="size-3" strokeWidth={3} />
        ) : (
          <Check className="size-3" strokeWidth={3} />
        )}
      </Base.Indicator>
    </Base.Root>
  );
}
