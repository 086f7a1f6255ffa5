// What a traced run shows of an exchange, in API Gateway's words for it.
import { CACHE_HIT, CACHE_MISS } from '../observe/metrics';
import type { Exchange } from './exchange';
import type { NotedValue, TraceNoteKind } from './trace';
import { MASK, TraceMask } from './trace-mask';

export interface Shown {
  readonly kind: TraceNoteKind;
  readonly value: NotedValue;
}

/** In the order in which things become known. */
export function describeExchange(x: Exchange): ReadonlyMap<string, Shown> {
  const view = new Map<string, Shown>();
  const text = (label: string, value: string): void => void view.set(label, { kind: 'text', value });
  const headers = (label: string, value: readonly string[]): void =>
    void view.set(label, { kind: 'headers', value: value.slice() });
  const body = (label: string, value: string | Buffer): void =>
    void view.set(label, { kind: 'body', value: Buffer.isBuffer(value) ? value : Buffer.from(value, 'utf8') });

  text('HTTP method', x.method);
  if (x.stage !== null) {
    text('Stage', `${x.stage.apiId}/${x.stage.logName}`);
    text('Path', x.path);
    headers('Method request headers', x.headers);
    if (x.rawQuery !== '') view.set('Query parameters', { kind: 'parameters', value: x.queryPairs });
  }
  if (x.route !== null) {
    const { route } = x;
    text('Resource', `${route.methodKey} ${route.resourcePath}`);
    const pairs = route.paramNames.flatMap((name, index) => [name, x.pathValues[index] ?? '']);
    if (pairs.length > 0) view.set('Path parameters', { kind: 'parameters', value: pairs });
  }
  if (x.apiKey !== null) text('API key', x.apiKey.id);
  if (x.keyPlan !== null) text('Usage plan', x.keyPlan.counter.usagePlanId);
  if (x.bodyBytes !== null) body('Method request body', x.bodyBytes);
  if (x.cacheOutcome === CACHE_HIT || x.cacheOutcome === CACHE_MISS) {
    text('Cache', x.cacheOutcome === CACHE_HIT ? 'hit' : 'miss');
  }
  const request = x.upstreamRequest;
  if (request !== null) {
    text('Endpoint request', `${request.method} ${request.origin}${request.path}`);
    headers('Endpoint request headers', request.headers);
    if (Buffer.isBuffer(request.body)) body('Endpoint request body', request.body);
    else if (request.body !== null) text('Endpoint request body', AS_SENT);
  }
  if (x.integrationStatus !== 0) text('Integration status', String(x.integrationStatus));
  if (x.upstreamCall !== null && x.upstreamCall.status !== 0) {
    headers('Endpoint response headers', x.upstreamCall.headers);
  }
  const endpointBody = x.trace === null ? null : x.trace.endpointBody;
  if (endpointBody !== null) body('Endpoint response body', endpointBody);
  if (x.mappedResponse !== null) {
    text('Integration response', String(x.mappedResponse.status));
    text('Selection pattern', x.mappedResponse.selectionPattern || '(default)');
  }
  if (x.responseStatus !== 0) {
    text('Method response status', String(x.responseStatus));
    headers('Method response headers', x.responseHeaders);
    const { responseBody } = x;
    if (typeof responseBody === 'string' || Buffer.isBuffer(responseBody)) body('Method response body', responseBody);
    else if (responseBody !== null) text('Method response body', PASSED_ON);
  }
  return view;
}

const AS_SENT = '(as the client sends it)';
const PASSED_ON = '(as the backend sends it)';

const DEFAULT_MASK = new TraceMask(undefined);

export function headerLines(headers: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    lines.push(`${name}: ${DEFAULT_MASK.isSecret(name) ? MASK : headers[i + 1]}`);
  }
  return lines.join('\n');
}
