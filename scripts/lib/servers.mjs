import { fork } from 'node:child_process';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { inRoot, root } from './paths.mjs';

const PRELOAD = pathToFileURL(inRoot('scripts', 'lib', 'die-with-parent.mjs')).href;
/** Ctrl-C promises an end within 5 s: this long for going in order, the rest for the ones that must be killed. */
const GRACE_MS = 3_500;

/**
 * Long-running child processes that live and die together: the first that ends takes the others along, Ctrl-C ends
 * them all, and a killed parent leaves none.
 */
export class Servers {
  #children = new Set();
  #stopping;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => this.stop(128 + constants.signals[signal]));
    }
  }

  /** Starts a Node program. `onMessage` gets what it sends. */
  start(name, file, args, { env = {}, onMessage = () => {}, quiet = false } = {}) {
    const child = fork(file, args, {
      cwd: root,
      env: { ...process.env, ...env },
      execArgv: ['--import', PRELOAD],
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit', 'ipc'],
    });
    this.#children.add(child);
    child.on('message', onMessage);
    child.on('error', (error) => console.error(`${name}: ${error.message}`));
    child.on('exit', (code, signal) => {
      this.#children.delete(child);
      if (this.#stopping !== undefined) return;
      console.error(`${name} ended unexpectedly (${signal ?? `exit code ${code}`}).`);
      this.stop(code || 1);
    });
    return child;
  }

  /** Ends every process and then this one. */
  stop(exitCode = 0) {
    this.#stopping ??= this.#stop(exitCode);
    return this.#stopping;
  }

  async #stop(exitCode) {
    const children = [...this.#children];
    const ended = Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
    for (const child of children) child.kill('SIGTERM');
    const timer = setTimeout(() => {
      for (const child of this.#children) child.kill('SIGKILL');
    }, GRACE_MS);
    await ended;
    clearTimeout(timer);
    process.exit(exitCode);
  }
}

/** Resolves once the URL answers; gives up (false) when the time is over. */
export async function untilUp(url, timeoutMs = 60_000) {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      await response.body?.cancel();
      if (response.status < 500) return true;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
