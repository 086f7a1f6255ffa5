// Metrics, execution log and access log: the last thing that happens to a request, once, whatever happened before.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html

import { isoTime, oneLine } from '../../observe/log-sink';
import type { CompiledStage } from '../../snapshot/compiled';
import type { Exchange } from '../exchange';
import { type ExecutionLogPlan, executionLogLines } from '../execution-log';
import { recordSpans } from '../span-record';

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
  if (services.spans !== null) recordSpans(x, services.spans, status, latencyUs);
  const plan = route === null ? null : route.executionLog;
  if (plan !== null && (x.error !== null || !plan.failuresOnly)) writeExecutionLog(x, stage, plan, status, latencyUs);
  if (stage.accessLogLine !== null) {
    const line = stage.accessLogLine(x, status, latencyUs);
    services.logs.write('access', stage.apiId, stage.logName, `${isoTime(x.startedAtMs + latencyUs / 1000)} ${line}\n`);
  }
}

function writeExecutionLog(
  x: Exchange,
  { apiId, logName }: CompiledStage,
  { hasBodies, failuresOnly }: ExecutionLogPlan,
  status: number,
  latencyUs: number,
): void {
  const { logs, executionLogLineBytes: maxLineBytes } = x.services;
  const reply = x.sentReply;
  const answer = {
    status,
    headers: reply === null ? [] : reply.headers,
    // Before it was compressed.
    body: x.error === null && x.reply !== null ? x.reply.body : reply === null ? null : reply.body,
  };
  const options = { hasBodies, maxLineBytes, isMetered: true, failuresOnly };
  const at = isoTime(x.startedAtMs + latencyUs / 1000);
  for (const { isError, text } of executionLogLines(x, answer, options)) {
    logs.write('execution', apiId, logName, `${at} ${isError ? 'ERROR' : 'INFO'} ${oneLine(text)}\n`);
  }
}
