import { describe, expect, it } from 'vitest';
import { formatDuration, toWaterfall } from './waterfall';

describe('toWaterfall', () => {
  it('lays each step where it began', () => {
    const rows = toWaterfall([
      { name: 'a', startUs: 0, tookUs: 25, notes: [] },
      { name: 'b', startUs: 25, tookUs: 75, notes: [] },
    ]);
    expect(rows.map(({ offset, width }) => [offset, width])).toEqual([
      [0, 25],
      [25, 75],
    ]);
  });
  it('survives steps that took no time', () => {
    expect(toWaterfall([{ name: 'a', startUs: 0, tookUs: 0, notes: [] }])[0]?.width).toBe(0);
  });
  it.each([
    [640, '640 µs'],
    [1_234, '1.23 ms'],
    [45_600, '46 ms'],
    [2_500_000, '2.50 s'],
  ])('writes %i µs as %s', (us, text) => {
    expect(formatDuration(us)).toBe(text);
  });
});
