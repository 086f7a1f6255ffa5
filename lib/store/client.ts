import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { ServiceError, UnavailableError } from '../errors';
import { type DatabaseLocation, locateDatabase, type Provider } from './database-url';
import { isBusy, toStoreError } from './errors';
import { PrismaClient as PostgresqlClient } from './generated/postgresql/client';
import { type Prisma, PrismaClient as SqliteClient } from './generated/sqlite/client';
import { Mutex } from './mutex';
import { insideTransaction, SqliteAdapterFactory } from './sqlite-adapter';

/** Either database, typed as SQLite's client: both are generated from the same models. */
export type Db = SqliteClient;
/** A client inside a transaction. Queries that may run in or out of one take `Db | Tx`. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  readonly db: Db;
  readonly provider: Provider;
  /** Where it is, without its password: for messages. */
  readonly display: string;
  close(): Promise<void>;
}

/** All transactions of one process take turns (see `transaction`); waiting longer than this is an answer too. */
const WAIT_MS = 10_000;
const RUN_MS = 15_000;
/** No new attempt after this long: each one may wait for a lock itself. */
const RETRY_MS = 3_000;
/** Advisory lock of PostgreSQL that `transaction` holds: any number that other software in the database does not use. */
const WRITERS_LOCK = 4_283_001;

// Next compiles instrumentation, routes and actions as separate module graphs, with the one database that the first of
// them opened: what belongs to that database must not live in a module.
const holder = globalThis as typeof globalThis & {
  __gatehouseWriters?: WeakMap<object, Readonly<{ provider: Provider; turns: Mutex }>>;
  __gatehouseTransactions?: WeakSet<object>;
};
holder.__gatehouseWriters ??= new WeakMap();
holder.__gatehouseTransactions ??= new WeakSet();
const writers = holder.__gatehouseWriters;
/** Clients that `transaction` has handed out. */
const transactions = holder.__gatehouseTransactions;

/** Opens the database. SQLite's file and folder are made when missing; apply migrations first (migrate.ts). */
export async function openDatabase(
  options: Readonly<{ url?: string | undefined; dataDir: string }>,
): Promise<Database> {
  const location = locateDatabase(options);
  if (location.provider === 'sqlite') mkdirSync(dirname(location.target), { recursive: true, mode: 0o700 });
  const client = location.provider === 'sqlite' ? sqliteClient(location) : postgresqlClient(location);
  const db = withStoreErrors(client);
  writers.set(db, { provider: location.provider, turns: new Mutex() });
  return {
    db,
    provider: location.provider,
    display: location.display,
    close: () => client.$disconnect(),
  };
}

/**
 * Runs `fn` in one transaction: all of it is committed, or nothing. Transactions run one after another, over all
 * processes (SQLite's write lock; an advisory lock on PostgreSQL), so what `fn` read is still true when it writes.
 * `fn` must do nothing but database work, and may run again if the database refused the first attempt.
 * Inside another transaction it simply joins that one.
 */
export async function transaction<T>(db: Db | Tx, fn: (tx: Tx) => Promise<T>): Promise<T> {
  if (transactions.has(db)) return fn(db);
  const writer = writers.get(db);
  if (writer === undefined || !('$transaction' in db)) {
    throw new Error('A transaction needs a client that openDatabase() made.');
  }

  const release = await inTurn(writer.turns);
  const startedAt = performance.now();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await insideTransaction.run(true, () =>
          db.$transaction(
            async (tx) => {
              transactions.add(tx);
              if (writer.provider === 'postgresql') await lockWriters(tx);
              return fn(tx);
            },
            { maxWait: WAIT_MS, timeout: RUN_MS },
          ),
        );
      } catch (error) {
        const elapsedMs = performance.now() - startedAt;
        if (elapsedMs > RETRY_MS || !isBusy(causeOfUnavailable(error))) throw toStoreError(error);
        await delay(Math.random() * Math.min(10 * attempt, 100));
      }
    }
  } finally {
    release();
  }
}

/** Which database a client talks to; for the few queries that differ. */
export const providerOf = (db: Db): Provider => writers.get(db)?.provider ?? 'sqlite';

/** Throws UnavailableError when the database does not answer. */
export async function ping(db: Db): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}

function sqliteClient(location: DatabaseLocation): SqliteClient {
  return new SqliteClient({ adapter: new SqliteAdapterFactory(location.target) });
}

function postgresqlClient(location: DatabaseLocation): SqliteClient {
  const ignore = () => {}; // A broken idle connection is replaced by the pool; the query that meets one gets the error.
  const adapter = new PrismaPg(
    {
      connectionString: location.target,
      options: `-c search_path=${location.schema}`,
      application_name: 'gatehouse',
      max: 10,
      connectionTimeoutMillis: 5_000,
      idle_in_transaction_session_timeout: 2 * RUN_MS,
      keepAlive: true,
    },
    { schema: location.schema, onPoolError: ignore, onConnectionError: ignore },
  );
  return new PostgresqlClient({ adapter }) as unknown as SqliteClient;
}

/** Every query's error leaves as the store's own (errors.ts), in and out of transactions. */
function withStoreErrors(client: SqliteClient): Db {
  const extended = client.$extends({
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args);
        } catch (error) {
          throw toStoreError(error);
        }
      },
    },
  });
  return extended as unknown as Db;
}

async function lockWriters(tx: Tx): Promise<void> {
  await tx.$executeRawUnsafe(`SET LOCAL lock_timeout = '${WAIT_MS}ms'`);
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(${WRITERS_LOCK})::text`;
}

async function inTurn(turns: Mutex): Promise<() => void> {
  const turn = turns.acquire();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      turn.then((release) => release());
      reject(
        new UnavailableError('The database is busy with other changes. Nothing was changed; try again in a moment.'),
      );
    }, WAIT_MS);
  });
  try {
    return await Promise.race([turn, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

function causeOfUnavailable(error: unknown): unknown {
  return error instanceof ServiceError ? error.cause : error;
}
