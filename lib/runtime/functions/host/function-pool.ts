// One function: its versions and aliases, its reserved concurrency, its log and its counts.
import type { FunctionState, LocalFunction } from '../model';
import type { Capacity } from './capacity';
import { FunctionLog } from './function-log';
import { type InvocationHead, type PoolOptions, type Served, VersionPool } from './version-pool';

const LATEST = '$LATEST';

export class FunctionPool {
  readonly log = new FunctionLog();
  throttles = 0;
  readonly #options: PoolOptions;
  readonly #capacity: Capacity;
  #definition: LocalFunction;
  #versions = new Map<string, VersionPool>();
  /** Of earlier code: until what they serve has ended. */
  readonly #retired = new Set<VersionPool>();
  #inFlight = 0;
  #invocations = 0;
  #errors = 0;
  #coldStartsBefore = 0;

  constructor(definition: LocalFunction, options: PoolOptions, capacity: Capacity) {
    this.#definition = definition;
    this.#options = options;
    this.#capacity = capacity;
    this.update(definition);
  }

  get definition(): LocalFunction {
    return this.#definition;
  }

  get pools(): readonly VersionPool[] {
    return [...this.#versions.values(), ...this.#retired];
  }

  /** Its own limit is reached. */
  get isFull(): boolean {
    const { reservedConcurrency } = this.#definition;
    return reservedConcurrency !== undefined && this.#inFlight >= reservedConcurrency;
  }

  /** Processes of versions that did not change stay warm. */
  update(definition: LocalFunction): void {
    const before = this.#versions;
    this.#definition = definition;
    this.#versions = new Map();
    for (const version of definition.versions) {
      const old = before.get(version.version);
      if (old !== undefined && JSON.stringify(old.version) === JSON.stringify(version)) {
        this.#versions.set(version.version, old);
        before.delete(version.version);
        continue;
      }
      const pool = new VersionPool(definition, version, this.#options, this.#capacity, this.log);
      this.#versions.set(version.version, pool);
      if (old === undefined) continue;
      pool.adopt(this.#retire(old));
      before.delete(version.version);
    }
    for (const gone of before.values()) for (const waiter of this.#retire(gone)) waiter.resolve(gone.notThere());
  }

  remove(): void {
    this.update({ ...this.#definition, versions: [], aliases: {} });
  }

  /** By version or alias. Undefined: there is none of that name. */
  find(qualifier: string | undefined): VersionPool | undefined {
    const name = qualifier ?? LATEST;
    return this.#versions.get(name) ?? this.#versions.get(this.#definition.aliases[name] ?? '');
  }

  async invoke(pool: VersionPool, header: InvocationHead, event: Buffer): Promise<Served> {
    this.#inFlight += 1;
    this.#invocations += 1;
    try {
      const served = await pool.invoke(header, event);
      if (served.outcome.kind === 'failed') this.#errors += 1;
      return served;
    } finally {
      this.#inFlight -= 1;
    }
  }

  sweep(nowMs: number, idleMs: number): void {
    for (const pool of this.#versions.values()) pool.sweep(nowMs, idleMs);
    for (const pool of this.#retired) {
      if (pool.processes > 0) continue;
      this.#coldStartsBefore += pool.coldStarts;
      this.#retired.delete(pool);
    }
  }

  state(): FunctionState {
    const { pools } = this;
    const sum = (of: (pool: VersionPool) => number): number => pools.reduce((total, pool) => total + of(pool), 0);
    const initError = this.find(undefined)?.initError?.errorMessage;
    return {
      functionId: this.#definition.id,
      processes: sum((pool) => pool.processes),
      busy: sum((pool) => pool.busy),
      waiting: sum((pool) => pool.waiting),
      invocations: this.#invocations,
      errors: this.#errors,
      throttles: this.throttles,
      coldStarts: this.#coldStartsBefore + sum((pool) => pool.coldStarts),
      ...(initError === undefined ? {} : { initError }),
    };
  }

  #retire(pool: VersionPool): ReturnType<VersionPool['retire']> {
    this.#retired.add(pool);
    return pool.retire();
  }
}
