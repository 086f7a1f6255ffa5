// A JSON Web Token's text → its parts, nothing of it trusted yet. One text per token: what decodes to the same bytes by another
// spelling is refused, so that a token is what its hash says. https://www.rfc-editor.org/rfc/rfc7515#section-7.1
import { type JsonRecord, parseStrictObject } from './strict-json';

/** All headers of a request have at most 10,240 bytes. */
const MAX_TOKEN_LENGTH = 10_240;
const MAX_HEADER_LENGTH = 2_048;
const MAX_KID_LENGTH = 256;

export type TokenAlgorithm = 'RS256' | 'RS384' | 'RS512';

export interface UnverifiedToken {
  readonly algorithm: TokenAlgorithm;
  readonly kid: string;
  /** Lower case, without "application/"; empty where the token does not say. */
  readonly type: string;
  readonly claims: JsonRecord;
  /** The bytes that are signed. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** A string: what is wrong with it. */
export function readToken(token: string): UnverifiedToken | string {
  if (token.length > MAX_TOKEN_LENGTH) return `The token has more than ${MAX_TOKEN_LENGTH} characters.`;
  const firstDot = token.indexOf('.');
  const lastDot = token.lastIndexOf('.');
  if (firstDot <= 0 || lastDot === firstDot || token.indexOf('.', firstDot + 1) !== lastDot) {
    return 'The token is not a signed JSON Web Token: it has not three parts.';
  }
  if (firstDot > MAX_HEADER_LENGTH) return 'The header of the token is too long.';
  const headerBytes = decode(token.slice(0, firstDot));
  const claimBytes = decode(token.slice(firstDot + 1, lastDot));
  const signature = decode(token.slice(lastDot + 1));
  if (headerBytes === undefined || claimBytes === undefined || signature === undefined) {
    return 'A part of the token is not canonical Base64URL.';
  }
  const header = parseStrictObject(headerBytes.toString('utf8'));
  if (header === undefined) return 'The header of the token is not a JSON object with each name once.';
  const { alg, kid, typ, crit } = header;
  // Never "none", never HMAC: with those a public key, or nothing, would sign.
  if (!isAlgorithm(alg)) return `The token is signed with ${quoted(alg)}, and only RS256, RS384 and RS512 are taken.`;
  if (crit !== undefined) return 'The token has critical headers, of which none is known here.';
  if (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID_LENGTH)
    return 'The token does not name its key (kid).';
  if (typ !== undefined && typeof typ !== 'string') return 'The type (typ) of the token is not a text.';
  const claims = parseStrictObject(claimBytes.toString('utf8'));
  if (claims === undefined) return 'The claims of the token are not a JSON object with each name once.';
  const type = (typ ?? '').toLowerCase().replace(/^application\//, '');
  return { algorithm: alg, kid, type, claims, signed: Buffer.from(token.slice(0, lastDot), 'latin1'), signature };
}

const isAlgorithm = (alg: unknown): alg is TokenAlgorithm => alg === 'RS256' || alg === 'RS384' || alg === 'RS512';

const quoted = (value: unknown): string => (typeof value === 'string' ? `"${value.slice(0, 20)}"` : 'no algorithm');

/** Undefined: other characters, padding, or bits that nobody reads. */
export function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
