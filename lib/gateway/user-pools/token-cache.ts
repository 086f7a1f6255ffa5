// Tokens that were verified lately, so that the next request with the same one costs a hash. Found by the hash alone: no token
// is kept. Two generations of bounded size: a flood of tokens costs signatures to check, not memory.
import type { VerifiedToken } from './verified-token';

const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
/** Map entry, hash, object and its lists. */
const ENTRY_BYTES = 900;
/** Of each character of a token: its claims as values and as texts. */
const BYTES_PER_CHARACTER = 3;

export class TokenCache {
  readonly #maxYoungBytes: number;
  #young = new Map<string, VerifiedToken>();
  #old: Map<string, VerifiedToken> = new Map();
  #youngBytes = 0;

  constructor(maxBytes = DEFAULT_MAX_BYTES) {
    this.#maxYoungBytes = maxBytes / 2;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(hash: string, length: number): VerifiedToken | undefined {
    const found = this.#young.get(hash);
    if (found !== undefined) return found;
    const old = this.#old.get(hash);
    if (old === undefined) return undefined;
    this.#old.delete(hash);
    this.set(hash, old, length);
    return old;
  }

  /** `length`: of the token. */
  set(hash: string, token: VerifiedToken, length: number): void {
    if (this.#young.has(hash)) {
      this.#young.set(hash, token);
      return;
    }
    const bytes = ENTRY_BYTES + length * BYTES_PER_CHARACTER;
    if (this.#youngBytes + bytes > this.#maxYoungBytes) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(hash, token);
    this.#youngBytes += bytes;
  }

  delete(hash: string): void {
    // Its bytes stay booked until the generation goes: who deletes one is about to ask for the next.
    this.#young.delete(hash);
    this.#old.delete(hash);
  }
}
