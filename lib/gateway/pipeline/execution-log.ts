// The lines that API Gateway writes to its execution log for a request, in its order and words.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
import { isUtf8 } from 'node:buffer';
import type { GatewayError } from '../errors/gateway-error';
import type { HeaderList, ReplyBody } from '../http/message';
import type { MethodSettings } from '../model';
import { maskedKey } from '../observe/access-log-variables';
import type { Exchange } from './exchange';
import { MASK } from './trace-mask';
import { headerLines } from './trace-view';

/** What a route logs; routes that log nothing have none. */
export interface ExecutionLogPlan {
  /** Requests that succeed leave nothing. */
  readonly failuresOnly: boolean;
  /** Bodies, and what is beside them in AWS's data trace. */
  readonly hasBodies: boolean;
}

/**
 * ERROR with data trace logs every request in full, as on AWS.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
 */
export function executionLogPlan({ loggingLevel, dataTraceEnabled }: MethodSettings): ExecutionLogPlan | null {
  if (loggingLevel === undefined || loggingLevel === 'OFF') return null;
  const hasBodies = dataTraceEnabled === true;
  return { failuresOnly: loggingLevel === 'ERROR' && !hasBodies, hasBodies };
}

/** AWS cuts its lines there. */
export const AWS_LINE_BYTES = 1024;

export interface ExecutionLogLine {
  readonly isError: boolean;
  readonly text: string;
}

export interface ExecutionLogOptions {
  readonly hasBodies: boolean;
  /** Longer lines are cut. */
  readonly maxLineBytes: number;
  /** With the usage plan's lines; test invokes have none. */
  readonly isMetered: boolean;
  /** Of a request that failed: only what says so. */
  readonly failuresOnly: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: ReplyBody;
}

/** Of a test invoke. */
export function executionLog(x: Exchange, status: number, headers: readonly string[], body: string): string[] {
  const options = { hasBodies: true, maxLineBytes: AWS_LINE_BYTES, isMetered: false, failuresOnly: false };
  return executionLogLines(x, { status, headers, body }, options).map(({ text }) => text);
}

export function executionLogLines(
  x: Exchange,
  answer: Answer,
  options: ExecutionLogOptions,
): readonly ExecutionLogLine[] {
  const log = new Log(x.requestId, options, options.hasBodies ? secretsOf(x.headers) : NO_SECRETS);
  log.say(`Extended Request Id: ${x.extendedRequestId}`);
  if (options.isMetered) sayUsagePlan(log, x);
  if (!isRefusedKey(x.error)) {
    if (!options.failuresOnly) log.say(`Starting execution for request: ${x.requestId}`);
    log.say(`HTTP Method: ${x.method}, Resource Path: ${x.path}`);
    if (!options.failuresOnly) sayRequest(log, x);
  }
  if (x.error === null) sayAnswer(log, x, answer);
  else sayFailure(log, x, x.error, answer);
  log.say(`Method completed with status: ${answer.status}`, x.error !== null);
  return log.lines;
}

/** The key is asked for before execution begins. */
const isRefusedKey = (error: GatewayError | null): boolean => error?.responseType === 'INVALID_API_KEY';

function sayUsagePlan(log: Log, x: Exchange): void {
  if (x.stage === null || x.route === null) return;
  const stage = `${x.stage.apiId}/${x.stage.name}`;
  const method = `${x.method} ${x.route.resourcePath}`;
  const { apiKeyRequired } = x.route;
  const key = apiKeyRequired ? (maskedKey(x.sentApiKey) ?? '') : '';
  if (log.options.failuresOnly && !isRefusedKey(x.error)) return;
  log.say(`Verifying Usage Plan for request: ${x.requestId}. API Key: ${key} API Stage: ${stage}`);
  if (!apiKeyRequired) {
    log.say(
      `API Key  authorized because method '${method}' does not require API Key. Request will not contribute to throttle or quota limits`,
    );
  } else if (isRefusedKey(x.error)) {
    log.say(
      `API Key ${key} not authorized because method '${method}' requires API Key and API Key is not associated with a Usage Plan for API Stage ${stage}: No Usage Plan found for key and API Stage`,
      true,
    );
    return;
  }
  if (!x.isThrottled) log.say(`Usage Plan check succeeded for API Key ${key} and API Stage ${stage}`);
}

function sayRequest(log: Log, x: Exchange): void {
  if (x.route !== null) {
    const values = x.route.paramNames.map((name, index) => `${name}=${x.pathValues[index] ?? ''}`);
    log.say(`Method request path: {${values.join(', ')}}`);
  }
  log.say(`Method request query string: ${mapText(x.queryPairs)}`);
  log.say(`Method request headers: {${headerText(x.headers)}}`);
  if (log.options.hasBodies && log.options.isMetered) {
    log.sayBody('Method request body before transformations: ', x.bodyBytes);
  }
  const request = x.upstreamRequest;
  if (request === null) return;
  const uri = `${request.origin}${request.path}`;
  log.say(`Endpoint request URI: ${uri}`);
  log.say(`Endpoint request headers: {${headerText(request.headers)}}`);
  if (log.options.hasBodies && Buffer.isBuffer(request.body)) {
    log.sayBody('Endpoint request body after transformations: ', request.body);
  }
  log.say(`Sending request to ${uri}`);
  const call = x.upstreamCall;
  if (call === null || call.status === 0) return;
  log.say(`Received response. Status: ${call.status}, Integration latency: ${Math.round(x.integrationUs / 1000)} ms`);
  log.say(`Endpoint response headers: {${headerText(call.headers)}}`);
  if (log.options.hasBodies && x.endpointBody !== null) {
    log.sayBody('Endpoint response body before transformations: ', x.endpointBody);
  }
}

function sayAnswer(log: Log, x: Exchange, { headers, body }: Answer): void {
  if (log.options.hasBodies) {
    const isText = typeof body === 'string' || Buffer.isBuffer(body) || body === null;
    log.sayBody('Method response body after transformations: ', isText ? body : (x.endpointBody ?? body));
  }
  log.say(`Method response headers: {${headerText(headers)}}`);
  log.say('Successfully completed execution');
}

function sayFailure(log: Log, x: Exchange, error: GatewayError, answer: Answer): void {
  if (error.logLines !== undefined) {
    for (const line of error.logLines) log.say(line, true);
  } else if (error.responseType === 'INTEGRATION_TIMEOUT') {
    log.say('Execution failed due to a timeout error', true);
  } else if (!isRefusedKey(error) || !log.options.isMetered) {
    const reason = error.internal || (error.publicMessage ?? 'null');
    log.say(`Execution failed due to ${REASONS[error.domain]}: ${reason}`, true);
  }
  if (x.sentReply === null) return;
  log.say(`Gateway response type: ${error.responseType} with status code: ${answer.status}`, true);
  if (log.options.failuresOnly) return;
  if (log.options.hasBodies) log.sayBody('Gateway response body: ', answer.body);
  log.say(`Gateway response headers: {${headerText(answer.headers)}}`);
}

class Log {
  readonly lines: ExecutionLogLine[] = [];
  readonly options: ExecutionLogOptions;
  readonly #requestId: string;
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(requestId: string, options: ExecutionLogOptions, secrets: ReadonlyMap<string, string>) {
    this.#requestId = requestId;
    this.options = options;
    this.#secrets = secrets;
  }

  say(text: string, isError = false): void {
    this.lines.push({ isError, text: `(${this.#requestId}) ${cut(text, this.options.maxLineBytes)}` });
  }

  sayBody(label: string, body: ReplyBody): void {
    let text = bodyText(body, this.options.maxLineBytes + MAX_SECRET_BYTES);
    for (const [secret, shown] of this.#secrets) text = text.replaceAll(secret, shown);
    this.say(label + text);
  }
}

function cut(text: string, maxBytes: number): string {
  // A character has at most three bytes: most lines need not be counted.
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  // The cut may leave the beginning of a character.
  return `${Buffer.from(text)
    .subarray(0, maxBytes)
    .toString('utf8')
    .replace(/\ufffd$/, '')} [TRUNCATED]`;
}

/** A little more than fits, so that it is seen to be cut. */
function bodyText(body: ReplyBody, maxBytes: number): string {
  if (body === null) return '';
  if (typeof body === 'string') return body.slice(0, maxBytes + 1);
  if (!Buffer.isBuffer(body)) return '[Streamed]';
  const end = Math.min(body.length, maxBytes + 1);
  const part = body.subarray(0, end);
  // What is cut within a character is still text.
  const isText = isUtf8(part) || (end < body.length && [1, 2, 3].some((less) => isUtf8(part.subarray(0, end - less))));
  return isText ? part.toString('utf8') : `[Binary Data] ${body.length} bytes`;
}

const REASONS = {
  client: 'a bad request',
  config: 'configuration error',
  capacity: 'a limit',
  upstream: 'an endpoint error',
  platform: 'an internal error',
} as const;

/** All headers of a request together have no more. */
const MAX_SECRET_BYTES = 10_240;
/** Shorter ones are found in everything, and guessed. */
const MIN_SECRET_LENGTH = 6;
const NO_SECRETS: ReadonlyMap<string, string> = new Map();

/** What a body may repeat of the request's headers, as a function's event does, and what is shown instead. */
function secretsOf(headers: HeaderList): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1] as string;
    const shown = shownValue(headers[i] as string, value);
    if (shown === value || value.length < MIN_SECRET_LENGTH) continue;
    secrets.set(value, shown);
    secrets.set(JSON.stringify(value).slice(1, -1), shown);
  }
  return secrets;
}

/** A JSON Web Token, whatever header it came in: an authorizer may name any. */
const TOKEN = /^(?:bearer +)?eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*$/i;

/** Credentials are masked; of API keys the end is shown, as AWS does. */
function shownValue(name: string, value: string): string {
  if (name.toLowerCase() === 'x-api-key') return maskedKey(value) ?? '';
  return TOKEN.test(value) ? MASK : headerLines([name, value]).slice(name.length + 2);
}

function headerText(headers: HeaderList): string {
  const parts: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    const value = headers[i + 1] as string;
    parts.push(`${name}=${shownValue(name, value)}`);
  }
  return parts.join(', ');
}

function mapText(pairs: readonly string[]): string {
  const parts: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) parts.push(`${pairs[i]}=${pairs[i + 1]}`);
  return `{${parts.join(', ')}}`;
}
