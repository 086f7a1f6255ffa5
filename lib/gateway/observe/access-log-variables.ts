// What an access log's format may ask about a request that is over: $context as mappings see it, and what is known only
// at the end. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
import { headerValue } from '../http/headers';
import type { HeaderList } from '../http/message';
import { contextReader } from '../mapping/context-variables';
import type { RequestView } from '../mapping/request-view';
import type { GatewayResponseType } from '../model';
import { CACHE_HIT, CACHE_MISS, type CacheOutcome } from './metrics';

/** A request that is over. The pipeline's Exchange is one. */
export interface LoggedRequest extends RequestView {
  /** Of the answer that was sent. */
  readonly sentBytes: number;
  /** Microseconds that a Lambda authorizer was waited for; negative: none was. */
  readonly authorizerUs: number;
  /** What its endpoint answered with; 0: it was not asked for this request, or gave nothing. */
  readonly authorizerEndpointStatus: number;
  readonly authorizerRequestId: string;
  /** Microseconds to the backend's headers; negative: no backend was asked. */
  readonly integrationUs: number;
  /** What the integration answered with, a function's own status included; 0: nothing. */
  readonly integrationStatus: number;
  /** The backend's answer, as it came; null: no backend was asked. */
  readonly upstreamCall: { readonly status: number; readonly headers: HeaderList } | null;
  readonly cacheOutcome: CacheOutcome;
  /** "1-…": the root of the trace. */
  readonly traceRoot: string;
}

export type LogReader = (it: LoggedRequest, status: number, latencyUs: number) => string | undefined;

export interface LogVariable {
  readonly read: LogReader;
  /**
   * `text` may hold what a client or a backend wrote; `safe` is made by us of letters, digits and -_=:/+ and spaces; `number`
   * is digits; `json` is a JSON value.
   */
  readonly kind: 'text' | 'safe' | 'number' | 'json';
}

const wholeMs = (us: number): string => String(us > 0 ? Math.round(us / 1000) : 0);

const integrationLatency: LogReader = (it) => (it.integrationUs < 0 ? undefined : wholeMs(it.integrationUs));
/** A function's invocation has a status of its own beside the one the function answers with. */
const endpointStatus: LogReader = (it) =>
  it.upstreamCall === null || it.upstreamCall.status === 0 ? undefined : String(it.upstreamCall.status);
const endpointRequestId: LogReader = (it) =>
  it.upstreamCall === null
    ? undefined
    : (headerValue(it.upstreamCall.headers, 'x-amzn-requestid') ??
      headerValue(it.upstreamCall.headers, 'x-amz-request-id'));
const integrationError: LogReader = (it) =>
  it.upstreamCall === null || it.error === null || it.error.domain === 'client'
    ? undefined
    : it.error.internal || it.error.publicMessage || undefined;

const authorizerLatency: LogReader = (it) => (it.authorizerUs < 0 ? undefined : wholeMs(it.authorizerUs));

/** Who is calling could not be found out. */
const UNKNOWN_CALLER: ReadonlySet<GatewayResponseType> = new Set([
  ...(['UNAUTHORIZED', 'MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'EXPIRED_TOKEN'] as const),
  ...(['AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR'] as const),
]);
const OF_AUTHORIZER: ReadonlySet<GatewayResponseType> = new Set([
  ...(['UNAUTHORIZED', 'EXPIRED_TOKEN', 'AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR'] as const),
]);
const DENIED: ReadonlySet<GatewayResponseType> = new Set(['ACCESS_DENIED']);

/** Of a route: a path that no route has is answered like a missing token. */
const errorAmong = (it: LoggedRequest, types: ReadonlySet<GatewayResponseType>) =>
  it.error !== null && it.resource !== null && types.has(it.error.responseType) ? it.error : null;

const statusAmong =
  (types: ReadonlySet<GatewayResponseType>): LogReader =>
  (it) => {
    const error = errorAmong(it, types);
    if (error !== null) return String(error.status);
    return it.caller === null ? undefined : '200';
  };
const textAmong =
  (types: ReadonlySet<GatewayResponseType>): LogReader =>
  (it) => {
    const error = errorAmong(it, types);
    return error === null ? undefined : error.internal || error.publicMessage || undefined;
  };

const authorizerStatus = statusAmong(OF_AUTHORIZER);
/** Signatures are checked without an authorizer. */
const isSigner = ({ caller }: LoggedRequest): boolean => caller !== null && caller.accountId !== '';

/** What only logs know, or know otherwise than mappings do. */
const OWN: Readonly<Record<string, LogVariable>> = {
  'authenticate.error': { read: textAmong(UNKNOWN_CALLER), kind: 'text' },
  'authenticate.status': { read: statusAmong(UNKNOWN_CALLER), kind: 'number' },
  'authorize.error': { read: textAmong(DENIED), kind: 'text' },
  'authorize.status': { read: statusAmong(DENIED), kind: 'number' },
  'authorizer.error': { read: textAmong(OF_AUTHORIZER), kind: 'text' },
  'authorizer.integrationLatency': { read: authorizerLatency, kind: 'number' },
  'authorizer.latency': { read: authorizerLatency, kind: 'number' },
  'authorizer.integrationStatus': {
    read: (it) => (it.authorizerEndpointStatus === 0 ? undefined : String(it.authorizerEndpointStatus)),
    kind: 'number',
  },
  'authorizer.requestId': { read: (it) => it.authorizerRequestId || undefined, kind: 'text' },
  'authorizer.status': {
    read: (it, ...rest) => (isSigner(it) ? undefined : authorizerStatus(it, ...rest)),
    kind: 'number',
  },
  awsEndpointRequestId: { read: endpointRequestId, kind: 'text' },
  // Ours: whether the response cache answered.
  cache: {
    read: (it) => (it.cacheOutcome === CACHE_HIT ? 'hit' : it.cacheOutcome === CACHE_MISS ? 'miss' : undefined),
    kind: 'safe',
  },
  // The value itself is a credential.
  'identity.apiKey': { read: (it) => maskedKey(it.apiKeyValue), kind: 'text' },
  'integration.error': { read: integrationError, kind: 'text' },
  'integration.integrationStatus': { read: endpointStatus, kind: 'number' },
  'integration.latency': { read: integrationLatency, kind: 'number' },
  'integration.requestId': { read: endpointRequestId, kind: 'text' },
  'integration.status': {
    read: (it) => (it.integrationStatus === 0 ? undefined : String(it.integrationStatus)),
    kind: 'number',
  },
  integrationErrorMessage: { read: integrationError, kind: 'text' },
  integrationLatency: { read: integrationLatency, kind: 'number' },
  integrationStatus: { read: endpointStatus, kind: 'number' },
  responseLatency: { read: (_, __, latencyUs) => wholeMs(latencyUs), kind: 'number' },
  responseLength: { read: (it) => String(it.sentBytes), kind: 'number' },
  status: { read: (_, status) => String(status), kind: 'number' },
  xrayTraceId: { read: (it) => it.traceRoot, kind: 'safe' },
};

/** Made by the gateway or its owner's console of characters that no format minds. */
const SAFE: ReadonlySet<string> = new Set([
  'accountId',
  'apiId',
  'deploymentId',
  'error.responseType',
  'extendedRequestId',
  'identity.apiKeyId',
  'identity.sourceIp',
  'isCanaryRequest',
  'requestId',
  'requestTime',
  'resourceId',
  'stage',
]);

/** Undefined: the name means nothing here, or what it names exists only with features that this gateway does not have. */
export function logVariable(name: string): LogVariable | undefined {
  if (Object.hasOwn(OWN, name)) return OWN[name];
  const read = contextReader(name);
  if (read === undefined) return undefined;
  if (name === 'requestTimeEpoch') return { read, kind: 'number' };
  if (name === 'error.messageString') return { read, kind: 'json' };
  return { read, kind: SAFE.has(name) ? 'safe' : 'text' };
}

const SHOWN_END = 6;

/** "**********Ab12Cd", as API Gateway's execution log shows keys; a short key shows nothing of itself. */
export function maskedKey(value: string): string | undefined {
  if (value === '') return undefined;
  return value.length < 3 * SHOWN_END ? '**********' : `**********${value.slice(-SHOWN_END)}`;
}
