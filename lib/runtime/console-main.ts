import { constants } from 'node:os';
import { logger } from '@/lib/logger';
import { openStore } from '@/lib/store/open';
import { optionsFromEnv, startRuntime } from './index';

/**
 * The runtime inside the Next server: brings the database up to date and starts the gateway's workers. Next ends the process
 * on signals without waiting; where it leaves them to us, what was counted last is written first.
 */
export async function startConsoleRuntime({ ownsSignals }: Readonly<{ ownsSignals: boolean }>): Promise<void> {
  try {
    const store = await openStore();
    const runtime = await startRuntime(optionsFromEnv(store));
    if (!ownsSignals) return;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        void runtime.stop().finally(() => process.exit(128 + constants.signals[signal]));
      });
    }
  } catch (error) {
    // A console without its database or its gateway would only fail later and less clearly.
    logger.fatal(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
