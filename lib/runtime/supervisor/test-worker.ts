import type { WorkerProcess } from './worker-process';

const IDLE_MS = 60_000;

/** A worker that listens nowhere, for test invokes of a console without workers. Started when needed, ended when idle. */
export class TestWorker {
  readonly #spawn: () => WorkerProcess;
  #worker: WorkerProcess | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(spawn: () => WorkerProcess) {
    this.#spawn = spawn;
  }

  async use<T>(work: (worker: WorkerProcess) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    if (this.#worker === undefined || this.#worker.state === 'dead') this.#worker = this.#spawn();
    const worker = this.#worker;
    try {
      await worker.started;
      return await work(worker);
    } finally {
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.stop(), IDLE_MS).unref();
    }
  }

  stop(): void {
    clearTimeout(this.#idle);
    this.#worker?.kill();
    this.#worker = undefined;
  }
}
