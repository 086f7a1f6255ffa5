// A Reply → bytes on the client's connection. Small answers leave in one write; a backend's stream follows the
// client's pace.
import type { ServerResponse } from 'node:http';
import type { BodySink, BodyStream, Reply } from '../http/message';
import type { Exchange, Responder } from '../pipeline/exchange';
import { finishExchange } from '../pipeline/run';
import type { Connection } from './connection';
import type { HttpRequestBody } from './http-request-body';
import { sendWhole } from './send-whole';

export interface ServerState {
  /** Connections end after the answer under way. */
  isDraining: boolean;
  /** The lines that keep a connection open, with the empty line after the headers. */
  readonly keepAlive: string;
}

export class HttpResponder implements Responder {
  readonly #res: ServerResponse;
  readonly #connection: Connection;
  readonly #body: HttpRequestBody | null;
  readonly #server: ServerState;

  constructor(res: ServerResponse, connection: Connection, body: HttpRequestBody | null, server: ServerState) {
    this.#res = res;
    this.#connection = connection;
    this.#body = body;
    this.#server = server;
  }

  respond(x: Exchange, reply: Reply): void {
    const { status, headers } = reply;
    let { body } = reply;
    if (body !== null && typeof body === 'object' && !Buffer.isBuffer(body)) {
      if (!body.isComplete) {
        this.#stream(x, reply, body);
        return;
      }
      body = body.takeBody();
    }
    const length = body === null ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    const isHead = this.#res.req.method === 'HEAD';
    if (isHead && reply.streamLength >= 0) headers.push('Content-Length', String(reply.streamLength));
    else if (status !== 204 && status !== 304) headers.push('Content-Length', String(length));
    const isBare = isHead || length === 0 || status === 204 || status === 304;
    sendWhole(this.#res, status, headers, isBare ? null : body, this.#mustClose ? '' : this.#server.keepAlive);
    x.sentBytes = isBare ? 0 : length;
    this.#done(x);
  }

  abort(x: Exchange): void {
    this.#res.destroy();
    this.#done(x);
  }

  #stream(x: Exchange, reply: Reply, body: BodyStream): void {
    const { status, headers, streamLength } = reply;
    if (streamLength >= 0 && status !== 204 && status !== 304) headers.push('Content-Length', String(streamLength));
    if (this.#mustClose) headers.push('Connection', 'close');
    const res = this.#res;
    res.writeHead(status, headers);
    const sink: BodySink = {
      write: (chunk) => {
        x.sentBytes += chunk.length;
        return res.write(chunk);
      },
      onPause: (resume) => res.once('drain', resume),
      end: () => {
        res.end();
        this.#done(x);
      },
      fail: () => {
        // Status and headers are out: cutting the connection is the only way to say that the body is not whole.
        if (!x.isClientGone) x.services.counters.brokenBodies += 1;
        res.destroy();
        this.#done(x);
      },
    };
    body.pipe(sink);
  }

  /** A held-back body may or may not follow: the next request could not be told from it. */
  get #mustClose(): boolean {
    return this.#body?.isHeldBack === true || this.#server.isDraining;
  }

  #done(x: Exchange): void {
    this.#connection.remove(x);
    finishExchange(x);
  }
}
