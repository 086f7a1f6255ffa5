// Quotas of usage plans: requests counted by plan and key, in calendar periods of UTC.
// https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html
import type { QuotaSettings, QuotaUsage } from '../model';
import { dayOf, periodStartDay } from './calendar';

/** Requests of one plan, key and UTC day counted in this worker's life: absolute, so sending it twice is harmless. */
export interface UsageCount {
  readonly usagePlanId: string;
  readonly apiKeyId: string;
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly used: number;
}

export class QuotaCounters {
  readonly #byPlan = new Map<string, Map<string, QuotaCounter>>();
  #changed: QuotaCounter[] = [];
  #finished: UsageCount[] = [];

  /** Counts the request, also without a quota; false and not counted: the quota is used up. */
  tryTake(usagePlanId: string, apiKeyId: string, quota: QuotaSettings | undefined, nowMs: number): boolean {
    return this.counter(usagePlanId, apiKeyId).tryTake(quota, nowMs);
  }

  /** For the hot path: the pair's one counter, good for the worker's life: keep it beside the key. */
  counter(usagePlanId: string, apiKeyId: string): QuotaCounter {
    let byKey = this.#byPlan.get(usagePlanId);
    if (byKey === undefined) {
      byKey = new Map();
      this.#byPlan.set(usagePlanId, byKey);
    }
    let counter = byKey.get(apiKeyId);
    if (counter === undefined) {
      counter = new QuotaCounter(usagePlanId, apiKeyId, this.#queue);
      byKey.set(apiKeyId, counter);
    }
    return counter;
  }

  /** What everyone else (earlier lives, other workers) has counted; replaces what an earlier load said. */
  load(usage: readonly QuotaUsage[]): void {
    for (const one of usage) this.counter(one.usagePlanId, one.apiKeyId).load(one);
  }

  /** What changed since the last drain. */
  drain(): UsageCount[] {
    const counts = this.#finished;
    for (const counter of this.#changed) {
      const count = counter.takeChange();
      if (count.used > 0) counts.push(count);
    }
    this.#finished = [];
    this.#changed = [];
    return counts;
  }

  readonly #queue: ChangeQueue = {
    changed: (counter) => this.#changed.push(counter),
    finished: (count) => this.#finished.push(count),
  };
}

interface ChangeQueue {
  changed(counter: QuotaCounter): void;
  finished(count: UsageCount): void;
}

/** Own counts and everybody else's, for the day, week and month at once: a plan's period can change at any time. */
export class QuotaCounter {
  readonly usagePlanId: string;
  readonly apiKeyId: string;
  readonly #queue: ChangeQueue;
  #day = -1;
  #weekStart = -1;
  #monthStart = -1;
  #ownToday = 0;
  #ownWeek = 0;
  #ownMonth = 0;
  /** What load() last said of others, to replace it when it says more. */
  #others: QuotaUsage | undefined;
  #othersDay = 0;
  #othersWeek = 0;
  #othersMonth = 0;
  /** Own counts of the day before the current one, should the clock step back over midnight. */
  #earlierDay = -1;
  #ownEarlier = 0;
  #isQueued = false;

  constructor(usagePlanId: string, apiKeyId: string, queue: ChangeQueue) {
    this.usagePlanId = usagePlanId;
    this.apiKeyId = apiKeyId;
    this.#queue = queue;
  }

  tryTake(quota: QuotaSettings | undefined, nowMs: number): boolean {
    const day = dayOf(nowMs);
    if (day !== this.#day) this.#turnTo(day);
    if (quota !== undefined && this.#used(quota) >= this.#limit(quota)) return false;
    this.#ownToday += 1;
    this.#ownWeek += 1;
    this.#ownMonth += 1;
    if (!this.#isQueued) {
      this.#isQueued = true;
      this.#queue.changed(this);
    }
    return true;
  }

  /** What `tryTake` would go by now. Counts nothing. */
  state(quota: QuotaSettings, nowMs: number): { readonly used: number; readonly limit: number } {
    const day = dayOf(nowMs);
    if (day !== this.#day) this.#turnTo(day);
    return { used: this.#used(quota), limit: this.#limit(quota) };
  }

  load(usage: QuotaUsage): void {
    this.#others = usage;
    if (this.#day === -1) this.#turnTo(usage.day);
    else this.#countOthers();
  }

  takeChange(): UsageCount {
    this.#isQueued = false;
    return this.#count();
  }

  #used(quota: QuotaSettings): number {
    if (quota.period === 'DAY') return this.#ownToday + this.#othersDay;
    if (quota.period === 'WEEK') return this.#ownWeek + this.#othersWeek;
    return this.#ownMonth + this.#othersMonth;
  }

  /** The offset is a count taken off the first period only, not a shift of the clock. */
  #limit(quota: QuotaSettings): number {
    if (quota.offset === 0) return quota.limit;
    const isFirstPeriod =
      periodStartDay(quota.period, dayOf(quota.startedAtMs)) === periodStartDay(quota.period, this.#day);
    return isFirstPeriod ? quota.limit - quota.offset : quota.limit;
  }

  #turnTo(day: number): void {
    if (this.#isQueued && this.#ownToday > 0) this.#queue.finished(this.#count());
    const ownNow = day === this.#earlierDay ? this.#ownEarlier : 0;
    this.#earlierDay = this.#day;
    this.#ownEarlier = this.#ownToday;
    const isBack = day < this.#day;
    const weekStart = periodStartDay('WEEK', day);
    const monthStart = periodStartDay('MONTH', day);
    this.#day = day;
    this.#ownToday = ownNow;
    if (weekStart !== this.#weekStart) this.#ownWeek = isBack ? ownNow : 0;
    if (monthStart !== this.#monthStart) this.#ownMonth = isBack ? ownNow : 0;
    this.#weekStart = weekStart;
    this.#monthStart = monthStart;
    this.#countOthers();
  }

  /** Others' counts hold as far as their day shares a period with today. */
  #countOthers(): void {
    const others = this.#others;
    this.#othersDay = 0;
    this.#othersWeek = 0;
    this.#othersMonth = 0;
    if (others === undefined) return;
    if (others.day === this.#day) this.#othersDay = others.usedInDay;
    if (periodStartDay('WEEK', others.day) === this.#weekStart) this.#othersWeek = others.usedInWeek;
    if (periodStartDay('MONTH', others.day) === this.#monthStart) this.#othersMonth = others.usedInMonth;
  }

  #count(): UsageCount {
    return { usagePlanId: this.usagePlanId, apiKeyId: this.apiKeyId, day: this.#day, used: this.#ownToday };
  }
}
