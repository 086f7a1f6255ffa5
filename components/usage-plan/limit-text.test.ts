import { describe, expect, it } from 'vitest';
import { quotaText, throttleText } from './limit-text';

describe('limits in plain words', () => {
  it('names rate and burst', () => {
    expect(throttleText({ rateLimit: 10, burstLimit: 20 })).toBe('10 requests per second, bursts of 20');
    expect(throttleText({ rateLimit: 1, burstLimit: 1 })).toBe('1 request per second, bursts of 1');
    expect(throttleText({ rateLimit: 0.2, burstLimit: 1 })).toBe('1 request every 5 seconds, bursts of 1');
    expect(throttleText({ rateLimit: 0, burstLimit: 0 })).toBe('No requests let through');
    expect(throttleText(null)).toBe('No rate limit');
  });

  it('names the quota and its period', () => {
    expect(quotaText({ limit: 10_000, period: 'MONTH', offset: 0 })).toBe('10,000 requests per month');
    expect(quotaText({ limit: 1, period: 'DAY', offset: 0 })).toBe('1 request per day');
    expect(quotaText(null)).toBe('No quota');
  });
});
