// $context: what a definition may ask about the request it serves.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
import { authorizerValue } from '../authorizers/caller';
import { headerValue } from '../http/headers';
import type { RequestView } from './request-view';

export type ContextReader = (request: RequestView) => string | undefined;

const READERS: Readonly<Record<string, ContextReader>> = {
  accountId: (it) => it.place?.accountId,
  apiId: (it) => it.place?.apiId,
  deploymentId: (it) => it.place?.deploymentId,
  domainName: (it) => withoutPort(it.host),
  domainPrefix: (it) => withoutPort(it.host).split('.', 1)[0],
  'error.message': (it) => it.error?.publicMessage ?? undefined,
  'error.messageString': (it) => (it.error ? JSON.stringify(it.error.publicMessage) : undefined),
  'error.responseType': (it) => it.error?.responseType,
  'error.validationErrorString': (it) => it.error?.validationErrorString || undefined,
  extendedRequestId: (it) => it.extendedRequestId,
  httpMethod: (it) => it.method,
  'identity.accessKey': (it) => it.caller?.accessKey || undefined,
  'identity.accountId': (it) => it.caller?.accountId || undefined,
  'identity.apiKey': (it) => it.apiKeyValue || undefined,
  'identity.apiKeyId': (it) => it.apiKeyId || undefined,
  'identity.caller': (it) => it.caller?.caller || undefined,
  'identity.clientCert.clientCertPem': (it) => it.clientCertificate?.clientCertPem,
  'identity.clientCert.issuerDN': (it) => it.clientCertificate?.issuerDN,
  'identity.clientCert.serialNumber': (it) => it.clientCertificate?.serialNumber,
  'identity.clientCert.subjectDN': (it) => it.clientCertificate?.subjectDN,
  'identity.clientCert.validity.notAfter': (it) => it.clientCertificate?.notAfter,
  'identity.clientCert.validity.notBefore': (it) => it.clientCertificate?.notBefore,
  'identity.principalOrgId': (it) => it.caller?.principalOrgId || undefined,
  'identity.sourceIp': (it) => it.sourceIp,
  'identity.user': (it) => it.caller?.user || undefined,
  'identity.userAgent': (it) => headerValue(it.headers, 'user-agent'),
  'identity.userArn': (it) => it.caller?.userArn || undefined,
  isCanaryRequest: (it) => it.place?.isCanaryRequest,
  path: (it) => it.fullPath,
  // The client's HTTP/2 would be reported as HTTP/1.1 too.
  protocol: (it) => it.protocol,
  requestId: (it) => it.requestId,
  requestTime: (it) => commonLogTime(it.startedAtMs),
  requestTimeEpoch: (it) => String(Math.floor(it.startedAtMs)),
  resourceId: (it) => it.resource?.resourceId,
  resourcePath: (it) => it.resource?.resourcePath,
  stage: (it) => it.place?.name,
};

/** Unknown names are undefined, not an error: AWS renders them as empty. */
export function contextReader(name: string): ContextReader | undefined {
  if (name.startsWith('authorizer.')) {
    // Whatever a Lambda authorizer adds, or a token claims.
    const member = name.slice('authorizer.'.length);
    return (it) => (it.caller === null ? undefined : authorizerValue(it.caller, member));
  }
  return Object.hasOwn(READERS, name) ? READERS[name] : undefined;
}

/** "identity" → "apiKey", "sourceIp" …; empty: there is no such group. */
export const contextNames = (group: string): readonly string[] => NAMES_BY_GROUP.get(group) ?? [];

const NAMES_BY_GROUP: ReadonlyMap<string, readonly string[]> = namesByGroup();

function namesByGroup(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of Object.keys(READERS)) {
    const dot = name.indexOf('.');
    if (dot === -1) continue;
    const group = name.slice(0, dot);
    groups.set(group, [...(groups.get(group) ?? []), name.slice(dot + 1)]);
  }
  return groups;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let lastSecond = -1;
let lastTime = '';

/** dd/MMM/yyyy:HH:mm:ss +0000. Made once a second. */
export function commonLogTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  if (second === lastSecond) return lastTime;
  const date = new Date(epochMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  lastSecond = second;
  lastTime = `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
  return lastTime;
}

export function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon === -1 || host.endsWith(']') ? host : host.slice(0, colon);
}
