import { MS_PER_DAY } from '@/lib/clock';
import type { KeyUsage } from '@/lib/contract/usage-plan';
import type { Ctx } from '@/lib/control/context';
import { type CountedKey, type CountedPlan, quotaPeriodAt, readUsage } from '@/lib/store/usage';

export interface DayRange {
  /** Days since 1970-01-01 UTC, both included. */
  readonly fromDay: number;
  readonly toDay: number;
}

export interface CountedPair {
  readonly plan: CountedPlan;
  readonly key: CountedKey;
}

export const toDayRange = (range: { readonly startDate: string; readonly endDate: string }): DayRange => ({
  fromDay: Date.parse(range.startDate) / MS_PER_DAY,
  toDay: Date.parse(range.endDate) / MS_PER_DAY,
});

export const today = (ctx: Pick<Ctx, 'clock'>): number => Math.floor(ctx.clock.now().getTime() / MS_PER_DAY);

/** Usage of keys under plans: a number per day, and the current quota period. Includes what the gateway has counted but not written yet. */
export async function describeUsage(ctx: Ctx, pairs: readonly CountedPair[], range: DayRange): Promise<KeyUsage[]> {
  const now = today(ctx);
  const periods = new Map(pairs.map(({ plan }) => [plan.id, plan.quota && quotaPeriodAt(plan.quota, now)]));
  const firstDays = [...periods.values()].map((period) => period?.firstDay ?? now);
  const counts = await readUsage(ctx.db, {
    usagePlanIds: [...periods.keys()],
    apiKeyIds: [...new Set(pairs.map(({ key }) => key.id))],
    fromDay: Math.min(range.fromDay, ...firstDays),
    toDay: Math.max(range.toDay, now),
  });
  const used = new Map<string, Map<number, number>>();
  for (const count of [...counts, ...ctx.runtime.recentUsage()]) {
    const pair = `${count.usagePlanId} ${count.apiKeyId}`;
    const days = used.get(pair) ?? new Map<number, number>();
    used.set(pair, days.set(count.day, (days.get(count.day) ?? 0) + count.used));
  }
  return pairs.map(({ plan, key }) => {
    const byDay = used.get(`${plan.id} ${key.id}`) ?? new Map<number, number>();
    const period = periods.get(plan.id);
    const inPeriod = period ? sumFrom(byDay, period.firstDay, now) : 0;
    return {
      usagePlanId: plan.id,
      usagePlanName: plan.name,
      apiKeyId: key.id,
      apiKeyName: key.name,
      days: daysOf(range).map((day) => ({ date: isoDate(day), used: byDay.get(day) ?? 0 })),
      quota:
        plan.quota && period
          ? {
              limit: period.limit,
              used: inPeriod,
              remaining: Math.max(0, period.limit - inPeriod),
              period: plan.quota.period,
              resetsAt: new Date(period.resetDay * MS_PER_DAY).toISOString(),
            }
          : null,
    };
  });
}

function daysOf({ fromDay, toDay }: DayRange): number[] {
  return Array.from({ length: toDay - fromDay + 1 }, (_, index) => fromDay + index);
}

function sumFrom(byDay: ReadonlyMap<number, number>, fromDay: number, toDay: number): number {
  let sum = 0;
  for (const [day, used] of byDay) if (day >= fromDay && day <= toDay) sum += used;
  return sum;
}

const isoDate = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
