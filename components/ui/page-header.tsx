import type { ReactNode } from 'react';
import { cn } from './cn';

/** Title, one line of explanation and the page's actions. One per page: it holds the h1. */
export function PageHeader({
  title,
  description,
  badges,
  actions,
  className,
}: Readonly<{
  title: ReactNode;
  description?: ReactNode;
  badges?: ReactNode;
  actions?: ReactNode;
  className?: string;
}>) {
  return (
    <header className={cn('flex flex-wrap items-start justify-between gap-x-6 gap-y-3', className)}>
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <h1 className="min-w-0 truncate text-xl font-semibold tracking-tight">{title}</h1>
          {badges}
        </div>
        {description ? <div className="max-w-prose text-sm text-muted-foreground">{description}</div> : null}
      </div>
      {actions ? <div className="flex shrink-0 flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}

/** A heading inside a page, with its own actions. */
export function SectionHeader({
  title,
  description,
  actions,
  className,
}: Readonly<{ title: ReactNode; description?: ReactNode; actions?: ReactNode; className?: string }>) {
  return (
    <div className={cn('flex flex-wrap items-end justify-between gap-x-6 gap-y-2', className)}>
      <div className="flex min-w-0 flex-col">
        <h2 className="text-base font-medium tracking-tight">{title}</h2>
        {description ? <p className="text-sm text-muted-foreground">{description}</p> : null}
      </div>
      {actions ? <div className="flex shrink-0 flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}
