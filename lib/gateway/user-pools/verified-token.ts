// A token whose signature was found good, with what requests ask of it.
import type { Caller } from '../authorizers/caller';
import { claimTexts } from './claim-texts';
import type { JsonRecord } from './strict-json';

const NO_CONTEXT: Caller['context'] = new Map();

export class VerifiedToken {
  readonly issuer: string;
  readonly kid: string;
  /** Of the key that verified it. */
  readonly thumbprint: string;
  readonly claims: JsonRecord;
  readonly expiresAtMs: number;
  /** "id", "access"; empty: the token does not say. */
  readonly use: string;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  #caller: Caller | null = null;

  constructor(issuer: string, kid: string, thumbprint: string, type: string, claims: JsonRecord) {
    this.issuer = issuer;
    this.kid = kid;
    this.thumbprint = thumbprint;
    this.claims = claims;
    this.expiresAtMs = (claims.exp as number) * 1000;
    this.use = typeof claims.token_use === 'string' ? claims.token_use : type === 'at+jwt' ? 'access' : '';
    this.scopes = scopesOf(claims);
    this.audiences = textsOf(claims.aud);
  }

  /** As the rest of the request sees it; made when it is first let in. */
  get caller(): Caller {
    this.#caller ??= new TokenCaller(this.claims);
    return this.#caller;
  }
}

/** Most requests ask nothing about their token: its claims become text when one does. */
class TokenCaller implements Caller {
  readonly principalId = '';
  readonly context = NO_CONTEXT;
  readonly usageIdentifierKey = '';
  readonly integrationLatencyMs = null;
  readonly accountId = '';
  readonly accessKey = '';
  readonly caller = '';
  readonly user = '';
  readonly userArn = '';
  readonly principalOrgId = '';
  readonly #claims: JsonRecord;
  #texts: ReadonlyMap<string, string> | null = null;

  constructor(claims: JsonRecord) {
    this.#claims = claims;
  }

  get claims(): ReadonlyMap<string, string> {
    this.#texts ??= claimTexts(this.#claims);
    return this.#texts;
  }
}

/** "scope" is OAuth's, "scp" what others write: a text with spaces, or a list. */
function scopesOf({ scope, scp }: JsonRecord): readonly string[] {
  const value = scope ?? scp;
  if (typeof value === 'string') return value.split(' ').filter((it) => it !== '');
  return textsOf(value);
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}
