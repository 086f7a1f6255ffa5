'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { CopyButton } from './copy-button';

/** A read that failed: what, the request id for the log, and a way to try again. */
export function ErrorState({
  title = 'This could not be loaded',
  description,
  requestId,
  onRetry,
  retrying = false,
  action,
  size = 'default',
  className,
}: Readonly<{
  title?: string;
  description?: ReactNode;
  requestId?: string | null;
  onRetry?: () => void;
  retrying?: boolean;
  action?: ReactNode;
  size?: 'default' | 'sm';
  className?: string;
}>) {
  return (
    <div
      role="alert"
      className={cn(
        'flex flex-col items-center justify-center px-6 text-center',
        size === 'sm' ? 'gap-2 py-8' : 'gap-3 py-14',
        className,
      )}
    >
      <div
        aria-hidden="true"
        className="grid size-10 place-items-center rounded-lg border border-destructive/25 bg-destructive/8 text-destructive"
      >
        <CircleAlert className="size-5" />
      </div>
      <div className="flex max-w-md flex-col gap-1">
        <p className="text-base font-medium">{title}</p>
        {description ? <div className="text-balance text-sm text-muted-foreground">{description}</div> : null}
      </div>
      {onRetry || action ? (
        <div className="mt-1 flex flex-wrap items-center justify-center gap-2">
          {onRetry ? (
            <Button variant="outline" onClick={onRetry} loading={retrying}>
              <RotateCw /> Try again
            </Button>
          ) : null}
          {action}
        </div>
      ) : null}
      {requestId ? (
        <p className="flex items-center gap-1 font-mono text-2xs text-muted-foreground">
          request {requestId}
          <CopyButton value={requestId} label="Copy request id" size="icon-xs" />
        </p>
      ) : null}
    </div>
  );
}
