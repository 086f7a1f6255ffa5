import { getMetricsInput, type MetricRange, type MetricSeries } from '@/lib/contract/metrics';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { readBusiestRoutes, readMetricSeries } from '@/lib/store/metric-series';
import { requireRestApi } from '@/lib/store/rest-apis';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Steps are coarse enough for at most 300 points. */
const RANGES: Readonly<Record<MetricRange, { readonly seconds: number; readonly stepSeconds: number }>> = {
  '1h': { seconds: HOUR, stepSeconds: 60 },
  '3h': { seconds: 3 * HOUR, stepSeconds: 60 },
  '12h': { seconds: 12 * HOUR, stepSeconds: 300 },
  '24h': { seconds: DAY, stepSeconds: 300 },
  '7d': { seconds: 7 * DAY, stepSeconds: HOUR },
  '30d': { seconds: 30 * DAY, stepSeconds: 3 * HOUR },
};

/** What the dashboard draws: a series up to now with its totals, and the busiest routes of the API or stage. */
export async function getMetrics(ctx: Ctx, input: unknown): Promise<MetricSeries> {
  const { accountId } = requireScope(ctx, 'metrics:read');
  const { restApiId, stageName, resource, method, variant, range } = parse(getMetricsInput, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const { seconds, stepSeconds } = RANGES[range];
  const to = Math.floor(ctx.clock.now().getTime() / 1000) + 1;
  const canary = variant === undefined ? undefined : variant === 'canary';
  const span = { restApiId, stageName, canary, from: to - seconds, to, stepSeconds };
  const [series, routes] = await Promise.all([
    readMetricSeries(ctx.db, { ...span, resource, method }),
    readBusiestRoutes(ctx.db, span),
  ]);
  return { ...series, routes };
}
