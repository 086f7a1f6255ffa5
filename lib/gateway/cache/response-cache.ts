// The response cache of one stage: entries in memory, the less recently used ones on disk where there is one, each with
// a time to live; bytes-bounded, and one fetch per missing key.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
import { CacheFetch } from './cache-fetch';
import type { CacheStorage, MemoryUser } from './cache-storage';
import { detach, emptyRing, linkFirst, type Ring, unlink } from './ring';
import type { SpillOwner, SpillSlot } from './spill-store';

/** Larger responses are passed through and not kept. */
export const MAX_CACHE_ENTRY_BYTES = 1_048_576;

/** Measured on Node 20 (memory.test.ts): map slot, node, reply, array of headers, the body's buffer with its store. */
const ENTRY_OVERHEAD_BYTES = 640;
/** What stays in memory of an entry on disk: map slot, node, its place in the file. */
const INDEX_OVERHEAD_BYTES = 400;
const FREED_PER_TURN = 5_000;

export interface CacheStats {
  readonly entries: number;
  /** Of all entries, wherever they are: what the capacity limits. */
  readonly bytes: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly diskEntries: number;
  readonly capacityBytes: number;
  readonly hits: number;
  /** Those among the hits that came from disk. */
  readonly diskHits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly fetching: number;
}

/** `V` is whatever the pipeline can replay; it says how large it is. Lives outside snapshots, keyed by stage id. */
export class ResponseCache<V> implements MemoryUser {
  #nodes = new Map<string, Node<V>>();
  readonly #fetches = new Map<string, CacheFetch<V>>();
  readonly #storage: CacheStorage<V> | undefined;
  readonly #inMemory: Ring = emptyRing();
  /** All of these were used less recently than those in memory. */
  readonly #onDisk: Ring = emptyRing();
  #capacityBytes: number;
  #bytes = 0;
  #memoryBytes = 0;
  #indexBytes = 0;
  #diskBytes = 0;
  #diskEntries = 0;
  #hits = 0;
  #diskHits = 0;
  #misses = 0;
  #evictions = 0;
  #isClosed = false;

  /** Without storage: in memory alone, and nothing can be encrypted. */
  constructor(capacityBytes: number, storage?: CacheStorage<V>) {
    this.#capacityBytes = capacityBytes;
    this.#storage = storage;
    storage?.join(this);
  }

  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** What an encrypted entry is kept under: nothing of what the client sent can be read from it. */
  hideKey(key: string): string {
    return this.#storage === undefined ? key : this.#storage.cipher.hideKey(key);
  }

  /** The live entry, from disk as a promise, which gives undefined when it could not be read. Counts a hit or a miss. */
  get(key: string, nowMs: number): V | Promise<V | undefined> | undefined {
    const node = this.#nodes.get(key);
    if (node === undefined) {
      this.#misses += 1;
      return undefined;
    }
    if (node.expiresAtMs <= nowMs) {
      this.#drop(node);
      this.#misses += 1;
      return undefined;
    }
    if (node.slot !== null) return this.#bringBack(node, node.slot);
    const value = node.value ?? this.#unseal(node);
    if (value === undefined) {
      this.#misses += 1;
      return undefined;
    }
    this.#hits += 1;
    if (this.#inMemory.next !== node) {
      unlink(node);
      linkFirst(this.#inMemory, node);
    }
    return value;
  }

  /** `sizeBytes`: body and headers. False: too large to keep. */
  set(key: string, value: V, sizeBytes: number, ttlMs: number, nowMs: number, isEncrypted = false): boolean {
    const known = this.#nodes.get(key);
    if (known) this.#drop(known);
    const totalBytes = sizeBytes + key.length * 2 + ENTRY_OVERHEAD_BYTES;
    if (this.#isClosed || ttlMs <= 0 || sizeBytes > MAX_CACHE_ENTRY_BYTES || totalBytes > this.#capacityBytes)
      return false;
    const node = new Node<V>(this, key, totalBytes, nowMs + ttlMs);
    if (!isEncrypted) node.value = value;
    else if (this.#storage !== undefined) node.sealed = this.#seal(value, key, this.#storage);
    else return false;
    this.#nodes.set(key, node);
    linkFirst(this.#inMemory, node);
    this.#bytes += totalBytes;
    this.#charge(totalBytes);
    while (this.#bytes > this.#capacityBytes) this.#evict();
    this.#storage?.shrink();
    return true;
  }

  /**
   * After a miss: either the right to fetch (`isLeader`: settle it with `complete` or `abandon`, whatever happens) or
   * a place behind the one who does.
   */
  join(key: string): CacheFetch<V> | Promise<V | undefined> {
    const running = this.#fetches.get(key);
    return running ? running.follow() : this.#lead(key);
  }

  /** A client asked for a fresh answer (Cache-Control: max-age=0): the entry goes, later misses follow this fetch. Counts a miss. */
  refresh(key: string): CacheFetch<V> {
    this.delete(key);
    this.#misses += 1;
    return this.#lead(key);
  }

  delete(key: string): boolean {
    const node = this.#nodes.get(key);
    if (node) this.#drop(node);
    return node !== undefined;
  }

  /** Fetches under way still answer their own followers, but what they bring is from before the flush: not kept. */
  flush(): void {
    this.#nodes = new Map();
    this.#fetches.clear();
    detach(this.#inMemory);
    const onDisk = detach(this.#onDisk);
    this.#charge(-this.#memoryBytes);
    this.#bytes = 0;
    this.#indexBytes = 0;
    this.#diskBytes = 0;
    this.#diskEntries = 0;
    this.#freeSlots(onDisk);
  }

  /** As on AWS, another size begins with an empty cache. */
  resize(capacityBytes: number): void {
    if (capacityBytes === this.#capacityBytes) return;
    this.#capacityBytes = capacityBytes;
    this.flush();
  }

  /** Nobody uses it any more. */
  close(): void {
    this.#isClosed = true;
    this.flush();
    this.#storage?.leave(this);
  }

  /** Frees expired entries, looking at up to `budget` least recently used ones of each kind. */
  prune(nowMs: number, budget = 1000): void {
    for (const sentinel of [this.#inMemory, this.#onDisk]) {
      let ring = sentinel.prev;
      for (let i = 0; i < budget && ring instanceof Node; i++) {
        const node: Node<V> = ring;
        ring = node.prev;
        if (node.expiresAtMs <= nowMs) this.#drop(node);
      }
    }
  }

  giveWay(): boolean {
    const { prev } = this.#inMemory;
    // An index of everything there ever was would leave no memory for what is asked for.
    if (!(prev instanceof Node) || this.#indexBytes > this.#memoryBytes / 2) return this.#evict();
    this.#spill(prev as Node<V>);
    return true;
  }

  /** The disk lost it. */
  forget(node: Node<V>): void {
    if (this.#nodes.get(node.key) !== node) return;
    this.#evictions += 1;
    this.#drop(node);
  }

  stats(): CacheStats {
    return {
      entries: this.#nodes.size,
      bytes: this.#bytes,
      memoryBytes: this.#memoryBytes,
      diskBytes: this.#diskBytes,
      diskEntries: this.#diskEntries,
      capacityBytes: this.#capacityBytes,
      hits: this.#hits,
      diskHits: this.#diskHits,
      misses: this.#misses,
      evictions: this.#evictions,
      fetching: this.#fetches.size,
    };
  }

  #lead(key: string): CacheFetch<V> {
    const fetch: CacheFetch<V> = new CacheFetch<V>((value, sizeBytes, ttlMs, nowMs, isEncrypted) => {
      // A flush or a refresh may have started a newer fetch: the older answer must not overwrite it.
      if (this.#fetches.get(key) !== fetch) return false;
      this.#fetches.delete(key);
      return value !== undefined && this.set(key, value, sizeBytes, ttlMs, nowMs, isEncrypted);
    });
    this.#fetches.set(key, fetch);
    return fetch;
  }

  /** The least recently used entry of all goes. False: there is none. */
  #evict(): boolean {
    const last = this.#onDisk.prev instanceof Node ? this.#onDisk.prev : this.#inMemory.prev;
    if (!(last instanceof Node)) return false;
    this.#evictions += 1;
    this.#drop(last as Node<V>);
    return true;
  }

  #spill(node: Node<V>): void {
    const { spill, codec } = this.#storage ?? {};
    const bytes = node.sealed ?? (node.value === null ? undefined : codec?.encode(node.value));
    const slot = bytes === undefined ? undefined : spill?.write(node, bytes);
    if (slot === undefined) {
      this.#evictions += 1;
      this.#drop(node);
      return;
    }
    const indexBytes = indexBytesOf(node);
    this.#charge(indexBytes - node.bytes);
    this.#indexBytes += indexBytes;
    this.#diskBytes += slot.length;
    this.#diskEntries += 1;
    node.isSealed = node.sealed !== null;
    node.slot = slot;
    node.value = null;
    node.sealed = null;
    unlink(node);
    linkFirst(this.#onDisk, node);
  }

  /** Into memory again, since it is asked for. Everyone who asks meanwhile waits for the same read. */
  #bringBack(node: Node<V>, slot: SpillSlot): Promise<V | undefined> {
    node.reading ??= this.#read(node, slot);
    return node.reading.then((value) => {
      if (value === undefined) this.#misses += 1;
      else {
        this.#hits += 1;
        this.#diskHits += 1;
      }
      return value;
    });
  }

  async #read(node: Node<V>, slot: SpillSlot): Promise<V | undefined> {
    const bytes = await this.#storage?.spill?.read(slot);
    node.reading = null;
    // Meanwhile it was replaced, flushed, or lost.
    if (this.#nodes.get(node.key) !== node || node.slot !== slot) return undefined;
    if (bytes === undefined) {
      this.#drop(node);
      return undefined;
    }
    this.#releaseSlot(node, slot);
    this.#charge(node.bytes);
    unlink(node);
    linkFirst(this.#inMemory, node);
    if (node.isSealed) node.sealed = bytes;
    else node.value = this.#storage?.codec.decode(bytes) ?? null;
    const value = node.value ?? this.#unseal(node);
    this.#storage?.shrink();
    return value;
  }

  #seal(value: V, key: string, { cipher, codec }: CacheStorage<V>): Buffer {
    return cipher.seal(codec.encode(value), key);
  }

  #unseal(node: Node<V>): V | undefined {
    const storage = this.#storage;
    const plain = node.sealed === null ? undefined : storage?.cipher.open(node.sealed, node.key);
    if (plain !== undefined) return storage?.codec.decode(plain);
    this.#drop(node);
    return undefined;
  }

  #drop(node: Node<V>): void {
    this.#nodes.delete(node.key);
    this.#bytes -= node.bytes;
    if (node.slot === null) this.#charge(-node.bytes);
    else this.#releaseSlot(node, node.slot);
    unlink(node);
  }

  #releaseSlot(node: Node<V>, slot: SpillSlot): void {
    const indexBytes = indexBytesOf(node);
    node.slot = null;
    this.#charge(-indexBytes);
    this.#indexBytes -= indexBytes;
    this.#diskBytes -= slot.length;
    this.#diskEntries -= 1;
    this.#storage?.spill?.free(slot);
  }

  #charge(bytes: number): void {
    this.#memoryBytes += bytes;
    this.#storage?.charge(bytes);
  }

  /** Of a ring that was flushed. In turns: a large one would hold up requests. */
  #freeSlots(ring: Ring): void {
    for (let i = 0; i < FREED_PER_TURN; i++) {
      const { next } = ring;
      if (!(next instanceof Node)) return;
      unlink(next);
      if (next.slot !== null) this.#storage?.spill?.free(next.slot);
    }
    setImmediate(() => this.#freeSlots(ring));
  }
}

/** An entry: its value, or that encrypted, or where it is on disk. */
class Node<V> implements Ring, SpillOwner {
  readonly key: string;
  readonly bytes: number;
  readonly expiresAtMs: number;
  value: V | null = null;
  sealed: Buffer | null = null;
  slot: SpillSlot | null = null;
  isSealed = false;
  reading: Promise<V | undefined> | null = null;
  next: Ring = this;
  prev: Ring = this;
  readonly #cache: ResponseCache<V>;

  constructor(cache: ResponseCache<V>, key: string, bytes: number, expiresAtMs: number) {
    this.#cache = cache;
    this.key = key;
    this.bytes = bytes;
    this.expiresAtMs = expiresAtMs;
  }

  lost(): void {
    this.#cache.forget(this);
  }
}

const indexBytesOf = (node: { readonly key: string }): number => node.key.length * 2 + INDEX_OVERHEAD_BYTES;
