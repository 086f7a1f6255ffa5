// A request to a backend, ready to be sent.
import type { RequestBody } from '../http/message';

export class UpstreamRequest {
  readonly origin: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Name, value, name, value …, without framing headers. Values are fit for the wire. */
  readonly headers: string[];
  /** The headers bring a Host of their own. */
  readonly hasHost: boolean;
  readonly body: RequestBody | Buffer | null;
  /** From now to the first byte of the answer. */
  readonly timeoutMs: number;

  constructor(
    origin: string,
    method: string,
    path: string,
    headers: string[],
    hasHost: boolean,
    body: RequestBody | Buffer | null,
    timeoutMs: number,
  ) {
    this.origin = origin;
    this.method = method;
    this.path = path;
    this.headers = headers;
    this.hasHost = hasHost;
    this.body = body;
    this.timeoutMs = timeoutMs;
  }

  withBody(body: Buffer): UpstreamRequest {
    const { origin, method, path, headers, hasHost, timeoutMs } = this;
    return new UpstreamRequest(origin, method, path, headers, hasHost, body, timeoutMs);
  }
}
