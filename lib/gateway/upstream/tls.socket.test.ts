// Backends over TLS: whose certificate is taken, and what insecureSkipVerification does and does not let through.
import https from 'node:https';
import type net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { selfSigned, type TestCertificate } from '../testing/certificate';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';

const FAILED = { status: 504, text: '{"message":"Network error communicating with endpoint"}' };
const DAY_MS = 86_400_000;
const GOOD = selfSigned({ names: ['orders.example', '127.0.0.1'] });
const EXPIRED = selfSigned({ names: ['orders.example'], fromMs: Date.now() - 9 * DAY_MS, toMs: Date.now() - DAY_MS });
const NOT_YET = selfSigned({ names: ['orders.example'], fromMs: Date.now() + DAY_MS, toMs: Date.now() + 9 * DAY_MS });
const OTHER_NAME = selfSigned({ names: ['other.example'] });
const INSECURE = { insecureSkipVerification: true };

interface Seen {
  readonly servername: string | false | undefined;
  readonly connections: number;
}

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Says "secret" over TLS; returns its port and what it saw, one entry per request. */
async function startTlsBackend({ key, cert }: TestCertificate): Promise<{ port: number; seen: Seen[] }> {
  const seen: Seen[] = [];
  let connections = 0;
  const server = https.createServer({ key, cert }, (req, res) => {
    seen.push({ servername: (req.socket as TLSSocket & { servername?: string }).servername, connections });
    res.end('secret');
  });
  server.on('secureConnection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

function start(ca?: string): TestGateway {
  const resolve: net.LookupFunction = (_name, _options, callback) =>
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const gateway = startTestGateway({ resolve, ...(ca === undefined ? {} : { ca }) });
  cleanUps.push(() => gateway.close(0));
  return gateway;
}

describe('verification is on unless a method turns it off', () => {
  it('a certificate that nobody known has signed is refused, and is sent nothing', async () => {
    const { port, seen } = await startTlsBackend(GOOD);
    const gateway = start();
    gateway.serve({
      'POST /x': { integration: { type: 'HTTP_PROXY', uri: `https://orders.example:${port}/` } },
      'POST /off': {
        integration: {
          ...{ type: 'HTTP_PROXY', uri: `https://orders.example:${port}/` },
          tlsConfig: { insecureSkipVerification: false },
        },
      },
    });
    expect(await gateway.call('POST /x', { body: Buffer.from('password') })).toMatchObject(FAILED);
    expect(await gateway.call('POST /off')).toMatchObject(FAILED);
    expect(seen).toEqual([]);
  });

  it('a trusted one is taken for its own name, which the server is told', async () => {
    const { port, seen } = await startTlsBackend(GOOD);
    const gateway = start(GOOD.cert);
    gateway.serve({ 'GET /x': { integration: { type: 'HTTP_PROXY', uri: `https://orders.example:${port}/` } } });
    expect(await gateway.call('GET /x')).toMatchObject({ status: 200, text: 'secret' });
    expect(seen[0]?.servername).toBe('orders.example');
  });

  it('a trusted one is taken for its own address, without a server name', async () => {
    const { port, seen } = await startTlsBackend(GOOD);
    const gateway = start(GOOD.cert);
    gateway.serve({ 'GET /x': { integration: { type: 'HTTP_PROXY', uri: `https://127.0.0.1:${port}/` } } });
    expect(await gateway.call('GET /x')).toMatchObject({ status: 200 });
    expect(seen[0]?.servername || false).toBe(false);
  });

  it.each([
    ['another name', OTHER_NAME],
    ['the past', EXPIRED],
    ['the future', NOT_YET],
  ])('a trusted one of %s is refused', async (_what, certificate) => {
    const { port, seen } = await startTlsBackend(certificate);
    const gateway = start(certificate.cert);
    gateway.serve({ 'GET /x': { integration: { type: 'HTTP_PROXY', uri: `https://orders.example:${port}/` } } });
    expect(await gateway.call('GET /x')).toMatchObject(FAILED);
    expect(seen).toEqual([]);
  });
});

describe('insecureSkipVerification', () => {
  it('takes any issuer', async () => {
    const { port, seen } = await startTlsBackend(GOOD);
    const gateway = start();
    gateway.serve({
      'GET /x': {
        integration: { type: 'HTTP_PROXY', uri: `https://orders.example:${port}/`, tlsConfig: INSECURE },
      },
    });
    expect(await gateway.call('GET /x')).toMatchObject({ status: 200, text: 'secret' });
    expect(await gateway.call('GET /x')).toMatchObject({ status: 200, text: 'secret' });
    expect(seen.map(({ connections }) => connections)).toEqual([1, 1]);
  });

  it.each([
    ['another name', OTHER_NAME],
    ['the past', EXPIRED],
    ['the future', NOT_YET],
  ])('refuses a certificate of %s, and sends it nothing', async (_what, certificate) => {
    const { port, seen } = await startTlsBackend(certificate);
    const gateway = start();
    gateway.serve({
      'POST /x': {
        integration: { type: 'HTTP_PROXY', uri: `https://orders.example:${port}/`, tlsConfig: INSECURE },
      },
    });
    expect(await gateway.call('POST /x', { body: Buffer.from('password') })).toMatchObject(FAILED);
    expect(seen).toEqual([]);
  });

  it('of one method gives the others no connection', async () => {
    const { port, seen } = await startTlsBackend(GOOD);
    const gateway = start();
    const integration = { type: 'HTTP_PROXY' as const, uri: `https://orders.example:${port}/` };
    gateway.serve({
      'GET /insecure': { integration: { ...integration, tlsConfig: INSECURE } },
      'GET /secure': { integration },
    });
    expect(await gateway.call('GET /insecure')).toMatchObject({ status: 200 });
    expect(await gateway.call('GET /secure')).toMatchObject(FAILED);
    expect(await gateway.call('GET /insecure')).toMatchObject({ status: 200 });
    expect(seen.map(({ connections }) => connections)).toEqual([1, 1]);
  });
});
