import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { DomainNameDefinition } from '../model';
import { authority, issue, selfSigned, type TestCertificate } from '../testing/certificate';
import { publicationOf } from '../testing/definitions';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';

const NAME = 'shop.example.com';
const SECRET_NAME = 'bank.example.com';
const seen = ['protocol', 'domainName', 'identity.clientCert.subjectDN', 'identity.clientCert.issuerDN'];
const integration = {
  integrationResponses: [
    {
      ...{ statusCode: '200', selectionPattern: '', responseParameters: {} },
      responseTemplates: { 'application/json': seen.map((name) => `$!context.${name}`).join('|') },
    },
  ],
};
const server = selfSigned({ names: [NAME] });
const bank = selfSigned({ names: [SECRET_NAME] });
const root = authority('Root');
const otherRoot = authority('Other root');
const client = issue({ names: [], commonName: 'Alice', issuer: root });

const domain = (name: string, pair: TestCertificate | undefined, more: Partial<DomainNameDefinition> = {}) => ({
  ...{ id: name, accountId: '000000000000', name, endpointType: 'REGIONAL' as const },
  mappings: [{ basePath: '', apiId: 'api1', stageName: 'prod' }],
  ...(pair === undefined
    ? {}
    : { tls: { certificate: pair.cert, privateKey: pair.key, minVersion: 'TLSv1.2' as const } }),
  ...more,
});
const trusting = (certificates: string, version = '1') =>
  domain(SECRET_NAME, bank, { trustStore: { certificates, version } });

let gateway: TestGateway;
afterEach(() => gateway.close(0));

async function start(...domainNames: DomainNameDefinition[]): Promise<{ plain: number; tls: number }> {
  gateway = startTestGateway();
  gateway.serve({ 'GET /': { integration } }, { domainNames });
  const plain = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const secure = await gateway.listenTls({ host: '127.0.0.1', port: 0 });
  return { plain: plain.port, tls: secure.port };
}

const publish = (changed: DomainNameDefinition) =>
  gateway.apply(publicationOf({ revision: gateway.health().revision + 1, full: false, domainNames: [changed] }));

async function connect(port: number, servername: string, options: tls.ConnectionOptions = {}): Promise<tls.TLSSocket> {
  const socket = tls.connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

async function get(socket: net.Socket, host: string): Promise<string> {
  socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString();
}

const call = async (port: number, name: string, options: tls.ConnectionOptions & { hostHeader?: string } = {}) => {
  const socket = await connect(port, name, options);
  const text = await get(socket, options.hostHeader ?? name);
  socket.destroy();
  return `${text.slice(9, 12)} ${text.slice(text.indexOf('\r\n\r\n') + 4)}`;
};

const FORBIDDEN = '403 {"message":"Forbidden"}';

describe('TLS by the name that a client asks for', () => {
  it('shows the domain’s own certificate, a wildcard’s included, and serves behind it', async () => {
    const wild = selfSigned({ names: ['*.example.org'] });
    const ports = await start(domain(NAME, server), domain('*.example.org', wild));
    const socket = await connect(ports.tls, NAME);
    expect(socket.getPeerX509Certificate()?.subjectAltName).toBe(`DNS:${NAME}`);
    expect(await get(socket, NAME)).toContain(`HTTP/1.1|${NAME}||`);
    expect(await get(socket, NAME)).toContain('200 OK');
    socket.destroy();
    expect(await call(ports.tls, 'a.example.org')).toBe('200 HTTP/1.1|a.example.org||');
  });

  it.each([
    ['a name that nobody has', 'nobody.example.com'],
    ['a name without a certificate', 'plain.example.com'],
    ['no name', ''],
  ])('ends with unrecognized_name for %s', async (_, servername) => {
    const ports = await start(domain(NAME, server), domain('plain.example.com', undefined));
    await expect(connect(ports.tls, servername)).rejects.toThrow(/unrecognized name/);
  });

  it.each<[string, Partial<DomainNameDefinition>, tls.ConnectionOptions]>([
    ['TLS 1.1', {}, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    [
      'TLS 1.2 where the policy wants 1.3',
      { tls: { certificate: server.cert, privateKey: server.key, minVersion: 'TLSv1.3' } },
      { maxVersion: 'TLSv1.2' },
    ],
  ])('refuses %s', async (_, more, options) => {
    const ports = await start(domain(NAME, server, more));
    await expect(connect(ports.tls, NAME, options)).rejects.toThrow(/protocol version/);
  });

  it('reads a hello that comes byte by byte, and drops what is none', async () => {
    const ports = await start(domain(NAME, server));
    const raw = net.connect(ports.tls, '127.0.0.1');
    await once(raw, 'connect');
    raw.write('GET / HTTP/1.1\r\n\r\n');
    await once(raw, 'close');
    const slow = net.connect({ port: ports.tls, host: '127.0.0.1', noDelay: true });
    await once(slow, 'connect');
    const wire = new Duplex({
      read: () => undefined,
      write(bytes: Buffer, _, done) {
        for (const byte of bytes) slow.write(Buffer.from([byte]));
        done();
      },
    });
    slow.on('data', (bytes) => wire.push(bytes));
    const socket = tls.connect({ socket: wire, servername: NAME, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    expect(await get(socket, NAME)).toContain('200 OK');
    slow.destroy();
  });

  it('shows a new certificate from the next connection on, and loses no request meanwhile', async () => {
    const ports = await start(domain(NAME, server));
    const open = await connect(ports.tls, NAME);
    const answers: string[] = [];
    let isLoading = true;
    const load = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (isLoading) answers.push(await call(ports.tls, NAME));
      }),
    );
    for (let round = 0; round < 20; round++) {
      const next = selfSigned({ names: [NAME] });
      publish(domain(NAME, next));
      const socket = await connect(ports.tls, NAME);
      expect(socket.getPeerX509Certificate()?.toString().replaceAll('\n', '')).toBe(next.cert.replaceAll('\n', ''));
      socket.destroy();
      expect(await get(open, NAME)).toContain('200 OK');
    }
    isLoading = false;
    await load;
    open.destroy();
    expect(new Set(answers)).toEqual(new Set([`200 HTTP/1.1|${NAME}||`]));
  });
});

it('reaches no private API, by its own host or by a domain name', async () => {
  gateway = startTestGateway();
  gateway.serve(
    { 'GET /': { integration } },
    { api: { endpointType: 'PRIVATE' }, domainNames: [domain(NAME, server)] },
  );
  const { port } = await gateway.listenTls({ host: '127.0.0.1', port: 0 });
  expect(await call(port, NAME)).toBe(FORBIDDEN);
  const socket = await connect(port, NAME);
  socket.write(`GET /prod/ HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  expect(bytes.toString()).toContain('403 Forbidden');
  socket.destroy();
});

it('ends with what is under way when the gateway stops', async () => {
  const ports = await start(domain(NAME, server));
  const socket = await connect(ports.tls, NAME);
  expect(await get(socket, NAME)).toContain('200 OK');
  socket.write(`GET / HTTP/1.1\r\nHost: ${NAME}\r\n`);
  // Its answer says that the request's beginning was read too.
  const other = await connect(ports.tls, NAME);
  await get(other, NAME);
  other.destroy();
  const closed = gateway.close(10_000);
  socket.write('\r\n');
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  expect(bytes.toString()).toMatch(/200 OK[\s\S]*Connection: close/);
  socket.end();
  await closed;
});

describe('mutual TLS', () => {
  it('lets in whom the trust store’s issuers vouch for, and says who it is', async () => {
    const ports = await start(trusting(root.cert));
    expect(await call(ports.tls, SECRET_NAME, client)).toBe(`200 HTTP/1.1|${SECRET_NAME}|CN=Alice|CN=Root`);
  });

  it.each<[string, tls.ConnectionOptions]>([
    ['nobody', {}],
    ['another issuer’s client', issue({ names: [], commonName: 'Alice', issuer: otherRoot })],
    ['a client who signed for itself', selfSigned({ names: [], commonName: 'Root' })],
    ['an expired client', issue({ names: [], issuer: root, fromMs: Date.now() - 20_000, toMs: Date.now() - 10_000 })],
  ])('forbids %s', async (_, pair) => {
    const ports = await start(trusting(root.cert));
    expect(await call(ports.tls, SECRET_NAME, pair)).toBe(FORBIDDEN);
  });

  it('takes chains of four certificates, and no longer ones', async () => {
    const ports = await start(trusting(root.cert));
    const first = authority('First', root);
    const second = authority('Second', first);
    const third = authority('Third', second);
    const send = (issuer: typeof root, ...between: TestCertificate[]) => {
      const { cert, key } = issue({ names: [], commonName: 'Bob', issuer });
      return call(ports.tls, SECRET_NAME, { key, cert: [cert, ...between.map((it) => it.cert)].join('') });
    };
    expect(await send(second, second, first)).toContain('200 ');
    expect(await send(third, third, second, first)).toBe(FORBIDDEN);
  });

  it('is not got around by another name, by no TLS, or by a session of before', async () => {
    const ports = await start(trusting(root.cert), domain(NAME, server));
    expect(await call(ports.tls, NAME, { ...client, hostHeader: SECRET_NAME })).toBe(FORBIDDEN);
    const plain = net.connect(ports.plain, '127.0.0.1');
    expect(await get(plain, SECRET_NAME)).toContain('403 Forbidden');
    plain.destroy();

    const socket = await connect(ports.tls, SECRET_NAME, client);
    const session = once(socket, 'session') as Promise<[Buffer]>;
    await get(socket, SECRET_NAME);
    const [ticket] = await session;
    const resumed = await connect(ports.tls, SECRET_NAME, { session: ticket });
    expect(resumed.isSessionReused()).toBe(true);
    expect(await get(resumed, SECRET_NAME)).toContain('CN=Alice');
    publish(trusting(otherRoot.cert, '2'));
    const late = await connect(ports.tls, SECRET_NAME, { session: ticket });
    expect(late.isSessionReused()).toBe(false);
    expect(await get(late, SECRET_NAME)).toContain('403 Forbidden');
    // The connection of before was verified for what is no longer trusted.
    expect(await get(socket, SECRET_NAME)).toContain('403 Forbidden');
    for (const one of [socket, resumed, late]) one.destroy();
  });
});
