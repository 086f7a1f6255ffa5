import { setTimeout as delay } from 'node:timers/promises';
import { dayOf } from '@/lib/gateway/limits/calendar';
import { logger } from '@/lib/logger';
import type { Db } from '@/lib/store/client';
import { removeOldDebugTokens } from '@/lib/store/debug-tokens';
import { removeSilentNodes } from '@/lib/store/gateway-nodes';
import { rollUpMetrics } from '@/lib/store/metric-rollups';
import { listLogRetentions } from '@/lib/store/stages';
import { pruneTraces } from '@/lib/store/traces';
import { compactUsage } from '@/lib/store/usage-counters';
import type { LogStore } from './logs/log-store';

const FIRST_AFTER_MS = 5_000;
const EVERY_MS = 60_000;

/** Roll-ups, retention and tidying, once a minute. Every process of an installation may do it: the outcome is the same. */
export class Maintenance {
  readonly #db: Db;
  readonly #logs: LogStore;
  readonly #stopping = new AbortController();

  constructor(db: Db, logs: LogStore) {
    this.#db = db;
    this.#logs = logs;
  }

  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    const signal = this.#stopping.signal;
    for (let waitMs = FIRST_AFTER_MS; !signal.aborted; waitMs = EVERY_MS) {
      await delay(waitMs, undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted) await this.#once();
    }
  }

  async #once(): Promise<void> {
    const now = new Date();
    try {
      await rollUpMetrics(this.#db, Math.floor(now.getTime() / 1000));
      await compactUsage(this.#db, dayOf(now.getTime()));
      await removeSilentNodes(this.#db, now);
      await this.#logs.trim(await listLogRetentions(this.#db), now.getTime());
      await pruneTraces(this.#db, now);
      await removeOldDebugTokens(this.#db, now);
    } catch (error) {
      if (!this.#stopping.signal.aborted)
        logger.warn({ err: error }, 'roll-ups failed and are tried again in a minute');
    }
  }
}
