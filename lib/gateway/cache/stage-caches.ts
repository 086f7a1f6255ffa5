// The response caches of a worker, one per stage that has caching on, and one more where its canary keeps its own.
import type { CacheStorage } from './cache-storage';
import { type CacheStats, ResponseCache } from './response-cache';

/** Under which a canary's answers are kept where it does not use the stage's cache. */
export const canaryCacheId = (stageId: string): string => `${stageId}/Canary`;

export class StageCaches<V> {
  readonly #byStage = new Map<string, ResponseCache<V>>();
  readonly #forms = new Map<string, string>();
  readonly #storage: CacheStorage<V> | undefined;

  constructor(storage?: CacheStorage<V>) {
    this.#storage = storage;
  }

  /**
   * The stage's cache, made or resized as needed. Called when a snapshot is compiled, not per request. `form`: how its
   * entries are kept; those kept otherwise are deleted.
   */
  open(stageId: string, capacityBytes: number, form = ''): ResponseCache<V> {
    const known = this.#byStage.get(stageId);
    const isOtherForm = this.#forms.get(stageId) !== form;
    this.#forms.set(stageId, form);
    if (known) {
      known.resize(capacityBytes);
      if (isOtherForm) known.flush();
      return known;
    }
    const cache = new ResponseCache<V>(capacityBytes, this.#storage);
    this.#byStage.set(stageId, cache);
    return cache;
  }

  /** With its canary's: one stage, one flush. */
  flush(stageId: string): void {
    this.#byStage.get(stageId)?.flush();
    this.#byStage.get(canaryCacheId(stageId))?.flush();
  }

  /** The stage is gone or has caching off. */
  remove(stageId: string): void {
    this.#byStage.get(stageId)?.close();
    this.#byStage.delete(stageId);
    this.#forms.delete(stageId);
  }

  prune(nowMs: number): void {
    for (const cache of this.#byStage.values()) cache.prune(nowMs);
  }

  stats(): ReadonlyMap<string, CacheStats> {
    return new Map([...this.#byStage].map(([stageId, cache]) => [stageId, cache.stats()]));
  }
}
