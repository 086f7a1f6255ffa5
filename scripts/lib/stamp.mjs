import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cacheDir, root } from './paths.mjs';

/** Hash of files and folders (recursively): names and contents. Missing ones count as absent, not as an error. */
export function hashOf(paths, { ignore = () => false, extra = '' } = {}) {
  const hash = createHash('sha256').update(extra);
  for (const path of paths) addTo(hash, path, ignore);
  return hash.digest('hex');
}

/** True when the named step already ran for this hash and everything it made is still there. */
export function isFresh(name, hash, outputs) {
  const file = join(cacheDir, `${name}.stamp`);
  return existsSync(file) && readFileSync(file, 'utf8') === hash && outputs.every((output) => existsSync(output));
}

export function markFresh(name, hash) {
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(join(cacheDir, `${name}.stamp`), hash);
}

function addTo(hash, path, ignore) {
  const name = relative(root, path);
  if (ignore(name)) return;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    hash.update(`\0absent ${name}`);
  } else if (stats.isDirectory()) {
    for (const entry of readdirSync(path).sort()) addTo(hash, join(path, entry), ignore);
  } else {
    hash.update(`\0file ${name}\0`).update(readFileSync(path));
  }
}
