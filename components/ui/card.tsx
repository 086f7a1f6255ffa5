import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Card({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return (
    <div
      className={cn('flex min-w-0 flex-col rounded-lg border border-border bg-card text-card-foreground', className)}
      {...props}
    />
  );
}

export function CardHeader({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return (
    <div
      className={cn(
        'grid grid-cols-[1fr_auto] items-start gap-x-3 gap-y-0.5 px-4 pt-3.5 pb-3 has-data-[slot=card-action]:items-center',
        className,
      )}
      {...props}
    />
  );
}

export function CardTitle({ className, children, ...props }: Readonly<ComponentProps<'h2'>>) {
  return (
    <h2 className={cn('min-w-0 text-base font-medium tracking-tight', className)} {...props}>
      {children}
    </h2>
  );
}

export function CardDescription({ className, ...props }: Readonly<ComponentProps<'p'>>) {
  return <p className={cn('col-start-1 text-sm text-muted-foreground', className)} {...props} />;
}

/** Sits at the right of the header, beside title and description. */
export function CardAction({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return (
    <div
      data-slot="card-action"
      className={cn('col-start-2 row-span-2 row-start-1 flex items-center gap-2', className)}
      {...props}
    />
  );
}

export function CardContent({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return <div className={cn('min-w-0 px-4 pb-4', className)} {...props} />;
}

export function CardFooter({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return (
    <div
      className={cn(
        'mt-auto flex items-center gap-2 rounded-b-lg border-t border-border bg-muted/40 px-4 py-2.5',
        className,
      )}
      {...props}
    />
  );
}
