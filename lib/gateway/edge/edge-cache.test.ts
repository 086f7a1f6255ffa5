import { describe, expect, it } from 'vitest';
import { EdgeCache, isCacheable, lifetimeOf } from './edge-cache';

const NOW = Date.UTC(2026, 0, 15, 12);
const secondsLeft = (headers: string[], status = 200) => {
  const lifetime = lifetimeOf(status, headers, NOW);
  return lifetime && (lifetime.freshUntilMs - NOW) / 1000;
};

describe('how long an answer is kept', () => {
  it.each<[string[], number | undefined]>([
    [['Cache-Control', 'max-age=60'], 60],
    [['cache-control', 'public, MAX-AGE="60"'], 60],
    [['Cache-Control', 'max-age=60, s-maxage=5'], 5],
    [['Cache-Control', 's-maxage=0, max-age=60'], undefined],
    [['Cache-Control', 'max-age=60', 'Age', '20'], 40],
    [['Cache-Control', 'max-age=60', 'Age', '60'], undefined],
    [['Cache-Control', 'max-age=60, max-age=90'], undefined],
    [['Cache-Control', 'max-age=60', 'Cache-Control', 'no-store'], undefined],
    [['Cache-Control', 'private, max-age=60'], undefined],
    [['Cache-Control', 'no-cache="X", max-age=60'], undefined],
    [['Cache-Control', 'max-age=soon'], undefined],
    [['Cache-Control', 'max-age=-1'], undefined],
    [['Date', 'Thu, 15 Jan 2026 12:00:00 GMT', 'Expires', 'Thu, 15 Jan 2026 12:01:00 GMT'], 60],
    [['Expires', '0'], undefined],
    [['Expires', 'Thu, 15 Jan 2026 12:01:00 GMT', 'Cache-Control', 'max-age=5'], 5],
    [['Cache-Control', 'max-age=60', 'Set-Cookie', 'a=1'], undefined],
    [['Cache-Control', 'max-age=60', 'Vary', 'Accept, *'], undefined],
    [['Last-Modified', 'Thu, 01 Jan 2026 12:00:00 GMT'], undefined],
  ])('%j: %s s', (headers, seconds) => {
    expect(secondsLeft(headers)).toBe(seconds);
  });

  it.each([206, 302, 304, 400, 403, 500])('not at all with status %i', (status) => {
    expect(secondsLeft(['Cache-Control', 'max-age=60'], status)).toBeUndefined();
  });
});

it.each<[string, string[], boolean]>([
  ['GET', [], true],
  ['HEAD', [], true],
  ['POST', [], false],
  ['GET', ['Authorization', 'x'], false],
  ['GET', ['X-API-Key', 'x'], false],
  ['GET', ['Range', 'bytes=0-1'], false],
])('%s %j may be answered from the cache: %s', (method, headers, is) => {
  expect(isCacheable(method, headers)).toBe(is);
});

describe('the cache', () => {
  const answer = (body: string, headers: string[] = []) => ({
    ...{ status: 200, headers, body: Buffer.from(body), bornAtMs: NOW, freshUntilMs: NOW + 1 },
  });

  it('keeps answers apart by what they vary on', () => {
    const cache = new EdgeCache(100_000);
    const vary = ['Vary', 'Accept-Language'];
    cache.put('/', ['accept-language', 'nl'], answer('hallo', vary));
    cache.put('/', ['Accept-Language', 'en'], answer('hello', vary));
    expect(cache.find('/', ['Accept-Language', 'nl'])?.body.toString()).toBe('hallo');
    expect(cache.find('/', ['Accept-Language', 'en'])?.body.toString()).toBe('hello');
    expect(cache.find('/', [])).toBeUndefined();
  });

  it('replaces, and never holds more than its bytes: the least recently used go', () => {
    const cache = new EdgeCache(10_000);
    for (const key of ['a', 'b', 'c', 'd']) cache.put(key, [], answer('x'.repeat(1_000)));
    cache.find('a', []);
    cache.put('e', [], answer('y'.repeat(1_000)));
    expect(['a', 'b', 'c', 'd', 'e'].filter((key) => cache.find(key, []))).toEqual(['a', 'c', 'd', 'e']);
    const before = cache.bytes;
    cache.put('e', [], answer('z'.repeat(1_000)));
    expect(cache.bytes).toBe(before);
    cache.put('f', [], answer('f'.repeat(20_000)));
    expect(cache.find('f', [])).toBeUndefined();
    for (const key of ['a', 'c', 'd', 'e']) cache.remove(key, []);
    expect(cache.bytes).toBe(0);
  });
});
