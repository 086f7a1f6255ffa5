'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { DateRange } from '@/lib/client/usage-plans';
import { usageRange } from './usage-range';

const SPANS = ['7', '30', '90'] as const;

/** The days shown, kept in the URL. */
export function useUsageSpan(): { range: DateRange; control: React.ReactNode } {
  const [span, setSpan] = useQueryState('days', parseAsStringLiteral(SPANS).withDefault('30'));
  const range = useMemo(() => usageRange(Number(span)), [span]);
  const control = (
    <SegmentedControl
      aria-label="Days shown"
      size="sm"
      value={span}
      onValueChange={(next) => void setSpan(next)}
      options={SPANS.map((days) => ({ value: days, label: `${days} days` }))}
    />
  );
  return { range, control };
}
