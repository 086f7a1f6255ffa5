// Metrics and access log: the last thing that happens to a request, once, whatever happened before.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html

import { isoTime } from '../../observe/access-log';
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
  if (stage.accessLogLine !== null) {
    const line = stage.accessLogLine(x, status, latencyUs);
    services.accessLog.write(stage.apiId, stage.logName, `${isoTime(x.startedAtMs + latencyUs / 1000)} ${line}\n`);
  }
}
