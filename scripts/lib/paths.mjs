import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Stamps of finished set-up steps live here: deleting node_modules forgets them all, as it should. */
export const cacheDir = join(root, 'node_modules', '.cache', 'gatehouse');

export function inRoot(...parts) {
  return join(root, ...parts);
}
