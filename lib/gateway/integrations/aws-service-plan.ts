// AWS with any service but Lambda: what is sent is a template's text or the client's body, with what was mapped onto headers,
// query and path. The credentials that sign it are looked up for each request: replacing them needs no deployment.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services.html
import { badRequest, configurationError, type GatewayError, UNSUPPORTED_MEDIA_TYPE } from '../errors/gateway-error';
import { headerValue, isHeaderName, safeHeaderValue } from '../http/headers';
import { DEFAULT_MEDIA_TYPE } from '../http/media-type';
import { targetProblem } from '../http/request-target';
import { compileRequestExpression, type MappingScope } from '../mapping/expression';
import { hasHeader } from '../mapping/overrides';
import type { RequestView } from '../mapping/request-view';
import type { IntegrationDefinition, MethodKey, PassthroughBehavior, ServiceRole } from '../model';
import { Backend } from '../upstream/backend';
import type { UpstreamRequest } from '../upstream/upstream-request';
import { compileServiceUri, type ServiceUri } from './aws-service-uri';
import { awsOrigin, signingName, signingRegion } from './aws-services';
import type { UriPart } from './backend-uri';
import { IGNORED_REQUEST_TARGETS, RESERVED_REQUEST_TARGETS } from './header-rules';
import type { IntegrationView } from './integration-view';
import { nameKey } from './named-table';
import {
  compileParameters,
  overriddenQuery,
  overriddenTwice,
  type ParameterPlan,
  pathValueReader,
} from './parameter-plan';
import { type BodyTemplate, chooseBody, compileBodyTemplates } from './request-body-plan';
import { RequestToSign } from './request-to-sign';
import { compileRole, grantFor, noSuchRole } from './service-role';
import { encodeAgain, type SigningScope } from './sigv4';

type Report = (place: string, message: string) => void;

export interface AwsServicePlan {
  build(request: IntegrationView): UpstreamRequest | GatewayError;
}

const HEADER_PREFIX = 'integration.request.header.';
/** A mapping onto one of these makes API Gateway answer 500; the later ones are the signature's. */
const RESERVED_HEADERS: ReadonlySet<string> = new Set([
  ...['authorization', 'connection', 'expect', 'proxy-authenticate', 'te'],
  ...['host', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'],
]);

/** Undefined: reported. */
export function compileServiceRequest(
  api: { readonly apiId: string; readonly accountId: string },
  definition: IntegrationDefinition,
  scope: MappingScope,
  report: Report,
): AwsServicePlan | undefined {
  const { httpMethod, timeoutInMillis } = definition;
  if (httpMethod === undefined) report('httpMethod', 'Enumeration value for HttpMethod must be non-empty');
  if (!Number.isInteger(timeoutInMillis) || timeoutInMillis < 50 || timeoutInMillis > 29_000) {
    report('timeoutInMillis', `The timeout must be 50 to 29,000 ms, not ${timeoutInMillis}.`);
  }
  const parameters = compileParameters(definition, scope, report);
  const templates = compileBodyTemplates(definition.requestTemplates, scope.stageVariables, report);
  const uri = compileServiceUri(definition.uri ?? '', scope.stageVariables, (name) => {
    const mapped = parameters.path.get(name) ?? compileRequestExpression(`method.request.path.${name}`, scope);
    return typeof mapped === 'string' ? undefined : overridable(name, pathValueReader(mapped));
  });
  const role = compileRole(definition.credentials ?? '', scope.stageVariables);
  if (uri.kind === 'invalid') report('uri', uri.message);
  if (role.kind === 'invalid') report('credentials', role.message);
  if (uri.kind === 'invalid' || role.kind === 'invalid') return undefined;
  const reserved = Object.keys(definition.requestParameters)
    .filter((target) => target.toLowerCase().startsWith(HEADER_PREFIX))
    .map((target) => target.slice(HEADER_PREFIX.length))
    .find((name) => RESERVED_HEADERS.has(name.toLowerCase()));
  const problem = parameters.problem ?? (reserved === undefined ? undefined : `${reserved} header already present`);
  if (problem !== undefined) return failing(problem);
  if (uri.kind === 'broken') return failing(uri.message);
  if (role.kind === 'broken') return failing(role.message);
  return new ServicePlan({
    ...api,
    uri: uri.uri,
    roleKey: nameKey(api.accountId, role.name),
    roleArn: role.arn,
    httpMethod: httpMethod ?? 'POST',
    timeoutMs: timeoutInMillis,
    parameters,
    templates,
    behavior: definition.passthroughBehavior,
  });
}

function failing(problem: string): AwsServicePlan {
  const error = configurationError(problem);
  return { build: () => error };
}

/** A template may have set the parameter over its mapping. */
const overridable =
  (name: string, read: (request: RequestView) => string) =>
  (request: RequestView): string => {
    const values = request.overrides?.request.path.get(name);
    return values === undefined ? read(request) : encodeURIComponent(values.join(','));
  };

interface Parts {
  readonly apiId: string;
  readonly uri: ServiceUri;
  readonly roleKey: string;
  readonly roleArn: string;
  readonly httpMethod: MethodKey;
  readonly timeoutMs: number;
  readonly parameters: ParameterPlan;
  readonly templates: ReadonlyMap<string, BodyTemplate>;
  readonly behavior: PassthroughBehavior;
}

/** Where a role's requests go. */
interface Endpoint {
  readonly role: ServiceRole;
  readonly backend: Backend;
  readonly host: string;
}

type Headers = readonly (readonly [name: string, lowerName: string, value: string])[];

class ServicePlan implements AwsServicePlan {
  readonly #parts: Parts;
  readonly #scope: SigningScope;
  readonly #defaults: Headers;
  readonly #mapsContentType: boolean;
  readonly #noRole: GatewayError;
  #endpoint: Endpoint | GatewayError | null = null;
  /** What `#endpoint` was worked out from. */
  #role: ServiceRole | null = null;

  constructor(parts: Parts) {
    const { uri, parameters, apiId, roleArn } = parts;
    const { place, json } = uri;
    this.#parts = parts;
    this.#scope = {
      service: signingName(place),
      region: signingRegion(place),
      signsPathAsSent: place.service.startsWith('s3'),
    };
    this.#noRole = noSuchRole(roleArn);
    const mapped = new Set(parameters.headers.map(({ lowerName }) => lowerName));
    this.#mapsContentType = mapped.has('content-type');
    const defaults: Headers = [
      ['User-Agent', 'user-agent', `AmazonAPIGateway_${apiId}`],
      ['Accept', 'accept', 'application/json'],
      ...(json === undefined ? [] : [['X-Amz-Target', 'x-amz-target', json.target] as const]),
    ];
    this.#defaults = defaults.filter(([, lowerName]) => !mapped.has(lowerName));
  }

  build(request: IntegrationView): UpstreamRequest | GatewayError {
    const { templates, behavior, roleKey, httpMethod, timeoutMs } = this.#parts;
    const role = request.snapshot.serviceRoles.get(roleKey);
    if (role === undefined) return this.#noRole;
    if (role !== this.#role) this.#learn(role);
    const endpoint = this.#endpoint as Endpoint | GatewayError;
    if (!('backend' in endpoint)) return endpoint;
    const contentType = headerValue(request.headers, 'content-type');
    const choice = chooseBody(templates, behavior, contentType);
    if (choice === 'unsupported') return UNSUPPORTED_MEDIA_TYPE;
    const chosen = choice === 'passthrough' ? request.bodyBytes : choice.template.render(request);
    const body = chosen === null || chosen.length === 0 ? null : chosen;
    // The template is rendered: what it overrides is known.
    const { overrides } = request;
    if (overrides !== null && overrides.conflict !== undefined) return overriddenTwice(overrides.conflict);
    const path = this.#target(request);
    if (path === undefined) return DOT_SEGMENT;
    return new RequestToSign(
      endpoint.backend,
      {
        method: httpMethod === 'ANY' ? request.method : httpMethod,
        path,
        headers: this.#headers(request, endpoint.host, body === null ? undefined : (contentType ?? DEFAULT_MEDIA_TYPE)),
      },
      body,
      timeoutMs,
      { credentials: endpoint.role, scope: this.#scope },
    );
  }

  #learn(role: ServiceRole): void {
    this.#role = role;
    const { place } = this.#parts.uri;
    const grant = grantFor(role, place.service, place.region);
    if (grant === undefined) {
      this.#endpoint = configurationError(
        `The role ${role.name} is not for ${place.service} in ${place.region}: add the service to the role.`,
      );
      return;
    }
    const origin = grant.endpoint ?? awsOrigin(place);
    const { host } = new URL(origin);
    this.#endpoint = {
      role,
      backend: new Backend(origin),
      // An endpoint of the owner's stands for all subdomains of the service: it tells them by the Host header.
      host: grant.endpoint !== undefined && place.subdomain !== undefined ? `${place.subdomain}.${host}` : host,
    };
  }

  /** Path and query. Undefined: a value would climb out of the path that the owner gave. */
  #target(request: IntegrationView): string | undefined {
    const { uri, parameters } = this.#parts;
    const written = textOf(uri.path, request);
    if (typeof uri.path === 'function' && written.includes('/.') && targetProblem(written) !== undefined)
      return undefined;
    // S3 encodes what it has decoded, and compares.
    const path = this.#scope.signsPathAsSent === true ? written.split('/').map(encodeAgain).join('/') : written;
    const queries = [textOf(uri.query, request), overriddenQuery(request), parameters.query?.(request) ?? ''];
    const query = queries.filter((part) => part !== '').join('&');
    return query === '' ? path : `${path}?${query}`;
  }

  #headers(request: IntegrationView, host: string, contentType: string | undefined): string[] {
    const { parameters, uri } = this.#parts;
    const { overrides } = request;
    const isSet = (lowerName: string) => overrides !== null && hasHeader(overrides.request.header, lowerName);
    const headers = ['Host', host];
    for (const [name, lowerName, value] of this.#defaults) if (!isSet(lowerName)) headers.push(name, value);
    headers.push('X-Amzn-Trace-Id', request.traceId);
    if (contentType !== undefined && !this.#mapsContentType && !isSet('content-type')) {
      headers.push('Content-Type', uri.json?.contentType ?? contentType);
    }
    for (const { name, lowerName, source } of parameters.headers) {
      if (isSet(lowerName)) continue;
      const value = source.kind === 'constant' ? source.value : source.read(request);
      if (value !== undefined) headers.push(name, safeHeaderValue(value));
    }
    if (overrides === null) return headers;
    for (const [name, values] of overrides.request.header) {
      if (!mayOverride(name)) continue;
      for (const value of values) headers.push(name, safeHeaderValue(value));
    }
    return headers;
  }
}

function mayOverride(name: string): boolean {
  const lowerName = name.toLowerCase();
  const isOurs = [RESERVED_HEADERS, RESERVED_REQUEST_TARGETS, IGNORED_REQUEST_TARGETS].some((it) => it.has(lowerName));
  return !isOurs && isHeaderName(name);
}

const textOf = (part: UriPart, request: RequestView): string => (typeof part === 'string' ? part : part(request));

const DOT_SEGMENT = badRequest('A mapped value makes a dot segment in the path of the AWS service.');
