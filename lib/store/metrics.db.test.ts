import { expect, it } from 'vitest';
import { Histogram } from '@/lib/gateway/observe/histogram';
import type { Db } from './client';
import { DAY, HOUR, type MetricPointRow, MINUTE, readMetricPoints, writeMetricPoints } from './metric-points';
import { invalidateRollUps, readRollUpMarks, rollUpMetrics } from './metric-rollups';
import { readBusiestRoutes, readMetricSeries } from './metric-series';
import { describeEachDatabase } from './testing/databases';

/** A day's start. */
const T0 = 20_516 * DAY;

function point(startsAt: number, latenciesUs: readonly number[], extra: Partial<MetricPointRow> = {}): MetricPointRow {
  const latency = new Histogram();
  for (const value of latenciesUs) latency.record(value);
  return {
    restApiId: 'api',
    stageName: 'prod',
    resource: '*',
    method: '*',
    canary: false,
    startsAt,
    count: latenciesUs.length,
    error4xx: 1,
    error5xx: 0,
    cacheHit: 2,
    cacheMiss: 3,
    throttled: 1,
    latencySumUs: latenciesUs.reduce((sum, value) => sum + value, 0),
    latencyMinUs: Math.min(...latenciesUs),
    latencyMaxUs: Math.max(...latenciesUs),
    latencyHistogram: latency.encode(),
    integrationCount: 0,
    integrationSumUs: 0,
    integrationMinUs: 0,
    integrationMaxUs: 0,
    integrationHistogram: new Histogram().encode(),
    ...extra,
  };
}

describeEachDatabase('metrics', (open) => {
  const query = { restApiId: 'api', stageName: 'prod', from: T0, to: T0 + HOUR, stepSeconds: MINUTE };

  it('come back as they were written', async () => {
    const { db } = await open();
    const row = point(T0, [1000, 2000], {
      ...{ latencySumUs: 2 ** 45, integrationCount: 2, integrationSumUs: 2 ** 40, integrationMinUs: 5 },
      integrationMaxUs: 2 ** 31 - 1,
      integrationHistogram: Histogram.decode(Uint8Array.of(1, 5, 2)).encode(),
    });
    await writeMetricPoints(db, MINUTE, 'one', [row]);
    const [read] = await readMetricPoints(db, { periodSeconds: MINUTE, from: T0, to: T0 + 60 });
    expect({
      ...read,
      latencyHistogram: [...(read?.latencyHistogram ?? [])],
      integrationHistogram: [...(read?.integrationHistogram ?? [])],
    }).toEqual({
      ...row,
      latencyHistogram: [...row.latencyHistogram],
      integrationHistogram: [...row.integrationHistogram],
    });
  });

  it('replace what their writer said before, and never by less', async () => {
    const { db } = await open();
    await writeMetricPoints(db, MINUTE, 'one', [point(T0, [1])]);
    await writeMetricPoints(db, MINUTE, 'one', [point(T0, [1, 2, 3])]);
    await writeMetricPoints(db, MINUTE, 'one', [point(T0, [1])]);
    await writeMetricPoints(db, MINUTE, 'two', [point(T0, [4])]);
    const series = await readMetricSeries(db, query);
    expect(series.totals).toMatchObject({ count: 4, latency: { min: 0.001, max: 0.004 } });
  });

  it('are drawn with gaps where nothing was recorded', async () => {
    const { db } = await open();
    await writeMetricPoints(db, MINUTE, 'one', [point(T0, [1000, 3000]), point(T0 + 120, [5000])]);
    const { points, totals, periodSeconds } = await readMetricSeries(db, { ...query, to: T0 + 180 });
    expect(periodSeconds).toBe(60);
    expect(points.map(({ at, count }) => [at - T0, count])).toEqual([
      [0, 2],
      [60, null],
      [120, 1],
    ]);
    expect(points[0]).toMatchObject({ error4xx: 1, cacheHit: 2, cacheMiss: 3, throttled: 1, integrationLatency: null });
    expect(points[0]?.latency).toMatchObject({ avg: 2, min: 1, max: 3 });
    expect(points[1]?.latency).toBeNull();
    expect(totals).toMatchObject({ count: 3, error4xx: 2, latency: { avg: 3, min: 1, max: 5 } });
    expect((await readMetricSeries(db, { ...query, restApiId: 'other' })).totals.count).toBeNull();
  });

  it('give percentiles of all requests in a step, not of minutes', async () => {
    const { db } = await open();
    const fast = Array.from({ length: 990 }, () => 1000);
    const slow = Array.from({ length: 10 }, () => 1_000_000);
    await writeMetricPoints(db, MINUTE, 'one', [point(T0, fast), point(T0 + 60, slow)]);
    const { points } = await readMetricSeries(db, { ...query, stepSeconds: HOUR });
    expect(points).toHaveLength(1);
    expect(points[0]?.latency?.p50).toBeCloseTo(1, 1);
    expect(points[0]?.latency?.p99).toBeCloseTo(1, 1);
    const latency = (await readMetricSeries(db, query)).totals.latency;
    expect(latency?.max).toBe(1000);
  });

  it('add up stages when none is named, and pick one route when asked', async () => {
    const { db } = await open();
    await writeMetricPoints(db, MINUTE, 'one', [
      point(T0, [1]),
      point(T0, [1, 2], { stageName: 'dev' }),
      point(T0, [1, 2, 3], { resource: '/pets', method: 'GET' }),
    ]);
    const count = async (extra: object) => (await readMetricSeries(db, { ...query, ...extra })).totals.count;
    expect(await count({ stageName: undefined })).toBe(3);
    expect(await count({ resource: '/pets', method: 'GET' })).toBe(3);
    expect(await count({ resource: '/pets', method: 'PUT' })).toBeNull();
  });

  it('add up a stage and its canary, and tell them apart when asked, rolled up or not', async () => {
    const { db } = await open();
    const [route, canary] = [{ resource: '/a', method: 'GET' }, { canary: true }];
    await writeMetricPoints(db, MINUTE, 'one', [
      ...[point(T0, [1, 1, 1]), point(T0, [1, 1, 1], route)],
      ...[point(T0, [9000], canary), point(T0, [9000], { ...route, ...canary })],
    ]);
    const read = async (extra: object) =>
      (await readMetricSeries(db, { ...query, stepSeconds: HOUR, ...extra })).totals;
    const expectAll = async () => {
      expect(await read({})).toMatchObject({ count: 4, latency: { max: 9 } });
      expect(await read({ canary: false })).toMatchObject({ count: 3, latency: { max: 0.001 } });
      expect(await read({ canary: true })).toMatchObject({ count: 1, latency: { min: 9 } });
      expect(await read({ stageName: undefined })).toMatchObject({ count: 4 });
      expect(await read(route)).toMatchObject({ count: 4 });
      expect(await readBusiestRoutes(db, query)).toMatchObject([{ resource: '/a', count: 4 }]);
      expect(await readBusiestRoutes(db, { ...query, canary: true })).toMatchObject([{ resource: '/a', count: 1 }]);
    };
    await expectAll();
    await rollUpMetrics(db, T0 + HOUR + 300);
    await db.metricPoint.deleteMany({ where: { periodSeconds: MINUTE } });
    await expectAll();
  });

  it('name the busiest routes', async () => {
    const { db } = await open();
    await writeMetricPoints(db, MINUTE, 'one', [
      point(T0, [9]),
      point(T0, [10], { resource: '/a', method: 'GET' }),
      point(T0 + 60, [20, 20], { resource: '/a', method: 'GET' }),
      point(T0, [5, 5, 5, 5], { resource: '/b', method: 'GET' }),
      point(T0, [1], { resource: '/c', method: 'GET' }),
    ]);
    expect(await readBusiestRoutes(db, query, 2)).toEqual([
      { resource: '/b', method: 'GET', count: 4, error4xx: 1, error5xx: 0, latencyP95Ms: 0.005 },
      { resource: '/a', method: 'GET', count: 3, error4xx: 2, error5xx: 0, latencyP95Ms: 0.02 },
    ]);
    expect(await readBusiestRoutes(db, { ...query, from: T0 + HOUR, to: T0 + HOUR })).toEqual([]);
  });

  it('name the busiest routes of days, hours and minutes alike', async () => {
    const { db } = await open();
    const at = [T0 - 30 * HOUR + 60, T0 - DAY - 60, T0 - 3 * HOUR, T0 - 60, T0, T0 + 10 * 60];
    const route = { resource: '/a', method: 'GET' };
    await writeMetricPoints(
      db,
      MINUTE,
      'one',
      at.map((startsAt) => point(startsAt, [7, 7], route)),
    );
    const counts = async () => {
      const spans = [30 * HOUR - 60, DAY + HOUR, 4 * HOUR, 2 * HOUR, 60];
      const found = await Promise.all(
        spans.map((seconds) => readBusiestRoutes(db, { ...query, from: T0 - seconds, to: T0 + HOUR })),
      );
      return found.map(([busiest]) => busiest?.count);
    };
    const before = await counts();
    expect(before).toEqual([12, 10, 8, 6, 6]);
    await rollUpMetrics(db, T0 + 30 * 60);
    expect(await counts()).toEqual(before);
  });

  async function series(db: Db, stepSeconds: number) {
    const { points } = await readMetricSeries(db, { ...query, from: T0 - DAY, to: T0 + DAY, stepSeconds });
    return points.filter((one) => one.count !== null).map((one) => [one.at - T0, one.count]);
  }

  it('roll up to hours and days, the same however often and however late', async () => {
    const { db } = await open();
    const hour = T0 - 5 * HOUR;
    await writeMetricPoints(db, MINUTE, 'one', [point(hour, [1, 2]), point(hour + 60, [3]), point(T0 + 60, [5])]);
    await writeMetricPoints(db, MINUTE, 'two', [point(hour, [4])]);
    const expected = [
      [-5 * HOUR, 4],
      [0, 1],
    ];
    expect(await series(db, HOUR)).toEqual(expected);
    await Promise.all([rollUpMetrics(db, T0 + HOUR - 1), rollUpMetrics(db, T0 + HOUR - 1)]);
    expect(await readRollUpMarks(db)).toEqual({ hoursUntil: T0, daysUntil: T0 });
    expect(await series(db, HOUR)).toEqual(expected);
    expect(await series(db, DAY)).toEqual([
      [-DAY, 4],
      [0, 1],
    ]);

    await writeMetricPoints(db, MINUTE, 'two', [point(hour + 120, [6])]);
    await invalidateRollUps(db, hour + 120, T0 + HOUR);
    expect(await series(db, HOUR)).toContainEqual([-5 * HOUR, 5]);
    await rollUpMetrics(db, T0 + HOUR);
    expect(await series(db, HOUR)).toContainEqual([-5 * HOUR, 5]);
    expect(await series(db, DAY)).toContainEqual([-DAY, 5]);
    const [rolled] = await readMetricPoints(db, { periodSeconds: HOUR, from: hour, to: hour + HOUR });
    expect(rolled).toMatchObject({ count: 5, latencyMinUs: 1, latencyMaxUs: 6, latencySumUs: 16 });
  });

  it('are deleted after their retention', async () => {
    const { db } = await open();
    await writeMetricPoints(db, MINUTE, 'one', [point(T0, [1])]);
    const left = async () =>
      (await db.metricPoint.findMany({ orderBy: { periodSeconds: 'asc' } })).map((row) => row.periodSeconds);
    await rollUpMetrics(db, T0 + DAY + HOUR);
    expect(await left()).toEqual([MINUTE, HOUR, DAY]);
    await rollUpMetrics(db, T0 + 3 * DAY);
    expect(await left()).toEqual([HOUR, DAY]);
    await rollUpMetrics(db, T0 + 36 * DAY);
    expect(await left()).toEqual([DAY]);
    await rollUpMetrics(db, T0 + 401 * DAY);
    expect(await left()).toEqual([]);
  });
});
