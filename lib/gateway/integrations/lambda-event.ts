// What an AWS_PROXY integration sends: the request as an event, payload format 1.0. Written as text: no object is built
// to be taken apart again, and all that is the route's own is written once.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
import type { Caller } from '../authorizers/caller';
import type { BinaryMediaTypes } from '../http/binary-media-types';
import type { ClientCertificate } from '../http/client-certificate';
import { headerValue } from '../http/headers';
import { commonLogTime, withoutPort } from '../mapping/context-variables';
import { DROPPED_REQUEST_HEADERS, isSignature } from './header-rules';
import type { IntegrationView } from './integration-view';

export interface EventPlace {
  readonly apiId: string;
  readonly accountId: string;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly operationName: string;
  readonly paramNames: readonly string[];
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Bodies of these types travel as Base64. */
  readonly binaryMediaTypes: BinaryMediaTypes;
}

/** Spellings remembered per route; clients choose them, so there is an end to it. */
const MAX_KNOWN_SPELLINGS = 256;

interface KnownHeader {
  readonly lowerName: string;
  /** As JSON, with its colon; null: the function does not get it. */
  readonly key: string | null;
}

const text = JSON.stringify as (value: string) => string;

/** Added to, or replaced, for each request. */
const OURS: ReadonlySet<string> = new Set(['x-amzn-trace-id', 'x-forwarded-for']);

export class EventBuilder {
  readonly #head: string;
  readonly #paramKeys: readonly string[];
  readonly #stageVariables: string;
  readonly #contextStart: string;
  readonly #contextPath: string;
  readonly #contextEnd: string;
  readonly #knownHeaders = new Map<string, KnownHeader>();

  constructor(place: EventPlace) {
    this.#head = `{"resource":${text(place.resourcePath)},"path":`;
    this.#paramKeys = place.paramNames.map((name) => `${text(name)}:`);
    const variables = Object.keys(place.stageVariables).length === 0 ? 'null' : JSON.stringify(place.stageVariables);
    this.#stageVariables = `,"stageVariables":${variables}`;
    const operation = place.operationName === '' ? '' : `"operationName":${text(place.operationName)},`;
    this.#contextStart = `,"requestContext":{"resourceId":${text(place.resourceId)}`;
    this.#contextPath = `,"resourcePath":${text(place.resourcePath)},${operation}"httpMethod":`;
    this.#contextEnd = `,"deploymentId":${text(place.deploymentId)},"apiId":${text(place.apiId)}}`;
    this.#binaryMediaTypes = place.binaryMediaTypes;
    this.#accountAndStage = `,"accountId":${text(place.accountId)},"stage":${text(place.stageName)}`;
  }

  readonly #accountAndStage: string;
  readonly #binaryMediaTypes: BinaryMediaTypes;

  /** What a REQUEST authorizer is asked: the same without the body, and what is not there is empty instead of null. */
  authorizerEvent(request: IntegrationView, methodArn: string): string {
    const method = text(request.method);
    return `{"type":"REQUEST","methodArn":${text(methodArn)},${this.#head.slice(1)}${text(withoutTrailingSlash(request.path))},"httpMethod":${method}${this.#headers(request, true)}${query(request.queryPairs, '{}')}${this.#pathParameters(request.pathValues, '{}')}${this.#stageVariables.replace(/null$/, '{}')}${this.#context(request, method)}}`;
  }

  build(request: IntegrationView): string {
    const method = text(request.method);
    return (
      this.#head +
      text(withoutTrailingSlash(request.basePath + request.path)) +
      ',"httpMethod":' +
      method +
      this.#headers(request, false) +
      query(request.queryPairs) +
      this.#pathParameters(request.pathValues) +
      this.#stageVariables +
      this.#context(request, method) +
      this.#body(request)
    );
  }

  #body({ bodyBytes, headers }: IntegrationView): string {
    if (bodyBytes === null || bodyBytes.length === 0) return ',"body":null,"isBase64Encoded":false}';
    return this.#binaryMediaTypes.matches(headerValue(headers, 'content-type'))
      ? `,"body":"${bodyBytes.toString('base64')}","isBase64Encoded":true}`
      : `,"body":${text(bodyBytes.toString('utf8'))},"isBase64Encoded":false}`;
  }

  /** An authorizer may check a signature itself. */
  #headers(request: IntegrationView, hasSignature: boolean): string {
    const incoming = request.headers;
    const names: string[] = [];
    const keys: string[] = [];
    const last: string[] = [];
    const all: string[] = [];
    let forwardedFor = '';
    for (let i = 0; i < incoming.length; i += 2) {
      const spelling = incoming[i] as string;
      const known = this.#knownHeaders.get(spelling) ?? this.#learn(spelling);
      const { lowerName, key } = known;
      if (key === null) {
        if (lowerName === 'x-forwarded-for') forwardedFor += `${incoming[i + 1]}, `;
        continue;
      }
      if (!hasSignature && lowerName === 'authorization' && isSignature(incoming[i + 1] as string)) continue;
      const value = text(incoming[i + 1] as string);
      const before = names.indexOf(lowerName);
      if (before === -1) {
        names.push(lowerName);
        keys.push(key);
        last.push(value);
        all.push(value);
      } else {
        last[before] = value;
        all[before] = `${all[before]},${value}`;
      }
    }
    add('"X-Amzn-Trace-Id":', text(request.traceId));
    add('"X-Forwarded-For":', text(forwardedFor + request.peerIp));
    add('"X-Forwarded-Port":', `"${request.serverPort}"`);
    add('"X-Forwarded-Proto":', request.isSecure ? '"https"' : '"http"');
    let single = ',"headers":{';
    let multi = '},"multiValueHeaders":{';
    for (let i = 0; i < keys.length; i++) {
      if (i > 0) {
        single += ',';
        multi += ',';
      }
      single += (keys[i] as string) + last[i];
      multi += `${keys[i]}[${all[i]}]`;
    }
    return `${single}${multi}}`;

    function add(key: string, value: string): void {
      keys.push(key);
      last.push(value);
      all.push(value);
    }
  }

  #learn(spelling: string): KnownHeader {
    const lowerName = spelling.toLowerCase();
    const isOurs = OURS.has(lowerName) || (DROPPED_REQUEST_HEADERS.has(lowerName) && lowerName !== 'host');
    const known = { lowerName, key: isOurs ? null : `${text(TITLE_CASED.get(lowerName) ?? spelling)}:` };
    if (this.#knownHeaders.size < MAX_KNOWN_SPELLINGS) this.#knownHeaders.set(spelling, known);
    return known;
  }

  #pathParameters(values: readonly string[], none = 'null'): string {
    const keys = this.#paramKeys;
    if (keys.length === 0) return `,"pathParameters":${none}`;
    let json = ',"pathParameters":{';
    for (let i = 0; i < keys.length; i++) json += (i === 0 ? '' : ',') + keys[i] + text(values[i] ?? '');
    return `${json}}`;
  }

  #context(request: IntegrationView, method: string): string {
    const host = withoutPort(request.host);
    const dot = host.indexOf('.');
    return (
      this.#contextStart +
      (request.caller === null ? '' : authorizer(request.caller)) +
      this.#contextPath +
      method +
      ',"extendedRequestId":' +
      text(request.extendedRequestId) +
      ',"requestTime":"' +
      commonLogTime(request.startedAtMs) +
      '","path":' +
      text(request.fullPath) +
      ',"protocol":' +
      text(request.protocol) +
      this.#accountAndStage +
      ',"domainPrefix":' +
      text(dot === -1 ? host : host.slice(0, dot)) +
      ',"requestTimeEpoch":' +
      Math.floor(request.startedAtMs) +
      ',"requestId":' +
      text(request.requestId) +
      identity(request) +
      ',"domainName":' +
      text(host) +
      this.#contextEnd
    );
  }
}

/** As a function sees them, however the client wrote them. */
const TITLE_CASED: ReadonlyMap<string, string> = new Map([
  ['authorization', 'Authorization'],
  ['user-agent', 'User-Agent'],
]);

const withoutTrailingSlash = (path: string): string =>
  path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;

/** Decoded; of repeated names the last value stands alone. */
function query(pairs: readonly string[], none = 'null'): string {
  if (pairs.length === 0) return `,"queryStringParameters":${none},"multiValueQueryStringParameters":${none}`;
  const names: string[] = [];
  const last: string[] = [];
  const all: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const name = pairs[i] as string;
    const value = text(pairs[i + 1] as string);
    const before = names.indexOf(name);
    if (before === -1) {
      names.push(name);
      last.push(value);
      all.push(value);
    } else {
      last[before] = value;
      all[before] = `${all[before]},${value}`;
    }
  }
  let single = '';
  let multi = '';
  for (let i = 0; i < names.length; i++) {
    const key = `${i === 0 ? '' : ','}${text(names[i] as string)}:`;
    single += key + last[i];
    multi += `${key}[${all[i]}]`;
  }
  return `,"queryStringParameters":{${single}},"multiValueQueryStringParameters":{${multi}}`;
}

/** Nothing for signed requests: what is known of those is the identity. */
function authorizer({ principalId, context, claims, integrationLatencyMs }: Caller): string {
  if (claims !== null) return `,"authorizer":{"claims":${JSON.stringify(Object.fromEntries(claims))}}`;
  if (integrationLatencyMs === null) return '';
  let json = `,"authorizer":{"principalId":${text(principalId)},"integrationLatency":${integrationLatencyMs}`;
  for (const [name, value] of context) json += `,${text(name)}:${text(value)}`;
  return `${json}}`;
}

/** Address, agent and API key are known of every caller, the rest of those who signed. */
function identity(request: IntegrationView): string {
  const { apiKeyId, apiKeyValue, caller, clientCertificate, sourceIp, userAgent } = request;
  const key = apiKeyId === '' ? '' : `"apiKey":${text(apiKeyValue)},"apiKeyId":${text(apiKeyId)},`;
  return `,"identity":{"cognitoIdentityPoolId":null,"accountId":${orNull(caller?.accountId)},"cognitoIdentityId":null,${key}"caller":${orNull(caller?.caller)},"sourceIp":${text(sourceIp)},"principalOrgId":${orNull(caller?.principalOrgId)},${clientCert(clientCertificate)}"accessKey":${orNull(caller?.accessKey)},"cognitoAuthenticationType":null,"cognitoAuthenticationProvider":null,"userArn":${orNull(caller?.userArn)},"userAgent":${orNull(userAgent)},"user":${orNull(caller?.user)}}`;
}

const orNull = (value: string | undefined): string => (value ? text(value) : 'null');

/** Only of domains that ask for one. */
function clientCert(certificate: ClientCertificate | null | undefined): string {
  if (!certificate) return '';
  const { notBefore, notAfter, ...rest } = certificate;
  return `"clientCert":${JSON.stringify({ ...rest, validity: { notBefore, notAfter } })},`;
}
