import { beforeEach, expect, it } from 'vitest';
import { UnavailableError } from '@/lib/errors';
import { dayOf } from '@/lib/gateway/limits/calendar';
import { CACHE_UNUSED, Metrics, NO_INTEGRATION } from '@/lib/gateway/observe/metrics';
import { MINUTE } from '@/lib/store/metric-points';
import { readMetricSeries } from '@/lib/store/metric-series';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { readUsageTotals } from '@/lib/store/usage-counters';
import { DatabaseHealth } from '../database-health';
import { MetricLedger } from './metric-ledger';
import { TelemetrySink } from './telemetry-sink';
import { UsageLedger } from './usage-ledger';

/** Writes arrive, but word of that does not: nobody can tell whether they must be made again. */
class LossyHealth extends DatabaseHealth {
  lost = 0;

  override async watch<T>(operation: 'read' | 'write', work: () => Promise<T>): Promise<T> {
    const result = await super.watch(operation, work);
    if (operation === 'write' && this.lost > 0) {
      this.lost -= 1;
      throw new UnavailableError('The connection was closed before the answer came.');
    }
    return result;
  }
}

describeEachDatabase('the telemetry sink', (open) => {
  let store: TestDatabase;
  let usage: UsageLedger;
  let metrics: MetricLedger;
  let health: LossyHealth;

  beforeEach(async () => {
    store = await open();
    usage = new UsageLedger();
    metrics = new MetricLedger();
    health = new LossyHealth();
  });

  const sinkOf = (shard: string) => new TelemetrySink(store.db, { shard, usage, metrics, health });
  /** One moment for all reports of a test: a new minute would begin new counts. */
  const nowMs = Date.now();
  const today = dayOf(nowMs);
  const count = (used: number) => ({ usagePlanId: 'plan', apiKeyId: 'key', day: today, used });
  const charged = async () => (await readUsageTotals(store.db, today))[0]?.usedInDay ?? 0;
  /** What a worker that has counted so many requests this minute reports. */
  function report(requests: number) {
    const counted = new Metrics();
    const meter = counted.route('api', 'prod', '/pets', 'GET');
    for (let i = 0; i < requests; i++) meter.record(nowMs, 200, 1000, NO_INTEGRATION, CACHE_UNUSED, false);
    return counted.drain(nowMs);
  }
  const drawn = async () => {
    const to = Math.floor(Date.now() / 1000) + 120;
    const query = { restApiId: 'api', stageName: 'prod', from: to - 600, to, stepSeconds: MINUTE };
    return (await readMetricSeries(store.db, query)).totals.count ?? 0;
  };

  it('charges nothing twice when a write arrives but its answer does not', async () => {
    const sink = sinkOf('one');
    const life = {};
    usage.add(life, [count(5)]);
    metrics.add(life, report(5));
    health.lost = 1;
    await expect(sink.flush()).rejects.toThrow(UnavailableError);
    expect(await charged()).toBe(5);
    usage.add(life, [count(8)]);
    metrics.add(life, report(8));
    health.lost = 2;
    // The usage arrives, its answer does not; then the usage again; then the metrics, whose answer is lost as well.
    await expect(sink.flush()).rejects.toThrow(UnavailableError);
    await expect(sink.flush()).rejects.toThrow(UnavailableError);
    await sink.flush();
    await sink.flush();
    expect(await charged()).toBe(8);
    expect(await drawn()).toBe(8);
    expect(usage.pending()).toEqual([]);
  });

  it('adds up the lives of workers and the shards of runtimes', async () => {
    const killed = {};
    usage.add(killed, [count(5)]);
    await sinkOf('one').flush();
    usage.endLife(killed);
    usage.add({}, [count(2)]);
    await sinkOf('one').flush();
    expect(await charged()).toBe(7);

    // The runtime itself is killed: its successor starts from nothing, under a name of its own.
    usage = new UsageLedger();
    usage.add({}, [count(4)]);
    await sinkOf('two').flush();
    await sinkOf('two').flush();
    expect(await charged()).toBe(11);
  });

  it('writes what is left when it is told to stop, and no longer than it may', async () => {
    const sink = sinkOf('one');
    sink.start();
    usage.add({}, [count(3)]);
    metrics.add({}, report(3));
    await sink.stop(10_000);
    expect([await charged(), await drawn()]).toEqual([3, 3]);
  });

  it('keeps everything in memory while nothing can be written, and writes it once it can', async () => {
    const sink = sinkOf('one');
    const away = new UnavailableError('The database can’t be reached.');
    const watch = health.watch.bind(health);
    health.watch = () => Promise.reject(away);
    const life = {};
    for (let used = 1; used <= 20; used++) {
      usage.add(life, [count(used)]);
      metrics.add(life, report(used));
      await expect(sink.flush()).rejects.toBe(away);
    }
    expect(await charged()).toBe(0);
    expect(usage.pending()).toEqual([count(20)]);
    health.watch = watch;
    await sink.flush();
    await sink.flush();
    expect([await charged(), await drawn()]).toEqual([20, 20]);
  });
});
