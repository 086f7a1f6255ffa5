// The lines that API Gateway writes to its execution log for a request, in its order and words.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
import type { Exchange } from './exchange';
import { headerLines } from './trace-view';

/** AWS cuts its lines there. */
const MAX_LINE = 1024;

export function executionLog(x: Exchange, status: number, headers: readonly string[], body: string): string[] {
  const log: string[] = [];
  const say = (text: string): void => {
    log.push(`(${x.requestId}) ${text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)} [TRUNCATED]` : text}`);
  };
  say(`Extended Request Id: ${x.extendedRequestId}`);
  say(`Starting execution for request: ${x.requestId}`);
  say(`HTTP Method: ${x.method}, Resource Path: ${x.route?.resourcePath ?? x.path}`);
  if (x.route !== null) {
    const values = x.route.paramNames.map((name, index) => `${name}=${x.pathValues[index] ?? ''}`);
    say(`Method request path: {${values.join(', ')}}`);
  }
  say(`Method request query string: ${mapText(x.queryPairs)}`);
  say(`Method request headers: {${headerText(x.headers)}}`);
  const request = x.upstreamRequest;
  if (request !== null) {
    say(`Endpoint request URI: ${request.origin}${request.path}`);
    say(`Endpoint request headers: {${headerText(request.headers)}}`);
    if (Buffer.isBuffer(request.body)) {
      say(`Endpoint request body after transformations: ${request.body.toString('utf8')}`);
    }
    say(`Sending request to ${request.origin}${request.path}`);
  }
  const call = x.upstreamCall;
  if (call !== null && call.status !== 0) {
    say(`Received response. Status: ${call.status}, Integration latency: ${Math.round(x.integrationUs / 1000)} ms`);
    say(`Endpoint response headers: {${headerText(call.headers)}}`);
  }
  if (x.error === null) {
    say(`Method response body after transformations: ${body}`);
    say(`Method response headers: {${headerText(headers)}}`);
    say('Successfully completed execution');
  } else if (x.error.logLines !== undefined) {
    for (const line of x.error.logLines) say(line);
  } else if (x.error.responseType === 'INTEGRATION_TIMEOUT') {
    say('Execution failed due to a timeout error');
  } else {
    say(`Execution failed due to ${REASONS[x.error.domain]}: ${x.error.internal || (x.error.publicMessage ?? 'null')}`);
  }
  say(`Method completed with status: ${status}`);
  return log;
}

const REASONS = {
  client: 'a bad request',
  config: 'configuration error',
  capacity: 'a limit',
  upstream: 'an endpoint error',
  platform: 'an internal error',
} as const;

const headerText = (headers: readonly string[]): string =>
  headerLines(headers).replaceAll('\n', ', ').replaceAll(': ', '=');

function mapText(pairs: readonly string[]): string {
  const parts: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) parts.push(`${pairs[i]}=${pairs[i + 1]}`);
  return `{${parts.join(', ')}}`;
}
