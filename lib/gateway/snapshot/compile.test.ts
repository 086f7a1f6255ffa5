import { describe, expect, it } from 'vitest';
import { validateStage } from '../index';
import { GATEWAY_RESPONSE_TYPES, type StageDefinition } from '../model';
import { apiOf, type Loose, type LooseRoutes, stageOf } from '../testing/definitions';
import { compileStage } from './compile';

function errorsOf(routes: LooseRoutes, stage: Loose<StageDefinition> = {}): string[] {
  return compileStage(stageOf(apiOf(routes), stage)).errors.map(({ place, message }) => `${place}: ${message}`);
}

const proxy = (integration: LooseRoutes[string]['integration']): LooseRoutes => ({
  'GET /a/{id}': { integration: { type: 'HTTP_PROXY', uri: 'http://backend/', ...integration } },
});
const responding = (response: object): LooseRoutes => ({
  'GET /a': {
    integration: {
      integrationResponses: [
        { statusCode: '200', selectionPattern: '', responseParameters: {}, responseTemplates: {}, ...response },
      ],
    },
  },
});

describe('what does not compile is named with its place', () => {
  const cases: readonly (readonly [string, LooseRoutes, string])[] = [
    ['no URI', proxy({ uri: '' }), 'GET /a/{id} › integration › uri: Invalid HTTP endpoint specified for URI'],
    ['a URI without a host', proxy({ uri: 'http:///x' }), 'is not a host'],
    ['a user name in the URI', proxy({ uri: 'http://me:pw@backend/' }), 'cannot hold a user name'],
    ['a parameter in the host', proxy({ uri: 'http://{id}.example.com/' }), 'cannot hold a {parameter}'],
    ['a parameter without a value', proxy({ uri: 'http://backend/{other}' }), 'Nothing gives {other} a value'],
    [
      'a timeout too short',
      proxy({ timeoutInMillis: 49 }),
      'timeoutInMillis: The timeout must be 50 to 29,000 ms, not 49.',
    ],
    ['a timeout too long', proxy({ timeoutInMillis: 29_001 }), 'not 29001'],
    [
      'a stream too long',
      proxy({ responseTransferMode: 'STREAM', timeoutInMillis: 900_001 }),
      '900,000 ms, not 900001',
    ],
    [
      'a stream that is converted',
      proxy({ responseTransferMode: 'STREAM', contentHandling: 'CONVERT_TO_TEXT' }),
      'contentHandling: An integration whose responseTransferMode is STREAM converts nothing',
    ],
    [
      'a stream of a mapped answer',
      proxy({ type: 'HTTP', responseTransferMode: 'STREAM' }),
      'responseTransferMode: STREAM is for HTTP_PROXY integrations',
    ],
    [
      'a mapping target',
      proxy({ requestParameters: { 'integration.request.body': "'x'" } }),
      'GET /a/{id} › integration › integration.request.body: "integration.request.body" is not',
    ],
    [
      'a header name',
      proxy({ requestParameters: { 'integration.request.header.a b': "'x'" } }),
      'is not a header name',
    ],
    [
      'a mapping source',
      proxy({ requestParameters: { 'integration.request.header.a': 'request.header.a' } }),
      'is not a mapping source',
    ],
    [
      'a body source that is no JSON path',
      proxy({ requestParameters: { 'integration.request.header.a': 'method.request.body.user[' } }),
      'of the JSON path',
    ],
    [
      'a path source that the path does not have',
      proxy({ requestParameters: { 'integration.request.header.a': 'method.request.path.nope' } }),
      'The resource path has no {nope}',
    ],
    ['an open quote', proxy({ requestParameters: { 'integration.request.header.a': "'x" } }), 'has no closing quote'],
    [
      'a template that is no Velocity',
      { 'GET /a': { integration: { requestTemplates: { 'application/json': '{\n#if($x' } } } },
      '(line 2, column ',
    ],
    ['a response template', responding({ responseTemplates: { 'text/xml': '#set($x =' } }), 'template text/xml'],
    ['a look-behind', responding({ selectionPattern: '(?<=4)04' }), 'is not a regular expression we can run'],
    ['a status', responding({ statusCode: '99' }), 'is not a status code from 200 to 599'],
    [
      'a response target',
      responding({ responseParameters: { 'method.response.body': "'x'" } }),
      'GET /a › integration › integration response 200 › method.response.body',
    ],
    [
      'a request parameter',
      { 'GET /a': { requestParameters: { 'method.request.body.x': true } } },
      'GET /a › method.request.body.x',
    ],
    ['a path', { 'GET /{a+}/b': {} }, 'Cannot create a child of a resource with a greedy path variable'],
    ['the same route twice', { 'GET /{a}': {}, 'GET /{b}': {} }, 'Another resource answers the same path and method'],
  ];
  it.each(cases)('%s', (_name, routes, message) => {
    const errors = errorsOf(routes);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(message);
  });

  it('a method without an integration', () => {
    const api = apiOf({ 'GET /a': {} });
    const resources = api.resources.map((it) => ({
      ...it,
      methods: { GET: { ...it.methods.GET, integration: undefined } },
    }));
    const { errors } = compileStage(stageOf({ ...api, resources } as never));
    expect(errors).toMatchObject([{ place: 'GET /a › integration', message: 'No integration defined for method' }]);
  });

  it('a cache parameter that nothing maps', () => {
    const errors = errorsOf(proxy({ cacheKeyParameters: ['integration.request.querystring.q'] }), {
      cacheClusterEnabled: true,
      cacheSizeBytes: 1000,
    });
    expect(errors[0]).toContain("it can't vary the cache");
  });

  it('models, at the method that validates with them', () => {
    const requestValidator = { name: 'body', validateRequestBody: true, validateRequestParameters: false };
    const models = { Pet: { contentType: 'application/json', description: '', schema: '{"type":"pet"}' } };
    const api = apiOf({ 'POST /a': { requestModels: { 'application/json': 'Pet' }, requestValidator } }, { models });
    expect(compileStage(stageOf(api)).errors).toMatchObject([
      {
        place: 'POST /a › request model application/json › model Pet › /type',
        message: expect.stringContaining('"type" must be equal to one of the allowed values'),
      },
    ]);
    const unused = apiOf({ 'GET /a': {} }, { models });
    expect(compileStage(stageOf(unused)).errors).toEqual([]);
    expect(validateStage(stageOf(unused))).toMatchObject([{ place: 'model Pet › /type' }]);
  });

  it('gateway responses', () => {
    const definition = apiOf(
      {},
      {
        gatewayResponses: {
          THROTTLED: {
            statusCode: '42',
            responseParameters: { 'header.x': "'1'", 'gatewayresponse.header.y': 'nothing' },
            responseTemplates: {},
          },
        },
      },
    );
    expect(compileStage(stageOf(definition)).errors.map((it) => it.place)).toEqual([
      'gateway response THROTTLED › header.x',
      'gateway response THROTTLED › gatewayresponse.header.y',
      'gateway response THROTTLED › statusCode',
    ]);
  });

  it.each([-1, 10_485_761, 0.5])('a minimum compression size of %s', (minimumCompressionSize) => {
    const { errors } = compileStage(stageOf(apiOf({}, { minimumCompressionSize })));
    expect(errors).toMatchObject([
      {
        place: 'minimumCompressionSize',
        message: 'Invalid minimum compression size, must be between 0 and 10485760',
      },
    ]);
  });

  it('something nobody thought of does not throw', () => {
    const api = { ...apiOf({}), resources: [{ id: 'x', path: '/x', methods: { GET: null } }] };
    expect(compileStage(stageOf(api as never)).errors[0]?.message).toContain('Could not be compiled');
  });
});

describe('steps', () => {
  const stepsOf = (routes: LooseRoutes, stage: Loose<StageDefinition> = {}, isMetered = true): string[] => {
    const { stage: compiled } = compileStage(stageOf(apiOf(routes, { models }), stage), { isMetered });
    return compiled?.routeList[0]?.steps.map((step) => step.name) ?? [];
  };
  const models = { Any: { contentType: 'application/json', description: '', schema: '{}' } };
  const CACHED = { cacheClusterEnabled: true, cacheSizeBytes: 1000 };
  const FULL: LooseRoutes = {
    'GET /a': {
      apiKeyRequired: true,
      requestParameters: { 'method.request.querystring.q': true },
      requestModels: { 'application/json': 'Any' },
      requestValidator: { name: 'all', validateRequestBody: true, validateRequestParameters: true },
      integration: { type: 'HTTP', uri: 'http://backend/' },
    },
  };

  it('all of them, in AWS’s order', () => {
    expect(stepsOf(FULL, CACHED)).toEqual([
      'check-api-key',
      'throttle',
      'check-quota',
      'read-body',
      'validate-request',
      'read-cache',
      'map-integration-request',
      'invoke-integration',
      'map-integration-response',
      'map-method-response',
      'write-cache',
    ]);
  });

  it('a plain MOCK has only what it needs', () => {
    expect(stepsOf({ 'GET /a': {} })).toEqual([
      'throttle',
      'read-body',
      'map-integration-request',
      'map-integration-response',
      'map-method-response',
    ]);
  });

  it.each([
    ['no validator', undefined, []],
    ['a validator of parameters', { validateRequestParameters: true }, ['validate-request']],
    ['a validator of bodies', { validateRequestBody: true }, ['read-body', 'validate-request']],
    ['a validator of nothing', {}, []],
  ])('with %s a route validates only what that says', (_title, validator, steps) => {
    const requestValidator =
      validator === undefined
        ? undefined
        : { name: 'v', validateRequestBody: false, validateRequestParameters: false, ...validator };
    const [route] = Object.values(FULL);
    const found = stepsOf({ 'GET /a': { ...route, apiKeyRequired: false, requestValidator } });
    expect(found.filter((step) => step === 'read-body' || step === 'validate-request')).toEqual(steps);
  });

  it('a test invoke has neither key, limits nor cache', () => {
    expect(stepsOf(FULL, CACHED, false)).toEqual([
      'read-body',
      'validate-request',
      'map-integration-request',
      'invoke-integration',
      'map-integration-response',
      'map-method-response',
    ]);
  });
});

it('every gateway response type has a default that can be compiled over', () => {
  const gatewayResponses = Object.fromEntries(
    GATEWAY_RESPONSE_TYPES.map((type) => [type, { responseParameters: {}, responseTemplates: {} }]),
  );
  const { stage, errors } = compileStage(stageOf(apiOf({}, { gatewayResponses })));
  expect(errors).toEqual([]);
  expect(stage?.gatewayResponses.size).toBe(21);
});
