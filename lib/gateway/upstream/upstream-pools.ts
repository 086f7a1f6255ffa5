// Keep-alive connections to backends, by origin and rules. They live outside snapshots: a deploy does not drop them.
import { UpstreamCall, type UpstreamLoad } from './upstream-call';
import { UpstreamConnection } from './upstream-connection';
import { UpstreamOrigin, type UpstreamTrust } from './upstream-origin';
import type { UpstreamRequest } from './upstream-request';

/** More requests than this to one origin wait for a connection, on their own time. */
const MAX_CONNECTIONS_PER_ORIGIN = 1024;
/** Shorter than what common servers keep (Node: 5 s), so that we rarely send into a connection being closed. */
const KEEP_ALIVE_MS = 4_000;
const SWEEP_INTERVAL_MS = 1_000;
/** Origins that no definition names any more. */
const ORIGIN_IDLE_MS = 600_000;

export interface UpstreamStats {
  readonly origins: number;
  readonly connections: number;
  readonly inFlight: number;
}

export class UpstreamPools {
  readonly #pools = new Map<string, OriginPool>();
  readonly #load: UpstreamLoad = { inFlight: 0 };
  readonly #sweeper: NodeJS.Timeout;
  readonly #trust: UpstreamTrust;

  constructor(trust: UpstreamTrust) {
    this.#trust = trust;
    this.#sweeper = setInterval(() => this.#sweep(Date.now()), SWEEP_INTERVAL_MS);
    this.#sweeper.unref();
  }

  /** A call to be sent with `send`. */
  open(request: UpstreamRequest): UpstreamCall {
    const { backend } = request;
    let pool = this.#pools.get(backend.key);
    if (pool === undefined) {
      pool = new OriginPool(new UpstreamOrigin(backend, this.#trust));
      this.#pools.set(backend.key, pool);
    }
    return new UpstreamCall(this.#load, pool, request);
  }

  stats(): UpstreamStats {
    let connections = 0;
    for (const pool of this.#pools.values()) connections += pool.size;
    return { origins: this.#pools.size, connections, inFlight: this.#load.inFlight };
  }

  close(): void {
    clearInterval(this.#sweeper);
    for (const pool of this.#pools.values()) pool.close();
    this.#pools.clear();
  }

  #sweep(nowMs: number): void {
    for (const [origin, pool] of this.#pools) {
      pool.sweep(nowMs);
      if (pool.size === 0 && nowMs - pool.lastUsedAtMs > ORIGIN_IDLE_MS) this.#pools.delete(origin);
    }
  }
}

export class OriginPool {
  readonly #origin: UpstreamOrigin;
  readonly #connections = new Set<UpstreamConnection>();
  /** The one used last is on top: the others may grow old and go. */
  readonly #idle: UpstreamConnection[] = [];
  readonly #waiting = new Set<UpstreamCall>();
  lastUsedAtMs = Date.now();

  constructor(origin: UpstreamOrigin) {
    this.#origin = origin;
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Null: the call waits and is started when a connection is free. */
  start(call: UpstreamCall, request: UpstreamRequest, isFresh = false): UpstreamConnection | null {
    const nowMs = Date.now();
    this.lastUsedAtMs = nowMs;
    const connection = (isFresh ? undefined : this.#takeIdle(nowMs)) ?? this.#connect();
    if (connection === undefined) {
      this.#waiting.add(call);
      return null;
    }
    connection.lastMovedAtMs = nowMs;
    connection.send(call, request, this.#origin);
    return connection;
  }

  /** The call does not wait any more. */
  forget(call: UpstreamCall): void {
    this.#waiting.delete(call);
  }

  released(connection: UpstreamConnection): void {
    if (connection.isGone) {
      this.#connections.delete(connection);
      const index = this.#idle.indexOf(connection);
      if (index !== -1) this.#idle.splice(index, 1);
    } else {
      connection.lastMovedAtMs = Date.now();
      this.#idle.push(connection);
    }
    if (this.#waiting.size === 0) return;
    for (const call of this.#waiting) {
      this.#waiting.delete(call);
      call.restart();
      return;
    }
  }

  sweep(nowMs: number): void {
    for (const connection of this.#connections) {
      const sinceMs = nowMs - connection.lastMovedAtMs;
      if (connection.isIdle) {
        if (sinceMs > connection.keepAliveMs) connection.destroy();
      } else if (connection.isWaiting && sinceMs > connection.bodyIdleMs) {
        connection.fail('The backend stopped in the middle of its answer.');
      }
    }
  }

  close(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  #takeIdle(nowMs: number): UpstreamConnection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined) return undefined;
      if (nowMs - connection.lastMovedAtMs <= connection.keepAliveMs) return connection;
      connection.destroy();
    }
  }

  #connect(): UpstreamConnection | undefined {
    if (this.#connections.size >= MAX_CONNECTIONS_PER_ORIGIN) return undefined;
    const connection = new UpstreamConnection(this.#origin, this, KEEP_ALIVE_MS);
    this.#connections.add(connection);
    return connection;
  }
}
