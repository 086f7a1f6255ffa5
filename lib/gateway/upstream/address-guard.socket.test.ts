// Owner-made URIs against the operator's allowance: what is connected to counts, by whatever way it got into the URI.
import type { LookupAddress } from 'node:dns';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { FunctionEndpoint } from '../model';
import { apiOf } from '../testing/definitions';
import { type RoughBackend, startRoughBackend } from '../testing/rough-backend';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';
import type { PrivateBackends } from './address-guard';

const FAILED = { status: 504, text: '{"message":"Network error communicating with endpoint"}' };
const FUNCTION_FAILED = { status: 500, text: '{"message":"Internal server error"}' };
const LAMBDA_URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations';

let backend: RoughBackend;
let gateway: TestGateway;
/** Names and what they have at the moment; anything else has 127.0.0.1. */
const addresses = new Map<string, readonly string[]>();
let lookups = 0;

const resolve: net.LookupFunction = (name, _options, callback) => {
  lookups += 1;
  const found = addresses.get(name) ?? ['127.0.0.1'];
  callback(null, found.map((address) => ({ address, family: net.isIP(address) })) as LookupAddress[]);
};

beforeAll(async () => {
  backend = await startRoughBackend();
});

beforeEach(() => {
  lookups = 0;
  backend.accepted = 0;
  backend.onRequest = (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
});

afterEach(() => gateway.close(0));
afterAll(() => backend.close());

function open(privateBackends: PrivateBackends): void {
  gateway = startTestGateway({ privateBackends, resolve });
}

function serveUri(uri: string, variables: Readonly<Record<string, string>> = {}): void {
  gateway.serve({ 'ANY /x': { integration: { type: 'HTTP_PROXY', uri } } }, { stage: { variables } });
}

const endpoint = (extra: Partial<FunctionEndpoint>): FunctionEndpoint => ({
  ...{ functionId: 'f1', accountId: '000000000000', name: 'f', origin: backend.origin, path: '/invoke', headers: [] },
  ...extra,
});

function serveFunction(extra: Partial<FunctionEndpoint> = {}): void {
  gateway.serve(
    { 'ANY /x': { integration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: LAMBDA_URI } } },
    { functions: [endpoint(extra)] },
  );
}

it.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '0', 'orders.internal'])(
  'http://%s answers like a backend that is not there, and is never connected to',
  async (host) => {
    open(false);
    serveUri(`http://${host}:${backend.port}/`);
    expect(await gateway.call('GET /x')).toMatchObject(FAILED);
    expect(await gateway.call('POST /x', { body: Buffer.from('hello') })).toMatchObject(FAILED);
    expect(backend.accepted).toBe(0);
    expect(gateway.health().upstream).toMatchObject({ connections: 0, inFlight: 0 });
  },
);

it('a stage variable brings no address past the guard', async () => {
  open(false);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a stage variable
  serveUri('http://${stageVariables.host}/', { host: `127.0.0.1:${backend.port}` });
  expect(await gateway.call('GET /x')).toMatchObject(FAILED);
  expect(backend.accepted).toBe(0);
});

it('a name is looked at again with each connection, and only then', async () => {
  open(['127.0.0.0/8']);
  serveUri(`http://rebound.example:${backend.port}/`);
  expect(await gateway.call('GET /x')).toMatchObject({ status: 200 });
  backend.onRequest = (socket) =>
    void socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok');
  addresses.set('rebound.example', ['fd00::1', '169.254.169.254']);
  expect(await gateway.call('GET /x')).toMatchObject({ status: 200 });
  expect(lookups).toBe(1);
  // The kept connection is gone: now the new addresses count.
  expect(await gateway.call('GET /x')).toMatchObject(FAILED);
  expect(lookups).toBe(2);
  expect(backend.accepted).toBe(1);
});

it.each<{ readonly allowed: PrivateBackends }>([
  { allowed: true },
  { allowed: ['127.0.0.0/8'] },
  { allowed: ['orders.internal'] },
  { allowed: ['::1', '127.0.0.1'] },
])('with $allowed allowed a name on loopback is called', async ({ allowed }) => {
  open(allowed);
  serveUri(`http://orders.internal:${backend.port}/`);
  expect(await gateway.call('GET /x')).toMatchObject({ status: 200, text: 'ok' });
});

it('an allowance for one port opens no other', async () => {
  open([`127.0.0.1:${backend.port}`]);
  serveUri(`${backend.origin}/`);
  expect(await gateway.call('GET /x')).toMatchObject({ status: 200 });
  await gateway.close(0);
  open(['127.0.0.1:1']);
  serveUri(`${backend.origin}/`);
  expect(await gateway.call('GET /x')).toMatchObject(FAILED);
});

it('the gateway’s own function host needs no allowance, and no URI reaches it with one', async () => {
  backend.onRequest = (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 33\r\n\r\n{"statusCode":200,"body":"hello"}');
  open(false);
  serveFunction({ isOwn: true });
  expect(await gateway.call('GET /x')).toMatchObject({ status: 200, text: 'hello' });
  // Its kept connection is not lent to an owner's URI either.
  serveUri(`${backend.origin}/`);
  expect(await gateway.call('GET /x')).toMatchObject(FAILED);
  await gateway.close(0);

  open(true);
  serveFunction({ isOwn: true });
  expect(await gateway.call('GET /x')).toMatchObject({ status: 200 });
  for (const host of ['127.0.0.1', 'localhost', 'orders.internal', '0.0.0.0']) {
    serveUri(`http://${host}:${backend.port}/`);
    expect(await gateway.call('GET /x')).toMatchObject(FAILED);
  }
});

it('a remote function’s endpoint is an owner’s address', async () => {
  open(false);
  serveFunction();
  expect(await gateway.call('GET /x')).toMatchObject(FUNCTION_FAILED);
  expect(backend.accepted).toBe(0);
});

it('a test says why, and what to set', async () => {
  open(false);
  const definition = apiOf({ 'GET /x': { integration: { type: 'HTTP_PROXY', uri: 'http://169.254.169.254/latest' } } });
  const result = await gateway.testInvoke({
    ...{ definition, stageVariables: {}, method: 'GET', path: '/x', query: '', headers: [], body: '' },
  });
  if (!result.ok) throw new Error('It must compile.');
  expect(result.response.status).toBe(504);
  expect(result.response.log.join('\n')).toContain(
    'Execution failed due to configuration error: 169.254.169.254 is a link-local address, and backends may not have those here. Whoever runs this gateway can allow it with GATEHOUSE_ALLOW_PRIVATE_BACKENDS.',
  );
});
