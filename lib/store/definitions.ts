import { METHOD_KEYS } from '@/lib/contract/common';
import { API_KEY_SOURCES, ENDPOINT_TYPES } from '@/lib/contract/rest-api';
import { ConflictError } from '@/lib/errors';
import type { RequestValidatorDefinition, ResourceDefinition, RestApiDefinition } from '@/lib/gateway/model';
import { listAuthorizerRecords, toAuthorizerDefinitions } from './authorizers';
import type { Db } from './client';
import { listGatewayResponseRecords } from './gateway-responses';
import { type MethodRecord, toMethodDefinition, toMethodRecord } from './methods';
import { listModelRecords, toModelDefinitions } from './models';
import { readValidatorDefinitions } from './request-validators';
import { binaryMediaTypesOf, type RestApiRow, vpcEndpointIdsOf } from './rest-apis';

export interface WorkingCopy {
  readonly definition: RestApiDefinition;
  /** The version of the edits it holds: deployments keep it, to tell when they are behind. */
  readonly definitionVersion: number;
}

const ATTEMPTS = 5;

/** The working copy in the data plane's own types: what test invoke runs and a deployment keeps. Never half an edit. */
export async function loadWorkingCopy(db: Db, restApiId: string): Promise<WorkingCopy> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const restApi = await db.restApi.findUniqueOrThrow({ where: { id: restApiId } });
    const definition = await loadDefinition(db, restApi);
    const after = await db.restApi.findUniqueOrThrow({ where: { id: restApiId }, select: { definitionVersion: true } });
    if (after.definitionVersion === restApi.definitionVersion) {
      return { definition, definitionVersion: restApi.definitionVersion };
    }
  }
  throw new ConflictError('The API is being edited by others right now. Try again in a moment.');
}

async function loadDefinition(db: Db, restApi: RestApiRow): Promise<RestApiDefinition> {
  const restApiId = restApi.id;
  const resources = await db.resource.findMany({
    where: { restApiId },
    select: { id: true, path: true },
  });
  // Not by the database: collations differ.
  resources.sort((a, b) => (a.path < b.path ? -1 : 1));
  const methods = groupBy(await listMethods(db, restApiId), ({ resourceId }) => resourceId);
  const validators = await readValidatorDefinitions(db, restApiId);
  const models = await listModelRecords(db, restApiId);
  const authorizers = await listAuthorizerRecords(db, restApiId);
  const gatewayResponses = await listGatewayResponseRecords(db, restApiId);
  const binaryMediaTypes = binaryMediaTypesOf(restApi);
  const vpcEndpointIds = vpcEndpointIdsOf(restApi);
  return {
    id: restApi.id,
    accountId: restApi.accountId,
    name: restApi.name,
    apiKeySource: API_KEY_SOURCES.find((source) => source === restApi.apiKeySource) ?? 'HEADER',
    disableExecuteApiEndpoint: restApi.disableExecuteApiEndpoint,
    endpointType: ENDPOINT_TYPES.find((type) => type === restApi.endpointType) ?? 'EDGE',
    ...(vpcEndpointIds.length === 0 ? {} : { vpcEndpointIds }),
    ...(restApi.policy === null ? {} : { policy: restApi.policy }),
    ...(binaryMediaTypes.length === 0 ? {} : { binaryMediaTypes }),
    ...(restApi.minimumCompressionSize === null ? {} : { minimumCompressionSize: restApi.minimumCompressionSize }),
    resources: resources.map(({ id, path }) => toResourceDefinition(id, path, methods.get(id) ?? [], validators)),
    models: toModelDefinitions(models),
    ...(authorizers.length === 0 ? {} : { authorizers: toAuthorizerDefinitions(authorizers) }),
    gatewayResponses: Object.fromEntries(
      gatewayResponses.map(({ responseType, statusCode, responseParameters, responseTemplates }) => [
        responseType,
        { ...(statusCode === null ? {} : { statusCode }), responseParameters, responseTemplates },
      ]),
    ),
  };
}

/** One query per table, whatever the number of resources: following relations would ask by long lists of ids. */
async function listMethods(db: Db, restApiId: string): Promise<MethodRecord[]> {
  const ofApi = { resource: { restApiId } };
  const methods = await db.method.findMany({ where: ofApi });
  const methodResponses = groupBy(
    await db.methodResponse.findMany({ where: { method: ofApi } }),
    ({ methodId }) => methodId,
  );
  const integrations = new Map(
    (await db.integration.findMany({ where: { method: ofApi } })).map((row) => [row.methodId, row]),
  );
  const integrationResponses = groupBy(
    await db.integrationResponse.findMany({ where: { integration: { method: ofApi } } }),
    ({ integrationId }) => integrationId,
  );
  return methods.map((method) => {
    const integration = integrations.get(method.id);
    return toMethodRecord({
      ...method,
      methodResponses: methodResponses.get(method.id) ?? [],
      integration:
        integration === undefined
          ? null
          : { ...integration, integrationResponses: integrationResponses.get(method.id) ?? [] },
    });
  });
}

function toResourceDefinition(
  id: string,
  path: string,
  methods: readonly MethodRecord[],
  validators: ReadonlyMap<string, RequestValidatorDefinition>,
): ResourceDefinition {
  return {
    id,
    path,
    methods: Object.fromEntries(
      METHOD_KEYS.flatMap((key) => {
        const method = methods.find(({ httpMethod }) => httpMethod === key);
        return method === undefined ? [] : [[key, toMethodDefinition(method, validators)]];
      }),
    ),
  };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
