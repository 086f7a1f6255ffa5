// One pass over a request's headers picks out everything the pipeline asks for on every request.
import type { HeaderList } from './message';

/** Ours: no backend, template or function sees it. */
export const DEBUG_HEADER = 'x-gatehouse-debug';

export class RequestHead {
  host = '';
  hostCount = 0;
  apiKey = '';
  userAgent = '';
  /** What the client wants as x-amzn-RequestId. */
  requestId = '';
  methodOverride = '';
  /** X-Amzn-Trace-Id as it came: the first, when there are several. */
  traceId = '';
  cacheControl = '';
  contentEncoding = '';
  /** Asks for this one request to be traced. */
  debugToken = '';
  /** -1: not said. */
  contentLength = -1;
  isChunked = false;
  /** A transfer coding beside chunked, which we would have to undo. */
  hasOtherCoding = false;
  /** Names and values, without separators: what AWS limits to 10,240. */
  byteLength = 0;

  get hasBody(): boolean {
    return this.contentLength > 0 || this.isChunked;
  }

  constructor(headers: HeaderList) {
    let byteLength = 0;
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i] as string;
      const value = headers[i + 1] as string;
      byteLength += name.length + value.length;
      // By length first: most headers are told apart without looking at their letters.
      switch (name.length) {
        case 4:
          if (is(name, 'host')) {
            this.host = value;
            this.hostCount += 1;
          }
          break;
        case 9:
          if (this.apiKey === '' && is(name, 'x-api-key')) this.apiKey = value;
          break;
        case 10:
          if (is(name, 'user-agent')) this.userAgent = value;
          break;
        case 13:
          if (is(name, 'cache-control')) this.cacheControl = value;
          break;
        case 14:
          if (is(name, 'content-length')) this.contentLength = Number(value);
          break;
        case 15:
          if (this.traceId === '' && is(name, 'x-amzn-trace-id')) this.traceId = value;
          break;
        case 16:
          if (is(name, 'x-amzn-requestid')) this.requestId = value;
          else if (is(name, 'content-encoding'))
            this.contentEncoding += this.contentEncoding === '' ? value : `,${value}`;
          break;
        case 17:
          if (is(name, 'transfer-encoding')) {
            this.isChunked = true;
            if (value.includes(',')) this.hasOtherCoding = true;
          } else if (is(name, DEBUG_HEADER)) this.debugToken = value;
          break;
        case 22:
          if (is(name, 'x-http-method-override')) this.methodOverride = value;
          break;
      }
    }
    this.byteLength = byteLength;
  }
}

function is(name: string, lowerName: string): boolean {
  return name === lowerName || name.toLowerCase() === lowerName;
}
