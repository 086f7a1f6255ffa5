import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { CacheLimits } from '@/lib/contract/cache-report';

const MIB = 1_048_576;
const MIN_MEMORY_BYTES = 16 * MIB;
/** Less is not worth the files. */
const MIN_DISK_BYTES = 64 * MIB;

export interface CacheResources {
  /** Of the whole machine, or of the container. */
  readonly machineMemoryBytes: number;
  /** Where V8 gives up: half of it is left to requests. */
  readonly heapLimitBytes: number;
  /** On the disk of the data dir. */
  readonly freeDiskBytes: number;
}

/**
 * What the response caches of one worker may take. Unless the operator says otherwise: of the memory an eighth, of what is
 * free on the disk a quarter, for all workers together.
 */
export function cacheLimits(
  { workers, memoryBytes, diskBytes }: Readonly<{ workers: number; memoryBytes?: number; diskBytes?: number }>,
  { machineMemoryBytes, heapLimitBytes, freeDiskBytes }: CacheResources,
): CacheLimits {
  const count = Math.max(1, workers);
  const memory = Math.min((memoryBytes ?? machineMemoryBytes / 8) / count, heapLimitBytes / 2);
  const disk = (diskBytes ?? freeDiskBytes / 4) / count;
  return {
    memoryBytes: Math.floor(Math.max(MIN_MEMORY_BYTES, memory)),
    diskBytes: disk < MIN_DISK_BYTES ? 0 : Math.floor(disk),
  };
}

export function cacheResources(dataDir: string): CacheResources {
  // 0, or more than there is: no container limits it.
  const constrained = process.constrainedMemory?.() ?? 0;
  return {
    machineMemoryBytes: constrained > 0 ? Math.min(constrained, totalmem()) : totalmem(),
    heapLimitBytes: getHeapStatistics().heap_size_limit,
    freeDiskBytes: freeBytes(dataDir),
  };
}

function freeBytes(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
