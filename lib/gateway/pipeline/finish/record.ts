// Metrics and access log: the last thing that happens to a request, once, whatever happened before.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html

import { formatAccessLogLine } from '../../observe/access-log';
import { CACHE_HIT, CACHE_UNUSED } from '../../observe/metrics';
import type { Exchange } from '../exchange';

/** What the log says when the client went away before there was a status to send. */
const CLIENT_CLOSED_REQUEST = 499;

export function recordExchange(x: Exchange): void {
  const { stage, route, services } = x;
  if (stage === null) {
    services.counters.unresolved += 1;
    return;
  }
  const status = x.sentStatus === 0 ? CLIENT_CLOSED_REQUEST : x.sentStatus;
  const latencyUs = (performance.now() - x.startedAt) * 1000;
  const meter = route?.live.meter ?? stage.live.meter;
  meter?.record(x.startedAtMs, status, latencyUs, x.integrationUs, x.cacheOutcome, x.isThrottled);
  if (!stage.accessLogEnabled) return;
  services.accessLog.write(
    stage.apiId,
    stage.logName,
    formatAccessLogLine({
      requestId: x.requestId,
      extendedRequestId: x.extendedRequestId,
      timeMs: x.startedAtMs,
      apiId: stage.apiId,
      stage: stage.name,
      method: x.method,
      resourcePath: route === null ? '' : route.resourcePath,
      path: x.fullPath,
      status,
      latencyMs: latencyUs / 1000,
      integrationLatencyMs: x.integrationUs / 1000,
      responseLength: x.sentBytes,
      sourceIp: x.sourceIp,
      userAgent: x.head.userAgent,
      apiKeyId: x.apiKeyId,
      errorType: x.error === null ? '' : x.error.errorType,
      isCanaryRequest: stage.isCanaryRequest ?? '',
      cache: x.cacheOutcome === CACHE_UNUSED ? '' : x.cacheOutcome === CACHE_HIT ? 'hit' : 'miss',
    }),
  );
}
