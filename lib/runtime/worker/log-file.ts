import { type FileHandle, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface RotationSettings {
  readonly maxFileBytes: number;
  /** Of a file's first line, so that lines can be removed by age; absent: files are as old as they like. */
  readonly maxAgeMs?: number;
  /** Rotated files kept beside the current one: name.1 is the newest. */
  readonly keptFiles: number;
}

/** After an outside program moved or deleted the file, lines go into a new one after at most this long. */
const CHECK_EVERY_MS = 2_000;

const LINE_BREAK = Uint8Array.of(0x0a);

/** One log file that is appended to and rotated by size. One call at a time. */
export class LogFile {
  readonly #path: string;
  readonly #settings: RotationSettings;
  #file: FileHandle | undefined;
  #inode = 0;
  #size = 0;
  #checkedMs = 0;
  #firstLineMs = 0;
  /** A full disk, or a killed process, may have left half a line: the next batch starts on a new one. */
  #endsInsideLine = false;

  constructor(path: string, settings: RotationSettings) {
    this.#path = path;
    this.#settings = settings;
  }

  /** Throws when not all of it could be written; what was written stays, the rest is the caller's to count. */
  async append(lines: Uint8Array): Promise<void> {
    const file = await this.#ready();
    if (this.#endsInsideLine) await this.#write(file, LINE_BREAK);
    await this.#write(file, lines);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => {});
  }

  async #write(file: FileHandle, bytes: Uint8Array): Promise<void> {
    let written = 0;
    try {
      while (written < bytes.length) {
        const { bytesWritten } = await file.write(bytes, written);
        written += bytesWritten;
      }
    } finally {
      this.#size += written;
      if (written > 0) this.#endsInsideLine = bytes[written - 1] !== LINE_BREAK[0];
    }
  }

  async #ready(): Promise<FileHandle> {
    if (this.#file !== undefined && performance.now() - this.#checkedMs > CHECK_EVERY_MS) {
      this.#checkedMs = performance.now();
      if (!(await this.#isStillThere())) await this.close();
    }
    const file = this.#file ?? (await this.#open());
    if (this.#size < this.#settings.maxFileBytes && !this.#isOld()) return file;
    await this.close();
    await this.#rotate();
    return this.#open();
  }

  #isOld(): boolean {
    const { maxAgeMs } = this.#settings;
    return maxAgeMs !== undefined && this.#size > 0 && Date.now() - this.#firstLineMs > maxAgeMs;
  }

  async #open(): Promise<FileHandle> {
    await mkdir(dirname(this.#path), { recursive: true });
    const file = await open(this.#path, 'a+', 0o640);
    const { ino, size } = await file.stat();
    this.#endsInsideLine = size > 0 && !(await endsWithLineBreak(file, size));
    this.#file = file;
    this.#inode = ino;
    this.#size = size;
    this.#checkedMs = performance.now();
    this.#firstLineMs = size > 0 ? await firstLineMs(file) : Date.now();
    return file;
  }

  async #isStillThere(): Promise<boolean> {
    try {
      return (await stat(this.#path)).ino === this.#inode;
    } catch {
      return false;
    }
  }

  async #rotate(): Promise<void> {
    const { keptFiles } = this.#settings;
    const ignoreMissing = () => {};
    if (keptFiles < 1) return unlink(this.#path).catch(ignoreMissing);
    await unlink(`${this.#path}.${keptFiles}`).catch(ignoreMissing);
    for (let number = keptFiles - 1; number >= 1; number--) {
      await rename(`${this.#path}.${number}`, `${this.#path}.${number + 1}`).catch(ignoreMissing);
    }
    await rename(this.#path, `${this.#path}.1`).catch(ignoreMissing);
  }
}

async function endsWithLineBreak(file: FileHandle, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 0 || buffer[0] === LINE_BREAK[0];
}

/** Lines begin with their time; of a file that begins otherwise nothing is known. */
async function firstLineMs(file: FileHandle): Promise<number> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(24), 0, 24, 0);
  const atMs = Date.parse(buffer.toString('latin1', 0, bytesRead));
  return Number.isNaN(atMs) ? Date.now() : atMs;
}
