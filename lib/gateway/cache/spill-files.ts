// The disk tier of the response caches: a log of files without names, written in order, the oldest file dropped whole.
// There is nothing to compact and nothing to recover: the index is in memory, and a file without a name is gone with its
// process, however that ends. Whatever goes wrong is a miss.
import { type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { PENDING_BYTES, type SpillOwner, type SpillSlot, type SpillStats, type SpillStore } from './spill-store';

export interface SpillFilesOptions {
  /** For this process alone; whatever files are in it are deleted. */
  readonly dir: string;
  readonly maxBytes: number;
  /** Told when writing begins to fail, and when it works again. */
  readonly onTrouble: (message: string) => void;
  readonly nowMs?: () => number;
  /** Tests open devices that fail. */
  readonly openFile?: (path: string) => Promise<FileHandle>;
}

const MIN_FILE_BYTES = 16 * 1_048_576;
/** Files stay open: more would use up what a process may have. */
const MAX_FILES = 256;
const BATCH_BYTES = 1_048_576;
/** A full disk is not asked again for each entry. */
const RETRY_MS = 10_000;

export class SpillFiles implements SpillStore {
  readonly #options: SpillFilesOptions;
  readonly #fileBytes: number;
  readonly #files: SpillFile[] = [];
  readonly #closing = new Set<Promise<void>>();
  #current: SpillFile | undefined;
  #queue: Slot[] = [];
  #pendingBytes = 0;
  #bytes = 0;
  #refused = 0;
  #retryAtMs = 0;
  #isFailing = false;
  #isClosed = false;
  #ready: Promise<unknown> | undefined;
  #writing: Promise<void> | undefined;
  #numbers = 0;

  constructor(options: SpillFilesOptions) {
    this.#options = options;
    const { maxBytes } = options;
    this.#fileBytes = Math.floor(Math.max(Math.min(MIN_FILE_BYTES, maxBytes / 4), maxBytes / MAX_FILES));
  }

  write(owner: SpillOwner, bytes: Buffer): SpillSlot | undefined {
    const isTooMuch = bytes.length > this.#fileBytes || this.#pendingBytes + bytes.length > PENDING_BYTES;
    if (this.#isClosed || isTooMuch || this.#now() < this.#retryAtMs) {
      this.#refused += 1;
      return undefined;
    }
    const file = this.#fileFor(bytes.length);
    const slot = new Slot(file, file.size, owner, bytes, crc32(bytes));
    file.size += bytes.length;
    file.slots.add(slot);
    this.#bytes += bytes.length;
    this.#pendingBytes += bytes.length;
    this.#queue.push(slot);
    this.#start();
    return slot;
  }

  async read(slot: SpillSlot): Promise<Buffer | undefined> {
    if (!(slot instanceof Slot)) return undefined;
    if (slot.pending !== null) return slot.pending;
    const { handle } = slot.file;
    if (handle === undefined) return undefined;
    try {
      const bytes = Buffer.allocUnsafeSlow(slot.length);
      const { bytesRead } = await handle.read(bytes, 0, slot.length, slot.offset);
      return bytesRead === slot.length && crc32(bytes) === slot.checksum ? bytes : undefined;
    } catch {
      return undefined;
    }
  }

  free(slot: SpillSlot): void {
    if (!(slot instanceof Slot)) return;
    const { file } = slot;
    if (!file.slots.delete(slot)) return;
    slot.owner = null;
    if (file.slots.size === 0 && file !== this.#current) this.#drop(file);
  }

  stats(): SpillStats {
    return {
      bytes: this.#bytes,
      maxBytes: this.#options.maxBytes,
      pendingBytes: this.#pendingBytes,
      refused: this.#refused,
      isFailing: this.#isFailing,
    };
  }

  /** What was put before is written, or has failed, then. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.settled();
    for (const file of [...this.#files]) this.#drop(file);
    await Promise.all(this.#closing);
  }

  #now(): number {
    return (this.#options.nowMs ?? Date.now)();
  }

  /** Room for so many bytes in the newest file, or in a new one in place of the oldest. */
  #fileFor(length: number): SpillFile {
    const current = this.#current;
    if (current !== undefined && current.size + length <= this.#fileBytes) return current;
    this.#current = undefined;
    if (current !== undefined && current.slots.size === 0) this.#drop(current);
    while (this.#bytes + this.#fileBytes > this.#options.maxBytes && this.#files[0] !== undefined) {
      this.#drop(this.#files[0]);
    }
    this.#current = new SpillFile();
    this.#files.push(this.#current);
    return this.#current;
  }

  #drop(file: SpillFile): void {
    const at = this.#files.indexOf(file);
    if (at < 0) return;
    this.#files.splice(at, 1);
    if (this.#current === file) this.#current = undefined;
    this.#bytes -= file.size;
    file.isDropped = true;
    for (const slot of file.slots) lose(slot);
    file.slots.clear();
    // While the queue writes to it, the queue closes it.
    if (!file.isWriting) this.#close(file);
  }

  #close(file: SpillFile): void {
    const { handle } = file;
    file.handle = undefined;
    if (handle === undefined) return;
    const closed = handle.close().catch(() => {});
    this.#closing.add(closed);
    void closed.then(() => this.#closing.delete(closed));
  }

  #start(): void {
    this.#writing ??= this.#writeQueue().finally(() => {
      this.#writing = undefined;
      // What came after the last look at the queue.
      if (this.#queue.length > 0) this.#start();
    });
  }

  async #writeQueue(): Promise<void> {
    for (;;) {
      const batch = this.#nextBatch();
      const file = batch[0]?.file;
      if (file === undefined) return;
      const length = batch.reduce((sum, slot) => sum + slot.length, 0);
      // Nobody waits for the bytes of a file that was dropped meanwhile.
      if (!file.isDropped) await this.#writeBatch(file, batch, length);
      this.#pendingBytes -= length;
      for (const slot of batch) slot.pending = null;
    }
  }

  /** What stands side by side in one file. */
  #nextBatch(): Slot[] {
    const file = this.#queue[0]?.file;
    let length = 0;
    let count = 0;
    for (const slot of this.#queue) {
      if (slot.file !== file || length >= BATCH_BYTES) break;
      length += slot.length;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #writeBatch(file: SpillFile, batch: readonly Slot[], length: number): Promise<void> {
    file.isWriting = true;
    try {
      file.handle ??= await this.#openFile();
      const bytes = batch.map((slot) => slot.pending as Buffer);
      const { bytesWritten } = await file.handle.writev(bytes, batch[0]?.offset ?? 0);
      if (bytesWritten !== length) throw new Error(`Only ${bytesWritten} of ${length} bytes were written.`);
      if (this.#isFailing) this.#options.onTrouble('The disk takes entries of response caches again.');
      this.#isFailing = false;
    } catch (error) {
      this.#fail(file, error);
    } finally {
      file.isWriting = false;
      if (file.isDropped) this.#close(file);
    }
  }

  #fail(file: SpillFile, error: unknown): void {
    this.#retryAtMs = this.#now() + RETRY_MS;
    if (!this.#isFailing) {
      const why = error instanceof Error ? error.message : String(error);
      this.#options.onTrouble(`Entries of response caches can’t be written to ${this.#options.dir}: ${why}`);
    }
    this.#isFailing = true;
    this.#drop(file);
  }

  async #openFile(): Promise<FileHandle> {
    const { dir } = this.#options;
    this.#ready ??= emptyDir(dir);
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
    this.#numbers += 1;
    const path = join(dir, `${process.pid}-${this.#numbers}`);
    const handle = await (this.#options.openFile ?? openNew)(path);
    // Without its name it can't outlive this process.
    await unlink(path).catch(() => {});
    return handle;
  }
}

class SpillFile {
  handle: FileHandle | undefined = undefined;
  size = 0;
  isWriting = false;
  isDropped = false;
  readonly slots = new Set<Slot>();
}

class Slot implements SpillSlot {
  readonly file: SpillFile;
  readonly offset: number;
  readonly length: number;
  readonly checksum: number;
  owner: SpillOwner | null;
  /** Until it is written. */
  pending: Buffer | null;

  constructor(file: SpillFile, offset: number, owner: SpillOwner, bytes: Buffer, checksum: number) {
    this.file = file;
    this.offset = offset;
    this.length = bytes.length;
    this.checksum = checksum;
    this.owner = owner;
    this.pending = bytes;
  }
}

function lose(slot: Slot): void {
  const { owner } = slot;
  slot.owner = null;
  owner?.lost();
}

const openNew = (path: string): Promise<FileHandle> => open(path, 'wx+', 0o600);

/** What a process left that ended between making a file and taking its name away. */
async function emptyDir(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const name of await readdir(dir)) await unlink(join(dir, name)).catch(() => {});
}
