import type { ChartUnit } from './types';

const exactNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const compactNumber = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** For tooltips, tables and summaries: the value as recorded. */
export function formatValue(value: number, unit: ChartUnit): string {
  if (unit === 'count') return exactNumber.format(value);
  if (unit === 'percent') return `${exactNumber.format(value)} %`;
  if (value >= 1000) return `${exactNumber.format(value / 1000)} s`;
  return `${new Intl.NumberFormat('en-US', { maximumFractionDigits: value < 10 ? 2 : 1 }).format(value)} ms`;
}

/** For axes, where room is short. */
export function formatTick(value: number, unit: ChartUnit): string {
  if (unit === 'percent') return `${compactNumber.format(value)}%`;
  if (unit === 'count') return compactNumber.format(value);
  if (value >= 1000) return `${compactNumber.format(value / 1000)}s`;
  return value === 0 ? '0' : `${compactNumber.format(value)}ms`;
}

export interface TimeFormat {
  tick: (at: number) => string;
  /** The whole period that a point stands for. */
  period: (at: number) => string;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

export function timeFormat(spanSeconds: number, periodSeconds: number, timeZone?: string): TimeFormat {
  const make = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', timeZone, ...options });
    return (at: number) => format.format(at * 1000);
  };
  const clock = make({ hour: '2-digit', minute: '2-digit' });
  const day = make({ day: 'numeric', month: 'short' });
  const dayAndClock = make({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  return {
    tick: spanSeconds <= 36 * HOUR ? clock : day,
    period: (at) => {
      if (periodSeconds >= DAY) {
        const last = at + periodSeconds - 1;
        return periodSeconds === DAY ? day(at) : `${day(at)} – ${day(last)}`;
      }
      return periodSeconds <= MINUTE ? dayAndClock(at) : `${dayAndClock(at)} – ${clock(at + periodSeconds)}`;
    },
  };
}

/** How far the zone's clock is ahead of UTC at that moment, so that ticks fall on its full hours and midnights. */
export function zoneOffsetSeconds(at: number, timeZone?: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    hourCycle: 'h23',
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at * 1000);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local / 1000 - at;
}

/** A length of time in words: `5 minutes`, `1 hour`. */
export function duration(seconds: number): string {
  const [size, word] =
    seconds % DAY === 0
      ? [seconds / DAY, 'day']
      : seconds % HOUR === 0
        ? [seconds / HOUR, 'hour']
        : [Math.round(seconds / MINUTE), 'minute'];
  return size === 1 ? word : `${size} ${word}s`;
}
