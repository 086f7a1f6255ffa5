import type { ThrottleSettings } from '@/lib/contract/common';
import type { QuotaSettings } from '@/lib/contract/usage-plan';

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

export const PERIOD_NOUN = { DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;

export function formatNumber(value: number): string {
  return number.format(value);
}

export function formatCompact(value: number): string {
  return Math.abs(value) < 10_000 ? number.format(value) : compact.format(value);
}

/** "10 requests per second, bursts of 20". */
export function throttleText(throttle: ThrottleSettings | null): string {
  if (!throttle) return 'No rate limit';
  if (throttle.rateLimit === 0 && throttle.burstLimit === 0) return 'No requests let through';
  // Below one a second the plain reading is how long to wait, not a fraction of a request.
  const rate =
    throttle.rateLimit > 0 && throttle.rateLimit < 1
      ? `1 request every ${number.format(Math.round((1 / throttle.rateLimit) * 10) / 10)} seconds`
      : `${number.format(throttle.rateLimit)} ${plural(throttle.rateLimit, 'request')} per second`;
  return `${rate}, bursts of ${number.format(throttle.burstLimit)}`;
}

/** "10/s, burst 20": for table cells. */
export function throttleShort(throttle: ThrottleSettings | null): string {
  return throttle ? `${formatCompact(throttle.rateLimit)}/s, burst ${formatCompact(throttle.burstLimit)}` : 'Unlimited';
}

/** "10,000 requests per month". */
export function quotaText(quota: QuotaSettings | null): string {
  if (!quota) return 'No quota';
  return `${number.format(quota.limit)} ${plural(quota.limit, 'request')} per ${PERIOD_NOUN[quota.period]}`;
}

export function quotaShort(quota: QuotaSettings | null): string {
  return quota ? `${formatCompact(quota.limit)} / ${PERIOD_NOUN[quota.period]}` : 'Unlimited';
}

/** When a period ends, in words an owner can check against a calendar. */
export const PERIOD_RESET = {
  DAY: 'Counts again from zero every day at 00:00 UTC.',
  WEEK: 'Counts again from zero every Monday at 00:00 UTC.',
  MONTH: 'Counts again from zero on the 1st of every month at 00:00 UTC.',
} as const;

export function plural(count: number, noun: string, many = `${noun}s`): string {
  return count === 1 ? noun : many;
}

export function countText(count: number, noun: string, many?: string): string {
  return `${number.format(count)} ${plural(count, noun, many)}`;
}
