// A backend that misbehaves on the wire, as no HTTP server library would.
import net from 'node:net';

export interface RoughBackend {
  readonly origin: string;
  readonly port: number;
  /** Connections accepted so far. */
  accepted: number;
  /** Connections open now. */
  readonly open: Set<net.Socket>;
  /** What to do with a connection once a request's headers are there. */
  onRequest: (socket: net.Socket, head: string) => void;
  /** Resolves when no connection is open. */
  allClosed(): Promise<void>;
  close(): Promise<void>;
}

export async function startRoughBackend(): Promise<RoughBackend> {
  const open = new Set<net.Socket>();
  let waiting: (() => void)[] = [];
  const server = net.createServer((socket) => {
    backend.accepted += 1;
    open.add(socket);
    let head = '';
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      if (open.size > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    });
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      const whole = head;
      head = '';
      backend.onRequest(socket, whole);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const backend: RoughBackend = {
    origin: `http://127.0.0.1:${port}`,
    port,
    accepted: 0,
    open,
    onRequest: (socket) => socket.destroy(),
    allClosed: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
  return backend;
}
