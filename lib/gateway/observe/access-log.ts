/** Takes finished lines and never blocks or throws: full means dropped and counted. */
export interface AccessLogSink {
  /** `logName`: the stage's name, with "/Canary" behind it for its canary's requests. `line` is ASCII, with its line break. */
  write(apiId: string, logName: string, line: string): void;
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
