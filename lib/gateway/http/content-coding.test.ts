import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codingOf, decode, EncodedBody, encode, preferredCoding } from './content-coding';
import type { BodySink, BodyStream } from './message';

describe('Accept-Encoding', () => {
  it.each([
    ['gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, deflate, br', 'gzip'],
    ['deflate, gzip', 'deflate'],
    ['br, gzip', 'gzip'],
    ['gzip;q=0.5, deflate;q=0.8', 'deflate'],
    ['gzip; q=0.5', 'gzip'],
    ['gzip;q=0, deflate', 'deflate'],
    // The highest-priority coding must be one of the two.
    ['br;q=1, gzip;q=0.8', undefined],
    ['*;q=1, gzip;q=0.5', undefined],
    ['identity, gzip', undefined],
    ['identity;q=0.5, gzip', 'gzip'],
    ['gzip;q=0', undefined],
    ['*', undefined],
    ['', undefined],
    ['br', undefined],
    [',;q=1,', undefined],
    ['gzip;q=x', 'gzip'],
  ])('%s → %s', (header, coding) => {
    expect(preferredCoding(header)).toBe(coding);
  });

  it('ends on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => [undefined, 'gzip', 'deflate'].includes(preferredCoding(text))));
  });
});

describe('Content-Encoding', () => {
  it.each([
    ['gzip', 'gzip'],
    [' X-GZip ', 'gzip'],
    ['deflate', 'deflate'],
    ['identity', 'identity'],
    ['br', undefined],
    ['gzip, gzip', undefined],
    ['constructor', undefined],
  ])('%s → %s', (header, coding) => {
    expect(codingOf(header)).toBe(coding);
  });
});

describe.each(['gzip', 'deflate'] as const)('%s', (coding) => {
  const plainOf = coding === 'gzip' ? zlib.gunzipSync : zlib.inflateSync;

  it('is what zlib reads, and is read back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
        const plain = Buffer.from(bytes);
        const encoded = await encode(plain, coding);
        expect(plainOf(encoded)).toEqual(plain);
        expect(await decode(encoded, coding, plain.length + 1)).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });

  it('stops at the limit', async () => {
    const bomb = await encode(Buffer.alloc(50 * 1024 * 1024), coding);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await decode(bomb, coding, 10 * 1024 * 1024)).toBe('too-large');
  });

  it.each([['not encoded'], [''], ['\x1f\x8b\x08\x00garbage']])('says that %j is something else', async (text) => {
    expect(await decode(Buffer.from(text, 'latin1'), coding, 1000)).toBe('malformed');
  });

  it('says that half of it is not it', async () => {
    const encoded = await encode(Buffer.from('a text that is cut in the middle'), coding);
    expect(await decode(encoded.subarray(0, encoded.length / 2), coding, 1000)).toBe('malformed');
  });

  it.each([true, false])('streams to a slow reader (live: %s)', async (isLive) => {
    const pieces = Array.from({ length: 200 }, (_, i) => Buffer.from(`piece ${i} `.repeat(500)));
    const body = new EncodedBody(streamOf(pieces), coding, isLive);
    expect(plainOf(await readSlowly(body))).toEqual(Buffer.concat(pieces));
  });

  it('passes a failure on', async () => {
    const body = new EncodedBody(streamOf([Buffer.from('some')], new Error('broke off')), coding, true);
    await expect(readSlowly(body)).rejects.toThrow('broke off');
  });

  it('sends each piece of a live stream when it comes', async () => {
    let source: BodySink | undefined;
    const stream: BodyStream = { ...streamOf([]), pipe: (sink) => (source = sink) };
    const body = new EncodedBody(stream, coding, true);
    const decoder = coding === 'gzip' ? zlib.createGunzip() : zlib.createInflate();
    const seen: string[] = [];
    body.pipe({
      write: (chunk) => decoder.write(chunk),
      onPause: () => undefined,
      end: () => decoder.end(),
      fail: () => undefined,
    });
    decoder.on('data', (chunk: Buffer) => seen.push(chunk.toString()));
    source?.write(Buffer.from('first event'));
    await expect.poll(() => seen.join('')).toBe('first event');
    source?.end();
  });
});

it('"deflate" without zlib\'s header is read as well', async () => {
  expect(await decode(zlib.deflateRawSync('raw'), 'deflate', 100)).toEqual(Buffer.from('raw'));
});

function streamOf(pieces: readonly Buffer[], failure?: Error): BodyStream {
  return {
    isComplete: false,
    takeBody: () => null,
    collect: () => Promise.resolve(false),
    destroy: () => undefined,
    pipe(sink) {
      let next = 0;
      const flow = (): void => {
        while (next < pieces.length) {
          if (sink.write(pieces[next++] as Buffer)) continue;
          sink.onPause(flow);
          return;
        }
        if (failure === undefined) sink.end();
        else sink.fail(failure);
      };
      flow();
    },
  };
}

function readSlowly(body: BodyStream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.pipe({
      write: (chunk) => {
        chunks.push(chunk);
        return false;
      },
      onPause: (resume) => setImmediate(resume),
      end: () => resolve(Buffer.concat(chunks)),
      fail: reject,
    });
  });
}
