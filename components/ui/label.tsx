import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Label({
  className,
  children,
  required,
  ...props
}: Readonly<ComponentProps<'label'> & { required?: boolean }>) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the caller ties it to its control with htmlFor
    <label
      className={cn('inline-flex select-none items-center gap-1 text-sm font-medium text-foreground', className)}
      {...props}
    >
      {children}
      {required ? (
        <span aria-hidden="true" className="text-destructive">
          *
        </span>
      ) : null}
    </label>
  );
}
