interface Bucket {
  tokens: number;
  atMs: number;
}

/** How often one address may ask. Of this process alone: what must hold everywhere is counted in the database. */
export class AddressBucket {
  readonly #buckets = new Map<string, Bucket>();
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #maxAddresses: number;

  constructor(options: Readonly<{ perSecond: number; burst: number; maxAddresses: number }>) {
    this.#perSecond = options.perSecond;
    this.#burst = options.burst;
    this.#maxAddresses = options.maxAddresses;
  }

  take(address: string, nowMs: number): boolean {
    const known = this.#buckets.get(address);
    const { tokens, atMs } = known ?? { tokens: this.#burst, atMs: nowMs };
    const filled = Math.min(this.#burst, tokens + (Math.max(0, nowMs - atMs) / 1000) * this.#perSecond);
    // Put at the end: the first of the map has been quiet for longest.
    this.#buckets.delete(address);
    this.#buckets.set(address, { tokens: filled < 1 ? filled : filled - 1, atMs: nowMs });
    if (this.#buckets.size > this.#maxAddresses) {
      const [quietest] = this.#buckets.keys();
      if (quietest !== undefined) this.#buckets.delete(quietest);
    }
    return filled >= 1;
  }
}
