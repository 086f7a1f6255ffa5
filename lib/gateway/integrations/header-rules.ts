// Which headers cross the gateway under which name.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html

/** Not passed on from the client; Content-Length and Transfer-Encoding are made anew from the body that is sent. */
export const DROPPED_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  // Bodies are decoded before they are passed on.
  'content-encoding',
  'content-length',
  'content-md5',
  'expect',
  'host',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'proxy-connection',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
  // Ours to say.
  'x-amzn-apigateway-api-id',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/**
 * An Authorization header is dropped where it is a signature: it was made for the gateway, and signs another host and path than the backend's. Any other
 * one is passed on; with AWS_IAM there is no other. X-Amz-Date and X-Amz-Security-Token are headers like others.
 */
export const isSignature = (authorization: string): boolean => authorization.startsWith('AWS4-');

/** A mapping onto one of these makes API Gateway answer 500: "… header already present". */
export const RESERVED_REQUEST_TARGETS: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'x-amzn-trace-id',
  'x-amzn-apigateway-api-id',
]);

/** Connection management between gateway and backend: a mapping can't take part in it. */
export const IGNORED_REQUEST_TARGETS: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
]);

const REMAPPED_ALWAYS = ['Connection', 'Content-Length', 'Date', 'Server'];
const REMAPPED_NON_PROXY = [
  'Authorization',
  'Content-MD5',
  'Expect',
  'Host',
  'Max-Forwards',
  'Proxy-Authenticate',
  'Trailer',
  'Upgrade',
  'User-Agent',
  'WWW-Authenticate',
];
/** Set by us on every response: a backend that is an AWS service sends its own. */
const REMAPPED_ENVELOPE = ['x-amzn-RequestId', 'x-amz-apigw-id'];

/** Lower-case name → name the client sees; null: dropped; absent: passed as it is. */
export type ResponseRenames = ReadonlyMap<string, string | null>;

const always: readonly [string, string | null][] = [
  ...[...REMAPPED_ALWAYS, ...REMAPPED_ENVELOPE].map((name): [string, string] => [
    name.toLowerCase(),
    `x-amzn-Remapped-${name}`,
  ]),
  ['transfer-encoding', null],
  ['keep-alive', null],
  ['proxy-connection', null],
];

export const NON_PROXY_RENAMES: ResponseRenames = new Map([
  ...always,
  ...REMAPPED_NON_PROXY.map((name): [string, string] => [name.toLowerCase(), `x-amzn-Remapped-${name}`]),
]);

// Content-Encoding stays: we pass the encoded body on as it is, while AWS decodes it.
export const PROXY_RENAMES: ResponseRenames = new Map([...always, ['via', null], ['trailer', null], ['upgrade', null]]);
