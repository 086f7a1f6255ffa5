import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readZip, type ZipLimits } from './read-zip';

/**
 * Unpacks an archive into a folder that did not exist before: it appears whole, or not at all. Files can only be read.
 * Two that unpack the same folder at once do not disturb each other.
 */
export async function unpackZip(archive: Buffer, folder: string, limits?: ZipLimits): Promise<void> {
  const { files } = readZip(archive, limits);
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const draft = `${folder}.${randomBytes(6).toString('hex')}`;
  await mkdir(draft, { mode: 0o755 });
  try {
    for (const file of files) {
      // readZip has refused every path that leads elsewhere.
      const path = join(draft, file.path);
      await mkdir(dirname(path), { recursive: true, mode: 0o755 });
      await writeFile(path, await file.read(), { flag: 'wx', mode: file.isExecutable ? 0o555 : 0o444 });
    }
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
