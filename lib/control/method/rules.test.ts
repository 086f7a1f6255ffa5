import { describe, expect, it } from 'vitest';
import { type IntegrationInput, integration, type MethodConfig } from '@/lib/contract/method';
import { checkMethod, checkParts } from './rules';

const PATH = '/pets/{petId}';
const http = (fields: Partial<IntegrationInput> = {}): MethodConfig['integration'] =>
  integration.parse({ type: 'HTTP', httpMethod: 'GET', uri: 'http://example.com/', ...fields });
const declared = (statusCode: string) => ({ statusCode, responseParameters: {}, responseModels: {} });
const method = (fields: Partial<MethodConfig> = {}): MethodConfig => ({
  ...{ authorizationType: 'NONE', authorizerId: null, authorizationScopes: [] },
  apiKeyRequired: false,
  operationName: '',
  requestParameters: {},
  requestModels: {},
  requestValidatorId: null,
  methodResponses: ['200'].map(declared),
  integration: http(),
  ...fields,
});
const response = (fields: object = {}) => ({ statusCode: '200', ...fields });

describe('a whole method', () => {
  it.each<[string, Partial<MethodConfig>]>([
    ['without an integration', { integration: null }],
    ['with a greedy variable written as in the path', { integration: http({ uri: 'http://example.com/{petId+}' }) }],
    ['with its path’s variable in the URI', { integration: http({ uri: 'http://example.com/{petId}' }) }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a stage variable
    ['with a stage variable as host', { integration: http({ uri: 'http://${stageVariables.host}/{petId}' }) }],
    [
      'with another variable that is mapped',
      {
        integration: http({
          uri: 'http://example.com/{id}',
          requestParameters: { 'integration.request.path.id': 'method.request.path.petId' },
        }),
      },
    ],
    [
      'that maps and caches by what it declares',
      {
        requestParameters: { 'method.request.header.X-Id': false, 'method.request.querystring.page': true },
        integration: http({
          requestParameters: {
            'integration.request.header.X-Id': 'method.request.multivalueheader.X-Id',
            'integration.request.querystring.p': 'method.request.querystring.page',
          },
          cacheKeyParameters: [
            'method.request.querystring.page',
            'method.request.path.petId',
            'integration.request.header.X-Id',
          ],
        }),
      },
    ],
    [
      'with a default response and patterns in Java’s syntax',
      {
        methodResponses: ['200', '404', '500'].map(declared),
        integration: http({
          integrationResponses: [
            response(),
            response({ statusCode: '404', selectionPattern: '4\\d{2}' }),
            response({ statusCode: '500', selectionPattern: '(?i)5\\p{N}{2}' }),
          ],
        }),
      },
    ],
  ])('is fine %s', (_what, fields) => expect(checkMethod(PATH, method(fields))).toEqual([]));

  it.each<[string, Partial<MethodConfig>, string, RegExp]>([
    [
      'a variable the path has not',
      { requestParameters: { 'method.request.path.id': true } },
      'requestParameters.method.request.path.id',
      /has no variable \{id\}/,
    ],
    [
      'one name in two places',
      { requestParameters: { 'method.request.header.id': true, 'method.request.querystring.id': true } },
      'requestParameters.method.request.querystring.id',
      /must be unique across querystring, header and path/,
    ],
    [
      'a source that is not declared',
      { integration: http({ requestParameters: { 'integration.request.header.X': 'method.request.header.Y' } }) },
      'integration.requestParameters.integration.request.header.X',
      /method\.request\.header\.Y is not declared/,
    ],
    [
      'a cache key that is not declared',
      { integration: http({ cacheKeyParameters: ['method.request.querystring.page'] }) },
      'integration.cacheKeyParameters.0',
      /is not declared/,
    ],
    [
      'a cache key that nothing is mapped to',
      { integration: http({ cacheKeyParameters: ['integration.request.header.X'] }) },
      'integration.cacheKeyParameters.0',
      /Nothing is mapped/,
    ],
    [
      'a URI variable that nothing fills',
      { integration: http({ uri: 'http://example.com/{id}' }) },
      'integration.uri',
      /Nothing fills \{id\}/,
    ],
    [
      'a variable in the URI’s host',
      { integration: http({ uri: 'http://{petId}.example.com/' }) },
      'integration.uri',
      /The host of a URI can’t hold a \{parameter\}/,
    ],
    [
      'a password in the URI',
      { integration: http({ uri: 'http://user:secret@example.com/' }) },
      'integration.uri',
      /can’t hold a user name or password/,
    ],
    [
      'a mock without a template',
      { integration: integration.parse({ type: 'MOCK' }) },
      'integration.requestTemplates',
      /needs a request template/,
    ],
    [
      'a mock without a status',
      { integration: integration.parse({ type: 'MOCK', requestTemplates: { 'application/json': '{}' } }) },
      'integration.requestTemplates.application/json',
      /Unable to parse statusCode/,
    ],
    [
      'a response that the method does not have',
      { integration: http({ integrationResponses: [response({ statusCode: '404' })] }) },
      'integration.integrationResponses.0.statusCode',
      /There is no method response 404/,
    ],
    [
      'a header that the method response does not declare',
      {
        integration: http({
          integrationResponses: [response({ responseParameters: { 'method.response.header.X': "'1'" } })],
        }),
      },
      'integration.integrationResponses.0.responseParameters.method.response.header.X',
      /does not declare this header/,
    ],
    [
      'a pattern that is no regular expression',
      { integration: http({ integrationResponses: [response({ selectionPattern: '4(' })] }) },
      'integration.integrationResponses.0.selectionPattern',
      /Not a valid regular expression/,
    ],
    [
      'a pattern with a lookahead',
      { integration: http({ integrationResponses: [response({ selectionPattern: '(?=4).*' })] }) },
      'integration.integrationResponses.0.selectionPattern',
      /lookarounds are not supported/,
    ],
    [
      'two defaults',
      {
        methodResponses: ['200', '404'].map(declared),
        integration: http({ integrationResponses: [response(), response({ statusCode: '404' })] }),
      },
      'integration.integrationResponses.1.selectionPattern',
      /is the default already/,
    ],
    [
      'the same status twice',
      { methodResponses: ['200', '200'].map(declared) },
      'methodResponses.1.statusCode',
      /already is a method response 200/,
    ],
  ])('is refused for %s', (_what, fields, field, message) => {
    const problems = checkMethod(PATH, method(fields));
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems[0]?.message).toMatch(message);
  });
});

describe('what a method names', () => {
  const authorizers = [
    { id: 'a1', type: 'TOKEN' as const },
    { id: 'p1', type: 'COGNITO_USER_POOLS' as const },
  ];
  const known = { models: [{ name: 'Pet' }], validators: new Map([['v1', {}]]), authorizers };
  const check = (fields: Partial<MethodConfig>) => checkParts(method(fields), known);

  it('may be there', () => {
    expect(check({ requestModels: { 'application/json': 'Pet', $default: 'Pet' }, requestValidatorId: 'v1' })).toEqual(
      [],
    );
  });

  it('is missed in API Gateway’s words, at its field', () => {
    expect(check({ requestModels: { $default: 'Dog' }, requestValidatorId: 'v2' })).toEqual([
      { field: 'requestModels.$default', message: 'Invalid model identifier specified: Dog' },
      { field: 'requestValidatorId', message: 'Invalid Request Validator identifier specified' },
    ]);
    const noAuthorizer =
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.';
    for (const fields of [
      { authorizationType: 'CUSTOM' as const },
      { authorizationType: 'CUSTOM' as const, authorizerId: 'elsewhere' },
      { authorizationType: 'CUSTOM' as const, authorizerId: 'p1' },
      { authorizationType: 'COGNITO_USER_POOLS' as const, authorizerId: 'a1' },
    ]) {
      expect(check(fields)).toEqual([{ field: 'authorizerId', message: noAuthorizer }]);
    }
    expect(check({ authorizationType: 'CUSTOM', authorizerId: 'a1' })).toEqual([]);
    expect(
      check({ authorizationType: 'AWS_IAM', authorizerId: 'a1', authorizationScopes: ['pets/read'] }),
    ).toMatchObject([{ field: 'authorizerId' }, { field: 'authorizationScopes' }]);
    const methodResponses = [declared('200'), { ...declared('404'), responseModels: { 'application/json': 'Dog' } }];
    expect(check({ methodResponses })).toEqual([
      {
        field: 'methodResponses.1.responseModels.application/json',
        message: 'Invalid model identifier specified: Dog',
      },
    ]);
  });
});
