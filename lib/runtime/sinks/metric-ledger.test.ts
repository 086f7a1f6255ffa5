import { describe, expect, it } from 'vitest';
import { CACHE_UNUSED, type MetricRow, Metrics, NO_INTEGRATION } from '@/lib/gateway/observe/metrics';
import { MetricLedger } from './metric-ledger';

const T0 = 1_700_000_040;
const LIFE = {};

/** What a worker reports after so many requests to a route. */
function rows(requests: number, minute = 0, resource = '/pets', canary = false): MetricRow[] {
  const metrics = new Metrics();
  const meter = metrics.route('api', 'prod', resource, 'GET', canary);
  for (let i = 0; i < requests; i++) {
    meter.record((T0 + minute * 60) * 1000, 200, 1000, NO_INTEGRATION, CACHE_UNUSED, false);
  }
  return metrics.drain(T0 * 1000);
}

const counts = (ledger: MetricLedger) =>
  ledger.unwritten(100).rows.map((row) => [row.resource, row.startsAt - T0, row.count]);

describe('MetricLedger', () => {
  it('replaces a life’s rows and merges lives', () => {
    const ledger = new MetricLedger();
    ledger.add(LIFE, rows(2));
    ledger.add(LIFE, rows(5));
    ledger.add({}, rows(1));
    expect(counts(ledger)).toEqual([
      ['*', 0, 6],
      ['/pets', 0, 6],
    ]);
    expect(ledger.unwritten(100).rows[0]).toMatchObject({ latencySumUs: 6000, latencyMinUs: 1000, latencyMaxUs: 1000 });
  });

  it('keeps a stage and its canary apart, also in its totals', () => {
    const ledger = new MetricLedger();
    ledger.add(LIFE, [...rows(2), ...rows(3, 0, '/pets', true)]);
    expect(ledger.unwritten(100).rows.map(({ resource, canary, count }) => [resource, canary, count])).toEqual([
      ['*', false, 2],
      ['/pets', false, 2],
      ['*', true, 3],
      ['/pets', true, 3],
    ]);
    const { ticket } = ledger.unwritten(100);
    ledger.written(ticket);
    ledger.close(T0 + 600);
    expect(ledger.totals().map(({ canary, sums }) => [canary, sums.count])).toEqual([
      [false, 2],
      [true, 3],
    ]);
  });

  it('writes what changed once, in parts, oldest first', () => {
    const ledger = new MetricLedger();
    ledger.add(LIFE, rows(1));
    ledger.add(LIFE, rows(1, 1));
    const first = ledger.unwritten(3);
    expect(first.rows.map((row) => row.startsAt - T0)).toEqual([0, 0, 60]);
    ledger.add(LIFE, rows(4, 1).slice(0, 1));
    ledger.written(first.ticket);
    expect(counts(ledger)).toEqual([
      ['*', 60, 4],
      ['/pets', 60, 1],
    ]);
    ledger.written(ledger.unwritten(100).ticket);
    expect(counts(ledger)).toEqual([]);
  });

  it('counts since the start by stage, over closed and open minutes', () => {
    const ledger = new MetricLedger();
    const total = () => ledger.totals().map(({ restApiId, stageName, sums }) => [restApiId, stageName, sums.count]);
    ledger.add(LIFE, rows(3));
    ledger.add(LIFE, rows(2, 10));
    expect(total()).toEqual([['api', 'prod', 5]]);
    ledger.written(ledger.unwritten(100).ticket);
    ledger.close(T0 + 600);
    ledger.add(LIFE, rows(4, 10));
    expect(total()).toEqual([['api', 'prod', 7]]);
  });

  it('gives the oldest points up when there are too many', () => {
    const ledger = new MetricLedger(4);
    for (let minute = 0; minute < 4; minute++) ledger.add(LIFE, rows(1, minute));
    expect(counts(ledger).map(([, startsAt]) => startsAt)).toEqual([120, 120, 180, 180]);
    expect(ledger.lost).toBe(4);
    expect(ledger.totals()[0]?.sums.count).toBe(4);
  });
});
