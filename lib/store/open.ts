import { env } from '@/lib/env';
import { type Database, type Db, openDatabase } from './client';
import { migrateDatabase } from './migrate';
import { openSecrets, type Secrets, verifySecrets } from './secrets';

export interface Store {
  readonly database: Database;
  readonly db: Db;
  readonly secrets: Secrets;
}

// Next compiles routes, actions and instrumentation as separate module graphs: only globalThis is shared by all.
const holder = globalThis as typeof globalThis & { __gatehouseStore?: Promise<Store> | undefined };

/** The process's one store: opened, migrated and checked at first use. A failed attempt is tried again by the next caller. */
export function openStore(): Promise<Store> {
  holder.__gatehouseStore ??= open().catch((error: unknown) => {
    holder.__gatehouseStore = undefined;
    throw error;
  });
  return holder.__gatehouseStore;
}

async function open(): Promise<Store> {
  const location = { url: env.databaseUrl, dataDir: env.dataDir };
  const secrets = openSecrets({ dataDir: env.dataDir, masterKey: env.masterKey });
  await migrateDatabase(location);
  const database = await openDatabase(location);
  try {
    await verifySecrets(database.db, secrets);
  } catch (error) {
    await database.close();
    throw error;
  }
  return { database, db: database.db, secrets };
}
