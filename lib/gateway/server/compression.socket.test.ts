// Compression both ways, over real sockets.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
import http from 'node:http';
import zlib from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { HOST, headersOf, startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;
let backend: Backend;
let port: number;

const ROUTE = { methodResponses: { '200': { responseParameters: {} } } };
const DEFAULT_RESPONSE = { statusCode: '200', selectionPattern: '', responseParameters: {} };
const TEMPLATE = `{"text":"${'words and words '.repeat(100)}"}`;

beforeAll(async () => {
  backend = await startBackend();
  gateway = startTestGateway();
  ({ port } = await gateway.listen({ host: '127.0.0.1', port: 0 }));
});
beforeEach(() => {
  backend.seen.length = 0;
  backend.answer = {};
  backend.handle = null;
  serve(1000);
});
afterAll(async () => {
  await gateway.close(0);
  await backend.close();
});

function serve(minimumCompressionSize: number | undefined): void {
  gateway.serve(
    {
      'ANY /proxy': { integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/b` } },
      'ANY /stream': {
        integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/b`, responseTransferMode: 'STREAM' },
      },
      'ANY /cached': { integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/b` } },
      'ANY /http': {
        ...ROUTE,
        integration: {
          type: 'HTTP',
          httpMethod: 'POST',
          uri: `${backend.origin}/b`,
          integrationResponses: [{ ...DEFAULT_RESPONSE, responseTemplates: {} }],
        },
      },
      'ANY /mock': {
        ...ROUTE,
        integration: {
          integrationResponses: [{ ...DEFAULT_RESPONSE, responseTemplates: { 'application/json': TEMPLATE } }],
        },
      },
      'GET /key': { apiKeyRequired: true },
    },
    {
      api: { minimumCompressionSize },
      stage: {
        cacheClusterEnabled: true,
        cacheSizeBytes: 1 << 20,
        methodSettings: {
          '~1stream/GET': { cachingEnabled: true },
          '~1cached/GET': { cachingEnabled: true },
          '~1proxy/GET': { cachingEnabled: false },
        },
      },
    },
  );
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function call(method: string, path: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, method, path: `/prod${path}`, headers: { Host: HOST, ...headers } }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        resolve({ status: res.statusCode ?? 0, headers: headersOf(res.rawHeaders), body: Buffer.concat(chunks) });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const LONG = 'a line that repeats itself\n'.repeat(1000);
const GZIP = { 'Accept-Encoding': 'gzip' };

describe('responses', () => {
  it.each([
    ['gzip', zlib.gunzipSync],
    ['deflate', zlib.inflateSync],
  ] as const)('are encoded with %s', async (coding, decoded) => {
    backend.answer = { headers: ['Content-Type', 'text/plain', 'Vary', 'Origin'], body: LONG };
    const { status, headers, body } = await call('GET', '/proxy', { 'Accept-Encoding': coding });
    expect({ status, text: decoded(body).toString() }).toEqual({ status: 200, text: LONG });
    expect(headers).toMatchObject({
      'content-encoding': coding,
      'content-type': 'text/plain',
      vary: 'Origin, Accept-Encoding',
    });
    expect(body.length).toBeLessThan(LONG.length / 10);
  });

  it('of a template are encoded after it was rendered', async () => {
    const { headers, body } = await call('GET', '/mock', GZIP);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': String(body.length) });
    expect(zlib.gunzipSync(body).toString()).toBe(TEMPLATE);
  });

  it('of an integration without a template are encoded', async () => {
    backend.answer = { body: LONG };
    const { headers, body } = await call('GET', '/http', GZIP);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(zlib.gunzipSync(body).toString()).toBe(LONG);
  });

  it.each([
    ['a client that does not say', {}],
    ['a client that takes anything', { 'Accept-Encoding': '*' }],
    ['a client that asks for something else', { 'Accept-Encoding': 'br' }],
    ['a client that likes something else better', { 'Accept-Encoding': 'br;q=1, gzip;q=0.9' }],
  ])('stay plain for %s', async (_who, headers) => {
    backend.answer = { body: LONG };
    const answer = await call('GET', '/proxy', headers);
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.headers).not.toHaveProperty('vary');
    expect(answer.body.toString()).toBe(LONG);
  });

  it('stay as they are where the backend has encoded them', async () => {
    backend.answer = { headers: ['Content-Encoding', 'gzip'], body: zlib.gzipSync(LONG) };
    const { headers, body } = await call('GET', '/proxy', GZIP);
    expect(headers['content-encoding']).toBe('gzip');
    expect(zlib.gunzipSync(body).toString()).toBe(LONG);
  });

  it.each([
    [999, false],
    [1000, true],
  ])('of %i bytes with a minimum of 1000: %s', async (length, isEncoded) => {
    for (const isChunked of [false, true]) {
      backend.handle = (_req, res) => {
        if (isChunked) res.write('x');
        else res.setHeader('Content-Length', length);
        res.end('x'.repeat(isChunked ? length - 1 : length));
      };
      const { headers, body } = await call('GET', '/proxy', GZIP);
      expect(headers['content-encoding'], `chunked: ${isChunked}`).toBe(isEncoded ? 'gzip' : undefined);
      expect((isEncoded ? zlib.gunzipSync(body) : body).length).toBe(length);
    }
  });

  it('of any size are encoded with a minimum of 0, but not nothing at all', async () => {
    serve(0);
    backend.answer = { body: 'x' };
    expect(zlib.gunzipSync((await call('GET', '/proxy', GZIP)).body).toString()).toBe('x');
    backend.answer = { body: '' };
    const empty = await call('GET', '/proxy', GZIP);
    expect(empty.headers).not.toHaveProperty('content-encoding');
    expect(empty.headers['content-length']).toBe('0');
  });

  it('are plain without a minimum', async () => {
    serve(undefined);
    backend.answer = { body: LONG };
    expect((await call('GET', '/proxy', GZIP)).headers).not.toHaveProperty('content-encoding');
  });

  it.each([204, 206, 304])('%i is left alone', async (status) => {
    backend.handle = (_req, res) => {
      res.writeHead(status, status === 206 ? { 'Content-Range': 'bytes 0-26999/30000' } : {});
      res.end(status === 206 ? LONG : undefined);
    };
    const answer = await call('GET', '/proxy', GZIP);
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty('content-encoding');
  });

  it('to HEAD say the plain length', async () => {
    backend.handle = (_req, res) => {
      res.setHeader('Content-Length', LONG.length);
      res.end();
    };
    const answer = await call('HEAD', '/proxy', GZIP);
    expect(answer.headers).toMatchObject({ 'content-length': String(LONG.length) });
    expect(answer.headers).not.toHaveProperty('content-encoding');
  });

  it('that are errors of the gateway are plain', async () => {
    serve(0);
    const { status, headers } = await call('GET', '/key', GZIP);
    expect(status).toBe(403);
    expect(headers).not.toHaveProperty('content-encoding');
  });

  it('from the cache are encoded as each client asks for', async () => {
    backend.answer = { body: LONG };
    const plain = await call('GET', '/cached');
    const gzip = await call('GET', '/cached', GZIP);
    const deflate = await call('GET', '/cached', { 'Accept-Encoding': 'deflate' });
    expect(backend.seen).toHaveLength(1);
    expect(plain.body.toString()).toBe(LONG);
    expect(zlib.gunzipSync(gzip.body).toString()).toBe(LONG);
    expect(zlib.inflateSync(deflate.body).toString()).toBe(LONG);
  });

  it('of megabytes pass through, and the next request finds the connections in order', async () => {
    const piece = Buffer.from('0123456789abcdef'.repeat(4096));
    backend.handle = (_req, res) => {
      let left = 150;
      const write = (): void => {
        while (left-- > 0) if (!res.write(piece)) return void res.once('drain', write);
        res.end();
      };
      write();
    };
    const { body } = await call('GET', '/proxy', GZIP);
    expect(zlib.gunzipSync(body).length).toBe(150 * piece.length);
    backend.handle = null;
    backend.answer = { body: LONG };
    expect(zlib.gunzipSync((await call('GET', '/proxy', GZIP)).body).toString()).toBe(LONG);
  });

  it('that are streamed are neither encoded nor cached', async () => {
    for (const text of [LONG, `${LONG}!`]) {
      backend.answer = { body: text };
      const { body, headers } = await call('GET', '/stream', GZIP);
      expect([body.toString(), headers['content-encoding']]).toEqual([text, undefined]);
    }
    backend.answer = { body: LONG };
  });

  it('whose backend breaks off break off too', async () => {
    backend.handle = (_req, res) => {
      res.writeHead(200, { 'Content-Length': '1000000' });
      res.write('x'.repeat(100_000), () => res.destroy());
    };
    await expect(call('GET', '/proxy', GZIP)).rejects.toThrow();
  });
});

describe('requests', () => {
  const PLAIN = Buffer.from(JSON.stringify({ type: 'dog', price: 249.99 }));

  it.each([
    ['gzip', zlib.gzipSync(PLAIN)],
    ['x-gzip', zlib.gzipSync(PLAIN)],
    ['deflate', zlib.deflateSync(PLAIN)],
    ['deflate', zlib.deflateRawSync(PLAIN)],
    ['identity', PLAIN],
  ])('with %s reach backends plain', async (coding, body) => {
    for (const path of ['/proxy', '/http']) {
      const headers = { 'Content-Encoding': coding, 'Content-Type': 'application/json' };
      expect((await call('POST', path, headers, body)).status).toBe(200);
      const seen = backend.seen.at(-1);
      expect(seen?.bytes).toEqual(PLAIN);
      const seenHeaders = headersOf(seen?.headers ?? []);
      expect(seenHeaders).toMatchObject({ 'content-length': String(PLAIN.length), 'content-type': 'application/json' });
      expect(seenHeaders).not.toHaveProperty('content-encoding');
    }
  });

  it('sent in chunks are decoded', async () => {
    const body = zlib.gzipSync(PLAIN);
    const headers = { 'Content-Encoding': 'gzip', 'Transfer-Encoding': 'chunked' };
    await call('POST', '/proxy', headers, body);
    expect(backend.seen.at(-1)?.bytes).toEqual(PLAIN);
  });

  it.each([
    ['a coding that is not supported', 'br', zlib.brotliCompressSync(PLAIN)],
    ['two codings', 'gzip, gzip', zlib.gzipSync(zlib.gzipSync(PLAIN))],
    ['a body that is not encoded', 'gzip', PLAIN],
    ['half a body', 'gzip', zlib.gzipSync(LONG).subarray(0, 60)],
  ])('with %s are 415', async (_what, coding, body) => {
    for (const path of ['/proxy', '/http']) {
      const { status, body: answer } = await call('POST', path, { 'Content-Encoding': coding }, body);
      expect({ status, answer: answer.toString() }).toEqual({
        status: 415,
        answer: '{"message":"Unsupported Media Type"}',
      });
    }
    expect(backend.seen).toHaveLength(0);
  });

  it('that grow beyond 10 MB are 413', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(11 * 1024 * 1024));
    const { status } = await call('POST', '/proxy', { 'Content-Encoding': 'gzip' }, bomb);
    expect(status).toBe(413);
    expect(backend.seen).toHaveLength(0);
    const fitting = zlib.gzipSync(Buffer.alloc(10 * 1024 * 1024));
    expect((await call('POST', '/proxy', { 'Content-Encoding': 'gzip' }, fitting)).status).toBe(200);
  });
});
