import { setTimeout as delay } from 'node:timers/promises';
import { dayOf } from '@/lib/gateway/limits/calendar';
import { logger } from '@/lib/logger';
import type { Db } from '@/lib/store/client';
import { readUsageTotals } from '@/lib/store/usage-counters';
import type { UsageLedger } from './sinks/usage-ledger';
import type { WorkerProcess } from './supervisor/worker-process';

const EVERY_MS = 500;
/** Reading what others have counted may take this share of the time. */
const READING_SHARE = 0.1;

/**
 * Tells each worker what the others, here and in other processes, have counted. One worker alone counts exactly by itself;
 * several are exact up to what they let through within about a second.
 */
export class QuotaSharing {
  readonly #db: Db;
  readonly #shard: string;
  readonly #ledger: UsageLedger;
  readonly #workers: () => readonly WorkerProcess[];
  readonly #hasPeers: () => boolean;
  readonly #stopping = new AbortController();

  constructor(
    db: Db,
    options: Readonly<{
      shard: string;
      ledger: UsageLedger;
      workers: () => readonly WorkerProcess[];
      /** Other processes count too. */
      hasPeers: () => boolean;
    }>,
  ) {
    this.#db = db;
    this.#shard = options.shard;
    this.#ledger = options.ledger;
    this.#workers = options.workers;
    this.#hasPeers = options.hasPeers;
  }

  /** Loads what earlier lives have counted, so that the first workers start from it. */
  async start(): Promise<void> {
    await this.#loadBase();
    void this.#run();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    const signal = this.#stopping.signal;
    let readingDueMs = 0;
    while (!signal.aborted) {
      await delay(EVERY_MS, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      const startedMs = performance.now();
      if (this.#hasPeers() && this.#workers().length > 0 && startedMs >= readingDueMs) {
        try {
          await this.#loadBase();
        } catch (error) {
          logger.debug({ err: error }, 'usage of other gateways could not be read');
        }
        readingDueMs = performance.now() + (performance.now() - startedMs) / READING_SHARE;
      }
      this.#share();
    }
  }

  async #loadBase(): Promise<void> {
    this.#ledger.setBase(await readUsageTotals(this.#db, dayOf(Date.now()), this.#shard));
  }

  #share(): void {
    const workers = this.#workers();
    const changed = this.#ledger.takeChangedPairs();
    if (changed.size === 0 || (workers.length < 2 && !this.#hasPeers())) return;
    const today = dayOf(Date.now());
    for (const worker of workers) worker.loadUsage(this.#ledger.others(worker, today, changed));
  }
}
