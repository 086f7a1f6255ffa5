import { describe, expect, it } from 'vitest';
import type { MethodDefinition, RestApiDefinition } from '@/lib/gateway/model';
import { compareDefinitions } from './compare-definitions';

const method = (fields: Partial<MethodDefinition> = {}): MethodDefinition => ({
  authorizationType: 'NONE',
  apiKeyRequired: false,
  operationName: '',
  requestParameters: {},
  methodResponses: { '200': { responseParameters: {} } },
  integration: {
    type: 'HTTP',
    httpMethod: 'GET',
    uri: 'http://a',
    requestParameters: {},
    requestTemplates: {},
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    cacheKeyParameters: [],
    integrationResponses: [
      { statusCode: '200', selectionPattern: '', responseParameters: {}, responseTemplates: {} },
      { statusCode: '404', selectionPattern: '404', responseParameters: {}, responseTemplates: {} },
    ],
  },
  ...fields,
});
const api = (
  paths: Record<string, Record<string, MethodDefinition>>,
  fields: Partial<RestApiDefinition> = {},
): RestApiDefinition => ({
  id: 'api',
  accountId: '000000000000',
  name: 'Pets',
  apiKeySource: 'HEADER',
  disableExecuteApiEndpoint: false,
  resources: Object.entries(paths).map(([path, methods], index) => ({ id: `r${index}`, path, methods })),
  gatewayResponses: {},
  ...fields,
});

describe('what changed', () => {
  it('is nothing between equal definitions, whatever the order and the ids', () => {
    const base = method();
    const { integration } = base;
    if (integration === undefined) throw new Error('no integration');
    const reversed = method({
      integration: { ...integration, integrationResponses: [...integration.integrationResponses].reverse() },
    });
    const before = api({ '/': {}, '/a': { GET: base }, '/b': { GET: base } });
    const after = api({ '/b': { GET: base }, '/a': { GET: reversed }, '/': {} });
    expect(compareDefinitions(before, after)).toEqual([]);
  });

  it('names each field of an operation that differs', () => {
    const after = method({
      apiKeyRequired: true,
      methodResponses: { '200': { responseParameters: { h: false } }, '204': { responseParameters: {} } },
    });
    expect(compareDefinitions(api({ '/a': { GET: method() } }), api({ '/a': { GET: after } }))).toEqual([
      {
        kind: 'changed',
        place: 'GET /a',
        fields: [
          { name: 'apiKeyRequired', before: 'false', after: 'true' },
          { name: 'methodResponses.200.responseParameters.h', before: null, after: 'false' },
          { name: 'methodResponses.204', before: null, after: 'declared' },
        ],
      },
    ]);
  });

  it('lists what came and went: by path, then by method', () => {
    const before = api({ '/a': { GET: method(), POST: method() }, '/old': {} });
    const after = api({ '/a': { GET: method() }, '/b': { GET: method(), DELETE: method() }, '/new': {} });
    expect(compareDefinitions(before, after).map(({ kind, place }) => `${kind} ${place}`)).toEqual([
      'added /new',
      'removed /old',
      'removed POST /a',
      'added DELETE /b',
      'added GET /b',
    ]);
  });

  it('shows models and what validates with them', () => {
    const model = (schema: string) => ({ contentType: 'application/json', description: '', schema });
    const validated = method({
      requestModels: { 'application/json': 'Pet' },
      requestValidator: { name: 'Body', validateRequestBody: true, validateRequestParameters: false },
      methodResponses: { '200': { responseParameters: {}, responseModels: { 'application/json': 'Pet' } } },
    });
    const before = api({ '/a': { GET: method() } }, { models: { Old: model('{}'), Pet: model('{"type":"object"}') } });
    const after = api({ '/a': { GET: validated } }, { models: { Pet: model('{"type":"array"}') } });
    expect(compareDefinitions(before, after)).toEqual([
      {
        kind: 'changed',
        place: 'GET /a',
        fields: [
          { name: 'requestValidator.name', before: null, after: 'Body' },
          { name: 'requestValidator.validateRequestBody', before: null, after: 'true' },
          { name: 'requestValidator.validateRequestParameters', before: null, after: 'false' },
          { name: 'requestModels.application/json', before: null, after: 'Pet' },
          { name: 'methodResponses.200.responseModels.application/json', before: null, after: 'Pet' },
        ],
      },
      {
        kind: 'removed',
        place: 'model Old',
        fields: [
          { name: 'contentType', before: 'application/json', after: null },
          { name: 'schema', before: '{}', after: null },
        ],
      },
      {
        kind: 'changed',
        place: 'model Pet',
        fields: [{ name: 'schema', before: '{"type":"object"}', after: '{"type":"array"}' }],
      },
    ]);
  });

  it('takes a deployment from before there were models for one without', () => {
    const { models: _none, ...old } = api({ '/a': { GET: method() } });
    const now = api({ '/a': { GET: method({ requestModels: {} }) } }, { models: {} });
    expect(compareDefinitions(old, now)).toEqual([]);
  });

  it('shows the API’s own settings and gateway responses', () => {
    const before = api(
      {},
      { gatewayResponses: { THROTTLED: { statusCode: '503', responseParameters: {}, responseTemplates: {} } } },
    );
    const after = api(
      {},
      {
        name: 'Zoo',
        disableExecuteApiEndpoint: true,
        binaryMediaTypes: ['image/*', 'audio/*'],
        minimumCompressionSize: 0,
        policy: '{}',
        gatewayResponses: {
          DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X': "'1'" }, responseTemplates: {} },
        },
      },
    );
    expect(compareDefinitions(before, after)).toEqual([
      {
        kind: 'changed',
        place: 'API',
        fields: [
          { name: 'name', before: 'Pets', after: 'Zoo' },
          { name: 'disableExecuteApiEndpoint', before: 'false', after: 'true' },
          { name: 'binaryMediaTypes', before: null, after: 'image/*, audio/*' },
          { name: 'minimumCompressionSize', before: null, after: '0' },
          { name: 'policy', before: null, after: '{}' },
        ],
      },
      {
        kind: 'added',
        place: 'gateway response DEFAULT_4XX',
        fields: [{ name: 'responseParameters.gatewayresponse.header.X', before: null, after: "'1'" }],
      },
      {
        kind: 'removed',
        place: 'gateway response THROTTLED',
        fields: [{ name: 'statusCode', before: '503', after: null }],
      },
    ]);
  });
});
