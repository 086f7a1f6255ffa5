// A real HTTP backend for tests: answers what it is told to and remembers what it was asked.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** Name, value, name, value … */
  readonly headers: readonly string[];
  readonly body: string;
  readonly bytes: Buffer;
}

export interface BackendAnswer {
  readonly status?: number;
  /** Name, value, name, value …; nothing is added but framing. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

export interface Backend {
  readonly origin: string;
  readonly port: number;
  readonly seen: SeenRequest[];
  answer: BackendAnswer;
  /** Instead of `answer`: full control. */
  handle: ((req: IncomingMessage, res: ServerResponse) => void) | null;
  readonly connections: ReadonlySet<Socket>;
  close(): Promise<void>;
}

export async function startBackend(): Promise<Backend> {
  const connections = new Set<Socket>();
  const seen: SeenRequest[] = [];
  const server = http.createServer((req, res) => {
    if (backend.handle !== null) {
      backend.handle(req, res);
      return;
    }
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const bytes = Buffer.concat(chunks);
      seen.push({
        method: req.method ?? '',
        path: req.url ?? '',
        headers: req.rawHeaders,
        body: bytes.toString('utf8'),
        bytes,
      });
      const { status = 200, headers = ['Content-Type', 'text/plain'], body = 'from the backend' } = backend.answer;
      res.sendDate = false;
      res.writeHead(status, [...headers]);
      res.end(body);
    });
  });
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const backend: Backend = {
    origin: `http://127.0.0.1:${port}`,
    port,
    seen,
    answer: {},
    handle: null,
    connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return backend;
}
