import type { RuntimeOptions } from './options';
import { Runtime } from './runtime';

export { optionsFromEnv, type RuntimeOptions } from './options';
export { Runtime } from './runtime';

// Next compiles routes, actions and instrumentation as separate module graphs: only globalThis is shared by all.
const holder = globalThis as typeof globalThis & {
  __gatehouseRuntime?: Promise<Runtime> | undefined;
  __gatehouseRunning?: Runtime;
};

/** Starts the process's one runtime; later calls get the same one. A failed start may be tried again. */
export function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  holder.__gatehouseRuntime ??= start(options).catch((error: unknown) => {
    holder.__gatehouseRuntime = undefined;
    throw error;
  });
  return holder.__gatehouseRuntime;
}

export function getRuntime(): Runtime {
  const runtime = holder.__gatehouseRunning;
  if (runtime === undefined) throw new Error('The runtime has not been started: instrumentation.ts does that.');
  return runtime;
}

async function start(options: RuntimeOptions): Promise<Runtime> {
  const runtime = new Runtime(options);
  await runtime.start();
  holder.__gatehouseRunning = runtime;
  return runtime;
}
