import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackZip } from '@/lib/zip/unpack-zip';

/** Deployment packages unpacked on this machine, each once, in a folder named after its hash that never changes. */
export class CodeCache {
  readonly #folder: string;
  readonly #read: (sha256: string) => Promise<Buffer>;
  readonly #unpacking = new Map<string, Promise<string>>();

  constructor(options: Readonly<{ folder: string; read: (sha256: string) => Promise<Buffer> }>) {
    this.#folder = options.folder;
    this.#read = options.read;
  }

  /** Unpacks it first where it is missing. */
  folderOf(sha256: string): Promise<string> {
    const known = this.#unpacking.get(sha256);
    if (known !== undefined) return known;
    const unpacking = this.#unpack(sha256).finally(() => this.#unpacking.delete(sha256));
    this.#unpacking.set(sha256, unpacking);
    return unpacking;
  }

  async #unpack(sha256: string): Promise<string> {
    const folder = join(this.#folder, sha256);
    if (await exists(folder)) return folder;
    const zip = await this.#read(sha256);
    if (createHash('sha256').update(zip).digest('hex') !== sha256) {
      throw new Error(`The code ${sha256} in the database is not what was uploaded.`);
    }
    await unpackZip(zip, folder);
    return folder;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
