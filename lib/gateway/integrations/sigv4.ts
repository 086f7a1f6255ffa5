// Signature Version 4, for requests to AWS or something that checks like it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
import { createHash, createHmac } from 'node:crypto';
import type { FunctionCredentials } from '../model';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

export interface SigningSecret {
  readonly secretAccessKey: string;
}

export interface SigningCredentials extends SigningSecret {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
}

export interface SigningScope {
  /** As signatures name it: "s3", "dynamodb". */
  readonly service: string;
  readonly region: string;
  /** S3 takes the path as it was sent. Everybody else resolves dots and slashes, and encodes it once more. */
  readonly signsPathAsSent?: boolean;
}

/** A request as it will be sent. */
export interface UnsignedRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Name, value, …. What AWS wants signed of them is signed: Host, Content-Type and X-Amz-… */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}

/** The headers that a request needs besides its own: name, value, …. */
export function signRequest(
  credentials: SigningCredentials,
  scope: SigningScope,
  request: UnsignedRequest,
  nowMs: number,
): string[] {
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  const time = timestamp(nowMs);
  const added = ['X-Amz-Content-Sha256', bodyHash, 'X-Amz-Date', time];
  if (credentials.sessionToken !== undefined) added.push('X-Amz-Security-Token', credentials.sessionToken);
  const question = request.target.indexOf('?');
  const authorization = authorizationOf(credentials, {
    ...{ ...scope, method: request.method, bodyHash, time },
    headers: signedHeaders([...request.headers, ...added]),
    path: question === -1 ? request.target : request.target.slice(0, question),
    query: question === -1 ? '' : request.target.slice(question + 1),
  });
  added.push('Authorization', authorization);
  return added;
}

/** What a POST to Lambda needs besides its own headers: name, value, …. `target`: path and query as they are sent. */
export function signLambdaRequest(
  credentials: FunctionCredentials,
  origin: string,
  target: string,
  body: Uint8Array,
  nowMs: number,
): string[] {
  const scope = { service: 'lambda', region: credentials.region };
  return signRequest(
    credentials,
    scope,
    { method: 'POST', target, headers: ['Host', new URL(origin).host], body },
    nowMs,
  );
}

export interface SignedParts extends SigningScope {
  readonly method: string;
  /** As it is sent. */
  readonly path: string;
  /** As it is sent, without the question mark. */
  readonly query: string;
  /** Lower-case names, sorted. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** SHA-256 in hex. */
  readonly bodyHash: string;
  /** "20150830T123600Z" */
  readonly time: string;
}

/** The value of the Authorization header. */
export function authorizationOf(credentials: SigningCredentials, parts: SignedParts): string {
  const { service, region, method, path, query, headers, bodyHash, time } = parts;
  const day = time.slice(0, 8);
  const names = headers.map(([name]) => name).join(';');
  const canonical = [
    method,
    parts.signsPathAsSent === true ? path : canonicalPath(path),
    canonicalQuery(query),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  // Header values hold the bytes that are sent, one to a character.
  const hash = createHash('sha256').update(canonical, 'latin1').digest('hex');
  const signature = createHmac('sha256', signingKey(credentials, day, region, service))
    .update([ALGORITHM, time, scope, hash].join('\n'))
    .digest('hex');
  return `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

/** A key lasts a day; deriving it takes four rounds of HMAC. */
const keys = new WeakMap<SigningSecret, { readonly day: string; readonly byScope: Map<string, Buffer> }>();

/** Kept with the credentials' object: pass the same one each time. */
export function signingKey(credentials: SigningSecret, day: string, region: string, service: string): Buffer {
  let kept = keys.get(credentials);
  if (kept?.day !== day) {
    kept = { day, byScope: new Map() };
    keys.set(credentials, kept);
  }
  const scope = `${region}/${service}`;
  const known = kept.byScope.get(scope);
  if (known !== undefined) return known;
  const round = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const ofDay = round(`AWS4${credentials.secretAccessKey}`, day);
  const key = round(round(round(ofDay, region), service), 'aws4_request');
  kept.byScope.set(scope, key);
  return key;
}

/** Others may be changed on their way. The trace id is X-Amzn-…: not one of them. */
function signedHeaders(flat: readonly string[]): [name: string, value: string][] {
  const values = new Map<string, string>();
  for (let i = 0; i < flat.length; i += 2) {
    const name = (flat[i] as string).toLowerCase();
    if (name !== 'host' && name !== 'content-type' && !name.startsWith('x-amz-')) continue;
    const value = (flat[i + 1] as string).trim().replace(/ +/g, ' ');
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return [...values].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** "/a//b/./c/../%20" → "/a/b/%2520" */
export function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(encodeStrictly(segment));
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

/** Decoded and encoded again, so that it does not matter how it was written; sorted by name, then value. */
function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    if (equals === -1) return [encodeAgain(pair), ''];
    return [encodeAgain(pair.slice(0, equals)), encodeAgain(pair.slice(equals + 1))];
  });
  pairs.sort(([aName, aValue], [bName, bValue]) => compare(aName, bName) || compare(aValue, bValue));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const timestamp = (nowMs: number): string => new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

const UNENCODED = /[!'()*]/g;

/** Everything but what RFC 3986 never encodes. */
export const encodeStrictly = (text: string): string =>
  encodeURIComponent(text).replace(UNENCODED, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** The one spelling of text that may be percent-encoded already. What is no escape is a character. */
export function encodeAgain(text: string): string {
  try {
    return encodeStrictly(decodeURIComponent(text));
  } catch {
    return encodeStrictly(text);
  }
}
