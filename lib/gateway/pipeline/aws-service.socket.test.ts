// AWS with services: against a DynamoDB-compatible server, a service of the query protocol that checks signatures as AWS's
// client library makes them, and a plain backend that shows what it was sent.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services.html
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IntegrationResponseDefinition, Publication, ServiceGrant, ServiceRole } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import { apiOf, type Loose, type LooseMethod, type LooseRoutes, publicationOf } from '../testing/definitions';
import { type DynamoDb, startDynamoDb } from '../testing/dynamodb';
import { type QueryService, startQueryService } from '../testing/query-service';
import { checkSignature } from '../testing/signature-check';
import { headersOf, startTestGateway, type TestGateway } from '../testing/test-gateway';

const ACCOUNT = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret that nobody guesses', sessionToken: 'token' };
// Another account's number: what was written for AWS works as it is.
const ROLE_ARN = 'arn:aws:iam::123456789012:role/service-role/gateway';
const arn = (service: string, api: string): string => `arn:aws:apigateway:eu-central-1:${service}:${api}`;

let backend: Backend;
let dynamoDb: DynamoDb;
let sqs: QueryService;
let gateway: TestGateway;

beforeAll(async () => {
  [backend, dynamoDb, sqs] = await Promise.all([startBackend(), startDynamoDb(), startQueryService(ACCOUNT)]);
});
afterAll(() => Promise.all([backend.close(), dynamoDb.close(), sqs.close()]));
beforeEach(() => {
  gateway = startTestGateway();
  backend.seen.length = 0;
  backend.answer = { headers: ['Content-Type', 'application/json'], body: '{"ok":true}' };
});
afterEach(() => gateway.close());

type Integration = NonNullable<LooseMethod['integration']>;

const roleWith = (services: readonly ServiceGrant[], credentials: Partial<ServiceRole> = ACCOUNT): ServiceRole => ({
  ...{ roleId: 'role1', accountId: '000000000000', name: 'gateway', services },
  ...{ accessKeyId: '', secretAccessKey: '' },
  ...credentials,
});

const everywhere = (): ServiceRole =>
  roleWith([
    { service: 'dynamodb', endpoint: dynamoDb.origin },
    { service: 'sqs', endpoint: sqs.origin },
    { service: 's3', endpoint: backend.origin },
    { service: 'kinesis', region: 'us-east-1', endpoint: 'http://127.0.0.1:9' },
    { service: 'kinesis', endpoint: backend.origin },
  ]);

const calling = (uri: string, integration: Integration = {}, method: LooseMethod = {}): LooseMethod => ({
  ...method,
  integration: { type: 'AWS', httpMethod: 'POST', uri, credentials: ROLE_ARN, ...integration },
});

const response = (statusCode: string, selectionPattern: string, template?: string): IntegrationResponseDefinition => ({
  ...{ statusCode, selectionPattern, responseParameters: {} },
  responseTemplates: template === undefined ? {} : { 'application/json': template },
});

const statuses = (...codes: string[]) => ({
  methodResponses: Object.fromEntries(codes.map((code) => [code, { responseParameters: {} }])),
});

const template = (text: string) => ({ requestTemplates: { 'application/json': text } });

const lastSent = () => {
  const seen = backend.seen.at(-1);
  if (seen === undefined) throw new Error('Nothing came.');
  return { ...seen, sent: headersOf(seen.headers) };
};

const isSigned = async (): Promise<unknown> => {
  const { method, path, headers, bytes } = lastSent();
  return checkSignature({ method, target: path, headers, body: bytes }, ACCOUNT);
};

it('puts items into DynamoDB and reads them', async () => {
  const routes: LooseRoutes = {
    'PUT /pets/{id}': calling(
      arn('dynamodb', 'action/PutItem'),
      template(
        `{"TableName": "pets", "Item": {"id": {"S": "$input.params('id')"}, "name": {"S": $input.json('$.name')}}}`,
      ),
    ),
    'GET /pets/{id}': calling(
      arn('dynamodb', 'action/GetItem'),
      {
        ...template(`{"TableName": "pets", "Key": {"id": {"S": "$input.params('id')"}}}`),
        integrationResponses: [
          response(
            '200',
            '',
            `#set($pet = $input.path('$.Item'))#if("$pet.id" != '')
{"id": "$pet.id.S", "name": "$pet.name.S"}#else
#set($context.responseOverride.status = 404){"message": "There is no pet $input.params('id')"}#end`,
          ),
          response('400', '4\\d\\d', '{"why": $input.json("$.message")}'),
        ],
      },
      statuses('200', '400', '404'),
    ),
    'POST /pets': calling(
      arn('dynamodb', 'action/PutItem'),
      { integrationResponses: [response('200', ''), response('400', '4\\d\\d', '{"why": $input.json("$.message")}')] },
      statuses('200', '400'),
    ),
  };
  gateway.serve(routes, { serviceRoles: [everywhere()] });

  expect(await gateway.call('PUT /pets/7', { body: '{"name":"Rex “the” cat"}' })).toMatchObject({ status: 200 });
  const found = await gateway.call('GET /pets/7');
  expect({ ...found, text: JSON.parse(found.text) }).toMatchObject({
    status: 200,
    text: { id: '7', name: 'Rex “the” cat' },
  });
  expect(await gateway.call('GET /pets/8')).toMatchObject({ status: 404 });
  // What DynamoDB itself says of a bad request, chosen by its status.
  expect(await gateway.call('POST /pets', { body: '{"TableName":"dogs","Item":{"id":{"S":"1"}}}' })).toMatchObject({
    ...{ status: 400, text: '{"why": "Requested resource not found"}' },
  });
});

it('sends to queues of the query protocol, whose answers are XML', async () => {
  const form = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };
  const routes: LooseRoutes = {
    'POST /queues/{name}': calling(arn('sqs', 'action/CreateQueue'), {
      requestParameters: { 'integration.request.querystring.QueueName': 'method.request.path.name' },
      ...template(''),
    }),
    'GET /queues': calling(arn('sqs', 'action/ListQueues'), { httpMethod: 'GET' }),
    'POST /queues/{name}/messages': calling(
      arn('sqs', 'path/000000000000/{name}'),
      {
        ...template("Action=SendMessage&MessageBody=$util.urlEncode($input.json('$'))"),
        requestParameters: form,
        integrationResponses: [
          response('200', '', '{"sent": true}'),
          response('404', '4\\d\\d', '#if($input.body.contains("NonExistentQueue")){"message": "no such queue"}#end'),
        ],
      },
      statuses('200', '404'),
    ),
  };
  gateway.serve(routes, { serviceRoles: [everywhere()] });

  expect(await gateway.call('POST /queues/orders')).toMatchObject({ status: 200 });
  expect((await gateway.call('GET /queues')).text).toContain('<QueueUrl>/000000000000/orders</QueueUrl>');
  expect(await gateway.call('POST /queues/orders/messages', { body: '{"n":"a&b=ü + c"}' })).toMatchObject({
    ...{ status: 200, text: '{"sent": true}' },
  });
  expect(sqs.queues.get('/000000000000/orders')).toEqual(['{"n":"a&b=ü + c"}']);
  expect(await gateway.call('POST /queues/none/messages', { body: '{}' })).toMatchObject({
    ...{ status: 404, text: '{"message": "no such queue"}' },
  });
  expect(sqs.signatures.at(-1)).toMatchObject({
    ...{ service: 'sqs', region: 'eu-central-1' },
    signedHeaders: ['content-type', 'host', 'x-amz-content-sha256', 'x-amz-date', ...['x-amz-security-token']],
  });
});

describe('what is sent', () => {
  const serve = (uri: string, integration: Integration = {}) =>
    gateway.serve({ 'POST /{proxy+}': calling(uri, integration) }, { serviceRoles: [everywhere()] });

  it('names the action for a service of the JSON protocol, in its own type', async () => {
    serve(arn('kinesis', 'action/PutRecord'));
    await gateway.call('POST /x', { headers: ['Content-Type', 'application/json', 'X-Client', 'x'], body: '{"n":1}' });
    const { sent, path, body } = lastSent();
    expect(path).toBe('/?Action=PutRecord');
    expect(body).toBe('{"n":1}');
    expect(sent).toMatchObject({
      ...{ 'x-amz-target': 'Kinesis_20131202.PutRecord', 'content-type': 'application/x-amz-json-1.1' },
      ...{ 'user-agent': 'AmazonAPIGateway_api1', accept: 'application/json' },
    });
    expect(sent['x-client']).toBeUndefined();
    expect(await isSigned()).toMatchObject({ service: 'kinesis', region: 'eu-central-1' });
  });

  it('may have another target, type and agent by mapping', async () => {
    serve(arn('kinesis', 'action/PutRecord'), {
      requestParameters: {
        'integration.request.header.X-Amz-Target': "'Kinesis_20131202.PutRecords'",
        'integration.request.header.Content-Type': "'application/json'",
        'integration.request.header.User-Agent': "'me'",
      },
    });
    await gateway.call('POST /x', { body: '{}' });
    expect(lastSent().sent).toMatchObject({
      ...{ 'x-amz-target': 'Kinesis_20131202.PutRecords', 'content-type': 'application/json', 'user-agent': 'me' },
    });
    expect(await isSigned()).toMatchObject({ service: 'kinesis' });
  });

  it.each([
    ["a key with spaces, (brackets) and it's", "POST /a/b%20c/(d)/it's", '/pets/a/b%20c/%28d%29/it%27s'],
    ['plus and percent', 'POST /a+b/50%25', '/pets/a%2Bb/50%25'],
    ['empty segments', 'POST /a//b', '/pets/a//b'],
    ['letters beyond ASCII', 'POST /%C3%BC', '/pets/%C3%BC'],
  ])('is a path of S3, signed as it is sent: %s', async (_, call, path) => {
    serve(arn('s3', 'path/pets/{proxy}'), { httpMethod: 'PUT' });
    expect((await gateway.call(call, { body: 'x' })).status).toBe(200);
    expect(lastSent()).toMatchObject({ method: 'PUT', path, body: 'x' });
    expect(await isSigned()).toMatchObject({ service: 's3' });
  });

  it('goes to a subdomain by its Host header', async () => {
    serve(arn('pets.s3', 'path/cat.png'), { httpMethod: 'GET' });
    await gateway.call('POST /x');
    expect(lastSent().sent.host).toBe(`pets.127.0.0.1:${backend.port}`);
    expect(await isSigned()).toMatchObject({ service: 's3' });
  });

  it('has the parameters of the query, in any order, and of templates', async () => {
    serve(arn('kinesis', 'path/x?b=2&a=1'), {
      requestParameters: { 'integration.request.querystring.Z-z': "'a b+c'" },
      ...template(
        "#set($context.requestOverride.querystring.Z = 'é&')#set($context.requestOverride.header.X-Amz-Y='1'){}",
      ),
    });
    await gateway.call('POST /x', { body: '{}' });
    expect(lastSent().path).toBe('/x?b=2&a=1&Z=%C3%A9%26&Z-z=a%20b%2Bc');
    expect(lastSent().sent['x-amz-y']).toBe('1');
    expect(await isSigned()).toMatchObject({ service: 'kinesis' });
  });

  it('is signed after its body was converted to binary', async () => {
    serve(arn('s3', 'path/pets/a.png'), { contentHandling: 'CONVERT_TO_BINARY', httpMethod: 'PUT' });
    await gateway.call('POST /x', { body: Buffer.from('raw').toString('base64') });
    expect(lastSent().body).toBe('raw');
    expect(await isSigned()).toMatchObject({ service: 's3' });
  });

  it('has no header of the client’s that would change who asks', async () => {
    serve(arn('kinesis', 'action/PutRecord'), {
      ...template(
        "#set($context.requestOverride.header.Authorization='x')#set($context.requestOverride.header.Host='evil'){}",
      ),
    });
    await gateway.call('POST /x', { headers: ['Authorization', 'mine', 'X-Amz-Security-Token', 'mine'], body: '{}' });
    expect(lastSent().sent['x-amz-security-token']).toBe('token');
    expect(lastSent().sent.host).toBe(`127.0.0.1:${backend.port}`);
    expect(await isSigned()).toMatchObject({ service: 'kinesis' });
  });

  it.each(['Authorization', 'Host', 'X-Amz-Date', 'X-Amzn-Trace-Id'])('fails where %s is mapped', async (name) => {
    serve(arn('kinesis', 'action/PutRecord'), {
      requestParameters: { [`integration.request.header.${name}`]: "'x'" },
    });
    expect((await gateway.call('POST /x', { body: '{}' })).status).toBe(500);
    expect(backend.seen).toEqual([]);
  });

  it('never climbs out of the path that the owner gave', async () => {
    gateway.serve(
      {
        'GET /files': calling(
          arn('s3', 'path/public/{key}'),
          {
            httpMethod: 'GET',
            requestParameters: { 'integration.request.path.key': 'method.request.querystring.key' },
          },
          { requestParameters: { 'method.request.querystring.key': false } },
        ),
      },
      { serviceRoles: [everywhere()] },
    );
    expect((await gateway.call('GET /files?key=..')).status).toBe(400);
    expect((await gateway.call('GET /files?key=../private')).status).toBe(400);
    expect(backend.seen).toEqual([]);
  });
});

describe('roles', () => {
  const call = async () => (await gateway.call('POST /x', { body: '{}' })).status;
  const routes = { 'POST /x': calling(arn('kinesis', 'action/PutRecord')) };

  it('may come, change and go without a deployment', async () => {
    gateway.serve(routes);
    expect(await call()).toBe(500);
    const publish = (changes: Loose<Publication>) => gateway.apply(publicationOf(changes));
    publish({ serviceRoles: [roleWith([{ service: 'kinesis', endpoint: backend.origin }])] });
    expect(await call()).toBe(200);
    const replaced = { accessKeyId: 'AKIDOTHER', secretAccessKey: 'other' };
    publish({ serviceRoles: [roleWith([{ service: 'kinesis', endpoint: backend.origin }], replaced)] });
    expect(await call()).toBe(200);
    expect(lastSent().sent.authorization).toContain('Credential=AKIDOTHER/');
    expect(lastSent().sent['x-amz-security-token']).toBeUndefined();
    publish({ removedServiceRoleIds: ['role1'] });
    expect(await call()).toBe(500);
  });

  it('of other accounts are not there', async () => {
    gateway.serve(routes, { serviceRoles: [{ ...everywhere(), accountId: '123456789012' }] });
    expect(await call()).toBe(500);
    expect(backend.seen).toEqual([]);
  });

  it('have a name that the stage may say', async () => {
    const credentials = 'arn:aws:iam::000000000000:role/$' + '{stageVariables.role}';
    gateway.serve(
      { 'POST /x': calling(arn('kinesis', 'action/PutRecord'), { credentials }) },
      { serviceRoles: [everywhere()], stage: { variables: { role: 'gateway' } } },
    );
    expect(await call()).toBe(200);
  });
});

describe('the log says why, the client only 500', () => {
  const test = async (integration: Integration, role: ServiceRole) => {
    gateway.apply(publicationOf({ serviceRoles: [role] }));
    const definition = apiOf({ 'POST /x': calling(arn('kinesis', 'action/PutRecord'), integration) });
    const result = await gateway.testInvoke({
      ...{ definition, stageVariables: {}, method: 'POST', path: '/x', query: '', headers: [], body: '{}' },
    });
    if (!result.ok) throw new Error(result.errors[0]?.message);
    return result.response;
  };

  it.each<[string, Integration, () => ServiceRole, string]>([
    ['no such role', { credentials: 'arn:aws:iam::000000000000:role/none' }, everywhere, 'to assume the provided role'],
    [
      'a role for other services',
      {},
      () => roleWith([{ service: 'sqs' }]),
      'The role gateway is not for kinesis in eu-central-1',
    ],
    [
      'a role for another region',
      {},
      () => roleWith([{ service: 'kinesis', region: 'us-east-1' }]),
      'The role gateway is not for kinesis in eu-central-1',
    ],
  ])('%s', async (_, integration, role, line) => {
    const { status, body, log, explanation } = await test(integration, role());
    expect({ status, body }).toEqual({ status: 500, body: '{"message":"Internal server error"}' });
    expect(log.join('\n')).toContain(line);
    expect(explanation?.fix).toContain('under Settings');
  });

  it('but 504 when nobody is there', async () => {
    const role = roleWith([{ service: 'kinesis', endpoint: 'http://127.0.0.1:9' }]);
    const { status, log } = await test({}, role);
    expect(status).toBe(504);
    expect(log.join('\n')).toContain('Execution failed due to an endpoint error');
  });

  it('and neither secret nor token', async () => {
    const told = JSON.stringify(await test({}, everywhere()));
    expect(told).toContain('X-Amz-Target');
    expect(told).not.toMatch(/Signature=|AKIDEXAMPLE|a secret that nobody guesses|"token"|: token/);
  });
});

describe('is refused when it is compiled', () => {
  it.each([
    [{ credentials: undefined }, 'Role ARN must be specified for AWS integrations'],
    [{ credentials: 'arn:aws:iam::*:user/*' }, 'own credentials is not supported'],
    [{ credentials: 'gateway' }, 'Invalid ARN specified in the request'],
    [{ credentials: 'arn:aws:iam::000000000000:user/me' }, 'Invalid ARN specified in the request'],
    [{ uri: arn('sqs', 'foo') }, 'AWS ARN for integration must contain path or action'],
    [{ uri: arn('sqs', 'path/{none}') }, 'Nothing gives {none} a value'],
  ])('%o', (integration, message) => {
    const method = calling(arn('sqs', 'action/ListQueues'), integration);
    expect(() => gateway.serve({ 'POST /x': method })).toThrow(message);
  });
});
