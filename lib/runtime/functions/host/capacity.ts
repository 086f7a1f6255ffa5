// How many processes there may be, and how many may be starting: a burst of cold starts must not take the machine from
// those who are served. Room is given to versions in turn.
import type { VersionPool } from './version-pool';

const REVIEW_MS = 20;
/** Idle for so long, a process gives way to a function that has others already. */
const UNUSED_MS = 1_000;

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
  #later: NodeJS.Timeout | null = null;

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

  /** A process has nothing to do, or has had nothing for a while. */
  review(): void {
    this.#schedule();
  }

  /** The pool has to give up a process that has just become free, for a function that has none at all. */
  claims(pool: VersionPool): boolean {
    if (this.#wanting.size === 0 || this.#processes < this.maxProcesses || pool.processes < 2) return false;
    let without = 0;
    for (const other of this.#wanting) if (other.processes === 0 && other.wantsMore) without += 1;
    if (without <= this.#evicted) return false;
    this.#evicted += 1;
    return true;
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
    // Who has none at all comes first: a burst for one function must not shut out another.
    this.#growSome((pool) => pool.processes === 0);
    this.#growSome(() => true);
  }

  #growSome(isMeant: (pool: VersionPool) => boolean): void {
    for (const pool of this.#wanting) {
      if (!pool.wantsMore) this.#wanting.delete(pool);
      else if (pool.processes > 0 && pool.waitedMs < pool.patienceMs) this.#reviewLater();
      else if (isMeant(pool)) {
        if (this.#starting >= this.#maxStarting) return;
        if (!this.#hasRoom(pool)) continue;
        this.#processes += 1;
        this.#starting += 1;
        this.#active.add(pool);
        pool.start();
        this.#wanting.delete(pool);
        if (pool.wantsMore) this.#wanting.add(pool);
      }
    }
  }

  #reviewLater(): void {
    this.#later ??= setTimeout(() => {
      this.#later = null;
      this.review();
    }, REVIEW_MS);
  }

  /** A warm process that nobody needs now gives way; its room is free when it has ended. */
  #hasRoom(pool: VersionPool): boolean {
    if (this.#processes < this.maxProcesses) return true;
    if (this.#evicted >= this.#maxStarting) return false;
    let oldest: VersionPool | undefined;
    for (const other of this.#active) {
      if (oldest === undefined || other.oldestIdleMs < oldest.oldestIdleMs) oldest = other;
    }
    if (oldest === undefined) return false;
    // Between two calls of a function that is in use there is a moment without any.
    const isNeeded = pool.processes > 0 && oldest.oldestIdleMs > Date.now() - UNUSED_MS;
    if (!isNeeded && oldest.endOldest()) this.#evicted += 1;
    return false;
  }
}
