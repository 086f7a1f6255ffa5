// Heads and bodies onto a socket, in as few system calls as possible.
import type { Socket } from 'node:net';

/** Longer bodies are not worth copying into a string. */
const MAX_JOINED_BYTES = 64 * 1024;
/** Three writes in one system call cost less than copying a longer chunk. */
const MAX_CHUNK_JOINED_BYTES = 16 * 1024;
/** A long body goes out in pieces: each is a sign of life of its reader. */
const PIECE_BYTES = 256 * 1024;

/** What is left of a long body, for `writePieces`; null: nothing. `length`: of the body, in bytes. */
export function writeWhole(socket: Socket, head: string, body: string | Buffer | null, length: number): Buffer | null {
  if (body === null) {
    socket.write(head, 'latin1');
    return null;
  }
  if (length <= MAX_JOINED_BYTES) {
    socket.write(head + latin1Of(body, length), 'latin1');
    return null;
  }
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  socket.cork();
  socket.write(head, 'latin1');
  socket.write(bytes.subarray(0, PIECE_BYTES));
  socket.uncork();
  return length <= PIECE_BYTES ? null : bytes.subarray(PIECE_BYTES);
}

/** Writes until the client must read first. What is left then; null: nothing. */
export function writePieces(socket: Socket, bytes: Buffer): Buffer | null {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    if (socket.writableNeedDrain) return bytes.subarray(at);
    socket.write(bytes.subarray(at, at + PIECE_BYTES));
  }
  return null;
}

export function writeChunk(socket: Socket, bytes: Buffer, onWritten: () => void): void {
  if (bytes.length === 0) return;
  const size = `${bytes.length.toString(16)}\r\n`;
  if (bytes.length <= MAX_CHUNK_JOINED_BYTES) {
    socket.write(`${size}${bytes.toString('latin1')}\r\n`, 'latin1', onWritten);
    return;
  }
  socket.cork();
  socket.write(size, 'latin1');
  socket.write(bytes);
  socket.write('\r\n', 'latin1', onWritten);
  socket.uncork();
}

/** The bytes of a body as the characters 0–255 that a latin1 write sends. */
function latin1Of(body: string | Buffer, length: number): string {
  if (typeof body !== 'string') return body.toString('latin1');
  return body.length === length ? body : Buffer.from(body, 'utf8').toString('latin1');
}
