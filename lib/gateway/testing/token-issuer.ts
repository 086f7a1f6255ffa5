// Somebody who signs tokens: with keys of his own, as told, right or wrong.
import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { UserPoolKey } from '../model';

const DIGESTS = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' } as const;

export interface TestKey {
  readonly jwk: Omit<UserPoolKey, 'alg'> & { readonly alg: keyof typeof DIGESTS };
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function newTestKey(kid: string, alg: keyof typeof DIGESTS = 'RS256', modulusLength = 2048): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  return { jwk: { kty: 'RSA', use: 'sig', alg, kid, n, e }, privateKey, publicKey };
}

/** `header` and `claims`: objects, or JSON as it is to stand there. */
export function signToken(key: TestKey, claims: object | string, header: object | string = {}): string {
  const own = { alg: key.jwk.alg, kid: key.jwk.kid };
  const signed = `${encode(typeof header === 'string' ? header : { ...own, ...header })}.${encode(claims)}`;
  const signature = sign(DIGESTS[key.jwk.alg], Buffer.from(signed), key.privateKey);
  return `${signed}.${signature.toString('base64url')}`;
}

/** RSASSA-PSS, which is another algorithm with the same key. */
export function signWithPss(key: TestKey, claims: object, header: object): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: key.privateKey, padding }).toString('base64url')}`;
}

/** The old trick: the public key, which everybody has, as the secret of an HMAC. */
export function signWithPublicKey(key: TestKey, claims: object): string {
  const signed = `${encode({ alg: 'HS256', kid: key.jwk.kid })}.${encode(claims)}`;
  const secret = key.publicKey.export({ format: 'pem', type: 'spki' });
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

export const encode = (part: object | string): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
