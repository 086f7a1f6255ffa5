import type { CreateMethodInput, MethodDetail } from '@/lib/contract/method';
import { STANDARD_VALIDATORS } from '@/lib/contract/request-validator';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { NO_TRACING } from '@/lib/contract/stage';
import type { Ctx } from '@/lib/control/context';
import { createDeployment } from '@/lib/control/deployment/create';
import { allowMethod } from '@/lib/control/function/permissions';
import { createMethod } from '@/lib/control/method/create';
import { updateMethod } from '@/lib/control/method/update';
import { createModel } from '@/lib/control/model/create';
import { createRequestValidator } from '@/lib/control/request-validator/create';
import { createResource } from '@/lib/control/resource/create';
import { enableCors } from '@/lib/control/resource/enable-cors';
import { createRestApi } from '@/lib/control/rest-api/create';
import { createStage } from '@/lib/control/stage/create';
import { putStageCanary } from '@/lib/control/stage/put-canary';
import { createTemplateCase } from '@/lib/control/template-case/create';
import { SHIPPING_QUOTE } from './seed-functions';

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

/** Resources over a real backend and a function, three deployments and two stages, of which prod waits for the newest. */
export async function seedPetStore(ctx: Ctx, backend: string, shippingQuoteUri: string): Promise<DemoApi> {
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
    ...proxy('GET', '/pets', { query: ['type', 'limit'] }),
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
  const shipping = await resource(ctx, api, 'shipping', pet);
  await method(ctx, restApiId, shipping, 'GET', {
    operationName: 'getShippingQuote',
    apiKeyRequired: true,
    requestParameters: { 'method.request.path.petId': true, 'method.request.querystring.to': false },
    integration: {
      type: 'AWS_PROXY',
      httpMethod: 'POST',
      uri: shippingQuoteUri,
      cacheKeyParameters: ['method.request.path.petId', 'method.request.querystring.to'],
    },
  });
  await allowMethod(ctx, { functionName: SHIPPING_QUOTE, restApiId, resourceId: shipping, httpMethod: 'GET' });
  const tags = await resource(ctx, api, 'price-tags', pets);
  await method(ctx, restApiId, tags, 'GET', priceTags);
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
    cacheClusterSize: '0.5',
    tracing: { ...NO_TRACING, samplePercent: 5 },
    methodSettings: {
      [EVERY_METHOD]: {
        metricsEnabled: true,
        loggingLevel: 'ERROR',
        throttlingRateLimit: 500,
        throttlingBurstLimit: 1000,
      },
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
  // Last: deploys run cases, and no gateway may be there yet.
  await createTemplateCase(ctx, { restApiId, resourceId: tags, ...twoPets });
  return { restApiId, stageNames: ['prod', 'dev'] };
}

/** One backend that is slow, one that fails, one that hangs and one that hangs up; a canary tries another for the one that fails. */
export async function seedWarehouse(ctx: Ctx, backend: string): Promise<DemoApi> {
  const api = await createRestApi(ctx, {
    name: 'Warehouse',
    description: 'Demo: backends that are slow, fail now and then, or never answer.',
  });
  const restApiId = api.id;
  const open = { apiKeyRequired: false };
  const add = async (path: string, fields: MethodFields) => {
    const resourceId = await resource(ctx, api, path);
    const { version } = await method(ctx, restApiId, resourceId, 'GET', { ...fields, ...open });
    return { resourceId, version };
  };
  await add('report', {
    ...proxy('GET', '/slow', { query: ['ms'], timeoutInMillis: 1200 }),
    operationName: 'getReport',
  });
  const stock = await add('stock', { ...proxy('GET', '/flaky'), operationName: 'getStock' });
  await add('legacy', { ...proxy('GET', '/hang', { timeoutInMillis: 800 }), operationName: 'callLegacySystem' });
  await add('printer', { ...proxy('GET', '/reset'), operationName: 'printLabel' });
  const deployment = await createDeployment(ctx, { restApiId, description: 'First version' });
  const stage = await createStage(ctx, {
    restApiId,
    name: 'prod',
    deploymentId: deployment.id,
    variables: { backend },
    tracing: { ...NO_TRACING, samplePercent: 20 },
    methodSettings: { [EVERY_METHOD]: { metricsEnabled: true, loggingLevel: 'INFO', dataTraceEnabled: true } },
  });
  // One request in five goes to the service that is to replace the one that fails.
  await updateMethod(ctx, { restApiId, httpMethod: 'GET', ...stock, ...proxy('GET', '/inventory'), ...open });
  const next = await createDeployment(ctx, { restApiId, description: 'Stock from the new inventory service' });
  await putStageCanary(ctx, {
    restApiId,
    stageName: 'prod',
    version: stage.version,
    deploymentId: next.id,
    percentTraffic: 20,
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
): Promise<MethodDetail> {
  return createMethod(ctx, { restApiId, resourceId, httpMethod, ...fields });
}

interface ProxyOptions {
  readonly query?: readonly string[];
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
      cacheKeyParameters: [
        ...pathNames.map((name) => `method.request.path.${name}`),
        ...(options.query ?? []).map((name) => `method.request.querystring.${name}`),
      ],
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

/** A mapping template makes another document of the backend's list. */
const priceTags: MethodFields = {
  operationName: 'listPriceTags',
  apiKeyRequired: true,
  requestParameters: { 'method.request.querystring.type': false },
  methodResponses: [{ statusCode: '200' }, { statusCode: '400' }],
  integration: {
    type: 'HTTP',
    httpMethod: 'GET',
    uri: `${BACKEND}/pets`,
    requestParameters: { 'integration.request.querystring.type': 'method.request.querystring.type' },
    cacheKeyParameters: ['method.request.querystring.type'],
    integrationResponses: [
      {
        statusCode: '200',
        selectionPattern: '',
        responseTemplates: {
          'application/json': `#set($pets = $input.path('$'))
{
  "store": "$stageVariables.store",
  "printed": "$context.requestTime",
  "tags": [
#foreach($pet in $pets)
    { "line1": "$util.escapeJavaScript($pet.name)", "line2": "$pet.type, $pet.price euros" }#if($foreach.hasNext),#end

#end
  ]
}`,
        },
      },
      {
        statusCode: '400',
        selectionPattern: '400',
        responseTemplates: { 'application/json': '{"message": $input.json("$.message")}' },
      },
    ],
  },
};

/** What every deploy of the pet store must still make of two pets. */
const twoPets = {
  name: 'Two price tags',
  httpMethod: 'GET',
  direction: 'response',
  statusCode: '200',
  templateKey: 'application/json',
  sample: {
    httpMethod: 'GET',
    stageVariables: { store: 'main' },
    integrationBody:
      '[{"name": "Rex", "type": "dog", "price": 249.99}, {"name": "Malley", "type": "cat", "price": 80}]',
  },
  comparison: 'JSON',
  expected: JSON.stringify(
    {
      store: 'main',
      printed: '01/Jan/2026:00:00:00 +0000',
      tags: [
        { line1: 'Rex', line2: 'dog, 249.99 euros' },
        { line1: 'Malley', line2: 'cat, 80 euros' },
      ],
    },
    null,
    2,
  ),
} as const;
