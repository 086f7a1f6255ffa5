// Headers of HTTP/2 → what the rest of the gateway knows of a request, and an answer's the other way. What nghttp2 has refused
// already (names with capitals, fields of a connection, pseudo-headers that are missing, come twice or late, bodies of another
// length than they say) is not looked for again; fields with characters that none may have it leaves out (RFC 9113 §8.2.1).
import type { OutgoingHttpHeaders } from 'node:http2';
import { isAuthority, isPlainRequest, RequestStart } from './request-line';

const DIGITS = /^\d{1,15}$/;
/** The fields of a connection, which HTTP/2 does not have (RFC 9113 §8.2.2). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'http2-settings', 'te'],
]);
/** Whose values can't be told apart once they are one. */
const NEVER_JOINED: ReadonlySet<string> = new Set(['set-cookie', 'www-authenticate', 'proxy-authenticate']);

/** `hasEnded`: no body follows. A string says what is wrong. */
export function requestStartOf(fields: readonly string[], hasEnded: boolean): RequestStart | string {
  let method = '';
  let target = '';
  let authority: string | null = null;
  let length = -1;
  let expect: string | null = null;
  let cookieAt = -1;
  // The name that events and mappings know it by.
  const headers = ['Host', ''];
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] as string;
    const value = fields[i + 1] as string;
    switch (name) {
      case ':method':
        method = value;
        break;
      case ':path':
        target = value;
        break;
      case ':scheme':
        break;
      case ':authority':
      case 'host':
        // Two names, two readers.
        if (authority !== null && authority.toLowerCase() !== value.toLowerCase()) return 'two hosts';
        authority ??= value;
        break;
      case 'cookie':
        // One field each is how HTTP/2 packs them best; everyone else knows one of all (RFC 9113 §8.2.3).
        if (cookieAt === -1) cookieAt = headers.push(name, value) - 1;
        else headers[cookieAt] += `; ${value}`;
        break;
      case 'content-length':
        if (length !== -1 || !DIGITS.test(value)) return 'a bad or a second Content-Length';
        length = Number(value);
        headers.push(name, value);
        break;
      case 'expect':
        expect = expect === null ? value.toLowerCase() : `${expect},${value.toLowerCase()}`;
        headers.push(name, value);
        break;
      default:
        if (name.startsWith(':')) return 'a pseudo-header that we do not know';
        if (OF_CONNECTION.has(name) && name !== 'te') return 'a field that belongs to a connection';
        headers.push(name, value);
    }
  }
  if (!isPlainRequest(method, target)) return 'no method or target that we know';
  if (authority === null || !isAuthority(authority)) return 'no host';
  if (hasEnded && length > 0) return 'a body that does not come';
  headers[1] = authority;
  return new RequestStart(method, target, true, headers, hasEnded ? 0 : length, true, expect);
}

/** Repeated ones become a list, as they may everywhere (RFC 9110 §5.3). Date is Node's. */
export function answerFields(status: number, headers: readonly string[]): OutgoingHttpHeaders {
  const fields: Record<string, string | number | string[]> = { __proto__: null as never, ':status': status };
  for (let i = 0; i < headers.length; i += 2) {
    const name = (headers[i] as string).toLowerCase();
    const value = headers[i + 1] as string;
    if (OF_CONNECTION.has(name)) continue;
    const before = fields[name];
    if (before === undefined) fields[name] = NEVER_JOINED.has(name) ? [value] : value;
    else if (Array.isArray(before)) before.push(value);
    else fields[name] = `${before}, ${value}`;
  }
  return fields;
}
