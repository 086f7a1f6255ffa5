// What a method with a COGNITO_USER_POOLS authorizer asks of a caller's token, compiled with its stage.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
import { RE2JS } from 're2js';
import { headerValues } from '../http/headers';
import type { HeaderList } from '../http/message';
import type { AuthorizerDefinition } from '../model';
import { parseIssuerUrl } from './outside-issuer';
import type { OutsideIssuers } from './outside-issuers';
import type { UserPoolTable } from './own-user-pools';
import type { TrustedIssuer } from './trusted-issuer';
import type { VerifiedToken } from './verified-token';

const HEADER_SOURCE = /^method\.request\.header\.([^\s,.]+)$/;
const DEFAULT_HEADER = 'authorization';
const BEARER = /^bearer +/i;

const NO_SCOPES: readonly string[] = [];

type Report = (place: string, message: string) => void;

export class UserPoolPlan {
  readonly #lowerHeader: string;
  readonly #providers: readonly string[];
  readonly #audience: RE2JS | null;
  readonly #scopes: readonly string[];
  #trusted: readonly TrustedIssuer[] = [];
  #trustedOf: UserPoolTable | null = null;

  constructor(
    lowerHeader: string,
    providers: readonly string[],
    audience: RE2JS | null,
    scopes: readonly string[] = NO_SCOPES,
  ) {
    this.#lowerHeader = lowerHeader;
    this.#providers = providers;
    this.#audience = audience;
    this.#scopes = scopes;
  }

  /** Empty: there is none, or more than one, of which the backend might read another than we. */
  tokenOf(headers: HeaderList): string {
    const values = headerValues(headers, this.#lowerHeader);
    const [value = ''] = values;
    return values.length === 1 ? value.replace(BEARER, '').trim() : '';
  }

  get lowerHeader(): string {
    return this.#lowerHeader;
  }

  /** A pool that is gone is trusted no more. */
  trusted(pools: UserPoolTable, issuers: OutsideIssuers, nowMs: number): readonly TrustedIssuer[] {
    if (this.#trustedOf !== pools) {
      this.#trusted = this.#providers.flatMap((it) => (isPoolArn(it) ? (pools.get(it) ?? []) : issuers.get(it, nowMs)));
      this.#trustedOf = pools;
    }
    return this.#trusted;
  }

  /** Of a token that its issuer signed: why this method does not take it. */
  refusalOf(token: VerifiedToken): string | undefined {
    const audience = this.#audience;
    if (audience !== null && !token.audiences.some((it) => audience.matches(it))) {
      return 'The audience (aud) of the token does not match the authorizer’s validation expression.';
    }
    if (this.#scopes.length === 0) {
      return token.use === 'access'
        ? 'The method has no scopes and so takes ID tokens; this one is an access token.'
        : undefined;
    }
    if (token.use === 'id') return 'The method has scopes and so takes access tokens; this one is an ID token.';
    if (this.#scopes.some((scope) => token.scopes.includes(scope))) return undefined;
    return `The token has none of the method’s scopes (${this.#scopes.join(', ')}).`;
  }
}

export function compileUserPoolPlan(
  { identitySource, identityValidationExpression, providerARNs = [] }: AuthorizerDefinition,
  scopes: readonly string[] | undefined,
  report: Report,
): UserPoolPlan | null {
  const header = identitySource ? HEADER_SOURCE.exec(identitySource.trim())?.[1]?.toLowerCase() : DEFAULT_HEADER;
  if (header === undefined) {
    report('identitySource', 'A user pool’s authorizer reads one header: method.request.header.NAME.');
  }
  if (providerARNs.length === 0) report('providerARNs', 'The authorizer names no user pool.');
  for (const provider of providerARNs) {
    const problem = providerProblem(provider);
    if (problem !== undefined) report('providerARNs', problem);
  }
  const audience = compileExpression(identityValidationExpression ?? '', report);
  return header === undefined ? null : new UserPoolPlan(header, providerARNs, audience, scopes);
}

/** Undefined: an own pool’s ARN, or the URL of an issuer. */
function providerProblem(provider: string): string | undefined {
  if (isPoolArn(provider)) return undefined;
  try {
    const { search, hash } = parseIssuerUrl(provider);
    return search === '' && hash === '' ? undefined : `${provider} is no issuer: it holds a query or a fragment.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const isPoolArn = (provider: string): boolean => provider.startsWith('arn:');

function compileExpression(expression: string, report: Report): RE2JS | null {
  if (expression === '') return null;
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    report('identityValidationExpression', `The validation expression can’t be used: ${message}`);
    return null;
  }
}
