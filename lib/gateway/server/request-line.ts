// "GET /path?query HTTP/1.1" and the headers under it (RFC 9112 §3–6), read strictly: what two readers could understand
// differently is refused, never guessed.
import { METHODS } from 'node:http';
import { HeadLines } from '../http/head-lines';

export class RequestStart {
  readonly method: string;
  /** As it came, in any of its forms. */
  readonly target: string;
  readonly isHttp11: boolean;
  /** Name, value, name, value … as they came. */
  readonly headers: readonly string[];
  /** 0: none. -1: in chunks. */
  readonly bodyLength: number;
  /** The client wants to send another request on this connection. */
  readonly isPersistent: boolean;
  /** What the client expects before it sends its body, in lower case; null: nothing. */
  readonly expect: string | null;

  constructor(
    method: string,
    target: string,
    isHttp11: boolean,
    headers: readonly string[],
    bodyLength: number,
    isPersistent: boolean,
    expect: string | null,
  ) {
    this.method = method;
    this.target = target;
    this.isHttp11 = isHttp11;
    this.headers = headers;
    this.bodyLength = bodyLength;
    this.isPersistent = isPersistent;
    this.expect = expect;
  }
}

const KNOWN_METHODS: ReadonlySet<string> = new Set(METHODS);
const SLASH = 47;
/** A blank would be a second one in the line. What else a target must not hold is the pipeline's business. */
const BAD_TARGET_CHARACTER = /[^\x21-\x7e]/;
/** RFC 9112 §3.2.2, without user information, which RFC 9110 §4.2.4 tells us not to trust. */
const ABSOLUTE_FORM = /^[A-Za-z]+:\/\/[\w.~:[\]-]+(?:[/?]|$)/;
/** RFC 9112 §3.2.3: CONNECT is refused later on, as what it is. */
const AUTHORITY_FORM = /^[\w.~:[\]-]+$/;

/**
 * `text`: up to the empty line, without it; line ends are CRLF and there are no other control characters but tabs.
 * A string says what is wrong.
 */
export function parseRequestStart(text: string): RequestStart | string {
  let lineEnd = text.indexOf('\r\n');
  if (lineEnd === -1) lineEnd = text.length;
  const methodEnd = text.indexOf(' ');
  const targetEnd = lineEnd - ' HTTP/1.1'.length;
  if (methodEnd <= 0 || targetEnd <= methodEnd + 1) return 'no request line';
  const method = text.slice(0, methodEnd);
  if (!KNOWN_METHODS.has(method)) return 'an unknown method';
  if (!text.startsWith(' HTTP/1.', targetEnd)) return 'no HTTP/1 version';
  const minor = text.charCodeAt(lineEnd - 1);
  if (minor !== ONE && minor !== ZERO) return 'no HTTP/1 version';
  const target = text.slice(methodEnd + 1, targetEnd);
  if (!isTarget(method, target)) return 'a target that is none';

  const lines = new HeadLines();
  const problem = lines.read(text, lineEnd + 2);
  if (problem !== undefined) return problem;
  const isHttp11 = minor === ONE;
  let bodyLength = Math.max(0, lines.contentLength);
  if (lines.transferEncoding !== null) {
    if (!isHttp11 || lines.transferEncoding !== 'chunked') return 'a Transfer-Encoding that we do not undo';
    bodyLength = -1;
  }
  const isPersistent = !lines.hasOption('close') && (isHttp11 || lines.hasOption('keep-alive'));
  // HTTP/1.0 has no expectations (RFC 9110 §10.1.1).
  const expect = isHttp11 ? lines.expect : null;
  return new RequestStart(method, target, isHttp11, lines.headers, bodyLength, isPersistent, expect);
}

const ZERO = 48;
const ONE = 49;

/** Of HTTP/2, where targets have no other form (RFC 9113 §8.3.1). */
export const isPlainRequest = (method: string, target: string): boolean =>
  method !== 'CONNECT' &&
  KNOWN_METHODS.has(method) &&
  (target.charCodeAt(0) === SLASH || target === '*') &&
  !BAD_TARGET_CHARACTER.test(target);

export const isAuthority = (text: string): boolean => AUTHORITY_FORM.test(text);

function isTarget(method: string, target: string): boolean {
  if (BAD_TARGET_CHARACTER.test(target)) return false;
  if (method === 'CONNECT') return AUTHORITY_FORM.test(target);
  return target.charCodeAt(0) === SLASH || target === '*' || ABSOLUTE_FORM.test(target);
}

/** Are these lines, without the empty one, what may follow a chunked body? They are read over, but not unread. */
export function areTrailers(text: string): boolean {
  const lines = new HeadLines();
  return lines.read(text, 0) === undefined && lines.contentLength === -1 && lines.transferEncoding === null;
}
