import { describe, expect, it } from 'vitest';
import type { MethodDetail } from '@/lib/contract/method';
import { factsOf, formatTimeout } from './method-facts';

const method = (
  changes: Partial<MethodDetail>,
  integration: Partial<MethodDetail['integration']> = {},
): MethodDetail => ({
  restApiId: 'api',
  resourceId: 'res',
  httpMethod: 'GET',
  version: 1,
  path: '/pets/{petId}',
  authorizationType: 'NONE',
  authorizerId: null,
  authorizationScopes: [],
  apiKeyRequired: false,
  operationName: '',
  requestParameters: {},
  requestModels: {},
  requestValidatorId: null,
  methodResponses: [],
  integration: {
    type: 'HTTP',
    httpMethod: 'GET',
    uri: 'http://backend/pets/{petId}',
    requestParameters: {},
    requestTemplates: {},
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    cacheKeyParameters: [],
    integrationResponses: [],
    ...integration,
  },
  ...changes,
});
const response = (statusCode: string, selectionPattern = '') => ({
  statusCode,
  selectionPattern,
  responseParameters: {},
  responseTemplates: {},
});

describe('warnings', () => {
  it('says that a method without integration can’t be deployed', () => {
    expect(factsOf(method({ integration: null }))['integration-request'].warnings).toHaveLength(1);
  });

  it('finds a URI parameter that nothing fills', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
    const facts = factsOf(method({}, { uri: 'http://${stageVariables.host}/{petId}/{other}' }));
    expect(facts['integration-request'].warnings).toEqual(['{other} in the URI has no mapping and no path parameter.']);
  });

  it('finds a mapped status that the method response does not declare', () => {
    const facts = factsOf(
      method(
        { methodResponses: [{ statusCode: '200', responseParameters: {}, responseModels: {} }] },
        {
          integrationResponses: [response('200'), response('404', '404')],
        },
      ),
    );
    expect(facts['integration-response'].warnings).toEqual(['404 is not declared in Method response: it answers 500.']);
  });

  it('says what is declared and not checked', () => {
    const validator = (fields: object) => ({
      ...{ id: 'v', restApiId: 'api', name: 'Checks', version: 1, usedBy: [] },
      ...{ validateRequestBody: false, validateRequestParameters: false, ...fields },
    });
    const declared = {
      requestParameters: { 'method.request.querystring.page': true },
      requestModels: { 'application/json': 'Pet' },
    };
    const warnings = (requestValidatorId: string | null, validators?: ReturnType<typeof validator>[]) =>
      factsOf(method({ ...declared, requestValidatorId }), validators)['method-request'].warnings;
    const [parameters, bodies] = [
      'Required parameters are not enforced: no validator checks them.',
      'Bodies are not validated: no validator checks them.',
    ];
    expect(warnings(null)).toEqual([parameters, bodies]);
    expect(warnings('v')).toEqual([]);
    expect(warnings('v', [validator({ validateRequestBody: true })])).toEqual([parameters]);
    expect(warnings('v', [validator({ validateRequestParameters: true })])).toEqual([bodies]);
    expect(warnings('v', [validator({ validateRequestBody: true, validateRequestParameters: true })])).toEqual([]);
    expect(factsOf(method({ requestParameters: {} }))['method-request'].warnings).toEqual([]);
  });

  it('misses the default mapping', () => {
    const facts = factsOf(
      method(
        { methodResponses: [{ statusCode: '200', responseParameters: {}, responseModels: {} }] },
        {
          integrationResponses: [response('200', '2\\d\\d')],
        },
      ),
    );
    expect(facts['integration-response'].warnings).toEqual([
      'No default mapping: a backend status that matches no pattern answers 500.',
    ]);
  });

  it('has none for a proxy', () => {
    const facts = factsOf(method({}, { type: 'HTTP_PROXY' }));
    expect(facts['integration-response'].skipped).toBeTruthy();
    expect(facts['method-response'].warnings).toEqual([]);
  });
});

it('writes timeouts as people do', () => {
  expect(formatTimeout(29_000)).toBe('29 s');
  expect(formatTimeout(1_500)).toBe('1,500 ms');
});

it('names the authorizer once it is known', () => {
  const custom = method({ authorizationType: 'CUSTOM', authorizerId: 'a1' });
  const factsWith = (authorizers?: readonly { id: string; name: string }[]) =>
    factsOf(custom, [], authorizers)['method-request'].facts.slice(0, 2);
  expect(factsWith([{ id: 'a1', name: 'Tokens' }])).toEqual([
    { label: 'Auth', value: 'CUSTOM' },
    { label: 'Authorizer', value: 'Tokens' },
  ]);
  expect(factsWith()[1]?.label).toBe('API key');
});
