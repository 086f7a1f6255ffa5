'use client';

import { TimeSeriesChart } from '@/components/chart/time-series-chart';
import type { DateRange } from '@/lib/client/usage-plans';
import type { KeyUsage } from '@/lib/contract/usage-plan';
import { fillDays } from './usage-range';

const DAY_SECONDS = 86_400;

/** Counted calls by UTC day. */
export function UsageChart({
  days,
  range,
  label,
  height = 140,
}: Readonly<{ days: KeyUsage['days'] | undefined; range: DateRange; label: string; height?: number }>) {
  return (
    <TimeSeriesChart
      label={label}
      kind="stacked-bar"
      legend={false}
      height={height}
      timeZone="UTC"
      emptyText="No calls in these days."
      data={
        days && {
          points: isUsed(days)
            ? fillDays(range, days).map((day) => ({ at: Date.parse(day.date) / 1000, used: day.used }))
            : [],
          series: [{ key: 'used', label: 'Calls', unit: 'count', color: 'chart-1' }],
          periodSeconds: DAY_SECONDS,
          from: Date.parse(range.startDate) / 1000,
          to: Date.parse(range.endDate) / 1000 + DAY_SECONDS,
        }
      }
    />
  );
}

const isUsed = (days: KeyUsage['days']) => days.some((day) => day.used > 0);
