// Where entries go that memory has no room for.

/** What waits to be written, at most: a disk that is slower gets less. */
export const PENDING_BYTES = 8 * 1_048_576;

export interface SpillSlot {
  readonly length: number;
}

export interface SpillOwner {
  /** The entry is gone: its file made room for newer ones, or could not be written. */
  lost(): void;
}

export interface SpillStore {
  /** Returns at once. Undefined: no room, or the disk fails; the entry is dropped then. */
  write(owner: SpillOwner, bytes: Buffer): SpillSlot | undefined;
  /** Undefined: it can't be read, or is not what was written. Never rejects. */
  read(slot: SpillSlot): Promise<Buffer | undefined>;
  free(slot: SpillSlot): void;
  stats(): SpillStats;
  close(): Promise<void>;
}

export interface SpillStats {
  /** Of the files, entries that are gone but not yet overwritten included. */
  readonly bytes: number;
  readonly maxBytes: number;
  /** Waiting in memory to be written. */
  readonly pendingBytes: number;
  /** Not taken, since the disk was slow, full or broken. */
  readonly refused: number;
  readonly isFailing: boolean;
}
