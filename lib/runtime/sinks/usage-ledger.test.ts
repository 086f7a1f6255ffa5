import { describe, expect, it } from 'vitest';
import { UsageLedger } from './usage-ledger';

/** 2026-03-04, a Wednesday. */
const TODAY = 20_516;
const ONE = { name: 'one' };
const TWO = { name: 'two' };

const count = (used: number, day = TODAY, apiKeyId = 'key') => ({ usagePlanId: 'plan', apiKeyId, day, used });
const sums = (usedInDay: number, usedInWeek: number, usedInMonth: number) => [
  { usagePlanId: 'plan', apiKeyId: 'key', day: TODAY, usedInDay, usedInWeek, usedInMonth },
];

describe('UsageLedger', () => {
  it('adds up lives, each by its absolute counts', () => {
    const ledger = new UsageLedger();
    ledger.add(ONE, [count(5)]);
    ledger.add(ONE, [count(5)]);
    ledger.add(ONE, [count(8)]);
    ledger.add(TWO, [count(2)]);
    expect(ledger.unwritten()).toEqual([count(10)]);
    ledger.endLife(ONE);
    ledger.add({ name: 'successor' }, [count(1)]);
    expect(ledger.unwritten()).toEqual([count(11)]);
  });

  it('keeps what changed while it was being written', () => {
    const ledger = new UsageLedger();
    ledger.add(ONE, [count(5)]);
    const rows = ledger.unwritten();
    ledger.add(ONE, [count(6)]);
    ledger.written(rows);
    expect(ledger.unwritten()).toEqual([count(6)]);
    expect(ledger.pending()).toEqual([count(1)]);
    ledger.written(ledger.unwritten());
    expect([ledger.unwritten(), ledger.pending()]).toEqual([[], []]);
  });

  it('tells a worker what everyone else has counted', () => {
    const ledger = new UsageLedger();
    ledger.setBase([{ ...sums(1, 2, 3)[0], usagePlanId: 'plan', apiKeyId: 'key', day: TODAY } as never]);
    ledger.add(ONE, [count(10), count(100, TODAY - 2), count(1000, TODAY - 3)]);
    ledger.add(TWO, [count(5)]);
    expect(ledger.others(undefined, TODAY)).toEqual(sums(16, 117, 1118));
    expect(ledger.others(ONE, TODAY)).toEqual(sums(6, 7, 8));
    expect(ledger.others(TWO, TODAY)).toEqual(sums(11, 112, 1113));
    expect(ledger.others(ONE, TODAY, new Set())).toEqual([]);
  });

  it('carries what others counted over to the next day as far as the calendar does', () => {
    const ledger = new UsageLedger();
    ledger.setBase([{ usagePlanId: 'plan', apiKeyId: 'key', day: TODAY, usedInDay: 1, usedInWeek: 2, usedInMonth: 3 }]);
    const at = (day: number) =>
      ledger.others(undefined, day).map((one) => [one.usedInDay, one.usedInWeek, one.usedInMonth]);
    expect(at(TODAY + 1)).toEqual([[0, 2, 3]]);
    expect(at(TODAY + 5)).toEqual([[0, 0, 3]]);
    expect(at(TODAY + 28)).toEqual([[0, 0, 0]]);
  });

  it('names pairs whose counts changed, once', () => {
    const ledger = new UsageLedger();
    ledger.add(ONE, [count(5)]);
    expect([...ledger.takeChangedPairs()]).toEqual(['plan\nkey']);
    expect(ledger.takeChangedPairs().size).toBe(0);
    const base = { usagePlanId: 'plan', apiKeyId: 'other', day: TODAY, usedInDay: 1, usedInWeek: 2, usedInMonth: 3 };
    ledger.setBase([base]);
    expect([...ledger.takeChangedPairs()]).toEqual(['plan\nother']);
    ledger.setBase([base]);
    expect(ledger.takeChangedPairs().size).toBe(0);
  });

  it('gives up counts too old to be charged safely, and forgets past months', () => {
    const ledger = new UsageLedger();
    ledger.add(ONE, [count(5, TODAY - 2), count(7, TODAY - 1)]);
    ledger.prune(TODAY);
    expect(ledger.unwritten()).toEqual([count(7, TODAY - 1)]);
    expect(ledger.lost).toBe(5);
    ledger.prune(TODAY + 60);
    expect(ledger.others(undefined, TODAY - 1)).toEqual([]);
  });
});
