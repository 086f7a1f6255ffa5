// What arrives at a port that anyone can reach: each kind of bad bytes has one clear answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { openRaw, sendRaw } from '../testing/raw-client';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;
let backend: Backend;
let port: number;

beforeAll(async () => {
  backend = await startBackend();
  gateway = startTestGateway({ timeouts: { headersMs: 500, requestMs: 1000, checkIntervalMs: 50 } });
  gateway.serve({
    'GET /mock': {},
    'POST /mock': { integration: { requestTemplates: {} } },
    'ANY /proxy/{proxy+}': { integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/{proxy}` } },
  });
  ({ port } = await gateway.listen({ host: '127.0.0.1', port: 0 }));
});

afterAll(async () => {
  await gateway.close(0);
  await backend.close();
});

const head = (line: string, ...headers: string[]): string =>
  `${[`${line} HTTP/1.1`, `Host: ${HOST}`, ...headers].join('\r\n')}\r\n\r\n`;

describe('how APIs are reached', () => {
  it('by host', async () => {
    expect(await sendRaw(port, head('GET /prod/mock'))).toMatchObject({ status: 200, statusText: 'OK' });
  });

  it('by host with a port, in any case', async () => {
    const request = `GET /prod/mock HTTP/1.1\r\nHost: API1.Execute-API.LocalHost:${port}\r\n\r\n`;
    expect((await sendRaw(port, request)).status).toBe(200);
  });

  it('by path', async () => {
    const request = `GET /_aws/execute-api/api1/prod/mock?x=1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    expect((await sendRaw(port, request)).status).toBe(200);
  });

  it('by a target in absolute form', async () => {
    const request = `GET http://${HOST}/prod/mock HTTP/1.1\r\nHost: elsewhere\r\n\r\n`;
    expect((await sendRaw(port, request)).status).toBe(200);
  });

  it.each([
    ['an unknown host', 'GET / HTTP/1.1\r\nHost: example.com\r\n\r\n'],
    ['an unknown domain', 'GET /prod/mock HTTP/1.1\r\nHost: api1.execute-api.example.com\r\n\r\n'],
    [
      'a domain that only begins like ours',
      'GET /prod/mock HTTP/1.1\r\nHost: api1.execute-api.localhost.evil.com\r\n\r\n',
    ],
    ['an unknown API', 'GET /prod/mock HTTP/1.1\r\nHost: nobody.execute-api.localhost\r\n\r\n'],
    ['an unknown API by path', 'GET /_aws/execute-api/nobody/prod/mock HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an unknown stage', `GET /test/mock HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`],
    ['no stage', `GET / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`],
  ])('%s is 403 Forbidden', async (_name, request) => {
    const answer = await sendRaw(port, request);
    expect(answer).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
    expect(answer.headers).toMatchObject({ 'x-amzn-errortype': 'ForbiddenException', connection: 'keep-alive' });
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('health', () => {
  it('says ready once something was published', async () => {
    const fresh = startTestGateway();
    const { port: freshPort } = await fresh.listen({ host: '127.0.0.1', port: 0 });
    const request = 'GET /_health HTTP/1.1\r\nHost: localhost\r\n\r\n';
    expect(await sendRaw(freshPort, request)).toMatchObject({ status: 503 });
    fresh.serve({ 'GET /': {} });
    const answer = await sendRaw(freshPort, request);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 'ready', stages: 1 });
    await fresh.close(0);
  });

  it('is a stage name on an API’s host', async () => {
    expect((await sendRaw(port, head('GET /_health'))).status).toBe(403);
  });

  it('/_metrics tells what its hook renders', async () => {
    const measured = startTestGateway({ renderMetrics: () => 'up 1\n' });
    const { port: measuredPort } = await measured.listen({ host: '127.0.0.1', port: 0 });
    const answer = await sendRaw(measuredPort, 'GET /_metrics HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(answer).toMatchObject({ status: 200, body: 'up 1\n' });
    await measured.close(0);
  });
});

describe('connections', () => {
  it('are kept for the next request', async () => {
    const connection = await openRaw(port);
    for (let i = 0; i < 3; i++) {
      connection.write(head('GET /prod/mock'));
      const answer = await connection.response();
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({ connection: 'keep-alive', 'content-length': '0' });
      expect(Date.parse(answer.headers.date ?? '')).toBeGreaterThan(0);
    }
    connection.destroy();
  });

  it('answer pipelined requests in order, the slow one first', async () => {
    const connection = await openRaw(port);
    connection.write(
      head('GET /prod/proxy/one') + head('GET /prod/nope') + head('GET /prod/proxy/two') + head('GET /prod/mock'),
    );
    expect((await connection.response()).body).toBe('from the backend');
    expect((await connection.response()).status).toBe(403);
    expect((await connection.response()).body).toBe('from the backend');
    expect((await connection.response()).status).toBe(200);
    connection.destroy();
  });

  it('end after "Connection: close"', async () => {
    const connection = await openRaw(port);
    connection.write(head('GET /prod/mock', 'Connection: close'));
    expect((await connection.response()).headers.connection).toBe('close');
    await connection.closed;
  });

  it('end after a request of HTTP/1.0', async () => {
    const connection = await openRaw(port);
    connection.write(`GET /prod/mock HTTP/1.0\r\nHost: ${HOST}\r\n\r\n`);
    expect((await connection.response()).status).toBe(200);
    await connection.closed;
  });

  it('HEAD has headers and no body', async () => {
    backend.answer = { headers: ['Content-Length', '16'] };
    const connection = await openRaw(port);
    connection.write(head('HEAD /prod/proxy/x'));
    const answer = await connection.response({ isHead: true });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '16' } });
    connection.write(head('GET /prod/nope'));
    expect((await connection.response()).status).toBe(403);
    connection.destroy();
    backend.answer = {};
  });

  it.each([204, 304])('%i has no body and no Content-Length', async (status) => {
    backend.answer = { status, headers: [], body: '' };
    const connection = await openRaw(port);
    connection.write(head('GET /prod/proxy/x') + head('GET /prod/nope'));
    const answer = await connection.response();
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty('content-length');
    expect(answer.headers).not.toHaveProperty('transfer-encoding');
    expect((await connection.response()).status).toBe(403);
    connection.destroy();
    backend.answer = {};
  });

  it('carry text beyond ASCII unharmed', async () => {
    backend.answer = { body: 'Grüße €', headers: ['X-Latin', 'caf\u00e9'] };
    const answer = await sendRaw(port, head('GET /prod/proxy/x'));
    expect(answer).toMatchObject({ body: 'Grüße €', headers: { 'x-latin': 'caf\u00e9' } });
    backend.answer = {};
  });
});

describe('bodies', () => {
  it('may be chunked, both ways', async () => {
    const request = `${head('POST /prod/proxy/x', 'Transfer-Encoding: chunked')}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`;
    backend.seen.length = 0;
    expect((await sendRaw(port, request)).status).toBe(200);
    expect(backend.seen[0]).toMatchObject({ body: 'hello world' });
  });

  it('wait for "100 Continue" where the client does', async () => {
    const connection = await openRaw(port);
    connection.write(head('POST /prod/proxy/x', 'Content-Length: 5', 'Expect: 100-continue'));
    expect((await connection.response()).status).toBe(100);
    connection.write('hello');
    expect((await connection.response()).status).toBe(200);
    connection.destroy();
  });

  it('are not asked for when the request fails before', async () => {
    const connection = await openRaw(port);
    connection.write(head('POST /prod/nope', 'Content-Length: 5', 'Expect: 100-continue'));
    const answer = await connection.response();
    expect(answer).toMatchObject({ status: 403, headers: { connection: 'close' } });
    await connection.closed;
  });

  it('of more than 10 MB are refused before they are sent', async () => {
    const connection = await openRaw(port);
    connection.write(head('POST /prod/proxy/x', `Content-Length: ${10 * 1024 * 1024 + 1}`));
    expect(await connection.response()).toMatchObject({
      status: 413,
      body: '{"message":"Request Too Long"}',
      headers: { 'x-amzn-errortype': 'RequestTooLargeException' },
    });
    connection.destroy();
  });

  it('of more than 10 MB are refused while they are sent', async () => {
    const connection = await openRaw(port);
    connection.write(head('POST /prod/proxy/x', 'Transfer-Encoding: chunked'));
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'x'), Buffer.from('\r\n')]);
    for (let i = 0; i < 11; i++) connection.write(chunk);
    expect((await connection.response()).status).toBe(413);
    connection.destroy();
  });

  it('of exactly 10 MB pass', async () => {
    const connection = await openRaw(port);
    connection.write(head('POST /prod/proxy/x', `Content-Length: ${10 * 1024 * 1024}`));
    connection.write(Buffer.alloc(10 * 1024 * 1024, 'x'));
    expect((await connection.response()).status).toBe(200);
    expect(backend.seen.at(-1)?.body.length).toBe(10 * 1024 * 1024);
    connection.destroy();
  });
});

describe('limits', () => {
  it('headers of more than 10,240 bytes', async () => {
    const answer = await sendRaw(port, head('GET /prod/mock', `X-Long: ${'x'.repeat(10_240)}`));
    expect(answer).toMatchObject({ status: 431, body: '{"message":"Request Header Fields Too Large"}' });
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('headers of more than the parser takes', async () => {
    const connection = await openRaw(port);
    connection.write(head('GET /prod/mock', `X-Long: ${'x'.repeat(40_000)}`));
    const answer = await connection.response();
    expect(answer).toMatchObject({ status: 431, headers: { connection: 'close' } });
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    await connection.closed;
  });

  it('more than 200 headers', async () => {
    const many = Array.from({ length: 201 }, (_, i) => `X-${i}: 1`);
    expect((await sendRaw(port, head('GET /prod/mock', ...many))).status).toBe(431);
    expect((await sendRaw(port, head('GET /prod/mock', ...many.slice(0, 199)))).status).toBe(200);
  });

  it('a target of more than 10,240 characters', async () => {
    const answer = await sendRaw(port, head(`GET /prod/mock?${'x'.repeat(10_240)}`));
    expect(answer).toMatchObject({ status: 414, body: '{"message":"Request URI too long"}' });
  });
});

describe('bytes that are not a request, or more than one', () => {
  const bad: readonly (readonly [string, string])[] = [
    ['no HTTP', 'hello\r\n\r\n'],
    ['two different Content-Lengths', `${head('POST /prod/mock', 'Content-Length: 5', 'Content-Length: 6')}hello!`],
    ['the same Content-Length twice', `${head('POST /prod/mock', 'Content-Length: 5', 'Content-Length: 5')}hello`],
    ['a Content-Length that is no number', head('POST /prod/mock', 'Content-Length: 5x')],
    ['a negative Content-Length', head('POST /prod/mock', 'Content-Length: -5')],
    [
      'Content-Length and Transfer-Encoding',
      `${head('POST /prod/mock', 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    ],
    ['a Transfer-Encoding that does not end in chunked', head('POST /prod/mock', 'Transfer-Encoding: chunked, gzip')],
    ['a space before the colon', head('GET /prod/mock', 'X-Bad : 1')],
    ['a folded header', head('GET /prod/mock', 'X-Bad: 1\r\n 2')],
    ['NUL in a header', head('GET /prod/mock', 'X-Bad: a\0b')],
    ['NUL in the target', head('GET /prod/mo\0ck')],
    ['a bare CR in a header', head('GET /prod/mock', 'X-Bad: a\rb')],
    ['a bad chunk size', `${head('POST /prod/proxy/x', 'Transfer-Encoding: chunked')}zz\r\n`],
  ];
  it.each(bad)('%s: 400 and the connection ends', async (_name, text) => {
    const connection = await openRaw(port);
    connection.write(text);
    const answer = await connection.response();
    expect(answer).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
    expect(answer.headers).toMatchObject({ connection: 'close', 'x-amzn-errortype': 'BadRequestException' });
    await connection.closed;
    expect(connection.rest()).toBe('');
  });

  it.each([
    ['two hosts', `GET /prod/mock HTTP/1.1\r\nHost: ${HOST}\r\nHost: ${HOST}\r\n\r\n`],
    ['%zz', head('GET /prod/%zz')],
    ['a lone %', head('GET /prod/mock?a=%')],
    ['%00', head('GET /prod/proxy/%00')],
    ['%2e%2e', head('GET /prod/proxy/a/%2e%2e/b')],
    ['..', head('GET /prod/proxy/../mock')],
    ['..%2f', head('GET /prod/proxy/..%2fmock')],
    ['a backslash', head('GET /prod/proxy/..\\mock')],
  ])('%s: 400', async (_name, text) => {
    const before = backend.seen.length;
    expect(await sendRaw(port, text)).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
    expect(backend.seen.length).toBe(before);
  });

  it('no host: there is nothing it could be for', async () => {
    expect((await sendRaw(port, 'GET /prod/mock HTTP/1.1\r\n\r\n')).status).toBe(403);
  });

  it('CONNECT: 400', async () => {
    expect((await sendRaw(port, 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n')).status).toBe(400);
  });

  it('an expectation other than 100-continue: 417', async () => {
    expect((await sendRaw(port, head('GET /prod/mock', 'Expect: tea'))).status).toBe(417);
  });

  it('a method beyond the seven: 403', async () => {
    expect((await sendRaw(port, head('PROPFIND /prod/proxy/x'))).status).toBe(403);
  });
});

describe('slow clients', () => {
  it('headers that never end: 408', async () => {
    const connection = await openRaw(port);
    connection.write('GET /prod/mock HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    expect(await connection.response()).toMatchObject({ status: 408, headers: { connection: 'close' } });
    await connection.closed;
  });

  it('a body that never ends: 408', async () => {
    const connection = await openRaw(port);
    connection.write(`${head('POST /prod/mock', 'Content-Length: 5', 'Content-Type: application/json')}he`);
    expect(await connection.response()).toMatchObject({ status: 408 });
    await connection.closed;
  });
});

describe('clients that do not read', () => {
  it('lose their connection, and the backend its request', async () => {
    const impatient = startTestGateway({ timeouts: { inactivityMs: 300 } });
    const large = await startBackend();
    large.handle = (_req, res) => {
      const block = Buffer.alloc(64 * 1024);
      const push = () => {
        while (res.write(block));
        res.once('drain', push);
      };
      push();
    };
    impatient.serve({
      'GET /endless': { integration: { type: 'HTTP_PROXY', uri: large.origin, responseTransferMode: 'STREAM' } },
    });
    const { port: impatientPort } = await impatient.listen({ host: '127.0.0.1', port: 0 });
    const connection = await openRaw(impatientPort);
    connection.socket.pause();
    connection.write(head('GET /prod/endless'));
    while (large.connections.size === 0) await new Promise((resolve) => setImmediate(resolve));
    while (large.connections.size > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(impatient.services.counters.clientsGone).toBe(1);
    connection.destroy();
    await impatient.close(0);
    await large.close();
  });
});

describe('streams', () => {
  it('may pause for longer than a connection may be inactive', async () => {
    const impatient = startTestGateway({ timeouts: { inactivityMs: 100, checkIntervalMs: 50 } });
    const pausing = await startBackend();
    pausing.handle = (_req, res) => {
      res.write('first');
      setTimeout(() => res.end('second'), 500);
    };
    const integration = { type: 'HTTP_PROXY', uri: pausing.origin } as const;
    impatient.serve({
      'GET /stream': { integration: { ...integration, responseTransferMode: 'STREAM' } },
      'GET /buffered': { integration },
    });
    const { port: impatientPort } = await impatient.listen({ host: '127.0.0.1', port: 0 });
    const get = (path: string) => sendRaw(impatientPort, head(`GET /prod${path}`));
    expect(await get('/stream')).toMatchObject({ status: 200, body: 'firstsecond' });
    await expect(get('/buffered')).rejects.toThrow('closed');
    await impatient.close(0);
    await pausing.close();
  });
});

describe('draining', () => {
  it('lets a request under way end, closes its connection and takes no more', async () => {
    const closing = startTestGateway();
    const slow = await startBackend();
    let release: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      slow.handle = (_req, res) => {
        release = () => res.end('at last');
        resolve();
      };
    });
    closing.serve({ 'GET /slow': { integration: { type: 'HTTP_PROXY', uri: slow.origin } } });
    const { port: closingPort } = await closing.listen({ host: '127.0.0.1', port: 0 });
    const idle = await openRaw(closingPort);
    idle.write(head('GET /prod/nope'));
    await idle.response();
    const busy = await openRaw(closingPort);
    busy.write(head('GET /prod/slow'));
    await asked;
    const done = closing.close();
    await idle.closed;
    await expect(openRaw(closingPort)).rejects.toThrow();
    release();
    expect(await busy.response()).toMatchObject({ status: 200, body: 'at last', headers: { connection: 'close' } });
    await done;
    await slow.close();
  });
});
