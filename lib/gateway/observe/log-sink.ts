// Where lines about requests go, and how they begin: with the time, as in CloudWatch's exports.

export type LogKind = 'access' | 'execution';

/** Takes finished lines and never blocks or throws: full means dropped and counted. */
export interface LogSink {
  /** `logName`: the stage's name, with "/Canary" behind it for its canary's requests. `line` comes with its line break. */
  write(kind: LogKind, apiId: string, logName: string, line: string): void;
}

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const CONTROL_ALL = new RegExp(CONTROL, 'gu');
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What would end the line, or move the cursor of whoever reads it. */
export function oneLine(text: string): string {
  if (!CONTROL.test(text)) return text;
  return text.replace(
    CONTROL_ALL,
    (character) => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const THREE_DIGITS = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));

let cachedSecond = -1;
let cachedPrefix = '';

/** ISO 8601 with milliseconds; the part up to the second is formatted once per second. */
export function isoTime(epochMs: number): string {
  const ms = Math.floor(epochMs);
  const second = Math.floor(ms / 1000);
  if (second !== cachedSecond) {
    cachedSecond = second;
    cachedPrefix = new Date(second * 1000).toISOString().slice(0, 20);
  }
  return `${cachedPrefix}${THREE_DIGITS[ms - second * 1000]}Z`;
}
