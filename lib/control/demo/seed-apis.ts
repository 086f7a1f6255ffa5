import type { CreateMethodInput } from '@/lib/contract/method';
import { STANDARD_VALIDATORS } from '@/lib/contract/request-validator';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import type { Ctx } from '@/lib/control/context';
import { createDeployment } from '@/lib/control/deployment/create';
import { createMethod } from '@/lib/control/method/create';
import { createModel } from '@/lib/control/model/create';
import { createRequestValidator } from '@/lib/control/request-validator/create';
import { createResource } from '@/lib/control/resource/create';
import { enableCors } from '@/lib/control/resource/enable-cors';
import { createRestApi } from '@/lib/control/rest-api/create';
import { createStage } from '@/lib/control/stage/create';

export interface DemoApi {
  readonly restApiId: string;
  readonly stageNames: readonly string[];
}

type MethodFields = Omit<CreateMethodInput, 'restApiId' | 'resourceId' | 'httpMethod'>;

const EVERY_METHOD = '*/*';
const cached = (cacheTtlInSeconds: number) => ({ metricsEnabled: true, cachingEnabled: true, cacheTtlInSeconds });

/** Backends are named by a stage variable: the demo's own backend may listen elsewhere at the next start. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway fills it in.
const BACKEND = 'http://${stageVariables.backend}';

/** Five resources over a real backend, three deployments and two stages, of which prod waits for the newest. */
export async function seedPetStore(ctx: Ctx, backend: string): Promise<DemoApi> {
  const api = await createRestApi(ctx, {
    name: 'Pet store',
    description: 'Demo: pets and orders over the backend that npm run demo starts.',
  });
  const restApiId = api.id;
  const pets = await resource(ctx, api, 'pets');
  const pet = await resource(ctx, api, '{petId}', pets);
  const inventory = await resource(ctx, api, 'inventory');

  await method(ctx, restApiId, api.rootResourceId, 'GET', greeting);
  await method(ctx, restApiId, pets, 'GET', {
    ...proxy('GET', '/pets', { query: ['type', 'limit'], cacheKeys: ['type', 'limit'] }),
    operationName: 'listPets',
  });
  await createModel(ctx, { restApiId, ...petModel });
  const validator = await createRequestValidator(ctx, { restApiId, ...STANDARD_VALIDATORS[0] });
  await method(ctx, restApiId, pets, 'POST', {
    ...proxy('POST', '/pets'),
    operationName: 'createPet',
    requestModels: { 'application/json': petModel.name },
    requestValidatorId: validator.id,
  });
  await method(ctx, restApiId, pet, 'GET', petById);
  await method(ctx, restApiId, pet, 'PUT', { ...proxy('PUT', '/pets/{petId}'), operationName: 'updatePet' });
  await method(ctx, restApiId, pet, 'DELETE', { ...proxy('DELETE', '/pets/{petId}'), operationName: 'deletePet' });
  await method(ctx, restApiId, inventory, 'GET', { ...proxy('GET', '/inventory'), operationName: 'getInventory' });
  for (const resourceId of [pets, pet]) {
    await enableCors(ctx, {
      restApiId,
      resourceId,
      methods: ['GET'],
      gatewayResponses: ['DEFAULT_4XX', 'DEFAULT_5XX'],
    });
  }
  await createDeployment(ctx, { restApiId, description: 'Pets and inventory' });

  const orders = await resource(ctx, api, 'orders');
  const order = await resource(ctx, api, '{orderId}', orders);
  await method(ctx, restApiId, orders, 'POST', { ...proxy('POST', '/orders'), operationName: 'placeOrder' });
  await method(ctx, restApiId, order, 'GET', { ...proxy('GET', '/orders/{orderId}'), operationName: 'getOrder' });
  const second = await createDeployment(ctx, { restApiId, description: 'Orders' });
  await createStage(ctx, {
    restApiId,
    name: 'prod',
    deploymentId: second.id,
    description: 'What consumers call.',
    variables: { backend, store: 'main' },
    cacheClusterEnabled: true,
    cacheSizeBytes: 32 * 1024 * 1024,
    methodSettings: {
      [EVERY_METHOD]: { metricsEnabled: true, throttlingRateLimit: 500, throttlingBurstLimit: 1000 },
      '~1pets/GET': cached(60),
      '~1pets~1{petId}/GET': cached(30),
      '~1inventory/GET': cached(300),
    },
  });

  await method(ctx, restApiId, orders, 'GET', { ...proxy('GET', '/orders/recent'), operationName: 'listOrders' });
  await method(ctx, restApiId, inventory, 'POST', {
    ...proxy('POST', '/echo/inventory'),
    operationName: 'countInventory',
  });
  // Tried on dev first: prod shows that it is behind.
  const third = await createDeployment(ctx, { restApiId, description: 'List of orders, for the mobile app' });
  await createStage(ctx, {
    restApiId,
    name: 'dev',
    deploymentId: third.id,
    description: 'The next version.',
    variables: { backend, store: 'test' },
    methodSettings: { [EVERY_METHOD]: { metricsEnabled: true } },
  });
  return { restApiId, stageNames: ['prod', 'dev'] };
}

/** One backend that is slow, one that fails, one that hangs and one that hangs up. */
export async function seedWarehouse(ctx: Ctx, backend: string): Promise<DemoApi> {
  const api = await createRestApi(ctx, {
    name: 'Warehouse',
    description: 'Demo: backends that are slow, fail now and then, or never answer.',
  });
  const restApiId = api.id;
  const open = { apiKeyRequired: false };
  const add = async (path: string, fields: MethodFields) =>
    method(ctx, restApiId, await resource(ctx, api, path), 'GET', { ...fields, ...open });
  await add('report', {
    ...proxy('GET', '/slow', { query: ['ms'], timeoutInMillis: 1200 }),
    operationName: 'getReport',
  });
  await add('stock', { ...proxy('GET', '/flaky'), operationName: 'getStock' });
  await add('legacy', { ...proxy('GET', '/hang', { timeoutInMillis: 800 }), operationName: 'callLegacySystem' });
  await add('printer', { ...proxy('GET', '/reset'), operationName: 'printLabel' });
  const deployment = await createDeployment(ctx, { restApiId, description: 'First version' });
  await createStage(ctx, {
    restApiId,
    name: 'prod',
    deploymentId: deployment.id,
    variables: { backend },
    methodSettings: { [EVERY_METHOD]: { metricsEnabled: true } },
  });
  return { restApiId, stageNames: ['prod'] };
}

async function resource(
  ctx: Ctx,
  api: Pick<RestApiDetail, 'id' | 'rootResourceId'>,
  pathPart: string,
  parentId = api.rootResourceId,
): Promise<string> {
  return (await createResource(ctx, { restApiId: api.id, parentId, pathPart })).id;
}

async function method(
  ctx: Ctx,
  restApiId: string,
  resourceId: string,
  httpMethod: CreateMethodInput['httpMethod'],
  fields: MethodFields,
): Promise<void> {
  await createMethod(ctx, { restApiId, resourceId, httpMethod, ...fields });
}

interface ProxyOptions {
  readonly query?: readonly string[];
  readonly cacheKeys?: readonly string[];
  readonly timeoutInMillis?: number;
}

/** Passes everything through; asks for a key. */
function proxy(httpMethod: CreateMethodInput['httpMethod'], path: string, options: ProxyOptions = {}): MethodFields {
  const pathNames = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return {
    apiKeyRequired: true,
    requestParameters: Object.fromEntries([
      ...pathNames.map((name) => [`method.request.path.${name}`, true]),
      ...(options.query ?? []).map((name) => [`method.request.querystring.${name}`, false]),
    ]),
    integration: {
      type: 'HTTP_PROXY',
      httpMethod,
      uri: `${BACKEND}${path}`,
      requestParameters: Object.fromEntries(
        pathNames.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
      ),
      cacheKeyParameters: (options.cacheKeys ?? []).map((name) => `method.request.querystring.${name}`),
      ...(options.timeoutInMillis === undefined ? {} : { timeoutInMillis: options.timeoutInMillis }),
    },
  };
}

/** What POST /pets takes. */
const petModel = {
  name: 'Pet',
  description: 'A pet as it is put up for sale.',
  schema: JSON.stringify(
    {
      $schema: 'http://json-schema.org/draft-04/schema#',
      title: 'Pet',
      type: 'object',
      required: ['name', 'type'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 64 },
        type: { type: 'string', enum: ['dog', 'cat', 'fish', 'bird'] },
        price: { type: 'number', minimum: 0, maximum: 10_000 },
      },
    },
    null,
    2,
  ),
};

const greeting: MethodFields = {
  operationName: 'welcome',
  integration: {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [
      {
        statusCode: '200',
        selectionPattern: '',
        responseTemplates: { 'application/json': '{"service": "Pet store", "docs": "See the developer portal."}' },
      },
    ],
  },
};

/** HTTP, not HTTP_PROXY: the backend's 404 becomes one of the API's own, with a header of the backend renamed. */
const petById: MethodFields = {
  operationName: 'getPet',
  apiKeyRequired: true,
  requestParameters: { 'method.request.path.petId': true },
  methodResponses: [
    { statusCode: '200', responseParameters: { 'method.response.header.X-Served-By': false } },
    { statusCode: '404' },
  ],
  integration: {
    type: 'HTTP',
    httpMethod: 'GET',
    uri: `${BACKEND}/pets/{petId}`,
    requestParameters: { 'integration.request.path.petId': 'method.request.path.petId' },
    cacheKeyParameters: ['method.request.path.petId'],
    integrationResponses: [
      {
        statusCode: '200',
        selectionPattern: '',
        responseParameters: { 'method.response.header.X-Served-By': "'pet-store'" },
      },
      {
        statusCode: '404',
        selectionPattern: '404',
        responseTemplates: { 'application/json': '{"message": "There is no such pet."}' },
      },
    ],
  },
};
