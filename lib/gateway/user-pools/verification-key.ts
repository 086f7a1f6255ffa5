// Public keys that tokens are verified with, and the documents they come in. https://www.rfc-editor.org/rfc/rfc7517
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { decode, type TokenAlgorithm } from './read-token';
import { isRecord, type JsonRecord, parseStrictObject } from './strict-json';

const DIGESTS: Readonly<Record<TokenAlgorithm, string>> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' };
const MIN_MODULUS_BYTES = 2048 / 8;
/** A larger one makes verifying a token expensive. */
const MAX_MODULUS_BYTES = 8192 / 8;
const MAX_EXPONENT_BYTES = 4;
const MAX_KEYS = 100;
const MAX_KID_LENGTH = 256;

export class VerificationKey {
  readonly kid: string;
  readonly algorithm: TokenAlgorithm;
  /** The same for the same key, wherever it was read. */
  readonly thumbprint: string;
  readonly #key: KeyObject;
  readonly #signatureBytes: number;

  constructor(kid: string, algorithm: TokenAlgorithm, modulus: Buffer, exponent: Buffer) {
    const n = modulus.toString('base64url');
    const e = exponent.toString('base64url');
    this.kid = kid;
    this.algorithm = algorithm;
    this.thumbprint = createHash('sha256').update(`${algorithm} ${e} ${n}`).digest('base64url');
    this.#key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    this.#signatureBytes = modulus.length;
  }

  verifies(signed: Buffer, signature: Buffer): boolean {
    return signature.length === this.#signatureBytes && verify(DIGESTS[this.algorithm], signed, this.#key, signature);
  }
}

export type KeySet = ReadonlyMap<string, VerificationKey>;

/** Throws where it is none. Keys of other kinds are left out: an issuer may publish them beside ours. */
export function readKeySet(text: string): KeySet {
  const keys = parseStrictObject(text)?.keys;
  if (!Array.isArray(keys)) throw new Error('The key set is not a JSON object with a list of keys.');
  if (keys.length > MAX_KEYS) throw new Error(`The key set has more than ${MAX_KEYS} keys.`);
  return keySetOf(keys);
}

/** Of keys with the same name the first counts. */
export function keySetOf(jwks: readonly unknown[]): KeySet {
  const keys = new Map<string, VerificationKey>();
  for (const jwk of jwks) {
    const key = isRecord(jwk) ? readKey(jwk) : undefined;
    if (key !== undefined && !keys.has(key.kid)) keys.set(key.kid, key);
  }
  return keys;
}

function readKey(jwk: JsonRecord): VerificationKey | undefined {
  const { kty, use, key_ops: operations, alg = 'RS256', kid, n, e } = jwk;
  if (kty !== 'RSA' || (use !== undefined && use !== 'sig')) return undefined;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return undefined;
  if (alg !== 'RS256' && alg !== 'RS384' && alg !== 'RS512') return undefined;
  if (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID_LENGTH) return undefined;
  if (typeof n !== 'string' || typeof e !== 'string') return undefined;
  const modulus = decode(n);
  const exponent = decode(e);
  if (modulus === undefined || exponent === undefined) return undefined;
  if (modulus.length < MIN_MODULUS_BYTES || modulus.length > MAX_MODULUS_BYTES || modulus[0] === 0) return undefined;
  if (exponent.length > MAX_EXPONENT_BYTES || !isFitExponent(exponent)) return undefined;
  try {
    return new VerificationKey(kid, alg, modulus, exponent);
  } catch {
    return undefined;
  }
}

/** With 1, everybody can sign. */
function isFitExponent(exponent: Buffer): boolean {
  const value = exponent.reduce((sum, byte) => sum * 256 + byte, 0);
  return value >= 3 && value % 2 === 1;
}
