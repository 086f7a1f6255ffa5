// Next compiles instrumentation, routes and actions as separate module graphs: each has its own copy of these modules,
// and all of them have the one client that the first opened.
import { beforeEach, expect, it, vi } from 'vitest';
import * as errors from '../errors';
import { describeEachDatabase } from './testing/databases';

describeEachDatabase('a client in another module graph than its own', (open, provider) => {
  let other: typeof import('./client');
  beforeEach(async () => {
    vi.resetModules();
    other = await import('./client');
  });

  it('has the same transactions, which take turns with those at home', async () => {
    const { db } = await open();
    const home = await import('./client');
    vi.resetModules();
    const away = await import('./client');
    expect(away.transaction).not.toBe(home.transaction);
    const failed = away.transaction(db, async (tx) => {
      await tx.account.create({ data: { id: 'half', name: 'a' } });
      throw new Error('half way');
    });
    await expect(failed).rejects.toThrow('half way');
    expect(await db.account.count({ where: { id: 'half' } })).toBe(0);

    await db.setting.create({ data: { key: 'counter', value: 0 } });
    const increment = (graph: typeof home) =>
      graph.transaction(db, async (tx) => {
        const row = await tx.setting.findUniqueOrThrow({ where: { key: 'counter' } });
        await graph.transaction(tx, (same) =>
          same.setting.update({ where: { key: 'counter' }, data: { value: Number(row.value) + 1 } }),
        );
      });
    await Promise.all(Array.from({ length: 20 }, (_, i) => increment(i % 2 === 0 ? home : away)));
    expect((await db.setting.findUniqueOrThrow({ where: { key: 'counter' } })).value).toBe(20);
  });

  it('is known as what it is', async () => {
    const { db } = await open();
    expect(other.providerOf(db)).toBe(provider);
  });

  it('throws errors that are told apart everywhere', async () => {
    const { db } = await open();
    await db.account.create({ data: { id: 'taken', name: 'a' } });
    const conflict = await db.account.create({ data: { id: 'taken', name: 'a' } }).catch((error: unknown) => error);
    const away = await import('../errors');
    expect(away.ConflictError).not.toBe(errors.ConflictError);
    expect(conflict).toBeInstanceOf(away.ConflictError);
    expect(conflict).toBeInstanceOf(errors.ConflictError);
  });

  it('refuses a client that is no database’s rather than going without a transaction', async () => {
    await expect(other.transaction({} as never, async () => 1)).rejects.toThrow('openDatabase()');
  });
});
