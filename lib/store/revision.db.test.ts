import { expect, it } from 'vitest';
import { type Db, openDatabase, transaction } from './client';
import { bumpRevision, changesSince, type EntityChange, readRevision } from './revision';
import { describeEachDatabase } from './testing/databases';

const stage = (entityId: string): EntityChange => ({ kind: 'stage', entityId });
const bump = (db: Db, changes: readonly EntityChange[]) => transaction(db, (tx) => bumpRevision(tx, changes));

describeEachDatabase('the revision', (open) => {
  it('starts at 0 and grows by one with each change', async () => {
    const { db } = await open();
    expect(await readRevision(db)).toBe(0);
    expect(await bump(db, [stage('a')])).toBe(1);
    expect(await bump(db, [])).toBe(2);
    expect(await readRevision(db)).toBe(2);
  });

  it('tells what changed since, each entity once', async () => {
    const { db } = await open();
    await bump(db, [stage('a'), stage('a')]);
    await bump(db, [stage('b'), { kind: 'api-key', entityId: 'b' }]);
    await bump(db, [stage('b')]);
    const changes = await changesSince(db, 1);
    expect(changes?.revision).toBe(3);
    expect(changes?.changes).toHaveLength(2);
    expect(changes?.changes).toEqual(expect.arrayContaining([stage('b'), { kind: 'api-key', entityId: 'b' }]));
    expect(await changesSince(db, 3)).toEqual({ revision: 3, changes: [] });
  });

  it('says nothing of a change that was rolled back', async () => {
    const { db } = await open();
    const failing = transaction(db, async (tx) => {
      await bumpRevision(tx, [stage('a')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await changesSince(db, 0)).toEqual({ revision: 0, changes: [] });
  });

  it('asks for everything when the reader is too far behind, or ahead', async () => {
    const { db } = await open();
    await db.revision.update({ where: { id: 1 }, data: { value: 10_499 } });
    await db.change.create({ data: { revision: 400, ...stage('old') } });
    expect(await changesSince(db, 499)).not.toBeNull();
    expect(await changesSince(db, 498)).toBeNull();
    expect(await changesSince(db, 10_500)).toBeNull();
    await bump(db, [stage('new')]);
    expect(await db.change.count()).toBe(1);
  });

  it('asks for everything after a change of very many entities', async () => {
    const { db } = await open();
    await bump(
      db,
      Array.from({ length: 2_001 }, (_, index) => stage(`s${index}`)),
    );
    expect(await changesSince(db, 0)).toBeNull();
    expect(await db.change.count()).toBe(1);
  });

  it('numbers concurrent changes without gaps, and shows none before an earlier one', async () => {
    const database = await open();
    const other = await openDatabase({ url: database.url, dataDir: database.dataDir });
    const seen = new Set<string>();
    let reached = 0;
    const read = async () => {
      const next = await changesSince(database.db, reached);
      for (const { entityId } of next?.changes ?? []) seen.add(entityId);
      reached = next?.revision ?? reached;
    };
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await bump(index % 2 === 0 ? database.db : other.db, [stage(`s${index}`)]);
        await read();
      }),
    );
    await other.close();
    await read();
    expect(reached).toBe(20);
    expect(seen.size).toBe(20);
  });
});
