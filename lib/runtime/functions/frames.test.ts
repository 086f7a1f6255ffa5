import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, frame, invokeFrame, LOG, MAX_PAYLOAD_BYTES, RESULT, readInvoke } from './frames';

interface Seen {
  readonly kind: number;
  readonly text: string;
}

function read(chunks: readonly Buffer[]): Seen[] {
  const seen: Seen[] = [];
  const reader = new FrameReader((kind, payload) => seen.push({ kind, text: payload.toString('latin1') }));
  for (const chunk of chunks) reader.push(chunk);
  return seen;
}

describe('frames', () => {
  it('arrive whole and in order, however the pipe cuts them', () => {
    const message = fc.record({ kind: fc.integer({ min: 0, max: 255 }), text: fc.string({ unit: 'binary-ascii' }) });
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (messages, sizes) => {
        const bytes = Buffer.concat(messages.map(({ kind, text }) => frame(kind, Buffer.from(text, 'latin1'))));
        const chunks: Buffer[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(read(chunks)).toEqual(messages);
      }),
    );
  });

  it('may be as large as an answer, and are not kept waiting for by what is larger', () => {
    const large = Buffer.alloc(MAX_PAYLOAD_BYTES, 'x');
    expect(read([frame(RESULT, large)])).toHaveLength(1);
    const header = Buffer.from([0x7f, 0, 0, 0, LOG]);
    expect(() => read([header])).toThrow(RangeError);
  });

  it('bring an event with what is said about it', () => {
    const header = { requestId: 'r', deadlineMs: 5, functionArn: 'arn:ü' };
    const event = Buffer.from('{"ä":1}');
    const seen: { header: object; event: string }[] = [];
    new FrameReader((_, payload) => {
      const invocation = readInvoke(payload);
      seen.push({ header: invocation.header, event: invocation.event.toString() });
    }).push(invokeFrame(header, event));
    expect(seen).toEqual([{ header, event: '{"ä":1}' }]);
  });
});
