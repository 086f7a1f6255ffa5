// Signature Version 4, for requests to functions behind AWS or something that checks like it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
import { createHash, createHmac } from 'node:crypto';
import type { FunctionCredentials } from '../model';

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a POST to Lambda needs besides its own headers: name, value, …. `target`: path and query as they are sent. */
export function signLambdaRequest(
  credentials: FunctionCredentials,
  origin: string,
  target: string,
  body: Uint8Array,
  nowMs: number,
): string[] {
  const question = target.indexOf('?');
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const time = timestamp(nowMs);
  const headers: [string, string][] = [
    ['host', new URL(origin).host],
    ['x-amz-content-sha256', bodyHash],
    ['x-amz-date', time],
  ];
  if (credentials.sessionToken !== undefined) headers.push(['x-amz-security-token', credentials.sessionToken]);
  const authorization = authorizationOf(credentials, {
    ...{ service: 'lambda', method: 'POST', time, headers, bodyHash },
    path: question === -1 ? target : target.slice(0, question),
    query: question === -1 ? '' : target.slice(question + 1),
  });
  return [...headers.slice(1).flat(), 'Authorization', authorization];
}

export interface SignedParts {
  readonly service: string;
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
export function authorizationOf(credentials: FunctionCredentials, parts: SignedParts): string {
  const { service, method, path, query, headers, bodyHash, time } = parts;
  const day = time.slice(0, 8);
  const names = headers.map(([name]) => name).join(';');
  const canonical = [
    method,
    // What is sent is encoded once; the signature's path is encoded once more.
    path.split('/').map(encodeStrictly).join('/'),
    canonicalQuery(query),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${credentials.region}/${service}/aws4_request`;
  const toSign = [ALGORITHM, time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const signature = createHmac('sha256', signingKey(credentials, day, service))
    .update(toSign)
    .digest('hex');
  return `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

/** The key changes once a day; deriving it takes four rounds of HMAC. */
const keys = new WeakMap<FunctionCredentials, { readonly of: string; readonly key: Buffer }>();

function signingKey(credentials: FunctionCredentials, day: string, service: string): Buffer {
  const of = `${day}/${service}`;
  const kept = keys.get(credentials);
  if (kept?.of === of) return kept.key;
  const round = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const ofDay = round(`AWS4${credentials.secretAccessKey}`, day);
  const key = round(round(round(ofDay, credentials.region), service), 'aws4_request');
  keys.set(credentials, { of, key });
  return key;
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort()
    .join('&');
}

const timestamp = (nowMs: number): string => new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Everything but what RFC 3986 never encodes. */
const encodeStrictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
