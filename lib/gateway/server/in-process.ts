// Requests without a socket: tests and test invoke run the same pipeline and get the answer as a value.
import { Readable } from 'node:stream';
import { DEFAULT_DOOR, type Door } from '../http/door';
import type { Reply, RequestBody } from '../http/message';
import { RequestHead } from '../http/request-head';
import { Exchange, type ReceivedRequest, type Responder } from '../pipeline/exchange';
import { finishExchange, runExchange } from '../pipeline/run';
import type { Services } from '../pipeline/services';
import type { Trace } from '../pipeline/trace';
import type { Snapshot } from '../snapshot/snapshot';

export interface InvokeRequest {
  readonly method: string;
  /** Path with the stage (or `/_aws/execute-api/…`) and the query. */
  readonly target: string;
  /** Name, value, name, value …; Host included. */
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array;
  readonly sourceIp?: string;
  readonly door?: Door;
}

export interface InvokeResponse {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
  readonly exchange: Exchange;
}

export function invokeInProcess(
  services: Services,
  snapshot: Snapshot,
  request: InvokeRequest,
  trace: Trace | null = null,
): Promise<InvokeResponse> {
  return new Promise((resolve, reject) => {
    const responder: Responder = {
      respond(x, reply) {
        bodyOf(reply).then((body) => {
          x.sentBytes = body.length;
          finishExchange(x);
          resolve({ status: reply.status, headers: reply.headers, body, exchange: x });
        }, reject);
      },
      abort(x) {
        finishExchange(x);
        reject(new Error('The answer could not be given.'));
      },
    };
    runExchange(new Exchange(services, snapshot, received(request), responder, trace));
  });
}

export function received(request: InvokeRequest): ReceivedRequest {
  const content = request.body === undefined || request.body.length === 0 ? null : Buffer.from(request.body);
  const headers = [...(request.headers ?? [])];
  if (content !== null) headers.push('Content-Length', String(content.length));
  return {
    method: request.method,
    target: request.target,
    headers,
    head: new RequestHead(headers),
    body: content === null ? null : new WholeBody(content),
    protocol: 'HTTP/1.1',
    sourceIp: request.sourceIp ?? '127.0.0.1',
    peerIp: request.sourceIp ?? '127.0.0.1',
    serverPort: 80,
    door: request.door ?? DEFAULT_DOOR,
  };
}

class WholeBody implements RequestBody {
  readonly contentLength: number;
  readonly #content: Buffer;

  constructor(content: Buffer) {
    this.contentLength = content.length;
    this.#content = content;
  }

  stream(): Readable {
    return Readable.from([this.#content], { objectMode: false });
  }

  read(): Promise<Buffer> {
    return Promise.resolve(this.#content);
  }

  observe(listener: (bytes: Uint8Array) => void): void {
    listener(this.#content);
  }
}

function bodyOf(reply: Reply): Promise<Buffer> {
  const { body } = reply;
  if (body === null) return Promise.resolve(Buffer.alloc(0));
  if (typeof body === 'string') return Promise.resolve(Buffer.from(body, 'utf8'));
  if (Buffer.isBuffer(body)) return Promise.resolve(body);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.pipe({
      write: (chunk) => chunks.push(chunk) > 0,
      onPause: (resume) => resume(),
      end: () => resolve(Buffer.concat(chunks)),
      fail: reject,
    });
  });
}
