// What the server and its clients' connections, of whichever version of HTTP, know of each other.
import type { Door } from '../http/door';
import type { Exchange, Responder } from '../pipeline/exchange';
import type { Services } from '../pipeline/services';
import type { IncomingBody } from './incoming-body';
import type { RequestStart } from './request-line';
import type { TickLimits } from './timeouts';

export interface OpenConnection {
  /** Called once per tick. */
  check(): void;
  /** The server stops: nothing more is expected from a connection that is idle. */
  closeIfIdle(): void;
  destroy(): void;
}

/** Who has sent a request: a connection, or one of its streams. */
export interface Client extends Responder {
  /** The listener that accepted it. */
  readonly door: Door;
  readonly peerIp: string;
  readonly serverPort: number;
  /** The request's way through the pipeline; its answer comes to `respond`. */
  begin(x: Exchange): void;
  /** The answer to a request that has no exchange. */
  answer(status: number, headers: string[], body: string, isLast: boolean): void;
}

/** What connections need of their server. */
export interface ConnectionHome {
  readonly services: Services;
  readonly limits: TickLimits;
  /** The lines that keep a connection open. */
  readonly keepAliveLines: string;
  /** Connections end after the answer under way. */
  readonly isDraining: boolean;
  /** Now. */
  readonly tick: number;
  serve(client: Client, request: RequestStart, body: IncomingBody | null): void;
  gone(connection: OpenConnection): void;
}

/** "::ffff:127.0.0.1" is an IPv4 client on a dual-stack socket. */
export const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);
