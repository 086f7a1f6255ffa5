// The keys of an OpenID Connect issuer that is not ours (a real Cognito pool too): found by its URL, kept, and looked at again
// when a token names one that is not known. While the issuer is down, what is known goes on.
// https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
import type { GatewayLogger } from '../logger';
import { parseStrictObject } from './strict-json';
import { IssuerUnavailableError, type TrustedIssuer } from './trusted-issuer';
import { type KeySet, readKeySet, type VerificationKey } from './verification-key';

const DISCOVERY_PATH = '/.well-known/openid-configuration';
const FRESH_MS = 3_600_000;
/** Tokens may name any key: so often, and no more often, that makes us ask. */
const UNKNOWN_KEY_EVERY_MS = 10_000;
const RETRY_AFTER_MS = 5_000;
const MAX_URL_LENGTH = 2_048;

export type FetchDocument = (url: URL) => Promise<string>;

export class OutsideIssuer implements TrustedIssuer {
  readonly issuer: string;
  readonly isUserPool: boolean;
  lastUsedAtMs = 0;
  readonly #fetch: FetchDocument;
  readonly #logger: GatewayLogger;
  #keys: KeySet | null = null;
  /** Of the last attempt, whatever came of it. */
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #problem: unknown = null;
  #asking: Promise<void> | null = null;

  constructor(issuer: string, fetch: FetchDocument, logger: GatewayLogger) {
    this.issuer = issuer;
    this.isUserPool = COGNITO.test(issuer);
    this.#fetch = fetch;
    this.#logger = logger;
  }

  knownKey(kid: string): VerificationKey | undefined {
    return this.#keys?.get(kid);
  }

  touch(nowMs: number): void {
    this.lastUsedAtMs = nowMs;
    // Nobody waits for it: the keys at hand were good a moment ago.
    if (nowMs - this.#askedAtMs >= (this.#problem === null ? FRESH_MS : RETRY_AFTER_MS)) void this.#ask(nowMs);
  }

  findKey(kid: string, nowMs: number): VerificationKey | undefined | Promise<VerificationKey | undefined> {
    this.lastUsedAtMs = nowMs;
    const waitMs = this.#problem === null ? UNKNOWN_KEY_EVERY_MS : RETRY_AFTER_MS;
    if (this.#asking === null && nowMs - this.#askedAtMs < waitMs) return this.#keyNow(kid);
    return this.#ask(nowMs).then(() => this.#keyNow(kid));
  }

  /** When nothing is being asked any more. */
  async idle(): Promise<void> {
    await this.#asking;
  }

  #keyNow(kid: string): VerificationKey | undefined {
    if (this.#keys === null) throw new IssuerUnavailableError(this.issuer, this.#problem);
    return this.#keys.get(kid);
  }

  /** Never rejects; everybody who asks meanwhile waits for the same answer. */
  #ask(nowMs: number): Promise<void> {
    if (this.#asking !== null) return this.#asking;
    this.#askedAtMs = nowMs;
    this.#asking = this.#readKeys()
      .then(
        (keys) => {
          this.#keys = keys;
          this.#problem = null;
        },
        (problem: unknown) => {
          if (this.#problem === null) this.#logger.warn({ issuer: this.issuer, err: problem }, this.#trouble());
          this.#problem = problem;
        },
      )
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }

  #trouble(): string {
    return this.#keys === null
      ? 'The keys of an issuer could not be read: its tokens let nobody in until they can.'
      : 'The keys of an issuer could not be read again: those read before go on.';
  }

  async #readKeys(): Promise<KeySet> {
    const base = this.issuer.endsWith('/') ? this.issuer.slice(0, -1) : this.issuer;
    const configuration = parseStrictObject(await this.#fetch(parseIssuerUrl(`${base}${DISCOVERY_PATH}`)));
    if (configuration === undefined) throw new Error(`${base}${DISCOVERY_PATH} is not a JSON object`);
    const { issuer, jwks_uri: keysUrl } = configuration;
    if (issuer !== this.issuer) throw new Error('The issuer calls itself by another name in its configuration');
    if (typeof keysUrl !== 'string') throw new Error('The configuration of the issuer has no jwks_uri');
    const url = parseIssuerUrl(keysUrl);
    if (url.protocol === 'http:' && this.issuer.startsWith('https:')) {
      throw new Error('The jwks_uri of the issuer is not https, as the issuer is');
    }
    return readKeySet(await this.#fetch(url));
  }
}

/** "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e": its tokens always have token_use. */
const COGNITO = /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/[\w-]+$/;

/** Throws for what is not an address of a document on the web. */
export function parseIssuerUrl(text: string): URL {
  const url = text.length > MAX_URL_LENGTH || !URL.canParse(text) ? null : new URL(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new Error(`${text.slice(0, 100)} is not a URL that begins with https:// (or http://)`);
  }
  if (url.username !== '' || url.password !== '') throw new Error('The URL of an issuer must not hold a password');
  return url;
}
