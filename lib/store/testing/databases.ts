import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, inject } from 'vitest';
import { type Database, openDatabase } from '../client';
import type { Provider } from '../database-url';
import type {} from './global-setup';

export interface TestDatabase extends Database {
  /** What a second process would be given: undefined for SQLite, whose file is in dataDir. */
  readonly url: string | undefined;
  readonly dataDir: string;
}

/** Makes a new database, migrated unless told otherwise. It is closed and removed after the last test of the block. */
export type OpenTestDatabase = (options?: Readonly<{ migrated?: boolean }>) => Promise<TestDatabase>;

/** Runs the same tests on SQLite and on a real PostgreSQL. */
export function describeEachDatabase(name: string, tests: (open: OpenTestDatabase, provider: Provider) => void): void {
  for (const provider of ['sqlite', 'postgresql'] as const) {
    describeDatabase(provider, name, (open) => tests(open, provider));
  }
}

/** For what only one of them does. */
export function describeDatabase(provider: Provider, name: string, tests: (open: OpenTestDatabase) => void): void {
  describe(`${name} (${provider})`, () => {
    const cleanUps: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const cleanUp of cleanUps.reverse()) await cleanUp();
    });

    tests(async ({ migrated = true } = {}) => {
      const { database, remove } = provider === 'sqlite' ? await openSqlite(migrated) : await openPostgresql(migrated);
      cleanUps.push(async () => {
        await database.close();
        await remove();
      });
      return database;
    });
  });
}

interface Opened {
  readonly database: TestDatabase;
  readonly remove: () => Promise<void>;
}

async function openSqlite(migrated: boolean): Promise<Opened> {
  const { sqliteTemplate } = inject('databases');
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  if (migrated) copyFileSync(sqliteTemplate, join(dataDir, 'gatehouse.db'));
  const database = await openDatabase({ dataDir });
  return {
    database: { ...database, url: undefined, dataDir },
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

async function openPostgresql(migrated: boolean): Promise<Opened> {
  const { postgresqlUrl, postgresqlTemplate } = inject('databases');
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  const name = `gatehouse_test_${randomBytes(6).toString('hex')}`;
  await runAsAdmin(
    postgresqlUrl,
    `CREATE DATABASE "${name}" TEMPLATE "${migrated ? postgresqlTemplate : 'template0'}"`,
  );
  const url = new URL(postgresqlUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, dataDir });
  return {
    database: { ...database, url: url.href, dataDir },
    remove: async () => {
      await runAsAdmin(postgresqlUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function runAsAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
