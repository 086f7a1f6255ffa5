import type { CacheLimits, CacheReport } from '@/lib/contract/cache-report';
import type { StageCache } from '@/lib/contract/stage';

/** The newest report of each worker's caches. */
export class CacheReports {
  readonly #byWorker = new Map<object, readonly CacheReport[]>();

  set(worker: object, reports: readonly CacheReport[]): void {
    this.#byWorker.set(worker, reports);
  }

  end(worker: object): void {
    this.#byWorker.delete(worker);
  }

  /** One list per worker. */
  all(): readonly (readonly CacheReport[])[] {
    return [...this.#byWorker.values()];
  }
}

const NOTHING = {
  entries: 0,
  memoryBytes: 0,
  diskEntries: 0,
  diskBytes: 0,
  hits: 0,
  diskHits: 0,
  misses: 0,
  evictions: 0,
};

/** The stage's cache, and its canary's where that has one of its own, over all workers. */
export function sumStageCache(
  stageId: string,
  workers: readonly (readonly CacheReport[])[],
  limits: CacheLimits | null,
): StageCache {
  const sum = { ...NOTHING };
  let count = 0;
  for (const reports of workers) {
    if (reports.some(({ id }) => id === stageId)) count += 1;
    for (const report of reports) {
      if (report.id !== stageId && report.id !== `${stageId}/Canary`) continue;
      for (const name of Object.keys(NOTHING) as (keyof typeof NOTHING)[]) sum[name] += report[name];
    }
  }
  return { ...sum, status: count > 0 ? 'AVAILABLE' : 'NOT_AVAILABLE', workers: count, limits };
}
