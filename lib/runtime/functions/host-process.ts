import { type ChildProcess, fork, type SendHandle } from 'node:child_process';
import { logger } from '@/lib/logger';
import type { ListenHandle } from '../supervisor/listen-handle';
import type { FromHost, FunctionHostOptions, ToHost } from './messages';
import type { FunctionChanges } from './model';

export interface HostProgram {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** One life of the function host's process. */
export class HostProcess {
  /** Resolves when it listens or has ended. */
  readonly started: Promise<void>;
  readonly exited: Promise<void>;
  readonly startedMs = performance.now();
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (message: FromHost | undefined) => void>();
  #nextId = 1;
  #isListening: () => void = () => {};

  constructor(
    { file, env }: HostProgram,
    options: FunctionHostOptions,
    changes: FunctionChanges,
    handle: ListenHandle,
  ) {
    this.#child = fork(file, [], {
      serialization: 'advanced',
      execArgv: ['--max-semi-space-size=16', '--enable-source-maps'],
      env: { ...env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // The leader of a group: sandboxes can be ended with it, also when it can't end them itself any more.
      detached: true,
    });
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', () => resolve()); // could not be spawned
    });
    this.started = Promise.race([
      this.exited,
      new Promise<void>((resolve) => {
        this.#isListening = resolve;
      }),
    ]);
    void this.exited.then(() => this.#ended());
    this.#child.on('message', (message) => this.#receive(message as FromHost));
    this.#send({ type: 'start', options });
    this.#send({ type: 'functions', id: 0, changes });
    this.#send({ type: 'listen' }, handle);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async apply(changes: FunctionChanges, timeoutMs: number): Promise<void> {
    await this.#ask((id) => ({ type: 'functions', id, changes }), timeoutMs);
  }

  async ask<Type extends 'logs' | 'states'>(
    message: (id: number) => Extract<ToHost, { type: Type }>,
    timeoutMs: number,
  ): Promise<Extract<FromHost, { type: Type }> | undefined> {
    const answer = await this.#ask(message, timeoutMs);
    return answer as Extract<FromHost, { type: Type }> | undefined;
  }

  kill(): void {
    const { pid } = this.#child;
    if (pid !== undefined) killGroup(pid);
  }

  #receive(message: FromHost): void {
    if (message.type === 'listening') this.#isListening();
    else if (message.type === 'log') logger[message.level]({ detail: message.detail }, message.message);
    else this.#waiting.get(message.id)?.(message);
  }

  /** A host that was killed has left its sandboxes behind. */
  #ended(): void {
    this.kill();
    for (const settle of this.#waiting.values()) settle(undefined);
  }

  #ask(message: (id: number) => ToHost, timeoutMs: number): Promise<FromHost | undefined> {
    const id = this.#nextId++;
    this.#send(message(id));
    return new Promise((resolve) => {
      const settle = (answer: FromHost | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(() => settle(undefined), timeoutMs);
      timer.unref();
      this.#waiting.set(id, settle);
    });
  }

  #send(message: ToHost, handle?: ListenHandle): void {
    if (!this.#child.connected) return;
    this.#child.send(message, handle as unknown as SendHandle, () => {});
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
