// Frames in, frames out: what a test of HTTP/2 must be able to send is what no HTTP library sends.
import { once } from 'node:events';
import tls from 'node:tls';

export const FRAME = { DATA: 0, HEADERS: 1, RESET: 3, SETTINGS: 4, PING: 6, GOAWAY: 7, CONTINUATION: 9 } as const;
export const END_STREAM = 1;
export const END_HEADERS = 4;

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

export interface RawHttp2 {
  readonly socket: tls.TLSSocket;
  send(type: number, flags: number, streamId: number, payload?: Buffer): void;
  /** The first frame that this is true for, of those that no one has taken; null: the connection ended without it. */
  next(isWanted: (frame: Frame) => boolean): Promise<Frame | null>;
  readonly closed: Promise<unknown>;
}

const HEADER_BYTES = 9;

export async function openRawHttp2(port: number, servername: string): Promise<RawHttp2> {
  const socket = tls.connect({
    ...{ host: '127.0.0.1', port, servername, rejectUnauthorized: false, ALPNProtocols: ['h2'] },
  });
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  const frames: Frame[] = [];
  let held = Buffer.alloc(0);
  let isClosed = false;
  let wake = (): void => undefined;
  socket.on('data', (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= HEADER_BYTES && held.length >= HEADER_BYTES + held.readUIntBE(0, 3)) {
      const end = HEADER_BYTES + held.readUIntBE(0, 3);
      const [type, flags] = [held.readUInt8(3), held.readUInt8(4)];
      frames.push({ type, flags, streamId: held.readUInt32BE(5), payload: held.subarray(HEADER_BYTES, end) });
      held = held.subarray(end);
    }
    wake();
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isClosed = true;
      wake();
      resolve();
    });
  });
  await once(socket, 'secureConnect');
  const send: RawHttp2['send'] = (type, flags, streamId, payload = Buffer.alloc(0)) => {
    socket.write(frameOf(type, flags, streamId, payload));
  };
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  send(FRAME.SETTINGS, 0, 0);
  return {
    ...{ socket, send, closed },
    async next(isWanted) {
      for (;;) {
        const at = frames.findIndex(isWanted);
        if (at !== -1) return frames.splice(at, 1)[0] ?? null;
        if (isClosed) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

export function frameOf(type: number, flags: number, streamId: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

/** Literals that nobody has to remember (RFC 7541 §6.2.2), each up to 126 bytes or with a long value. */
export const fieldBlock = (...fields: readonly (readonly [string, string])[]): Buffer =>
  Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const size = [127];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) size.push((rest % 128) + 128);
  return Buffer.concat([Buffer.from([...size, rest]), bytes]);
}

/** The code of a RST_STREAM or GOAWAY. */
export const codeOf = (frame: Frame): number => frame.payload.readUInt32BE(frame.type === FRAME.GOAWAY ? 4 : 0);
