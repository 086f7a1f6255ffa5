// gzip and deflate, both ways: the codings that API Gateway knows.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-enable-compression.html#api-gateway-supported-content-encodings
// zlib runs on its own threads; the event loop only moves buffers.
import zlib from 'node:zlib';
import type { BodySink, BodyStream } from './message';

export type ContentCoding = 'gzip' | 'deflate';

/** Half the time of zlib's default 6, for JSON that becomes a few percent longer. */
const LEVEL = 4;

const CODINGS: ReadonlyMap<string, ContentCoding | 'identity'> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['identity', 'identity'],
]);

/** Of a Content-Encoding header; undefined: not one we know, or several. */
export const codingOf = (contentEncoding: string): ContentCoding | 'identity' | undefined =>
  CODINGS.get(contentEncoding.trim().toLowerCase());

/**
 * What an Accept-Encoding asks for, by name: "*" asks for nothing. The client's favourite must be one we know; among
 * equals the first one that is.
 */
export function preferredCoding(acceptEncoding: string): ContentCoding | undefined {
  let best: ContentCoding | 'identity' | undefined;
  let bestQuality = 0;
  for (const part of acceptEncoding.split(',')) {
    const [name = '', ...parameters] = part.split(';');
    const quality = qualityOf(parameters);
    if (name.trim() === '' || quality < bestQuality || quality === 0) continue;
    const coding = codingOf(name);
    if (quality > bestQuality) best = coding;
    else best ??= coding;
    bestQuality = quality;
  }
  return best === 'identity' ? undefined : best;
}

function qualityOf(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const match = /^\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*$/i.exec(parameter);
    if (match !== null) return Number(match[1]);
  }
  return 1;
}

/** 'malformed': not what its coding says. 'too-large': more than `maxBytes` when decoded; not one byte more is. */
export function decode(
  bytes: Buffer,
  coding: ContentCoding,
  maxBytes: number,
): Promise<Buffer | 'malformed' | 'too-large'> {
  return new Promise((resolve) => {
    const done = (error: NodeJS.ErrnoException | null, decoded: Buffer): void => {
      if (error === null) resolve(decoded);
      else resolve(error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'malformed');
    };
    const options = { maxOutputLength: maxBytes };
    if (coding === 'gzip') zlib.gunzip(bytes, options, done);
    // "deflate" means the zlib format; some clients send it without zlib's two bytes of header.
    else if (hasZlibHeader(bytes)) zlib.inflate(bytes, options, done);
    else zlib.inflateRaw(bytes, options, done);
  });
}

const hasZlibHeader = (bytes: Buffer): boolean =>
  bytes.length >= 2 && ((bytes[0] as number) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;

export function encode(body: Buffer | string, coding: ContentCoding): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, encoded: Buffer): void => (error === null ? resolve(encoded) : reject(error));
    if (coding === 'gzip') zlib.gzip(body, { level: LEVEL }, done);
    else zlib.deflate(body, { level: LEVEL }, done);
  });
}

/** A stream, encoded while it passes, at the speed of its reader. */
export class EncodedBody implements BodyStream {
  readonly isComplete = false;
  readonly #source: BodyStream;
  readonly #encoder: zlib.Gzip | zlib.Deflate;

  /** `isLive`: each piece goes out when it comes, as a stream of events needs it. */
  constructor(source: BodyStream, coding: ContentCoding, isLive: boolean) {
    this.#source = source;
    const options = { level: LEVEL, flush: isLive ? zlib.constants.Z_SYNC_FLUSH : zlib.constants.Z_NO_FLUSH };
    this.#encoder = coding === 'gzip' ? zlib.createGzip(options) : zlib.createDeflate(options);
  }

  takeBody(): Buffer | null {
    return null;
  }

  collect(): Promise<boolean> {
    return Promise.resolve(false);
  }

  pipe(sink: BodySink): void {
    const encoder = this.#encoder;
    encoder.on('data', (chunk: Buffer) => {
      if (sink.write(chunk)) return;
      encoder.pause();
      sink.onPause(() => encoder.resume());
    });
    encoder.on('end', () => sink.end());
    encoder.on('error', (error) => sink.fail(error));
    this.#source.pipe({
      write: (chunk) => encoder.write(chunk),
      onPause: (resume) => encoder.once('drain', resume),
      end: () => encoder.end(),
      fail: (error) => encoder.destroy(error),
    });
  }

  destroy(): void {
    this.#source.destroy();
    this.#encoder.destroy();
  }
}
