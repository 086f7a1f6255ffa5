import { expect, it } from 'vitest';
import type { Db } from './client';
import { describeEachDatabase } from './testing/databases';
import { COMPACT_AFTER_DAYS, compactUsage, readUsageTotals, writeUsage } from './usage-counters';

/** 2026-03-04, a Wednesday. */
const TODAY = 20_516;

describeEachDatabase('usage counters', (open) => {
  const row = (day: number, used: number, apiKeyId = 'key') => ({ usagePlanId: 'plan', apiKeyId, day, used });

  async function totals(db: Db, day = TODAY) {
    return (await readUsageTotals(db, day)).map((one) => [
      one.apiKeyId,
      one.usedInDay,
      one.usedInWeek,
      one.usedInMonth,
    ]);
  }

  it('sum over writers, days, weeks from Monday and months', async () => {
    const { db } = await open();
    await writeUsage(db, 'one', [row(TODAY, 5), row(TODAY - 2, 10), row(TODAY - 3, 100), row(TODAY - 4, 1000)]);
    await writeUsage(db, 'two', [row(TODAY, 7), row(TODAY + 1, 5000)]);
    expect(await totals(db)).toEqual([['key', 12, 22, 122]]);
  });

  it('never rise by writing again and never fall by writing late', async () => {
    const { db } = await open();
    await writeUsage(db, 'one', [row(TODAY, 5)]);
    await writeUsage(db, 'one', [row(TODAY, 9)]);
    await writeUsage(db, 'one', [row(TODAY, 9)]);
    await writeUsage(db, 'one', [row(TODAY, 5)]);
    expect(await totals(db)).toEqual([['key', 9, 9, 9]]);
  });

  it('are written in bulk', async () => {
    const { db } = await open();
    await writeUsage(
      db,
      'one',
      Array.from({ length: 3000 }, (_, i) => row(TODAY, i + 1, `key ${i}`)),
    );
    expect(await totals(db)).toHaveLength(3000);
    await writeUsage(db, 'one', []);
  });

  it('keep their sums when past days are merged, however often', async () => {
    const { db } = await open();
    const past = TODAY - COMPACT_AFTER_DAYS - 1;
    await writeUsage(db, 'one', [row(past, 5), row(TODAY, 1)]);
    await writeUsage(db, 'two', [row(past, 7), row(past, 3, 'other')]);
    await compactUsage(db, TODAY);
    await compactUsage(db, TODAY);
    await writeUsage(db, 'three', [row(past, 1)]);
    await compactUsage(db, TODAY);
    const rows = await db.usageDay.findMany({ orderBy: [{ day: 'asc' }, { apiKeyId: 'asc' }] });
    expect(rows.map(({ day, apiKeyId, shard, used }) => [day - TODAY, apiKeyId, shard, used])).toEqual([
      [-COMPACT_AFTER_DAYS - 1, 'key', 'merged', 13],
      [-COMPACT_AFTER_DAYS - 1, 'other', 'merged', 3],
      [0, 'key', 'one', 1],
    ]);
    expect(await totals(db, past)).toEqual(expect.arrayContaining([['key', 13, 13, 13]]));
  });
});
