import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { type DatabaseLocation, locateDatabase } from './database-url';
import { toStoreError } from './errors';
import { MIGRATIONS, type Migration } from './generated/migrations';
import { writeWhenFree } from './sqlite-adapter';

/** The database can't be used by this version of the code. The message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** What applying needs of a database: one connection, in a transaction that shuts out other migrators. */
interface Session {
  run(sql: string): Promise<void>;
  applied(): Promise<readonly AppliedMigration[]>;
  /** Fails if the migrations left rows that point nowhere. */
  check(): Promise<void>;
}

interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** Prisma's own table, so that its tools read the history too. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMP,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMP,
  "started_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;
const MIGRATORS_LOCK = 4_283_000;

/**
 * Brings the database to this version of the code and returns the names of what was applied. Everything pending is one
 * transaction: a failure or a kill leaves the database as it was. A second process waits for the first and then finds
 * nothing to do.
 */
export async function migrateDatabase(
  options: Readonly<{ url?: string | undefined; dataDir: string; migrations?: readonly Migration[] }>,
): Promise<readonly string[]> {
  const location = locateDatabase(options);
  const migrations = options.migrations ?? MIGRATIONS[location.provider];
  try {
    return await withSession(location, async (session) => {
      await session.run(HISTORY_TABLE);
      const applied = await session.applied();
      const pending = pendingOf(migrations, applied, location.display);
      for (const migration of pending) await apply(session, migration);
      if (pending.length > 0) await session.check();
      return pending.map((migration) => migration.name);
    });
  } catch (error) {
    throw toStoreError(error);
  }
}

function pendingOf(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
  display: string,
): readonly Migration[] {
  const unknown = applied.filter(({ name }) => !known.some((migration) => migration.name === name));
  if (unknown.length > 0) {
    throw new MigrationError(
      `The database ${display} is newer than this version of Gatehouse: it has the migration ${unknown[0]?.name}, which this version does not know. Start the version that made it, or restore a backup from before the upgrade.`,
    );
  }
  const edited = applied.find(({ name, checksum }) => known.some((m) => m.name === name && m.checksum !== checksum));
  if (edited !== undefined) {
    throw new MigrationError(
      `The migration ${edited.name} in ${display} is not the one in this version of Gatehouse: it was changed after it had been applied. Restore the file, or start with an empty database.`,
    );
  }
  const pending = known.slice(applied.length);
  const skipped = pending.find(({ name }) => applied.some((migration) => migration.name === name));
  if (skipped !== undefined)
    throw new MigrationError(`The migrations in ${display} were applied in another order (at ${skipped.name}).`);
  return pending;
}

async function apply(session: Session, { name, checksum, sql }: Migration): Promise<void> {
  try {
    await session.run(sql);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Migration ${name} failed and nothing was changed: ${detail}`, { cause: error });
  }
  await session.run(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
     VALUES ('${randomUUID()}', '${checksum}', '${name}', CURRENT_TIMESTAMP, 1)`,
  );
}

function withSession<T>(location: DatabaseLocation, work: (session: Session) => Promise<T>): Promise<T> {
  return location.provider === 'sqlite' ? withSqlite(location, work) : withPostgresql(location, work);
}

async function withSqlite<T>(location: DatabaseLocation, work: (session: Session) => Promise<T>): Promise<T> {
  mkdirSync(dirname(location.target), { recursive: true, mode: 0o700 });
  const connection = await new PrismaBetterSqlite3({ url: location.target, timeout: 50 }).connect();
  const select = async (sql: string) => (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows;
  try {
    // Rebuilding a table (SQLite's only way to alter most things) drops the old one, which would cascade to its children.
    // The switch does nothing inside a transaction, so it comes first.
    await connection.executeScript('PRAGMA foreign_keys = OFF');
    await writeWhenFree(() => connection.executeScript('PRAGMA journal_mode = WAL'));
    await writeWhenFree(() => connection.executeScript('BEGIN IMMEDIATE'));
    try {
      const result = await work({
        run: async (sql) => connection.executeScript(sql),
        applied: async () => toApplied(await select(HISTORY_QUERY)),
        check: async () => {
          const broken = await select('PRAGMA foreign_key_check');
          if (broken.length > 0)
            throw new MigrationError(
              `The migrations left rows of ${String(broken[0]?.[0])} that point nowhere; nothing was changed.`,
            );
        },
      });
      await connection.executeScript('COMMIT');
      return result;
    } finally {
      await rollBackIfOpen(connection);
    }
  } finally {
    await connection.dispose();
  }
}

/** SQLite says no to a ROLLBACK without a transaction: it was committed, or SQLite has given it up itself. */
async function rollBackIfOpen(connection: SqlDriverAdapter): Promise<void> {
  try {
    await connection.executeScript('ROLLBACK');
  } catch {}
}

async function withPostgresql<T>(location: DatabaseLocation, work: (session: Session) => Promise<T>): Promise<T> {
  const adapter = await new PrismaPg({
    connectionString: location.target,
    options: `-c search_path=${location.schema}`,
    application_name: 'gatehouse-migrate',
    connectionTimeoutMillis: 5_000,
    max: 1,
  }).connect();
  try {
    const client = await adapter.underlyingDriver().connect();
    client.on('error', () => {}); // The query under way reports it.
    let failure: unknown;
    try {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(${MIGRATORS_LOCK})`);
      if (location.schema !== 'public') await client.query(`CREATE SCHEMA IF NOT EXISTS "${location.schema}"`);
      const result = await work({
        run: async (sql) => void (await client.query(sql)),
        applied: async () => toApplied((await client.query({ text: HISTORY_QUERY, rowMode: 'array' })).rows),
        check: async () => {},
      });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(failure instanceof Error ? failure : undefined); // A failed session is closed, which rolls it back.
    }
  } finally {
    await adapter.underlyingDriver().end();
  }
}

const HISTORY_QUERY = `SELECT "migration_name", "checksum" FROM "_prisma_migrations"
  WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`;

function toApplied(rows: readonly unknown[]): AppliedMigration[] {
  return rows.map((row) => {
    const [name, checksum] = row as [string, string];
    return { name, checksum };
  });
}
