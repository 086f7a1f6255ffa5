// The beginning of a body that passes.

/** Bodies are masked before they are cut: this much of one is looked at. */
export const MAX_CAPTURED_BYTES = 256 * 1024;

export class ByteCapture {
  #chunks: Buffer[] = [];
  #kept = 0;
  #size = 0;

  /** Of the whole body, as far as it has passed. */
  get size(): number {
    return this.#size;
  }

  get isWhole(): boolean {
    return this.#kept === this.#size;
  }

  get bytes(): Buffer {
    return this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
  }

  /** Copies what it keeps: buffers of connections are used again. */
  add(bytes: Uint8Array): void {
    this.#size += bytes.length;
    const room = MAX_CAPTURED_BYTES - this.#kept;
    if (room <= 0 || bytes.length === 0) return;
    const copy = Buffer.from(bytes.subarray(0, room));
    this.#chunks.push(copy);
    this.#kept += copy.length;
  }
}
