import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { logger } from '@/lib/logger';

/** The bundler writes a file in several steps; wait for the last. */
const SETTLE_MS = 150;

/** Calls `onChange` when the file was replaced, never twice at once. Returns what ends it. */
export function watchBundle(file: string, onChange: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(dirname(file), (_, name) => {
      if (name !== basename(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        running = running.then(onChange).catch((error: unknown) => {
          logger.error({ err: error }, 'gateway workers could not be restarted');
        });
      }, SETTLE_MS);
    });
    watcher.unref();
  } catch (error) {
    logger.warn({ err: error }, 'the gateway’s bundle is not watched for changes');
  }
  return () => {
    clearTimeout(timer);
    watcher?.close();
  };
}
