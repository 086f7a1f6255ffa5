// Access log lines: one JSON object per request, fields named after $context
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html).
// API key values, cookies and authorization headers have no field here, so they can't be logged.

/** What a line says. Built by the pipeline's finish step, which leaves out the query string. */
export interface AccessLogRecord {
  requestId: string;
  extendedRequestId: string;
  /** Epoch ms of the request's arrival. */
  timeMs: number;
  apiId: string;
  stage: string;
  method: string;
  /** "/pets/{petId}"; empty when no route matched. */
  resourcePath: string;
  /** Path with the stage, without the query string. */
  path: string;
  status: number;
  latencyMs: number;
  /** Negative: no backend was called. */
  integrationLatencyMs: number;
  responseLength: number;
  sourceIp: string;
  userAgent: string;
  /** Id of the key, never its value; empty without one. */
  apiKeyId: string;
  /** x-amzn-ErrorType of a gateway-made response, else empty. */
  errorType: string;
  /** Empty: the stage has no canary. */
  isCanaryRequest: '' | 'true' | 'false';
  /** "hit", "miss" or empty. */
  cache: '' | 'hit' | 'miss';
}

/** Takes finished lines of ASCII and never blocks or throws: full means dropped and counted. */
export interface AccessLogSink {
  /** `logName`: the stage's name, with "/Canary" behind it for its canary's requests. */
  write(apiId: string, logName: string, line: string): void;
}

/** Everything but plain ASCII is escaped, so that a line is one line, and one byte a character, for every reader. */
const NEEDS_ESCAPE = /["\\]|[^ -~]/;

/** With the line break. Values AWS would print as "-" are left out. */
export function formatAccessLogLine(record: AccessLogRecord): string {
  let line = `{"requestId":"${record.requestId}","extendedRequestId":"${record.extendedRequestId}","time":"${isoTime(record.timeMs)}","apiId":"${record.apiId}","stage":"${record.stage}","method":${quoted(record.method)},"resourcePath":${quoted(record.resourcePath)},"path":${quoted(record.path)},"status":${record.status},"latencyMs":${decimal(record.latencyMs)}`;
  if (record.integrationLatencyMs >= 0) line += `,"integrationLatencyMs":${decimal(record.integrationLatencyMs)}`;
  line += `,"responseLength":${record.responseLength},"sourceIp":"${record.sourceIp}","userAgent":${quoted(record.userAgent)}`;
  if (record.apiKeyId !== '') line += `,"apiKeyId":"${record.apiKeyId}"`;
  if (record.errorType !== '') line += `,"errorType":"${record.errorType}"`;
  if (record.isCanaryRequest !== '') line += `,"isCanaryRequest":"${record.isCanaryRequest}"`;
  if (record.cache !== '') line += `,"cache":"${record.cache}"`;
  return `${line}}\n`;
}

function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? escaped(text) : `"${text}"`;
}

function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Milliseconds with three digits, from whole numbers: printing a fraction costs several times as much. */
function decimal(ms: number): string {
  const us = ms > 0 ? Math.round(ms * 1000) : 0;
  const whole = Math.floor(us / 1000);
  return `${whole}.${THREE_DIGITS[us - whole * 1000]}`;
}

const THREE_DIGITS = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));

let cachedSecond = -1;
let cachedPrefix = '';

/** ISO 8601 with milliseconds; the part up to the second is formatted once per second. */
function isoTime(epochMs: number): string {
  const ms = Math.floor(epochMs);
  const second = Math.floor(ms / 1000);
  if (second !== cachedSecond) {
    cachedSecond = second;
    cachedPrefix = new Date(second * 1000).toISOString().slice(0, 20);
  }
  return `${cachedPrefix}${THREE_DIGITS[ms - second * 1000]}Z`;
}
