// A client's connection and the requests on it: one listener tells them all when the client goes away.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Exchange } from '../pipeline/exchange';
import { abandonExchange } from '../pipeline/run';

const kConnection = Symbol('connection');

type Tagged = Socket & { [kConnection]?: Connection };

export class Connection {
  readonly sourceIp: string;
  readonly serverPort: number;
  /** More than one when the client pipelines. */
  readonly #exchanges: Exchange[] = [];

  /** The newest one, of which more may follow. */
  newest: IncomingMessage | null = null;

  constructor(socket: Socket) {
    this.sourceIp = plainAddress(socket.remoteAddress ?? '');
    this.serverPort = socket.localPort ?? 0;
    socket.once('close', () => this.#abandonAll());
  }

  /** Made with the first request. */
  static of(socket: Socket): Connection {
    const tagged = socket as Tagged;
    tagged[kConnection] ??= new Connection(socket);
    return tagged[kConnection];
  }

  static find(socket: Socket): Connection | undefined {
    return (socket as Tagged)[kConnection];
  }

  get hasStartedAnswer(): boolean {
    return this.#exchanges.some((x) => x.sentStatus !== 0);
  }

  /** The newest request has its answer, though it has not come in whole. */
  get isAnsweredEarly(): boolean {
    return this.newest !== null && !this.newest.complete && this.#exchanges.length === 0;
  }

  add(x: Exchange): void {
    this.#exchanges.push(x);
    x.services.counters.inFlight += 1;
  }

  remove(x: Exchange): void {
    const index = this.#exchanges.indexOf(x);
    if (index === -1) return;
    this.#exchanges.splice(index, 1);
    x.services.counters.inFlight -= 1;
  }

  #abandonAll(): void {
    for (const x of this.#exchanges.splice(0)) {
      x.services.counters.inFlight -= 1;
      abandonExchange(x);
    }
  }
}

/** "::ffff:127.0.0.1" is an IPv4 client on a dual-stack socket. */
const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);
