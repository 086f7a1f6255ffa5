import { expect, it } from 'vitest';
import { CacheReports, sumStageCache } from './cache-reports';

const report = (id: string, hits: number) => ({
  ...{ id, hits, entries: 1, memoryBytes: 10, diskEntries: 1, diskBytes: 5 },
  ...{ diskHits: 1, misses: 2, evictions: 0 },
});

it('sums a stage’s cache and its canary’s over all workers that are there', () => {
  const reports = new CacheReports();
  const [first, second, gone] = [{}, {}, {}];
  reports.set(first, [report('s1', 1), report('s1/Canary', 10), report('s2', 1000)]);
  reports.set(second, [report('s1', 100)]);
  reports.set(gone, [report('s1', 5000)]);
  reports.set(first, [report('s1', 2), report('s1/Canary', 10)]);
  reports.end(gone);
  const limits = { memoryBytes: 1, diskBytes: 2 };
  expect(sumStageCache('s1', reports.all(), limits)).toMatchObject({
    ...{ status: 'AVAILABLE', workers: 2, entries: 3, hits: 112, misses: 6, memoryBytes: 30, diskBytes: 15, limits },
  });
  expect(sumStageCache('s3', reports.all(), null)).toMatchObject({ status: 'NOT_AVAILABLE', workers: 0, limits: null });
});
