import { once } from 'node:events';
import http2, { type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import https from 'node:https';
import { setImmediate } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DomainNameDefinition } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import { authority, issue, selfSigned } from '../testing/certificate';
import { publicationOf } from '../testing/definitions';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';
import type { ServerTimeouts } from './timeouts';

const NAME = 'shop.example.com';
const BANK = 'bank.example.com';
const pair = selfSigned({ names: [NAME] });
const bankPair = selfSigned({ names: [BANK] });
const root = authority('Root');
const alice = issue({ names: [], commonName: 'Alice', issuer: root });
const MB = 1024 * 1024;

const domain = (
  name: string,
  { cert, key } = pair,
  more: Partial<DomainNameDefinition> = {},
): DomainNameDefinition => ({
  ...{ id: name, accountId: '000000000000', name, endpointType: 'REGIONAL' },
  mappings: [{ basePath: '', apiId: 'api1', stageName: 'prod' }],
  tls: { certificate: cert, privateKey: key, minVersion: 'TLSv1.2' },
  ...more,
});
const seen = ['protocol', 'domainName', 'httpMethod', 'identity.clientCert.subjectDN'];
const said = {
  integrationResponses: [
    {
      ...{ statusCode: '200', selectionPattern: '', responseParameters: {} },
      responseTemplates: { 'application/json': seen.map((name) => `$!context.${name}`).join('|') },
    },
  ],
};

let backend: Backend;
let gateway: TestGateway;
let port: number;
const sessions: ClientHttp2Session[] = [];

beforeAll(async () => {
  backend = await startBackend();
});
beforeEach(() => {
  backend.seen.length = 0;
  backend.answer = {};
  backend.handle = null;
});
afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  await gateway.close(0);
});
afterAll(() => backend.close());

async function start(timeouts: Partial<ServerTimeouts> = {}): Promise<void> {
  gateway = startTestGateway({ timeouts });
  const proxy = { type: 'HTTP_PROXY' as const, uri: `${backend.origin}/{proxy}` };
  gateway.serve(
    {
      'ANY /mock': { integration: said },
      'ANY /p/{proxy+}': { integration: proxy },
      'ANY /s/{proxy+}': { integration: { ...proxy, responseTransferMode: 'STREAM' } },
    },
    {
      domainNames: [domain(NAME), domain(BANK, bankPair, { trustStore: { certificates: root.cert, version: '1' } })],
    },
  );
  ({ port } = await gateway.listenTls({ host: '127.0.0.1', port: 0 }));
}

async function connect(servername = NAME, options: http2.SecureClientSessionOptions = {}): Promise<ClientHttp2Session> {
  const session = http2.connect(`https://${servername}`, {
    ...{ host: '127.0.0.1', port, servername, rejectUnauthorized: false, ...options },
  });
  session.on('error', () => undefined);
  sessions.push(session);
  await once(session, 'connect');
  return session;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders & { ':status'?: number }];
  const body: Buffer[] = [];
  for await (const chunk of stream) body.push(chunk as Buffer);
  return { status: headers[':status'], headers, body: Buffer.concat(body) };
}

const get = (session: ClientHttp2Session, path: string, headers: http2.OutgoingHttpHeaders = {}) =>
  answerOf(session.request({ ':path': path, ...headers }));

function post(
  session: ClientHttp2Session,
  path: string,
  body: string | Buffer,
  headers: http2.OutgoingHttpHeaders = {},
) {
  const stream = session.request({ ':path': path, ':method': 'POST', ...headers });
  stream.on('error', () => undefined);
  stream.end(body);
  return answerOf(stream);
}

/** Waits for something that nothing tells. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}

const counters = () => gateway.services.counters;

describe('HTTP/2 by ALPN', () => {
  it('serves many requests of one connection at once', async () => {
    await start();
    const session = await connect();
    const answers = await Promise.all(Array.from({ length: 80 }, () => get(session, '/mock')));
    for (const { status, body } of answers) expect(`${status} ${body}`).toBe(`200 HTTP/1.1|${NAME}|GET|`);
    const { headers } = answers[0] as Answer;
    expect(new Date(String(headers.date)).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(headers['content-length']).toBe(String((answers[0] as Answer).body.length));
    expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    for (const name of ['connection', 'keep-alive', 'transfer-encoding']) expect(headers).not.toHaveProperty(name);
  });

  it('goes on with HTTP/1.1 for who asks for that', async () => {
    await start();
    const request = https.get({
      ...{ host: '127.0.0.1', port, servername: NAME, rejectUnauthorized: false, path: '/mock', agent: false },
      ...{ headers: { Host: NAME }, ALPNProtocols: ['http/1.1'] },
    });
    const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream & { httpVersion: string }];
    expect(response.httpVersion).toBe('1.1');
    response.resume();
    await once(response, 'end');
  });

  it('gives backends what HTTP/1.1 would', async () => {
    await start();
    const session = await connect();
    const headers = { cookie: ['a=1', 'b=2'], te: 'trailers', 'x-many': ['1', '2'], host: NAME };
    expect(await post(session, '/p/x?q=1', 'hello', { ...headers, 'content-length': 5 })).toMatchObject({
      status: 200,
    });
    expect(await post(session, '/p/x', 'hello')).toMatchObject({ status: 200 });
    const [known, unknown] = backend.seen.map((it) => ({ ...it, text: it.headers.join('\n').toLowerCase() }));
    expect(known).toMatchObject({ method: 'POST', path: '/x?q=1', body: 'hello' });
    expect(known?.text).toContain('cookie\na=1; b=2');
    expect(known?.text).toContain('content-length\n5');
    expect(known?.text).not.toMatch(/^(te|:.*)$/m);
    expect(unknown).toMatchObject({ body: 'hello' });
    expect(unknown?.text).toContain('transfer-encoding\nchunked');
  });

  it('passes no trailers on', async () => {
    await start();
    const session = await connect();
    const stream = session.request({ ':path': '/p/x', ':method': 'POST' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-late': 'yes', host: 'elsewhere' }));
    stream.end('hello');
    expect((await answerOf(stream)).status).toBe(200);
    expect(backend.seen).toHaveLength(1);
    expect(backend.seen[0]?.headers.join().toLowerCase()).not.toMatch(/x-late|elsewhere/);
  });

  it('gives clients a backend’s repeated headers, and none of its connection', async () => {
    await start();
    backend.answer = {
      headers: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-A', '1', 'X-A', '2', 'Age', '3', 'Age', '4'],
    };
    const { headers } = await get(await connect(), '/p/x');
    expect(headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'x-a': '1, 2' });
    expect(headers).not.toHaveProperty('connection');
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 205],
    ['GET', 304],
  ])('%s with %i has no body', async (method, status) => {
    await start();
    backend.answer = { status, body: '', headers: method === 'HEAD' ? ['Content-Length', '12'] : [] };
    const session = await connect();
    for (const path of ['/p/x', '/s/x']) {
      const answer = await get(session, path, { ':method': method });
      expect(answer).toMatchObject({ status, body: Buffer.alloc(0) });
      if (method === 'HEAD') expect(answer.headers['content-length']).toBe('12');
    }
    expect((await get(session, '/mock')).status).toBe(200);
    expect(counters()).toMatchObject({ clientsGone: 0, inFlight: 0, brokenBodies: 0 });
  });

  it('says 100 to who waits for it, once somebody wants the body', async () => {
    await start();
    const session = await connect();
    const stream = session.request({ ':path': '/p/x', ':method': 'POST', expect: '100-continue' });
    const answer = answerOf(stream);
    await once(stream, 'continue');
    stream.end('hello');
    expect((await answer).status).toBe(200);
    expect(backend.seen[0]?.body).toBe('hello');
    expect((await get(session, '/mock', { expect: 'miracles' })).status).toBe(417);
  });

  it('answers its own paths', async () => {
    await start();
    const { status, body } = await get(await connect(), '/_health');
    expect([status, JSON.parse(String(body)).status]).toEqual([200, 'ready']);
  });
});

describe('bodies', () => {
  it('go through whole in both directions', async () => {
    await start();
    const session = await connect();
    const sent = Buffer.alloc(9 * MB, 'abcdefg');
    const received = Buffer.alloc(20 * MB, 'xyz');
    backend.answer = { body: received };
    const answers = await Promise.all([post(session, '/s/up', sent), get(session, '/s/down')]);
    for (const { status, body } of answers) expect([status, body.equals(received)]).toEqual([200, true]);
    expect(backend.seen.find((it) => it.path === '/up')?.bytes.equals(sent)).toBe(true);
    expect(counters()).toMatchObject({ clientsGone: 0, inFlight: 0, brokenBodies: 0 });
  });

  it('wait for a client that does not read, and for no other', async () => {
    await start();
    let written = 0;
    let isStalled = false;
    backend.handle = (_, res) => {
      const goOn = (): void => {
        isStalled = false;
        while (written < 200 * MB && !isStalled) {
          written += 65_536;
          isStalled = !res.write(Buffer.alloc(65_536));
        }
      };
      res.on('drain', goOn);
      goOn();
    };
    const session = await connect();
    const slow = session.request({ ':path': '/s/x' });
    await once(slow, 'response');
    for (let i = 0; i < 20; i++) expect((await get(session, '/mock')).status).toBe(200);
    expect(isStalled).toBe(true);
    expect(written).toBeLessThan(60 * MB);
    slow.close(http2.constants.NGHTTP2_CANCEL);
    await once(slow, 'close');
  });

  it('wait for a backend that does not read', async () => {
    await start();
    backend.handle = (req) => req.pause();
    const session = await connect();
    const stream = session.request({ ':path': '/s/x', ':method': 'POST' });
    stream.on('error', () => undefined);
    let taken = 0;
    for (let i = 0; i < 9 * 16; i++)
      stream.write(Buffer.alloc(65_536), () => {
        taken += 1;
      });
    for (let i = 0; i < 20; i++) expect((await get(session, '/mock')).status).toBe(200);
    expect(taken).toBeLessThan(9 * 16);
    stream.close(http2.constants.NGHTTP2_CANCEL);
  });

  it('have AWS’s 10 MB, said or not, and the connection goes on', async () => {
    await start();
    const session = await connect();
    expect((await post(session, '/p/x', Buffer.alloc(10 * MB + 1))).status).toBe(413);
    const announced = session.request({ ':path': '/p/x', ':method': 'POST', 'content-length': 10 * MB + 1 });
    announced.on('error', () => undefined);
    expect((await answerOf(announced)).status).toBe(413);
    expect((await get(session, '/mock')).status).toBe(200);
    expect(backend.seen).toEqual([]);
  });

  it('that nobody wants are not waited for', async () => {
    await start();
    const session = await connect();
    const stream = session.request({ ':path': '/nowhere', ':method': 'POST' });
    stream.on('error', () => undefined);
    stream.write('some of it');
    expect((await answerOf(stream)).status).toBe(403);
    expect(stream.rstCode).toBe(http2.constants.NGHTTP2_NO_ERROR);
    expect((await get(session, '/mock')).status).toBe(200);
  });
});

describe('a client that goes', () => {
  it.each<[string, (session: ClientHttp2Session, stream: ClientHttp2Stream) => void]>([
    ['resets its stream', (_, stream) => stream.close(http2.constants.NGHTTP2_CANCEL)],
    ['resets it without an error', (_, stream) => stream.close(http2.constants.NGHTTP2_NO_ERROR)],
    ['ends its connection', (session) => session.destroy()],
  ])('and %s takes the request along', async (_, leave) => {
    await start();
    const backendGone = new Promise<void>((resolve) => {
      backend.handle = (req, res) => {
        res.flushHeaders();
        req.resume();
        res.on('close', resolve);
      };
    });
    const session = await connect();
    const stream = session.request({ ':path': '/s/x', ':method': 'POST' });
    stream.on('error', () => undefined);
    stream.write('the beginning');
    await once(stream, 'response');
    leave(session, stream);
    await backendGone;
    await until(() => counters().inFlight === 0);
    expect(counters().clientsGone).toBe(1);
  });
});

describe('a connection’s end', () => {
  it('is announced when the server stops, and loses nothing that was asked before', async () => {
    await start();
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      backend.handle = (_, res) => {
        answer = () => res.end('late');
        resolve();
      };
    });
    const session = await connect();
    const idle = await connect();
    await get(idle, '/mock');
    const pending = get(session, '/p/x');
    await asked;
    const told = Promise.all([once(session, 'goaway'), once(idle, 'goaway'), once(idle, 'close')]);
    const closed = gateway.close(10_000);
    await told;
    answer();
    expect(String((await pending).body)).toBe('late');
    await closed;
    expect(counters()).toMatchObject({ clientsGone: 0, inFlight: 0 });
  });

  it('comes when the server’s patience is over', async () => {
    await start();
    const asked = new Promise<void>((resolve) => {
      backend.handle = () => resolve();
    });
    const session = await connect();
    const stream = session.request({ ':path': '/p/x' });
    stream.on('error', () => undefined);
    const gone = once(stream, 'close');
    await asked;
    await gateway.close(0);
    await gone;
    expect(counters()).toMatchObject({ clientsGone: 1, inFlight: 0 });
  });

  it('does not come with a new certificate: the next connection has it', async () => {
    await start();
    const session = await connect();
    let lost = 0;
    for (let round = 0; round < 20; round++) {
      const next = selfSigned({ names: [NAME] });
      const under = Promise.all(Array.from({ length: 10 }, () => get(session, '/mock')));
      const revision = gateway.health().revision + 1;
      gateway.apply(publicationOf({ revision, full: false, domainNames: [domain(NAME, next)] }));
      const fresh = await connect();
      const shown = (fresh.socket as TLSSocket).getPeerX509Certificate();
      expect(shown?.toString().replaceAll('\n', '')).toBe(next.cert.replaceAll('\n', ''));
      for (const { status } of await under) lost += status === 200 ? 0 : 1;
      fresh.close();
    }
    expect(lost).toBe(0);
    expect(session.closed).toBe(false);
  });

  it('comes to who asks for nothing any more', async () => {
    await start({ keepAliveMs: 100, checkIntervalMs: 20 });
    const session = await connect();
    const told = once(session, 'goaway');
    await get(session, '/mock');
    expect((await told)[0]).toBe(http2.constants.NGHTTP2_NO_ERROR);
    await once(session, 'close');
  });

  it('comes to who never asks, and a slow body is a 408 of its own', async () => {
    await start({ headersMs: 200, requestMs: 200, checkIntervalMs: 20 });
    const silent = await connect();
    const session = await connect();
    const stream = session.request({ ':path': '/p/x', ':method': 'POST' });
    stream.on('error', () => undefined);
    stream.write('a');
    expect((await answerOf(stream)).status).toBe(408);
    expect((await get(session, '/mock')).status).toBe(200);
    if (!silent.destroyed) await once(silent, 'close');
  });

  it('is not needed for a stream whose client does not read: that one is reset', async () => {
    await start({ inactivityMs: 300, checkIntervalMs: 20 });
    backend.answer = { body: Buffer.alloc(5 * MB) };
    const session = await connect();
    const stream = session.request({ ':path': '/s/x' });
    stream.on('error', () => undefined);
    await once(stream, 'response');
    await until(() => counters().inFlight === 0);
    expect((await get(session, '/mock')).status).toBe(200);
    expect(session.destroyed).toBe(false);
    stream.resume();
    if (!stream.closed) await once(stream, 'close');
    expect(stream.rstCode).toBe(http2.constants.NGHTTP2_CANCEL);
  });
});

describe('limits', () => {
  it('are 100 streams at once, 10,240 bytes of headers and 200 of them', async () => {
    await start();
    const session = await connect();
    expect((await get(session, '/mock', { 'x-long': 'a'.repeat(10_000) })).status).toBe(200);
    expect(session.remoteSettings.maxConcurrentStreams).toBe(100);
    expect((await get(session, '/mock', { 'x-long': 'a'.repeat(10_240) })).status).toBe(431);
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`x-${i}`, 'a']));
    expect((await get(session, '/mock', many)).status).toBe(431);
    for (const headers of [
      { 'x-long': 'a'.repeat(40_000) },
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x-${i}`, 'a'])),
    ]) {
      await expect(get(session, '/mock', headers)).rejects.toThrow(/NGHTTP2_(ENHANCE_YOUR_CALM|REFUSED_STREAM)/);
    }
    expect((await get(session, '/mock')).status).toBe(200);
  });
});

describe('domain names', () => {
  it('of a connection without the client’s certificate do not lead to one that wants it', async () => {
    await start();
    const session = await connect();
    expect(await get(session, '/mock', { ':authority': BANK })).toMatchObject({ status: 403 });
    expect(await get(session, '/mock', { ':authority': `${NAME}:443` })).toMatchObject({ status: 200 });
    expect(await get(await connect(BANK), '/mock')).toMatchObject({ status: 403 });
    const trusted = await connect(BANK, alice);
    expect(String((await get(trusted, '/mock')).body)).toBe(`HTTP/1.1|${BANK}|GET|CN=Alice`);
    expect(await get(trusted, '/mock', { ':authority': NAME })).toMatchObject({ status: 200 });
  });
});
