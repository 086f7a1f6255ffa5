'use client';

import { type ComponentProps, type ReactNode, useState } from 'react';
import { Input, InputGroup } from '@/components/ui/input';

/**
 * A number typed as text: no scroll-wheel accidents, and an empty field is null rather than 0. Text that is not a
 * number becomes NaN, which every number contract refuses with its own message.
 */
export function NumberInput({
  value,
  onChange,
  integer = false,
  min,
  max,
  step = 1,
  unit,
  ...props
}: Readonly<
  Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type' | 'min' | 'max' | 'step'> & {
    value: number | null | undefined;
    onChange: (value: number | null) => void;
    integer?: boolean;
    min?: number;
    max?: number;
    /** What the arrow keys add or take. */
    step?: number;
    /** Shown behind the number: `req/s`. */
    unit?: ReactNode;
  }
>) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft !== null && Object.is(parse(draft), value ?? null) ? draft : format(value);

  function bump(by: number) {
    const start = value === null || value === undefined || Number.isNaN(value) ? 0 : value;
    const next = Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, start + by));
    setDraft(null);
    onChange(Number(next.toFixed(6)));
  }

  const shared: ComponentProps<'input'> = {
    ...props,
    value: shown,
    inputMode: integer ? 'numeric' : 'decimal',
    autoComplete: 'off',
    onChange: (event) => {
      setDraft(event.target.value);
      onChange(parse(event.target.value));
    },
    onKeyDown: (event) => {
      if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
        event.preventDefault();
        bump((event.key === 'ArrowUp' ? step : -step) * (event.shiftKey ? 10 : 1));
      }
    },
  };
  return unit ? <InputGroup after={<span className="text-xs">{unit}</span>} {...shared} /> : <Input {...shared} />;
}

function parse(text: string): number | null {
  const cleaned = text.trim().replaceAll(/[\s_,](?=\d{3}\b)/g, '');
  return cleaned === '' ? null : Number(cleaned);
}

function format(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '' : String(value);
}
