import { describe, expect, it } from 'vitest';
import type { MetricPoint, MetricSeries } from '@/lib/contract/metrics';
import { compareVariants } from './canary-prepare';

const NOTHING = { error4xx: null, error5xx: null, cacheHit: null, cacheMiss: null, throttled: null };

const values = (count: number | null, error5xx = 0, p95Ms = 10): Omit<MetricPoint, 'at'> => ({
  ...NOTHING,
  count,
  ...(count === null ? {} : { error4xx: 0, error5xx }),
  latency: count === null ? null : { avg: 5, min: 1, max: 99, p50: 5, p90: 9, p95: p95Ms, p99: 50 },
  integrationLatency: null,
});

function series(
  from: number,
  points: readonly Omit<MetricPoint, 'at'>[],
  totals: MetricSeries['totals'],
): MetricSeries {
  const to = from + points.length * 60;
  return {
    ...{ from, to, periodSeconds: 60, totals, routes: [] },
    points: points.map((point, index) => ({ ...point, at: from + index * 60 })),
  };
}

const CHOICE = { errorClass: '5xx', percentile: 'p95' } as const;

describe('a canary’s comparison', () => {
  it('draws both sides over the same time, with gaps as gaps', () => {
    const baseline = series(600, [values(200, 2), values(null)], values(200, 2));
    // Asked for a moment later, when the next minute had begun.
    const canary = series(660, [values(20, 5, 40), values(10)], values(30, 5, 40));
    const { requests, errors, latency } = compareVariants(baseline, canary, CHOICE);
    expect(requests).toMatchObject({ from: 600, to: 780, periodSeconds: 60 });
    expect(requests.points).toEqual([
      { at: 600, baseline: 200, canary: null },
      { at: 660, baseline: null, canary: 20 },
      { at: 720, baseline: null, canary: 10 },
    ]);
    expect(errors.points.map(({ baseline: ours, canary: theirs }) => [ours, theirs])).toEqual([
      [1, null],
      [null, 25],
      [null, 0],
    ]);
    expect(latency.points.map(({ canary: theirs }) => theirs)).toEqual([null, 40, 10]);
  });

  it('tells the range in numbers and how far they are apart', () => {
    const { rows } = compareVariants(series(0, [], values(12_000, 12)), series(0, [], values(1_000, 31, 8)), CHOICE);
    expect(rows.map(({ label, baseline, canary, difference }) => [label, baseline, canary, difference])).toEqual([
      ['Requests', '12K', '1,000', ''],
      ['4XX rate', '0%', '0%', '±0 pts'],
      ['5XX rate', '0.1%', '3.1%', '+3.0 pts'],
      ['Latency p50', '5 ms', '5 ms', '±0 %'],
      ['Latency p95', '10 ms', '8 ms', '−20 %'],
      ['Latency p99', '50 ms', '50 ms', '±0 %'],
    ]);
  });

  it('draws no conclusion from a handful of requests', () => {
    const { rows } = compareVariants(series(0, [], values(5000)), series(0, [], values(19, 0, 900)), CHOICE);
    expect(rows.map(({ difference }) => difference)).toEqual(['', ...Array.from({ length: 5 }, () => 'too few')]);
  });

  it('compares nothing with nothing', () => {
    const { rows } = compareVariants(series(0, [], values(100)), series(0, [], values(null)), CHOICE);
    expect(rows[0]).toMatchObject({ baseline: '100', canary: '0' });
    expect(rows.slice(1).map(({ canary, difference }) => [canary, difference])).toEqual(
      Array.from({ length: 5 }, () => ['—', '']),
    );
  });
});
