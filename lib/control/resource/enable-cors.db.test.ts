import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { listGatewayResponses } from '@/lib/control/gateway-response/list';
import { createMethod } from '@/lib/control/method/create';
import { getMethod } from '@/lib/control/method/get';
import { givenPath, givenRestApi, httpProxy, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createResource } from './create';
import { enableCors } from './enable-cors';

describeEachDatabase('Enable CORS', (open) => {
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
    ref = { restApiId: api.id, resourceId: await givenPath(world.owner, api, '/pets') };
  });

  const HEADERS = "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'";

  it('makes the OPTIONS method that API Gateway’s console makes', async () => {
    await createMethod(world.owner, { ...ref, httpMethod: 'GET', integration: MOCK });
    const result = await enableCors(world.owner, { ...ref, methods: ['GET'] });
    expect(await getMethod(world.viewer, { ...ref, httpMethod: 'OPTIONS' })).toMatchObject({
      apiKeyRequired: false,
      ...{ authorizationType: 'NONE', authorizerId: null, authorizationScopes: [] },
      methodResponses: [
        {
          statusCode: '200',
          responseParameters: {
            'method.response.header.Access-Control-Allow-Headers': false,
            'method.response.header.Access-Control-Allow-Methods': false,
            'method.response.header.Access-Control-Allow-Origin': false,
          },
        },
      ],
      integration: {
        type: 'MOCK',
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        passthroughBehavior: 'WHEN_NO_MATCH',
        integrationResponses: [
          {
            statusCode: '200',
            selectionPattern: '',
            responseTemplates: {},
            responseParameters: {
              'method.response.header.Access-Control-Allow-Headers': HEADERS,
              'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS'",
              'method.response.header.Access-Control-Allow-Origin': "'*'",
            },
          },
        ],
      },
    });
    expect(result.resource.methods.map(({ httpMethod }) => httpMethod)).toEqual(['GET', 'OPTIONS']);
    expect(result.changes).toEqual([
      'Created OPTIONS /pets, which answers preflight requests.',
      'GET /pets sends Access-Control-Allow-Origin with its 200.',
    ]);
    expect(result.warnings).toEqual([]);
    expect((await world.audit()).at(-1)).toMatchObject({ action: 'resource.enable-cors', targetName: '/pets' });
  });

  it('adds Allow-Origin to the 200 of methods that map responses, and tells where a backend has to', async () => {
    await createMethod(world.owner, { ...ref, httpMethod: 'GET', integration: MOCK });
    await createMethod(world.owner, { ...ref, httpMethod: 'POST', integration: httpProxy() });
    const before = await getMethod(world.owner, { ...ref, httpMethod: 'GET' });
    const result = await enableCors(world.owner, {
      ...ref,
      allowOrigin: 'https://www.example.com',
      methods: ['GET', 'POST'],
    });
    const get = await getMethod(world.owner, { ...ref, httpMethod: 'GET' });
    const header = 'method.response.header.Access-Control-Allow-Origin';
    expect(get.version).toBe(before.version + 1);
    expect(get.methodResponses).toEqual([
      { statusCode: '200', responseParameters: { [header]: false }, responseModels: {} },
    ]);
    expect(get.integration?.integrationResponses[0]?.responseParameters).toEqual({
      [header]: "'https://www.example.com'",
    });
    expect((await getMethod(world.owner, { ...ref, httpMethod: 'POST' })).version).toBe(1);
    expect(result.warnings).toEqual([
      'POST /pets passes its backend’s headers through: the backend has to send Access-Control-Allow-Origin itself.',
    ]);
  });

  it('allows all seven verbs where ANY is named, and adds the headers to the families ticked', async () => {
    await createMethod(world.owner, { ...ref, httpMethod: 'ANY', integration: httpProxy() });
    await enableCors(world.owner, { ...ref, methods: ['ANY'], gatewayResponses: ['DEFAULT_4XX', 'DEFAULT_5XX'] });
    const all = await listGatewayResponses(world.viewer, { restApiId: api.id });
    const custom = all.filter(({ defaultResponse }) => !defaultResponse);
    expect(custom.map(({ responseType }) => responseType)).toEqual(['DEFAULT_4XX', 'DEFAULT_5XX']);
    for (const response of custom) {
      expect(response).toMatchObject({
        statusCode: null,
        responseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Headers': HEADERS,
          'gatewayresponse.header.Access-Control-Allow-Methods': "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
          'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        },
        responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
      });
    }
  });

  it('brings itself up to date when run again', async () => {
    await enableCors(world.owner, ref);
    const result = await enableCors(world.owner, { ...ref, allowOrigin: 'https://example.com' });
    expect(result.changes).toEqual(['Updated OPTIONS /pets.']);
    const options = await getMethod(world.owner, { ...ref, httpMethod: 'OPTIONS' });
    expect(options.version).toBe(2);
    expect(options.integration?.integrationResponses[0]?.responseParameters).toMatchObject({
      'method.response.header.Access-Control-Allow-Origin': "'https://example.com'",
      'method.response.header.Access-Control-Allow-Methods': "'OPTIONS'",
    });
  });

  it('changes nothing when one part can’t be done', async () => {
    const failed = enableCors(world.owner, { ...ref, methods: ['GET'], gatewayResponses: ['DEFAULT_4XX'] });
    await expect(failed).rejects.toMatchObject({ fieldErrors: { 'methods.0': ['There is no method GET on /pets.'] } });
    await expect(getMethod(world.owner, { ...ref, httpMethod: 'OPTIONS' })).rejects.toThrow(NotFoundError);

    await createMethod(world.owner, { ...ref, httpMethod: 'OPTIONS', integration: httpProxy() });
    await expect(enableCors(world.owner, ref)).rejects.toThrow(ConflictError);
  });

  it('refuses values that would break out of the static value', async () => {
    for (const bad of [{ allowOrigin: "x'y" }, { allowOrigin: 'example.com/path' }, { allowHeaders: 'A B' }]) {
      await expect(enableCors(world.owner, { ...ref, ...bad })).rejects.toThrow(InvalidInputError);
    }
  });

  it('refuses viewers and does not know strangers', async () => {
    await expect(enableCors(world.viewer, ref)).rejects.toThrow(ForbiddenError);
    await expect(enableCors(world.stranger, ref)).rejects.toThrow(NotFoundError);
  });

  it('comes with a new resource that asks for it', async () => {
    const toys = await createResource(world.owner, {
      restApiId: api.id,
      parentId: ref.resourceId,
      pathPart: 'toys',
      cors: true,
    });
    expect(toys.methods).toEqual([{ httpMethod: 'OPTIONS', integrationType: 'MOCK', apiKeyRequired: false }]);
  });
});
