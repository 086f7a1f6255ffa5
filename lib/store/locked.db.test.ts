import { expect, it } from 'vitest';
import { UnavailableError } from '../errors';
import { transaction } from './client';
import { describeDatabase } from './testing/databases';
import { lockSqlite } from './testing/lock-sqlite';

describeDatabase('sqlite', 'a database that another program has locked', (open) => {
  it('is read all the same, and tells every writer at about the same time', async () => {
    const { db, dataDir } = await open();
    await db.account.create({ data: { id: 'before', name: 'a' } });
    const unlock = lockSqlite(dataDir);
    try {
      // One after another they would take 5 s each, longer than this test may.
      const writes = Array.from({ length: 6 }, (_, i) => db.setting.create({ data: { key: `beside ${i}`, value: 0 } }));
      const changes = Array.from({ length: 2 }, (_, i) =>
        transaction(db, (tx) => tx.setting.create({ data: { key: `inside ${i}`, value: 0 } })),
      );
      expect(await db.account.count()).toBe(1);
      for (const result of await Promise.allSettled([...writes, ...changes])) {
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) });
        expect(result.status === 'rejected' && result.reason.message).toContain('Nothing was changed');
      }
    } finally {
      unlock();
    }
    expect(await db.setting.count({ where: { key: { contains: 'side' } } })).toBe(0);
    await transaction(db, (tx) => tx.setting.create({ data: { key: 'inside', value: 0 } }));
    expect(await db.setting.count({ where: { key: { contains: 'side' } } })).toBe(1);
  });
});

describeDatabase('postgresql', 'a row that another program has locked', (open) => {
  it('is waited for, then given up, with nothing changed', async () => {
    const { db } = await open();
    await db.setting.create({ data: { key: 'row', value: 1 } });
    const held = deferred();
    const free = deferred();
    const holder = transaction(db, async (tx) => {
      await tx.setting.update({ where: { key: 'row' }, data: { value: 2 } });
      held.resolve();
      await free.promise;
    });
    await held.promise;
    const refused = transaction(db, (tx) => tx.setting.update({ where: { key: 'row' }, data: { value: 3 } }));
    await expect(refused).rejects.toBeInstanceOf(UnavailableError);
    free.resolve();
    await holder;
    expect((await db.setting.findUniqueOrThrow({ where: { key: 'row' } })).value).toBe(2);
  });
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
