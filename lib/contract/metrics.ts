import { z } from 'zod';
import { entityId } from './common';

export const METRIC_RANGES = ['1h', '3h', '12h', '24h', '7d', '30d'] as const;
export type MetricRange = (typeof METRIC_RANGES)[number];

export const getMetricsInput = z.object({
  restApiId: entityId,
  /** Absent: all stages. */
  stageName: z.string().optional(),
  resource: z.string().optional(),
  method: z.string().optional(),
  /** Absent: the stage's own requests and its canary's together. */
  variant: z.enum(['baseline', 'canary']).optional(),
  range: z.enum(METRIC_RANGES).default('1h'),
});
export type GetMetricsInput = z.input<typeof getMetricsInput>;

const percentiles = z.object({
  avg: z.number(),
  min: z.number(),
  max: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
});

/** One step; null values are gaps: nothing was recorded then. */
export const metricPoint = z.object({
  /** Start, epoch seconds. */
  at: z.number().int(),
  count: z.number().int().nullable(),
  error4xx: z.number().int().nullable(),
  error5xx: z.number().int().nullable(),
  cacheHit: z.number().int().nullable(),
  cacheMiss: z.number().int().nullable(),
  throttled: z.number().int().nullable(),
  /** Milliseconds. */
  latency: percentiles.nullable(),
  integrationLatency: percentiles.nullable(),
});
export type MetricPoint = z.infer<typeof metricPoint>;

export const metricTotals = metricPoint.omit({ at: true });

export const metricSeries = z.object({
  from: z.number().int(),
  to: z.number().int(),
  periodSeconds: z.number().int(),
  points: z.array(metricPoint),
  totals: metricTotals,
  /** Busiest routes of the range, most requests first. */
  routes: z.array(
    z.object({
      resource: z.string(),
      method: z.string(),
      count: z.number().int(),
      error4xx: z.number().int(),
      error5xx: z.number().int(),
      latencyP95Ms: z.number().nullable(),
    }),
  ),
});
export type MetricSeries = z.infer<typeof metricSeries>;
