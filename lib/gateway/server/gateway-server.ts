// node:http on the outside, exchanges on the inside. Nothing here knows what an API is.
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { MAX_BODY_BYTES } from '../http/message';
import { RequestHead } from '../http/request-head';
import { Exchange } from '../pipeline/exchange';
import { runExchange } from '../pipeline/run';
import type { Services } from '../pipeline/services';
import type { SnapshotRegistry } from '../snapshot/registry';
import { Connection } from './connection';
import { HttpRequestBody } from './http-request-body';
import { HttpResponder, type ServerState } from './http-responder';
import { malformedAnswer } from './malformed';

/** The parser's own limit; the pipeline's are lower and answer with more than a closed connection. */
const MAX_HEAD_BYTES = 32 * 1024;
/** After an answer to a request whose body is too long, the rest is read away for this long. */
const LINGER_MS = 5_000;

export interface ServerTimeouts {
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the first byte of a request to its last. */
  readonly requestMs: number;
  /** Between two requests on a connection. */
  readonly keepAliveMs: number;
  /** Of a connection with a request under way on which nothing moves: a client that does not read, most likely. */
  readonly inactivityMs: number;
  /** How often the first two are looked at. */
  readonly checkIntervalMs: number;
}

export const DEFAULT_TIMEOUTS: ServerTimeouts = {
  headersMs: 15_000,
  requestMs: 60_000,
  keepAliveMs: 72_000,
  inactivityMs: 120_000,
  checkIntervalMs: 5_000,
};

/** `handle`: a socket that another process has bound and holds, so that it outlives this one. */
export type ListenOptions = { readonly host: string; readonly port: number } | { readonly handle: object };

export interface ServerHooks {
  /** The body of /_health and whether the worker is ready. */
  health(): { readonly isReady: boolean; readonly body: string };
  /** Prometheus text; undefined: /_metrics does not exist. */
  readonly metrics: (() => string | Promise<string>) | undefined;
}

export class GatewayServer {
  readonly #server: http.Server;
  readonly #registry: SnapshotRegistry;
  readonly #services: Services;
  readonly #hooks: ServerHooks;
  readonly #state: ServerState;

  constructor(registry: SnapshotRegistry, services: Services, hooks: ServerHooks, timeouts: ServerTimeouts) {
    this.#registry = registry;
    this.#services = services;
    this.#hooks = hooks;
    const seconds = Math.floor(timeouts.keepAliveMs / 1000);
    this.#state = { isDraining: false, keepAlive: `Connection: keep-alive\r\nKeep-Alive: timeout=${seconds}\r\n` };
    this.#server = http.createServer({
      maxHeaderSize: MAX_HEAD_BYTES,
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      keepAliveTimeout: timeouts.keepAliveMs,
      connectionsCheckingInterval: timeouts.checkIntervalMs,
      // The pipeline answers these with more than an empty 400.
      requireHostHeader: false,
      noDelay: true,
    });
    // Node would drop what is over its count in silence; the pipeline counts and says no.
    this.#server.maxHeadersCount = 0;
    this.#server.timeout = timeouts.inactivityMs;
    this.#server.on('request', (req, res) => this.#serve(req, res, null));
    this.#server.on('checkContinue', (req, res) => this.#serve(req, res, res));
    this.#server.on('checkExpectation', (_req, res) => {
      res.writeHead(417, ['Content-Length', '0', 'Connection', 'close']).end();
    });
    this.#server.on('connect', (_req, socket) => socket.end(malformedAnswer(400, 'Bad Request', services.ids)));
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#refuse(error, socket as Socket));
  }

  listen(where: ListenOptions): Promise<{ host: string; port: number }> {
    return new Promise((resolve, reject) => {
      const listening = (): void => {
        this.#server.off('error', reject);
        const { address, port } = this.#server.address() as AddressInfo;
        resolve({ host: address, port });
      };
      this.#server.once('error', reject);
      if ('handle' in where) this.#server.listen(where.handle, listening);
      else this.#server.listen(where.port, where.host, listening);
    });
  }

  /** Takes no more connections, lets requests under way end, and cuts off what is left after `graceMs`. */
  close(graceMs: number): Promise<void> {
    this.#state.isDraining = true;
    if (!this.#server.listening) return Promise.resolve();
    return new Promise((resolve) => {
      const cutOff = setTimeout(() => this.#server.closeAllConnections(), graceMs);
      this.#server.close(() => {
        clearTimeout(cutOff);
        resolve();
      });
      this.#server.closeIdleConnections();
    });
  }

  #serve(req: IncomingMessage, res: ServerResponse, awaitingContinue: ServerResponse | null): void {
    const head = new RequestHead(req.rawHeaders);
    const target = originForm(req.url ?? '/', head);
    if (target.startsWith('/_') && this.#serveOwn(req, res, target, head.host)) return;
    const connection = Connection.of(req.socket);
    const body = head.hasBody
      ? new HttpRequestBody(req, head.isChunked ? -1 : head.contentLength, awaitingContinue)
      : null;
    const x = new Exchange(
      this.#services,
      this.#registry.current,
      {
        method: req.method ?? 'GET',
        target,
        headers: req.rawHeaders,
        head,
        body,
        protocol: req.httpVersionMinor === 1 ? 'HTTP/1.1' : 'HTTP/1.0',
        sourceIp: connection.sourceIp,
        serverPort: connection.serverPort,
      },
      new HttpResponder(res, connection, body, this.#state),
      null,
    );
    connection.newest = req;
    connection.add(x);
    if (head.contentLength > MAX_BODY_BYTES) linger(req);
    runExchange(x);
  }

  /** /_health and /_metrics, but not on an API's own host: there they are a stage's name. */
  #serveOwn(req: IncomingMessage, res: ServerResponse, target: string, host: string): boolean {
    const path = target.split('?', 1)[0];
    if ((path !== '/_health' && path !== '/_metrics') || host.toLowerCase().includes('.execute-api.')) return false;
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    if (path === '/_health') {
      const { isReady, body } = this.#hooks.health();
      sendText(res, isReady ? 200 : 503, 'application/json', body);
      return true;
    }
    const { metrics } = this.#hooks;
    if (metrics === undefined) return false;
    Promise.resolve()
      .then(metrics)
      .then(
        (text) => sendText(res, 200, 'text/plain; version=0.0.4; charset=utf-8', text),
        (error: unknown) => {
          this.#services.logger.error({ err: error }, 'Metrics could not be rendered.');
          sendText(res, 500, 'text/plain', 'Metrics could not be rendered.\n');
        },
      );
    return true;
  }

  /** Bytes that are not HTTP, more headers than the parser takes, or a client that is too slow. */
  #refuse(error: NodeJS.ErrnoException, socket: Socket): void {
    const connection = Connection.find(socket);
    // A request gets one answer: a second one would be taken for the next request's.
    const isAnswered = connection?.hasStartedAnswer || connection?.isAnsweredEarly;
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswered) {
      socket.destroy();
      return;
    }
    this.#services.counters.malformedRequests += 1;
    socket.end(answerTo(error.code, this.#services.ids));
    // Who does not read the answer does not hold the connection.
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  }
}

function answerTo(code: string | undefined, ids: Services['ids']): string {
  if (code === 'HPE_HEADER_OVERFLOW') return malformedAnswer(431, 'Request Header Fields Too Large', ids);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return malformedAnswer(408, 'Request Timeout', ids);
  return malformedAnswer(400, 'Bad Request', ids);
}

/** A proxy's "GET http://host/path": the host in the target is the one that counts (RFC 9112 §3.2.2). */
function originForm(url: string, head: RequestHead): string {
  if (url.charCodeAt(0) === SLASH) return url;
  const match = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url);
  if (match === null) return url;
  head.host = match[1] ?? '';
  const rest = match[2] ?? '';
  return rest.startsWith('/') ? rest : `/${rest}`;
}

const SLASH = 47;

function linger(req: IncomingMessage): void {
  const cutOff = setTimeout(() => {
    if (!req.complete) req.socket.destroy();
  }, LINGER_MS);
  cutOff.unref();
}

function sendText(res: ServerResponse, status: number, contentType: string, text: string): void {
  res.writeHead(status, [
    'Content-Type',
    contentType,
    'Content-Length',
    String(Buffer.byteLength(text)),
    'Cache-Control',
    'no-store',
  ]);
  res.end(text);
}
