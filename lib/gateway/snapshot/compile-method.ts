// One method of one resource → one route.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html
import { compileLambdaAuthorizer } from '../authorizers/authorizer-plan';
import { cacheControlRule } from '../cache/cache-control';
import { BinaryMediaTypes } from '../http/binary-media-types';
import { compileServiceRequest } from '../integrations/aws-service-plan';
import { namesService } from '../integrations/aws-service-uri';
import { compileHttpRequest } from '../integrations/http-request-plan';
import { compileLambdaProxy, type LambdaPlace } from '../integrations/lambda-proxy';
import { compileLambdaRequest } from '../integrations/lambda-request-plan';
import { compileMockRequest } from '../integrations/mock';
import { compileResponsePlan } from '../integrations/response-plan';
import { compileRequestExpression, type MappingScope } from '../mapping/expression';
import type {
  IntegrationDefinition,
  MethodDefinition,
  MethodKey,
  MethodSettings,
  ResourceDefinition,
  RestApiDefinition,
  StageDefinition,
  ThrottleSettings,
} from '../model';
import { executionLogPlan } from '../pipeline/execution-log';
import { type RouteNeeds, stepsFor } from '../pipeline/pipeline';
import type { PathTemplate } from '../routing/path-template';
import { compileUserPoolPlan } from '../user-pools/user-pool-plan';
import type { ModelCompiler } from '../validation/model-compiler';
import { compileBodyValidation, compileRequiredParameters } from '../validation/request-validation';
import { compileAuthorization } from './compile-authorization';
import type { CompiledIntegration, CompiledRoute, RouteCachePlan } from './compiled';
import { DEFAULT_ACCOUNT_LIMIT } from './snapshot';

type Report = (place: string, message: string) => void;

export interface MethodPlace {
  readonly stage: StageDefinition;
  readonly resource: ResourceDefinition;
  readonly template: PathTemplate;
  readonly methodKey: MethodKey;
  /** For ANY: the verb that this route answers when the stage has settings for that verb alone. */
  readonly verb: string;
  /** False: as test invoke does, without keys, limits and cache. */
  readonly isMetered: boolean;
  /** The API's models, each compiled once. */
  readonly models: ModelCompiler;
}

/** Undefined: reported. */
export function compileMethod(place: MethodPlace, method: MethodDefinition, report: Report): CompiledRoute | undefined {
  const { stage, resource, template, methodKey } = place;
  const scope: MappingScope = { pathParamNames: template.paramNames, stageVariables: stage.variables };
  if (method.integration === undefined) {
    report('integration', 'No integration defined for method');
    return undefined;
  }
  const settings = settingsOf(stage, resource.path, place.verb);
  const isStreamed = method.integration.responseTransferMode === 'STREAM';
  if (isStreamed) refuseUnstreamable(method.integration, (where, message) => report(`integration › ${where}`, message));
  // As on AWS, a stage's cache leaves streams alone.
  const cache = isStreamed ? null : compileCache(place, method.integration, settings, scope, report);
  const integration = compileIntegration(place, method, method.integration, scope, cache !== null, (where, message) =>
    report(`integration › ${where}`, message),
  );
  if (integration === undefined) return undefined;
  const authorizer = compileAuthorization(method, stage.definition, report);
  const userPools =
    authorizer?.type === 'COGNITO_USER_POOLS'
      ? compileUserPoolPlan(authorizer, method.authorizationScopes, (where, message) =>
          report(`authorizer ${authorizer.name} › ${where}`, message),
        )
      : null;
  const lambdaAuthorizer =
    authorizer === null
      ? null
      : compileLambdaAuthorizer(authorizer, stage.id, lambdaPlace(place, method), (where, message) =>
          report(`authorizer › ${authorizer.name} › ${where}`, message),
        );
  const requiredParameters = compileRequiredParameters(method, template.paramNames, report);
  const bodyValidation = compileBodyValidation(method, place.models, report);
  const executionLog = place.isMetered ? executionLogPlan(settings) : null;
  const logsBodies = executionLog?.hasBodies ?? false;
  const conversions = isStreamed ? NO_CONVERSIONS : conversionsOf(stage.definition, method.integration);
  const needs = {
    // A test invoke asks nobody, as on AWS.
    authorizationType: place.isMetered ? method.authorizationType : ('NONE' as const),
    ...{ apiKeyRequired: method.apiKeyRequired, cache, isMetered: place.isMetered },
    hasResourcePolicy: stage.definition.policy !== undefined,
    isUnprotected: stage.definition.endpointType === 'PRIVATE' && stage.definition.policy === undefined,
    isValidated: requiredParameters.length > 0 || bodyValidation !== null,
    readsBody:
      readsBody(integration) ||
      bodyValidation !== null ||
      (cache?.readsBody ?? false) ||
      conversions.contentHandling !== null ||
      logsBodies,
    // Nothing of a stream waits for a log.
    logsBodies: logsBodies && !isStreamed,
    ...conversions,
  };
  return {
    resourceId: resource.id,
    resourcePath: resource.path,
    paramNames: template.paramNames,
    methodKey,
    planKey: `${resource.path}/${place.verb}`,
    planKeyAny: `${resource.path}/${methodKey}`,
    authorizationType: method.authorizationType,
    userPools,
    apiKeyRequired: method.apiKeyRequired,
    lambdaAuthorizer,
    isOpen: !method.apiKeyRequired && method.authorizationType === 'NONE' && stage.definition.policy === undefined,
    requiredParameters,
    bodyValidation,
    throttle: throttleOf(settings),
    throttleKey: `stage:${stage.id}${resource.path}/${place.verb}`,
    hasOwnMetrics: settings.metricsEnabled !== false,
    executionLog,
    ...{ cache, integration, isStreamed },
    steps: stepsFor({ ...needs, integrationType: integration.type }),
    live: { throttle: null, meter: null },
  };
}

/** A MOCK without a matching template takes its status from the body; a function's event holds it; a signature covers it. */
const readsBody = ({ type, request }: CompiledIntegration): boolean =>
  type === 'MOCK' ||
  type === 'AWS_PROXY' ||
  type === 'AWS' ||
  type === 'AWS_SERVICE' ||
  ('readsBody' in request && request.readsBody);

const NO_CONVERSIONS = { contentHandling: null, convertsResponse: false } as const;

/** What needs the whole answer. https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html */
function refuseUnstreamable({ type, contentHandling }: IntegrationDefinition, report: Report): void {
  if (type !== 'HTTP_PROXY') report('responseTransferMode', 'STREAM is for HTTP_PROXY integrations.');
  if (contentHandling !== undefined) {
    report(
      'contentHandling',
      'An integration whose responseTransferMode is STREAM converts nothing: remove one of them.',
    );
  }
}

/** What of contentHandling can come to bear: only binary types make a request binary, and a MOCK is sent nothing. */
function conversionsOf(
  { binaryMediaTypes = [] }: RestApiDefinition,
  { type, contentHandling, integrationResponses }: IntegrationDefinition,
): Pick<RouteNeeds, 'contentHandling' | 'convertsResponse'> {
  // Events and answers of functions have a word of their own for it.
  if (type === 'AWS_PROXY') return { contentHandling: null, convertsResponse: false };
  const hasBinaryTypes = binaryMediaTypes.length > 0;
  const converts = contentHandling === 'CONVERT_TO_BINARY' ? type !== 'MOCK' : hasBinaryTypes;
  return {
    contentHandling: contentHandling !== undefined && converts ? contentHandling : null,
    convertsResponse:
      hasBinaryTypes || (type !== 'HTTP_PROXY' && integrationResponses.some((it) => it.contentHandling !== undefined)),
  };
}

/** How a stage names a method in its settings: "/pets/{petId}" → "~1pets~1{petId}/GET". */
export const settingsKey = (resourcePath: string, verb: string): string =>
  `${resourcePath.replaceAll('~', '~0').replaceAll('/', '~1')}/${verb}`;

/** The method's own settings over the stage's. */
function settingsOf(stage: StageDefinition, resourcePath: string, verb: string): MethodSettings {
  const all = stage.methodSettings;
  return { ...all['*/*'], ...all[settingsKey(resourcePath, 'ANY')], ...all[settingsKey(resourcePath, verb)] };
}

/** A rate without a burst, or the other way round, is completed from the account's default. */
function throttleOf(settings: MethodSettings): ThrottleSettings | null {
  const { throttlingRateLimit, throttlingBurstLimit } = settings;
  if (throttlingRateLimit === undefined && throttlingBurstLimit === undefined) return null;
  return {
    rateLimit: throttlingRateLimit ?? DEFAULT_ACCOUNT_LIMIT.rateLimit,
    burstLimit: throttlingBurstLimit ?? DEFAULT_ACCOUNT_LIMIT.burstLimit,
  };
}

function compileIntegration(
  place: MethodPlace,
  method: MethodDefinition,
  definition: IntegrationDefinition,
  scope: MappingScope,
  isCached: boolean,
  report: Report,
): CompiledIntegration | undefined {
  if (definition.type === 'MOCK') {
    const request = compileMockRequest(definition, scope.stageVariables, report);
    return {
      type: 'MOCK',
      request,
      responses: compileResponsePlan(method, definition.integrationResponses, scope, report),
    };
  }
  const { stage } = place;
  if (definition.type === 'AWS_PROXY') {
    const request = compileLambdaProxy(lambdaPlace(place, method), definition, report);
    return request === undefined ? undefined : { type: 'AWS_PROXY', request };
  }
  if (definition.type === 'AWS' && namesService(definition.uri ?? '')) {
    const { id: apiId, accountId } = stage.definition;
    const request = compileServiceRequest({ apiId, accountId }, definition, scope, report);
    if (request === undefined) return undefined;
    return {
      type: 'AWS_SERVICE',
      request,
      responses: compileResponsePlan(method, definition.integrationResponses, scope, report),
    };
  }
  if (definition.type === 'AWS') {
    const request = compileLambdaRequest(lambdaPlace(place, method), definition, scope, report);
    if (request === undefined) return undefined;
    return {
      type: 'AWS',
      request,
      responses: compileResponsePlan(method, definition.integrationResponses, scope, report),
    };
  }
  if (definition.type !== 'HTTP' && definition.type !== 'HTTP_PROXY') {
    report('type', `Integrations of type "${String(definition.type)}" are not supported.`);
    return undefined;
  }
  const request = compileHttpRequest(stage.definition.id, definition, scope, isCached, report);
  if (request === undefined) return undefined;
  if (definition.type === 'HTTP_PROXY') {
    return { type: 'HTTP_PROXY', request, isStreamed: definition.responseTransferMode === 'STREAM' };
  }
  return {
    type: 'HTTP',
    request,
    responses: compileResponsePlan(method, definition.integrationResponses, scope, report),
  };
}

function lambdaPlace({ stage, resource, template, methodKey }: MethodPlace, method: MethodDefinition): LambdaPlace {
  const { id: apiId, accountId } = stage.definition;
  return {
    ...{ apiId, accountId, stageName: stage.name, deploymentId: stage.deploymentId, methodKey },
    ...{ resourceId: resource.id, resourcePath: resource.path, operationName: method.operationName },
    ...{ paramNames: template.paramNames, stageVariables: stage.variables },
    binaryMediaTypes: new BinaryMediaTypes(stage.definition.binaryMediaTypes ?? []),
  };
}

const DEFAULT_TTL_SECONDS = 300;

function compileCache(
  place: MethodPlace,
  integration: IntegrationDefinition,
  settings: MethodSettings,
  scope: MappingScope,
  report: Report,
): RouteCachePlan | null {
  const { stage, resource, verb } = place;
  if (!stage.cacheClusterEnabled || !cachesVerb(stage, resource.path, verb)) return null;
  const ttlSeconds = settings.cacheTtlInSeconds ?? DEFAULT_TTL_SECONDS;
  if (ttlSeconds <= 0) return null;
  const reads: RouteCachePlan['reads'][number][] = [];
  let readsBody = false;
  for (const parameter of integration.cacheKeyParameters) {
    const expression = parameter.startsWith('integration.request.')
      ? integration.requestParameters[parameter]
      : parameter;
    const source =
      expression === undefined
        ? `Nothing maps ${parameter}: it can't vary the cache.`
        : compileRequestExpression(expression, scope);
    if (typeof source === 'string') report(`integration › cacheKeyParameters › ${parameter}`, source);
    else if (source.kind === 'dynamic') {
      reads.push(source.read);
      readsBody ||= source.readsBody === true;
    }
  }
  return {
    ttlMs: ttlSeconds * 1000,
    namespace: integration.cacheNamespace ?? resource.id,
    onMaxAge0: cacheControlRule(settings),
    isEncrypted: settings.cacheDataEncrypted === true,
    ...{ reads, readsBody },
  };
}

/** The stage's switch is for GET; other verbs are cached only where their own settings say so. */
function cachesVerb(stage: StageDefinition, resourcePath: string, verb: string): boolean {
  const own =
    stage.methodSettings[settingsKey(resourcePath, verb)]?.cachingEnabled ??
    stage.methodSettings[settingsKey(resourcePath, 'ANY')]?.cachingEnabled;
  if (verb === 'GET') return own ?? stage.methodSettings['*/*']?.cachingEnabled ?? true;
  return own === true;
}
