// The one fetch that brings a missing entry, and those who wait for it.
type Keep<V> = (value: V | undefined, sizeBytes: number, ttlMs: number, nowMs: number, isEncrypted: boolean) => boolean;

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
  complete(value: V, sizeBytes: number, ttlMs: number, nowMs: number, isEncrypted = false): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#keep(value, sizeBytes, ttlMs, nowMs, isEncrypted);
    this.#resolve?.(value);
  }

  /** The answer failed or may not be kept. */
  abandon(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#keep(undefined, 0, 0, 0, false);
    this.#resolve?.(undefined);
  }
}
