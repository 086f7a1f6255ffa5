import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startTestGateway } from '../testing/test-gateway';
import { EdgeServer } from './edge-server';

const SECRET = 'a-secret-of-the-edge';
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const clock = { now: Date.UTC(2026, 0, 15, 12) };

async function startOrigin(answer: RequestListener): Promise<string> {
  const server = http.createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanUps.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startEdge(origin: string, timeouts = {}): Promise<string> {
  const edge = new EdgeServer({
    ...{ origin, secret: SECRET, cacheBytes: 1_000_000, pop: 'TEST1-P1', logger, timeouts },
    nowMs: () => clock.now,
  });
  const port = await edge.listen('127.0.0.1', 0);
  cleanUps.push(() => edge.close(0));
  return `http://127.0.0.1:${port}`;
}

/** An EDGE API with a public proxy and one that needs a key, behind an edge. */
async function startRegion(answer: RequestListener, loose = {}) {
  const backend = await startOrigin(answer);
  const gateway = startTestGateway({ edgeSecret: SECRET });
  cleanUps.push(() => gateway.close(0));
  const proxy = { type: 'HTTP_PROXY', uri: backend, httpMethod: 'ANY' } as const;
  gateway.serve(
    { 'ANY /open': { integration: proxy }, 'GET /keyed': { integration: proxy, apiKeyRequired: true } },
    { api: loose, stage: { accessLogFormat: '$context.identity.sourceIp $context.requestId' } },
  );
  const { port } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const region = `http://127.0.0.1:${port}`;
  return { gateway, region, edge: await startEdge(region) };
}

const OPEN = '/_aws/execute-api/api1/prod/open';

it('says on every answer that it was there, and to the region who the viewer is', async () => {
  let seen: http.IncomingHttpHeaders = {};
  const { gateway, edge, region } = await startRegion((req, res) => {
    seen = req.headers;
    res.end('hello');
  });
  const viewer = { 'X-Forwarded-For': '192.0.2.66', 'CloudFront-Viewer-Country': 'NL' };
  const answer = await fetch(edge + OPEN, { headers: viewer });
  expect(await answer.text()).toBe('hello');
  expect(answer.headers.get('x-cache')).toBe('Miss from cloudfront');
  expect(answer.headers.get('x-amz-cf-pop')).toBe('TEST1-P1');
  expect(answer.headers.get('x-amz-cf-id')).toMatch(/^[\w-]{54}==$/);
  expect(answer.headers.get('via')).toMatch(/^1\.1 [0-9a-f]{16}\.edge \(CloudFront\)$/);
  expect(answer.headers.get('x-amzn-requestid')).not.toBeNull();
  expect(answer.headers.has('x-gatehouse-edge-open')).toBe(false);
  expect(seen).toMatchObject({ 'cloudfront-is-desktop-viewer': 'true', via: answer.headers.get('via') });
  expect(seen['x-forwarded-for']).toBe('192.0.2.66, 127.0.0.1, 127.0.0.1');
  for (const name of ['x-gatehouse-edge', 'cloudfront-viewer-country']) expect(seen).not.toHaveProperty(name);
  expect(gateway.accessLog[0]?.split(' ')[1]).toBe('127.0.0.1');

  // Without the secret, nobody is the edge.
  await fetch(region + OPEN, { headers: { ...viewer, 'X-Gatehouse-Edge': 'a-guess-at-the-secret' } });
  for (const name of ['x-gatehouse-edge', 'cloudfront-viewer-country']) expect(seen).not.toHaveProperty(name);
});

it('serves edge-optimized APIs only', async () => {
  const { edge, region } = await startRegion((_, res) => res.end(), { endpointType: 'REGIONAL' });
  expect((await fetch(region + OPEN)).status).toBe(200);
  const answer = await fetch(edge + OPEN);
  expect([answer.status, answer.headers.get('x-cache')]).toEqual([403, 'Error from cloudfront']);
});

it('keeps what may be kept, refreshes it, and forgets nothing of its own accord', async () => {
  let calls = 0;
  const { edge } = await startRegion((req, res) => {
    calls += 1;
    const isKnown = req.headers['if-none-match'] === '"1"';
    res.writeHead(isKnown ? 304 : 200, { 'Cache-Control': 'max-age=60', ETag: '"1"' });
    res.end(isKnown ? undefined : `call ${calls}`);
  });
  const get = async (method = 'GET') => {
    const answer = await fetch(edge + OPEN, { method });
    return [answer.headers.get('x-cache'), answer.headers.get('age'), await answer.text()];
  };
  expect(await get()).toEqual(['Miss from cloudfront', null, 'call 1']);
  clock.now += 20_000;
  expect(await get()).toEqual(['Hit from cloudfront', '20', 'call 1']);
  expect(await get('HEAD')).toEqual(['Hit from cloudfront', '20', '']);
  clock.now += 60_000;
  expect(await get()).toEqual(['RefreshHit from cloudfront', '0', 'call 1']);
  expect(await get()).toEqual(['Hit from cloudfront', '0', 'call 1']);
  expect((await get('POST'))[0]).toBe('Miss from cloudfront');
});

it('keeps no answer that a key was asked for', async () => {
  const { gateway, edge } = await startRegion((_, res) => res.setHeader('Cache-Control', 'max-age=60').end('secret'));
  const { keyWithValue } = await import('../testing/test-gateway');
  const { planOf, publicationOf } = await import('../testing/definitions');
  const value = 'a-key-that-is-long-enough';
  gateway.apply(publicationOf({ apiKeys: [keyWithValue(value)], usagePlans: [planOf()] }));
  const url = `${edge}/_aws/execute-api/api1/prod/keyed`;
  expect((await fetch(url, { headers: { 'x-api-key': value } })).status).toBe(200);
  expect((await fetch(url)).status).toBe(403);
});

it('streams both ways, and hands a broken answer on as one', async () => {
  const origin = await startOrigin((req, res) => {
    res.write('first');
    req.once('data', () => res.end(' second'));
  });
  const edge = await startEdge(origin);
  const url = new URL(edge);
  const text = await new Promise<string>((resolve, reject) => {
    const req = http.request({ host: url.hostname, port: url.port, method: 'POST' }, (res) => {
      let all = '';
      // Only what came of the answer lets the request go on: neither may wait for the other's end.
      res.once('data', () => req.end('go'));
      res.on('data', (chunk: Buffer) => {
        all += chunk;
      });
      res.on('end', () => resolve(all));
    });
    req.on('error', reject);
    req.flushHeaders();
  });
  expect(text).toBe('first second');

  const broken = await startOrigin((_, res) => {
    res.write('half');
    setImmediate(() => res.destroy());
  });
  await expect(fetch(await startEdge(broken)).then((answer) => answer.text())).rejects.toThrow();
});

it('answers by itself when the region does not, and asks it once for what is not safe', async () => {
  let calls = 0;
  const silent = await startOrigin(() => {
    calls += 1;
  });
  const late = await fetch(await startEdge(silent, { answerMs: 50 }));
  expect([late.status, late.headers.get('x-cache')]).toEqual([504, 'Error from cloudfront']);
  const rude = await startOrigin((req) => {
    calls += 1;
    req.socket.destroy();
  });
  calls = 0;
  const lost = await fetch(await startEdge(rude), { method: 'POST', body: 'x' });
  expect([lost.status, calls]).toEqual([502, 1]);
});
