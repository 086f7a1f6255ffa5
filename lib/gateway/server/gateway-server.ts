// Sockets on the outside, exchanges on the inside. Nothing here knows what an API is.
import net, { type AddressInfo } from 'node:net';
import { type EdgeTrust, withoutSecret, withoutViewerHeaders } from '../edge/edge-trust';
import { DEFAULT_DOOR, type Door, EDGE_DOOR } from '../http/door';
import { RequestHead } from '../http/request-head';
import { Exchange } from '../pipeline/exchange';
import { runExchange } from '../pipeline/run';
import type { Services } from '../pipeline/services';
import type { SnapshotRegistry } from '../snapshot/registry';
import { acceptWith } from './accept';
import { ClientConnection } from './client-connection';
import type { Client, ConnectionHome, OpenConnection } from './connection-home';
import { ClientSession } from './http2-session';
import type { IncomingBody } from './incoming-body';
import type { RequestStart } from './request-line';
import { type ServerTimeouts, TickLimits } from './timeouts';
import { TlsListener } from './tls-listener';
import { TrustedProxies } from './trusted-proxies';

/** `handle`: a socket that another process has bound and holds, so that it outlives this one. */
export type ListenOptions = { readonly host: string; readonly port: number } | { readonly handle: object };

export interface ServerHooks {
  /** The body of /_health and whether the worker is ready. */
  health(): { readonly isReady: boolean; readonly body: string };
  /** Prometheus text; undefined: /_metrics does not exist. */
  readonly metrics: (() => string | Promise<string>) | undefined;
  /** Null: nobody is believed about whom a request is from. */
  readonly proxies: TrustedProxies | null;
  /** Null: there is no edge. */
  readonly edge: EdgeTrust | null;
}

export class GatewayServer implements ConnectionHome {
  readonly services: Services;
  readonly limits: TickLimits;
  readonly keepAliveLines: string;
  isDraining = false;
  tick = 0;
  readonly #servers = new Set<net.Server>();
  readonly #connections = new Set<OpenConnection>();
  readonly #registry: SnapshotRegistry;
  readonly #hooks: ServerHooks;
  readonly #tickMs: number;
  #tls: TlsListener | undefined;
  #clock: NodeJS.Timeout | undefined;
  /** Set while the server closes: called when it may be through. */
  #onGone: (() => void) | null = null;

  constructor(registry: SnapshotRegistry, services: Services, hooks: ServerHooks, timeouts: ServerTimeouts) {
    this.services = services;
    this.#registry = registry;
    this.#hooks = hooks;
    this.limits = new TickLimits(timeouts);
    this.#tickMs = timeouts.checkIntervalMs;
    const seconds = Math.floor(timeouts.keepAliveMs / 1000);
    this.keepAliveLines = `Connection: keep-alive\r\nKeep-Alive: timeout=${seconds}\r\n`;
  }

  /** Called for each address of the gateway. */
  listen(where: ListenOptions, door: Door = DEFAULT_DOOR): Promise<{ host: string; port: number }> {
    return new Promise((resolve, reject) => {
      const server = net.createServer();
      const listening = (): void => {
        server.off('error', reject);
        try {
          acceptWith(
            server,
            (handle) => this.#connections.add(new ClientConnection(this, handle, door)),
            (errorNumber) => this.#acceptFailed(errorNumber),
          );
        } catch (error) {
          reject(error);
          return;
        }
        this.#servers.add(server);
        this.#clock ??= setInterval(() => this.#onTick(), this.#tickMs).unref();
        const { address, port } = server.address() as AddressInfo;
        resolve({ host: address, port });
      };
      server.once('error', reject);
      if ('handle' in where) server.listen(where.handle, listening);
      else server.listen(where.port, where.host, listening);
    });
  }

  /** For custom domain names that have a certificate. */
  listenTls(where: ListenOptions): Promise<{ host: string; port: number }> {
    this.#tls ??= new TlsListener(
      this.services,
      () => this.#registry.current,
      (socket, door) => {
        const Connection = socket.alpnProtocol === 'h2' ? ClientSession : ClientConnection;
        this.#connections.add(new Connection(this, socket, door));
      },
    );
    const listener = this.#tls;
    return new Promise((resolve, reject) => {
      const server = net.createServer({ allowHalfOpen: true }, (socket) => listener.accept(socket));
      server.once('error', reject);
      const listening = (): void => {
        server.off('error', reject);
        this.#servers.add(server);
        this.#clock ??= setInterval(() => this.#onTick(), this.#tickMs).unref();
        const { address, port } = server.address() as AddressInfo;
        resolve({ host: address, port });
      };
      if ('handle' in where) server.listen(where.handle, listening);
      else server.listen(where.port, where.host, listening);
    });
  }

  /** Takes no more connections, lets requests under way end, and cuts off what is left after `graceMs`. */
  close(graceMs: number): Promise<void> {
    this.isDraining = true;
    this.#tls?.close();
    if (this.#servers.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cutOff = setTimeout(() => {
        for (const connection of this.#connections) connection.destroy();
      }, graceMs);
      let open = this.#servers.size;
      this.#onGone = () => {
        if (open > 0 || this.#connections.size > 0) return;
        clearTimeout(cutOff);
        clearInterval(this.#clock);
        resolve();
      };
      for (const server of this.#servers) {
        server.close(() => {
          open -= 1;
          this.#onGone?.();
        });
      }
      for (const connection of this.#connections) connection.closeIfIdle();
    });
  }

  gone(connection: OpenConnection): void {
    this.#connections.delete(connection);
    this.#onGone?.();
  }

  serve(client: Client, request: RequestStart, body: IncomingBody | null): void {
    const head = new RequestHead(request.headers);
    const target = originForm(request.target, head);
    const { proxies, edge } = this.#hooks;
    const isFromEdge = edge !== null && client.door.vpcEndpointId === '' && edge.isFromEdge(request.headers);
    if (target.startsWith('/_') && !isFromEdge && this.#serveOwn(client, request.method, target, head.host)) return;
    const { headers, sourceIp } = isFromEdge
      ? { headers: withoutSecret(request.headers), sourceIp: viewerOf(client, request, proxies) }
      : {
          headers: edge === null ? request.headers : withoutViewerHeaders(request.headers),
          sourceIp: proxies === null ? client.peerIp : proxies.clientOf(client.peerIp, request.headers),
        };
    const x = new Exchange(
      this.services,
      this.#registry.current,
      {
        method: request.method,
        target,
        headers,
        head,
        body,
        protocol: request.isHttp11 ? 'HTTP/1.1' : 'HTTP/1.0',
        sourceIp,
        peerIp: client.peerIp,
        serverPort: client.serverPort,
        door: isFromEdge ? EDGE_DOOR : client.door,
      },
      client,
      null,
    );
    client.begin(x);
    runExchange(x);
  }

  #acceptFailed(errorNumber: number): void {
    this.services.logger.warn({ errorNumber }, 'A connection could not be accepted.');
  }

  #onTick(): void {
    this.tick += 1;
    for (const connection of this.#connections) connection.check();
  }

  /** /_health and /_metrics, but not on an API's own host: there they are a stage's name. */
  #serveOwn(client: Client, method: string, target: string, host: string): boolean {
    const path = target.split('?', 1)[0];
    if ((path !== '/_health' && path !== '/_metrics') || host.toLowerCase().includes('.execute-api.')) return false;
    if (method !== 'GET' && method !== 'HEAD') return false;
    const isHead = method === 'HEAD';
    if (path === '/_health') {
      const { isReady, body } = this.#hooks.health();
      sendText(client, isReady ? 200 : 503, 'application/json', body, isHead);
      return true;
    }
    const { metrics } = this.#hooks;
    if (metrics === undefined) return false;
    Promise.resolve()
      .then(metrics)
      .then(
        (text) => sendText(client, 200, 'text/plain; version=0.0.4; charset=utf-8', text, isHead),
        (error: unknown) => {
          this.services.logger.error({ err: error }, 'Metrics could not be rendered.');
          sendText(client, 500, 'text/plain', 'Metrics could not be rendered.\n', isHead);
        },
      );
    return true;
  }
}

const NO_PROXIES = new TrustedProxies([]);

/** As the edge wrote it down; proxies in front of the edge may be trusted too. */
const viewerOf = (client: Client, request: RequestStart, proxies: TrustedProxies | null): string =>
  (proxies ?? NO_PROXIES).clientOf(client.peerIp, request.headers, true);

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

function sendText(client: Client, status: number, contentType: string, text: string, isHead: boolean): void {
  const length = String(Buffer.byteLength(text));
  const headers = ['Content-Type', contentType, 'Content-Length', length, 'Cache-Control', 'no-store'];
  client.answer(status, headers, isHead ? '' : text, false);
}
