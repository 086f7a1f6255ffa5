// HTTP and HTTP_PROXY: the request that goes to the backend. A proxy passes the client's headers, query and body on;
// HTTP sends only what is mapped.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
import { badRequest, configurationError, type GatewayError, UNSUPPORTED_MEDIA_TYPE } from '../errors/gateway-error';
import { headerValue } from '../http/headers';
import { DEFAULT_MEDIA_TYPE } from '../http/media-type';
import type { RequestBody } from '../http/message';
import { targetProblem } from '../http/request-target';
import { compileRequestExpression, type MappingScope } from '../mapping/expression';
import { hasHeader } from '../mapping/overrides';
import type { RequestView } from '../mapping/request-view';
import type { IntegrationDefinition, MethodKey, PassthroughBehavior } from '../model';
import { Backend } from '../upstream/backend';
import { UpstreamRequest } from '../upstream/upstream-request';
import { type BackendUri, compileBackendUri } from './backend-uri';
import { ForwardedHeaders } from './forwarded-headers';
import type { IntegrationView } from './integration-view';
import {
  compileParameters,
  overriddenQuery,
  overriddenTwice,
  type ParameterPlan,
  pathValueReader,
  pushMappedHeaders,
  pushOverriddenHeaders,
} from './parameter-plan';
import { type BodyTemplate, chooseBody, compileBodyTemplates } from './request-body-plan';

type Report = (place: string, message: string) => void;

const MAX_TIMEOUT_MS = 29_000;
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html */
const MAX_STREAM_MS = 900_000;

interface Shared {
  readonly apiId: string;
  readonly uri: BackendUri;
  readonly backend: Backend;
  readonly httpMethod: MethodKey;
  readonly timeoutMs: number;
  readonly isStreamed: boolean;
  readonly parameters: ParameterPlan;
  readonly mapsHost: boolean;
}

export interface HttpRequestPlan {
  /** The request's body has to be there as a whole. */
  readonly readsBody: boolean;
  build(request: IntegrationView): UpstreamRequest | GatewayError;
}

/** Undefined: reported. */
export function compileHttpRequest(
  apiId: string,
  definition: IntegrationDefinition,
  scope: MappingScope,
  isCached: boolean,
  report: Report,
): HttpRequestPlan | undefined {
  const parameters = compileParameters(definition, scope, report);
  const isProxy = definition.type === 'HTTP_PROXY';
  const pathSource = (name: string) => {
    const mapped = parameters.path.get(name) ?? compileRequestExpression(`method.request.path.${name}`, scope);
    if (typeof mapped === 'string') return undefined;
    const read = pathValueReader(mapped);
    return isProxy ? read : overridable(name, read);
  };
  const compiled = compileBackendUri(definition.uri ?? '', scope.stageVariables, pathSource);
  if (definition.httpMethod === undefined) report('httpMethod', 'Enumeration value for HttpMethod must be non-empty');
  const { timeoutInMillis } = definition;
  const isStreamed = definition.responseTransferMode === 'STREAM';
  const maxMs = isStreamed ? MAX_STREAM_MS : MAX_TIMEOUT_MS;
  if (!Number.isInteger(timeoutInMillis) || timeoutInMillis < 50 || timeoutInMillis > maxMs) {
    report('timeoutInMillis', `The timeout must be 50 to ${maxMs.toLocaleString('en')} ms, not ${timeoutInMillis}.`);
  }
  if (compiled.kind === 'invalid') {
    report('uri', compiled.message);
    return undefined;
  }
  const problem = parameters.problem ?? (compiled.kind === 'broken' ? compiled.message : undefined);
  if (problem !== undefined || compiled.kind === 'broken') return new BrokenPlan(problem ?? '');
  const shared: Shared = {
    apiId,
    uri: compiled.uri,
    backend: new Backend(compiled.uri.origin, definition.tlsConfig),
    httpMethod: definition.httpMethod ?? 'ANY',
    timeoutMs: timeoutInMillis,
    isStreamed,
    parameters,
    mapsHost: parameters.headers.some((it) => it.lowerName === 'host'),
  };
  if (isProxy) return new ProxyPlan(shared, isCached);

  const templates = compileBodyTemplates(definition.requestTemplates, scope.stageVariables, report);
  return new MappedPlan(shared, templates, definition.passthroughBehavior);
}

/** A template may have set the parameter over its mapping. */
const overridable =
  (name: string, read: (request: RequestView) => string) =>
  (request: RequestView): string => {
    const values = request.overrides?.request.path.get(name);
    return values === undefined ? read(request) : encodeURIComponent(values.join(','));
  };

/** As on AWS, a stage variable that is missing or a reserved header fails the calls to this method only. */
class BrokenPlan implements HttpRequestPlan {
  readonly readsBody = false;
  readonly #error: GatewayError;

  constructor(problem: string) {
    this.#error = configurationError(problem);
  }

  build(): GatewayError {
    return this.#error;
  }
}

class ProxyPlan implements HttpRequestPlan {
  readonly #shared: Shared;
  readonly #headers: ForwardedHeaders;
  readonly readsBody: boolean;

  constructor(shared: Shared, isCached: boolean) {
    this.#shared = shared;
    this.readsBody = shared.parameters.readsBody;
    const replaced = shared.parameters.headers.map((it) => it.lowerName);
    // One client's gzip must not be another one's answer: what is cached is asked for without an encoding.
    this.#headers = new ForwardedHeaders(shared.apiId, isCached ? [...replaced, 'accept-encoding'] : replaced);
  }

  build(request: IntegrationView): UpstreamRequest | GatewayError {
    const shared = this.#shared;
    const path = pathAndQuery(shared, request, request.rawQuery);
    if (path === undefined) return DOT_SEGMENT;
    const headers = this.#headers.build(request);
    pushMappedHeaders(headers, shared.parameters, request);
    return send(shared, request, path, headers, request.bodyBytes ?? request.body);
  }
}

class MappedPlan implements HttpRequestPlan {
  readonly readsBody: boolean;
  readonly #shared: Shared;
  readonly #templates: ReadonlyMap<string, BodyTemplate>;
  readonly #behavior: PassthroughBehavior;
  readonly #defaults: readonly (readonly [name: string, lowerName: string, value: string])[];
  readonly #mapsContentType: boolean;

  constructor(shared: Shared, templates: ReadonlyMap<string, BodyTemplate>, behavior: PassthroughBehavior) {
    this.#shared = shared;
    this.#templates = templates;
    this.#behavior = behavior;
    this.readsBody = shared.parameters.readsBody || [...templates.values()].some((template) => template.readsBody);
    const mapped = new Set(shared.parameters.headers.map((it) => it.lowerName));
    this.#mapsContentType = mapped.has('content-type');
    const defaults = [
      ['User-Agent', 'user-agent', `AmazonAPIGateway_${shared.apiId}`],
      ['Accept', 'accept', 'application/json'],
      ['X-Amzn-Apigateway-Api-Id', 'x-amzn-apigateway-api-id', shared.apiId],
    ] as const;
    this.#defaults = defaults.filter(([, lowerName]) => !mapped.has(lowerName));
  }

  build(request: IntegrationView): UpstreamRequest | GatewayError {
    const contentType = headerValue(request.headers, 'content-type');
    const choice = chooseBody(this.#templates, this.#behavior, contentType);
    if (choice === 'unsupported') return UNSUPPORTED_MEDIA_TYPE;
    const body = choice === 'passthrough' ? (request.bodyBytes ?? request.body) : choice.template.render(request);
    // The template is rendered: what it overrides is known.
    const overrides = request.overrides;
    if (overrides?.conflict !== undefined) return overriddenTwice(overrides.conflict);
    const path = pathAndQuery(this.#shared, request, overriddenQuery(request));
    if (path === undefined) return DOT_SEGMENT;
    const isSet = (lowerName: string) => overrides !== null && hasHeader(overrides.request.header, lowerName);
    const headers: string[] = [];
    for (const [name, lowerName, value] of this.#defaults) if (!isSet(lowerName)) headers.push(name, value);
    headers.push('X-Amzn-Trace-Id', request.traceId);
    if (body !== null && !this.#mapsContentType && !isSet('content-type')) {
      headers.push('Content-Type', contentType ?? DEFAULT_MEDIA_TYPE);
    }
    pushMappedHeaders(headers, this.#shared.parameters, request);
    if (overrides === null) return send(this.#shared, request, path, headers, body);
    pushOverriddenHeaders(headers, request);
    return send(this.#shared, request, path, headers, body, isSet('host'));
  }
}

const DOT_SEGMENT = badRequest('A mapped value makes a dot segment in the path of the backend URI.');

function send(
  shared: Shared,
  request: IntegrationView,
  path: string,
  headers: string[],
  body: RequestBody | Buffer | null,
  overridesHost = false,
): UpstreamRequest {
  const method = shared.httpMethod === 'ANY' ? request.method : shared.httpMethod;
  return new UpstreamRequest(
    shared.backend,
    method,
    path,
    headers,
    shared.mapsHost || overridesHost,
    body,
    shared.timeoutMs,
    shared.isStreamed,
  );
}

/** Undefined: a value would climb out of the path that the owner gave. */
function pathAndQuery(shared: Shared, request: IntegrationView, clientQuery: string): string | undefined {
  const { uri, parameters } = shared;
  const path = typeof uri.path === 'string' ? uri.path : uri.path(request);
  if (typeof uri.path === 'function' && path.includes('/.') && targetProblem(path) !== undefined) return undefined;
  let query = typeof uri.query === 'string' ? uri.query : uri.query(request);
  if (clientQuery !== '') query = query === '' ? clientQuery : `${query}&${clientQuery}`;
  if (parameters.query !== null) {
    const mapped = parameters.query(request);
    if (mapped !== '') query = query === '' ? mapped : `${query}&${mapped}`;
  }
  return query === '' ? path : `${path}?${query}`;
}
