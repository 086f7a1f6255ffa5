import { createHash } from 'node:crypto';
import { type TextFile, writeZip } from '../write-zip';

/** Texts as the code of a function in the database. */
export function packageOf(files: readonly TextFile[]) {
  const zip = writeZip(files);
  return { sha256: createHash('sha256').update(zip).digest('hex'), zip, unpackedBytes: 1 };
}
