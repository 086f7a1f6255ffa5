import type { DefinitionChange } from '@/lib/contract/deployment';
import type { IntegrationResponseDefinition, MethodDefinition, RestApiDefinition } from '@/lib/gateway/model';
import { listRoutes } from './present';

/** Leaves of one place, by the name a person would look for. */
type Fields = ReadonlyMap<string, string>;

/**
 * Operation by operation, field by field, compared by path: what clients would notice, not which row it came from.
 * A renamed resource is its old operations removed and the new ones added.
 */
export function compareDefinitions(before: RestApiDefinition, after: RestApiDefinition): DefinitionChange[] {
  return [
    ...comparePlaces(apiFields(before), apiFields(after)),
    ...comparePlaces(bareResources(before, after), bareResources(after, before)),
    ...comparePlaces(operations(before), operations(after)),
    ...comparePlaces(authorizers(before), authorizers(after)),
    ...comparePlaces(models(before), models(after)),
    ...comparePlaces(gatewayResponses(before), gatewayResponses(after)),
  ];
}

function comparePlaces(before: ReadonlyMap<string, Fields>, after: ReadonlyMap<string, Fields>): DefinitionChange[] {
  const places = [...new Set([...before.keys(), ...after.keys()])].sort(byPath);
  return places.flatMap((place): DefinitionChange[] => {
    const [old, now] = [before.get(place), after.get(place)];
    if (old === undefined) return [{ kind: 'added', place, fields: compareFields(new Map(), now ?? new Map()) }];
    if (now === undefined) return [{ kind: 'removed', place, fields: compareFields(old, new Map()) }];
    const fields = compareFields(old, now);
    return fields.length === 0 ? [] : [{ kind: 'changed', place, fields }];
  });
}

function compareFields(before: Fields, after: Fields): DefinitionChange['fields'] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort(byOrderOfFlow)
    .map((name) => ({ name, before: before.get(name) ?? null, after: after.get(name) ?? null }))
    .filter((field) => field.before !== field.after);
}

/** As a request meets them; the order of keys in the database's JSON means nothing. */
const FLOW = [
  'name',
  'apiKeySource',
  'disableExecuteApiEndpoint',
  'binaryMediaTypes',
  'minimumCompressionSize',
  'policy',
  'authorizationType',
  'authorizer',
  'authorizationScopes',
  'type',
  'authorizerUri',
  'authorizerCredentials',
  'identitySource',
  'identityValidationExpression',
  'authorizerResultTtlInSeconds',
  'providerARNs',
  'apiKeyRequired',
  'operationName',
  'requestParameters',
  'requestValidator',
  'requestModels',
  'integration.type',
  'integration.httpMethod',
  'integration.uri',
  'integration.credentials',
  'integration.timeoutInMillis',
  'integration.responseTransferMode',
  'integration.tlsConfig',
  'integration.requestParameters',
  'integration.passthroughBehavior',
  'integration.requestTemplates',
  'integration.contentHandling',
  'integration.cacheNamespace',
  'integration.cacheKeyParameters',
  'integration.integrationResponses',
  'methodResponses',
  'contentType',
  'description',
  'schema',
  'statusCode',
  'responseParameters',
  'responseTemplates',
];

function byOrderOfFlow(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function rank(name: string): number {
  const index = FLOW.findIndex((start) => name === start || name.startsWith(`${start}.`));
  return index === -1 ? FLOW.length : index;
}

/** Whatever an API has besides its operations, models and gateway responses: what it gets one day is compared from that day on. */
function apiFields(definition: RestApiDefinition): ReadonlyMap<string, Fields> {
  const {
    id: _id,
    accountId: _account,
    resources: _operations,
    models: _models,
    authorizers: _authorizers,
    gatewayResponses: _responses,
    ...settings
  } = definition;
  return new Map([['API', flatten(settings)]]);
}

/** Paths without methods on the one side that the other does not have at all: with methods, their operations tell it. */
function bareResources(definition: RestApiDefinition, other: RestApiDefinition): ReadonlyMap<string, Fields> {
  const elsewhere = new Set(other.resources.map(({ path }) => path));
  return new Map(
    definition.resources
      .filter(({ path, methods }) => Object.keys(methods).length === 0 && !elsewhere.has(path))
      .map(({ path }) => [path, new Map()]),
  );
}

function operations(definition: RestApiDefinition): ReadonlyMap<string, Fields> {
  return new Map(
    listRoutes(definition).map((route) => [
      `${route.method} ${route.path}`,
      flatten(byStatus(withAuthorizerName(route.definition, definition))),
    ]),
  );
}

/** Ids say nothing to a reader. */
function withAuthorizerName(
  { authorizerId, ...method }: MethodDefinition,
  { authorizers: known = {} }: RestApiDefinition,
): MethodDefinition & { readonly authorizer?: string } {
  return authorizerId === undefined ? method : { ...method, authorizer: known[authorizerId]?.name ?? authorizerId };
}

function authorizers(definition: RestApiDefinition): ReadonlyMap<string, Fields> {
  return new Map(
    Object.values(definition.authorizers ?? {}).map(({ id: _id, name, ...fields }) => [
      `authorizer ${name}`,
      flatten(fields),
    ]),
  );
}

function models(definition: RestApiDefinition): ReadonlyMap<string, Fields> {
  return new Map(
    Object.entries(definition.models ?? {}).map(([name, model]) => [`model ${name}`, flatten({ ...model })]),
  );
}

function gatewayResponses(definition: RestApiDefinition): ReadonlyMap<string, Fields> {
  return new Map(
    Object.entries(definition.gatewayResponses).map(([type, response]) => [
      `gateway response ${type}`,
      flatten({ ...response }),
    ]),
  );
}

/** Integration responses are a set by status code: their order must not show as a change. */
function byStatus({ integration, ...method }: MethodDefinition): Record<string, unknown> {
  if (integration === undefined) return method;
  const { integrationResponses, ...rest } = integration;
  const responses = integrationResponses.map(
    ({ statusCode, ...response }: IntegrationResponseDefinition) => [statusCode, response] as const,
  );
  return { ...method, integration: { ...rest, integrationResponses: Object.fromEntries(responses) } };
}

function flatten(value: Readonly<Record<string, unknown>>, prefix = '', fields = new Map<string, string>()): Fields {
  for (const [key, item] of Object.entries(value)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (item === undefined || item === '') continue;
    if (typeof item !== 'object' || item === null) fields.set(name, String(item));
    else if (Array.isArray(item)) {
      if (item.length > 0) fields.set(name, item.map(asText).join(', '));
    } else {
      const entries = item as Readonly<Record<string, unknown>>;
      // A response without headers has no leaf of its own, and yet is there.
      if (/^(methodResponses|integration\.integrationResponses)\.\d+$/.test(name)) fields.set(name, 'declared');
      flatten(entries, name, fields);
    }
  }
  return fields;
}

const asText = (item: unknown): string => (typeof item === 'string' ? item : JSON.stringify(item));

/** "GET /pets" beside "POST /pets": by path first, then by method. */
function byPath(a: string, b: string): number {
  const [left, right] = [pathOf(a), pathOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a < b ? -1 : 1;
}

const pathOf = (place: string): string => place.slice(Math.max(place.indexOf('/'), 0));
