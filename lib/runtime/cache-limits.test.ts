import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { cacheLimits, cacheResources } from './cache-limits';

const MIB = 1_048_576;
const GIB = 1024 * MIB;
const MACHINE = { machineMemoryBytes: 16 * GIB, heapLimitBytes: 4 * GIB, freeDiskBytes: 80 * GIB };

it.each([
  ['shares of the machine', { workers: 2 }, MACHINE, { memoryBytes: GIB, diskBytes: 10 * GIB }],
  ['without workers here, as for one', { workers: 0 }, MACHINE, { memoryBytes: 2 * GIB, diskBytes: 20 * GIB }],
  [
    'what the operator says',
    { workers: 2, memoryBytes: GIB, diskBytes: 0 },
    MACHINE,
    { memoryBytes: GIB / 2, diskBytes: 0 },
  ],
  ['never more than half of the heap', { workers: 1, memoryBytes: 64 * GIB }, MACHINE, { memoryBytes: 2 * GIB }],
  ['a small disk is left alone', { workers: 1 }, { ...MACHINE, freeDiskBytes: 100 * MIB }, { diskBytes: 0 }],
  ['never less memory than is of use', { workers: 4, memoryBytes: MIB }, MACHINE, { memoryBytes: 16 * MIB }],
])('%s', (_title, options, machine, expected) => {
  expect(cacheLimits(options, machine)).toMatchObject(expected);
});

it('knows this machine', () => {
  const { machineMemoryBytes, heapLimitBytes, freeDiskBytes } = cacheResources(tmpdir());
  expect(machineMemoryBytes).toBeGreaterThan(100 * MIB);
  expect(heapLimitBytes).toBeGreaterThan(100 * MIB);
  expect(freeDiskBytes).toBeGreaterThan(0);
  expect(cacheResources('/does/not/exist').freeDiskBytes).toBe(0);
});
