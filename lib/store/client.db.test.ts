import { join } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConflictError, NotFoundError, UnavailableError } from '../errors';
import { openDatabase, ping, transaction } from './client';
import { describeEachDatabase, type TestDatabase } from './testing/databases';

describeEachDatabase('the database client', (open, provider) => {
  let store: TestDatabase;
  beforeAll(async () => {
    store = await open();
  });

  it('commits all of a transaction', async () => {
    await transaction(store.db, async (tx) => {
      await tx.account.create({ data: { id: 'commit', name: 'a' } });
      await tx.restApi.create({ data: { id: 'api-commit', accountId: 'commit', name: 'pets' } });
    });
    expect(await store.db.restApi.count({ where: { accountId: 'commit' } })).toBe(1);
  });

  it('keeps nothing of a transaction that fails', async () => {
    const failed = transaction(store.db, async (tx) => {
      await tx.account.create({ data: { id: 'undone', name: 'a' } });
      throw new Error('half way');
    });
    await expect(failed).rejects.toThrow('half way');
    expect(await store.db.account.findUnique({ where: { id: 'undone' } })).toBeNull();
  });

  it('does not show an open transaction to queries beside it, nor take their writes down with it', async () => {
    const opened = deferred();
    const finish = deferred();
    const failing = transaction(store.db, async (tx) => {
      await tx.account.create({ data: { id: 'inside', name: 'a' } });
      opened.resolve(undefined);
      await finish.promise;
      throw new Error('rolled back');
    });
    await opened.promise;
    expect(await store.db.account.findUnique({ where: { id: 'inside' } })).toBeNull();
    const beside = store.db.account.create({ data: { id: 'beside', name: 'b' } });
    finish.resolve(undefined);
    await expect(failing).rejects.toThrow('rolled back');
    await beside;
    expect(await store.db.account.findUnique({ where: { id: 'beside' } })).not.toBeNull();
    expect(await store.db.account.findUnique({ where: { id: 'inside' } })).toBeNull();
  });

  it('loses no write of many that read and write the same row, over two processes', async () => {
    const other = await openDatabase({ url: store.url, dataDir: store.dataDir });
    await store.db.setting.create({ data: { key: 'counter', value: 0 } });
    const increment = (db: TestDatabase['db']) =>
      transaction(db, async (tx) => {
        const row = await tx.setting.findUniqueOrThrow({ where: { key: 'counter' } });
        await tx.setting.update({ where: { key: 'counter' }, data: { value: Number(row.value) + 1 } });
      });
    await Promise.all(Array.from({ length: 40 }, (_, index) => increment(index % 2 === 0 ? store.db : other.db)));
    await other.close();
    expect((await store.db.setting.findUniqueOrThrow({ where: { key: 'counter' } })).value).toBe(40);
  });

  it('joins a transaction that is already open', async () => {
    const failed = transaction(store.db, async (tx) => {
      await transaction(tx, (inner) => inner.account.create({ data: { id: 'joined', name: 'a' } }));
      throw new Error('outer failed');
    });
    await expect(failed).rejects.toThrow('outer failed');
    expect(await store.db.account.findUnique({ where: { id: 'joined' } })).toBeNull();
  });

  it('reports a taken unique value as a conflict that names the field', async () => {
    const data = { email: 'a@example.com', name: 'A' };
    await store.db.user.create({ data: { id: 'u1', ...data } });
    const error = await store.db.user.create({ data: { id: 'u2', ...data } }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({
      message: 'User with this email already exists.',
      fieldErrors: { email: ['Already in use.'] },
    });
  });

  it('reports the same inside a transaction', async () => {
    const create = transaction(store.db, async (tx) => {
      await tx.user.create({ data: { id: 'u3', email: 'b@example.com', name: 'B' } });
      await tx.user.create({ data: { id: 'u4', email: 'b@example.com', name: 'B' } });
    });
    await expect(create).rejects.toBeInstanceOf(ConflictError);
  });

  it('reports a missing row as not found', async () => {
    const update = store.db.user.update({ where: { id: 'nobody' }, data: { name: 'x' } });
    await expect(update).rejects.toThrow('User does not exist.');
    await expect(update).rejects.toBeInstanceOf(NotFoundError);
  });

  it('reports a dangling reference as a conflict', async () => {
    const create = store.db.restApi.create({ data: { id: 'orphan', accountId: 'no-such-account', name: 'x' } });
    await expect(create).rejects.toBeInstanceOf(ConflictError);
  });

  it('keeps JSON, bytes, big integers and times as they were given', async () => {
    const at = new Date('2026-02-03T04:05:06.789Z');
    await store.db.setting.create({ data: { key: 'json', value: { a: [1, 'ü', null, { b: true }] } } });
    expect((await store.db.setting.findUniqueOrThrow({ where: { key: 'json' } })).value).toEqual({
      a: [1, 'ü', null, { b: true }],
    });
    const point = {
      periodSeconds: 60,
      startsAt: 1_800_000_000,
      restApiId: 'a',
      stageName: 's',
      resource: '*',
      method: '*',
      shard: 'x',
      count: 1,
      error4xx: 0,
      error5xx: 0,
      cacheHit: 0,
      cacheMiss: 0,
      throttled: 0,
      latencySumUs: 9_007_199_254_740_993n,
      latencyMinUs: 1,
      latencyMaxUs: 2,
      latencyHistogram: new Uint8Array([0, 1, 255]),
      integrationCount: 0,
      integrationSumUs: 0n,
      integrationMinUs: 0,
      integrationMaxUs: 0,
      integrationHistogram: new Uint8Array(),
    };
    await store.db.metricPoint.create({ data: point });
    const read = await store.db.metricPoint.findFirstOrThrow();
    expect(read.latencySumUs).toBe(9_007_199_254_740_993n);
    expect([...read.latencyHistogram]).toEqual([0, 1, 255]);
    await store.db.session.deleteMany();
    await store.db.user.create({ data: { id: 'timed', email: 'c@example.com', name: 'C', createdAt: at } });
    expect((await store.db.user.findUniqueOrThrow({ where: { id: 'timed' } })).createdAt).toEqual(at);
  });

  it('removes an API with everything below it', async () => {
    await store.db.account.create({ data: { id: 'cascade', name: 'a' } });
    await store.db.restApi.create({
      data: {
        id: 'api-cascade',
        accountId: 'cascade',
        name: 'pets',
        resources: {
          create: {
            id: 'root',
            path: '/',
            pathPart: '',
            methods: { create: { id: 'm', httpMethod: 'GET', integration: { create: { type: 'MOCK' } } } },
          },
        },
        deployments: { create: { id: 'd', number: 1, definition: {}, definitionVersion: 1 } },
      },
    });
    await store.db.resource.create({
      data: { id: 'child', restApiId: 'api-cascade', parentId: 'root', path: '/pets', pathPart: 'pets' },
    });
    await store.db.stage.create({ data: { id: 's', restApiId: 'api-cascade', name: 'prod', deploymentId: 'd' } });
    await store.db.restApi.delete({ where: { id: 'api-cascade' } });
    expect(await store.db.stage.count({ where: { restApiId: 'api-cascade' } })).toBe(0);
    expect(await store.db.integration.count()).toBe(0);
  });

  if (provider === 'sqlite') {
    it('refuses a write beside the open transaction instead of waiting for itself', async () => {
      const stuck = transaction(store.db, () => store.db.account.create({ data: { id: 'beside-2', name: 'x' } }));
      await expect(stuck).rejects.toThrow('use the transaction’s own client');
    });

    describe('locked by another process', () => {
      let other: SqlDriverAdapter;
      beforeEach(async () => {
        other = await new PrismaBetterSqlite3({ url: join(store.dataDir, 'gatehouse.db') }).connect();
        await other.executeScript('BEGIN IMMEDIATE');
      });
      afterEach(() => other.dispose());

      it('still reads, and writes as soon as the lock is gone', async () => {
        const writing = store.db.account.create({ data: { id: 'waited', name: 'x' } });
        const inTransaction = transaction(store.db, (tx) => tx.account.create({ data: { id: 'waited-2', name: 'x' } }));
        expect(await store.db.account.findUnique({ where: { id: 'waited' } })).toBeNull();
        await other.executeScript('COMMIT');
        await Promise.all([writing, inTransaction]);
        expect(await store.db.account.count({ where: { id: { startsWith: 'waited' } } })).toBe(2);
      });

      it('is reported as unavailable when the lock stays, and nothing is written', async () => {
        const writing = transaction(store.db, (tx) => tx.account.create({ data: { id: 'gave-up', name: 'x' } }));
        await expect(writing).rejects.toBeInstanceOf(UnavailableError);
        await other.executeScript('ROLLBACK');
        expect(await store.db.account.findUnique({ where: { id: 'gave-up' } })).toBeNull();
        await transaction(store.db, (tx) => tx.account.create({ data: { id: 'again', name: 'x' } }));
      });
    });
  } else {
    it('goes on after the server has closed its connections', async () => {
      const admin = await openDatabase({ url: store.url, dataDir: store.dataDir });
      await store.db.account.count();
      await admin.db
        .$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
      await admin.close();
      await expect.poll(() => store.db.account.count().catch((error: unknown) => error)).toEqual(expect.any(Number));
    });
  }
});

describe('a database that can’t be reached', () => {
  it('is reported as unavailable', async () => {
    const database = await openDatabase({ url: 'postgresql://x@127.0.0.1:1/x', dataDir: '/nonexistent' });
    await expect(ping(database.db)).rejects.toBeInstanceOf(UnavailableError);
    await expect(transaction(database.db, (tx) => tx.account.count())).rejects.toBeInstanceOf(UnavailableError);
    await database.close();
  });
});

function deferred(): { promise: Promise<unknown>; resolve: (value: unknown) => void } {
  let resolve: (value: unknown) => void = () => {};
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
