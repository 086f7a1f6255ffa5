import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestDatabase } from './databases';

/** All that a database holds, as text to search: SQLite's files with what was deleted in them, PostgreSQL's rows. */
export async function everythingHeld(store: TestDatabase, provider: 'sqlite' | 'postgresql'): Promise<string> {
  if (provider === 'sqlite') {
    return readdirSync(store.dataDir)
      .filter((file) => file.startsWith('gatehouse.db'))
      .map((file) => readFileSync(join(store.dataDir, file), 'latin1'))
      .join('\n');
  }
  const tables = (await store.db.$queryRawUnsafe(
    `SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  )) as { name: string }[];
  const rows: unknown[] = [];
  for (const { name } of tables) rows.push(await store.db.$queryRawUnsafe(`SELECT t::text AS row FROM "${name}" t`));
  return JSON.stringify(rows);
}

/** As it is, and in the encodings that would hide it from a search. */
export const spellingsOf = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replaceAll('=', '').slice(0, -1),
  Buffer.from(secret).toString('hex'),
];
