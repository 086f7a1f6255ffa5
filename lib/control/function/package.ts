import { createHash } from 'node:crypto';
import { MAX_ZIP_BYTES, type SourceFile } from '@/lib/contract/function';
import { InvalidInputError, TooLargeError } from '@/lib/errors';
import type { CodePackage } from '@/lib/store/functions';
import { readZip, ZipError } from '@/lib/zip/read-zip';
import { writeZip } from '@/lib/zip/write-zip';

/** What the editor holds, as the zip it would be. */
export function packFiles(files: readonly SourceFile[]): CodePackage {
  const zip = writeZip(files);
  return toPackage(
    zip,
    files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
  );
}

/** An uploaded zip, each of its files inflated once: what is kept can be unpacked. */
export async function checkZip(zip: Buffer): Promise<CodePackage> {
  if (zip.length > MAX_ZIP_BYTES) throw new TooLargeError('A zip has at most 50 MB.');
  try {
    const { files, unpackedBytes } = readZip(zip);
    if (files.length === 0) throw new ZipError('The zip holds no files.');
    for (const file of files) await file.read();
    return toPackage(zip, unpackedBytes);
  } catch (error) {
    if (error instanceof ZipError) throw new InvalidInputError(error.message, { zip: [error.message] });
    throw error;
  }
}

const toPackage = (zip: Buffer, unpackedBytes: number): CodePackage => ({
  sha256: createHash('sha256').update(zip).digest('hex'),
  zip,
  unpackedBytes,
});
