// One connection, two readers: nothing that the gateway takes for a body may become a request, here or at the backend.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { openRaw } from '../testing/raw-client';
import { type RoughBackend, startRoughBackend } from '../testing/rough-backend';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;
let backend: Backend;
let rough: RoughBackend;
let port: number;

beforeAll(async () => {
  backend = await startBackend();
  rough = await startRoughBackend();
  gateway = startTestGateway();
  gateway.serve({
    'ANY /p/{proxy+}': { integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/{proxy}` } },
    'ANY /rough/{proxy+}': {
      integration: { type: 'HTTP_PROXY', uri: `${rough.origin}/{proxy}`, responseTransferMode: 'STREAM' },
    },
    'POST /mapped': {
      integration: {
        type: 'HTTP',
        uri: `${backend.origin}/mapped`,
        requestParameters: {
          'integration.request.header.X-Mapped': 'method.request.querystring.a',
          'integration.request.querystring.q': 'method.request.querystring.a',
        },
      },
      requestParameters: { 'method.request.querystring.a': false },
    },
  });
  ({ port } = await gateway.listen({ host: '127.0.0.1', port: 0 }));
});

beforeEach(() => {
  backend.seen.length = 0;
});
afterEach(() => {
  for (const socket of rough.open) socket.destroy();
});

afterAll(async () => {
  await gateway.close(0);
  await backend.close();
  await rough.close();
});

const head = (line: string, ...headers: string[]): string =>
  `${[`${line} HTTP/1.1`, `Host: ${HOST}`, ...headers].join('\r\n')}\r\n\r\n`;
const post = (...headers: string[]): string => head('POST /prod/p/first', ...headers);
const SMUGGLED = head('GET /prod/p/smuggled');

describe('a request that two readers could end at different places', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Content-Length before Transfer-Encoding', `${post('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`],
    ['Transfer-Encoding before Content-Length', `${post('Transfer-Encoding: chunked', 'Content-Length: 5')}0\r\n\r\n`],
    ['an unknown Transfer-Encoding', `${post('Transfer-Encoding: xchunked')}0\r\n\r\n`],
    ['Transfer-Encoding: identity', `${post('Transfer-Encoding: identity')}0\r\n\r\n`],
    ['Transfer-Encoding: identity with a length', `${post('Transfer-Encoding: identity', 'Content-Length: 5')}hello`],
    ['a quoted Transfer-Encoding', `${post('Transfer-Encoding: "chunked"')}0\r\n\r\n`],
    ['chunked twice in one header', `${post('Transfer-Encoding: chunked, chunked')}0\r\n\r\n`],
    ['chunked and identity', `${post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')}0\r\n\r\n`],
    ['a space before the colon', `${post('Transfer-Encoding : chunked')}0\r\n\r\n`],
    ['a vertical tab before chunked', `${post('Transfer-Encoding: \x0bchunked')}0\r\n\r\n`],
    ['a NUL behind chunked', `${post('Transfer-Encoding: chunked\0')}0\r\n\r\n`],
    ['a folded Transfer-Encoding', `${post('Transfer-Encoding:', ' chunked')}0\r\n\r\n`],
    ['a bare LF that would hide a header', `${post('X-A: 1\nTransfer-Encoding: chunked')}0\r\n\r\n`],
    ['a bare CR that would hide a header', `${post('X-A: 1\rTransfer-Encoding: chunked')}0\r\n\r\n`],
    ['headers before the first line of headers', `POST /prod/p/first HTTP/1.1\r\n Host: ${HOST}\r\n\r\n`],
    ['a list of lengths', `${post('Content-Length: 5, 5')}hello`],
    ['a signed length', `${post('Content-Length: +5')}hello`],
    ['a hexadecimal length', `${post('Content-Length: 0x5')}hello`],
    ['a length with an exponent', `${post('Content-Length: 5e0')}hello`],
    ['a length with a blank in it', `${post('Content-Length: 0 5')}hello`],
    ['an empty length', `${post('Content-Length:')}hello`],
    ['a length beyond 64 bits', post('Content-Length: 99999999999999999999')],
    ['a second length in another case', `${post('Content-Length: 5', 'content-length: 0')}hello`],
    ['a negative chunk', `${post('Transfer-Encoding: chunked')}-1\r\n\r\n`],
    ['a chunk of 0x5', `${post('Transfer-Encoding: chunked')}0x5\r\nhello\r\n0\r\n\r\n`],
    ['a chunk that is longer than it says', `${post('Transfer-Encoding: chunked')}5\r\nhello world\r\n0\r\n\r\n`],
    ['a chunk beyond 64 bits', `${post('Transfer-Encoding: chunked')}fffffffffffffffff\r\nhello\r\n0\r\n\r\n`],
    ['chunks that end in LF', `${post('Transfer-Encoding: chunked')}5\nhello\n0\n\n`],
    ['a chunk whose CR stands alone', `${post('Transfer-Encoding: chunked')}5\rXhello\r\n0\r\n\r\n`],
    [
      'HTTP/1.0 with chunks',
      `POST /prod/p/first HTTP/1.0\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a version that is none', `POST /prod/p/first HTTP/1.9\r\nHost: ${HOST}\r\n\r\n`],
    ['HTTP/0.9', 'GET /prod/p/first\r\n'],
    ['HTTP/2 in clear text', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a target with a blank', head('GET /prod/p/fi rst')],
    ['a target with a tab', head('GET /prod/p/fi\trst')],
    ['a method with a NUL', head('G\0ET /prod/p/first')],
    ['a header without a name', post(': value')],
    ['a header without a colon', post('nothing')],
  ];
  it.each(cases)('%s ends the connection: what follows is never a request', async (_name, text) => {
    const connection = await openRaw(port);
    connection.write(text + SMUGGLED);
    const answer = await connection.response();
    expect(answer.status).toBe(400);
    await connection.closed;
    expect(connection.rest()).toBe('');
    expect(backend.seen.filter(({ path }) => path.includes('smuggled'))).toEqual([]);
  });
});

it('a coding before chunked is refused: nobody would undo it', async () => {
  const connection = await openRaw(port);
  connection.write(`${post('Transfer-Encoding: gzip, chunked')}5\r\nhello\r\n0\r\n\r\n`);
  expect(await connection.response()).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
  connection.destroy();
  expect(backend.seen).toEqual([]);
});

it('a body that goes wrong after its answer gets no second one', async () => {
  const connection = await openRaw(port);
  connection.write(head('POST /prod/nowhere', 'Transfer-Encoding: chunked'));
  expect((await connection.response()).status).toBe(403);
  connection.write(`zz\r\n${SMUGGLED}`);
  await connection.closed;
  expect(connection.rest()).toBe('');
});

describe('a body that looks like a request', () => {
  it.each([
    ['of known length', post(`Content-Length: ${SMUGGLED.length}`) + SMUGGLED],
    ['in chunks', `${post('Transfer-Encoding: chunked')}${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`],
    [
      'in chunks with extensions and trailers',
      `${post('Transfer-Encoding: Chunked')}${SMUGGLED.length.toString(16)};a="b"\r\n${SMUGGLED}\r\n0\r\nX-Trailer: 1\r\n\r\n`,
    ],
  ])('%s stays a body, to the byte, and the next request is the next', async (_name, text) => {
    const connection = await openRaw(port);
    connection.write(text + head('GET /prod/p/next'));
    expect((await connection.response()).status).toBe(200);
    expect((await connection.response()).status).toBe(200);
    connection.destroy();
    expect(backend.seen).toMatchObject([
      { method: 'POST', path: '/first', body: SMUGGLED },
      { method: 'GET', path: '/next', body: '' },
    ]);
    const [first] = backend.seen;
    const framing = (first?.headers ?? []).filter((it) => /^(content-length|transfer-encoding)$/i.test(it));
    expect(framing).toHaveLength(1);
    expect(first?.headers.join('\n')).not.toMatch(/trailer/i);
  });

  it('of a GET goes along or is refused, and is never a request of its own', async () => {
    const connection = await openRaw(port);
    connection.write(head('GET /prod/p/first', `Content-Length: ${SMUGGLED.length}`) + SMUGGLED);
    await connection.response();
    connection.destroy();
    expect(backend.seen).toMatchObject([{ path: '/first', body: SMUGGLED }]);
  });

  it('that a route does not read is not taken for the next request', async () => {
    const connection = await openRaw(port);
    connection.write(head('POST /prod/nowhere', `Content-Length: ${SMUGGLED.length}`) + SMUGGLED);
    expect((await connection.response()).status).toBe(403);
    connection.write(head('GET /prod/p/next', 'Connection: close'));
    await connection.closed;
    expect(backend.seen.map(({ path }) => path)).not.toContain('/smuggled');
  });
});

describe('what a client puts into mapped values', () => {
  it('makes no header and no request of its own', async () => {
    const value = encodeURIComponent(`1\r\nX-Injected: yes\r\n\r\n${SMUGGLED}`);
    const connection = await openRaw(port);
    connection.write(head(`POST /prod/mapped?a=${value}`, 'Content-Length: 0'));
    expect((await connection.response()).status).toBe(200);
    connection.destroy();
    expect(backend.seen).toHaveLength(1);
    const names = (backend.seen[0]?.headers ?? []).filter((_, index) => index % 2 === 0);
    expect(names).not.toContain('X-Injected');
    expect(backend.seen[0]?.path).toMatch(/^\/mapped\?q=1%0D%0AX-Injected/i);
  });

  it('neither takes the gateway’s own headers off nor forges them', async () => {
    const connection = await openRaw(port);
    connection.write(
      head(
        'GET /prod/p/first',
        'Connection: keep-alive, X-Forwarded-For, X-Amzn-Apigateway-Api-Id, Host',
        'X-Amzn-Apigateway-Api-Id: forged',
        'X-Forwarded-Proto: gopher',
      ),
    );
    expect((await connection.response()).status).toBe(200);
    connection.destroy();
    const text = (backend.seen[0]?.headers ?? []).join('\n');
    expect(text).toContain('X-Forwarded-For\n127.0.0.1');
    expect(text).toContain('X-Amzn-Apigateway-Api-Id\napi1');
    expect(text).toContain(`Host\n127.0.0.1:${backend.port}`);
    expect(text).not.toMatch(/forged|gopher/);
  });
});

describe('a backend’s answer', () => {
  const SECOND = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison';
  const get = head('GET /prod/rough/a');

  it('with a second answer behind it: nobody else gets that one', async () => {
    rough.onRequest = (socket) => void socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine${SECOND}`);
    const connection = await openRaw(port);
    connection.write(get);
    expect((await connection.response()).body).toBe('mine');
    rough.onRequest = (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext');
    connection.write(get);
    expect((await connection.response()).body).toBe('next');
    connection.destroy();
  });

  it('that nobody asked for, on an idle connection: nobody gets it', async () => {
    rough.onRequest = (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine');
    const connection = await openRaw(port);
    connection.write(get);
    expect((await connection.response()).body).toBe('mine');
    const [idle] = rough.open;
    const closed = new Promise<void>((resolve) => idle?.once('close', () => resolve()));
    idle?.write(SECOND);
    await closed;
    connection.write(get);
    expect((await connection.response()).body).toBe('mine');
    connection.destroy();
  });

  it.each([
    [
      'Content-Length and Transfer-Encoding',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
    ['a bare CR in a header', 'HTTP/1.1 200 OK\r\nX-A: 1\rSet-Cookie: forged=1\r\nContent-Length: 0\r\n\r\n'],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nX-A: 1\0\r\nContent-Length: 0\r\n\r\n'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\nContent-Length: 0\r\n\r\n'],
    ['a signed length', 'HTTP/1.1 200 OK\r\nContent-Length: +4\r\n\r\nbody'],
    ['a list of lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\nbody'],
    ['an unknown Transfer-Encoding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nbody'],
    ['a status that is none', 'HTTP/1.1 99 OK\r\nContent-Length: 0\r\n\r\n'],
    ['HTTP/2', 'HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nnothing\r\nContent-Length: 0\r\n\r\n'],
    ['endless informational answers', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(20_000)],
    ['more headers than we take, in small lines', `HTTP/1.1 200 OK\r\n${'X-A: 1\r\n'.repeat(20_000)}\r\n`],
  ])('with %s is a failed one', async (_name, text) => {
    rough.onRequest = (socket) => {
      socket.write(text, 'latin1');
      socket.end();
    };
    const connection = await openRaw(port);
    connection.write(get);
    expect(await connection.response()).toMatchObject({
      status: 504,
      body: '{"message":"Network error communicating with endpoint"}',
    });
    connection.destroy();
  });

  it.each([
    ['a bad chunk size', '5\r\nhello\r\nzz\r\n'],
    ['a negative chunk', '5\r\nhello\r\n-5\r\n'],
    ['a chunk longer than it says', '5\r\nhello world\r\n0\r\n\r\n'],
    ['a chunk beyond 64 bits', '5\r\nhello\r\nfffffffffffffffff\r\n'],
  ])('whose body has %s is cut off, never completed', async (_name, body) => {
    rough.onRequest = (socket) =>
      void socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body}`, 'latin1');
    const connection = await openRaw(port);
    connection.write(get);
    await connection.closed;
    expect(connection.rest()).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(gateway.health().upstream.inFlight).toBe(0);
  });
});
