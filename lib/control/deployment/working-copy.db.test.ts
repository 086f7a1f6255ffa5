import { beforeAll, expect, it } from 'vitest';
import { putGatewayResponse } from '@/lib/control/gateway-response/put';
import { createMethod } from '@/lib/control/method/create';
import { createModel } from '@/lib/control/model/create';
import { createRequestValidator } from '@/lib/control/request-validator/create';
import { givenPath, givenRestApi, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld } from '@/lib/control/testing/world';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';

describeEachDatabase('the working copy', (open) => {
  let store: TestDatabase;
  beforeAll(async () => {
    store = await open();
  });

  it('is the data plane’s own definition, in the same order on every database', async () => {
    const { owner, accountId } = await createWorld(store);
    const api = await givenRestApi(owner);
    const resourceId = await givenPath(owner, api, '/pets/{petId}');
    const pet = { name: 'Pet', description: 'One', schema: '{"type":"object"}' };
    await createModel(owner, { restApiId: api.id, ...pet });
    const validator = await createRequestValidator(owner, {
      ...{ restApiId: api.id, name: 'Body', validateRequestBody: true },
    });
    const petsId = await givenPath(owner, api, '/pets');
    await createMethod(owner, { restApiId: api.id, resourceId, httpMethod: 'ANY', integration: MOCK });
    await createMethod(owner, {
      restApiId: api.id,
      resourceId,
      httpMethod: 'GET',
      apiKeyRequired: true,
      operationName: 'GetPet',
      requestParameters: { 'method.request.header.X-Id': true },
      requestModels: { 'application/json': 'Pet' },
      requestValidatorId: validator.id,
      methodResponses: [
        { statusCode: '404' },
        {
          statusCode: '200',
          responseParameters: { 'method.response.header.ETag': false },
          responseModels: { 'application/json': 'Pet' },
        },
      ],
      integration: {
        type: 'HTTP',
        httpMethod: 'GET',
        uri: 'https://example.com/{petId}',
        requestParameters: { 'integration.request.header.X-Id': 'method.request.header.X-Id' },
        requestTemplates: { 'application/json': '{}' },
        passthroughBehavior: 'NEVER',
        timeoutInMillis: 50,
        cacheNamespace: 'pets',
        cacheKeyParameters: ['method.request.path.petId'],
        integrationResponses: [
          { statusCode: '404', selectionPattern: '4\\d\\d', responseTemplates: { 'text/plain': 'no' } },
          {
            statusCode: '200',
            responseParameters: { 'method.response.header.ETag': 'integration.response.header.ETag' },
          },
        ],
      },
    });
    const statusCode = '503';
    await putGatewayResponse(owner, { restApiId: api.id, responseType: 'THROTTLED', version: null, statusCode });

    const { definition, definitionVersion } = await loadWorkingCopy(store.db, api.id);
    expect(definitionVersion).toBe(8);
    expect(definition).toEqual({
      id: api.id,
      accountId,
      endpointType: 'EDGE',
      name: 'Pet store',
      apiKeySource: 'HEADER',
      disableExecuteApiEndpoint: false,
      resources: [
        { id: api.rootResourceId, path: '/', methods: {} },
        { id: petsId, path: '/pets', methods: {} },
        {
          id: resourceId,
          path: '/pets/{petId}',
          methods: {
            GET: {
              authorizationType: 'NONE',
              apiKeyRequired: true,
              operationName: 'GetPet',
              requestParameters: { 'method.request.header.X-Id': true },
              requestModels: { 'application/json': 'Pet' },
              requestValidator: { name: 'Body', validateRequestBody: true, validateRequestParameters: false },
              methodResponses: {
                '200': {
                  responseParameters: { 'method.response.header.ETag': false },
                  responseModels: { 'application/json': 'Pet' },
                },
                '404': { responseParameters: {}, responseModels: {} },
              },
              integration: {
                type: 'HTTP',
                httpMethod: 'GET',
                uri: 'https://example.com/{petId}',
                requestParameters: { 'integration.request.header.X-Id': 'method.request.header.X-Id' },
                requestTemplates: { 'application/json': '{}' },
                passthroughBehavior: 'NEVER',
                timeoutInMillis: 50,
                cacheNamespace: 'pets',
                cacheKeyParameters: ['method.request.path.petId'],
                integrationResponses: [
                  {
                    statusCode: '200',
                    selectionPattern: '',
                    responseParameters: { 'method.response.header.ETag': 'integration.response.header.ETag' },
                    responseTemplates: {},
                  },
                  {
                    statusCode: '404',
                    selectionPattern: '4\\d\\d',
                    responseParameters: {},
                    responseTemplates: { 'text/plain': 'no' },
                  },
                ],
              },
            },
            ANY: expect.objectContaining({ apiKeyRequired: false }),
          },
        },
      ],
      models: {
        Empty: expect.objectContaining({ contentType: 'application/json' }),
        Error: expect.objectContaining({ description: 'This is a default error schema model' }),
        Pet: { contentType: 'application/json', description: 'One', schema: pet.schema },
      },
      gatewayResponses: {
        THROTTLED: {
          statusCode,
          responseParameters: {},
          responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
        },
      },
    });
    expect(Object.keys(definition.resources[2]?.methods ?? {})).toEqual(['GET', 'ANY']);
  });

  it('holds 300 resources with two methods each', async () => {
    const { owner } = await createWorld(store);
    const api = await givenRestApi(owner);
    const ids = Array.from({ length: 299 }, (_, index) => `${api.id}-${index}`);
    await store.db.resource.createMany({
      data: ids.map((id) => ({
        id,
        restApiId: api.id,
        parentId: api.rootResourceId,
        pathPart: id,
        path: `/${id}`,
      })),
    });
    const methods = ids.flatMap((resourceId) => ['GET', 'POST'].map((httpMethod) => ({ resourceId, httpMethod })));
    await store.db.method.createMany({
      data: methods.map((method) => ({ ...method, id: `${method.resourceId}-${method.httpMethod}` })),
    });
    await store.db.integration.createMany({
      data: methods.map(({ resourceId, httpMethod }) => ({ methodId: `${resourceId}-${httpMethod}`, type: 'MOCK' })),
    });
    const { definition } = await loadWorkingCopy(store.db, api.id);
    expect(definition.resources).toHaveLength(300);
    expect(definition.resources.flatMap((resource) => Object.values(resource.methods))).toHaveLength(598);
  });
});
