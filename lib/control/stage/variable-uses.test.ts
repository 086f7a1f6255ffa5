import { expect, it } from 'vitest';
import type { HttpMethod, IntegrationDefinition, RestApiDefinition } from '@/lib/gateway/model';
import { variableUses } from './variable-uses';

const v = (name: string): string => `\${stageVariables.${name}}`;

/** "GET /path" → what its integration has beside the usual. */
function apiOf(
  routes: Readonly<Record<string, Partial<IntegrationDefinition>>>,
  gatewayResponses: RestApiDefinition['gatewayResponses'] = {},
): RestApiDefinition {
  return {
    ...{ id: 'api1', accountId: '000000000000', name: 'Pets', apiKeySource: 'HEADER', gatewayResponses },
    disableExecuteApiEndpoint: false,
    resources: Object.entries(routes).map(([route, integration]) => {
      const [verb, path = '/'] = route.split(' ');
      return { id: path, path, methods: { [verb as HttpMethod]: methodWith(integration) } };
    }),
  };
}

const methodWith = (integration: Partial<IntegrationDefinition>) => ({
  ...{ authorizationType: 'NONE' as const, apiKeyRequired: false, operationName: '' },
  ...{ requestParameters: {}, methodResponses: {} },
  integration: {
    ...{ type: 'MOCK' as const, requestParameters: {}, requestTemplates: {}, timeoutInMillis: 29_000 },
    ...{ passthroughBehavior: 'WHEN_NO_MATCH' as const, cacheKeyParameters: [], integrationResponses: [] },
    ...integration,
  },
});

it('finds variables wherever they may stand, once for each method', () => {
  const api = apiOf(
    {
      'GET /uri': { type: 'HTTP_PROXY', uri: `http://${v('host')}/${v('host')}` },
      'POST /mapped': {
        type: 'HTTP',
        uri: 'http://example.com',
        credentials: `arn:aws:iam::000000000000:role/${v('role')}`,
        requestParameters: { 'integration.request.header.X': 'stageVariables.header' },
        requestTemplates: { 'application/json': `$stageVariables['single'] \${stageVariables["double"]}` },
        integrationResponses: [
          {
            ...{ statusCode: '200', selectionPattern: '', responseTemplates: {} },
            responseParameters: { 'method.response.header.Y': 'stageVariables.host' },
          },
        ],
      },
      'GET /none': {},
    },
    { THROTTLED: { responseParameters: {}, responseTemplates: { 'text/plain': '$stageVariables.contact' } } },
  );
  expect(variableUses([api, api])).toEqual([
    { name: 'contact', places: ['gateway response THROTTLED'], count: 1 },
    { name: 'double', places: ['POST /mapped'], count: 1 },
    { name: 'header', places: ['POST /mapped'], count: 1 },
    { name: 'host', places: ['GET /uri', 'POST /mapped'], count: 2 },
    { name: 'role', places: ['POST /mapped'], count: 1 },
    { name: 'single', places: ['POST /mapped'], count: 1 },
  ]);
});

it('names so many places and counts the others', () => {
  const routes = Object.fromEntries(
    Array.from({ length: 25 }, (_, i) => [`GET /${i}`, { type: 'HTTP_PROXY' as const, uri: v('host') }]),
  );
  const [use] = variableUses([apiOf(routes)]);
  expect(use?.places).toHaveLength(20);
  expect(use?.count).toBe(25);
});
