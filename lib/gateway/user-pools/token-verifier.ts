// Token → what it says, or why it lets nobody in.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
import { hash } from 'node:crypto';
import { readToken, type UnverifiedToken } from './read-token';
import type { TokenCache } from './token-cache';
import { IssuerUnavailableError, type TrustedIssuer } from './trusted-issuer';
import type { VerificationKey } from './verification-key';
import { VerifiedToken } from './verified-token';

/** What clocks of issuers may be ahead or behind. */
const LEEWAY_MS = 10_000;

export type RefusalKind = 'invalid' | 'expired' | 'unavailable';

export class TokenRefusal {
  readonly kind: RefusalKind;
  /** For the owner; names nothing that is secret. */
  readonly reason: string;

  constructor(kind: RefusalKind, reason: string) {
    this.kind = kind;
    this.reason = reason;
  }
}

const invalid = (reason: string): TokenRefusal => new TokenRefusal('invalid', reason);
export const EXPIRED = new TokenRefusal('expired', 'The token has expired.');
const BAD_SIGNATURE = invalid('The signature of the token does not match the issuer’s key.');

export type TokenOutcome = VerifiedToken | TokenRefusal;

export class TokenVerifier {
  readonly #cache: TokenCache;

  constructor(cache: TokenCache) {
    this.#cache = cache;
  }

  /** A promise only where keys have to be fetched. */
  verify(token: string, trusted: readonly TrustedIssuer[], nowMs: number): TokenOutcome | Promise<TokenOutcome> {
    const id = hash('sha256', token, 'base64');
    const known = this.#cache.get(id, token.length);
    if (known !== undefined && stillTrusts(trusted, known, nowMs)) {
      if (nowMs < known.expiresAtMs + LEEWAY_MS) return known;
      this.#cache.delete(id);
      return EXPIRED;
    }
    const read = readToken(token);
    if (typeof read === 'string') return invalid(read);
    const issuer = issuerOf(read, trusted);
    if (issuer === undefined) {
      return invalid(`The token is of ${nameOf(read.claims.iss)}, whose tokens this authorizer does not take.`);
    }
    const finish = (key: VerificationKey | undefined): TokenOutcome => {
      const outcome = check(read, issuer, key, nowMs);
      if (outcome instanceof VerifiedToken) this.#cache.set(id, outcome, token.length);
      return outcome;
    };
    issuer.touch(nowMs);
    try {
      const key = issuer.knownKey(read.kid) ?? issuer.findKey(read.kid, nowMs);
      return key instanceof Promise ? key.then(finish).catch(unavailable) : finish(key);
    } catch (error) {
      return unavailable(error);
    }
  }
}

/** The key may have been withdrawn meanwhile, and another authorizer may take other issuers' tokens only. */
function stillTrusts(
  trusted: readonly TrustedIssuer[],
  { issuer, kid, thumbprint }: VerifiedToken,
  nowMs: number,
): boolean {
  for (const it of trusted) {
    if (it.issuer !== issuer || it.knownKey(kid)?.thumbprint !== thumbprint) continue;
    it.touch(nowMs);
    return true;
  }
  return false;
}

function issuerOf({ claims }: UnverifiedToken, trusted: readonly TrustedIssuer[]): TrustedIssuer | undefined {
  return trusted.find(({ issuer }) => issuer === claims.iss);
}

function check(
  { algorithm, kid, type, claims, signed, signature }: UnverifiedToken,
  { issuer, isUserPool }: TrustedIssuer,
  key: VerificationKey | undefined,
  nowMs: number,
): TokenOutcome {
  if (key === undefined) return invalid('The token names a key (kid) that its issuer does not have.');
  if (key.algorithm !== algorithm)
    return invalid(`The token is signed with ${algorithm}, its key is for ${key.algorithm}.`);
  // Before the claims: what is not signed is nobody's word, and gets no hint.
  if (!key.verifies(signed, signature)) return BAD_SIGNATURE;
  const { exp, nbf, iat, token_use: use } = claims;
  if (!isTime(exp)) return invalid('The token does not say until when it is good (exp).');
  if (nbf !== undefined && !isTime(nbf)) return invalid('nbf of the token is not a time.');
  if (iat !== undefined && !isTime(iat)) return invalid('iat of the token is not a time.');
  if (isUserPool && use !== 'id' && use !== 'access')
    return invalid('The token does not say what it is for (token_use).');
  if (nowMs >= exp * 1000 + LEEWAY_MS) return EXPIRED;
  if (nbf !== undefined && nbf * 1000 > nowMs + LEEWAY_MS) return invalid('The token is not good yet (nbf).');
  if (iat !== undefined && iat * 1000 > nowMs + LEEWAY_MS) return invalid('The token was issued in the future (iat).');
  return new VerifiedToken(issuer, kid, key.thumbprint, type, claims);
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const nameOf = (issuer: unknown): string => (typeof issuer === 'string' ? `"${issuer.slice(0, 200)}"` : 'no issuer');

function unavailable(error: unknown): TokenRefusal {
  if (error instanceof IssuerUnavailableError) return new TokenRefusal('unavailable', error.message);
  throw error;
}
