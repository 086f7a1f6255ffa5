import { setTimeout as delay } from 'node:timers/promises';
import type { Publication } from '@/lib/gateway/model';
import { logger } from '@/lib/logger';
import type { WorkerOptions } from '../messages';
import { BackOff } from './back-off';
import { type StartingState, type WorkerEvents, WorkerProcess, type WorkerProgram } from './worker-process';

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;
/** A worker that lived this long and then dies is replaced at once. */
const STABLE_MS = 10_000;
const CHECK_EVERY_MS = 2_000;
/** Workers report every second; one that is silent for this long hangs and is replaced. */
const SILENT_MS = 10_000;

export interface SupervisorOptions {
  readonly program: WorkerProgram;
  readonly count: number;
  /** Called for each new worker: what it starts from is what is true then. */
  readonly workerOptions: (slot: number) => WorkerOptions;
  readonly startingState: () => StartingState;
  readonly events: Omit<WorkerEvents, 'exit'> & { exit(worker: WorkerProcess): void };
}

/** Keeps a number of workers running. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #slots: Slot[] = [];
  /** Every process that is not dead: also one that is about to take another's place. */
  readonly #processes = new Set<WorkerProcess>();
  #isStopping = false;
  #check: NodeJS.Timeout | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Resolves when all workers serve; rejects when one could not start, and then none runs. */
  async start(): Promise<void> {
    for (let number = 1; number <= this.#options.count; number++) {
      const slot: Slot = {
        number,
        worker: undefined,
        restarts: 0,
        backOff: new BackOff(FIRST_RETRY_MS, LAST_RETRY_MS),
      };
      this.#slots.push(slot);
      slot.worker = this.#spawn(slot);
    }
    const workers = this.workers();
    const started = await Promise.all(workers.map((worker) => worker.started));
    if (started.includes(false)) {
      await this.stop(0);
      const failure = workers.map((worker) => worker.failure).find((message) => message !== undefined);
      throw new Error(failure ?? 'A gateway worker ended while it was starting; its messages are above.');
    }
    this.#check = setInterval(() => this.#replaceSilent(), CHECK_EVERY_MS).unref();
  }

  /** Current lives, one per place that has one. */
  workers(): WorkerProcess[] {
    return this.#slots.flatMap(({ worker }) => worker ?? []);
  }

  /** Everyone who must hear of changes. */
  audience(): WorkerProcess[] {
    return [...this.#processes].filter(({ state }) => state !== 'draining');
  }

  restartsOf(worker: WorkerProcess): number {
    return this.#slots.find((slot) => slot.worker === worker)?.restarts ?? 0;
  }

  get restarts(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.restarts, 0);
  }

  /** Sends a publication to every worker and waits for their acknowledgements. */
  async publish(
    publication: Publication,
    timeoutMs: number,
  ): Promise<{ readonly acked: number; readonly total: number }> {
    const workers = this.audience();
    const answers = await Promise.all(workers.map((worker) => worker.publish(publication, timeoutMs)));
    return { acked: answers.filter(Boolean).length, total: workers.length };
  }

  /** One after another: the new one serves before the old one drains. */
  async restartAll(drainMs: number): Promise<void> {
    for (const slot of this.#slots) {
      const next = this.#spawn(slot);
      if (!(await next.started)) {
        logger.error({ worker: slot.number }, 'the new gateway worker did not start; the old one stays');
        continue;
      }
      const former = slot.worker;
      slot.worker = next;
      await former?.drain(drainMs);
    }
  }

  async stop(drainMs: number): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#check);
    await Promise.all([...this.#processes].map((worker) => (drainMs > 0 ? worker.drain(drainMs) : kill(worker))));
  }

  #spawn(slot: Slot): WorkerProcess {
    const { program, workerOptions, startingState, events } = this.#options;
    const spawned = new WorkerProcess(program, workerOptions(slot.number), startingState(), {
      ...events,
      exit: (worker) => {
        this.#processes.delete(worker);
        events.exit(worker);
        if (slot.worker === worker) void this.#replace(slot, worker);
      },
    });
    this.#processes.add(spawned);
    return spawned;
  }

  async #replace(slot: Slot, dead: WorkerProcess): Promise<void> {
    if (this.#isStopping) return;
    // The first ones are waited for by start(), which reports their failure.
    if (this.#check === undefined) return;
    const livedMs = Date.now() - dead.startedAt.getTime();
    if (livedMs > STABLE_MS) slot.backOff.reset();
    const waitMs = livedMs > STABLE_MS ? 0 : slot.backOff.next();
    logger.error({ worker: slot.number, pid: dead.pid, waitMs }, 'a gateway worker ended and is replaced');
    slot.restarts += 1;
    if (waitMs > 0) await delay(waitMs);
    if (!this.#isStopping && slot.worker === dead) slot.worker = this.#spawn(slot);
  }

  #lastCheckMs = performance.now();

  #replaceSilent(): void {
    const now = performance.now();
    // After a pause of this process itself (a suspended machine, a blocked event loop) nobody could be heard.
    const wasPaused = now - this.#lastCheckMs > 2 * CHECK_EVERY_MS;
    this.#lastCheckMs = now;
    if (wasPaused) return;
    for (const worker of this.workers()) {
      if (worker.state === 'dead' || now - worker.lastHeardMs < SILENT_MS) continue;
      logger.error({ worker: worker.slot, pid: worker.pid }, 'a gateway worker does not answer and is killed');
      worker.kill();
    }
  }
}

interface Slot {
  readonly number: number;
  worker: WorkerProcess | undefined;
  restarts: number;
  readonly backOff: BackOff;
}

function kill(worker: WorkerProcess): Promise<void> {
  worker.kill();
  return worker.exited;
}
