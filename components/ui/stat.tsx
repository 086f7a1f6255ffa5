import type { ReactNode } from 'react';
import { cn } from './cn';
import { Skeleton } from './skeleton';

/** One number with its name. `loading` keeps the box's size. */
export function Stat({
  label,
  value,
  unit,
  hint,
  tone = 'default',
  loading = false,
  className,
}: Readonly<{
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  /** A change or an explanation under the number. */
  hint?: ReactNode;
  tone?: 'default' | 'success' | 'warning' | 'destructive';
  loading?: boolean;
  className?: string;
}>) {
  return (
    <dl className={cn('flex min-w-0 flex-col gap-0.5', className)}>
      <dt className="truncate text-xs text-muted-foreground">{label}</dt>
      <dd className="flex h-8 items-baseline gap-1">
        {loading ? (
          <Skeleton className="h-6 w-20 self-center" />
        ) : (
          <>
            <span
              className={cn(
                'tabular truncate text-2xl font-semibold tracking-tight',
                { default: '', success: 'text-success', warning: 'text-warning', destructive: 'text-destructive' }[
                  tone
                ],
              )}
            >
              {value}
            </span>
            {unit ? <span className="text-sm text-muted-foreground">{unit}</span> : null}
          </>
        )}
      </dd>
      {hint === undefined ? null : (
        <dd className="h-4 truncate text-xs text-muted-foreground">{loading ? null : hint}</dd>
      )}
    </dl>
  );
}

/** Stats side by side in one card, divided by lines. */
export function StatGroup({ children, className }: Readonly<{ children: ReactNode; className?: string }>) {
  return (
    <div
      className={cn(
        'grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-border bg-border md:grid-cols-4 [&>*]:bg-card [&>*]:px-4 [&>*]:py-3',
        className,
      )}
    >
      {children}
    </div>
  );
}
