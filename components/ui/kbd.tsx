import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Kbd({ className, ...props }: Readonly<ComponentProps<'kbd'>>) {
  return (
    <kbd
      className={cn(
        'inline-flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-xs border border-border bg-muted px-1 font-sans text-2xs text-muted-foreground',
        className,
      )}
      {...props}
    />
  );
}
