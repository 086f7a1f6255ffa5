import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/** Locks a data dir's database as another program would, until the returned function is called. */
export function lockSqlite(dataDir: string): () => void {
  const other = new Sqlite(join(dataDir, 'gatehouse.db'));
  other.exec('BEGIN EXCLUSIVE');
  return () => other.close();
}
