import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globOf } from './glob';
import { ipRange } from './ip-range';

/** By the book: every way to split is tried, with a table instead of going back. */
function naive(pattern: string, text: string): boolean {
  let row = [true, ...Array.from(text, () => false)];
  for (const token of pattern.split('')) {
    const next: boolean[] = [token === '*' && row[0] === true];
    for (let i = 0; i < text.length; i++) {
      if (token === '*') next.push(next[i] === true || row[i + 1] === true);
      else next.push(row[i] === true && (token === '?' || token === text.charAt(i)));
    }
    row = next;
  }
  return row.at(-1) === true;
}

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 });
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 10 });

describe('globs', () => {
  it('match what a table of all splits matches', () => {
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        expect(globOf(pattern).matches(text)).toBe(naive(pattern, text));
      }),
      { numRuns: 3000 },
    );
  });

  it('are found when their wildcards are filled in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(letters, letters), { minLength: 1, maxLength: 6 }), (pairs) => {
        const pattern = pairs.map(([text]) => `${text}*`).join('');
        expect(globOf(pattern).matches(pairs.map(([text, filling]) => text + filling).join(''))).toBe(true);
      }),
    );
  });

  it('take no turn back: the pattern that stalls a regular expression', () => {
    // Going back would take longer than the sun lives; the test ends, or its runner ends it.
    expect(globOf(`${'a*'.repeat(4000)}b`).matches('a'.repeat(8000))).toBe(false);
  });
});

describe('ranges of addresses', () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
  const bits = ([a, b, c, d]: readonly number[]): string =>
    [a, b, c, d].map((it) => (it ?? 0).toString(2).padStart(8, '0')).join('');
  it('hold the addresses that begin with the same bits', () => {
    fc.assert(
      fc.property(octets, octets, fc.nat(32), (network, address, length) => {
        const expected = bits(network).slice(0, length) === bits(address).slice(0, length);
        expect(ipRange(`${network.join('.')}/${length}`)?.(address.join('.'))).toBe(expected);
      }),
    );
  });

  it.each(['', '10.0.0', '10.0.0.0/', '10.0.0.0/33', '::/129', '10.0.0.0/x', 'fe80::1%eth0', 'host'])(
    '%j is none',
    (text) => expect(ipRange(text)).toBeUndefined(),
  );
});
