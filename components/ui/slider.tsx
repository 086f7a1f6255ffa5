'use client';

import { Slider as Base } from '@base-ui/react/slider';
import { cn } from './cn';

/** A share or an amount by feel: arrow keys step, Page Up and Down jump, Home and End go to the ends. */
export function Slider({
  value,
  onValueChange,
  min = 0,
  max = 100,
  step = 1,
  disabled = false,
  valueText,
  className,
  'aria-label': ariaLabel,
}: Readonly<{
  value: number;
  onValueChange: (value: number) => void;
  min?: number;
  max?: number;
  step?: number;
  disabled?: boolean;
  /** The value as it is read out: "25 percent". */
  valueText?: (value: number) => string;
  className?: string;
  'aria-label': string;
}>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onValueChange(next as number)}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      thumbAlignment="edge"
      className={cn('w-full min-w-0', disabled && 'opacity-50', className)}
    >
      <Base.Control className="flex h-8 w-full touch-none items-center select-none">
        <Base.Track className="h-1.5 w-full rounded-full bg-secondary">
          <Base.Indicator className="rounded-full bg-primary" />
          <Base.Thumb
            aria-label={ariaLabel}
            getAriaValueText={valueText ? (_formatted, current) => valueText(current) : undefined}
            className="size-4 rounded-full border-2 border-primary bg-card shadow-sm outline-none transition-shadow has-focus-visible:ring-3 has-focus-visible:ring-ring/40"
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
