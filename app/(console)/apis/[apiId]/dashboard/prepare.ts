import type { ChartInput, ChartPoint, ChartSeries } from '@/components/chart/types';
import type { MetricPoint, MetricRange, MetricSeries } from '@/lib/contract/metrics';

export const PERCENTILES = ['p50', 'p90', 'p95', 'p99'] as const;
export type Percentile = (typeof PERCENTILES)[number];

/** What every chart of the page draws, with the gaps left in. */
export function dashboardCharts(series: MetricSeries, percentiles: readonly Percentile[]) {
  const chart = (lines: readonly ChartSeries[], pick: (point: MetricPoint) => Omit<ChartPoint, 'at'>): ChartInput => ({
    points: series.points.map((point) => ({ ...pick(point), at: point.at })),
    series: lines,
    periodSeconds: series.periodSeconds,
    from: series.from,
    to: series.to,
    // Every range ends in the period that is now.
    running: true,
  });
  const times = PERCENTILES.filter((name) => percentiles.includes(name));
  const timeLines = times.map((name) => ({
    key: name,
    label: name,
    unit: 'ms' as const,
    color: PERCENTILE_COLOR[name],
  }));
  const timesOf = (values: MetricPoint['latency']) =>
    Object.fromEntries(times.map((name) => [name, values ? values[name] : null]));

  return {
    requests: chart([{ key: 'count', label: 'Requests', unit: 'count', color: 'chart-1' }], ({ count }) => ({ count })),
    errors: chart(
      [
        { key: 'error4xx', label: '4XX', unit: 'count', color: 'chart-3' },
        { key: 'error5xx', label: '5XX', unit: 'count', color: 'chart-4' },
        { key: 'throttled', label: 'Throttled (in 4XX)', unit: 'count', color: 'chart-6' },
      ],
      ({ error4xx, error5xx, throttled }) => ({ error4xx, error5xx, throttled }),
    ),
    latency: chart(timeLines, (point) => timesOf(point.latency)),
    integrationLatency: chart(timeLines, (point) => timesOf(point.integrationLatency)),
    cache: chart(
      [
        { key: 'cacheHit', label: 'Hits', unit: 'count', color: 'chart-2' },
        { key: 'cacheMiss', label: 'Misses', unit: 'count', color: 'chart-6' },
      ],
      ({ cacheHit, cacheMiss }) => ({ cacheHit, cacheMiss }),
    ),
  };
}

// The slower the share of requests, the warmer.
const PERCENTILE_COLOR = { p50: 'chart-1', p90: 'chart-2', p95: 'chart-3', p99: 'chart-4' } as const;

/** Share of cacheable requests that were answered from the cache; null without any. */
export function hitRatio(counts: { cacheHit: number | null; cacheMiss: number | null }): number | null {
  const hits = counts.cacheHit ?? 0;
  const asked = hits + (counts.cacheMiss ?? 0);
  return asked > 0 ? hits / asked : null;
}

export function share(part: number | null, whole: number | null): number | null {
  return whole ? (part ?? 0) / whole : null;
}

/** Requests per second over the range. */
export function averageRate(series: Pick<MetricSeries, 'from' | 'to' | 'totals'>): number | null {
  const seconds = series.to - series.from;
  return series.totals.count === null || seconds <= 0 ? null : series.totals.count / seconds;
}

export const hasTraffic = (series: MetricSeries) => (series.totals.count ?? 0) > 0;

export const RANGE_TEXT: Record<MetricRange, string> = {
  '1h': 'last hour',
  '3h': 'last 3 hours',
  '12h': 'last 12 hours',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
};

/** "per minute", "per 5 minutes", "per hour". */
export function perPeriod(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? 'per day' : `per ${seconds / 86_400} days`;
  if (seconds % 3600 === 0) return seconds === 3600 ? 'per hour' : `per ${seconds / 3600} hours`;
  return seconds === 60 ? 'per minute' : `per ${seconds / 60} minutes`;
}

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

export function percentText(ratio: number | null): string {
  if (ratio === null) return '—';
  // A share that is not zero never reads as zero.
  return ratio > 0 && ratio < 0.0005 ? '<0.1%' : percent.format(ratio);
}
