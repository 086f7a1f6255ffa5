// Why a request ends without its integration's answer. Not an Error: most are made once and thrown for every bad
// request, and capturing a stack would cost more than the rest of the request.
import type { GatewayResponseType } from '../model';
import { type FaultDomain, GATEWAY_RESPONSE_DEFAULTS } from './catalogue';

export interface GatewayErrorOptions {
  /** Where it differs from the response type's own. */
  readonly status?: number;
  readonly errorType?: string;
  readonly publicMessage?: string | null;
  /** For the log only. */
  readonly internal?: string;
  /** Where it is not who the response type says. */
  readonly domain?: FaultDomain;
  /** Instead of "Execution failed due to …" in the execution log. */
  readonly logLines?: readonly string[];
  /** $context.error.validationErrorString */
  readonly validationErrorString?: string;
}

export class GatewayError {
  readonly responseType: GatewayResponseType;
  readonly status: number;
  /** Value of x-amzn-ErrorType. */
  readonly errorType: string;
  readonly publicMessage: string | null;
  readonly internal: string;
  readonly validationErrorString: string;
  readonly domain: FaultDomain;
  readonly logLines: readonly string[] | undefined;
  /** The body where the API's owner wrote none. */
  readonly defaultBody: string;

  constructor(responseType: GatewayResponseType, options: GatewayErrorOptions = {}) {
    const defaults = GATEWAY_RESPONSE_DEFAULTS[responseType];
    this.responseType = responseType;
    this.status = options.status ?? defaults.status;
    this.errorType = options.errorType ?? defaults.errorType;
    this.publicMessage = options.publicMessage === undefined ? defaults.message : options.publicMessage;
    this.internal = options.internal ?? '';
    this.validationErrorString = options.validationErrorString ?? '';
    this.domain = options.domain ?? defaults.domain;
    this.logLines = options.logLines;
    const property = responseType === 'ACCESS_DENIED' ? 'Message' : 'message';
    this.defaultBody = `{"${property}":${JSON.stringify(this.publicMessage)}}`;
  }
}

/** One instance each: what these say never depends on the request. */
export const FORBIDDEN = new GatewayError('INVALID_API_KEY');
export const MISSING_AUTHENTICATION_TOKEN = new GatewayError('MISSING_AUTHENTICATION_TOKEN');
/** AWS documents the status only; the answer is the one of its other denials. */
export const CACHE_INVALIDATION_DENIED = new GatewayError('ACCESS_DENIED', {
  internal: 'Cache-Control: max-age=0 was refused: the caller has no permission execute-api:InvalidateCache',
});
export const PRIVATE_API_WITHOUT_POLICY = new GatewayError('ACCESS_DENIED', {
  internal: 'The API is private and has no resource policy, so nobody may call it',
});
export const UNAUTHORIZED = new GatewayError('UNAUTHORIZED');
/** Seen on AWS for tokens of user pools: a 401, where the response type's own status is 403. */
export const EXPIRED_USER_POOL_TOKEN = new GatewayError('EXPIRED_TOKEN', {
  status: 401,
  errorType: 'UnauthorizedException',
  publicMessage: 'The incoming token has expired',
});
export const THROTTLED = new GatewayError('THROTTLED');
export const QUOTA_EXCEEDED = new GatewayError('QUOTA_EXCEEDED');
export const REQUEST_TOO_LARGE = new GatewayError('REQUEST_TOO_LARGE');
export const UNSUPPORTED_MEDIA_TYPE = new GatewayError('UNSUPPORTED_MEDIA_TYPE');
export const INTEGRATION_TIMEOUT = new GatewayError('INTEGRATION_TIMEOUT');
export const URI_TOO_LONG = new GatewayError('DEFAULT_4XX', {
  status: 414,
  errorType: 'RequestEntityTooLargeException',
  publicMessage: 'Request URI too long',
});
export const HEADERS_TOO_LARGE = new GatewayError('DEFAULT_4XX', {
  status: 431,
  errorType: 'RequestEntityTooLargeException',
  publicMessage: 'Request Header Fields Too Large',
});

export const badRequest = (internal: string): GatewayError => new GatewayError('DEFAULT_4XX', { internal });

export const unauthorized = (internal: string): GatewayError => new GatewayError('UNAUTHORIZED', { internal });

/** Nobody can say whether the token is good: not the caller's fault. */
export const unavailableIssuer = (internal: string): GatewayError =>
  new GatewayError('AUTHORIZER_FAILURE', { internal });

export const missingParameters = (names: readonly string[]): GatewayError =>
  new GatewayError('BAD_REQUEST_PARAMETERS', {
    publicMessage: `Missing required request parameters: [${names.join(', ')}]`,
  });

/** In the words of API Gateway's execution log. */
export function invalidBody(mediaType: string, validationErrorString: string): GatewayError {
  const internal = `Request body does not match model schema for content type ${mediaType}: ${validationErrorString}`;
  return new GatewayError('BAD_REQUEST_BODY', { internal, validationErrorString, logLines: [internal] });
}

/** The definition can't answer this request: the owner has to change it. */
export const configurationError = (internal: string): GatewayError =>
  new GatewayError('API_CONFIGURATION_ERROR', { internal });

export const integrationFailure = (internal: string): GatewayError =>
  new GatewayError('INTEGRATION_FAILURE', { internal });

/** A defect of ours. Its text goes to the log, never to the client. */
export const platformError = (): GatewayError => new GatewayError('DEFAULT_5XX');
