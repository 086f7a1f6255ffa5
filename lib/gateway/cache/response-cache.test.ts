import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CacheFetch } from './cache-fetch';
import { MAX_CACHE_ENTRY_BYTES, ResponseCache } from './response-cache';
import { StageCaches } from './stage-caches';

const MIB = 1_048_576;

function lead<V>(turn: CacheFetch<V> | Promise<V | undefined>): CacheFetch<V> {
  if (!(turn instanceof CacheFetch)) throw new Error('Someone else is fetching.');
  return turn;
}

describe('entries', () => {
  it('live for their time and no longer', () => {
    const cache = new ResponseCache<string>(MIB);
    expect(cache.get('a', 0)).toBeUndefined();
    cache.set('a', 'one', 3, 1000, 0);
    expect(cache.get('a', 999)).toBe('one');
    expect(cache.get('a', 1000)).toBeUndefined();
    expect(cache.stats()).toMatchObject({ entries: 0, bytes: 0, hits: 1, misses: 2 });
  });

  it('are not kept without a time to live, over 1 MiB, or beyond the capacity', () => {
    const cache = new ResponseCache<string>(3 * MIB);
    expect(cache.set('a', 'x', 1, 0, 0)).toBe(false);
    expect(cache.set('a', 'x', MAX_CACHE_ENTRY_BYTES + 1, 1000, 0)).toBe(false);
    expect(cache.set('a', 'x', MAX_CACHE_ENTRY_BYTES, 1000, 0)).toBe(true);
    expect(new ResponseCache<string>(1000).set('a', 'x', 900, 1000, 0)).toBe(false);
  });

  it('replace the former one also when they are not kept themselves', () => {
    const cache = new ResponseCache<string>(MIB);
    cache.set('a', 'old', 3, 1000, 0);
    cache.set('a', 'large', MIB, 1000, 0);
    expect(cache.get('a', 0)).toBeUndefined();
  });

  it('make room by least recent use', () => {
    const cache = new ResponseCache<number>(3 * (1000 + 642));
    for (let i = 0; i < 3; i++) cache.set(String(i), i, 1000, 1000, 0);
    cache.get('0', 0);
    cache.set('3', 3, 1000, 1000, 0);
    expect(['0', '1', '2', '3'].map((key) => cache.get(key, 0))).toEqual([0, undefined, 2, 3]);
    expect(cache.stats()).toMatchObject({ evictions: 1, entries: 3 });
  });

  it('go with a flush and, as on AWS, with another size', () => {
    const cache = new ResponseCache<number>(MIB);
    for (let i = 0; i < 100; i++) cache.set(String(i), i, 1000, 1000, 0);
    cache.resize(MIB);
    expect(cache.get('99', 0)).toBe(99);
    cache.resize(2 * MIB);
    expect(cache.stats()).toMatchObject({ entries: 0, bytes: 0, memoryBytes: 0, capacityBytes: 2 * MIB });
    cache.set('a', 1, 10, 1000, 0);
    cache.flush();
    expect(cache.stats()).toMatchObject({ entries: 0, bytes: 0, memoryBytes: 0 });
    expect(cache.get('a', 0)).toBeUndefined();
    cache.set('a', 1, 10, 1000, 0);
    expect(cache.get('a', 0)).toBe(1);
  });

  it('are freed by prune once they expire', () => {
    const cache = new ResponseCache<number>(MIB);
    cache.set('a', 1, 10, 1000, 0);
    cache.set('b', 2, 10, 5000, 0);
    cache.prune(2000);
    expect(cache.stats().entries).toBe(1);
    expect(cache.get('b', 2000)).toBe(2);
  });

  it('never take more bytes than the capacity, and the books always balance', () => {
    const action = fc.record({
      kind: fc.constantFrom('set', 'set', 'set', 'get', 'delete', 'flush', 'prune', 'resize'),
      key: fc.integer({ min: 0, max: 12 }),
      size: fc.integer({ min: 0, max: 4000 }),
      at: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 150 }), (actions) => {
        const cache = new ResponseCache<number>(20_000);
        const model = new Map<string, { size: number; expiresAt: number }>();
        let now = 0;
        for (const { kind, key: number, size, at } of actions) {
          const key = `key ${number}`;
          now += at;
          if (kind === 'set') {
            cache.set(key, size, size, 100, now);
            model.set(key, { size, expiresAt: now + 100 });
          } else if (kind === 'get') {
            const found = cache.get(key, now);
            if (found !== undefined) {
              expect(model.get(key)?.size).toBe(found);
              expect(model.get(key)?.expiresAt).toBeGreaterThan(now);
            }
          } else if (kind === 'delete') {
            cache.delete(key);
            model.delete(key);
          } else if (kind === 'flush') {
            cache.flush();
            model.clear();
          } else if (kind === 'prune') cache.prune(now);
          else cache.resize(10_000 + size);
          const { bytes, capacityBytes, entries } = cache.stats();
          expect(bytes).toBeLessThanOrEqual(capacityBytes);
          expect(bytes).toBeGreaterThanOrEqual(entries * 640);
          expect(entries === 0).toBe(bytes === 0);
        }
      }),
    );
  });
});

describe('concurrent misses', () => {
  it('are fetched once: followers get the leader’s answer', async () => {
    const cache = new ResponseCache<string>(MIB);
    const leader = lead(cache.join('a'));
    const followers = [cache.join('a'), cache.join('a')];
    expect(leader.followers).toBe(2);
    leader.complete('answer', 6, 1000, 0);
    expect(await Promise.all(followers)).toEqual(['answer', 'answer']);
    expect(cache.get('a', 0)).toBe('answer');
    expect(cache.stats().fetching).toBe(0);
  });

  it('release followers when the leader fails, and the next miss leads again', async () => {
    const cache = new ResponseCache<string>(MIB);
    const leader = lead(cache.join('a'));
    const follower = cache.join('a');
    leader.abandon();
    leader.complete('too late', 8, 1000, 0);
    expect(await follower).toBeUndefined();
    expect(cache.get('a', 0)).toBeUndefined();
    expect(cache.join('a')).toBeInstanceOf(CacheFetch);
  });

  it('give followers an answer that is too large to keep', async () => {
    const cache = new ResponseCache<string>(MIB);
    const leader = lead(cache.join('a'));
    const follower = cache.join('a');
    leader.complete('large', MAX_CACHE_ENTRY_BYTES + 1, 1000, 0);
    expect(await follower).toBe('large');
    expect(cache.get('a', 0)).toBeUndefined();
  });

  it('do not bring back what was flushed meanwhile', async () => {
    const cache = new ResponseCache<string>(MIB);
    const before = lead(cache.join('a'));
    const follower = cache.join('a');
    cache.flush();
    const after = lead(cache.join('a'));
    before.complete('old', 3, 1000, 0);
    expect(await follower).toBe('old');
    expect(cache.get('a', 0)).toBeUndefined();
    after.complete('new', 3, 1000, 0);
    expect(cache.get('a', 0)).toBe('new');
  });

  it('follow a refresh, whose answer wins over an older fetch', async () => {
    const cache = new ResponseCache<string>(MIB);
    cache.set('a', 'stale', 5, 1000, 0);
    const older = lead(cache.join('a'));
    const refresh = cache.refresh('a');
    expect(cache.get('a', 0)).toBeUndefined();
    const follower = cache.join('a');
    refresh.complete('fresh', 5, 1000, 0);
    older.complete('older', 5, 1000, 0);
    expect(await follower).toBe('fresh');
    expect(cache.get('a', 0)).toBe('fresh');
  });

  it('leave other keys alone', () => {
    const cache = new ResponseCache<string>(MIB);
    lead(cache.join('a'));
    expect(cache.join('b')).toBeInstanceOf(CacheFetch);
  });
});

it('StageCaches keeps a stage’s entries over recompilation and drops them with the stage', () => {
  const caches = new StageCaches<string>();
  caches.open('s1', MIB).set('a', 'x', 1, 1000, 0);
  expect(caches.open('s1', MIB).get('a', 0)).toBe('x');
  expect(caches.stats().get('s1')).toMatchObject({ entries: 1, capacityBytes: MIB });
  const held = caches.open('s1', MIB);
  caches.flush('s1');
  expect(held.get('a', 0)).toBeUndefined();
  held.set('a', 'x', 1, 1000, 0);
  expect(caches.open('s1', MIB, 'GET /a is encrypted').get('a', 0)).toBeUndefined();
  caches.remove('s1');
  expect(held.set('a', 'x', 1, 1000, 0)).toBe(false);
  expect(caches.stats().size).toBe(0);
});
