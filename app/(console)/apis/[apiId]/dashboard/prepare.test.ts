import { describe, expect, it } from 'vitest';
import type { MetricPoint, MetricSeries } from '@/lib/contract/metrics';
import { averageRate, dashboardCharts, hitRatio, percentText, perPeriod } from './prepare';

const gap: MetricPoint = {
  at: 60,
  count: null,
  error4xx: null,
  error5xx: null,
  cacheHit: null,
  cacheMiss: null,
  throttled: null,
  latency: null,
  integrationLatency: null,
};
const of = (...points: MetricPoint[]): MetricSeries => ({
  from: 0,
  to: 3600,
  periodSeconds: 60,
  points,
  totals: gap,
  routes: [],
});

describe('dashboardCharts', () => {
  it('keeps a gap a gap and a recorded zero a zero', () => {
    const charts = dashboardCharts(of(gap, { ...gap, at: 120, count: 0 }), ['p50']);
    expect(charts.requests.points).toEqual([
      { at: 60, count: null },
      { at: 120, count: 0 },
    ]);
    expect(charts.latency.points[0]).toEqual({ at: 60, p50: null });
  });

  it('draws the percentiles that are switched on, in their order', () => {
    const latency = { avg: 1, min: 1, max: 9, p50: 1, p90: 2, p95: 3, p99: 4 };
    const { latency: chart } = dashboardCharts(of({ ...gap, latency }), ['p99', 'p50']);
    expect(chart.series.map((series) => series.key)).toEqual(['p50', 'p99']);
    expect(chart.points).toEqual([{ at: 60, p50: 1, p99: 4 }]);
  });
});

describe('figures', () => {
  it('has no hit ratio where nothing was cacheable', () => {
    expect(hitRatio({ cacheHit: 0, cacheMiss: 0 })).toBeNull();
    expect(hitRatio({ cacheHit: 3, cacheMiss: 1 })).toBe(0.75);
  });

  it('names periods', () => {
    expect([60, 300, 3600, 10_800, 86_400].map(perPeriod)).toEqual([
      'per minute',
      'per 5 minutes',
      'per hour',
      'per 3 hours',
      'per day',
    ]);
  });

  it('averages over the whole range', () => {
    expect(averageRate({ from: 0, to: 3600, totals: { ...gap, count: 7200 } })).toBe(2);
  });

  it('never shows a share above zero as zero', () => {
    expect([null, 0, 0.0001, 0.1234, 1].map(percentText)).toEqual(['—', '0%', '<0.1%', '12.3%', '100%']);
  });
});
