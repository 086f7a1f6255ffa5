import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { TokenCache } from './token-cache';
import { VerifiedToken } from './verified-token';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function usedBytes(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const CLAIMS = JSON.stringify({
  iss: 'http://localhost:3000/cognito-idp/us-east-1_poolnr001',
  aud: '5h57kf5y7wbrhfkxvgg8bmdlt',
  token_use: 'id',
  'cognito:groups': ['admins', 'editors of the quarterly report'],
  'cognito:username': 'ada',
  email: 'ada.lovelace@example.com',
  email_verified: true,
  auth_time: 1_768_478_400,
  exp: 1_768_482_000,
  iat: 1_768_478_400,
}).slice(1);
/** Such claims make a token of some 950 characters. */
const LENGTH = 950;

const tokenOf = (i: number): VerifiedToken =>
  new VerifiedToken(
    'http://localhost:3000/cognito-idp/us-east-1_poolnr001',
    'key-1',
    'x'.repeat(43),
    '',
    JSON.parse(`{"sub":"caller-${i}",${CLAIMS}`),
  );

it('1,000,000 distinct tokens take no more memory than the cache’s bound', () => {
  const bound = 8 * 1024 * 1024;
  const cache = new TokenCache(bound);
  const hashes = Array.from({ length: 1_000 }, () => randomBytes(32).toString('base64'));
  const before = usedBytes();
  let largest = 0;
  for (let i = 0; i < 1_000_000; i++) {
    const token = tokenOf(i);
    // Entries that are there when memory is looked at are at their largest: they have let somebody in.
    if (i % 100_000 > 90_000) expect(token.caller.claims?.size).toBe(11);
    cache.set(`${i}${hashes[i % 1_000]}`, token, LENGTH);
    if (i % 100_000 === 99_999) largest = Math.max(largest, usedBytes() - before);
  }
  expect(largest).toBeLessThan(bound);
  expect(largest).toBeGreaterThan(bound / 4);
}, 60_000);

it('keeps what is used while others come and go', () => {
  const cache = new TokenCache(1024 * 1024);
  const used = tokenOf(0);
  cache.set('used', used, LENGTH);
  for (let i = 0; i < 10_000; i++) {
    cache.set(`other ${i}`, tokenOf(i), LENGTH);
    if (i % 50 === 0) expect(cache.get('used', LENGTH)).toBe(used);
  }
  expect(cache.get('other 0', LENGTH)).toBeUndefined();
});

it('forgets what is taken out, in both generations', () => {
  const cache = new TokenCache(1024 * 1024);
  cache.set('one', tokenOf(1), LENGTH);
  cache.delete('one');
  expect(cache.get('one', LENGTH)).toBeUndefined();
  cache.set('two', tokenOf(2), LENGTH);
  for (let i = 0; cache.size > 1 || i < 2; i++) {
    cache.set(`other ${i}`, tokenOf(i), LENGTH);
    if (i > 160) break;
  }
  cache.delete('two');
  expect(cache.get('two', LENGTH)).toBeUndefined();
});
