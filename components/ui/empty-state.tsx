import type { ReactNode } from 'react';
import { cn } from './cn';

/** Says what would be here, why it is empty, and offers the way to fill it. */
export function EmptyState({
  icon,
  title,
  description,
  action,
  size = 'default',
  className,
}: Readonly<{
  icon?: ReactNode;
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  size?: 'default' | 'sm';
  className?: string;
}>) {
  return (
    <div
      className={cn(
        'flex flex-col items-center justify-center px-6 text-center',
        size === 'sm' ? 'gap-2 py-8' : 'gap-3 py-14',
        className,
      )}
    >
      {icon ? (
        <div
          aria-hidden="true"
          className="grid size-10 place-items-center rounded-lg border border-border bg-card text-muted-foreground shadow-xs [&_svg]:size-5"
        >
          {icon}
        </div>
      ) : null}
      <div className="flex max-w-sm flex-col gap-1">
        <p className="text-base font-medium">{title}</p>
        {description ? <div className="text-balance text-sm text-muted-foreground">{description}</div> : null}
      </div>
      {action ? <div className="mt-1 flex flex-wrap items-center justify-center gap-2">{action}</div> : null}
    </div>
  );
}
