import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../migrate';
import { startPostgres } from './postgres';

/** What test files need to make databases of their own. */
export interface TestDatabases {
  /** A migrated SQLite file to copy. */
  readonly sqliteTemplate: string;
  /** Of a server where databases may be created. */
  readonly postgresqlUrl: string;
  /** A migrated database on it to copy. */
  readonly postgresqlTemplate: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    databases: TestDatabases;
  }
}

/** Once per run: a PostgreSQL server, and one migrated database of each kind that test files copy (in milliseconds). */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-db-'));
  const given = process.env.TEST_DATABASE_URL;
  const server = given === undefined ? await startPostgres() : { url: given, stop: async () => {} };
  const postgresqlTemplate = `gatehouse_template_${randomBytes(4).toString('hex')}`;

  const tearDown = async () => {
    if (given !== undefined)
      await runAsAdmin(server.url, `DROP DATABASE IF EXISTS "${postgresqlTemplate}" WITH (FORCE)`);
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await runAsAdmin(server.url, `CREATE DATABASE "${postgresqlTemplate}"`);
    await migrateDatabase({ url: withDatabase(server.url, postgresqlTemplate), dataDir: dir });
    await migrateDatabase({ dataDir: dir });
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('databases', {
    sqliteTemplate: join(dir, 'gatehouse.db'),
    postgresqlUrl: server.url,
    postgresqlTemplate,
  });
  return tearDown;
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

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
