'use client';

import type { ReactNode } from 'react';
import { ChartCard } from '@/components/chart/chart-card';
import { UsageChart } from '@/components/usage/usage-chart';
import { sumDays } from '@/components/usage/usage-range';
import type { DateRange } from '@/lib/client/usage-plans';
import type { KeyUsage } from '@/lib/contract/usage-plan';

/** Counted calls of all the plan's keys together. */
export function PlanUsageChart({
  usage,
  range,
  control,
}: Readonly<{ usage: readonly KeyUsage[] | undefined; range: DateRange; control: ReactNode }>) {
  return (
    <ChartCard title="Calls by day" description="All keys together, UTC days" action={control}>
      <UsageChart days={usage && sumDays(usage)} range={range} label="Calls by day" height={160} />
    </ChartCard>
  );
}
