import { expect, it } from 'vitest';
import { EntryCipher, SEAL_BYTES } from './entry-cipher';

const cipher = new EntryCipher();

it('opens what it sealed, and nothing of it can be read meanwhile', () => {
  for (const text of ['', 'a', 'secret '.repeat(10_000)]) {
    const plain = Buffer.from(text);
    const sealed = cipher.seal(plain, 'key');
    expect(sealed).toHaveLength(plain.length + SEAL_BYTES);
    expect(sealed.includes('secret')).toBe(false);
    expect(cipher.open(sealed, 'key')?.equals(plain)).toBe(true);
  }
});

it('never seals the same twice', () => {
  const plain = Buffer.from('the same');
  expect(new Set([1, 2, 3].map(() => cipher.seal(plain, 'key').toString('hex'))).size).toBe(3);
});

it('refuses what was changed in any byte, is another entry’s, or comes from another process', () => {
  const sealed = cipher.seal(Buffer.from('value'), 'key');
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(cipher.open(changed, 'key')).toBeUndefined();
  }
  expect(cipher.open(sealed, 'other')).toBeUndefined();
  expect(cipher.open(sealed.subarray(0, SEAL_BYTES - 1), 'key')).toBeUndefined();
  expect(new EntryCipher().open(sealed, 'key')).toBeUndefined();
});

it('hides keys, the same ones alike', () => {
  expect(cipher.hideKey('GET /a\0=token')).toBe(cipher.hideKey('GET /a\0=token'));
  expect(cipher.hideKey('a')).not.toBe(cipher.hideKey('b'));
  expect(cipher.hideKey('GET /a\0=token')).not.toContain('token');
});
