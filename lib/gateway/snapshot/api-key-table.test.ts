import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../testing/definitions';
import { keyWithValue, TEST_SECRET } from '../testing/test-gateway';
import { ApiKeyTable } from './api-key-table';
import { KeyFinder } from './key-finder';

describe('the table of API keys', () => {
  it('behaves like a map of its keys, whatever changes in whatever order; older tables stay as they were', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const hash = fc.constantFrom('h1', 'h2', 'h3', 'h4', 'h5', 'h6');
    const change = fc.oneof(fc.record({ id, hash }), fc.record({ id }));
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 8 }), (batches) => {
        let table = new ApiKeyTable();
        const model = new Map<string, string>();
        const history: [ApiKeyTable, Map<string, string>][] = [];
        for (const batch of batches) {
          for (const one of batch) {
            // Values are unique in the database.
            if ('hash' in one && [...model].some(([other, taken]) => other !== one.id && taken === one.hash)) continue;
            if ('hash' in one) {
              model.set(one.id, one.hash);
              table = table.with([keyOf({ id: one.id, valueHash: one.hash })], []);
            } else {
              model.delete(one.id);
              table = table.with([], [one.id]);
            }
          }
          history.push([table, new Map(model)]);
        }
        for (const [past, expected] of history) {
          expect(past.size).toBe(expected.size);
          for (let i = 1; i <= 6; i++) {
            const owner = [...expected].find(([, taken]) => taken === `h${i}`)?.[0];
            expect(past.find(`h${i}`)?.id).toBe(owner);
          }
        }
      }),
    );
  });

  it('holds 100,000 keys', () => {
    const table = new ApiKeyTable().with(
      Array.from({ length: 100_000 }, (_, i) => keyOf({ id: `id-${i}`, valueHash: `hash-${i}` })),
      [],
    );
    expect(table.size).toBe(100_000);
    expect(table.find('hash-77777')?.id).toBe('id-77777');
    expect(table.find('unknown')).toBeUndefined();
  });
});

describe('finding a key by its value', () => {
  const table = new ApiKeyTable().with([keyWithValue('value')], []);

  it('works also after the value was forgotten', () => {
    const finder = new KeyFinder(TEST_SECRET, 10);
    expect(finder.find('value', table)?.id).toBe('key1');
    for (let i = 0; i < 25; i++) finder.find(String(i), table);
    expect(finder.find('value', table)?.id).toBe('key1');
  });

  it('looks again when keys changed', () => {
    const finder = new KeyFinder(TEST_SECRET);
    expect(finder.find('value', new ApiKeyTable())).toBeUndefined();
    expect(finder.find('value', table)?.id).toBe('key1');
    expect(finder.find('value', table.with([], ['key1']))).toBeUndefined();
  });

  it('knows no value longer than a key can be', () => {
    expect(new KeyFinder(TEST_SECRET).find('x'.repeat(129), table)).toBeUndefined();
  });
});
