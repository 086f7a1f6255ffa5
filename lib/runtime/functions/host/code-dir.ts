// Where a version's code lies. Inline source is written into a folder named by its hash, once.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionCode } from '../model';

const HASH = /^[0-9a-f]{64}$/;

export function codeDirOf(code: FunctionCode, inlineDir: string): string {
  if (code.kind === 'directory') return code.path;
  if (!HASH.test(code.sha256)) throw new Error('Its hash is not a SHA-256.');
  const folder = join(inlineDir, code.sha256);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  writeFileSync(join(draft, code.fileName), code.source, { mode: 0o600 });
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another host on the same data directory was faster, with the same content.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
