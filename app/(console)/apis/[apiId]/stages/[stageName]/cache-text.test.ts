import { expect, it } from 'vitest';
import { bytesText, capacityText, hitRatio, percentOf } from './cache-text';

it.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1536, '1.5 KB'],
  [536_870_912, '512 MB'],
  [6_549_825_126, '6.1 GB'],
  [254_476_812_288, '237 GB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it('has no ratio before the first request', () => {
  expect(hitRatio({ hits: 0, misses: 0 })).toBeNull();
  expect(percentOf(hitRatio({ hits: 2, misses: 1 }) ?? 0)).toBe('66.7');
});

it('says what a size means here', () => {
  const GB = 2 ** 30;
  expect(capacityText('0.5', null)).not.toContain('memory');
  expect(capacityText('0.5', { memoryBytes: GB, diskBytes: 0 })).toMatch(/share 1 GB of memory; no disk is used/);
  expect(capacityText('1.6', { memoryBytes: GB, diskBytes: GB })).toMatch(/1 GB of memory and, .* 1 GB of disk\.$/);
  expect(capacityText('237', { memoryBytes: GB, diskBytes: GB })).toMatch(/less than this size\.$/);
});
