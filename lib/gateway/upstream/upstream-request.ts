// A request to a backend, ready to be sent.
import type { RequestBody } from '../http/message';
import type { Backend } from './backend';

export class UpstreamRequest {
  readonly backend: Backend;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Name, value, name, value …, without framing headers. Values are fit for the wire. */
  readonly headers: string[];
  /** The headers bring a Host of their own. */
  readonly hasHost: boolean;
  readonly body: RequestBody | Buffer | null;
  /** From now to the first byte of the answer; of one that is streamed, to its last. */
  readonly timeoutMs: number;
  /** Its answer may take minutes, and pause for minutes. */
  readonly isStreamed: boolean;

  constructor(
    backend: Backend,
    method: string,
    path: string,
    headers: string[],
    hasHost: boolean,
    body: RequestBody | Buffer | null,
    timeoutMs: number,
    isStreamed = false,
  ) {
    this.backend = backend;
    this.method = method;
    this.path = path;
    this.headers = headers;
    this.hasHost = hasHost;
    this.body = body;
    this.timeoutMs = timeoutMs;
    this.isStreamed = isStreamed;
  }

  get origin(): string {
    return this.backend.origin;
  }

  withBody(body: Buffer): UpstreamRequest {
    const { backend, method, path, headers, hasHost, timeoutMs, isStreamed } = this;
    return new UpstreamRequest(backend, method, path, headers, hasHost, body, timeoutMs, isStreamed);
  }
}
