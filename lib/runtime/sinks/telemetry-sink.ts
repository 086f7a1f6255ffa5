import { setTimeout as delay } from 'node:timers/promises';
import { dayOf } from '@/lib/gateway/limits/calendar';
import { logger } from '@/lib/logger';
import type { Db } from '@/lib/store/client';
import { HOUR, MINUTE, writeMetricPoints } from '@/lib/store/metric-points';
import { invalidateRollUps } from '@/lib/store/metric-rollups';
import { writeUsage } from '@/lib/store/usage-counters';
import type { DatabaseHealth } from '../database-health';
import { BackOff } from '../supervisor/back-off';
import type { MetricLedger } from './metric-ledger';
import type { UsageLedger } from './usage-ledger';

/** Together with a worker's quarter of a second, a crash loses less than a second of usage. */
const USAGE_EVERY_MS = { atLeast: 250, atMost: 500 } as const;
/** Thousands of active keys must not take all of the process's time. */
const USAGE_REST_PER_WORK = 4;
const METRICS_EVERY_MS = 1_000;
const METRICS_PER_ROUND = 1_000;
/** Writing metrics may take this share of the process's time. */
const METRICS_SHARE = 0.1;

/** Writes the ledgers to the database, again and again until it takes them. */
export class TelemetrySink {
  readonly #db: Db;
  readonly #shard: string;
  readonly #usage: UsageLedger;
  readonly #metrics: MetricLedger;
  readonly #health: DatabaseHealth;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;
  #usageTookMs = 0;
  #metricsDueMs = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    db: Db,
    options: Readonly<{ shard: string; usage: UsageLedger; metrics: MetricLedger; health: DatabaseHealth }>,
  ) {
    this.#db = db;
    this.#shard = options.shard;
    this.#usage = options.usage;
    this.#metrics = options.metrics;
    this.#health = options.health;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Writes what is there one last time, for at most `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    const last = this.flush().catch((error: unknown) => {
      logger.warn({ err: error }, 'the last usage and metrics could not be written');
    });
    await Promise.race([last, delay(timeoutMs, undefined, { ref: false })]);
  }

  /** Writes everything there is now. */
  flush(): Promise<void> {
    const next = this.#writing.catch(() => {}).then(() => this.#write(Number.POSITIVE_INFINITY));
    this.#writing = next;
    return next;
  }

  async #run(): Promise<void> {
    const backOff = new BackOff(500, 4_000);
    const signal = this.#stopping.signal;
    let waitMs: number = USAGE_EVERY_MS.atLeast;
    while (!signal.aborted) {
      await delay(waitMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      try {
        this.#writing = this.#writing.catch(() => {}).then(() => this.#write(METRICS_PER_ROUND));
        await this.#writing;
        const rest = USAGE_REST_PER_WORK * this.#usageTookMs;
        waitMs = Math.min(Math.max(rest, USAGE_EVERY_MS.atLeast), USAGE_EVERY_MS.atMost);
        backOff.reset();
      } catch (error) {
        waitMs = backOff.next();
        logger.warn({ err: error }, 'usage and metrics wait in memory: the database did not take them');
      }
    }
  }

  async #write(maxMetrics: number): Promise<void> {
    const nowMs = Date.now();
    this.#usage.prune(dayOf(nowMs));
    const usage = this.#usage.unwritten();
    const usageStartedMs = performance.now();
    if (usage.length > 0) {
      await this.#health.watch('write', () => writeUsage(this.#db, this.#shard, usage));
      this.#usage.written(usage);
    }
    this.#usageTookMs = performance.now() - usageStartedMs;
    if (performance.now() < this.#metricsDueMs && maxMetrics !== Number.POSITIVE_INFINITY) return;
    const startedMs = performance.now();
    const { rows, ticket } = this.#metrics.unwritten(maxMetrics);
    if (rows.length > 0) {
      await this.#health.watch('write', () => writeMetricPoints(this.#db, MINUTE, this.#shard, rows));
      this.#metrics.written(ticket);
      await this.#tellLate(rows, nowMs);
    }
    this.#metrics.close(nowMs / 1000);
    const tookMs = performance.now() - startedMs;
    this.#metricsDueMs = performance.now() + Math.max(METRICS_EVERY_MS, tookMs / METRICS_SHARE);
  }

  /** Minutes of an hour that may be rolled up already, after an outage. */
  async #tellLate(rows: readonly { readonly startsAt: number }[], nowMs: number): Promise<void> {
    const nowSeconds = Math.floor(nowMs / 1000);
    const oldest = Math.min(...rows.map((row) => row.startsAt));
    const isThisHour = Math.floor(oldest / HOUR) === Math.floor(nowSeconds / HOUR);
    if (!isThisHour && oldest < nowSeconds - 120) await invalidateRollUps(this.#db, oldest, nowSeconds);
  }
}
