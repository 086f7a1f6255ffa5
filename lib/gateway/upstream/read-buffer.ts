// Where a connection's bytes land: in the buffer that all connections share, or, under a long body, in one of its own
// that can be lent to whoever writes it on.

const SIZE_BYTES = 64 * 1024;
/** A read that brings as much is of a long body. */
const LONG_READ_BYTES = SIZE_BYTES / 2;
/** 4 MB in all. */
const MAX_SPARE = 64;

/** Filled and read before anyone else can run: one is enough for all connections. */
export const READ_BUFFER = Buffer.allocUnsafeSlow(SIZE_BYTES);

const spare: Buffer[] = [];

export class ReadBuffer {
  /** Its bytes are in use: they must not be overwritten by another connection either. */
  isLent = false;
  #current: Buffer | null = null;
  #isLong = false;

  /** What is read now lands in a buffer of its own. */
  get isOwn(): boolean {
    return this.#current !== null && this.#current !== READ_BUFFER;
  }

  /** The bytes of a read. */
  filled(size: number): Buffer {
    if (size >= LONG_READ_BYTES) this.#isLong = true;
    return (this.#current ?? READ_BUFFER).subarray(0, size);
  }

  /** The answer is complete. */
  release(): void {
    this.#isLong = false;
  }

  /** For node:net, which asks before the first read and after each: where the next one goes. Undefined: where the last did. */
  readonly next = (): Buffer | undefined => {
    if (this.#current !== null && this.#isLong === this.isOwn) return undefined;
    if (this.#isLong) {
      this.#current = spare.pop() ?? Buffer.allocUnsafeSlow(SIZE_BYTES);
      return this.#current;
    }
    // One whose last bytes are still under way is left to whoever sends them.
    if (this.#current !== null && !this.isLent && spare.length < MAX_SPARE) spare.push(this.#current);
    this.isLent = false;
    this.#current = READ_BUFFER;
    return READ_BUFFER;
  };
}
