import { periodStartDay } from '@/lib/gateway/limits/calendar';
import type { UsageCount } from '@/lib/gateway/limits/quota-counters';
import type { QuotaUsage } from '@/lib/gateway/model';
import type { UsageRow } from '@/lib/store/usage-counters';

/** Days whose counts a month's quota may still need, and then some. */
const KEPT_DAYS = 40;
/**
 * Counts older than yesterday that still could not be written are given up: by then another process may have merged what
 * was written of them before, and nobody may be charged twice.
 */
const WRITABLE_DAYS = 1;

/** What this runtime's workers have counted over all their lives, and how much of it the database has. */
export class UsageLedger {
  readonly #entries = new Map<string, Entry>();
  readonly #unwritten = new Set<Entry>();
  /** Latest absolute counts by worker life: what a new report is compared with. */
  readonly #lives = new Map<object, Map<Entry, number>>();
  #base = new Map<string, QuotaUsage>();
  #changedPairs = new Set<string>();
  #lost = 0;

  /** Requests whose count never reached the database. */
  get lost(): number {
    return this.#lost;
  }

  /** Takes in absolute counts of a worker's life. */
  add(life: object, counts: readonly UsageCount[]): void {
    let known = this.#lives.get(life);
    if (known === undefined) {
      known = new Map();
      this.#lives.set(life, known);
    }
    for (const count of counts) {
      const entry = this.#entry(count);
      const news = count.used - (known.get(entry) ?? 0);
      if (news <= 0) continue;
      known.set(entry, count.used);
      entry.used += news;
      this.#unwritten.add(entry);
      this.#changedPairs.add(pairOf(entry));
    }
  }

  /** The worker is gone; what it counted stays. */
  endLife(life: object): void {
    this.#lives.delete(life);
  }

  /** Absolute counts to write under this runtime's shard. Call `written` with them once they are. */
  unwritten(): UsageRow[] {
    return [...this.#unwritten].map(({ usagePlanId, apiKeyId, day, used }) => ({ usagePlanId, apiKeyId, day, used }));
  }

  written(rows: readonly UsageRow[]): void {
    for (const row of rows) {
      const entry = this.#entry(row);
      entry.written = Math.max(entry.written, row.used);
      if (entry.written >= entry.used) this.#unwritten.delete(entry);
    }
  }

  /** Counted but not in the database yet. */
  pending(): UsageRow[] {
    return [...this.#unwritten].map(({ usagePlanId, apiKeyId, day, used, written }) => ({
      ...{ usagePlanId, apiKeyId, day, used: used - written },
    }));
  }

  /** What everyone but this runtime has counted, as the database says. */
  setBase(usage: readonly QuotaUsage[]): void {
    const base = new Map(usage.map((one) => [pairOf(one), one]));
    for (const [pair, one] of base) {
      const before = this.#base.get(pair);
      if (before?.usedInMonth !== one.usedInMonth || before.usedInWeek !== one.usedInWeek) this.#changedPairs.add(pair);
    }
    this.#base = base;
  }

  /** Pairs of plan and key whose counts changed since this was last asked. */
  takeChangedPairs(): ReadonlySet<string> {
    const pairs = this.#changedPairs;
    this.#changedPairs = new Set();
    return pairs;
  }

  /** What a worker's own counts add to: everything counted except by that life itself; of some pairs, or of all. */
  others(life: object | undefined, today: number, only?: ReadonlySet<string>): QuotaUsage[] {
    const own = life === undefined ? undefined : this.#lives.get(life);
    const weekStart = periodStartDay('WEEK', today);
    const monthStart = periodStartDay('MONTH', today);
    const totals = new Map<string, Sums>();
    for (const [pair, base] of this.#base) {
      if (only === undefined || only.has(pair)) totals.set(pair, carriedOver(base, today, weekStart, monthStart));
    }
    for (const entry of this.#entries.values()) {
      if (entry.day > today || entry.day < Math.min(weekStart, monthStart)) continue;
      const pair = pairOf(entry);
      if (only !== undefined && !only.has(pair)) continue;
      const used = entry.used - (own?.get(entry) ?? 0);
      let sums = totals.get(pair);
      if (sums === undefined) {
        const { usagePlanId, apiKeyId } = entry;
        sums = { usagePlanId, apiKeyId, usedInDay: 0, usedInWeek: 0, usedInMonth: 0 };
        totals.set(pair, sums);
      }
      if (entry.day === today) sums.usedInDay += used;
      if (entry.day >= weekStart) sums.usedInWeek += used;
      if (entry.day >= monthStart) sums.usedInMonth += used;
    }
    return [...totals.values()].map((sums) => ({ ...sums, day: today }));
  }

  /** Drops what no quota and no writer needs any more. */
  prune(today: number): void {
    for (const entry of this.#unwritten) {
      if (entry.day >= today - WRITABLE_DAYS) continue;
      this.#unwritten.delete(entry);
      this.#lost += entry.used - entry.written;
    }
    for (const [key, entry] of this.#entries) {
      if (entry.day >= today - KEPT_DAYS) continue;
      this.#entries.delete(key);
      for (const known of this.#lives.values()) known.delete(entry);
    }
  }

  #entry(count: Omit<UsageCount, 'used'>): Entry {
    const key = `${pairOf(count)}\n${count.day}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      const { usagePlanId, apiKeyId, day } = count;
      entry = { usagePlanId, apiKeyId, day, used: 0, written: 0 };
      this.#entries.set(key, entry);
    }
    return entry;
  }
}

interface Entry {
  readonly usagePlanId: string;
  readonly apiKeyId: string;
  readonly day: number;
  used: number;
  written: number;
}

interface Sums {
  readonly usagePlanId: string;
  readonly apiKeyId: string;
  usedInDay: number;
  usedInWeek: number;
  usedInMonth: number;
}

const pairOf = ({ usagePlanId, apiKeyId }: { readonly usagePlanId: string; readonly apiKeyId: string }): string =>
  `${usagePlanId}\n${apiKeyId}`;

/** Counts of an earlier day, as far as today is in the same week or month. */
function carriedOver(base: QuotaUsage, today: number, weekStart: number, monthStart: number): Sums {
  return {
    usagePlanId: base.usagePlanId,
    apiKeyId: base.apiKeyId,
    usedInDay: base.day === today ? base.usedInDay : 0,
    usedInWeek: base.day >= weekStart ? base.usedInWeek : 0,
    usedInMonth: base.day >= monthStart ? base.usedInMonth : 0,
  };
}
