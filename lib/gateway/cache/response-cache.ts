// The response cache of one stage: bytes-bounded LRU with a time to live, and one fetch per missing key.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
// AWS empties a cache when it is resized; ours keeps what still fits.

/** Larger responses are passed through and not kept. */
export const MAX_CACHE_ENTRY_BYTES = 1_048_576;

/** Measured on Node 20: map slot, node object, strings' and buffers' headers. */
const ENTRY_OVERHEAD_BYTES = 400;

export interface CacheStats {
  readonly entries: number;
  readonly bytes: number;
  readonly capacityBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  readonly fetching: number;
}

/** `V` is whatever the pipeline can replay; it says how large it is. Lives outside snapshots, keyed by stage id. */
export class ResponseCache<V> {
  readonly #nodes = new Map<string, Node<V>>();
  readonly #fetches = new Map<string, CacheFetch<V>>();
  /** Sentinel of the ring: next is the most, prev the least recently used. */
  readonly #ring: Ring = emptyRing();
  #capacityBytes: number;
  #bytes = 0;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  /** The live entry, or undefined. Counts a hit or a miss. */
  get(key: string, nowMs: number): V | undefined {
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
    this.#hits += 1;
    if (this.#ring.next !== node) {
      unlink(node);
      linkFirst(this.#ring, node);
    }
    return node.value;
  }

  /** `sizeBytes`: body and headers. False: too large to keep. */
  set(key: string, value: V, sizeBytes: number, ttlMs: number, nowMs: number): boolean {
    const known = this.#nodes.get(key);
    if (known) this.#drop(known);
    const totalBytes = sizeBytes + key.length * 2 + ENTRY_OVERHEAD_BYTES;
    if (ttlMs <= 0 || sizeBytes > MAX_CACHE_ENTRY_BYTES || totalBytes > this.#capacityBytes) return false;
    const node = new Node(key, value, totalBytes, nowMs + ttlMs);
    this.#nodes.set(key, node);
    linkFirst(this.#ring, node);
    this.#bytes += totalBytes;
    this.#shrink();
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

  /** A client asked for a fresh answer (Cache-Control: max-age=0): the entry goes, later misses follow this fetch. */
  refresh(key: string): CacheFetch<V> {
    this.delete(key);
    return this.#lead(key);
  }

  delete(key: string): boolean {
    const node = this.#nodes.get(key);
    if (node) this.#drop(node);
    return node !== undefined;
  }

  /** Fetches under way still answer their own followers, but what they bring is from before the flush: not kept. */
  flush(): void {
    this.#nodes.clear();
    this.#fetches.clear();
    this.#ring.next = this.#ring;
    this.#ring.prev = this.#ring;
    this.#bytes = 0;
  }

  resize(capacityBytes: number): void {
    this.#capacityBytes = capacityBytes;
    this.#shrink();
  }

  /** Frees up to `budget` least recently used entries that have expired. */
  prune(nowMs: number, budget = 1000): void {
    let ring = this.#ring.prev;
    for (let i = 0; i < budget && ring instanceof Node; i++) {
      const node: Node<V> = ring;
      ring = node.prev;
      if (node.expiresAtMs <= nowMs) this.#drop(node);
    }
  }

  stats(): CacheStats {
    return {
      entries: this.#nodes.size,
      bytes: this.#bytes,
      capacityBytes: this.#capacityBytes,
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
      fetching: this.#fetches.size,
    };
  }

  #lead(key: string): CacheFetch<V> {
    const fetch: CacheFetch<V> = new CacheFetch<V>((value, sizeBytes, ttlMs, nowMs) => {
      // A flush or a refresh may have started a newer fetch: the older answer must not overwrite it.
      if (this.#fetches.get(key) !== fetch) return false;
      this.#fetches.delete(key);
      return value !== undefined && this.set(key, value, sizeBytes, ttlMs, nowMs);
    });
    this.#fetches.set(key, fetch);
    return fetch;
  }

  #shrink(): void {
    while (this.#bytes > this.#capacityBytes && this.#ring.prev instanceof Node) {
      this.#drop(this.#ring.prev);
      this.#evictions += 1;
    }
  }

  #drop(node: Node<V>): void {
    this.#nodes.delete(node.key);
    this.#bytes -= node.bytes;
    unlink(node);
  }
}

type Keep<V> = (value: V | undefined, sizeBytes: number, ttlMs: number, nowMs: number) => boolean;

/** One fetch of a missing entry. Its leader settles it exactly once; later calls change nothing. */
export class CacheFetch<V> {
  readonly #keep: Keep<V>;
  #isSettled = false;
  #followers = 0;
  #answer: Promise<V | undefined> | undefined;
  #resolve: ((value: V | undefined) => void) | undefined;

  constructor(keep: Keep<V>) {
    this.#keep = keep;
  }

  /** Others waiting for this answer: while there are any, the leader's client going away is no reason to stop. */
  get followers(): number {
    return this.#followers;
  }

  /** The answer for followers; undefined when the leader abandoned: fetch yourself. */
  follow(): Promise<V | undefined> {
    this.#followers += 1;
    this.#answer ??= new Promise((resolve) => {
      this.#resolve = resolve;
    });
    return this.#answer;
  }

  /** Followers get the value also when it is too large to keep. */
  complete(value: V, sizeBytes: number, ttlMs: number, nowMs: number): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#keep(value, sizeBytes, ttlMs, nowMs);
    this.#resolve?.(value);
  }

  /** The answer failed or may not be kept. */
  abandon(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#keep(undefined, 0, 0, 0);
    this.#resolve?.(undefined);
  }
}

interface Ring {
  next: Ring;
  prev: Ring;
}

class Node<V> implements Ring {
  readonly key: string;
  readonly value: V;
  readonly bytes: number;
  readonly expiresAtMs: number;
  next: Ring = this;
  prev: Ring = this;

  constructor(key: string, value: V, bytes: number, expiresAtMs: number) {
    this.key = key;
    this.value = value;
    this.bytes = bytes;
    this.expiresAtMs = expiresAtMs;
  }
}

function emptyRing(): Ring {
  const ring = {} as Ring;
  ring.next = ring;
  ring.prev = ring;
  return ring;
}

function linkFirst(ring: Ring, node: Ring): void {
  node.prev = ring;
  node.next = ring.next;
  ring.next.prev = node;
  ring.next = node;
}

function unlink(node: Ring): void {
  node.prev.next = node.next;
  node.next.prev = node.prev;
}
