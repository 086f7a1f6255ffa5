import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { UserPoolKey, UserPoolKeysDefinition } from '../model';
import { encode, newTestKey, signToken, signWithPss, signWithPublicKey, type TestKey } from '../testing/token-issuer';
import { UserPoolTable } from './own-user-pools';
import { TokenCache } from './token-cache';
import { TokenRefusal, TokenVerifier } from './token-verifier';
import type { TrustedIssuer } from './trusted-issuer';
import { VerifiedToken } from './verified-token';

const NOW = Date.UTC(2026, 0, 15, 12);
const SECONDS = NOW / 1000;
const KEY = newTestKey('key-1');
const OTHER_KEY = newTestKey('key-2');

const poolOf = (name: string, keys: readonly TestKey[] = [KEY]): UserPoolKeysDefinition => ({
  arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_${name}`,
  issuer: `http://localhost:3000/cognito-idp/us-east-1_${name}`,
  keys: keys.map(({ jwk }) => jwk as UserPoolKey),
});
const POOL = poolOf('poolnr001');
const OTHER_POOL = poolOf('poolnr002', [OTHER_KEY]);

const CLAIMS = {
  iss: POOL.issuer,
  sub: 'someone',
  aud: 'client-1',
  token_use: 'id',
  iat: SECONDS - 10,
  exp: SECONDS + 3600,
};

const trusting = (...pools: readonly UserPoolKeysDefinition[]): readonly TrustedIssuer[] => {
  const table = new UserPoolTable(pools);
  return pools.flatMap(({ arn }) => table.get(arn) ?? []);
};

let verifier: TokenVerifier;
beforeEach(() => {
  verifier = new TokenVerifier(new TokenCache());
});

const verify = (token: string, trusted = trusting(POOL), nowMs = NOW) => verifier.verify(token, trusted, nowMs);
const reasonOf = (token: string, trusted = trusting(POOL)): string => {
  const outcome = verify(token, trusted);
  return outcome instanceof TokenRefusal ? `${outcome.kind}: ${outcome.reason}` : 'let in';
};

describe('a good token', () => {
  it('is taken, and what it says is known', () => {
    const outcome = verify(signToken(KEY, { ...CLAIMS, scope: 'pets/read pets/write' }));
    expect(outcome).toBeInstanceOf(VerifiedToken);
    expect(outcome).toMatchObject({
      ...{ issuer: POOL.issuer, use: 'id', audiences: ['client-1'], scopes: ['pets/read', 'pets/write'] },
      expiresAtMs: NOW + 3_600_000,
    });
  });

  it('is the same object when it comes again', () => {
    const token = signToken(KEY, CLAIMS);
    expect(verify(token)).toBe(verify(token));
  });

  it.each(['RS384', 'RS512'] as const)('may be signed with %s where the key is for that', (alg) => {
    const key = newTestKey('strong', alg);
    expect(verify(signToken(key, CLAIMS), trusting(poolOf('poolnr001', [key])))).toBeInstanceOf(VerifiedToken);
  });

  it('may come from the future of a clock that is a little ahead', () => {
    expect(reasonOf(signToken(KEY, { ...CLAIMS, iat: SECONDS + 9, nbf: SECONDS + 9 }))).toBe('let in');
  });
});

describe('a token is refused', () => {
  const { exp: _, ...withoutExp } = CLAIMS;
  const { token_use: __, ...withoutUse } = CLAIMS;
  const { iss: ___, ...withoutIssuer } = CLAIMS;
  const good = signToken(KEY, CLAIMS);
  const [head = '', body = '', signature = ''] = good.split('.');

  it.each<[string, string, string]>([
    ['with alg none and no signature', `${encode({ alg: 'none', kid: 'key-1' })}.${body}.`, 'only RS256'],
    ['with alg none and a signature', `${encode({ alg: 'none', kid: 'key-1' })}.${body}.${signature}`, 'only RS256'],
    ['with alg None', `${encode({ alg: 'None', kid: 'key-1' })}.${body}.`, 'only RS256'],
    ['with HS256 and the public key', signWithPublicKey(KEY, CLAIMS), 'only RS256'],
    ['with PS256', signWithPss(KEY, CLAIMS, { alg: 'PS256', kid: 'key-1' }), 'only RS256'],
    ['with PSS that says RS256', signWithPss(KEY, CLAIMS, { alg: 'RS256', kid: 'key-1' }), 'signature'],
    [
      'with an algorithm that the key is not for',
      signToken({ ...KEY, jwk: { ...KEY.jwk, alg: 'RS512' } }, CLAIMS),
      'its key is for RS256',
    ],
    ['without a kid', signToken(KEY, CLAIMS, { kid: undefined }), 'does not name its key'],
    ['with a kid that is a number', signToken(KEY, CLAIMS, { kid: 1 }), 'does not name its key'],
    ['with an unknown kid', signToken(KEY, CLAIMS, { kid: 'key-9' }), 'that its issuer does not have'],
    [
      'with the kid of a member of every object',
      signToken(KEY, CLAIMS, { kid: '__proto__' }),
      'that its issuer does not have',
    ],
    ['with a good kid and another key', signToken(OTHER_KEY, CLAIMS, { kid: 'key-1' }), 'signature'],
    [
      'with a key of its own in the header',
      signToken(OTHER_KEY, CLAIMS, { kid: 'key-1', jwk: OTHER_KEY.jwk }),
      'signature',
    ],
    ['with critical headers', signToken(KEY, CLAIMS, { crit: ['b64'], b64: false }), 'critical'],
    ['of another pool', signToken(OTHER_KEY, { ...CLAIMS, iss: OTHER_POOL.issuer }), 'does not take'],
    ['of another pool in our pool’s name', signToken(OTHER_KEY, CLAIMS), 'that its issuer does not have'],
    [
      'with an issuer that is ours but for a slash',
      signToken(KEY, { ...CLAIMS, iss: `${POOL.issuer}/` }),
      'does not take',
    ],
    ['with an issuer in other letters', signToken(KEY, { ...CLAIMS, iss: POOL.issuer.toUpperCase() }), 'does not take'],
    ['with a list of issuers', signToken(KEY, { ...CLAIMS, iss: [POOL.issuer] }), 'does not take'],
    ['without an issuer', signToken(KEY, withoutIssuer), 'no issuer'],
    ['without exp', signToken(KEY, withoutExp), 'exp'],
    ['with exp as text', signToken(KEY, { ...CLAIMS, exp: '9999999999' }), 'exp'],
    ['with exp beyond numbers', signToken(KEY, JSON.stringify(CLAIMS).replace(/"exp":\d+/, '"exp":1e999')), 'exp'],
    ['that has expired', signToken(KEY, { ...CLAIMS, exp: SECONDS - 10 }), 'expired: '],
    ['that is not good yet', signToken(KEY, { ...CLAIMS, nbf: SECONDS + 11 }), 'nbf'],
    ['with nbf as text', signToken(KEY, { ...CLAIMS, nbf: '0' }), 'nbf'],
    ['from the future', signToken(KEY, { ...CLAIMS, iat: SECONDS + 11 }), 'iat'],
    ['that does not say what it is for', signToken(KEY, withoutUse), 'token_use'],
    ['for something else', signToken(KEY, { ...CLAIMS, token_use: 'refresh' }), 'token_use'],
    [
      'with a claim twice',
      signToken(KEY, `${JSON.stringify(CLAIMS).slice(0, -1)},"aud":"client-2"}`),
      'each name once',
    ],
    [
      'with a claim twice, once escaped',
      signToken(KEY, `${JSON.stringify(CLAIMS).slice(0, -1)},"\\u0069ss":"x"}`),
      'each name once',
    ],
    ['with a header twice', signToken(KEY, CLAIMS, '{"alg":"none","kid":"key-1","alg":"RS256"}'), 'each name once'],
    ['whose claims are a list', signToken(KEY, '[1]'), 'claims'],
    ['whose claims are no JSON', signToken(KEY, '{'), 'claims'],
    ['with padding', `${good}=`, 'Base64URL'],
    ['with white space', `${head}. ${body}.${signature}`, 'Base64URL'],
    ['with a line break', `${good}\n`, 'Base64URL'],
    ['with the other alphabet', `${head}.${body}.${'+/'.repeat(170)}A=`, 'Base64URL'],
    ['whose last character holds bits that nobody reads', respelled(good), 'Base64URL'],
    [
      'with its signature cut',
      `${head}.${body}.${Buffer.from(signature, 'base64url').subarray(3).toString('base64url')}`,
      'signature',
    ],
    [
      'with zeros before its signature',
      `${head}.${body}.${Buffer.concat([Buffer.alloc(3), Buffer.from(signature, 'base64url')]).toString('base64url')}`,
      'signature',
    ],
    ['without a signature', `${head}.${body}.`, 'signature'],
    ['of two parts', `${head}.${body}`, 'three parts'],
    ['of four parts', `${good}.x`, 'three parts'],
    ['of five parts, as encrypted ones have', `${good}.x.y`, 'three parts'],
    ['that is empty', '', 'three parts'],
    ['that is too long', `${head}.${'A'.repeat(12_000)}.${signature}`, 'more than'],
    ['with a long header', signToken(KEY, CLAIMS, { x5c: 'A'.repeat(3_000) }), 'header of the token is too long'],
    ['with nesting', signToken(KEY, { ...CLAIMS, x: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) }), 'claims'],
  ])('%s', (_title, token, reason) => {
    const outcome = reasonOf(token);
    expect(outcome).toContain(reason);
    expect(outcome).not.toBe('let in');
  });

  it('when any character of it is another one', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom('A', 'z', '0', '-', '_', '.', '='), (at, character) => {
        fc.pre(good[at] !== character);
        expect(reasonOf(good.slice(0, at) + character + good.slice(at + 1))).not.toBe('let in');
      }),
    );
  });

  it('whatever it is made of', () => {
    const part = fc.oneof(fc.string(), fc.json().map(encode), fc.constantFrom(head, body, signature));
    fc.assert(
      fc.property(fc.tuple(part, part, part), (parts) => {
        const token = parts.join('.');
        if (token !== good) expect(reasonOf(token)).not.toBe('let in');
      }),
    );
  });

  it('with words that do not repeat its claims, however it is made', () => {
    expect(reasonOf(signToken(OTHER_KEY, { ...CLAIMS, sub: 'planted-secret' }, { kid: 'key-1' }))).not.toContain(
      'planted',
    );
  });
});

describe('a token that was taken before', () => {
  const token = signToken(KEY, CLAIMS);

  it('is refused once it expires', () => {
    expect(verify(token)).toBeInstanceOf(VerifiedToken);
    expect(verify(token, trusting(POOL), NOW + 3_609_999)).toBeInstanceOf(VerifiedToken);
    expect(verify(token, trusting(POOL), NOW + 3_610_000)).toMatchObject({ kind: 'expired' });
    expect(verify(token, trusting(POOL), NOW + 3_610_000)).toMatchObject({ kind: 'expired' });
  });

  it('is refused by an authorizer of another pool', () => {
    expect(verify(token)).toBeInstanceOf(VerifiedToken);
    expect(reasonOf(token, trusting(OTHER_POOL))).toContain('does not take');
  });

  it('is refused once its key is withdrawn', () => {
    expect(verify(token)).toBeInstanceOf(VerifiedToken);
    expect(reasonOf(token, trusting(poolOf('poolnr001', [OTHER_KEY])))).toContain('does not have');
  });

  it('is refused once its kid is another key', () => {
    expect(verify(token)).toBeInstanceOf(VerifiedToken);
    const swapped = { ...OTHER_KEY, jwk: { ...OTHER_KEY.jwk, kid: 'key-1' } };
    expect(reasonOf(token, trusting(poolOf('poolnr001', [swapped])))).toContain('signature');
  });

  it('stays known when its pool is published again with the same key', () => {
    const first = verify(token);
    expect(verify(token, trusting(poolOf('poolnr001', [OTHER_KEY, KEY])))).toBe(first);
  });
});

/** The same bytes for a lenient reader. */
function respelled(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(token.at(-1) ?? '');
  const other = token.slice(0, -1) + (alphabet[last ^ 1] ?? '');
  const bytesOf = (text: string) => Buffer.from(text.slice(text.lastIndexOf('.') + 1), 'base64url').toString('hex');
  if (bytesOf(other) !== bytesOf(token)) throw new Error('The last character holds no spare bits.');
  return other;
}
