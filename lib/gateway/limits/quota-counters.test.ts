import { describe, expect, it } from 'vitest';
import type { QuotaPeriod, QuotaSettings } from '../model';
import { dayOf } from './calendar';
import { QuotaCounters } from './quota-counters';

const at = (text: string): number => Date.parse(`${text}Z`);
const MONDAY = at('2026-03-02T10:00:00');

const quota = (limit: number, period: QuotaPeriod, extra: Partial<QuotaSettings> = {}): QuotaSettings => ({
  limit,
  period,
  offset: 0,
  startedAtMs: at('2020-01-01T00:00:00'),
  ...extra,
});

function takeMany(counters: QuotaCounters, times: number, settings: QuotaSettings | undefined, nowMs: number): number {
  let taken = 0;
  for (let i = 0; i < times; i++) if (counters.tryTake('plan', 'key', settings, nowMs)) taken += 1;
  return taken;
}

describe('QuotaCounters', () => {
  it('lets exactly the limit through and does not count what it refuses', () => {
    const counters = new QuotaCounters();
    expect(takeMany(counters, 20, quota(7, 'DAY'), MONDAY)).toBe(7);
    expect(counters.drain()).toEqual([{ usagePlanId: 'plan', apiKeyId: 'key', day: dayOf(MONDAY), used: 7 }]);
    expect(takeMany(counters, 20, quota(7, 'DAY'), MONDAY)).toBe(0);
    expect(counters.drain()).toEqual([]);
  });

  it('keeps plans and keys apart', () => {
    const counters = new QuotaCounters();
    expect(counters.tryTake('plan', 'a', quota(1, 'DAY'), MONDAY)).toBe(true);
    expect(counters.tryTake('plan', 'a', quota(1, 'DAY'), MONDAY)).toBe(false);
    expect(counters.tryTake('plan', 'b', quota(1, 'DAY'), MONDAY)).toBe(true);
    expect(counters.tryTake('other', 'a', quota(1, 'DAY'), MONDAY)).toBe(true);
  });

  it('counts without a quota, for the day one is set', () => {
    const counters = new QuotaCounters();
    expect(takeMany(counters, 30, undefined, MONDAY)).toBe(30);
    expect(takeMany(counters, 30, quota(40, 'MONTH'), MONDAY)).toBe(10);
  });

  it.each([
    ['DAY', '2026-03-02T23:59:59.999', '2026-03-03T00:00:00'],
    ['WEEK', '2026-03-08T23:59:59.999', '2026-03-09T00:00:00'],
    ['MONTH', '2026-03-31T23:59:59.999', '2026-04-01T00:00:00'],
  ] as const)('starts a new %s on the stroke', (period, last, first) => {
    const counters = new QuotaCounters();
    expect(takeMany(counters, 5, quota(3, period), MONDAY)).toBe(3);
    expect(takeMany(counters, 5, quota(3, period), at(last))).toBe(0);
    expect(takeMany(counters, 5, quota(3, period), at(first))).toBe(3);
  });

  it('counts over the days of a week and a month', () => {
    const counters = new QuotaCounters();
    expect(takeMany(counters, 2, quota(5, 'WEEK'), MONDAY)).toBe(2);
    expect(takeMany(counters, 2, quota(5, 'WEEK'), at('2026-03-04T00:00:00'))).toBe(2);
    expect(takeMany(counters, 9, quota(5, 'WEEK'), at('2026-03-08T00:00:00'))).toBe(1);
    expect(takeMany(counters, 9, quota(8, 'MONTH'), at('2026-03-20T00:00:00'))).toBe(3);
  });

  it('follows a changed period and a changed limit with what was counted', () => {
    const counters = new QuotaCounters();
    takeMany(counters, 4, quota(10, 'DAY'), MONDAY);
    expect(takeMany(counters, 9, quota(6, 'MONTH'), at('2026-03-03T00:00:00'))).toBe(2);
    expect(takeMany(counters, 9, quota(3, 'DAY'), at('2026-03-03T00:00:00'))).toBe(1);
    expect(takeMany(counters, 9, quota(2, 'DAY'), at('2026-03-03T00:00:00'))).toBe(0);
  });

  it('takes the offset off the first period only', () => {
    const counters = new QuotaCounters();
    const settings = quota(10, 'MONTH', { offset: 4, startedAtMs: at('2026-03-15T12:00:00') });
    expect(takeMany(counters, 20, settings, at('2026-03-16T00:00:00'))).toBe(6);
    expect(takeMany(counters, 20, settings, at('2026-04-01T00:00:00'))).toBe(10);
  });

  it('adds what others counted, replaced by each load', () => {
    const counters = new QuotaCounters();
    const usage = {
      usagePlanId: 'plan',
      apiKeyId: 'key',
      day: dayOf(MONDAY),
      usedInDay: 3,
      usedInWeek: 3,
      usedInMonth: 8,
    };
    counters.load([usage]);
    expect(takeMany(counters, 1, quota(5, 'DAY'), MONDAY)).toBe(1);
    counters.load([usage]);
    expect(takeMany(counters, 9, quota(5, 'DAY'), MONDAY)).toBe(1);
    counters.load([{ ...usage, usedInDay: 1 }]);
    expect(takeMany(counters, 9, quota(5, 'DAY'), MONDAY)).toBe(2);
    expect(takeMany(counters, 9, quota(13, 'MONTH'), MONDAY)).toBe(1);
    expect(counters.drain()).toEqual([expect.objectContaining({ used: 5 })]);
  });

  it('lets others’ counts lapse with their period', () => {
    const counters = new QuotaCounters();
    counters.load([
      { usagePlanId: 'plan', apiKeyId: 'key', day: dayOf(MONDAY), usedInDay: 3, usedInWeek: 5, usedInMonth: 8 },
    ]);
    const tuesday = at('2026-03-03T00:00:00');
    expect(takeMany(counters, 9, quota(3, 'DAY'), tuesday)).toBe(3);
    expect(takeMany(counters, 9, quota(9, 'WEEK'), tuesday)).toBe(1);
    expect(takeMany(counters, 9, quota(13, 'MONTH'), tuesday)).toBe(1);
    expect(takeMany(counters, 9, quota(2, 'WEEK'), at('2026-03-09T00:00:00'))).toBe(2);
    expect(takeMany(counters, 9, quota(2, 'MONTH'), at('2026-04-01T00:00:00'))).toBe(2);
  });

  it('drains absolute counts per day, also of a day that ended in between', () => {
    const counters = new QuotaCounters();
    takeMany(counters, 2, undefined, MONDAY);
    counters.drain();
    takeMany(counters, 3, undefined, MONDAY);
    takeMany(counters, 4, undefined, at('2026-03-03T00:00:00'));
    expect(counters.drain().map(({ day, used }) => [day - dayOf(MONDAY), used])).toEqual([
      [0, 5],
      [1, 4],
    ]);
  });

  it('loses no count when the clock steps back over midnight', () => {
    const counters = new QuotaCounters();
    const before = at('2026-03-02T23:59:59');
    const after = at('2026-03-03T00:00:01');
    takeMany(counters, 5, undefined, before);
    takeMany(counters, 1, undefined, after);
    takeMany(counters, 2, undefined, before);
    takeMany(counters, 1, undefined, after);
    const newest = new Map(counters.drain().map(({ day, used }) => [day - dayOf(before), used]));
    expect(Object.fromEntries(newest)).toEqual({ 0: 7, 1: 2 });
  });
});
