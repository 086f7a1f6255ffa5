import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram';
import { CACHE_HIT, CACHE_MISS, CACHE_UNUSED, type MetricRow, Metrics, NO_INTEGRATION } from './metrics';

const MINUTE = 60_000;
const T0 = 1_700_000_040_000; // the start of a minute

const named = (rows: readonly MetricRow[]) =>
  Object.fromEntries(rows.map((row) => [`${row.resource} ${row.method} ${row.startsAt - T0 / 1000}`, row]));

describe('Metrics', () => {
  it('records a request for its stage and its route', () => {
    const metrics = new Metrics();
    const meter = metrics.route('api', 'prod', '/pets', 'GET');
    meter.record(T0 + 1, 200, 1500, 1000, CACHE_MISS, false);
    meter.record(T0 + 2, 200, 100, NO_INTEGRATION, CACHE_HIT, false);
    meter.record(T0 + 3, 429, 50, NO_INTEGRATION, CACHE_UNUSED, true);
    meter.record(T0 + 4, 504, 29_000_000, 28_999_000, CACHE_UNUSED, false);
    const rows = named(metrics.drain(T0));
    expect(Object.keys(rows).sort()).toEqual(['* * 0', '/pets GET 0']);
    for (const row of Object.values(rows)) {
      expect(row).toMatchObject({
        restApiId: 'api',
        stageName: 'prod',
        count: 4,
        error4xx: 1,
        error5xx: 1,
        cacheHit: 1,
        cacheMiss: 1,
        throttled: 1,
        latencySumUs: 29_001_650,
        latencyMinUs: 50,
        latencyMaxUs: 29_000_000,
        integrationCount: 2,
        integrationSumUs: 29_000_000 - 1000 + 1000,
        integrationMinUs: 1000,
        integrationMaxUs: 28_999_000,
      });
      expect(Histogram.decode(row.latencyHistogram).total).toBe(4);
      expect(Histogram.decode(row.integrationHistogram).total).toBe(2);
    }
  });

  it('records requests without a route for the stage alone', () => {
    const metrics = new Metrics();
    metrics.stage('api', 'prod').record(T0, 403, 10, NO_INTEGRATION, CACHE_UNUSED, false);
    expect(Object.keys(named(metrics.drain(T0)))).toEqual(['* * 0']);
  });

  it('drains absolute values of the minute, and only what changed', () => {
    const metrics = new Metrics();
    const meter = metrics.stage('api', 'prod');
    meter.record(T0, 200, 10, NO_INTEGRATION, CACHE_UNUSED, false);
    expect(metrics.drain(T0).map((row) => row.count)).toEqual([1]);
    expect(metrics.drain(T0)).toEqual([]);
    meter.record(T0, 200, 10, NO_INTEGRATION, CACHE_UNUSED, false);
    expect(metrics.drain(T0).map((row) => row.count)).toEqual([2]);
  });

  it('keeps a minute that ended before it was drained', () => {
    const metrics = new Metrics();
    const meter = metrics.stage('api', 'prod');
    meter.record(T0 + MINUTE - 1, 200, 10, NO_INTEGRATION, CACHE_UNUSED, false);
    meter.record(T0 + MINUTE, 500, 20, 5, CACHE_UNUSED, false);
    meter.record(T0 + MINUTE - 5, 200, 20, NO_INTEGRATION, CACHE_UNUSED, false); // the clock stepped back
    const rows = named(metrics.drain(T0 + MINUTE));
    expect(rows['* * 0']).toMatchObject({ count: 1, error5xx: 0, latencyMaxUs: 10, integrationCount: 0 });
    expect(rows['* * 60']).toMatchObject({ count: 2, error5xx: 1, latencyMinUs: 20, integrationCount: 1 });
  });

  it('drains no more current series at once than asked, and the rest next time', () => {
    const metrics = new Metrics();
    for (let i = 0; i < 9; i++)
      metrics.route('api', 'prod', `/${i}`, 'GET').record(T0, 200, 1, -1, CACHE_UNUSED, false);
    const parts = [metrics.drain(T0, 6), metrics.drain(T0, 6), metrics.drain(T0, 6)];
    expect(parts.map((part) => part.length)).toEqual([6, 4, 0]);
    expect(new Set(parts.flat().map((row) => row.resource)).size).toBe(10);
  });

  it('bounds the number of series: the stage still counts everything', () => {
    const metrics = new Metrics(3);
    for (let i = 0; i < 5; i++)
      metrics.route('api', 'prod', `/${i}`, 'GET').record(T0, 200, 1, -1, CACHE_UNUSED, false);
    expect(metrics.overflowed).toBe(3);
    expect(named(metrics.drain(T0))['* * 0']?.count).toBe(5);
  });

  it('forgets idle series and finds them again', () => {
    const metrics = new Metrics();
    const meter = metrics.route('api', 'prod', '/pets', 'GET');
    meter.record(T0, 200, 1, -1, CACHE_UNUSED, false);
    metrics.drain(T0 + 10 * MINUTE);
    metrics.drain(T0 + 10 * MINUTE);
    expect(metrics.seriesCount).toBe(0);
    meter.record(T0 + 11 * MINUTE, 200, 1, -1, CACHE_UNUSED, false);
    expect(metrics.drain(T0 + 11 * MINUTE).map((row) => row.count)).toEqual([1, 1]);
  });

  it('rounds fractional times of the clock to whole microseconds', () => {
    const metrics = new Metrics();
    metrics.stage('api', 'prod').record(T0, 200, 10.4, 3.6, CACHE_UNUSED, false);
    expect(metrics.drain(T0)[0]).toMatchObject({ latencySumUs: 10, latencyMinUs: 10, integrationMaxUs: 4 });
  });
});
