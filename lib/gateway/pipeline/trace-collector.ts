// A worker's traces on their way to who keeps them. Bounded in number, in bytes and in how many begin in a second: what
// does not fit is dropped and counted, and no request waits for anything.
import type { TraceRecord } from './trace-record';

export interface TraceLimits {
  /** Drawn requests traced in any one second; the others go on untraced. Tokens are not counted. */
  readonly beginsPerSecond: number;
  readonly maxQueued: number;
  readonly maxQueuedBytes: number;
}

export const TRACE_LIMITS: TraceLimits = { beginsPerSecond: 20, maxQueued: 200, maxQueuedBytes: 8 * 1024 * 1024 };

/** Tokens remembered as used: more are never good at once. */
const MAX_USED_TOKENS = 1_000;

export class TraceCollector {
  readonly #limits: TraceLimits;
  #queue: TraceRecord[] = [];
  #queuedBytes = 0;
  #dropped = 0;
  #second = 0;
  #begun = 0;
  readonly #usedTokens = new Set<string>();

  constructor(limits: TraceLimits = TRACE_LIMITS) {
    this.#limits = limits;
  }

  /** Traces that nobody will see: not begun, or lost on the way. */
  get dropped(): number {
    return this.#dropped;
  }

  /** False: enough for this second, and enough wait. */
  mayBegin(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#begun = 0;
    }
    if (this.#begun >= this.#limits.beginsPerSecond || this.#isFull()) {
      this.#dropped += 1;
      return false;
    }
    this.#begun += 1;
    return true;
  }

  /** False: it has been used. Other workers may have used it too: who keeps the traces takes one of each token. */
  spendToken(hash: string): boolean {
    if (this.#usedTokens.has(hash)) return false;
    if (this.#usedTokens.size >= MAX_USED_TOKENS) this.#usedTokens.clear();
    this.#usedTokens.add(hash);
    return true;
  }

  take(record: TraceRecord): void {
    if (this.#isFull()) {
      this.#dropped += 1;
      return;
    }
    this.#queue.push(record);
    this.#queuedBytes += record.sizeBytes;
  }

  drain(): readonly TraceRecord[] {
    const queue = this.#queue;
    if (queue.length > 0) {
      this.#queue = [];
      this.#queuedBytes = 0;
    }
    return queue;
  }

  #isFull(): boolean {
    return this.#queue.length >= this.#limits.maxQueued || this.#queuedBytes >= this.#limits.maxQueuedBytes;
  }
}
