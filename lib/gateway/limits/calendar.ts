// Calendar periods in UTC, counted in days since 1970-01-01. AWS does not say where its periods begin;
// ours are calendar days, ISO weeks (Monday) and months, and the console shows the reset time.
import type { QuotaPeriod } from '../model';

const MS_PER_DAY = 86_400_000;

export const dayOf = (epochMs: number): number => Math.floor(epochMs / MS_PER_DAY);

/** First day of the period that holds `day`. */
export function periodStartDay(period: QuotaPeriod, day: number): number {
  if (period === 'DAY') return day;
  // 1970-01-01 was a Thursday: three days after a Monday.
  if (period === 'WEEK') return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * MS_PER_DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / MS_PER_DAY;
}

/** First day of the period after the one that holds `day`: when the quota resets. */
export function nextPeriodStartDay(period: QuotaPeriod, day: number): number {
  const start = periodStartDay(period, day);
  if (period === 'DAY') return start + 1;
  if (period === 'WEEK') return start + 7;
  const date = new Date(start * MS_PER_DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / MS_PER_DAY;
}
