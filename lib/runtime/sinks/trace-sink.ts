import { setTimeout as delay } from 'node:timers/promises';
import type { TraceRecord } from '@/lib/gateway/pipeline/trace-record';
import { logger } from '@/lib/logger';
import type { Db } from '@/lib/store/client';
import { insertTraces, pruneTraces } from '@/lib/store/traces';
import { BackOff } from '../supervisor/back-off';

const EVERY_MS = 500;
const PER_WRITE = 50;
/** Kept in bounds between two rounds of maintenance too. */
const PRUNE_EVERY = 500;
const MAX_WAITING = 500;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** What the database refuses again and again must not hold up the rest. */
const MAX_ATTEMPTS = 5;

/** Writes traces to the database. Bounded: what does not fit while the database is away is dropped and counted. */
export class TraceSink {
  readonly #db: Db;
  readonly #stopping = new AbortController();
  #waiting: TraceRecord[] = [];
  #waitingBytes = 0;
  #lost = 0;
  #written = 0;
  #attempts = 0;
  #loop: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Traces that never reached the database. */
  get lost(): number {
    return this.#lost;
  }

  add(traces: readonly TraceRecord[]): void {
    for (const trace of traces) {
      if (this.#waiting.length >= MAX_WAITING || this.#waitingBytes + trace.sizeBytes > MAX_WAITING_BYTES) {
        this.#lost += 1;
        continue;
      }
      this.#waiting.push(trace);
      this.#waitingBytes += trace.sizeBytes;
    }
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Writes what is there one last time, for at most `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    const last = this.flush().catch(() => {});
    await Promise.race([last, delay(timeoutMs, undefined, { ref: false })]);
  }

  /** Writes everything there is now. */
  flush(): Promise<void> {
    const next = this.#writing
      .catch(() => {})
      .then(async () => {
        while (this.#waiting.length > 0) await this.#writeSome();
      });
    this.#writing = next;
    return next;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const backOff = new BackOff(EVERY_MS, 8_000);
    let waitMs = EVERY_MS;
    while (!signal.aborted) {
      await delay(waitMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      if (this.#waiting.length === 0) continue;
      try {
        this.#writing = this.#writing.catch(() => {}).then(() => this.#writeSome());
        await this.#writing;
        waitMs = EVERY_MS;
        backOff.reset();
      } catch (error) {
        waitMs = backOff.next();
        logger.warn({ err: error }, 'traces wait in memory: the database did not take them');
      }
    }
  }

  async #writeSome(): Promise<void> {
    const some = this.#waiting.slice(0, PER_WRITE);
    if (some.length === 0) return;
    try {
      this.#written += await insertTraces(this.#db, some, new Date());
    } catch (error) {
      this.#attempts += 1;
      if (this.#attempts >= MAX_ATTEMPTS) {
        this.#lost += some.length;
        this.#taken(some);
      }
      throw error;
    }
    this.#taken(some);
    if (this.#written >= PRUNE_EVERY) {
      this.#written = 0;
      await pruneTraces(this.#db, new Date());
    }
  }

  #taken(some: readonly TraceRecord[]): void {
    this.#attempts = 0;
    this.#waiting = this.#waiting.slice(some.length);
    for (const { sizeBytes } of some) this.#waitingBytes -= sizeBytes;
  }
}
