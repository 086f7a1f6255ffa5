import type { AuthorizerDetail } from '@/lib/contract/authorizer';
import { serviceTarget } from '@/lib/contract/aws-service';
import { lambdaTarget } from '@/lib/contract/function-arn';
import { callsFunction, callsService, isProxy, type MethodDetail } from '@/lib/contract/method';
import type { RequestValidatorDetail } from '@/lib/contract/request-validator';
import { roleNameOf } from '@/lib/contract/service-role';
import { mockStatusCode } from '@/lib/contract/template';
import { pathParametersOf } from '../tree/tree-model';

export const STEPS = ['method-request', 'integration-request', 'integration-response', 'method-response'] as const;
export type StepId = (typeof STEPS)[number];

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Monospaced: names, URIs. */
  readonly code?: boolean;
  /** The label is code too: a status, a pattern. */
  readonly codeLabel?: boolean;
}

export interface StepFacts {
  readonly facts: readonly Fact[];
  /** What will surprise a caller; each names its fix. */
  readonly warnings: readonly string[];
  /** Set where the integration type skips this step. */
  readonly skipped?: string;
}

/** What each box of the flow says about the method as it is now. `validators`, `authorizers`: the API's; undefined: not known yet. */
export function factsOf(
  method: MethodDetail,
  validators?: readonly RequestValidatorDetail[],
  authorizers?: readonly Pick<AuthorizerDetail, 'id' | 'name'>[],
): Readonly<Record<StepId, StepFacts>> {
  return {
    'method-request': methodRequest(method, validators, authorizers),
    'integration-request': integrationRequest(method),
    'integration-response': integrationResponse(method),
    'method-response': methodResponse(method),
  };
}

function methodRequest(
  method: MethodDetail,
  validators: readonly RequestValidatorDetail[] | undefined,
  authorizers: readonly Pick<AuthorizerDetail, 'id' | 'name'>[] | undefined,
): StepFacts {
  const declared = Object.entries(method.requestParameters);
  const required = declared.filter(([, needed]) => needed).length;
  const facts: Fact[] = [
    { label: 'Auth', value: method.authorizationType === 'NONE' ? 'None' : method.authorizationType },
    { label: 'API key', value: method.apiKeyRequired ? 'Required' : 'Not required' },
    {
      label: 'Parameters',
      value: declared.length === 0 ? 'None' : `${declared.length}${required > 0 ? ` (${required} required)` : ''}`,
    },
  ];
  const authorizer = authorizers?.find(({ id }) => id === method.authorizerId);
  if (authorizer) facts.splice(1, 0, { label: 'Authorizer', value: authorizer.name });
  const models = [...new Set(Object.values(method.requestModels))];
  if (models.length > 0) facts.push({ label: 'Body', value: models.join(', '), code: true });
  const validator = validators?.find(({ id }) => id === method.requestValidatorId);
  if (validator) facts.push({ label: 'Validator', value: validator.name });
  if (method.operationName) facts.push({ label: 'Operation', value: method.operationName, code: true });
  // Without a validator nothing is checked; with one that is not known yet, nothing is said.
  const warnings = method.requestValidatorId === null || validator ? unchecked(required, models.length, validator) : [];
  return { facts, warnings };
}

function unchecked(required: number, models: number, validator: RequestValidatorDetail | undefined): string[] {
  return [
    ...(required > 0 && validator?.validateRequestParameters !== true
      ? ['Required parameters are not enforced: no validator checks them.']
      : []),
    ...(models > 0 && validator?.validateRequestBody !== true
      ? ['Bodies are not validated: no validator checks them.']
      : []),
  ];
}

function integrationRequest(method: MethodDetail): StepFacts {
  const integration = method.integration;
  if (!integration) {
    return { facts: [], warnings: ['No integration yet: this method can’t be deployed.'] };
  }
  const facts: Fact[] = [{ label: 'Type', value: typeLabel(integration) }];
  const warnings: string[] = [];
  if (integration.type === 'MOCK') {
    const status = mockStatus(integration.requestTemplates);
    facts.push({ label: 'Returns', value: status === null ? 'no status' : String(status), code: true });
    if (status === null) warnings.push('No template gives an integer statusCode: every call answers 500.');
  } else if (callsService(integration.type, integration.uri ?? '')) {
    facts.push({ label: 'Asks', value: serviceLabel(integration.uri ?? ''), code: true });
    facts.push({
      label: 'As',
      value: roleNameOf(integration.credentials ?? '') ?? integration.credentials ?? '',
      code: true,
    });
    facts.push({ label: 'Timeout', value: formatTimeout(integration.timeoutInMillis) });
  } else if (callsFunction(integration.type, integration.uri ?? '')) {
    facts.push({ label: 'Calls', value: functionLabel(integration.uri), code: true });
    facts.push({ label: 'Timeout', value: formatTimeout(integration.timeoutInMillis) });
  } else {
    facts.push({ label: 'Sends', value: `${integration.httpMethod ?? '?'} ${integration.uri ?? ''}`, code: true });
    facts.push({ label: 'Timeout', value: formatTimeout(integration.timeoutInMillis) });
    if (integration.responseTransferMode === 'STREAM') facts.push({ label: 'Response', value: 'Streamed' });
    if (integration.tlsConfig?.insecureSkipVerification) {
      facts.push({ label: 'Certificate', value: 'any issuer' });
    }
    const unmapped = unmappedUriParameters(method);
    if (unmapped.length > 0) {
      warnings.push(
        `${unmapped.map((name) => `{${name}}`).join(', ')} in the URI has no mapping and no path parameter.`,
      );
    }
  }
  if (integration.contentHandling !== undefined) {
    facts.push({ label: 'Content', value: HANDLING_LABELS[integration.contentHandling] });
  }
  const mappings = Object.keys(integration.requestParameters).length;
  if (mappings > 0) facts.push({ label: 'Mappings', value: String(mappings) });
  if (integration.cacheKeyParameters.length > 0) {
    facts.push({ label: 'Cache key', value: integration.cacheKeyParameters.map(shortName).join(', '), code: true });
  }
  return { facts, warnings };
}

const HANDLING_LABELS = { CONVERT_TO_BINARY: 'Converted to binary', CONVERT_TO_TEXT: 'Converted to text' } as const;

function integrationResponse(method: MethodDetail): StepFacts {
  const integration = method.integration;
  if (!integration) return { facts: [], warnings: [] };
  if (isProxy(integration.type)) {
    const whose = integration.type === 'AWS_PROXY' ? 'function' : 'backend';
    return { facts: [], warnings: [], skipped: `The ${whose}’s answer goes to the client as it is.` };
  }
  const responses = integration.integrationResponses;
  const warnings: string[] = [];
  if (responses.length === 0) warnings.push('No status mapping: every call answers 500.');
  else if (!responses.some((response) => isDefaultPattern(response.selectionPattern))) {
    warnings.push('No default mapping: a backend status that matches no pattern answers 500.');
  }
  const declared = new Set(method.methodResponses.map((response) => response.statusCode));
  for (const { statusCode } of responses) {
    if (!declared.has(statusCode)) warnings.push(`${statusCode} is not declared in Method response: it answers 500.`);
  }
  return {
    facts: responses.map((response) => ({
      label: isDefaultPattern(response.selectionPattern) ? 'default' : response.selectionPattern,
      value: `→ ${response.statusCode}`,
      code: true,
      codeLabel: !isDefaultPattern(response.selectionPattern),
    })),
    warnings,
  };
}

function methodResponse(method: MethodDetail): StepFacts {
  if (method.integration && isProxy(method.integration.type) && method.methodResponses.length === 0) {
    const whose = method.integration.type === 'AWS_PROXY' ? 'function' : 'backend';
    return { facts: [], warnings: [], skipped: `Status and headers are the ${whose}’s own.` };
  }
  return {
    facts: method.methodResponses.map((response) => {
      const headers = Object.keys(response.responseParameters).length;
      return {
        label: response.statusCode,
        value: headers === 0 ? 'No mapped headers' : `${headers} mapped ${headers === 1 ? 'header' : 'headers'}`,
        codeLabel: true,
      };
    }),
    warnings: method.methodResponses.length === 0 ? ['No status declared: every mapped answer becomes 500.'] : [],
  };
}

/** Without its URI, an integration of the type AWS may call a function or a service. */
export function typeLabel({ type, uri }: { readonly type: string; readonly uri?: string | undefined }): string {
  if (type === 'AWS') return uri === undefined ? 'AWS' : callsService(type, uri) ? 'AWS service' : 'Function';
  return { MOCK: 'Mock', HTTP: 'HTTP', HTTP_PROXY: 'HTTP proxy', AWS_PROXY: 'Function proxy' }[type] ?? type;
}

/** "dynamodb PutItem", "s3 /pets/{key}" */
export function serviceLabel(uri: string): string {
  const target = serviceTarget(uri);
  if (target === undefined) return uri;
  const { service, subdomain, kind, api } = target;
  return `${subdomain === '' ? '' : `${subdomain}.`}${service} ${kind === 'path' ? '/' : ''}${api}`;
}

/** "list-pets:live" of the function's URI. */
export function functionLabel(uri = ''): string {
  const target = lambdaTarget(uri);
  if (target === undefined) return uri;
  return target.qualifier === undefined ? target.name : `${target.name}:${target.qualifier}`;
}

export function formatTimeout(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms.toLocaleString('en')} ms`;
}

/** "method.request.querystring.page" → "page". */
export function shortName(parameter: string): string {
  return parameter.split('.').slice(3).join('.') || parameter;
}

/** An empty pattern is the default; API Gateway treats ".*" alike. */
export function isDefaultPattern(pattern: string): boolean {
  return pattern === '' || pattern === '.*';
}

/** Every template has to say its status; the first one is told. */
function mockStatus(templates: Readonly<Record<string, string>>): number | null {
  const template = templates['application/json'] ?? Object.values(templates)[0];
  return (template === undefined ? undefined : mockStatusCode(template)) ?? null;
}

function unmappedUriParameters(method: MethodDetail): string[] {
  const integration = method.integration;
  if (!integration?.uri) return [];
  const own = new Set(pathParametersOf(method.path).map((parameter) => parameter.name));
  return pathParametersOf(integration.uri.replace(/\$\{[^}]*\}/g, ''))
    .map((parameter) => parameter.name)
    .filter((name) => !own.has(name) && !(`integration.request.path.${name}` in integration.requestParameters));
}
