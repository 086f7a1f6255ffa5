// What a signed request says about its signature, in the Authorization header or in the query (a presigned URL).
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
import { GatewayError, MISSING_AUTHENTICATION_TOKEN } from '../errors/gateway-error';
import { headerValues } from '../http/headers';
import type { HeaderList } from '../http/message';
import { ALGORITHM } from '../integrations/sigv4';
import { hashOfHeader, incompleteSignature, invalidSignature } from './signature-errors';

/** A request as it came. */
export interface SignedMessage {
  /** The verb that was sent, whatever replaced it later. */
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: HeaderList;
}

export interface SignatureClaim {
  readonly accessKeyId: string;
  /** The scope's "20150830". */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** Lower case, in order, each once. */
  readonly signedHeaders: readonly string[];
  /** As they were sent: "host;x-amz-date". */
  readonly signedHeaderNames: string;
  /** 64 hexadecimal digits. */
  readonly signature: string;
  /** "20150830T123600Z" */
  readonly time: string;
  readonly timeMs: number;
  /** Of a presigned URL; null: signed in a header, good for five minutes. */
  readonly expiresSeconds: number | null;
  /** Empty: none. */
  readonly sessionToken: string;
  /** x-amz-content-sha256; undefined: not sent, so the body itself has to be hashed. */
  readonly declaredHash: string | undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html: a week. */
export const MAX_EXPIRES_SECONDS = 604_800;

/** A request that says nothing of a signature is told so in other words than one that says it wrongly. */
export function readClaim(message: SignedMessage): SignatureClaim | GatewayError {
  const authorizations = headerValues(message.headers, 'authorization');
  if (authorizations.length > 1) return incompleteSignature('The request has more than one Authorization header.');
  const [authorization] = authorizations;
  if (authorization !== undefined) return claimOfHeader(message, authorization);
  const question = message.target.indexOf('?');
  const query = question === -1 ? '' : message.target.slice(question + 1);
  return /(?:^|&)X-Amz-(?:Algorithm|Signature|Credential)=/.test(query)
    ? claimOfQuery(message, query)
    : MISSING_AUTHENTICATION_TOKEN;
}

function claimOfHeader(message: SignedMessage, authorization: string): SignatureClaim | GatewayError {
  const space = authorization.indexOf(' ');
  const algorithm = space === -1 ? '' : authorization.slice(0, space);
  const parts = new Map<string, string>();
  if (space !== -1) {
    for (const piece of authorization.slice(space + 1).split(',')) {
      const part = piece.trim();
      const equals = part.indexOf('=');
      if (equals === -1) {
        return incompleteSignature(
          `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashOfHeader(authorization)}'.`,
        );
      }
      const name = part.slice(0, equals);
      if (parts.has(name)) return incompleteSignature(`Authorization header has the parameter '${name}' twice.`);
      parts.set(name, part.slice(equals + 1));
    }
  }
  const date = oneHeader(message.headers, 'x-amz-date') ?? oneHeader(message.headers, 'date');
  if (date instanceof GatewayError) return date;
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => (parts.get(name) ?? '') === '')
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (date === undefined || date === '') {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (missing.length > 0) {
    return incompleteSignature(
      `${missing.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${hashOfHeader(authorization)}`,
    );
  }
  const token = oneHeader(message.headers, 'x-amz-security-token');
  if (token instanceof GatewayError) return token;
  return claimOf(message, {
    algorithm,
    credential: parts.get('Credential') ?? '',
    signedHeaders: parts.get('SignedHeaders') ?? '',
    signature: parts.get('Signature') ?? '',
    date: date ?? '',
    expires: null,
    token: token ?? '',
  });
}

const QUERY_NAMES = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date'];
const KNOWN: ReadonlySet<string> = new Set([...QUERY_NAMES, 'X-Amz-Expires', 'X-Amz-Security-Token']);

function claimOfQuery(message: SignedMessage, query: string): SignatureClaim | GatewayError {
  const parts = new Map<string, string>();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = equals === -1 ? pair : pair.slice(0, equals);
    if (!KNOWN.has(name)) continue;
    if (parts.has(name)) return incompleteSignature(`The query string has the parameter '${name}' twice.`);
    parts.set(name, decoded(equals === -1 ? '' : pair.slice(equals + 1)));
  }
  const missing = [...QUERY_NAMES, 'X-Amz-Expires'].filter((name) => (parts.get(name) ?? '') === '');
  if (missing.length > 0) {
    const said = missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(' ');
    return incompleteSignature(`${said} Re-examine the query-string parameters.`);
  }
  return claimOf(message, {
    algorithm: parts.get('X-Amz-Algorithm') ?? '',
    credential: parts.get('X-Amz-Credential') ?? '',
    signedHeaders: parts.get('X-Amz-SignedHeaders') ?? '',
    signature: parts.get('X-Amz-Signature') ?? '',
    date: parts.get('X-Amz-Date') ?? '',
    expires: parts.get('X-Amz-Expires') ?? '',
    token: parts.get('X-Amz-Security-Token') ?? '',
  });
}

interface Said {
  readonly algorithm: string;
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly date: string;
  readonly expires: string | null;
  readonly token: string;
}

function claimOf({ headers }: SignedMessage, said: Said): SignatureClaim | GatewayError {
  if (said.algorithm !== ALGORITHM) return incompleteSignature(`Unsupported AWS 'algorithm': '${said.algorithm}'.`);
  const scope = said.credential.split('/');
  if (scope.length !== 5) {
    return incompleteSignature(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${said.credential}'`,
    );
  }
  const [accessKeyId = '', day = '', region = '', service = '', term = ''] = scope;
  if (term !== 'aws4_request') {
    return invalidSignature(`Credential should be scoped with a valid terminator: 'aws4_request', not '${term}'.`);
  }
  const timeMs = epochMs(said.date);
  if (timeMs === undefined) {
    return incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${said.date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const time = basicFormat(timeMs);
  if (day !== time.slice(0, 8)) {
    return invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${time.slice(0, 8)}', from '${time}'.`,
    );
  }
  const signedHeaders = said.signedHeaders.split(';');
  if (!signedHeaders.includes('host')) {
    return invalidSignature("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (!isSortedLowerCase(signedHeaders)) {
    return invalidSignature('SignedHeaders must be lower-case names in alphabetical order, each once.');
  }
  if (!/^[0-9a-f]{64}$/.test(said.signature)) {
    return invalidSignature('The signature must be 64 hexadecimal digits in lower case.');
  }
  const expiresSeconds = said.expires === null ? null : expiryOf(said.expires);
  if (expiresSeconds instanceof GatewayError) return expiresSeconds;
  const declaredHash = oneHeader(headers, 'x-amz-content-sha256');
  if (declaredHash instanceof GatewayError) return declaredHash;
  return {
    ...{ accessKeyId, day, region, service, signedHeaders, signedHeaderNames: said.signedHeaders },
    ...{ signature: said.signature, time, timeMs, expiresSeconds, sessionToken: said.token, declaredHash },
  };
}

function expiryOf(text: string): number | GatewayError {
  if (!/^\d{1,10}$/.test(text)) return invalidSignature('X-Amz-Expires should be a number of seconds.');
  const seconds = Number(text);
  return seconds > MAX_EXPIRES_SECONDS
    ? invalidSignature(
        `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_EXPIRES_SECONDS} seconds.`,
      )
    : seconds;
}

/** Twice is once too often: two readers would take different ones. */
function oneHeader(headers: HeaderList, lowerName: string): string | undefined | GatewayError {
  const values = headerValues(headers, lowerName);
  return values.length > 1 ? incompleteSignature(`The request has more than one ${lowerName} header.`) : values[0];
}

function isSortedLowerCase(names: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    if (name === '' || name !== name.toLowerCase()) return false;
    if (i > 0 && (names[i - 1] as string) >= name) return false;
  }
  return true;
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** "20150830T123600Z", or what a Date header holds: "Sun, 30 Aug 2015 12:36:00 GMT". */
function epochMs(text: string): number | undefined {
  const basic = BASIC.exec(text);
  if (basic === null) {
    const ms = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)
      ? Date.parse(text)
      : Number.NaN;
    return Number.isNaN(ms) ? undefined : ms;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = basic.slice(1).map(Number);
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // The 31st of June would roll over to another day.
  return basicFormat(ms) === text ? ms : undefined;
}

/** "20150830T123600Z" */
export const basicFormat = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
