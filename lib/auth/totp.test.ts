import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { codeAt, hashRecoveryCode, newRecoveryCodes, newTotpSecret, stepOfCode, totpUri } from './totp';

// https://www.rfc-editor.org/rfc/rfc6238#appendix-B, its SHA-1 rows cut to six digits.
const RFC_SECRET = Secret.fromLatin1('12345678901234567890').base32;
const at = (seconds: number) => new Date(seconds * 1000);

describe('codes of authenticator apps', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('are those of RFC 6238 at %i s', (seconds, code) => {
    expect(stepOfCode(RFC_SECRET, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it('are good one step early or late, and no further', () => {
    const secret = newTotpSecret();
    const now = 1_700_000_010;
    const step = Math.floor(now / 30);
    const found = [-60, -30, 0, 30, 60].map((late) => stepOfCode(secret, codeAt(secret, at(now + late)), at(now)));
    expect(found).toEqual([null, step - 1, step, step + 1, null]);
  });

  it.each(['', '28708', '2870822', ' 287082', '２８７０８２', 'abcdef'])('are six digits: %j is none', (code) => {
    expect(stepOfCode(RFC_SECRET, code, at(59))).toBeNull();
  });

  it('are set up by a URI that names Gatehouse and the person', () => {
    const uri = new URL(totpUri(RFC_SECRET, 'ada@example.test'));
    expect(`${uri.protocol}//${uri.host}`).toBe('otpauth://totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Gatehouse:ada@example.test');
    expect(uri.searchParams.get('secret')).toBe(RFC_SECRET);
  });
});

describe('recovery codes', () => {
  it('are ten different ones of 80 bits', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  });

  it('count however they are typed, for their own person', () => {
    const hash = hashRecoveryCode('one', '0a1b-2c3d-4e5f-6g7h');
    expect(hashRecoveryCode('one', ' OAIB 2c3d4e5f 6G7H')).toBe(hash);
    expect(hashRecoveryCode('two', '0a1b-2c3d-4e5f-6g7h')).not.toBe(hash);
  });
});
