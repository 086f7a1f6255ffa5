// A finished request as spans.
import { type SpanSink, traceIdOf } from '../observe/spans';
import type { Exchange } from './exchange';

export function recordSpans(x: Exchange, sink: SpanSink, status: number, latencyUs: number): void {
  const traceId = traceIdOf(x.traceRoot);
  const ids = x.spanIds;
  if (ids === null || x.stage === null) return;
  const route = x.route?.resourcePath ?? '';
  const error = x.error;
  sink.take({
    ...{ traceId, spanId: ids.spanId, parentId: ids.parentId, kind: 'server' },
    name: route === '' ? x.method : `${x.method} ${route}`,
    startMs: x.startedAtMs,
    endMs: x.startedAtMs + latencyUs / 1000,
    isError: status >= 500,
    attributes: {
      'http.request.method': x.method,
      'http.response.status_code': status,
      ...(route === '' ? {} : { 'http.route': route }),
      'url.path': x.fullPath,
      'url.scheme': 'http',
      'server.address': x.host,
      'client.address': x.sourceIp,
      'network.protocol.version': x.protocol.slice(x.protocol.indexOf('/') + 1),
      ...(x.userAgent === '' ? {} : { 'user_agent.original': x.userAgent }),
      ...(error === null ? {} : { 'error.type': error.responseType }),
      'gatehouse.api_id': x.stage.apiId,
      'gatehouse.stage': x.stage.logName,
      'gatehouse.request_id': x.requestId,
    },
  });
  const request = x.upstreamRequest;
  if (request === null || x.upstreamCall === null || x.integrationUs < 0) return;
  const startMs = x.startedAtMs + (x.integrationStartedAt - x.startedAt);
  const backendStatus = x.upstreamCall.status;
  sink.take({
    ...{ traceId, spanId: ids.clientSpanId, parentId: ids.spanId, kind: 'client', name: request.method },
    ...{ startMs, endMs: startMs + x.integrationUs / 1000 },
    isError: backendStatus === 0 || backendStatus >= 400,
    attributes: {
      'http.request.method': request.method,
      'url.full': request.origin + withoutQuery(request.path),
      ...(backendStatus === 0 ? { 'error.type': error?.responseType ?? 'network' } : {}),
      ...(backendStatus === 0 ? {} : { 'http.response.status_code': backendStatus }),
    },
  });
}

function withoutQuery(path: string): string {
  const at = path.indexOf('?');
  return at === -1 ? path : path.slice(0, at);
}
