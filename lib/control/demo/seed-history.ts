import { MS_PER_DAY } from '@/lib/clock';
import type { Ctx } from '@/lib/control/context';
import type { DemoRecord } from '@/lib/store/demo';
import { DAY, HOUR, type MetricPointRow, MINUTE, writeMetricPoints } from '@/lib/store/metric-points';
import { invalidateRollUps, rollUpMetrics } from '@/lib/store/metric-rollups';
import { MetricSums } from '@/lib/store/metric-sums';
import { type UsageRow, writeUsage } from '@/lib/store/usage-counters';
import { noise, type Random, randomFrom } from './random';

const SHARD = 'demo';
const HISTORY_DAYS = 30;
/** Requests of an hour are far more than a histogram's shape needs. */
const SAMPLES_PER_POINT = 40;
const ROWS_PER_WRITE = 4_000;

interface RouteHistory {
  readonly restApiId: string;
  readonly stageName: string;
  readonly resource: string;
  readonly method: string;
  readonly perMinute: number;
  /** Of the backend. */
  readonly medianMs: number;
  /** Share of requests that the cache answers; absent: the method is not cached. */
  readonly hitShare?: number;
  readonly share4xx: number;
  readonly share5xx: number;
  readonly throttledShare?: number;
  /** Answered by the stage's canary, which is there for a day. */
  readonly canary?: boolean;
}

/** The last day by minutes and the month before it by hours, with the rhythm of days and weeks; then the same in usage. */
export async function backfill(ctx: Ctx, record: DemoRecord): Promise<void> {
  const now = Math.floor(ctx.clock.now().getTime() / 1000);
  const random = randomFrom(20_260_101);
  const minutesFrom = Math.floor((now - DAY) / HOUR) * HOUR;
  const finestFrom = Math.floor((now - 3 * HOUR) / HOUR) * HOUR;
  const routes = routeHistories(record);
  const write = (span: Span) => writeSpan(ctx, routes, random, span);
  // As fine as the dashboard draws: steps of a minute up to three hours, of five up to a day, of an hour up to a week, of
  // three beyond. Finer rows would only take time to write.
  const weekFrom = Math.floor((now - 7 * DAY) / (3 * HOUR)) * 3 * HOUR;
  await write({ from: weekFrom - (HISTORY_DAYS - 7) * DAY, to: weekFrom, step: 3 * HOUR, period: HOUR });
  await write({ from: weekFrom, to: minutesFrom, step: HOUR, period: HOUR });
  await write({ from: minutesFrom, to: finestFrom, step: 5 * MINUTE, period: MINUTE });
  await write({ from: finestFrom, to: Math.floor(now / MINUTE) * MINUTE, step: MINUTE, period: MINUTE });
  await invalidateRollUps(ctx.db, minutesFrom, now);
  await rollUpMetrics(ctx.db, now);
  await writeUsage(ctx.db, SHARD, usageHistory(record, random, Math.floor((now * 1000) / MS_PER_DAY), now));
}

function routeHistories({ petStoreId, warehouseId }: DemoRecord): RouteHistory[] {
  const quiet = { share4xx: 0.004, share5xx: 0.001 };
  const prod = { restApiId: petStoreId, stageName: 'prod', ...quiet };
  const dev = { restApiId: petStoreId, stageName: 'dev', ...quiet };
  const warehouse = { restApiId: warehouseId, stageName: 'prod' };
  const canary = { ...warehouse, canary: true };
  return [
    { ...prod, resource: '/', method: 'GET', perMinute: 2, medianMs: 0 },
    { ...prod, resource: '/pets', method: 'GET', perMinute: 39, medianMs: 16, hitShare: 0.82, share4xx: 0.05 },
    {
      ...prod,
      resource: '/pets/{petId}',
      method: 'GET',
      perMinute: 36,
      medianMs: 4,
      hitShare: 0.5,
      share4xx: 0.09,
      throttledShare: 0.06,
    },
    { ...prod, resource: '/inventory', method: 'GET', perMinute: 8, medianMs: 5, hitShare: 0.97 },
    { ...prod, resource: '/pets/{petId}/shipping', method: 'GET', perMinute: 3, medianMs: 2, share4xx: 0.1 },
    { ...prod, resource: '/pets/price-tags', method: 'GET', perMinute: 2, medianMs: 16 },
    { ...prod, resource: '/orders', method: 'POST', perMinute: 6, medianMs: 7, share4xx: 0.08, throttledShare: 0.07 },
    { ...prod, resource: '/orders/{orderId}', method: 'GET', perMinute: 4, medianMs: 4 },
    { ...dev, resource: '/pets', method: 'GET', perMinute: 3, medianMs: 17 },
    { ...dev, resource: '/orders', method: 'GET', perMinute: 0.7, medianMs: 5 },
    { ...warehouse, resource: '/report', method: 'GET', perMinute: 6, medianMs: 640, share4xx: 0, share5xx: 0.22 },
    { ...warehouse, resource: '/stock', method: 'GET', perMinute: 12, medianMs: 60, share4xx: 0, share5xx: 0.25 },
    { ...canary, resource: '/report', method: 'GET', perMinute: 1.2, medianMs: 640, share4xx: 0, share5xx: 0.22 },
    { ...canary, resource: '/stock', method: 'GET', perMinute: 2.4, medianMs: 5, share4xx: 0, share5xx: 0 },
    { ...warehouse, resource: '/legacy', method: 'GET', perMinute: 0.8, medianMs: 800, share4xx: 0, share5xx: 1 },
    { ...warehouse, resource: '/printer', method: 'GET', perMinute: 0.7, medianMs: 3, share4xx: 0, share5xx: 1 },
  ];
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** Seconds from row to row. */
  readonly step: number;
  /** What the rows are filed as. */
  readonly period: typeof MINUTE | typeof HOUR;
}

async function writeSpan(ctx: Ctx, routes: readonly RouteHistory[], random: Random, span: Span): Promise<void> {
  let rows: MetricPointRow[] = [];
  for (let at = span.from; at < span.to; at += span.step) {
    const stages = new Map<string, { readonly route: RouteHistory; readonly sums: MetricSums }>();
    for (const route of routes) {
      if (route.canary && span.period === HOUR) continue;
      const sums = sumsOf(route, at, span.step, random);
      if (sums.count === 0) continue;
      rows.push(sums.toPoint(seriesOf(route, route.resource, route.method), at));
      const key = `${route.restApiId}/${route.stageName}/${route.canary ?? false}`;
      const stage = stages.get(key) ?? { route, sums: new MetricSums() };
      stage.sums.merge(sums);
      stages.set(key, stage);
    }
    for (const { route, sums } of stages.values()) rows.push(sums.toPoint(seriesOf(route, '*', '*'), at));
    if (rows.length >= ROWS_PER_WRITE) {
      await writeMetricPoints(ctx.db, span.period, SHARD, rows);
      rows = [];
    }
  }
  await writeMetricPoints(ctx.db, span.period, SHARD, rows);
}

const seriesOf = ({ restApiId, stageName, canary = false }: RouteHistory, resource: string, method: string) => ({
  restApiId,
  stageName,
  resource,
  method,
  canary,
});

function sumsOf(route: RouteHistory, at: number, step: number, random: Random): MetricSums {
  const sums = new MetricSums();
  const expected = route.perMinute * (step / 60) * rhythm(at);
  const count = Math.max(0, Math.round(noise(random, expected, Math.sqrt(expected))));
  if (count === 0) return sums;
  const part = (share: number) => Math.min(count, Math.floor(count * share + random()));
  sums.count = count;
  sums.error4xx = part(route.share4xx);
  sums.error5xx = Math.min(part(route.share5xx * incident(at)), count - sums.error4xx);
  sums.throttled = Math.min(sums.error4xx, part(route.throttledShare ?? 0));
  const answered = count - sums.throttled;
  sums.cacheHit = route.hitShare === undefined ? 0 : Math.min(answered, part(route.hitShare));
  sums.cacheMiss = route.hitShare === undefined ? 0 : answered - sums.cacheHit;
  sums.integrationCount = route.medianMs === 0 ? 0 : answered - sums.cacheHit;
  recordLatencies(sums, route, incident(at), random);
  return sums;
}

/** A sample of latencies stands for all; sums are scaled to the real counts. */
function recordLatencies(sums: MetricSums, route: RouteHistory, slowness: number, random: Random): void {
  const samples = Math.min(sums.count, SAMPLES_PER_POINT);
  const backendShare = sums.integrationCount / sums.count;
  let latencySum = 0;
  let integrationSum = 0;
  let integrationSamples = 0;
  for (let i = 0; i < samples; i += 1) {
    const ownUs = 350 + 500 * random() ** 3;
    const toBackend = i < Math.ceil(samples * backendShare) && sums.integrationCount > 0;
    const backendUs = toBackend ? route.medianMs * 1000 * slowness * Math.exp(noise(random, 0, 0.45)) : 0;
    const totalUs = Math.round(ownUs + backendUs);
    sums.latency.record(totalUs);
    latencySum += totalUs;
    sums.latencyMinUs = Math.min(sums.latencyMinUs, totalUs);
    sums.latencyMaxUs = Math.max(sums.latencyMaxUs, totalUs);
    if (!toBackend) continue;
    const us = Math.round(backendUs);
    sums.integration.record(us);
    integrationSum += us;
    integrationSamples += 1;
    sums.integrationMinUs = Math.min(sums.integrationMinUs, us);
    sums.integrationMaxUs = Math.max(sums.integrationMaxUs, us);
  }
  sums.latencySumUs = Math.round((latencySum / samples) * sums.count);
  sums.integrationSumUs =
    integrationSamples === 0 ? 0 : Math.round((integrationSum / integrationSamples) * sums.integrationCount);
}

/** Busy afternoons, quiet nights and weekends, a slow growth over the month. */
function rhythm(at: number): number {
  const hour = (at % DAY) / HOUR;
  const daily = 0.62 + 0.5 * Math.exp(-(((hour - 14.5) / 4.2) ** 2)) - 0.28 * Math.exp(-(((hour - 4) / 3) ** 2));
  const weekday = new Date(at * 1000).getUTCDay();
  const growth = 0.9 + 0.1 * Math.sin(at / (9 * DAY));
  return daily * growth * (weekday === 0 || weekday === 6 ? 0.7 : 1);
}

/** Twice in a month something is wrong for an hour: latency and errors rise. */
function incident(at: number): number {
  const hourOfMonth = Math.floor(at / HOUR) % (14 * 24);
  return hourOfMonth === 200 || hourOfMonth === 11 ? 2.6 : 1;
}

/** As many requests by key as the metrics tell of, roughly. */
function usageHistory(record: DemoRecord, random: Random, today: number, now: number): UsageRow[] {
  const { freePlanId, proPlanId, keyIds } = record;
  const perDay = [
    { usagePlanId: proPlanId, apiKeyId: keyIds.website, requests: 95_000 },
    { usagePlanId: freePlanId, apiKeyId: keyIds.mobileApp, requests: 7_600 },
    { usagePlanId: freePlanId, apiKeyId: keyIds.consumer, requests: 3_900 },
    { usagePlanId: proPlanId, apiKeyId: keyIds.quickStart, requests: 12 },
  ];
  const partOfToday = (now % DAY) / DAY;
  return Array.from({ length: HISTORY_DAYS }, (_, index) => today - index).flatMap((day) =>
    perDay.map(({ requests, ...pair }) => {
      const mean = requests * rhythm(day * DAY + 12 * HOUR) * (day === today ? partOfToday : 1);
      return { ...pair, day, used: Math.max(0, Math.round(noise(random, mean, mean * 0.08))) };
    }),
  );
}
