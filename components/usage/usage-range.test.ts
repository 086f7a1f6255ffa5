import { expect, it } from 'vitest';
import { fillDays, usageRange } from './usage-range';

it('ends today, UTC, and counts both ends', () => {
  expect(usageRange(7, new Date('2026-03-02T23:59:59Z'))).toEqual({ startDate: '2026-02-24', endDate: '2026-03-02' });
});

it('has a zero for a day without a call', () => {
  expect(fillDays({ startDate: '2026-02-27', endDate: '2026-03-01' }, [{ date: '2026-02-28', used: 5 }])).toEqual([
    { date: '2026-02-27', used: 0 },
    { date: '2026-02-28', used: 5 },
    { date: '2026-03-01', used: 0 },
  ]);
});
