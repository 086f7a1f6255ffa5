// The name that a TLS client asks for, read before the handshake: which certificate, which versions and whether the client
// needs a certificate are the domain's own, and Node settles the last two before it tells the name.
// https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2

/** More has to come. */
export const HELLO_NOT_YET = Symbol('hello not yet');
/** These are not the first bytes of TLS. */
export const NO_HELLO = Symbol('no hello');

const RECORD_HEADER = 5;
const HANDSHAKE_RECORD = 22;
const MAX_RECORD = 16_384;
const CLIENT_HELLO = 1;
const MESSAGE_HEADER = 4;
const VERSION_AND_RANDOM = 2 + 32;
const SERVER_NAME = 0;
const HOST_NAME = 0;
/** Real ones have a few kilobytes, keys for post-quantum exchanges included. */
export const MAX_HELLO_BYTES = 32 * 1024;

/** In lower case; empty: the client names nobody. */
export function serverNameOf(bytes: Buffer): string | typeof HELLO_NOT_YET | typeof NO_HELLO {
  const parts: Buffer[] = [];
  let at = 0;
  let size = 0;
  let wanted = MESSAGE_HEADER;
  while (size < wanted) {
    if (at < bytes.length && bytes[at] !== HANDSHAKE_RECORD) return NO_HELLO;
    if (at + RECORD_HEADER > bytes.length) return HELLO_NOT_YET;
    if (bytes[at + 1] !== 3) return NO_HELLO;
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0 || length > MAX_RECORD) return NO_HELLO;
    const part = bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length);
    parts.push(part);
    size += part.length;
    if (wanted === MESSAGE_HEADER && size >= MESSAGE_HEADER) {
      const start = Buffer.concat(parts);
      if (start[0] !== CLIENT_HELLO) return NO_HELLO;
      wanted = MESSAGE_HEADER + start.readUIntBE(1, 3);
      if (wanted > MAX_HELLO_BYTES) return NO_HELLO;
    }
    if (part.length < length && size < wanted) return HELLO_NOT_YET;
    at += RECORD_HEADER + length;
  }
  const hello = Buffer.concat(parts).subarray(MESSAGE_HEADER, wanted);
  try {
    return nameIn(hello);
  } catch (error) {
    // Lengths that point beyond the message.
    if (error instanceof RangeError) return NO_HELLO;
    throw error;
  }
}

function nameIn(hello: Buffer): string {
  let at = VERSION_AND_RANDOM;
  at += 1 + hello.readUInt8(at);
  at += 2 + hello.readUInt16BE(at);
  at += 1 + hello.readUInt8(at);
  if (at === hello.length) return '';
  const end = at + 2 + hello.readUInt16BE(at);
  at += 2;
  while (at < end) {
    const type = hello.readUInt16BE(at);
    const length = hello.readUInt16BE(at + 2);
    at += 4;
    if (type === SERVER_NAME) {
      // A list that has one name for decades.
      if (hello.readUInt8(at + 2) !== HOST_NAME) return '';
      const nameLength = hello.readUInt16BE(at + 3);
      if (nameLength + 5 > length) throw new RangeError('The name is longer than its extension.');
      return hello.toString('latin1', at + 5, at + 5 + nameLength).toLowerCase();
    }
    at += length;
  }
  return '';
}
