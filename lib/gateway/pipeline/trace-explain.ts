// Finds out why the gateway answered a request by itself, from what the request had become by then.
import { AccessDeniedError } from '../errors/access-denied';
import { MISSING_AUTHENTICATION_TOKEN, PRIVATE_API_WITHOUT_POLICY } from '../errors/gateway-error';
import * as explain from '../explain/explanations';
import { nearestPath } from '../explain/nearest-path';
import { headerValue } from '../http/headers';
import { mediaTypeOf } from '../http/media-type';
import { HTTP_METHODS } from '../model';
import type { CompiledStage } from '../snapshot/compiled';
import type { Exchange } from './exchange';
import type { Trace } from './trace';
import { quotaFactsOf } from './trace-probes';

type Explanation = explain.Explanation;

/** Null: the gateway did not answer by itself. */
export function explainExchange(x: Exchange, trace: Trace): Explanation | null {
  const { error, stage } = x;
  if (error === null || stage === null) return null;
  const { internal, publicMessage, responseType } = error;
  const said = internal || (publicMessage ?? '');
  if (error === PRIVATE_API_WITHOUT_POLICY) return explain.explainMissingPolicy();
  if (error instanceof AccessDeniedError) return explain.explainAccessDenied(error.statement);
  switch (responseType) {
    case 'MISSING_AUTHENTICATION_TOKEN':
      return error === MISSING_AUTHENTICATION_TOKEN ? explainRoute(x, stage) : explain.explainType(responseType, said);
    case 'UNAUTHORIZED':
      return x.route?.userPools ? explain.explainToken(internal) : explain.explainType(responseType, said);
    case 'EXPIRED_TOKEN':
      return x.route?.userPools ? explain.explainExpiredToken() : explain.explainType(responseType, said);
    case 'AUTHORIZER_FAILURE':
      return x.route?.userPools ? explain.explainIssuerUnavailable(internal) : explain.explainType(responseType, said);
    case 'INVALID_API_KEY':
      return explainKey(x, stage);
    case 'THROTTLED':
      return trace.exhausted === null
        ? explain.explainType(responseType, said)
        : explain.explainThrottle(trace.exhausted);
    case 'QUOTA_EXCEEDED': {
      const facts = quotaFactsOf(x);
      return facts === undefined ? explain.explainType(responseType, said) : explain.explainQuota(facts);
    }
    case 'BAD_REQUEST_BODY':
      return explain.explainBody(error.validationErrorString || said, modelOf(x));
    case 'BAD_REQUEST_PARAMETERS':
      return explain.explainParameters(said);
    case 'UNSUPPORTED_MEDIA_TYPE':
      return explainMediaType(x);
    case 'DEFAULT_4XX':
      return explainClient(error.status, publicMessage ?? '', internal);
    case 'INTEGRATION_TIMEOUT':
      return explain.explainTimeout(backendOf(x), x.upstreamRequest?.timeoutMs ?? 29_000);
    case 'INTEGRATION_FAILURE':
      return error.domain === 'config'
        ? explain.explainBlockedAddress(internal)
        : explain.explainUnreachable(backendOf(x), internal.replace(/^The function's endpoint does not answer: /, ''));
    case 'API_CONFIGURATION_ERROR':
      return explainConfiguration(x, internal);
    case 'DEFAULT_5XX':
      if (internal.startsWith('Malformed Lambda')) return explain.explainMalformedProxyResponse();
      if (internal !== '') return explain.explainFunctionError(internal);
      return explain.explainPlatform(x.requestId);
    default:
      return explain.explainType(responseType, said);
  }
}

function explainRoute(x: Exchange, stage: CompiledStage): Explanation {
  const methods = HTTP_METHODS.filter((method) => stage.routes.match(method, x.path) !== null);
  if (methods.length > 0) return explain.explainMethod(x.method, x.path, methods);
  const paths = new Set(stage.routeList.map(({ resourcePath }) => resourcePath));
  return explain.explainResource(x.path, stage.name, nearestPath(x.path, paths));
}

function explainKey(x: Exchange, stage: CompiledStage): Explanation {
  if (x.route === null) return explain.explainDisabledEndpoint(x.host);
  const value = x.sentApiKey;
  if (stage.apiKeySource !== 'HEADER' && value === '') return explain.explainKeySource();
  if (value === '') return explain.explainKeyMissing();
  const key = x.services.keys.find(value, x.snapshot.apiKeys);
  if (key === undefined) return explain.explainKeyUnknown();
  const { isEnabled, expiresAtMs, usagePlanIds } = key.facts;
  if (!isEnabled) return explain.explainKeyDisabled(key.id);
  if (x.startedAtMs >= expiresAtMs) return explain.explainKeyExpired(key.id, expiresAtMs);
  if (usagePlanIds.length === 0) return explain.explainKeyWithoutPlan(key.id);
  return explain.explainPlanWithoutStage(key.id, usagePlanIds, stage.name);
}

function modelOf(x: Exchange): string {
  const contentType = headerValue(x.headers, 'content-type');
  return `the method’s model for ${mediaTypeOf(contentType)}`;
}

function explainMediaType(x: Exchange): Explanation {
  if (x.head.contentEncoding !== '') return explain.explainCoding(x.head.contentEncoding);
  const integration = integrationOf(x);
  const type = mediaTypeOf(headerValue(x.headers, 'content-type'));
  const types = Object.keys(integration?.requestTemplates ?? {});
  return explain.explainMediaType(type, integration?.passthroughBehavior ?? 'NEVER', types);
}

/** As its owner wrote it. */
function integrationOf({ stage, route }: Exchange) {
  if (stage === null || route === null) return undefined;
  const { source } = stage;
  const definition = stage.isCanary ? (source.canary?.definition ?? source.definition) : source.definition;
  const resource = definition.resources.find(({ id }) => id === route.resourceId);
  return resource?.methods[route.methodKey]?.integration;
}

function explainClient(status: number, publicMessage: string, internal: string): Explanation {
  if (status === 414) return explain.explainUri();
  if (status === 431) return explain.explainHeaders();
  if (publicMessage === 'Invalid JSON in request body') return explain.explainBodyIsNotJson();
  return explain.explainBadRequest(internal);
}

function backendOf(x: Exchange): string {
  const type = x.route?.integration.type;
  if (type === 'AWS_PROXY' || type === 'AWS') return 'the function';
  return x.upstreamRequest === null ? 'the backend' : `the backend ${x.upstreamRequest.origin}`;
}

function explainConfiguration(x: Exchange, internal: string): Explanation {
  if (/\(line \d+, column \d+\)$/.test(internal)) {
    return explain.explainTemplate(x.integrationStatus === 0 ? 'request' : 'response', internal);
  }
  if (internal.startsWith('No match for output mapping')) {
    const integration = x.route?.integration;
    const patterns = integration !== undefined && 'responses' in integration ? integration.responses.patterns : [];
    const selectedBy = integration?.type === 'AWS' ? 'the function’s error message' : `status ${x.integrationStatus}`;
    return explain.explainSelection(selectedBy, patterns);
  }
  if (internal.startsWith('The method has no method response')) return explain.explainMethodResponse(x.responseStatus);
  if (internal.startsWith('Unable to parse statusCode')) return explain.explainMockStatus();
  if (internal === 'Invalid permissions on Lambda function') return explain.explainPermission();
  if (internal.includes('permission to assume the provided role')) return explain.explainNoRole(internal);
  if (/^The role \S+ is not for /.test(internal)) return explain.explainRoleServices(internal);
  if (internal === 'Rate Exceeded.') return explain.explainFunctionThrottled();
  if (internal.includes('Base64') || internal.includes('base64')) return explain.explainBase64(internal);
  if (internal.includes('larger than')) return explain.explainResponseTooLarge();
  return explain.explainConfiguration(internal);
}
