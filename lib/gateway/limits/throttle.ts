// Token buckets: one token per request, refill = rate per second, capacity = burst.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
import type { ThrottleSettings } from '../model';

/** Clock steps back by less than this count as "no time passed"; longer ones start the bucket's time anew. */
const CLOCK_JITTER_MS = 1000;
/** Buckets not used for this long are forgotten once they are full. */
const IDLE_MS = 60_000;
/** Old buckets looked at per new bucket: keeps the number of idle ones in proportion without a timer. */
const SWEEP_PER_NEW_BUCKET = 2;

/**
 * All token buckets of a worker. They live outside snapshots under stable keys, so a deploy does not refill them.
 * Exact: whole-number rates and times are compared as whole numbers, nothing is accumulated.
 */
export class Throttle {
  readonly #buckets = new Map<string, Bucket>();
  #hand: IterableIterator<[string, Bucket]> | undefined;

  get size(): number {
    return this.#buckets.size;
  }

  take(bucketKey: string, limit: ThrottleSettings, nowMs: number): boolean {
    return this.#open(bucketKey, limit, nowMs).take(limit, nowMs);
  }

  giveBack(bucketKey: string): void {
    this.#buckets.get(bucketKey)?.giveBack();
  }

  /** For the hot path: resolves the key once, then no string is hashed. Any number of handles share one bucket. */
  handle(bucketKey: string): ThrottleHandle {
    return new ThrottleHandle((limit, nowMs) => this.#open(bucketKey, limit, nowMs));
  }

  /** Forgets up to `budget` idle full buckets: a new bucket starts full, so nothing is lost. */
  sweep(nowMs: number, budget = 10_000): void {
    for (let i = 0; i < budget; i++) {
      this.#hand ??= this.#buckets.entries();
      const next = this.#hand.next();
      if (next.done) {
        this.#hand = undefined;
        return;
      }
      const [key, bucket] = next.value;
      if (!bucket.isIdle(nowMs)) continue;
      bucket.evicted = true;
      this.#buckets.delete(key);
    }
  }

  #open(bucketKey: string, limit: ThrottleSettings, nowMs: number): Bucket {
    const known = this.#buckets.get(bucketKey);
    if (known) return known;
    this.sweep(nowMs, SWEEP_PER_NEW_BUCKET);
    const bucket = new Bucket(limit, nowMs);
    this.#buckets.set(bucketKey, bucket);
    return bucket;
  }
}

/** One key's bucket, found again when it was evicted meanwhile. */
export class ThrottleHandle {
  readonly #open: (limit: ThrottleSettings, nowMs: number) => Bucket;
  #bucket: Bucket | undefined;

  constructor(open: (limit: ThrottleSettings, nowMs: number) => Bucket) {
    this.#open = open;
  }

  take(limit: ThrottleSettings, nowMs: number): boolean {
    let bucket = this.#bucket;
    if (bucket === undefined || bucket.evicted) {
      bucket = this.#open(limit, nowMs);
      this.#bucket = bucket;
    }
    return bucket.take(limit, nowMs);
  }

  giveBack(): void {
    this.#bucket?.giveBack();
  }

  /** What could be taken now. Takes nothing. */
  tokens(limit: ThrottleSettings, nowMs: number): number {
    const bucket = this.#bucket;
    return bucket === undefined || bucket.evicted ? limit.burstLimit : bucket.tokens(limit, nowMs);
  }
}

/**
 * The bucket was full at #fullAtMs and #taken requests went through since: it holds
 * burst − taken + elapsed · rate / 1000 tokens, at most burst.
 */
class Bucket {
  evicted = false;
  #rateLimit: number;
  #burstLimit: number;
  #fullAtMs: number;
  #lastMs: number;
  #taken = 0;

  constructor(limit: ThrottleSettings, nowMs: number) {
    this.#rateLimit = limit.rateLimit;
    this.#burstLimit = limit.burstLimit;
    this.#fullAtMs = nowMs;
    this.#lastMs = nowMs;
  }

  take(limit: ThrottleSettings, nowMs: number): boolean {
    let now = nowMs;
    if (now < this.#lastMs) now = this.#stepBack(now);
    this.#lastMs = now;
    if (limit.rateLimit !== this.#rateLimit || limit.burstLimit !== this.#burstLimit) this.#change(limit, now);

    const refilled = (now - this.#fullAtMs) * this.#rateLimit; // in thousandths of a token
    if (refilled >= this.#taken * 1000) {
      if (this.#burstLimit < 1) return false;
      this.#fullAtMs = now;
      this.#taken = 1;
      return true;
    }
    if (refilled < (this.#taken + 1 - this.#burstLimit) * 1000) return false;
    this.#taken += 1;
    return true;
  }

  giveBack(): void {
    this.#taken -= 1;
  }

  tokens({ burstLimit }: ThrottleSettings, nowMs: number): number {
    return Math.max(0, burstLimit - this.#debt(Math.max(nowMs, this.#lastMs)));
  }

  isIdle(nowMs: number): boolean {
    return nowMs >= this.#lastMs + IDLE_MS && (nowMs - this.#fullAtMs) * this.#rateLimit >= this.#taken * 1000;
  }

  /** What was taken and not refilled yet stays taken, as far as the new burst goes: a raised limit works at once. */
  #change(limit: ThrottleSettings, now: number): void {
    this.#taken = Math.min(this.#debt(now), limit.burstLimit);
    this.#fullAtMs = now;
    this.#rateLimit = limit.rateLimit;
    this.#burstLimit = limit.burstLimit;
  }

  #stepBack(now: number): number {
    if (this.#lastMs - now < CLOCK_JITTER_MS) return this.#lastMs;
    this.#taken = this.#debt(this.#lastMs);
    this.#fullAtMs = now;
    return now;
  }

  #debt(now: number): number {
    return Math.max(0, this.#taken - ((now - this.#fullAtMs) * this.#rateLimit) / 1000);
  }
}
