// What the response cache keeps: the answer without its envelope, so that each request gets its own ids.
import type { EntryCodec } from '../cache/cache-storage';

/** Of a string on V8's heap, or of a slice of one. */
const STRING_OVERHEAD_BYTES = 32;
const SEPARATOR = '\0';
/** Status, length of the headers, whether there is a body. */
const PREFIX_BYTES = 2 + 4 + 1;

export class CachedReply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer | null;
  readonly sizeBytes: number;

  private constructor(status: number, headers: readonly string[], body: Buffer | null) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    let sizeBytes = body === null ? 0 : body.length;
    for (const text of headers) sizeBytes += text.length + STRING_OVERHEAD_BYTES;
    this.sizeBytes = sizeBytes;
  }

  /** Copies everything: a header can be a slice of a whole request's text, and a body one of a larger buffer. */
  static of(status: number, headers: readonly string[], body: string | Buffer | null): CachedReply {
    return new CachedReply(status, splitHeaders(headers.join(SEPARATOR)), body === null ? null : ownBytes(body));
  }

  static encode({ status, headers, body }: CachedReply): Buffer {
    const text = headers.join(SEPARATOR);
    const headersLength = Buffer.byteLength(text);
    const bytes = Buffer.allocUnsafeSlow(PREFIX_BYTES + headersLength + (body?.length ?? 0));
    bytes.writeUInt16BE(status, 0);
    bytes.writeUInt32BE(headersLength, 2);
    bytes.writeUInt8(body === null ? 0 : 1, 6);
    bytes.write(text, PREFIX_BYTES);
    body?.copy(bytes, PREFIX_BYTES + headersLength);
    return bytes;
  }

  static decode(bytes: Buffer): CachedReply {
    const bodyAt = PREFIX_BYTES + bytes.readUInt32BE(2);
    const headers = splitHeaders(bytes.toString('utf8', PREFIX_BYTES, bodyAt));
    return new CachedReply(bytes.readUInt16BE(0), headers, bytes.readUInt8(6) === 0 ? null : bytes.subarray(bodyAt));
  }
}

export const CACHED_REPLY_CODEC: EntryCodec<CachedReply> = { encode: CachedReply.encode, decode: CachedReply.decode };

const splitHeaders = (text: string): readonly string[] => (text === '' ? [] : text.split(SEPARATOR));

function ownBytes(body: string | Buffer): Buffer {
  if (typeof body !== 'string' && body.buffer.byteLength === body.length) return body;
  const length = Buffer.byteLength(body);
  const own = Buffer.allocUnsafeSlow(length);
  if (typeof body === 'string') own.write(body);
  else body.copy(own);
  return own;
}
