import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { functionArn, lambdaIntegrationUri } from '@/lib/contract/function-arn';
import type { CreateMethodInput, UpdateMethodInput } from '@/lib/contract/method';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { getRestApi } from '@/lib/control/rest-api/get';
import { givenPath, givenRestApi, httpProxy, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, UnavailableError } from '@/lib/errors';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createMethod } from './create';
import { deleteMethod } from './delete';
import { getMethod } from './get';
import { testInvokeMethod } from './test-invoke';
import { updateMethod } from './update';

describeEachDatabase('methods', (open) => {
  let store: TestDatabase;
  let world: World;
  let api: RestApiDetail;
  let ref: { restApiId: string; resourceId: string };
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    api = await givenRestApi(world.owner);
    ref = { restApiId: api.id, resourceId: await givenPath(world.owner, api, '/pets/{petId}') };
  });

  const create = (fields: Partial<CreateMethodInput> = {}) =>
    createMethod(world.owner, { ...ref, httpMethod: 'GET', integration: MOCK, ...fields });
  const fieldErrorsOf = async (promise: Promise<unknown>) => {
    const error = await promise.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    return (error as InvalidInputError).fieldErrors;
  };

  it('fills in what API Gateway’s console does for a mock', async () => {
    const before = await getRestApi(world.owner, { restApiId: api.id });
    const method = await create();
    expect(method).toEqual({
      ...ref,
      httpMethod: 'GET',
      path: '/pets/{petId}',
      ...{ authorizationType: 'NONE', authorizerId: null, authorizationScopes: [] },
      apiKeyRequired: false,
      operationName: '',
      requestParameters: {},
      requestModels: {},
      requestValidatorId: null,
      methodResponses: [{ statusCode: '200', responseParameters: {}, responseModels: {} }],
      version: 1,
      integration: {
        type: 'MOCK',
        requestParameters: {},
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        passthroughBehavior: 'WHEN_NO_MATCH',
        timeoutInMillis: 29_000,
        cacheKeyParameters: [],
        integrationResponses: [
          { statusCode: '200', selectionPattern: '', responseParameters: {}, responseTemplates: {} },
        ],
      },
    });
    expect(await getMethod(world.viewer, { ...ref, httpMethod: 'GET' })).toEqual(method);
    const after = await getRestApi(world.owner, { restApiId: api.id });
    expect(after.definitionVersion).toBe(before.definitionVersion + 1);
    expect((await world.audit()).at(-1)).toMatchObject({
      action: 'method.create',
      targetName: 'GET /pets/{petId}',
      summary: 'In Pet store: MOCK integration',
    });
  });

  it('declares the statuses and headers that a new method’s responses use', async () => {
    const header = 'method.response.header.X-Total';
    const method = await create({
      integration: {
        type: 'HTTP',
        httpMethod: 'GET',
        uri: 'http://example.com/{petId}',
        integrationResponses: [
          { statusCode: '200', responseParameters: { [header]: 'integration.response.header.X-Total' } },
          { statusCode: '404', selectionPattern: '404' },
        ],
      },
    });
    expect(method.methodResponses).toEqual([
      { statusCode: '200', responseParameters: { [header]: false }, responseModels: {} },
      { statusCode: '404', responseParameters: {}, responseModels: {} },
    ]);
  });

  it('keeps how bodies are converted, and deploys it', async () => {
    const conversions = {
      ...{ type: 'HTTP' as const, httpMethod: 'GET' as const, uri: 'http://example.com/{petId}' },
      contentHandling: 'CONVERT_TO_TEXT' as const,
      integrationResponses: [
        { statusCode: '200', contentHandling: 'CONVERT_TO_BINARY' as const },
        { statusCode: '404', selectionPattern: '404' },
      ],
    };
    const method = await create({ integration: conversions });
    expect(method.integration).toMatchObject(conversions);
    expect(await getMethod(world.viewer, { ...ref, httpMethod: 'GET' })).toEqual(method);
    const { definition } = await loadWorkingCopy(store.db, api.id);
    const deployed = definition.resources.find((it) => it.id === ref.resourceId)?.methods.GET?.integration;
    expect(deployed).toMatchObject(conversions);
    expect(deployed?.integrationResponses[1]).not.toHaveProperty('contentHandling');
  });

  it('keeps whether certificates are verified, deploys it, and knows which integrations have it', async () => {
    const secure = httpProxy('https://example.com/{petId}');
    const tlsConfig = { insecureSkipVerification: true };
    const method = await create({ integration: { ...secure, tlsConfig } });
    expect(method.integration).toMatchObject({ tlsConfig });
    expect(await getMethod(world.viewer, { ...ref, httpMethod: 'GET' })).toEqual(method);
    const { definition } = await loadWorkingCopy(store.db, api.id);
    const deployed = definition.resources.find((it) => it.id === ref.resourceId)?.methods.GET?.integration;
    expect(deployed).toMatchObject({ tlsConfig });
    const plain = await create({ httpMethod: 'PUT', integration: secure });
    expect(plain.integration).not.toHaveProperty('tlsConfig');
    await expect(create({ httpMethod: 'POST', integration: { ...MOCK, tlsConfig } })).rejects.toThrow(
      InvalidInputError,
    );
  });

  it('keeps how responses are passed on, deploys it, and knows what a stream can’t have', async () => {
    const streamed = {
      ...httpProxy('https://example.com/{petId}'),
      responseTransferMode: 'STREAM',
      timeoutInMillis: 900_000,
    } as const;
    const method = await create({ integration: streamed });
    expect(method.integration).toMatchObject({ responseTransferMode: 'STREAM', timeoutInMillis: 900_000 });
    expect(await getMethod(world.viewer, { ...ref, httpMethod: 'GET' })).toEqual(method);
    const { definition } = await loadWorkingCopy(store.db, api.id);
    const deployed = definition.resources.find((it) => it.id === ref.resourceId)?.methods.GET?.integration;
    expect(deployed).toMatchObject({ responseTransferMode: 'STREAM' });
    const refused: readonly CreateMethodInput['integration'][] = [
      { ...streamed, contentHandling: 'CONVERT_TO_TEXT' },
      { ...streamed, timeoutInMillis: 900_001 },
      { ...streamed, responseTransferMode: 'BUFFERED' },
      { ...MOCK, responseTransferMode: 'STREAM' },
    ];
    for (const integration of refused) {
      await expect(create({ httpMethod: 'POST', integration })).rejects.toThrow(InvalidInputError);
    }
  });

  it('leaves a proxy’s responses to its backend', async () => {
    const { integration } = await create({ integration: httpProxy('https://example.com/{petId}') });
    expect(integration).toMatchObject({ type: 'HTTP_PROXY', requestTemplates: {}, integrationResponses: [] });
  });

  it('calls functions by their ARN: a proxy maps nothing, the other kind gets a default response', async () => {
    const uri = lambdaIntegrationUri(functionArn('us-east-1', world.accountId, 'hello'), 'live');
    const lambda = { httpMethod: 'POST', uri } as const;
    const proxy = await create({ integration: { type: 'AWS_PROXY', ...lambda } });
    expect(proxy.integration).toMatchObject({ type: 'AWS_PROXY', uri, httpMethod: 'POST', integrationResponses: [] });
    const mapped = await create({ httpMethod: 'PUT', integration: { type: 'AWS', ...lambda } });
    expect(mapped.integration).toMatchObject({
      type: 'AWS',
      integrationResponses: [{ statusCode: '200', selectionPattern: '' }],
    });
  });

  it.each<[string, Partial<CreateMethodInput>, string, RegExp]>([
    [
      'a function that is none',
      { integration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: 'http://example.com' } },
      'integration.uri',
      /Invalid ARN/,
    ],
    [
      'a function that is not invoked with POST',
      {
        integration: { type: 'AWS', httpMethod: 'GET', uri: lambdaIntegrationUri(functionArn('x', '1', 'f')) },
      },
      'integration.httpMethod',
      /invoked with POST/,
    ],
    [
      'no backend verb',
      { integration: { type: 'HTTP', uri: 'http://example.com' } },
      'integration.httpMethod',
      /HttpMethod must be non-empty/,
    ],
    ['no URI', { integration: { type: 'HTTP', httpMethod: 'GET' } }, 'integration.uri', /Invalid HTTP endpoint/],
    ['a URI that is none', { integration: httpProxy('ftp://example.com') }, 'integration.uri', /Invalid HTTP endpoint/],
    ['a URI nothing fills', { integration: httpProxy('http://example.com/{id}') }, 'integration.uri', /Nothing fills/],
    [
      'a timeout too short',
      { integration: { ...MOCK, timeoutInMillis: 49 } },
      'integration.timeoutInMillis',
      /between 50/,
    ],
    [
      'a bad expression',
      { integration: { ...httpProxy(), requestParameters: { 'integration.request.header.X': 'oops' } } },
      'integration.requestParameters.integration.request.header.X',
      /Invalid mapping expression specified: oops/,
    ],
    [
      'a reserved header',
      { integration: { ...httpProxy(), requestParameters: { 'integration.request.header.Content-Length': "'1'" } } },
      'integration.requestParameters.integration.request.header.Content-Length',
      /set by the gateway itself/,
    ],
    [
      'a bad parameter name',
      { requestParameters: { 'method.request.cookie.a': true } },
      'requestParameters.method.request.cookie.a',
      /Write method\.request\.header/,
    ],
    ['an unknown verb', { httpMethod: 'TRACE' as 'GET' }, 'httpMethod', /Invalid HttpMethod specified/],
  ])('refuses %s at its field and keeps nothing', async (_what, fields, field, message) => {
    const errors = await fieldErrorsOf(create(fields));
    expect(Object.keys(errors ?? {})).toEqual([field]);
    expect(errors?.[field]?.[0]).toMatch(message);
    expect(await store.db.method.count({ where: { resourceId: ref.resourceId } })).toBe(0);
  });

  it('refuses what the gateway can’t compile, at once', async () => {
    const place = 'GET /pets/{petId} › integration › uri';
    world.runtime.compileErrors = [{ stageId: '', apiId: '', stageName: '', place, message: 'Not a host.' }];
    expect(await fieldErrorsOf(create())).toEqual({ 'integration.uri': [`${place}: Not a host.`] });
    expect(world.runtime.validated).toMatchObject([{ resources: [{ path: '/pets/{petId}', methods: { GET: {} } }] }]);
  });

  it.each([
    ['request template application/json', 'integration.requestTemplates.application/json'],
    ['integration.request.header.X', 'integration.requestParameters.integration.request.header.X'],
    [
      'integration response 200 › template application/json',
      'integration.integrationResponses.0.responseTemplates.application/json',
    ],
    ['integration response 200 › selectionPattern', 'integration.integrationResponses.0.selectionPattern'],
    [
      'integration response 200 › method.response.header.X',
      'integration.integrationResponses.0.responseParameters.method.response.header.X',
    ],
  ])('shows what the compiler finds in “%s” at its field', async (part, field) => {
    const place = `GET /pets/{petId} › integration › ${part}`;
    world.runtime.compileErrors = [{ stageId: '', apiId: '', stageName: '', place, message: 'No.' }];
    expect(Object.keys((await fieldErrorsOf(create({ integration: MOCK }))) ?? {})).toEqual([field]);
  });

  it('lets one of two concurrent creates win', async () => {
    const results = await Promise.allSettled([create(), create({ integration: httpProxy() })]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')?.reason).toBeInstanceOf(ConflictError);
    expect(await store.db.method.count({ where: { resourceId: ref.resourceId } })).toBe(1);
  });

  describe('an edit', () => {
    const edit = async (fields: Partial<UpdateMethodInput>, version = 1) => {
      const {
        path: _path,
        integration,
        ...method
      } = await getMethod(world.owner, {
        ...ref,
        httpMethod: 'GET',
      });
      if (integration === null) throw new Error('no integration');
      return updateMethod(world.owner, { ...method, integration, ...fields, version });
    };

    it('replaces request, integration and responses as one', async () => {
      await create({ requestParameters: { 'method.request.header.Old': true } });
      const updated = await edit({
        apiKeyRequired: true,
        operationName: 'GetPet',
        requestParameters: { 'method.request.querystring.page': false },
        methodResponses: [{ statusCode: '204' }],
        integration: {
          type: 'HTTP',
          httpMethod: 'ANY',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a stage variable
          uri: 'http://${stageVariables.host}/{petId}',
          requestParameters: { 'integration.request.querystring.p': 'method.request.querystring.page' },
          cacheNamespace: 'shared',
          cacheKeyParameters: ['method.request.querystring.page'],
          integrationResponses: [{ statusCode: '204' }],
        },
      });
      expect(updated).toMatchObject({
        version: 2,
        apiKeyRequired: true,
        operationName: 'GetPet',
        requestParameters: { 'method.request.querystring.page': false },
        methodResponses: [{ statusCode: '204' }],
        integration: { type: 'HTTP', httpMethod: 'ANY', cacheNamespace: 'shared' },
      });
      expect(await getMethod(world.owner, { ...ref, httpMethod: 'GET' })).toEqual(updated);
      expect((await world.audit()).at(-1)).toMatchObject({
        action: 'method.update',
        summary: 'In Pet store: apiKeyRequired, operationName, requestParameters, methodResponses, integration',
      });
    });

    it('that changes nothing leaves versions alone', async () => {
      await create();
      const { definitionVersion } = await getRestApi(world.owner, { restApiId: api.id });
      expect(await edit({})).toMatchObject({ version: 1 });
      expect(await getRestApi(world.owner, { restApiId: api.id })).toMatchObject({ definitionVersion });
    });

    it('of a response whose status is not declared says where to add it', async () => {
      await create();
      const integration = { ...MOCK, requestTemplates: { 'application/json': '{"statusCode": 404}' } };
      const errors = await fieldErrorsOf(
        edit({ integration: { ...integration, integrationResponses: [{ statusCode: '404' }] } }),
      );
      expect(errors).toEqual({
        'integration.integrationResponses.0.statusCode': [
          'There is no method response 404: add it to the method response first.',
        ],
      });
    });

    it('from an old version is refused, and only one of two from the same wins', async () => {
      await create();
      const edits = await Promise.allSettled([edit({ operationName: 'A' }), edit({ operationName: 'B' })]);
      expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(edit({ operationName: 'C' }, 1)).rejects.toThrow(/changed by someone else/);
    });
  });

  it('deletes with all its parts, unless it has changed since', async () => {
    await create();
    const input = { ...ref, httpMethod: 'GET' };
    await expect(deleteMethod(world.owner, { ...input, version: 2 })).rejects.toThrow(ConflictError);
    const before = await getRestApi(world.owner, { restApiId: api.id });
    expect(await deleteMethod(world.owner, { ...input, version: 1 })).toEqual(input);
    await expect(getMethod(world.owner, input)).rejects.toThrow(NotFoundError);
    const after = await getRestApi(world.owner, { restApiId: api.id });
    expect(after).toMatchObject({ methodCount: 0, definitionVersion: before.definitionVersion + 1 });
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'method.delete', targetName: 'GET /pets/{petId}' });
  });

  it('refuses viewers, and does not know other APIs’ methods', async () => {
    await create();
    const input = { ...ref, httpMethod: 'GET' as const, integration: MOCK };
    const other = await givenRestApi(world.owner, 'Other');
    await expect(createMethod(world.viewer, input)).rejects.toThrow(ForbiddenError);
    await expect(updateMethod(world.viewer, { ...input, version: 1 })).rejects.toThrow(ForbiddenError);
    await expect(deleteMethod(world.viewer, input)).rejects.toThrow(ForbiddenError);
    await expect(testInvokeMethod(world.viewer, input)).rejects.toThrow(ForbiddenError);
    for (const verb of [getMethod, createMethod, deleteMethod, testInvokeMethod]) {
      await expect(verb(world.stranger, input)).rejects.toThrow(NotFoundError);
      await expect(verb(world.owner, { ...input, restApiId: other.id })).rejects.toThrow(NotFoundError);
    }
    await expect(getMethod(world.owner, { ...ref, httpMethod: 'PUT' })).rejects.toThrow(NotFoundError);
  });

  describe('test invoke', () => {
    it('runs the working copy, undeployed', async () => {
      await create({ httpMethod: 'ANY' });
      const result = await testInvokeMethod(world.admin, {
        ...ref,
        httpMethod: 'ANY',
        verb: 'POST',
        pathParameters: { petId: '7' },
        queryString: 'a=1',
        headers: [{ name: 'X-Id', value: '1' }],
        body: '{}',
        stageVariables: { host: 'x' },
      });
      expect(result).toEqual(world.runtime.result);
      expect(world.runtime.testInvokes).toMatchObject([
        {
          resourceId: ref.resourceId,
          httpMethod: 'ANY',
          verb: 'POST',
          pathParameters: { petId: '7' },
          queryString: 'a=1',
          headers: [{ name: 'X-Id', value: '1' }],
          body: '{}',
          stageVariables: { host: 'x' },
          definition: { id: api.id, resources: [{ path: '/' }, { path: '/pets' }, { path: '/pets/{petId}' }] },
        },
      ]);
    });

    it('asks for what is missing', async () => {
      await create({ httpMethod: 'ANY' });
      const input = { ...ref, httpMethod: 'ANY' };
      expect(await fieldErrorsOf(testInvokeMethod(world.owner, input))).toEqual({ verb: ['Choose the verb to send.'] });
      expect(await fieldErrorsOf(testInvokeMethod(world.owner, { ...input, verb: 'GET' }))).toEqual({
        'pathParameters.petId': ['Give a value.'],
      });
    });

    it('says so when no worker can be had', async () => {
      await create();
      world.runtime.testInvoke = () => Promise.reject(new UnavailableError('No gateway worker is running.'));
      const input = { ...ref, httpMethod: 'GET', pathParameters: { petId: '1' } };
      await expect(testInvokeMethod(world.owner, input)).rejects.toThrow(UnavailableError);
    });
  });
});
