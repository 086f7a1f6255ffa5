// Status line and headers of a backend's answer (RFC 9112 §4–6), read strictly: what two readers could understand
// differently is a failed answer, never a guess.
import { HeadLines } from '../http/head-lines';

/** How the body ends. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  /** With the connection. */
  | { readonly kind: 'close' };

export class ResponseHead {
  readonly status: number;
  /** Name, value, name, value … as they came. */
  readonly headers: readonly string[];
  readonly framing: Framing;
  /** What Content-Length says, also for the body that a HEAD leaves out; -1: nothing. */
  readonly contentLength: number;
  /** The connection may serve another request. */
  readonly isPersistent: boolean;
  /** What "Keep-Alive: timeout=…" says, in seconds; -1: nothing. */
  readonly keepAliveSeconds: number;

  constructor(
    status: number,
    headers: readonly string[],
    framing: Framing,
    contentLength: number,
    isPersistent: boolean,
    keepAliveSeconds: number,
  ) {
    this.status = status;
    this.headers = headers;
    this.framing = framing;
    this.contentLength = contentLength;
    this.isPersistent = isPersistent;
    this.keepAliveSeconds = keepAliveSeconds;
  }
}

const NO_BODY: Framing = { kind: 'none' };
const CHUNKED: Framing = { kind: 'chunked' };
const UNTIL_CLOSE: Framing = { kind: 'close' };

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;

/**
 * `text`: up to the empty line, without it; line ends are CRLF and there are no other control characters but tabs.
 * A string says what is wrong.
 */
export function parseResponseHead(text: string, isHead: boolean): ResponseHead | string {
  let lineEnd = text.indexOf('\r\n');
  if (lineEnd === -1) lineEnd = text.length;
  const statusLine = STATUS_LINE.exec(lineEnd === text.length ? text : text.slice(0, lineEnd));
  if (statusLine === null) return 'The answer does not begin with an HTTP/1 status line.';
  const isHttp11 = statusLine[1] === '1';
  const status = Number(statusLine[2]);

  const lines = new HeadLines();
  const problem = lines.read(text, lineEnd + 2);
  if (problem !== undefined) return `The answer has ${problem}.`;
  const { contentLength, transferEncoding } = lines;
  const keepAliveSeconds =
    lines.keepAlive === '' ? -1 : Number(/timeout\s*=\s*"?(\d{1,6})/i.exec(lines.keepAlive)?.[1] ?? -1);

  let isPersistent = isHttp11 ? !lines.hasOption('close') : lines.hasOption('keep-alive');
  let framing: Framing;
  if (isHead || status < 200 || status === 204 || status === 304) {
    framing = NO_BODY;
  } else if (transferEncoding !== null) {
    if (transferEncoding !== 'chunked') return `The answer has the Transfer-Encoding "${transferEncoding}".`;
    framing = CHUNKED;
  } else if (contentLength !== -1) {
    framing = contentLength === 0 ? NO_BODY : { kind: 'length', length: contentLength };
  } else {
    framing = UNTIL_CLOSE;
    isPersistent = false;
  }
  return new ResponseHead(status, lines.headers, framing, contentLength, isPersistent, keepAliveSeconds);
}
