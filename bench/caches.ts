import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bench } from 'tinybench';
import { CacheStorage } from '../lib/gateway/cache/cache-storage';
import { ResponseCache } from '../lib/gateway/cache/response-cache';
import { SpillFiles } from '../lib/gateway/cache/spill-files';
import { CACHED_REPLY_CODEC, CachedReply } from '../lib/gateway/snapshot/cached-reply';

const ENTRIES = 2000;
const BODY_BYTES = 2048;
const HEADERS = ['Content-Type', 'application/json', 'ETag', '"5d8c72a5edda8d6a"', 'Cache-Control', 'max-age=60'];

/** A hit of a 2 KB answer: from memory, from memory encrypted, and from disk with another entry moved there in its place. */
export function addCaches(bench: Bench, now: number): void {
  const inMemory = filled(new CacheStorage({ codec: CACHED_REPLY_CODEC }), now, false);
  bench.add('cache: 2 KB hit in memory', () => inMemory.get(nextKey(), now));

  const encrypted = filled(new CacheStorage({ codec: CACHED_REPLY_CODEC }), now, true);
  bench.add('cache: 2 KB hit in memory, encrypted', () => encrypted.get(encrypted.hideKey(nextKey()), now));

  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const spill = new SpillFiles({ dir, maxBytes: 2 ** 30, onTrouble: console.error });
  // Memory for the index and few entries: each hit is one of the others.
  const storage = new CacheStorage({ codec: CACHED_REPLY_CODEC, memoryBytes: 4_000_000, spill });
  const onDisk = filled(storage, now, false);
  bench.add('cache: 2 KB hit on disk', async () => {
    await onDisk.get(nextKey(), now);
    // What moves to disk is written between requests.
    await nextTurn();
  });
}

let at = 0;
const nextKey = (): string => {
  at = (at + 7) % ENTRIES;
  return `GET abc\0=${at}`;
};

function filled(storage: CacheStorage<CachedReply>, now: number, isEncrypted: boolean): ResponseCache<CachedReply> {
  const cache = new ResponseCache<CachedReply>(1e9, storage);
  for (let i = 0; i < ENTRIES; i++) {
    const reply = CachedReply.of(200, HEADERS, Buffer.alloc(BODY_BYTES, i & 127));
    const key = isEncrypted ? cache.hideKey(nextKey()) : nextKey();
    cache.set(key, reply, reply.sizeBytes, 1e9, now, isEncrypted);
  }
  return cache;
}
