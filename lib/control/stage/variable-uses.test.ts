import { expect, it } from 'vitest';
import { apiOf } from '@/lib/gateway/testing/definitions';
import { variableUses } from './variable-uses';

const v = (name: string): string => `\${stageVariables.${name}}`;

it('finds variables wherever they may stand, once for each method', () => {
  const api = apiOf(
    {
      'GET /uri': { integration: { type: 'HTTP_PROXY', uri: `http://${v('host')}/${v('host')}` } },
      'POST /mapped': {
        integration: {
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
      },
      'GET /none': {},
    },
    {
      gatewayResponses: {
        THROTTLED: { responseParameters: {}, responseTemplates: { 'text/plain': '$stageVariables.contact' } },
      },
    },
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
    Array.from({ length: 25 }, (_, i) => [
      `GET /${i}`,
      { integration: { type: 'HTTP_PROXY' as const, uri: v('host') } },
    ]),
  );
  const [use] = variableUses([apiOf(routes)]);
  expect(use?.places).toHaveLength(20);
  expect(use?.count).toBe(25);
});
