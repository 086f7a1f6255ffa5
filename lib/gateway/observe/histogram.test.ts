import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketLow, bucketMidpoint, bucketOf, Histogram, MAX_RECORDABLE_US } from './histogram';

/** The stated bound: half a bucket's width over its lower end. */
const MAX_RELATIVE_ERROR = 1 / 64;

const microseconds = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.integer({ min: 0, max: 30_000_000 }),
  fc.integer({ min: 0, max: MAX_RECORDABLE_US }),
  fc.integer({ min: 0, max: 30 }).map((power) => 2 ** power),
);

const histogramOf = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
};

const contents = (histogram: Histogram): [number, number][] => {
  const buckets: [number, number][] = [];
  histogram.visit((bucket, count) => buckets.push([bucket, count]));
  return buckets;
};

function exactPercentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1] ?? 0;
}

describe('buckets', () => {
  it('are exact below 64 and never decrease', () => {
    for (let value = 0; value < 64; value++) expect(bucketMidpoint(bucketOf(value))).toBe(value);
    fc.assert(
      fc.property(microseconds, (value) => {
        expect(bucketOf(Math.min(value + 1, MAX_RECORDABLE_US))).toBeGreaterThanOrEqual(bucketOf(value));
      }),
    );
  });

  it('hold their values and report them within the bound', () => {
    fc.assert(
      fc.property(microseconds, (value) => {
        const bucket = bucketOf(value);
        expect(bucketLow(bucket)).toBeLessThanOrEqual(value);
        expect(bucketLow(bucket + 1)).toBeGreaterThan(value);
        expect(Math.abs(bucketMidpoint(bucket) - value)).toBeLessThanOrEqual(value * MAX_RELATIVE_ERROR);
      }),
      { numRuns: 2000 },
    );
  });

  it('cover everything up to the largest value', () => {
    expect(bucketOf(MAX_RECORDABLE_US)).toBe(863);
    expect(bucketLow(863) + 2 ** 25 - 1).toBe(MAX_RECORDABLE_US);
  });
});

describe('Histogram', () => {
  it('gives every percentile within the bound of the exact one', () => {
    fc.assert(
      fc.property(
        fc.array(microseconds, { minLength: 1, maxLength: 300 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (values, percent) => {
          const exact = exactPercentile(values, percent);
          const reported = histogramOf(values).percentile(percent);
          expect(Math.abs(reported - exact)).toBeLessThanOrEqual(exact * MAX_RELATIVE_ERROR);
        },
      ),
    );
  });

  it('merges to what recording everything in one would have given', () => {
    fc.assert(
      fc.property(fc.array(fc.array(microseconds, { maxLength: 60 }), { maxLength: 6 }), (parts) => {
        const merged = new Histogram();
        for (const part of parts) merged.merge(histogramOf(part));
        const whole = histogramOf(parts.flat());
        expect(contents(merged)).toEqual(contents(whole));
        expect(merged.total).toBe(whole.total);
      }),
    );
  });

  it('survives encoding, and adds up encoded', () => {
    fc.assert(
      fc.property(fc.array(microseconds, { maxLength: 200 }), fc.array(microseconds), (some, more) => {
        const histogram = Histogram.decode(histogramOf(some).encode());
        expect(contents(histogram)).toEqual(contents(histogramOf(some)));
        histogram.mergeEncoded(histogramOf(more).encode());
        expect(contents(histogram)).toEqual(contents(histogramOf([...some, ...more])));
      }),
    );
  });

  it('keeps counts past 32 bits', () => {
    const histogram = histogramOf([5]);
    for (let i = 0; i < 40; i++) histogram.merge(Histogram.decode(histogram.encode()));
    expect(Histogram.decode(histogram.encode()).total).toBe(2 ** 40);
  });

  it('encodes a minute of typical latencies in a few hundred bytes', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => 800 + ((i * 7919) % 40_000));
    expect(histogramOf(values).encode().length).toBeLessThan(700);
  });

  it('takes odd values without harm', () => {
    const histogram = histogramOf([-5, Number.NaN, 0.9, 1e300]);
    expect(contents(histogram)).toEqual([
      [0, 3],
      [863, 1],
    ]);
  });

  it('is empty again after clear, and reports 0', () => {
    const histogram = histogramOf([1, 1000, 1_000_000]);
    histogram.clear();
    expect([histogram.total, histogram.percentile(50), histogram.encode().length]).toEqual([0, 0, 1]);
    expect(new Histogram().percentile(99)).toBe(0);
  });

  it('refuses damaged bytes', () => {
    const bytes = histogramOf([1, 100_000]).encode();
    expect(() => Histogram.decode(bytes.subarray(0, bytes.length - 1))).toThrow('middle of a number');
    expect(() => Histogram.decode(Uint8Array.of(9, 1, 1))).toThrow('format 9');
    expect(() => Histogram.decode(Uint8Array.of(1, 255, 127, 1))).toThrow('past the last');
    expect(Histogram.decode(new Uint8Array()).total).toBe(0);
  });
});
