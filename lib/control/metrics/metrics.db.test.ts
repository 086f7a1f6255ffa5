import { beforeAll, beforeEach, expect, it } from 'vitest';
import { METRIC_RANGES } from '@/lib/contract/metrics';
import { givenRestApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { HOUR, MINUTE, writeMetricPoints } from '@/lib/store/metric-points';
import { rollUpMetrics } from '@/lib/store/metric-rollups';
import { MetricSums } from '@/lib/store/metric-sums';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { getMetrics } from './get';

describeEachDatabase('metrics', (open) => {
  let store: TestDatabase;
  let world: World;
  const now = new Date('2026-03-04T10:20:30Z');
  const nowSeconds = now.getTime() / 1000;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store, { now: () => now });
  });

  /** One request of 20 ms, 15 of them in the backend, in the minute (or hour) that many seconds ago. */
  const request = async (
    restApiId: string,
    secondsAgo: number,
    route: [string, string],
    period: 60 | 3600 = MINUTE,
  ) => {
    const sums = new MetricSums();
    Object.assign(sums, { count: 1, cacheMiss: 1, latencySumUs: 20_000, latencyMinUs: 20_000, latencyMaxUs: 20_000 });
    Object.assign(sums, {
      integrationCount: 1,
      integrationSumUs: 15_000,
      integrationMinUs: 15_000,
      integrationMaxUs: 15_000,
    });
    sums.latency.record(20_000);
    sums.integration.record(15_000);
    const startsAt = Math.floor((nowSeconds - secondsAgo) / period) * period;
    const point = (resource: string, method: string) =>
      sums.toPoint({ restApiId, stageName: 'prod', resource, method, canary: false }, startsAt);
    const shard = `shard ${secondsAgo}`;
    await writeMetricPoints(store.db, period, shard, [point('*', '*'), point(...route)]);
  };

  it('are a series up to now with gaps as gaps, totals and the busiest routes', async () => {
    const { id: restApiId } = await givenRestApi(world.owner);
    await request(restApiId, 90, ['/pets', 'GET']);
    await request(restApiId, 600, ['/pets', 'GET']);
    await request(restApiId, 601, ['/orders', 'POST']);
    await request(restApiId, 3 * HOUR, ['/old', 'GET']);
    const series = await getMetrics(world.viewer, { restApiId });
    expect(series.periodSeconds).toBe(60);
    expect(series.points.filter(({ count }) => count !== null).map(({ count }) => count)).toEqual([2, 1]);
    expect(series.points.at(-1)?.at).toBe(Math.floor(nowSeconds / 60) * 60);
    expect(series.totals).toMatchObject({ count: 3, error5xx: 0, cacheMiss: 3 });
    expect(series.totals.latency?.avg).toBe(20);
    expect(series.totals.integrationLatency?.p50).toBeCloseTo(15, 0);
    expect(series.routes.map(({ resource, method, count }) => [resource, method, count])).toEqual([
      ['/pets', 'GET', 2],
      ['/orders', 'POST', 1],
    ]);
    const one = await getMetrics(world.viewer, { restApiId, stageName: 'prod', resource: '/orders', method: 'POST' });
    expect(one.totals.count).toBe(1);
    expect((await getMetrics(world.viewer, { restApiId, stageName: 'other' })).totals.count).toBeNull();
  });

  it.each(METRIC_RANGES)('have at most 300 points for %s and find what is as old', async (range) => {
    const { id: restApiId } = await givenRestApi(world.owner);
    const hours = { '1h': 1, '3h': 3, '12h': 12, '24h': 24, '7d': 168, '30d': 720 }[range];
    await request(restApiId, hours * HOUR - 600, ['/', 'GET'], hours > 24 ? HOUR : MINUTE);
    await rollUpMetrics(store.db, nowSeconds);
    const series = await getMetrics(world.viewer, { restApiId, range });
    expect(series.points.length).toBeLessThanOrEqual(300);
    expect(series.points.length).toBeGreaterThan(50);
    expect(series.totals.count).toBe(1);
  });

  it('belong to their account', async () => {
    const { id: restApiId } = await givenRestApi(world.owner);
    await expect(getMetrics(world.stranger, { restApiId })).rejects.toThrow(NotFoundError);
    await expect(getMetrics(world.consumer, { restApiId })).rejects.toThrow(ForbiddenError);
    await expect(getMetrics(world.viewer, { restApiId, range: '2h' })).rejects.toThrow(InvalidInputError);
  });
});
