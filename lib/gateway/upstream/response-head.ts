// Status line and headers of a backend's answer (RFC 9112 §4–6), read strictly: what two readers could understand
// differently is a failed answer, never a guess.

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

const OTHER = 0;
const CONTENT_LENGTH = 1;
const TRANSFER_ENCODING = 2;
const CONNECTION = 3;
const KEEP_ALIVE = 4;

const KINDS: ReadonlyMap<string, number> = new Map([
  ['content-length', CONTENT_LENGTH],
  ['transfer-encoding', TRANSFER_ENCODING],
  ['connection', CONNECTION],
  ['keep-alive', KEEP_ALIVE],
]);
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const DIGITS = /^\d{1,15}$/;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;

/** Spellings that are known to be names; backends choose them, so there is an end to it. */
const MAX_KNOWN_NAMES = 4096;
const kindByName = new Map<string, number>();

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

  const headers: string[] = [];
  let contentLength = -1;
  let transferEncoding = '';
  let connection = '';
  let keepAliveSeconds = -1;
  for (let from = lineEnd + 2; from < text.length; from = lineEnd + 2) {
    lineEnd = text.indexOf('\r\n', from);
    if (lineEnd === -1) lineEnd = text.length;
    const colon = text.indexOf(':', from);
    if (colon === -1 || colon >= lineEnd) return 'The answer has a header line without a colon.';
    const name = text.slice(from, colon);
    let kind = kindByName.get(name);
    if (kind === undefined) {
      if (!TOKEN.test(name)) return 'The answer has a header whose name is not one.';
      kind = learn(name);
    }
    const value = trimmed(text, colon + 1, lineEnd);
    headers.push(name, value);
    if (kind === OTHER) continue;
    if (kind === CONTENT_LENGTH) {
      if (contentLength !== -1 || !DIGITS.test(value)) return 'The answer has a bad or a second Content-Length.';
      contentLength = Number(value);
    } else if (kind === TRANSFER_ENCODING) {
      if (transferEncoding !== '') return 'The answer has a second Transfer-Encoding.';
      transferEncoding = value.toLowerCase();
    } else if (kind === CONNECTION) {
      connection = connection === '' ? value.toLowerCase() : `${connection},${value.toLowerCase()}`;
    } else {
      keepAliveSeconds = Number(/timeout\s*=\s*"?(\d{1,6})/i.exec(value)?.[1] ?? -1);
    }
  }

  let isPersistent = isHttp11 ? !hasOption(connection, 'close') : hasOption(connection, 'keep-alive');
  let framing: Framing;
  if (transferEncoding !== '' && contentLength !== -1) {
    return 'The answer has both Content-Length and Transfer-Encoding.';
  }
  if (isHead || status < 200 || status === 204 || status === 304) {
    framing = NO_BODY;
  } else if (transferEncoding !== '') {
    if (transferEncoding !== 'chunked') return `The answer has the Transfer-Encoding "${transferEncoding}".`;
    framing = CHUNKED;
  } else if (contentLength !== -1) {
    framing = contentLength === 0 ? NO_BODY : { kind: 'length', length: contentLength };
  } else {
    framing = UNTIL_CLOSE;
    isPersistent = false;
  }
  return new ResponseHead(status, headers, framing, contentLength, isPersistent, keepAliveSeconds);
}

function learn(name: string): number {
  const kind = KINDS.get(name.toLowerCase()) ?? OTHER;
  if (kindByName.size < MAX_KNOWN_NAMES) kindByName.set(name, kind);
  return kind;
}

/** Without the blanks around it. */
function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 32 || code === 9;

function hasOption(connection: string, option: string): boolean {
  // One option is what there nearly always is.
  if (!connection.includes(',')) return connection === option;
  return connection.split(',').some((it) => it.trim() === option);
}
