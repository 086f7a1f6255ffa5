// What a traced run shows of an exchange, in API Gateway's words for it.
import { CACHE_HIT, CACHE_MISS } from '../observe/metrics';
import type { Exchange } from './exchange';

/** In the order in which things become known. */
export function describeExchange(x: Exchange): ReadonlyMap<string, string> {
  const view = new Map<string, string>();
  view.set('HTTP method', x.method);
  if (x.stage !== null) view.set('Stage', `${x.stage.apiId}/${x.stage.name}`);
  if (x.route !== null) {
    view.set('Resource', `${x.route.methodKey} ${x.route.resourcePath}`);
    const { paramNames } = x.route;
    if (paramNames.length > 0) {
      view.set('Path parameters', paramNames.map((name, index) => `${name}=${x.pathValues[index] ?? ''}`).join('\n'));
    }
  }
  if (x.apiKey !== null) view.set('API key', x.apiKey.id);
  if (x.cacheOutcome === CACHE_HIT || x.cacheOutcome === CACHE_MISS) {
    view.set('Cache', x.cacheOutcome === CACHE_HIT ? 'hit' : 'miss');
  }
  const request = x.upstreamRequest;
  if (request !== null) {
    view.set('Endpoint request', `${request.method} ${request.origin}${request.path}`);
    view.set('Endpoint request headers', headerLines(request.headers));
    if (request.body !== null) {
      view.set('Endpoint request body', Buffer.isBuffer(request.body) ? request.body.toString('utf8') : AS_SENT);
    }
  }
  if (x.integrationStatus !== 0) view.set('Integration status', String(x.integrationStatus));
  if (x.upstreamCall !== null && x.upstreamCall.status !== 0) {
    view.set('Endpoint response headers', headerLines(x.upstreamCall.headers));
  }
  if (x.mappedResponse !== null) view.set('Integration response', String(x.mappedResponse.status));
  if (x.responseStatus !== 0) {
    view.set('Method response status', String(x.responseStatus));
    view.set('Method response headers', headerLines(x.responseHeaders));
    if (typeof x.responseBody === 'string') view.set('Method response body', x.responseBody);
  }
  return view;
}

const AS_SENT = '(as the client sent it)';

/** Values of credentials are not for reading over a shoulder. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'x-amz-security-token',
  'x-api-key',
  'x-gatehouse-function-secret',
]);

export function headerLines(headers: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    lines.push(`${name}: ${SECRET_HEADERS.has(name.toLowerCase()) ? '********' : headers[i + 1]}`);
  }
  return lines.join('\n');
}
