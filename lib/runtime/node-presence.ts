import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { logger } from '@/lib/logger';
import type { Db } from '@/lib/store/client';
import { type GatewayNodeRow, listNodes, type NodeReport, removeNode, writeHeartbeat } from '@/lib/store/gateway-nodes';
import type { DatabaseHealth } from './database-health';

const EVERY_MS = 1_000;
/** A node not heard from for this long is gone. */
const ALIVE_MS = 10_000;

/** Tells the other processes of the installation that this gateway is there, and learns of theirs. */
export class NodePresence {
  readonly #db: Db;
  readonly #id: string;
  readonly #health: DatabaseHealth;
  readonly #describe: () => Pick<GatewayNodeRow, 'workers' | 'revision'> & { readonly report: NodeReport };
  readonly #startedAt = new Date();
  readonly #stopping = new AbortController();
  #others: readonly GatewayNodeRow[] = [];

  constructor(
    db: Db,
    options: Readonly<{
      id: string;
      health: DatabaseHealth;
      describe: () => Pick<GatewayNodeRow, 'workers' | 'revision'> & { readonly report: NodeReport };
    }>,
  ) {
    this.#db = db;
    this.#id = options.id;
    this.#health = options.health;
    this.#describe = options.describe;
  }

  /** Other gateways, as last heard. */
  get others(): readonly GatewayNodeRow[] {
    return this.#others;
  }

  async start(): Promise<void> {
    await this.beat();
    void this.#run();
  }

  /** A process without workers is no gateway: it only looks. */
  async beat(): Promise<void> {
    const now = new Date();
    const { workers, revision, report } = this.#describe();
    if (workers > 0) {
      await this.#health.watch('write', () =>
        writeHeartbeat(this.#db, {
          ...{ id: this.#id, host: hostname(), pid: process.pid, workers, revision, report },
          ...{ startedAt: this.#startedAt, lastSeenAt: now },
        }),
      );
    }
    const alive = await listNodes(this.#db, new Date(now.getTime() - ALIVE_MS));
    this.#others = alive.filter(({ id }) => id !== this.#id);
  }

  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    const removed = removeNode(this.#db, this.#id).catch(() => {}); // Others notice the silence.
    await Promise.race([removed, delay(timeoutMs, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    const signal = this.#stopping.signal;
    while (!signal.aborted) {
      await delay(EVERY_MS, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      try {
        await this.beat();
      } catch (error) {
        logger.debug({ err: error }, 'heartbeat failed');
      }
    }
  }
}
