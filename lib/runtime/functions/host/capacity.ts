// How many processes there may be, and how many may be starting: a burst of cold starts must not take the machine from
// those who are served. Room is given to versions in turn.
import type { VersionPool } from './version-pool';

export class Capacity {
  readonly maxProcesses: number;
  readonly #maxStarting: number;
  /** In the order in which they asked. */
  readonly #wanting = new Set<VersionPool>();
  /** Pools that have processes. */
  readonly #active = new Set<VersionPool>();
  /** Requests that wait for a process. */
  waiting = 0;
  #processes = 0;
  #starting = 0;
  /** Ended to make room, and not gone yet. */
  #evicted = 0;
  #isScheduled = false;

  constructor(maxProcesses: number, maxStarting: number) {
    this.maxProcesses = maxProcesses;
    this.#maxStarting = maxStarting;
  }

  get active(): Iterable<VersionPool> {
    return this.#active;
  }

  want(pool: VersionPool): void {
    this.#wanting.add(pool);
    this.#schedule();
  }

  /** A process that was starting is ready, or never will be. */
  startEnded(): void {
    this.#starting -= 1;
    this.#schedule();
  }

  /** One of the pool's processes is gone. */
  release(pool: VersionPool): void {
    this.#processes -= 1;
    if (pool.processes === 0) this.#active.delete(pool);
    if (this.#evicted > 0) this.#evicted -= 1;
    if (pool.wantsMore) this.#wanting.add(pool);
    this.#schedule();
  }

  /** After what happens now has happened: a sandbox that becomes free serves who waits before another is started. */
  #schedule(): void {
    if (this.#isScheduled || this.#wanting.size === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#grow();
    });
  }

  #grow(): void {
    for (const pool of this.#wanting) {
      if (pool.wantsMore) {
        if (this.#starting >= this.#maxStarting || !this.#hasRoom()) return;
        this.#processes += 1;
        this.#starting += 1;
        this.#active.add(pool);
        pool.start();
      }
      this.#wanting.delete(pool);
      if (pool.wantsMore) this.#wanting.add(pool);
    }
  }

  /** A warm process that nobody needs now gives way; its room is free when it has ended. */
  #hasRoom(): boolean {
    if (this.#processes < this.maxProcesses) return true;
    if (this.#evicted >= this.#maxStarting) return false;
    let oldest: VersionPool | undefined;
    for (const pool of this.#active) {
      if (oldest === undefined || pool.oldestIdleMs < oldest.oldestIdleMs) oldest = pool;
    }
    if (oldest?.endOldest()) this.#evicted += 1;
    return false;
  }
}
