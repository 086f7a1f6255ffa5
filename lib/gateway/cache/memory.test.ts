import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { CACHED_REPLY_CODEC, CachedReply } from '../snapshot/cached-reply';
import { CacheStorage } from './cache-storage';
import { ResponseCache } from './response-cache';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function usedBytes(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const replyOf = (i: number, bodyBytes: number): CachedReply =>
  CachedReply.of(
    200,
    ['Content-Type', 'application/json', 'X-Own', `some value ${i}`, 'ETag', `"${i}"`],
    Buffer.alloc(bodyBytes, i & 255),
  );

it.each([
  ['no body', 20_000, 0, false],
  ['small bodies', 20_000, 500, false],
  ['large bodies', 1_000, 40_000, false],
  ['encrypted bodies', 3_000, 10_000, true],
])(
  'books what entries with %s really take: no less, and a quarter more at most',
  (_title, count, bytes, isEncrypted) => {
    const cache = new ResponseCache<CachedReply>(1e12, new CacheStorage({ codec: CACHED_REPLY_CODEC }));
    const fill = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        const reply = replyOf(i, bytes);
        cache.set(['GET abcdef', i, 'en'].join('\0='), reply, reply.sizeBytes, 1e9, 0, isEncrypted);
      }
    };
    fill(0, 100);
    const before = usedBytes();
    const bookedBefore = cache.stats().memoryBytes;
    fill(100, 100 + count);
    const taken = usedBytes() - before;
    const booked = cache.stats().memoryBytes - bookedBefore;
    expect(booked / taken).toBeGreaterThan(0.95);
    expect(booked / taken).toBeLessThan(1.25);
  },
);

it('keeps nothing alive of the buffer and the text that an answer came in', () => {
  const whole = Buffer.alloc(65_536);
  const text = 'x'.repeat(100_000);
  const reply = CachedReply.of(200, ['A', text.slice(0, 50)], whole.subarray(0, 10));
  expect(reply.body?.buffer.byteLength).toBe(10);
  expect(CachedReply.of(200, [], 'ä').body?.buffer.byteLength).toBe(2);
});
