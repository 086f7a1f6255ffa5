import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Throttle } from './throttle';

const limit = (rateLimit: number, burstLimit: number) => ({ rateLimit, burstLimit });

function takeMany(throttle: Throttle, times: number, settings: ReturnType<typeof limit>, nowMs: number): number {
  let taken = 0;
  for (let i = 0; i < times; i++) if (throttle.take('key', settings, nowMs)) taken += 1;
  return taken;
}

/** A sweep goes on where the last one stopped: two see everything. */
function sweepAll(throttle: Throttle, nowMs: number): void {
  throttle.sweep(nowMs);
  throttle.sweep(nowMs);
}

describe('Throttle', () => {
  it('gives the burst at once and then refills at the rate', () => {
    const throttle = new Throttle();
    expect(takeMany(throttle, 100, limit(10, 5), 0)).toBe(5);
    expect(takeMany(throttle, 100, limit(10, 5), 99)).toBe(0);
    expect(takeMany(throttle, 100, limit(10, 5), 100)).toBe(1);
    expect(takeMany(throttle, 100, limit(10, 5), 399)).toBe(2);
    expect(takeMany(throttle, 100, limit(10, 5), 400)).toBe(1);
    expect(takeMany(throttle, 100, limit(10, 5), 100_000)).toBe(5);
  });

  it('is exact at boundaries however long it runs', () => {
    const throttle = new Throttle();
    const settings = limit(4, 1);
    let wrong = 0;
    for (let quarter = 0; quarter < 100_000; quarter++) {
      if (!throttle.take('key', settings, quarter * 250)) wrong += 1;
      if (throttle.take('key', settings, quarter * 250 + 249)) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  it('refuses everything when the burst is 0, and gives each token once when the rate is 0', () => {
    const throttle = new Throttle();
    expect(takeMany(throttle, 5, limit(1000, 0), 10_000)).toBe(0);
    expect(takeMany(new Throttle(), 5, limit(0, 3), 0)).toBe(3);
    expect(throttle.take('other', limit(0, 1), 0)).toBe(true);
    expect(throttle.take('other', limit(0, 1), 1e12)).toBe(false);
  });

  it('gives tokens back', () => {
    const throttle = new Throttle();
    expect(takeMany(throttle, 2, limit(1, 2), 0)).toBe(2);
    throttle.giveBack('key');
    expect(takeMany(throttle, 2, limit(1, 2), 0)).toBe(1);
    throttle.giveBack('key');
    throttle.giveBack('key');
    throttle.giveBack('key');
    expect(takeMany(throttle, 5, limit(1, 2), 0)).toBe(2);
  });

  it('applies changed settings to the tokens that were taken', () => {
    const throttle = new Throttle();
    expect(takeMany(throttle, 10, limit(1, 5), 0)).toBe(5);
    expect(takeMany(throttle, 20, limit(1, 8), 0)).toBe(3);
    expect(takeMany(throttle, 20, limit(1, 2), 0)).toBe(0);
    expect(takeMany(throttle, 20, limit(1, 2), 1000)).toBe(1);
    expect(takeMany(throttle, 20, limit(0, 0), 1000)).toBe(0);
    expect(takeMany(throttle, 20, limit(10, 4), 1000)).toBe(4);
  });

  it('leaves no debt beyond a lowered burst', () => {
    const throttle = new Throttle();
    expect(takeMany(throttle, 5000, limit(1, 5000), 0)).toBe(5000);
    expect(takeMany(throttle, 10, limit(1, 2), 0)).toBe(0);
    expect(takeMany(throttle, 10, limit(1, 2), 2000)).toBe(2);
  });

  it('survives a clock that goes back', () => {
    const throttle = new Throttle();
    expect(takeMany(throttle, 10, limit(1, 5), 1_000_000)).toBe(5);
    expect(takeMany(throttle, 10, limit(1, 5), 999_500)).toBe(0);
    expect(takeMany(throttle, 10, limit(1, 5), 1_000_500)).toBe(0);
    expect(takeMany(throttle, 10, limit(1, 5), 0)).toBe(0);
    expect(takeMany(throttle, 10, limit(1, 5), 2000)).toBe(2);
  });

  it('forgets idle full buckets and nothing else', () => {
    const throttle = new Throttle();
    for (let i = 0; i < 1000; i++) throttle.take(`idle ${i}`, limit(1, 5), 0);
    throttle.take('busy', limit(0.001, 1), 0);
    throttle.take('recent', limit(1, 5), 30_000);
    sweepAll(throttle, 65_000);
    expect(throttle.size).toBe(2);
    sweepAll(throttle, 95_000);
    expect(throttle.size).toBe(1);
    expect(throttle.take('busy', limit(0.001, 1), 95_000)).toBe(false);
  });

  it('keeps the number of buckets in proportion to the active ones without a timer', () => {
    const throttle = new Throttle();
    for (let i = 0; i < 50_000; i++) throttle.take(`key ${i}`, limit(10, 5), i * 10);
    expect(throttle.size).toBeLessThan(10_000);
  });

  it('keeps one bucket per key for all its handles, also over an eviction', () => {
    const throttle = new Throttle();
    const one = throttle.handle('key');
    const two = throttle.handle('key');
    expect([one, two, one].map((handle) => handle.take(limit(1, 2), 0))).toEqual([true, true, false]);
    sweepAll(throttle, 100_000);
    expect(throttle.size).toBe(0);
    expect([two, one, throttle.handle('key')].map((h) => h.take(limit(1, 2), 100_000))).toEqual([true, true, false]);
    one.giveBack();
    expect(throttle.take('key', limit(1, 2), 100_000)).toBe(true);
  });

  it('never lets more than burst + rate · t through in any window, and never less when asked steadily', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 300 }),
        (rateLimit, burstLimit, gapsMs) => {
          const throttle = new Throttle();
          const settings = limit(rateLimit, burstLimit);
          const takenAt: number[] = [];
          let now = 1_700_000_000_000;
          for (const gap of gapsMs) {
            now += gap;
            if (throttle.take('key', settings, now)) takenAt.push(now);
          }
          const excesses = takenAt.flatMap((start, from) =>
            takenAt.slice(from).filter((end, more) => {
              // Whole numbers on both sides: no tolerance.
              return (more + 1 - burstLimit) * 1000 > rateLimit * (end - start);
            }),
          );
          expect(excesses).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('decides as an exact rational bucket does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 200 }),
        (rateLimit, burstLimit, gapsMs) => {
          const throttle = new Throttle();
          // Thousandths of a token as big integers: the definition of a token bucket, without rounding.
          let tokens = BigInt(burstLimit) * 1000n;
          let now = 0;
          for (const gap of gapsMs) {
            now += gap;
            tokens += BigInt(gap) * BigInt(rateLimit);
            if (tokens > BigInt(burstLimit) * 1000n) tokens = BigInt(burstLimit) * 1000n;
            const expected = tokens >= 1000n;
            if (expected) tokens -= 1000n;
            expect(throttle.take('key', limit(rateLimit, burstLimit), now)).toBe(expected);
          }
        },
      ),
    );
  });
});
