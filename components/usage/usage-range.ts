import type { DateRange } from '@/lib/client/usage-plans';

/** The last days up to today, as usage is counted: by UTC day. */
export function usageRange(days: number, now = new Date()): DateRange {
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return { startDate: isoDate(end - (days - 1) * DAY_MS), endDate: isoDate(end) };
}

/** One entry for every day of the range: days without a call are zero, not missing. */
export function fillDays(
  range: DateRange,
  days: readonly { date: string; used: number }[],
): { date: string; used: number }[] {
  const used = new Map(days.map((day) => [day.date, day.used]));
  const filled: { date: string; used: number }[] = [];
  for (let at = Date.parse(range.startDate); at <= Date.parse(range.endDate); at += DAY_MS) {
    const date = isoDate(at);
    filled.push({ date, used: used.get(date) ?? 0 });
  }
  return filled;
}

export function totalUsed(days: readonly { used: number }[]): number {
  return days.reduce((sum, day) => sum + day.used, 0);
}

const DAY_MS = 86_400_000;
const isoDate = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The days of several keys as one. */
export function sumDays(usage: readonly { days: readonly { date: string; used: number }[] }[]) {
  const sums = new Map<string, number>();
  for (const { days } of usage) {
    for (const { date, used } of days) sums.set(date, (sums.get(date) ?? 0) + used);
  }
  return [...sums].map(([date, used]) => ({ date, used })).sort((a, b) => a.date.localeCompare(b.date));
}
