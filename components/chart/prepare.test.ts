import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, formatTick, formatValue } from './format';
import { prepare } from './prepare';
import type { ChartPoint, ChartSeries } from './types';

const T0 = Date.UTC(2026, 0, 15, 12) / 1000;
const count: ChartSeries = { key: 'n', label: 'Requests', unit: 'count' };
const latency: ChartSeries = { key: 'p99', label: 'p99', unit: 'ms' };
const utc = { timeZone: 'UTC' };

const minutes = (values: readonly (number | null | undefined)[], key = 'n'): ChartPoint[] =>
  values.flatMap((value, index) => (value === undefined ? [] : [{ at: T0 + index * 60, [key]: value }]));

describe('gaps', () => {
  it('a period without a point is a null, not a zero and not a line over it', () => {
    const { points } = prepare(
      { points: minutes([1, undefined, undefined, 4]), series: [count], periodSeconds: 60 },
      utc,
    );
    expect(points.map((p) => p.n)).toEqual([1, null, null, 4]);
  });

  it('the range asked for is shown to its ends even where nothing was recorded', () => {
    const { points, empty } = prepare(
      { points: minutes([undefined, 2]), series: [count], periodSeconds: 60, from: T0 - 120, to: T0 + 180 },
      utc,
    );
    expect(points.map((p) => p.n)).toEqual([null, null, null, 2, null]);
    expect(empty).toBe(false);
  });

  it('a value between two gaps is marked, because a line would not show it', () => {
    const { series } = prepare({ points: minutes([1, 2, null, 7, null, 3]), series: [count], periodSeconds: 60 }, utc);
    expect([...(series[0]?.isolated ?? [])]).toEqual([T0 + 180, T0 + 300]);
  });

  it('the step into a period that still counts is marked, where there is one', () => {
    const input = { points: minutes([4, 4, 1]), series: [count], periodSeconds: 60 };
    expect(prepare({ ...input, running: true }, utc).provisional).toEqual({ from: T0 + 60, to: T0 + 120 });
    expect(prepare(input, utc).provisional).toBeNull();
    expect(prepare({ ...input, points: minutes([4]), running: true }, utc).provisional).toBeNull();
  });

  it('zeros are data', () => {
    expect(prepare({ points: minutes([0, 0]), series: [count], periodSeconds: 60 }, utc).empty).toBe(false);
  });

  it.each([
    ['no points', []],
    ['only nulls', minutes([null, null])],
  ])('%s: empty', (_name, points) => {
    const chart = prepare({ points, series: [count], periodSeconds: 60 }, utc);
    expect(chart).toMatchObject({ empty: true, summary: 'No data in this range.' });
    expect(chart.series[0]?.headline).toBeNull();
    expect(chart.left.ticks).toEqual([0, 1]);
  });
});

describe('many points', () => {
  it('thirty days of minutes become at most 300 points on round times; counts are summed', () => {
    const values = Array.from({ length: 43_200 }, () => 1);
    const chart = prepare({ points: minutes(values), series: [count], periodSeconds: 60 }, utc);
    expect(chart.points.length).toBeLessThanOrEqual(300);
    expect(chart.periodSeconds).toBe(10_800);
    expect(chart.points.every((p) => p.at % chart.periodSeconds === 0)).toBe(true);
    expect(chart.series[0]?.headline).toBe('43,200');
  });

  it('a latency keeps its worst value, a share its mean', () => {
    const points = Array.from({ length: 600 }, (_, i) => ({ at: T0 + i * 60, p99: i === 301 ? 900 : 10, s: i % 2 }));
    const chart = prepare(
      { points, series: [latency, { key: 's', label: 'Errors', unit: 'percent' }], periodSeconds: 60 },
      utc,
    );
    expect(Math.max(...chart.points.map((p) => p.p99 ?? 0))).toBe(900);
    expect(new Set(chart.points.map((p) => p.s))).toEqual(new Set([0.5]));
  });

  it('never loses or invents a request', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(50_000), fc.nat(1000)), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(60, 300, 3600),
        (pairs, periodSeconds) => {
          const byTime = new Map(pairs.map(([slot, value]) => [T0 + slot * periodSeconds, value]));
          const points = [...byTime].map(([at, n]) => ({ at, n }));
          const chart = prepare({ points, series: [count], periodSeconds }, utc);
          expect(chart.points.length).toBeLessThanOrEqual(301);
          const sum = (list: readonly ChartPoint[]) => list.reduce((total, p) => total + (p.n ?? 0), 0);
          expect(sum(chart.points)).toBe(sum(points));
        },
      ),
    );
  });
});

describe('axes', () => {
  it.each([
    [3, [0, 1, 2, 3]],
    [97, [0, 25, 50, 75, 100]],
    [1234, [0, 500, 1000, 1500]],
    [0, [0, 1]],
  ])('a highest count of %i gives the lines %j', (highest, ticks) => {
    expect(prepare({ points: minutes([highest]), series: [count], periodSeconds: 60 }, utc).left.ticks).toEqual(ticks);
  });

  it('a second unit gets the right axis', () => {
    const points = [{ at: T0, n: 10, p99: 0.03 }];
    const chart = prepare({ points, series: [count, latency], periodSeconds: 60 }, utc);
    expect(chart.series.map((s) => s.axis)).toEqual(['left', 'right']);
    expect(chart.right?.ticks).toEqual([0, 0.01, 0.02, 0.03]);
  });

  it('stacked bars need room for their sum', () => {
    const input = {
      points: [{ at: T0, a: 6, b: 7 }],
      series: [
        { key: 'a', label: 'A', unit: 'count' as const },
        { key: 'b', label: 'B', unit: 'count' as const },
      ],
      periodSeconds: 60,
    };
    expect(prepare(input, { ...utc, stacked: true }).left.max).toBeGreaterThanOrEqual(13);
    expect(prepare(input, utc).left.max).toBeLessThan(13);
  });

  it('time ticks fall on full hours of the reader’s clock', () => {
    const values = Array.from({ length: 144 }, () => 1);
    const points = values.map((n, i) => ({ at: T0 + i * 300, n }));
    const clock = (timeZone: string) => {
      const chart = prepare({ points, series: [count], periodSeconds: 300 }, { timeZone });
      return chart.xTicks.map(chart.time.tick);
    };
    expect(clock('UTC')).toEqual(['12:00', '14:00', '16:00', '18:00', '20:00', '22:00']);
    expect(clock('Asia/Kolkata')).toEqual(['18:00', '20:00', '22:00', '00:00', '02:00', '04:00']);
  });
});

describe('colours', () => {
  it('series get the tokens that nobody asked for, in order', () => {
    const { series } = prepare(
      {
        points: minutes([1]),
        series: [
          count,
          { ...count, key: 'b', color: 'chart-2' },
          { ...count, key: 'c' },
          { ...count, key: 'd', color: 'destructive' },
        ],
        periodSeconds: 60,
      },
      utc,
    );
    expect(series.map((s) => s.color)).toEqual([
      'var(--chart-1)',
      'var(--chart-2)',
      'var(--chart-3)',
      'var(--chart-4)',
    ]);
  });
});

describe('words', () => {
  it('the summary names total, peak and gaps', () => {
    const { summary } = prepare({ points: minutes([5, null, 12]), series: [count], periodSeconds: 60 }, utc);
    expect(summary).toBe(
      'One value per minute, 15 Jan, 12:00 to 15 Jan, 12:02. Requests: 17 in total, highest 12 at 15 Jan, 12:02. 1 of 3 periods have no data.',
    );
  });

  it.each([
    [1234567, 'count', '1,234,567', '1.2M'],
    [0.034, 'ms', '0.03 ms', '0ms'],
    [12.34, 'ms', '12.3 ms', '12.3ms'],
    [1500, 'ms', '1.5 s', '1.5s'],
    [29_000, 'ms', '29 s', '29s'],
    [12.5, 'percent', '12.5 %', '12.5%'],
  ] as const)('%d %s is %s, on an axis %s', (value, unit, exact, tick) => {
    expect([formatValue(value, unit), formatTick(value, unit)]).toEqual([exact, tick]);
  });

  it.each([
    [60, 'minute'],
    [300, '5 minutes'],
    [3600, 'hour'],
    [86_400, 'day'],
    [604_800, '7 days'],
  ])('%i seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});
