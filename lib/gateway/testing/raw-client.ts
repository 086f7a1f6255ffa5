// Bytes in, bytes out: what a test of the protocol must be able to send is what no HTTP library sends.
import net from 'node:net';

export interface RawResponse {
  readonly status: number;
  readonly statusText: string;
  /** Lower-case names; repeated ones joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RawConnection {
  readonly socket: net.Socket;
  write(text: string | Buffer): void;
  /** The next whole response on this connection; HEAD has none of the body its headers announce. */
  response(options?: { readonly isHead?: boolean }): Promise<RawResponse>;
  /** Everything received that no response has taken. */
  readonly rest: () => string;
  /** Resolves when the other side has closed the connection. */
  readonly closed: Promise<void>;
  destroy(): void;
}

export async function openRaw(port: number): Promise<RawConnection> {
  const socket = net.connect(port, '127.0.0.1');
  let received = Buffer.alloc(0);
  let isClosed = false;
  let wake: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isClosed = true;
      wake();
      resolve();
    });
  });
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    closed,
    write: (text) => void socket.write(text),
    rest: () => received.toString('latin1'),
    destroy: () => socket.destroy(),
    async response({ isHead = false } = {}) {
      for (;;) {
        const parsed = parseResponse(received, isClosed, isHead);
        if (parsed !== null) {
          received = received.subarray(parsed.length);
          return parsed.response;
        }
        if (isClosed) throw new Error(`The connection was closed. Received: ${received.toString('latin1')}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** One request on a connection of its own. */
export async function sendRaw(port: number, text: string | Buffer): Promise<RawResponse> {
  const connection = await openRaw(port);
  connection.write(text);
  try {
    return await connection.response({ isHead: text.toString('latin1').startsWith('HEAD ') });
  } finally {
    connection.destroy();
  }
}

function parseResponse(
  bytes: Buffer,
  isClosed: boolean,
  isHead: boolean,
): { response: RawResponse; length: number } | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const match = /^HTTP\/1\.1 (\d{3}) ?(.*)$/.exec(statusLine);
  if (match === null) throw new Error(`Not a status line: ${statusLine}`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const status = Number(match[1]);
  const body = bodyOf(bytes, end + 4, headers, isHead || status === 204 || status === 304 || status < 200, isClosed);
  if (body === null) return null;
  const response = { status, statusText: match[2] ?? '', headers, body: body.text };
  return { response, length: body.end };
}

function bodyOf(
  bytes: Buffer,
  from: number,
  headers: Readonly<Record<string, string>>,
  isBare: boolean,
  isClosed: boolean,
): { text: string; end: number } | null {
  if (isBare) return { text: '', end: from };
  if (headers['transfer-encoding'] === 'chunked') return chunkedBody(bytes, from);
  if (headers['content-length'] !== undefined) {
    const end = from + Number(headers['content-length']);
    return bytes.length < end ? null : { text: bytes.toString('utf8', from, end), end };
  }
  return isClosed ? { text: bytes.toString('utf8', from), end: bytes.length } : null;
}

function chunkedBody(bytes: Buffer, from: number): { text: string; end: number } | null {
  const parts: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + 2;
    if (bytes.length < start + size + 2) return null;
    at = start + size + 2;
    if (size === 0) return { text: Buffer.concat(parts).toString('utf8'), end: at };
    parts.push(bytes.subarray(start, start + size));
  }
}
