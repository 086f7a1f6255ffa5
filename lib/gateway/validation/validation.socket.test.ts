// Validation on the wire: what a valid body is to the backend, what a hostile one is to everyone else.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { apiOf, type LooseRoutes, publicationOf, stageOf } from '../testing/definitions';
import { openRaw } from '../testing/raw-client';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;
let backend: Backend;
let port: number;

const TREE = '{"type":"object","properties":{"c":{"$ref":"#"}},"additionalProperties":false}';
const models = (schema: string) => ({ Tree: { contentType: 'application/json', description: '', schema } });
const routes = (uri: string): LooseRoutes => ({
  'POST /trees': {
    requestModels: { 'application/json': 'Tree' },
    requestValidator: { name: 'body', validateRequestBody: true, validateRequestParameters: false },
    integration: { type: 'HTTP_PROXY', httpMethod: 'POST', uri },
  },
  'GET /open': {},
});

beforeEach(async () => {
  backend = await startBackend();
  gateway = startTestGateway();
  gateway.serve(routes(backend.origin), { api: { models: models(TREE) } });
  ({ port } = await gateway.listen({ host: '127.0.0.1', port: 0 }));
});

afterEach(async () => {
  await gateway.close(0);
  await backend.close();
});

const head = (length: string) =>
  `POST /prod/trees HTTP/1.1\r\nHost: ${HOST}\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;

it.each([
  ['with a length', (body: string) => `${head(`Content-Length: ${body.length}`)}${body}`],
  [
    'in chunks',
    (body: string) =>
      `${head('Transfer-Encoding: chunked')}3\r\n${body.slice(0, 3)}\r\n${(body.length - 3).toString(16)}\r\n${body.slice(3)}\r\n0\r\n\r\n`,
  ],
])('a valid body %s reaches the backend byte for byte', async (_how, request) => {
  const body = '{ "c" :\t{"c": {}} }\n';
  const client = await openRaw(port);
  client.write(request(body));
  expect((await client.response()).status).toBe(200);
  expect(backend.seen.at(-1)).toMatchObject({ method: 'POST', body });
  client.write(`${head('Content-Length: 8')}{"d": 1}`);
  expect(await client.response()).toMatchObject({ status: 400, body: '{"message":"Invalid request body"}' });
  expect(backend.seen).toHaveLength(1);
  client.destroy();
});

it('10 MB at a depth of 10,000 is a 400, and the worker serves on', async () => {
  const open = '{"c":'.repeat(10_000);
  const pad = `{"pad":"${'x'.repeat(10 * 1024 * 1024 - 70_000)}"}`;
  const body = `${open}${pad}${'}'.repeat(10_000)}`;
  const [hostile, other] = await Promise.all([openRaw(port), openRaw(port)]);
  hostile.write(`${head(`Content-Length: ${body.length}`)}${body}`);
  other.write(`GET /prod/open HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
  expect((await other.response()).status).toBe(200);
  expect(await hostile.response()).toMatchObject({ status: 400, body: '{"message":"Invalid request body"}' });
  other.write(`GET /prod/open HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
  expect((await other.response()).status).toBe(200);
  expect(gateway.services.counters.platformErrors).toBe(0);
  hostile.destroy();
  other.destroy();
});

it('a schema that does not compile leaves the stage as it was, and says where', async () => {
  const broken = stageOf(apiOf(routes(backend.origin), { models: models('{"properties":{"c":{"type":"tree"}}}') }));
  const { errors } = gateway.apply(publicationOf({ stages: [broken] }));
  expect(errors).toMatchObject([
    { stageId: 'stage1', place: 'POST /trees › request model application/json › model Tree › /properties/c/type' },
  ]);
  const client = await openRaw(port);
  client.write(`${head('Content-Length: 8')}{"d": 1}`);
  expect((await client.response()).status).toBe(400);
  client.write(`${head('Content-Length: 9')}{"c": {}}`);
  expect((await client.response()).status).toBe(200);
  client.destroy();
});
