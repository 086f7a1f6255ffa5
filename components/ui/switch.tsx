'use client';

import { Switch as Base } from '@base-ui/react/switch';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Switch({ className, ...props }: Readonly<ComponentProps<typeof Base.Root>>) {
  return (
    <Base.Root
      className={cn(
        'peer relative inline-flex h-[1.125rem] w-8 shrink-0 items-center rounded-full bg-muted-foreground/55 p-0.5 transition-colors duration-150',
        'data-checked:bg-primary data-disabled:opacity-50',
        className as string,
      )}
      {...props}
    >
      <Base.Thumb className="size-3.5 rounded-full bg-background shadow-sm transition-transform duration-150 ease-out data-checked:translate-x-3.5" />
    </Base.Root>
  );
}
