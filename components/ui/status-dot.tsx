import type { ReactNode } from 'react';
import { cn } from './cn';

export type StatusTone = 'neutral' | 'success' | 'warning' | 'destructive' | 'info';

const tones: Record<StatusTone, string> = {
  neutral: 'bg-muted-foreground/60',
  success: 'bg-success',
  warning: 'bg-warning',
  destructive: 'bg-destructive',
  info: 'bg-info',
};

/** Colour never stands alone: the text beside it says the same. */
export function StatusDot({
  tone = 'neutral',
  pulse = false,
  children,
  className,
}: Readonly<{ tone?: StatusTone; pulse?: boolean; children: ReactNode; className?: string }>) {
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap text-sm', className)}>
      <span aria-hidden="true" className="relative flex size-2">
        {pulse ? <span className={cn('absolute inset-0 animate-ping rounded-full opacity-60', tones[tone])} /> : null}
        <span className={cn('relative size-2 rounded-full', tones[tone])} />
      </span>
      {children}
    </span>
  );
}
