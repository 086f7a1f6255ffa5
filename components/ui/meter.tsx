'use client';

import { Meter as Base } from '@base-ui/react/meter';
import type { ReactNode } from 'react';
import { cn } from './cn';

/** Used against a limit. Turns to warning at 80 % and to destructive when the limit is reached. */
export function Meter({
  value,
  max,
  label,
  valueText,
  hideText = false,
  className,
}: Readonly<{
  value: number;
  max: number;
  label: string;
  /** Shown at the right and read out; by default `1,234 of 10,000`. */
  valueText?: ReactNode;
  hideText?: boolean;
  className?: string;
}>) {
  const share = max > 0 ? value / max : value > 0 ? 1 : 0;
  const text = `${number.format(value)} of ${number.format(max)}`;
  return (
    <Base.Root
      value={Math.min(value, max)}
      max={max > 0 ? max : 1}
      aria-label={label}
      getAriaValueText={() => (typeof valueText === 'string' ? valueText : text)}
      className={cn('flex w-full flex-col gap-1.5', className)}
    >
      {hideText ? null : (
        <div className="flex items-baseline justify-between gap-3 text-sm">
          <span className="truncate">{label}</span>
          <span
            className={cn(
              'tabular shrink-0 text-xs',
              share >= 1 ? 'font-medium text-destructive' : 'text-muted-foreground',
            )}
          >
            {valueText ?? text}
          </span>
        </div>
      )}
      <Base.Track className="h-1.5 overflow-hidden rounded-full bg-secondary">
        <Base.Indicator
          className={cn(
            'rounded-full transition-[width] duration-300',
            share >= 1 ? 'bg-destructive' : share >= 0.8 ? 'bg-warning' : 'bg-chart-1',
          )}
        />
      </Base.Track>
    </Base.Root>
  );
}

const number = new Intl.NumberFormat('en-US');
