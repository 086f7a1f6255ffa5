// What the caches of one worker share: the memory they may take together, the disk behind it, and the cipher.
import { EntryCipher } from './entry-cipher';
import { PENDING_BYTES, type SpillStore } from './spill-store';

export interface EntryCodec<V> {
  encode(value: V): Buffer;
  /** Must not keep more of `bytes` alive than the value needs. */
  decode(bytes: Buffer): V;
}

export interface CacheStorageOptions<V> {
  readonly codec: EntryCodec<V>;
  /** For all caches together. Absent: only their own capacities count. */
  readonly memoryBytes?: number;
  /** Takes what does not fit the memory. Absent: the least recently used entries are dropped. */
  readonly spill?: SpillStore;
}

/** A cache, as the storage sees it. */
export interface MemoryUser {
  readonly memoryBytes: number;
  /** Moves its least recently used entry out of memory, or drops it. False: it holds none. */
  giveWay(): boolean;
}

export class CacheStorage<V> {
  readonly codec: EntryCodec<V>;
  readonly spill: SpillStore | undefined;
  readonly cipher = new EntryCipher();
  readonly #users = new Set<MemoryUser>();
  readonly #budgetBytes: number;
  #usedBytes = 0;

  constructor({ codec, memoryBytes = Number.POSITIVE_INFINITY, spill }: CacheStorageOptions<V>) {
    this.codec = codec;
    this.spill = spill;
    // What waits to be written is in memory as well.
    this.#budgetBytes = spill === undefined ? memoryBytes : Math.max(memoryBytes / 2, memoryBytes - PENDING_BYTES);
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get budgetBytes(): number {
    return this.#budgetBytes;
  }

  join(user: MemoryUser): void {
    this.#users.add(user);
  }

  leave(user: MemoryUser): void {
    this.#users.delete(user);
  }

  charge(bytes: number): void {
    this.#usedBytes += bytes;
  }

  /** Call it after every growth. The largest cache gives way first, so that a busy stage can't push out a small one's. */
  shrink(): void {
    while (this.#usedBytes > this.#budgetBytes) {
      let largest: MemoryUser | undefined;
      for (const user of this.#users) if (user.memoryBytes > (largest?.memoryBytes ?? 0)) largest = user;
      if (largest === undefined || !largest.giveWay()) return;
    }
  }
}
