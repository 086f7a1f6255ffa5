import { expect, it } from 'vitest';
import { dayOf, nextPeriodStartDay, periodStartDay } from './calendar';

const day = (text: string): number => dayOf(Date.parse(`${text}T00:00:00Z`));

it.each([
  ['DAY', '2026-03-01', '2026-03-01', '2026-03-02'],
  ['WEEK', '2026-03-02', '2026-03-02', '2026-03-09'], // a Monday
  ['WEEK', '2026-03-08', '2026-03-02', '2026-03-09'], // the Sunday after
  ['WEEK', '2026-01-01', '2025-12-29', '2026-01-05'],
  ['WEEK', '1970-01-01', '1969-12-29', '1970-01-05'],
  ['MONTH', '2026-02-28', '2026-02-01', '2026-03-01'],
  ['MONTH', '2024-02-29', '2024-02-01', '2024-03-01'],
  ['MONTH', '2025-12-31', '2025-12-01', '2026-01-01'],
] as const)('%s of %s runs from %s to before %s', (period, at, start, next) => {
  expect(periodStartDay(period, day(at))).toBe(day(start));
  expect(nextPeriodStartDay(period, day(at))).toBe(day(next));
});

it('changes the day at midnight UTC', () => {
  expect(dayOf(Date.parse('2026-03-01T23:59:59.999Z'))).toBe(day('2026-03-01'));
  expect(dayOf(Date.parse('2026-03-02T00:00:00.000Z'))).toBe(day('2026-03-02'));
});
