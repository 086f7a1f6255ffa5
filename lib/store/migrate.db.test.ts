import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toPostgresql } from '../../scripts/generate.mjs';
import { diffSchemas } from '../../scripts/lib/schema-engine.mjs';
import { UnavailableError } from '../errors';
import { MIGRATIONS, type Migration } from './generated/migrations';
import { MigrationError, migrateDatabase } from './migrate';
import { describeEachDatabase, type TestDatabase } from './testing/databases';

const NAMES = MIGRATIONS.sqlite.map(({ name }) => name);

describeEachDatabase('migrations', (open, provider) => {
  const extra = (name: string, sql: string): Migration => ({ name, checksum: name, sql });

  it('bring an empty database to the current models, once', async () => {
    const database = await open({ migrated: false });
    expect(await migrateDatabase(database)).toEqual(NAMES);
    expect(await migrateDatabase(database)).toEqual([]);
    expect(await database.db.revision.findMany()).toEqual([{ id: 1, value: 0 }]);
  });

  it('lead to exactly what schema.prisma says', async () => {
    const schema = readFileSync('prisma/schema.prisma', 'utf8');
    const sql = await diffSchemas(provider, null, provider === 'postgresql' ? toPostgresql(schema) : schema);
    const expected = await open({ migrated: false });
    await migrateDatabase({ ...expected, migrations: [extra('1', sql)] });
    const difference = 'run `npm run migration -- NAME` after changing prisma/schema.prisma';
    expect(await shapeOf(await open()), difference).toEqual(await shapeOf(expected));
  });

  it('are applied once when two processes start together', async () => {
    const database = await open({ migrated: false });
    const applied = await Promise.all([
      migrateDatabase(database),
      migrateDatabase(database),
      migrateDatabase(database),
    ]);
    expect(applied.flat()).toEqual(NAMES);
  });

  it('leave nothing behind when one of them fails', async () => {
    const database = await open();
    const migrations = [
      ...MIGRATIONS[provider],
      extra('9001_good', 'CREATE TABLE "Good" ("id" TEXT PRIMARY KEY)'),
      extra('9002_bad', 'CREATE TABLE "Half" ("id" TEXT PRIMARY KEY); CREATE NONSENSE'),
    ];
    await expect(migrateDatabase({ ...database, migrations })).rejects.toThrow(
      /^Migration 9002_bad failed and nothing was changed/,
    );
    const fixed = [
      ...MIGRATIONS[provider],
      ...['Good', 'Half'].map((name) => extra(`9_${name}`, `CREATE TABLE "${name}" ("id" TEXT PRIMARY KEY)`)),
    ];
    expect(await migrateDatabase({ ...database, migrations: fixed })).toEqual(['9_Good', '9_Half']);
  });

  it('keep the children of a table that is rebuilt', async () => {
    const database = await open();
    await database.db.account.create({
      data: { id: 'a', name: 'A', restApis: { create: { id: 'api', name: 'pets' } } },
    });
    const rebuild =
      provider === 'sqlite'
        ? `CREATE TABLE "new_Account" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, "note" TEXT);
           INSERT INTO "new_Account" ("id", "name", "createdAt") SELECT "id", "name", "createdAt" FROM "Account";
           DROP TABLE "Account";
           ALTER TABLE "new_Account" RENAME TO "Account";`
        : 'ALTER TABLE "Account" ADD COLUMN "note" TEXT';
    await migrateDatabase({ ...database, migrations: [...MIGRATIONS[provider], extra('9001_rebuild', rebuild)] });
    expect(await database.db.restApi.count()).toBe(1);
  });

  it('refuse a database that is newer than the code', async () => {
    const database = await open();
    await migrateDatabase({ ...database, migrations: [...MIGRATIONS[provider], extra('9001_tomorrow', 'SELECT 1')] });
    const migrating = migrateDatabase(database);
    await expect(migrating).rejects.toBeInstanceOf(MigrationError);
    await expect(migrating).rejects.toThrow(
      /is newer than this version of Gatehouse: it has the migration 9001_tomorrow/,
    );
  });

  it('refuse a history that was edited', async () => {
    const database = await open();
    const migrations = MIGRATIONS[provider].map((migration) => ({ ...migration, checksum: 'other' }));
    await expect(migrateDatabase({ ...database, migrations })).rejects.toThrow(/was changed after it had been applied/);
  });
});

describe('migrations of a server that is not there', () => {
  it('say that it can’t be reached', async () => {
    const migrating = migrateDatabase({ url: 'postgresql://x@127.0.0.1:1/x', dataDir: '/nonexistent' });
    await expect(migrating).rejects.toBeInstanceOf(UnavailableError);
  });
});

/** Columns, indexes and constraints, in no order that the way they came about could change. */
async function shapeOf({ db, provider }: TestDatabase): Promise<string[]> {
  const rows = await Promise.all(CATALOGUE[provider].map((sql) => db.$queryRawUnsafe<unknown[]>(sql)));
  return rows
    .flat()
    .map((row) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? Number(value) : value)))
    .sort();
}

const CATALOGUE = {
  sqlite: [
    `SELECT t.name AS "table", c.name, c.type, c."notnull", c.dflt_value, c.pk FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'`,
    `SELECT t.name AS "table", i."unique", i.origin, c.seqno, c.name FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c WHERE t.type = 'table'`,
    `SELECT t.name AS "table", f."from", f."table" AS target, f."to", f.on_delete, f.on_update FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'`,
  ],
  postgresql: [
    `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public'`,
    `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'`,
    `SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE connamespace = 'public'::regnamespace`,
  ],
};
