import type { MetricPoint, MetricSeries } from '@/lib/contract/metrics';
import { Histogram } from '@/lib/gateway/observe/histogram';
import type { Db } from './client';
import {
  DAY,
  HOUR,
  MINUTE,
  type PointFilter,
  readLatencyHistograms,
  readMetricPoints,
  readRouteTotals,
} from './metric-points';
import { readRollUpMarks } from './metric-rollups';
import { MetricSums } from './metric-sums';

export interface SeriesQuery {
  readonly restApiId: string;
  /** Absent: all stages. */
  readonly stageName?: string | undefined;
  /** Both absent: the whole stage. */
  readonly resource?: string | undefined;
  readonly method?: string | undefined;
  /** Absent: the stage's own requests and its canary's together. */
  readonly canary?: boolean | undefined;
  /** Seconds since the epoch; widened to whole steps. */
  readonly from: number;
  readonly to: number;
  /** A whole number of minutes; of hours where data older than two days is asked for. */
  readonly stepSeconds: number;
}

/** What a chart draws: a point per step, with percentiles of all requests in it; steps without requests are gaps. */
export async function readMetricSeries(db: Db, query: SeriesQuery): Promise<Omit<MetricSeries, 'routes'>> {
  const { restApiId, stageName, canary, stepSeconds } = query;
  const isStage = query.resource === undefined && query.method === undefined;
  const span = widened(query);
  const bySteps = new Map<number, MetricSums>();
  for (const source of await sources(db, span)) {
    const points = await readMetricPoints(db, {
      ...source,
      restApiId,
      stageName,
      canary,
      resource: isStage ? '*' : query.resource,
      method: isStage ? '*' : query.method,
    });
    for (const point of points) {
      const at = point.startsAt - ((point.startsAt - span.from) % stepSeconds);
      let sums = bySteps.get(at);
      if (sums === undefined) {
        sums = new MetricSums();
        bySteps.set(at, sums);
      }
      sums.add(point);
    }
  }
  const totals = new MetricSums();
  const points: MetricPoint[] = [];
  for (let at = span.from; at < span.to; at += stepSeconds) {
    const sums = bySteps.get(at);
    if (sums) totals.merge(sums);
    points.push({ at, ...toValues(sums) });
  }
  return { from: span.from, to: span.to, periodSeconds: stepSeconds, points, totals: toValues(totals) };
}

/** Busiest routes first, each with the 95th percentile of its latency. */
export async function readBusiestRoutes(
  db: Db,
  query: Omit<SeriesQuery, 'resource' | 'method'>,
  limit = 10,
): Promise<MetricSeries['routes']> {
  const { restApiId, stageName, canary } = query;
  const parts = await coarsest(db, widened(query));
  const filters = parts.map((part): PointFilter => ({ ...part, restApiId, stageName, canary }));
  if (filters.length === 0) return [];
  const busiest = (await readRouteTotals(db, filters)).sort(byCount).slice(0, limit);
  return Promise.all(
    busiest.map(async (route) => {
      const { resource, method } = route;
      const latency = new Histogram();
      const ofRoute = filters.map((filter) => ({ ...filter, resource, method }));
      for (const bytes of await readLatencyHistograms(db, ofRoute)) latency.mergeEncoded(bytes);
      return { ...route, latencyP95Ms: latency.total === 0 ? null : toMs(latency.percentile(95)) };
    }),
  );
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
}

const widened = ({ from, to, stepSeconds }: Span): Span => ({
  from: Math.floor(from / stepSeconds) * stepSeconds,
  to: Math.ceil(to / stepSeconds) * stepSeconds,
  stepSeconds,
});

/** Finished days and hours are read rolled up where the step allows; what is not rolled up yet, by its minutes. */
async function sources(db: Db, { from, to, stepSeconds }: Span): Promise<PointFilter[]> {
  const marks = await readRollUpMarks(db);
  const daysEnd = stepSeconds % DAY === 0 ? clamp(marks.daysUntil, from, to) : from;
  const hoursEnd = stepSeconds % HOUR === 0 ? clamp(marks.hoursUntil, daysEnd, to) : daysEnd;
  return nonEmpty([
    { periodSeconds: DAY, from, to: daysEnd },
    { periodSeconds: HOUR, from: daysEnd, to: hoursEnd },
    { periodSeconds: MINUTE, from: hoursEnd, to },
  ]);
}

/** The span in as few points as there are: whole days and hours rolled up, minutes at the edges. */
async function coarsest(db: Db, { from, to }: Span): Promise<PointFilter[]> {
  const marks = await readRollUpMarks(db);
  const hours = { from: Math.ceil(from / HOUR) * HOUR, to: floorTo(Math.min(to, marks.hoursUntil), HOUR) };
  if (hours.from >= hours.to) return nonEmpty([{ periodSeconds: MINUTE, from, to }]);
  const days = { from: Math.ceil(hours.from / DAY) * DAY, to: floorTo(Math.min(hours.to, marks.daysUntil), DAY) };
  const middle: PointFilter[] =
    days.from >= days.to
      ? [{ periodSeconds: HOUR, ...hours }]
      : [
          { periodSeconds: HOUR, from: hours.from, to: days.from },
          { periodSeconds: DAY, ...days },
          { periodSeconds: HOUR, from: days.to, to: hours.to },
        ];
  return nonEmpty([
    { periodSeconds: MINUTE, from, to: hours.from },
    ...middle,
    { periodSeconds: MINUTE, from: hours.to, to },
  ]);
}

const nonEmpty = (parts: readonly PointFilter[]): PointFilter[] => parts.filter((part) => part.from < part.to);

function toValues(sums: MetricSums | undefined): Omit<MetricPoint, 'at'> {
  if (sums === undefined || sums.count === 0) return NOTHING;
  const { count, error4xx, error5xx, cacheHit, cacheMiss, throttled } = sums;
  return {
    ...{ count, error4xx, error5xx, cacheHit, cacheMiss, throttled },
    latency: percentiles(sums.latency, sums.latencySumUs, sums.latencyMinUs, sums.latencyMaxUs),
    integrationLatency: percentiles(
      sums.integration,
      sums.integrationSumUs,
      sums.integrationMinUs,
      sums.integrationMaxUs,
    ),
  };
}

const NOTHING = {
  count: null,
  error4xx: null,
  error5xx: null,
  cacheHit: null,
  cacheMiss: null,
  throttled: null,
  latency: null,
  integrationLatency: null,
} as const;

function percentiles(histogram: Histogram, sumUs: number, minUs: number, maxUs: number): MetricPoint['latency'] {
  if (histogram.total === 0) return null;
  // A bucket's midpoint may lie just outside of what was seen.
  const at = (percent: number) => toMs(clamp(histogram.percentile(percent), minUs, maxUs));
  return {
    avg: toMs(sumUs / histogram.total),
    min: toMs(minUs),
    max: toMs(maxUs),
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
  };
}

const byCount = (a: RouteKey, b: RouteKey): number =>
  b.count - a.count || a.resource.localeCompare(b.resource) || a.method.localeCompare(b.method);
type RouteKey = Readonly<{ resource: string; method: string; count: number }>;

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);
const floorTo = (seconds: number, step: number): number => Math.floor(seconds / step) * step;
const toMs = (us: number): number => Math.round(us) / 1000;
