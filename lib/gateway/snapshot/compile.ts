// A stage with its deployment → something that serves requests, or a list of what is wrong with it and where.
import { compileGatewayResponses } from '../errors/gateway-responses';
import { BinaryMediaTypes } from '../http/binary-media-types';
import {
  type CanaryDefinition,
  type CompileError,
  HTTP_METHODS,
  type MethodDefinition,
  type MethodKey,
  type ResourceDefinition,
  type RestApiDefinition,
  type StageDefinition,
} from '../model';
import { compileAccessLogFormat } from '../observe/access-log-format';
import { TraceMask } from '../pipeline/trace-mask';
import { compileResourcePolicy } from '../policy/resource-policy';
import { parsePathTemplate } from '../routing/path-template';
import { PathTrie } from '../routing/path-trie';
import { ModelCompiler } from '../validation/model-compiler';
import { placeOf } from '../validation/request-validation';
import { compileMethod, settingsKey } from './compile-method';
import type { CompiledCanary, CompiledRoute, CompiledStage } from './compiled';

export interface CompileOptions {
  /** False: test invoke, which skips keys, limits and the cache. */
  readonly isMetered: boolean;
  /** Also models that no method validates with: what is wrong with them matters to who edits them only. */
  readonly checksAllModels?: boolean;
}

export type CompileResult =
  /** With errors, if any, of its canary: the stage serves without it. */
  | { readonly stage: CompiledStage; readonly errors: readonly CompileError[] }
  | { readonly stage: null; readonly errors: readonly CompileError[] };

const SERVING: CompileOptions = { isMetered: true };

/**
 * A stage and its canary are two variants that share the stage's settings and limits.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
 */
export function compileStage(definition: StageDefinition, options: CompileOptions = SERVING): CompileResult {
  const canary = definition.canary === undefined ? null : compileCanary(definition, definition.canary, options);
  const canaryErrors = canary?.errors ?? [];
  const { variant, errors } = compileVariant(definition, options, 'stage');
  if (variant === null) return { stage: null, errors: [...errors, ...canaryErrors] };
  // Where one of both is private, no request may reach that one from outside, whichever is drawn.
  const isPrivate = canary?.compiled?.stage.endpointType === 'PRIVATE';
  const endpointType = isPrivate ? 'PRIVATE' : variant.endpointType;
  const stage = { ...variant, endpointType, canary: canary?.compiled ?? null, canaryErrors };
  return { stage, errors: canaryErrors };
}

interface CanaryResult {
  readonly compiled: CompiledCanary | null;
  readonly errors: readonly CompileError[];
}

function compileCanary(stage: StageDefinition, canary: CanaryDefinition, options: CompileOptions): CanaryResult {
  const { id: stageId, name: stageName } = stage;
  const { deploymentId, definition, percentTraffic, useStageCache } = canary;
  if (definition === null) {
    const message = `The deployment ${deploymentId} is gone or can’t be read. Deploy to the canary again, or remove it.`;
    const place = 'canary › deployment';
    return { compiled: null, errors: [{ stageId, apiId: stage.definition.id, stageName, place, message }] };
  }
  const variables = { ...stage.variables, ...canary.stageVariableOverrides };
  const { variant, errors } = compileVariant({ ...stage, deploymentId, definition, variables }, options, 'canary');
  if (variant === null) return { compiled: null, errors };
  const compiled = {
    share: percentTraffic / 100,
    usesStageCache: useStageCache,
    stage: { ...variant, canary: null, canaryErrors: [] },
  };
  return { compiled, errors };
}

type Variant = Omit<CompiledStage, 'canary' | 'canaryErrors'>;

function compileVariant(
  definition: StageDefinition,
  options: CompileOptions,
  which: 'stage' | 'canary',
): { readonly variant: Variant | null; readonly errors: readonly CompileError[] } {
  const isCanary = which === 'canary';
  const errors: CompileError[] = [];
  const report = (place: string, message: string): void => {
    errors.push({
      stageId: definition.id,
      apiId: definition.definition.id,
      stageName: definition.name,
      place: isCanary ? `canary › ${place}` : place,
      message,
    });
  };
  const api = definition.definition;
  const routes = new PathTrie<CompiledRoute>();
  const routeList: CompiledRoute[] = [];
  const models = new ModelCompiler({ apiId: api.id, models: api.models ?? {} });
  if (options.checksAllModels === true) {
    for (const name of Object.keys(api.models ?? {})) {
      models.check(name, (problem) => report(placeOf(problem), problem.message));
    }
  }
  for (const resource of api.resources) {
    try {
      compileResource(definition, resource, { ...options, models }, routes, routeList, report);
    } catch (error) {
      // A definition must never be able to stop a publish.
      report(resource.path, `Could not be compiled: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const { minimumCompressionSize } = api;
  if (minimumCompressionSize !== undefined && !isCompressionSize(minimumCompressionSize)) {
    report('minimumCompressionSize', 'Invalid minimum compression size, must be between 0 and 10485760');
  }
  const gatewayResponses = compileGatewayResponses(api.gatewayResponses, definition.variables, report);
  const policies = compileResourcePolicy(api, report);
  if (errors.length > 0) return { variant: null, errors };
  const cacheBytes = options.isMetered && definition.cacheClusterEnabled ? definition.cacheSizeBytes : 0;
  const variant: Variant = {
    id: definition.id,
    name: definition.name,
    apiId: api.id,
    accountId: api.accountId,
    deploymentId: definition.deploymentId,
    apiKeySource: api.apiKeySource,
    disableExecuteApiEndpoint: options.isMetered && api.disableExecuteApiEndpoint,
    endpointType: api.endpointType ?? 'EDGE',
    vpcEndpointIds: api.vpcEndpointIds ?? [],
    policies,
    accessLogLine: definition.accessLogFormat === undefined ? null : compileAccessLogFormat(definition.accessLogFormat),
    traceShare: (definition.tracing?.samplePercent ?? 0) / 100,
    traceMask: new TraceMask(definition.tracing, credentialNames(api)),
    binaryMediaTypes: new BinaryMediaTypes(api.binaryMediaTypes ?? []),
    // A tester wants to read the answer.
    minimumCompressionSize: options.isMetered ? (minimumCompressionSize ?? null) : null,
    logName: isCanary ? `${definition.name}/Canary` : definition.name,
    isCanary,
    isCanaryRequest: definition.canary === undefined ? undefined : isCanary ? 'true' : 'false',
    gatewayResponses,
    routes,
    routeList,
    cacheBytes,
    source: definition,
    live: { cache: null, meter: null, accountThrottle: null },
  };
  return { variant, errors };
}

/** Tokens come in any header or parameter that an authorizer names. */
const credentialNames = ({ authorizers = {} }: RestApiDefinition): readonly string[] =>
  Object.values(authorizers).flatMap(({ identitySource = '' }) =>
    [...identitySource.matchAll(/method\.request\.(?:header|querystring)\.([^\s,]+)/g)].map(([, name = '']) => name),
  );

/** https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html */
const isCompressionSize = (size: number): boolean => Number.isInteger(size) && size >= 0 && size <= 10_485_760;

type Report = (place: string, message: string) => void;

function compileResource(
  stage: StageDefinition,
  resource: ResourceDefinition,
  { isMetered, models }: CompileOptions & { readonly models: ModelCompiler },
  routes: PathTrie<CompiledRoute>,
  routeList: CompiledRoute[],
  report: Report,
): void {
  const template = parsePathTemplate(resource.path);
  if (typeof template === 'string') {
    report(resource.path, template);
    return;
  }
  for (const [key, method] of Object.entries(resource.methods)) {
    const methodKey = key as MethodKey;
    const methodReport: Report = (where, message) => report(`${methodKey} ${resource.path} › ${where}`, message);
    for (const verb of verbsOf(stage, resource, methodKey)) {
      const place = { stage, resource, template, methodKey, verb, isMetered, models };
      const isFirst = verb === methodKey;
      // What is wrong with a method is wrong for each of its verbs: said once.
      const route = compileMethod(place, method as MethodDefinition, isFirst ? methodReport : silent);
      if (route === undefined) continue;
      routeList.push(route);
      if (!routes.add(template, verb, route)) {
        methodReport('path', 'Another resource answers the same path and method.');
      }
    }
  }
}

/**
 * ANY is one route, and one more for each verb that the stage's settings name, or whose caching differs: settings are
 * worked out here, not per request.
 */
function verbsOf(stage: StageDefinition, resource: ResourceDefinition, methodKey: MethodKey): readonly string[] {
  if (methodKey !== 'ANY') return [methodKey];
  const own = HTTP_METHODS.filter((verb) => {
    if (resource.methods[verb] !== undefined) return false;
    if (verb === 'GET' && stage.cacheClusterEnabled) return true;
    return stage.methodSettings[settingsKey(resource.path, verb)] !== undefined;
  });
  return ['ANY', ...own];
}

const silent: Report = () => undefined;
