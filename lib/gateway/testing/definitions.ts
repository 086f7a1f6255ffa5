// Definitions for tests, with everything left out filled in: a test says only what it is about.
import type {
  ApiKeyDefinition,
  IntegrationDefinition,
  MethodDefinition,
  MethodKey,
  Publication,
  ResourceDefinition,
  RestApiDefinition,
  StageDefinition,
  UsagePlanDefinition,
} from '../model';

export type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

export interface LooseMethod extends Omit<Loose<MethodDefinition>, 'integration'> {
  readonly integration?: Loose<IntegrationDefinition>;
}

/** "GET /pets/{petId}" → method. */
export type LooseRoutes = Readonly<Record<string, LooseMethod>>;

export function integrationOf(loose: Loose<IntegrationDefinition>): IntegrationDefinition {
  return {
    type: 'MOCK',
    requestParameters: {},
    requestTemplates: loose.type === undefined || loose.type === 'MOCK' ? MOCK_200 : {},
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    cacheKeyParameters: [],
    integrationResponses: [{ statusCode: '200', selectionPattern: '', responseParameters: {}, responseTemplates: {} }],
    ...(loose.type !== undefined && loose.type !== 'MOCK' ? { httpMethod: 'ANY' as const } : {}),
    ...defined(loose),
  } as IntegrationDefinition;
}

const MOCK_200 = { 'application/json': '{"statusCode": 200}' };

export function methodOf(loose: LooseMethod): MethodDefinition {
  const { integration, ...rest } = loose;
  return {
    authorizationType: 'NONE',
    apiKeyRequired: false,
    operationName: '',
    requestParameters: {},
    methodResponses: { '200': { responseParameters: {} } },
    ...defined(rest),
    integration: integrationOf(integration ?? {}),
  } as MethodDefinition;
}

export function apiOf(routes: LooseRoutes, loose: Loose<RestApiDefinition> = {}): RestApiDefinition {
  const byPath = new Map<string, Partial<Record<MethodKey, MethodDefinition>>>();
  for (const [route, method] of Object.entries(routes)) {
    const [verb = '', path = ''] = route.split(' ');
    const methods = byPath.get(path) ?? {};
    methods[verb as MethodKey] = methodOf(method);
    byPath.set(path, methods);
  }
  const resources: ResourceDefinition[] = [...byPath].map(([path, methods], index) => ({
    id: `res${index}`,
    path,
    methods,
  }));
  return {
    id: 'api1',
    accountId: '000000000000',
    name: 'Test',
    apiKeySource: 'HEADER',
    disableExecuteApiEndpoint: false,
    gatewayResponses: {},
    ...defined(loose),
    resources,
  } as RestApiDefinition;
}

let deployments = 0;

export function stageOf(definition: RestApiDefinition, loose: Loose<StageDefinition> = {}): StageDefinition {
  deployments += 1;
  return {
    id: 'stage1',
    name: 'prod',
    deploymentId: `dep${deployments}`,
    definition,
    variables: {},
    cacheClusterEnabled: false,
    cacheSizeBytes: 0,
    methodSettings: {},
    ...defined(loose),
  } as StageDefinition;
}

export function planOf(loose: Loose<UsagePlanDefinition> = {}): UsagePlanDefinition {
  return {
    id: 'plan1',
    accountId: '000000000000',
    stages: [{ stageId: 'stage1', throttle: {} }],
    ...defined(loose),
  } as UsagePlanDefinition;
}

export function keyOf(loose: Loose<ApiKeyDefinition> & { readonly valueHash: string }): ApiKeyDefinition {
  return {
    id: 'key1',
    accountId: '000000000000',
    enabled: true,
    usagePlanIds: ['plan1'],
    ...defined(loose),
  } as ApiKeyDefinition;
}

let revisions = 0;

/** Each one newer than the last. */
export function publicationOf(loose: Loose<Publication>): Publication {
  revisions += 1;
  return {
    revision: revisions,
    full: false,
    stages: [],
    removedStageIds: [],
    usagePlans: [],
    removedUsagePlanIds: [],
    apiKeys: [],
    removedApiKeyIds: [],
    accounts: [],
    ...defined(loose),
  } as Publication;
}

function defined<T extends object>(loose: T): Partial<T> {
  return Object.fromEntries(Object.entries(loose).filter(([, value]) => value !== undefined)) as Partial<T>;
}
