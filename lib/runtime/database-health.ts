type Operation = 'read' | 'write';

/** An operation still unanswered after this long counts as failed already: drivers wait for locks for seconds. */
const SLOW_MS = 1_500;

/** Whether the database answers, told by what the runtime does with it anyway. */
export class DatabaseHealth {
  readonly #failed = new Set<Operation>();
  readonly #pending = new Map<symbol, number>();
  #message = '';
  #reachable = true;
  #since = new Date();

  /** Runs database work and remembers how it went. */
  async watch<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    const token = Symbol();
    this.#pending.set(token, performance.now());
    try {
      const result = await work();
      this.#failed.delete(operation);
      return result;
    } catch (error) {
      this.#failed.add(operation);
      this.#message = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#pending.delete(token);
      this.#update();
    }
  }

  /** `message` says what is wrong; empty when all is well. */
  current(): { readonly reachable: boolean; readonly since: Date; readonly message: string } {
    this.#update();
    return { reachable: this.#reachable, since: this.#since, message: this.#reachable ? '' : this.#message };
  }

  #update(): void {
    const now = performance.now();
    const isSlow = [...this.#pending.values()].some((startedMs) => now - startedMs > SLOW_MS);
    if (isSlow && this.#failed.size === 0)
      this.#message = 'The database does not answer, or is locked by another program.';
    const reachable = this.#failed.size === 0 && !isSlow;
    if (reachable === this.#reachable) return;
    this.#reachable = reachable;
    this.#since = new Date();
  }
}
