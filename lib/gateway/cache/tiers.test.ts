import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { CacheStorage, type EntryCodec } from './cache-storage';
import { ResponseCache } from './response-cache';
import { SpillFiles } from './spill-files';
import type { SpillOwner, SpillSlot, SpillStore } from './spill-store';

const MIB = 1_048_576;
const CODEC: EntryCodec<string> = { encode: (text) => Buffer.from(text), decode: (bytes) => bytes.toString() };
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function newFiles(maxBytes = 64 * MIB): SpillFiles {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-tiers-'));
  const files = new SpillFiles({ dir, maxBytes, onTrouble: (message) => expect.fail(message) });
  cleanUps.push(
    () => rmSync(dir, { recursive: true, force: true }),
    () => files.close(),
  );
  return files;
}

/** 4 entries of 10 KB or so. */
const MEMORY_BYTES = 50_000;
const textOf = (i: number): string => `${i} `.repeat(3000);

describe('entries that memory has no room for', () => {
  it('come back from disk, exactly as they were, and into memory again', async () => {
    const files = newFiles();
    const cache = new ResponseCache<string>(
      100 * MIB,
      new CacheStorage({ codec: CODEC, memoryBytes: MEMORY_BYTES, spill: files }),
    );
    for (let i = 0; i < 20; i++) cache.set(`key ${i}`, textOf(i), textOf(i).length, 1000, 0, i % 2 === 0);
    await files.settled();
    const { diskEntries, memoryBytes, entries } = cache.stats();
    expect(entries).toBe(20);
    expect(diskEntries).toBeGreaterThan(15);
    expect(memoryBytes).toBeLessThanOrEqual(MEMORY_BYTES);
    for (let i = 0; i < 20; i++) expect(await cache.get(`key ${i}`, 0)).toBe(textOf(i));
    expect(cache.stats()).toMatchObject({ hits: 20, misses: 0, evictions: 0 });
    expect(cache.get('key 19', 0)).toBe(textOf(19));
  });

  it('are read once for everyone who asks at the same time', async () => {
    const files = newFiles();
    let reads = 0;
    const counted: SpillStore = {
      write: (owner: SpillOwner, bytes: Buffer) => files.write(owner, bytes),
      read: (slot: SpillSlot) => {
        reads += 1;
        return files.read(slot);
      },
      free: (slot) => files.free(slot),
      stats: () => files.stats(),
      close: () => files.close(),
    };
    const cache = new ResponseCache<string>(
      MIB,
      new CacheStorage({ codec: CODEC, memoryBytes: MEMORY_BYTES, spill: counted }),
    );
    for (let i = 0; i < 10; i++) cache.set(`key ${i}`, textOf(i), textOf(i).length, 1000, 0);
    const found = await Promise.all([1, 2, 3].map(() => cache.get('key 0', 0)));
    expect(found).toEqual([textOf(0), textOf(0), textOf(0)]);
    expect(reads).toBe(1);
    expect(cache.stats()).toMatchObject({ hits: 3, diskHits: 3 });
  });

  it('are misses when they went or were replaced while they were read', async () => {
    const files = newFiles();
    const cache = new ResponseCache<string>(
      MIB,
      new CacheStorage({ codec: CODEC, memoryBytes: MEMORY_BYTES, spill: files }),
    );
    for (let i = 0; i < 10; i++) cache.set(`key ${i}`, textOf(i), textOf(i).length, 1000, 0);
    await files.settled();
    const [replaced, deleted] = [cache.get('key 0', 0), cache.get('key 1', 0)];
    cache.set('key 0', 'new', 3, 1000, 0);
    cache.delete('key 1');
    expect(await replaced).toBeUndefined();
    expect(await deleted).toBeUndefined();
    const flushed = cache.get('key 2', 0);
    cache.flush();
    expect(await flushed).toBeUndefined();
    expect(cache.stats()).toMatchObject({
      entries: 0,
      bytes: 0,
      memoryBytes: 0,
      diskBytes: 0,
      diskEntries: 0,
      misses: 3,
    });
  });

  it('are dropped where there is no disk', () => {
    const cache = new ResponseCache<string>(MIB, new CacheStorage({ codec: CODEC, memoryBytes: MEMORY_BYTES }));
    for (let i = 0; i < 10; i++) cache.set(`key ${i}`, textOf(i), textOf(i).length, 1000, 0);
    expect(cache.stats()).toMatchObject({ diskEntries: 0 });
    expect(cache.stats().memoryBytes).toBeLessThanOrEqual(MEMORY_BYTES);
    expect(cache.get('key 0', 0)).toBeUndefined();
    expect(cache.get('key 9', 0)).toBe(textOf(9));
  });

  it('give way first in the largest cache', () => {
    const storage = new CacheStorage({ codec: CODEC, memoryBytes: MEMORY_BYTES });
    const small = new ResponseCache<string>(MIB, storage);
    const large = new ResponseCache<string>(MIB, storage);
    small.set('a', textOf(0), textOf(0).length, 1000, 0);
    for (let i = 0; i < 50; i++) large.set(`key ${i}`, textOf(i), textOf(i).length, 1000, 0);
    expect(small.get('a', 0)).toBe(textOf(0));
    large.close();
    expect(storage.usedBytes).toBe(small.stats().memoryBytes);
  });
});

it('encrypted entries are held as nothing that shows their text, and need storage with a cipher', () => {
  const written: Buffer[] = [];
  const storage = new CacheStorage({
    codec: CODEC,
    memoryBytes: MEMORY_BYTES,
    spill: {
      write(_owner, bytes) {
        written.push(bytes);
        return { length: bytes.length };
      },
      read: async () => undefined,
      free: () => {},
      stats: () => ({ bytes: 0, maxBytes: 0, pendingBytes: 0, refused: 0, isFailing: false }),
      close: async () => {},
    },
  });
  const cache = new ResponseCache<string>(MIB, storage);
  for (let i = 0; i < 10; i++) cache.set(cache.hideKey(`key ${i}`), 'secret '.repeat(2000), 14_000, 1000, 0, true);
  expect(written.length).toBeGreaterThan(0);
  for (const bytes of written) expect(bytes.includes('secret')).toBe(false);
  expect(cache.get(cache.hideKey('key 9'), 0)).toBe('secret '.repeat(2000));
  expect(cache.get('key 9', 0)).toBeUndefined();
  expect(new ResponseCache<string>(MIB).set('a', 'secret', 6, 1000, 0, true)).toBe(false);
});

it('whatever happens in which order: no limit is passed, the books balance, and what is found is what was put', async () => {
  const action = fc.record({
    kind: fc.constantFrom('set', 'set', 'set', 'set', 'get', 'get', 'get', 'delete', 'flush', 'prune', 'settle'),
    key: fc.integer({ min: 0, max: 15 }),
    size: fc.integer({ min: 0, max: 9000 }),
    isEncrypted: fc.boolean(),
    which: fc.integer({ min: 0, max: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 120 }), async (actions) => {
      const files = newFiles(4 * 60_000);
      const storage = new CacheStorage({ codec: CODEC, memoryBytes: 40_000, spill: files });
      const caches = [new ResponseCache<string>(70_000, storage), new ResponseCache<string>(70_000, storage)];
      const models = [new Map<string, string>(), new Map<string, string>()];
      let now = 0;
      for (const [step, { kind, key: number, size, isEncrypted, which }] of actions.entries()) {
        const [cache, model] = [caches[which], models[which]];
        if (cache === undefined || model === undefined) return;
        const key = `key ${number}`;
        now += 1;
        if (kind === 'set') {
          const value = `${step}:`.padEnd(size, 'x');
          cache.set(key, value, value.length, 60, now, isEncrypted);
          model.set(key, value);
        } else if (kind === 'get') {
          const found = await cache.get(key, now);
          if (found !== undefined) expect(found).toBe(model.get(key));
        } else if (kind === 'delete') {
          cache.delete(key);
          model.delete(key);
        } else if (kind === 'flush') {
          cache.flush();
          model.clear();
        } else if (kind === 'prune') cache.prune(now);
        else await files.settled();
        let memoryBytes = 0;
        for (const it of caches) {
          const stats = it.stats();
          memoryBytes += stats.memoryBytes;
          expect(stats.bytes).toBeLessThanOrEqual(stats.capacityBytes);
          expect(stats.entries === 0).toBe(stats.bytes === 0);
          expect(stats.diskEntries === 0).toBe(stats.diskBytes === 0);
          expect(stats.entries).toBeGreaterThanOrEqual(stats.diskEntries);
        }
        expect(storage.usedBytes).toBe(memoryBytes);
        expect(memoryBytes).toBeLessThanOrEqual(storage.budgetBytes);
        expect(files.stats().bytes).toBeLessThanOrEqual(4 * 60_000);
      }
      for (const cache of caches) cache.close();
      expect(storage.usedBytes).toBe(0);
      await files.close();
    }),
    { numRuns: 60 },
  );
});
