import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { isBusy } from './errors';
import { Mutex } from './mutex';

/** better-sqlite3 waits for locks on the event loop: wait there only for a moment, and the rest of the time beside it. */
const BLOCKING_WAIT_MS = 20;
const BUSY_WAIT_MS = 5_000;

/**
 * SQLite for a server that does many things at once. Prisma's own adapter has one connection, so a statement outside a
 * transaction that happens to run while one is open becomes part of it (and of its rollback). Here reads have a connection
 * of their own and see only what is committed; writes and transactions take turns on the other one; and waiting for
 * another process never blocks the event loop.
 */
export class SqliteAdapterFactory implements SqlDriverAdapterFactory {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly #inner: PrismaBetterSqlite3;

  constructor(file: string) {
    this.#inner = new PrismaBetterSqlite3({ url: file, timeout: BLOCKING_WAIT_MS });
  }

  async connect(): Promise<SqlDriverAdapter> {
    const writer = await this.#inner.connect();
    await writeWhenFree(() => writer.executeScript('PRAGMA journal_mode = WAL'));
    await writer.executeScript('PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL');
    const reader = await this.#inner.connect();
    await reader.executeScript('PRAGMA query_only = ON');
    return new SqliteAdapter(writer, reader);
  }
}

class SqliteAdapter implements SqlDriverAdapter {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly #writer: SqlDriverAdapter;
  readonly #reader: SqlDriverAdapter;
  readonly #turns = new Mutex();

  constructor(writer: SqlDriverAdapter, reader: SqlDriverAdapter) {
    this.#writer = writer;
    this.#reader = reader;
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    if (isRead(query.sql)) return writeWhenFree(() => this.#reader.queryRaw(query));
    return this.#write(() => this.#writer.queryRaw(query));
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#write(() => this.#writer.executeRaw(query));
  }

  executeScript(script: string): Promise<void> {
    return this.#write(() => this.#writer.executeScript(script));
  }

  async startTransaction(): Promise<Transaction> {
    const deadline = busyDeadline();
    const release = await this.#turns.acquire();
    try {
      // IMMEDIATE: a transaction that reads before it writes would otherwise fail at its first write, beyond help.
      await writeWhenFree(() => this.#writer.executeScript('BEGIN IMMEDIATE'), deadline);
    } catch (error) {
      release();
      throw error;
    }
    return new SqliteTransaction(this.#writer, release);
  }

  async dispose(): Promise<void> {
    await this.#reader.dispose();
    await this.#writer.dispose();
  }

  async #write<T>(run: () => Promise<T>): Promise<T> {
    if (insideTransaction.getStore() === true) {
      throw new Error(
        'A write beside the open transaction would wait for it forever: use the transaction’s own client.',
      );
    }
    const deadline = busyDeadline();
    const release = await this.#turns.acquire();
    try {
      return await writeWhenFree(run, deadline);
    } finally {
      release();
    }
  }
}

class SqliteTransaction implements Transaction {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly options = { usePhantomQuery: false };
  readonly #writer: SqlDriverAdapter;
  readonly #release: () => void;

  constructor(writer: SqlDriverAdapter, release: () => void) {
    this.#writer = writer;
    this.#release = release;
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#writer.queryRaw(query);
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#writer.executeRaw(query);
  }

  /** Prisma has sent COMMIT as a statement before it calls this. */
  async commit(): Promise<void> {
    this.#release();
  }

  /** Also called after a COMMIT that failed (a full disk), which leaves the transaction open. */
  async rollback(): Promise<void> {
    try {
      await this.#writer.executeScript('ROLLBACK');
    } catch {
      // Rolled back already, by Prisma or by SQLite itself.
    } finally {
      this.#release();
    }
  }

  async createSavepoint(name: string): Promise<void> {
    await this.#writer.executeScript(`SAVEPOINT ${name}`);
  }

  async rollbackToSavepoint(name: string): Promise<void> {
    await this.#writer.executeScript(`ROLLBACK TO ${name}`);
  }

  async releaseSavepoint(name: string): Promise<void> {
    await this.#writer.executeScript(`RELEASE SAVEPOINT ${name}`);
  }
}

/** True while the callback of `transaction()` runs, so that a write that forgot its transaction is told at once. */
export const insideTransaction = sharedByModuleGraphs();

/** Next has one adapter and several copies of this module: see client.ts. */
function sharedByModuleGraphs(): AsyncLocalStorage<boolean> {
  const holder = globalThis as typeof globalThis & { __gatehouseInsideTransaction?: AsyncLocalStorage<boolean> };
  holder.__gatehouseInsideTransaction ??= new AsyncLocalStorage();
  return holder.__gatehouseInsideTransaction;
}

/** From when a caller asks, not from its turn: behind a lock nobody waits for those before them to give up one by one. */
const busyDeadline = (): number => performance.now() + BUSY_WAIT_MS;

/** Tries again while another process holds the lock; a statement that found the database locked has changed nothing. */
export async function writeWhenFree<T>(run: () => Promise<T>, deadline = busyDeadline()): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await delay(Math.random() * Math.min(10 * attempt, 100));
    }
  }
}

function isRead(sql: string): boolean {
  if (/^\s*(select|explain|values)\b/i.test(sql)) return true;
  return /^\s*with\b/i.test(sql) && !/\b(insert|update|delete|replace)\b/i.test(sql);
}
