// A client's connection that speaks HTTP/2 (RFC 9113), as it was agreed in its TLS handshake: frames and their rules are
// node:http2's, what a client may do how often is ours.
import {
  constants,
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Door } from '../http/door';
import { type ConnectionHome, type OpenConnection, plainAddress } from './connection-home';
import { requestStartOf } from './http2-head';
import { ClientStream, type StreamHome } from './http2-stream';

const MAX_STREAMS = 100;
/** Of one request; the pipeline's limits are lower and answer with more than a reset. */
const MAX_HEAD_BYTES = 32 * 1024;
const MAX_FIELDS = 256;
/** Of all bodies together; each has 64 KB, so that one that waits does not stop the others. */
const WINDOW_BYTES = 1024 * 1024;
/** Requests taken back before their answer: a page that is left takes back all of its at once, nobody does so all the time. */
const MAX_CANCELLED = 2 * MAX_STREAMS;
const CANCELLED_PER_TICK = 10;
/** PING and SETTINGS within a tick: each is answered. */
const MAX_CONTROLS = 500;
/** Everything that is on its way still counts (RFC 9113 §6.8). */
const LAST_POSSIBLE_STREAM = 2 ** 31 - 1;
const { NGHTTP2_NO_ERROR, NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_FLAG_END_STREAM } = constants;

export class ClientSession implements OpenConnection, StreamHome {
  readonly home: ConnectionHome;
  readonly door: Door;
  readonly peerIp: string;
  readonly serverPort: number;
  readonly #socket: TLSSocket;
  readonly #session: ServerHttp2Session;
  readonly #streams = new Set<ClientStream>();
  #cancelled = 0;
  #controls = 0;
  /** No request has come on this connection. */
  #isFresh = true;
  /** The client knows that it should open no more streams. */
  #isClosing = false;
  #isGone = false;
  /** Tick of the connection's start, or at which its last stream ended. */
  #idleFrom: number;

  constructor(home: ConnectionHome, socket: TLSSocket, door: Door) {
    this.home = home;
    this.door = door;
    this.peerIp = plainAddress(socket.remoteAddress ?? '');
    this.serverPort = socket.localPort ?? 0;
    this.#idleFrom = home.tick;
    this.#socket = socket;
    const session = performServerHandshake(socket, {
      settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: MAX_HEAD_BYTES },
      maxHeaderListPairs: MAX_FIELDS,
    });
    this.#session = session;
    session.setLocalWindowSize(WINDOW_BYTES);
    session.on('stream', (stream: ServerHttp2Stream, _: IncomingHttpHeaders, flags: number, fields: string[]) =>
      this.#onStream(stream, flags, fields),
    );
    session.on('ping', () => this.#onControl());
    session.on('remoteSettings', () => this.#onControl());
    // Its end follows and says all there is to say.
    session.on('error', () => this.#onLast());
    session.on('goaway', () => this.#onLast());
    socket.on('error', () => undefined);
    socket.on('end', () => this.destroy());
    socket.on('close', () => this.#onGone());
  }

  // ---- the server's side

  check(): void {
    const { tick, limits } = this.home;
    this.#controls = 0;
    this.#cancelled = Math.max(0, this.#cancelled - CANCELLED_PER_TICK);
    if (this.#streams.size > 0) {
      for (const stream of this.#streams) stream.check();
      return;
    }
    const idle = tick - this.#idleFrom;
    if (this.#isClosing) {
      if (idle > limits.linger) this.destroy();
      // Not every client answers a PING that it gets along with a GOAWAY.
      else if (idle > 1 && !this.#session.destroyed) this.#session.close();
    } else if (this.#isFresh) {
      if (idle > limits.headers) this.destroy();
    } else if (idle > limits.keepAlive) {
      this.closeIfIdle();
    }
  }

  /** Streams under way go on, and so do those that the client opened before it heard of it. */
  closeIfIdle(): void {
    const session = this.#session;
    if (this.#isClosing || session.destroyed) return;
    this.#onLast();
    session.goaway(NGHTTP2_NO_ERROR, LAST_POSSIBLE_STREAM);
    // Its answer comes after whatever the client sent until then.
    const isAsked = session.ping(() => {
      if (!session.destroyed) session.close();
    });
    if (!isAsked) session.close();
  }

  destroy(): void {
    this.#isClosing = true;
    if (!this.#session.destroyed) this.#session.destroy();
    this.#socket.destroy();
  }

  // ---- the streams' side

  ended(stream: ClientStream, isCancelled: boolean): void {
    this.#streams.delete(stream);
    this.#idleFrom = this.home.tick;
    if (isCancelled) this.#onCancelled();
  }

  // ---- ours

  #onStream(stream: ServerHttp2Stream, flags: number, fields: readonly string[]): void {
    this.#isFresh = false;
    this.#idleFrom = this.home.tick;
    // It was reset in the same breath.
    if (stream.destroyed || stream.closed) {
      stream.on('error', () => undefined);
      this.#onCancelled();
      return;
    }
    const client = new ClientStream(this, stream);
    this.#streams.add(client);
    client.start(requestStartOf(fields, (flags & NGHTTP2_FLAG_END_STREAM) !== 0));
  }

  #onCancelled(): void {
    this.#cancelled += 1;
    if (this.#cancelled > MAX_CANCELLED) this.#calmDown();
  }

  #onControl(): void {
    this.#controls += 1;
    if (this.#controls > MAX_CONTROLS) this.#calmDown();
  }

  /** The client does nothing that is forbidden, but too much of it. */
  #calmDown(): void {
    if (this.#isGone || this.#session.destroyed) return;
    this.home.services.counters.malformedRequests += 1;
    this.#onLast();
    this.#session.destroy(new Error('The client asks for too much.'), NGHTTP2_ENHANCE_YOUR_CALM);
  }

  /** No more streams come, whoever says so. */
  #onLast(): void {
    this.#isClosing = true;
    this.#idleFrom = this.home.tick;
  }

  #onGone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#isClosing = true;
    for (const stream of [...this.#streams]) stream.gone(false);
    this.home.gone(this);
  }
}
