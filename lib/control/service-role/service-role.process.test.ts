// From the console's verbs to a request's answer: real workers, and servers that speak AWS's protocols.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { IntegrationInput } from '@/lib/contract/method';
import { newUuid } from '@/lib/ids';
import type { Runtime } from '@/lib/runtime/runtime';
import { type DynamoDb, type QueryService, startDynamoDb, startQueryService } from '@/lib/runtime/testing/aws-services';
import { ACCOUNT, buildPrograms, Harness } from '@/lib/runtime/testing/harness';
import type { Ctx } from '../context';
import { createDeployment } from '../deployment/create';
import { createMethod } from '../method/create';
import { testInvokeMethod } from '../method/test-invoke';
import { givenPath, givenRestApi } from '../testing/rest-apis';
import { createServiceRole } from './create';
import { deleteServiceRole } from './delete';
import { updateServiceRole } from './update';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret that nobody guesses' };
const region = 'eu-central-1';

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;
let dynamoDb: DynamoDb;
let sqs: QueryService;

beforeAll(async () => {
  [programs, dynamoDb, sqs] = await Promise.all([buildPrograms(), startDynamoDb(), startQueryService(credentials)]);
});
afterAll(() => Promise.all([programs.remove(), dynamoDb.close(), sqs.close()]));
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

const ctxOf = (runtime: Runtime): Ctx => ({
  actor: { kind: 'system', name: 'Test', accountId: ACCOUNT },
  requestId: newUuid(),
  db: harness.database.db,
  runtime,
  secrets: harness.secrets,
  clock: { now: () => new Date() },
});

const service = (
  name: string,
  api: string,
  template: string,
  more: Partial<IntegrationInput> = {},
): IntegrationInput => ({
  ...{ type: 'AWS', httpMethod: 'POST', uri: `arn:aws:apigateway:${region}:${name}:${api}` },
  credentials: `arn:aws:iam::${ACCOUNT}:role/pets`,
  requestTemplates: { 'application/json': template },
  ...more,
});

/** As in docs/recipes/dynamodb.md. */
const PET = `#if($input.body == '{}')#set($context.responseOverride.status = 404){"message": "No such pet"}#else
{"id": $input.json('$.Item.id.S'), "name": $input.json('$.Item.name.S')}#end`;

it('calls services with a role that comes, changes and goes without a deployment', async () => {
  const runtime = await harness.startRuntime();
  const ctx = ctxOf(runtime);
  const api = await givenRestApi(ctx);
  const pet = await givenPath(ctx, api, '/pets/{id}');
  const orders = await givenPath(ctx, api, '/orders');
  const shared = { restApiId: api.id };
  await createMethod(ctx, {
    ...{ ...shared, resourceId: pet, httpMethod: 'PUT' },
    integration: service(
      ...(['dynamodb', 'action/PutItem'] as const),
      `{"TableName": "pets", "Item": {"id": {"S": "$input.params('id')"}, "name": {"S": $input.json('$.name')}}}`,
    ),
  });
  await createMethod(ctx, {
    ...{ ...shared, resourceId: pet, httpMethod: 'GET' },
    integration: service(
      ...(['dynamodb', 'action/GetItem'] as const),
      `{"TableName": "pets", "Key": {"id": {"S": "$input.params('id')"}}}`,
      {
        integrationResponses: [
          {
            ...{ statusCode: '200', selectionPattern: '' },
            responseTemplates: { 'application/json': PET },
          },
        ],
      },
    ),
  });
  await createMethod(ctx, {
    ...{ ...shared, resourceId: orders, httpMethod: 'POST' },
    integration: service('sqs', 'action/CreateQueue&QueueName=orders', ''),
  });
  const { stage } = await createDeployment(ctx, { ...shared, stageName: 'prod' });
  const live = { id: api.id, stageId: stage?.id ?? '', stageName: 'prod' };
  const call = (method: 'GET' | 'POST' | 'PUT', path: string, body?: string) =>
    harness.call(runtime.port, live, path, { method, ...(body === undefined ? {} : { body }) });

  expect(await call('GET', '/pets/7')).toMatchObject({ status: 500, body: '{"message":"Internal server error"}' });

  const services = [
    { service: 'dynamodb', endpoint: dynamoDb.origin },
    { service: 'sqs', region, endpoint: sqs.origin },
  ];
  const made = await createServiceRole(ctx, { name: 'pets', credentials, services });
  expect(made.usedBy).toHaveLength(6);
  expect(await call('PUT', '/pets/7', '{"name":"Rex"}')).toMatchObject({ status: 200 });
  expect(await call('GET', '/pets/7')).toMatchObject({ status: 200, body: '{"id": "7", "name": "Rex"}' });
  expect(await call('GET', '/pets/8')).toMatchObject({ status: 404, body: '{"message": "No such pet"}' });
  expect(await call('POST', '/orders', '{}')).toMatchObject({ status: 200 });
  expect([...sqs.queues.keys()]).toEqual(['/000000000000/orders']);

  const tested = await testInvokeMethod(ctx, {
    ...{ ...shared, resourceId: pet, httpMethod: 'GET', pathParameters: { id: '7' } },
  });
  expect(tested).toMatchObject({ status: 200, body: '{"id": "7", "name": "Rex"}' });
  expect(JSON.stringify(tested)).not.toMatch(/Signature=|nobody guesses/);

  const wrong = { ...credentials, secretAccessKey: 'not the one' };
  const changed = await updateServiceRole(ctx, { roleName: 'pets', version: 1, credentials: wrong });
  expect((await call('POST', '/orders', '{}')).body).toContain('SignatureDoesNotMatch');
  await updateServiceRole(ctx, { roleName: 'pets', version: changed.version, services: [{ service: 'dynamodb' }] });
  expect(await call('POST', '/orders', '{}')).toMatchObject({ status: 500 });
  await expect(deleteServiceRole(ctx, { roleName: 'pets' })).rejects.toThrow('is still used by');
});
