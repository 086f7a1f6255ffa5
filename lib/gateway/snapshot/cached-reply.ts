// What the response cache keeps: the answer without its envelope, so that each request gets its own ids.
export class CachedReply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Buffer | null;
  readonly sizeBytes: number;

  constructor(status: number, headers: readonly string[], body: string | Buffer | null) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    let sizeBytes = body === null ? 0 : Buffer.byteLength(body);
    for (const text of headers) sizeBytes += text.length;
    this.sizeBytes = sizeBytes;
  }
}
