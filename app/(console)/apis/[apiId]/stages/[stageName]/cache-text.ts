import type { CacheClusterSize, StageCache } from '@/lib/contract/stage';
import { cacheBytesOf } from '@/lib/contract/stage';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** In AWS's GB, which are 2^30 bytes. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}

/** Null: nothing was asked for yet. */
export function hitRatio({ hits, misses }: Pick<StageCache, 'hits' | 'misses'>): number | null {
  const asked = hits + misses;
  return asked === 0 ? null : hits / asked;
}

export function percentOf(ratio: number): string {
  return (ratio * 100).toLocaleString('en', { maximumFractionDigits: 1 });
}

/** What a size means on this machine. */
export function capacityText(size: CacheClusterSize, limits: StageCache['limits']): string {
  const each = 'A limit for each worker’s cache of this stage; the least recently used entries go first.';
  if (limits === null) return each;
  const { memoryBytes, diskBytes } = limits;
  const all = `All caches of a worker share ${bytesText(memoryBytes)} of memory`;
  if (diskBytes === 0) return `${each} ${all}; no disk is used, so what does not fit is dropped.`;
  const beyond = `${all} and, for what does not fit, ${bytesText(diskBytes)} of disk.`;
  const isBeyondBoth = cacheBytesOf(size) > memoryBytes + diskBytes;
  return `${each} ${beyond}${isBeyondBoth ? ' That is less than this size.' : ''}`;
}
