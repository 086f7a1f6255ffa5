// Whose tokens an authorizer takes, and where the keys are.
import type { VerificationKey } from './verification-key';

export interface TrustedIssuer {
  /** What tokens must say as `iss`, letter by letter. */
  readonly issuer: string;
  /** Its tokens always say what they are for (token_use), as those of user pools do. */
  readonly isUserPool: boolean;
  /** At once; undefined: not known, or not any more. */
  knownKey(kid: string): VerificationKey | undefined;
  /** For a key that is not known: asks for it where that can help. Rejects with an IssuerUnavailableError. */
  findKey(kid: string, nowMs: number): VerificationKey | undefined | Promise<VerificationKey | undefined>;
  /** Its tokens are in use: time to look whether the keys changed. */
  touch(nowMs: number): void;
}

/** There is not one key, because the issuer can't be asked. */
export class IssuerUnavailableError extends Error {
  constructor(issuer: string, cause: unknown) {
    super(`The keys of ${issuer} could not be read: ${problemOf(cause)}.`, {
      cause,
    });
    this.name = 'IssuerUnavailableError';
  }
}

const problemOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
