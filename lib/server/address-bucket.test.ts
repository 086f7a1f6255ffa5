import { describe, expect, it } from 'vitest';
import { AddressBucket } from './address-bucket';

const takeMany = (bucket: AddressBucket, address: string, count: number, nowMs: number) =>
  Array.from({ length: count }, () => bucket.take(address, nowMs)).filter(Boolean).length;

describe('an address’s bucket', () => {
  it('lets a burst through and then the rate', () => {
    const bucket = new AddressBucket({ perSecond: 2, burst: 5, maxAddresses: 10 });
    expect(takeMany(bucket, 'a', 10, 0)).toBe(5);
    expect(takeMany(bucket, 'a', 10, 1000)).toBe(2);
    expect(takeMany(bucket, 'a', 10, 60_000)).toBe(5);
  });

  it('is each address’s own', () => {
    const bucket = new AddressBucket({ perSecond: 1, burst: 1, maxAddresses: 10 });
    expect(bucket.take('a', 0)).toBe(true);
    expect(bucket.take('a', 0)).toBe(false);
    expect(bucket.take('b', 0)).toBe(true);
  });

  it('forgets who was quiet for longest, not who asks on', () => {
    const bucket = new AddressBucket({ perSecond: 1, burst: 1, maxAddresses: 2 });
    for (const address of ['old', 'busy', 'old', 'busy', 'new']) bucket.take(address, 0);
    expect(bucket.take('busy', 0)).toBe(false);
    expect(bucket.take('old', 0)).toBe(true);
  });

  it('takes nothing from a clock that goes back', () => {
    const bucket = new AddressBucket({ perSecond: 1, burst: 2, maxAddresses: 2 });
    bucket.take('a', 1000);
    expect(bucket.take('a', 0)).toBe(true);
    expect(bucket.take('a', 0)).toBe(false);
  });
});
