// Answers of Lambda authorizers, for as long as their authorizer's TTL. Shared by all stages of a worker, and bounded: the
// least recently used go first. Keys are hashes under a secret of this process, so that no token lies in memory.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
import { createHmac, randomBytes } from 'node:crypto';
import type { AuthorizerAnswer } from './authorizer-answer';

interface Entry {
  readonly answer: AuthorizerAnswer;
  readonly stageId: string;
  readonly expiresAtMs: number;
  readonly bytes: number;
}

export interface AuthorizerCacheLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export const AUTHORIZER_CACHE_LIMITS: AuthorizerCacheLimits = { maxEntries: 20_000, maxBytes: 32 * 1024 * 1024 };

/** What an entry costs besides its text: key, map, caller, compiled policy. */
const ENTRY_BYTES = 1024;
/** A compiled policy holds its text several times over. */
const BYTES_PER_CHARACTER = 8;

export class AuthorizerCache<Failure> {
  readonly #limits: AuthorizerCacheLimits;
  readonly #secret = randomBytes(32);
  readonly #entries = new Map<string, Entry>();
  readonly #asked = new Map<string, Promise<AuthorizerAnswer | Failure>>();
  #bytes = 0;
  /** Of flushes so far: what was asked before one is not kept after it. */
  #flushes = 0;

  constructor(limits: AuthorizerCacheLimits = AUTHORIZER_CACHE_LIMITS) {
    this.#limits = limits;
  }

  /** Of everything that tells two callers apart. */
  keyOf(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }

  get(key: string, nowMs: number): AuthorizerAnswer | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.expiresAtMs <= nowMs) {
      this.#bytes -= entry.bytes;
      return undefined;
    }
    this.#entries.set(key, entry);
    return entry.answer;
  }

  /** Everyone who asks for the same key meanwhile gets the one answer. `isKept` tells answers from failures. */
  ask(
    key: string,
    place: { readonly stageId: string; readonly ttlMs: number; readonly nowMs: number },
    ask: () => Promise<{
      readonly answer: AuthorizerAnswer | Failure;
      readonly length: number;
      readonly isKept: boolean;
    }>,
  ): Promise<AuthorizerAnswer | Failure> {
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const flushes = this.#flushes;
    const work = ask().then(
      ({ answer, length, isKept }) => {
        this.#asked.delete(key);
        if (isKept && flushes === this.#flushes) this.#put(key, answer as AuthorizerAnswer, length, place);
        return answer;
      },
      (error: unknown) => {
        this.#asked.delete(key);
        throw error;
      },
    );
    this.#asked.set(key, work);
    return work;
  }

  /** Undefined: of all stages. */
  flush(stageId: string | undefined): void {
    this.#flushes += 1;
    this.#asked.clear();
    for (const [key, entry] of this.#entries) {
      if (stageId !== undefined && entry.stageId !== stageId) continue;
      this.#entries.delete(key);
      this.#bytes -= entry.bytes;
    }
  }

  stats(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.#entries.size, bytes: this.#bytes };
  }

  #put(
    key: string,
    answer: AuthorizerAnswer,
    length: number,
    { stageId, ttlMs, nowMs }: { readonly stageId: string; readonly ttlMs: number; readonly nowMs: number },
  ): void {
    const bytes = ENTRY_BYTES + length * BYTES_PER_CHARACTER;
    const { maxEntries, maxBytes } = this.#limits;
    if (bytes > maxBytes) return;
    const before = this.#entries.get(key);
    if (before !== undefined) this.#bytes -= before.bytes;
    this.#entries.delete(key);
    this.#entries.set(key, { answer, stageId, expiresAtMs: nowMs + ttlMs, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#entries.size <= maxEntries && this.#bytes <= maxBytes) break;
      this.#entries.delete(oldest);
      this.#bytes -= entry.bytes;
    }
  }
}
