import { expect, it } from 'vitest';
import type { AuthorizerAnswer } from './authorizer-answer';
import { AuthorizerCache } from './authorizer-cache';
import { callerOf } from './caller';

const answer: AuthorizerAnswer = { caller: callerOf({}), laterCaller: callerOf({}), policies: [] };
const place = { stageId: 's1', ttlMs: 1000, nowMs: 0 };
const giving =
  (length = 100) =>
  async () => ({ answer, length, isKept: true });

it('keeps no more entries and bytes than it may, whatever number of tokens comes', async () => {
  const cache = new AuthorizerCache<string>({ maxEntries: 1000, maxBytes: 1_000_000 });
  for (let i = 0; i < 1_000_000; i += 1) {
    await cache.ask(`token ${i}`, place, giving());
    if (i % 10_000 !== 0) continue;
    expect(cache.stats().entries).toBeLessThanOrEqual(1000);
    expect(cache.stats().bytes).toBeLessThanOrEqual(1_000_000);
  }
  expect(cache.get('token 999999', 0)).toBe(answer);
  expect(cache.get('token 0', 0)).toBeUndefined();
}, 60_000);

it('lets the least recently used go first, by bytes too', async () => {
  const cache = new AuthorizerCache<string>({ maxEntries: 10, maxBytes: 3 * (1024 + 8 * 1000) });
  for (const key of ['a', 'b', 'c']) await cache.ask(key, place, giving(1000));
  cache.get('a', 0);
  await cache.ask('d', place, giving(1000));
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key, 0) !== undefined)).toEqual([true, false, true, true]);
});

it('does not keep what was asked before a flush', async () => {
  const cache = new AuthorizerCache<string>();
  const asked = cache.ask('a', place, giving());
  cache.flush('s1');
  expect(await asked).toBe(answer);
  expect(cache.get('a', 0)).toBeUndefined();
});

it('forgets the one stage that is flushed, or all', async () => {
  const cache = new AuthorizerCache<string>();
  for (const stageId of ['s1', 's2', 's3']) await cache.ask(stageId, { ...place, stageId }, giving());
  cache.flush('s1');
  expect(['s1', 's2', 's3'].map((key) => cache.get(key, 0) !== undefined)).toEqual([false, true, true]);
  cache.flush(undefined);
  expect(cache.stats()).toEqual({ entries: 0, bytes: 0 });
});

it('has no token in its keys', () => {
  expect(new AuthorizerCache().keyOf('secret')).not.toBe(new AuthorizerCache().keyOf('secret'));
});
