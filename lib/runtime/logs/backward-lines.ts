// The lines of one worker's log from the newest back, over its rotated files, in blocks: a file is never read whole.
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { FoundLogFile } from './log-folder';

/** Longer than any line that a worker writes. */
const BLOCK_BYTES = 256 * 1024;
const PROBE_BYTES = 64 * 1024;
const LINE_BREAK = 0x0a;
/** "2026-03-02T10:00:00.007Z " */
const TIME_LENGTH = 25;

/** Where reading goes on: up to `offset` of the file with this inode nothing has been read. */
export interface Position {
  readonly inode: number;
  readonly offset: number;
}

export interface FoundLine {
  readonly atMs: number;
  /** Without the time and the line break. */
  readonly text: string;
  readonly position: Position;
}

/** What can be read of a log at all, shared by all its readers. */
export interface ReadBudget {
  bytes: number;
}

export class BackwardLines {
  /** Newest first. */
  readonly #files: readonly FoundLogFile[];
  readonly #budget: ReadBudget;
  #at: Position | null;
  /** As long as all that was opened is newer. */
  #untilMs: number | undefined;
  #fileIndex = 0;
  #handle: FileHandle | null = null;
  #inode = 0;
  #end = 0;
  /** Oldest first: taken from the end. */
  #lines: FoundLine[] = [];

  /** `from`: where the page before ended. `untilMs`: newer lines are not wanted, and mostly not read. */
  constructor(
    files: readonly FoundLogFile[],
    budget: ReadBudget,
    { from = null, untilMs }: { readonly from?: Position | null; readonly untilMs?: number | undefined } = {},
  ) {
    this.#files = [...files].sort((a, b) => a.age - b.age);
    this.#budget = budget;
    this.#at = from;
    this.#untilMs = from === null ? untilMs : undefined;
  }

  /** Where the next page begins; null: everything was read. */
  get position(): Position | null {
    return this.#at;
  }

  /** Undefined: no more, or no more within the budget, which `position` tells apart. */
  async peek(): Promise<FoundLine | undefined> {
    while (this.#lines.length === 0) {
      if (!(await this.#readBlock())) return undefined;
    }
    return this.#lines.at(-1);
  }

  take(): void {
    const line = this.#lines.pop();
    if (line !== undefined) this.#at = line.position;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close().catch(() => undefined);
  }

  async #readBlock(): Promise<boolean> {
    if (!(await this.#openNext())) {
      this.#at = null;
      return false;
    }
    if (this.#end === 0) {
      await this.close();
      this.#fileIndex += 1;
      return true;
    }
    const from = Math.max(0, this.#end - BLOCK_BYTES);
    const length = this.#end - from;
    if (this.#budget.bytes < length) return false;
    this.#budget.bytes -= length;
    const { buffer, bytesRead } = await (this.#handle as FileHandle).read(Buffer.allocUnsafe(length), 0, length, from);
    const block = buffer.subarray(0, bytesRead);
    // The block begins inside of a line that the next one brings whole.
    const first = from === 0 ? 0 : block.indexOf(LINE_BREAK) + 1;
    this.#lines = linesOf(block, first, from, this.#inode);
    // No line break but perhaps at its very end: nobody's line, passed over.
    this.#end = from === 0 || first === block.length ? from : from + first;
    this.#at = this.#lines.length > 0 ? this.#at : { inode: this.#inode, offset: this.#end };
    return true;
  }

  /** The file to read from, opened. Files that were rotated away meanwhile are found by their inode, not by their name. */
  async #openNext(): Promise<boolean> {
    if (this.#handle !== null) return true;
    const wanted = this.#fileIndex === 0 ? this.#at : null;
    for (; this.#fileIndex < this.#files.length; this.#fileIndex++) {
      const { path } = this.#files[this.#fileIndex] as FoundLogFile;
      if (wanted !== null && (await inodeOf(path)) !== wanted.inode) continue;
      const handle = await open(path, 'r').catch(() => null);
      if (handle === null) continue;
      const { ino, size } = await handle.stat();
      if (wanted !== null && ino !== wanted.inode) {
        await handle.close();
        continue;
      }
      let end = wanted === null ? size : Math.min(size, wanted.offset);
      if (this.#untilMs !== undefined) {
        end = await lastOffsetBefore(handle, size, this.#untilMs);
        if (end === 0) {
          await handle.close();
          continue;
        }
        // Files behind this one are older.
        this.#untilMs = undefined;
      }
      this.#handle = handle;
      this.#inode = ino;
      this.#end = end;
      if (wanted === null) this.#at = { inode: ino, offset: this.#end };
      return true;
    }
    return false;
  }
}

const inodeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.ino ?? 0;

function linesOf(block: Buffer, first: number, from: number, inode: number): FoundLine[] {
  const lines: FoundLine[] = [];
  for (let start = first; ; ) {
    const end = block.indexOf(LINE_BREAK, start);
    // The last one is still being written, or was cut off by a full disk.
    if (end === -1) return lines;
    const atMs = timeAt(block, start);
    if (!Number.isNaN(atMs)) {
      const text = block.toString('utf8', start + TIME_LENGTH, end);
      lines.push({ atMs, text, position: { inode, offset: from + start } });
    }
    start = end + 1;
  }
}

const timeAt = (block: Buffer, start: number): number =>
  Date.parse(block.toString('latin1', start, start + TIME_LENGTH - 1));

/** By halving: workers write in the order of time. Behind the offset all lines are newer; 0: all of the file's are. */
async function lastOffsetBefore(handle: FileHandle, size: number, untilMs: number): Promise<number> {
  const probe = Buffer.allocUnsafe(PROBE_BYTES);
  const first = await handle.read(probe, 0, TIME_LENGTH, 0);
  if (first.bytesRead < TIME_LENGTH || timeAt(probe, 0) > untilMs) return 0;
  let low = 0;
  let high = size;
  while (high - low > 2 * PROBE_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const { bytesRead } = await handle.read(probe, 0, PROBE_BYTES, middle);
    const start = probe.subarray(0, bytesRead).indexOf(LINE_BREAK) + 1;
    const atMs = start === 0 ? Number.NaN : timeAt(probe, start);
    if (atMs <= untilMs) low = middle;
    else high = middle + start;
  }
  return high;
}
