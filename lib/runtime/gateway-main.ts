import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { logger } from '@/lib/logger';
import { openStore } from '@/lib/store/open';
import { optionsFromEnv, startRuntime } from './index';

/** `npm run gateway`: the runtime and its workers without a console. */
async function main(): Promise<void> {
  const store = await openStore();
  const options = optionsFromEnv(store);
  const starting = startRuntime({
    ...options,
    workers: Math.max(1, options.workers),
    // Bundled side by side, wherever it is started from.
    workerFile: fileURLToPath(new URL('gateway-worker.js', import.meta.url)),
  });

  // Its workers serve, and it can be told to stop, before the runtime as a whole has started.
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      const exitCode = signal === 'SIGTERM' ? 0 : 128 + constants.signals[signal];
      void starting
        .then((runtime) => runtime.stop())
        .then(() => store.database.close())
        .finally(() => process.exit(exitCode));
    });
  }
  const runtime = await starting;
  logger.info(`The gateway listens on ${runtime.url}.`);
}

main().catch((error: unknown) => {
  logger.fatal(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
  setImmediate(() => process.exit());
});
