import { once } from 'node:events';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { selfSigned } from '@/lib/gateway/testing/certificate';
import { sealPrivateKey } from '@/lib/store/domain-names';
import { buildPrograms, Harness } from './testing/harness';

const NAME = 'shop.example.com';
let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;

beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.remove());
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

it('a domain name with a certificate is served by every worker, with a key that is sealed in the database', async () => {
  const { db } = harness.database;
  const api = await harness.createApi({ 'GET /': {} });
  const { accountId } = await db.restApi.findUniqueOrThrow({ where: { id: api.id } });
  const { cert, key } = selfSigned({ names: [NAME] });
  await db.domainName.create({
    data: {
      ...{ id: 'd1', accountId, name: NAME, endpointType: 'REGIONAL', securityPolicy: 'TLS_1_2', certificate: cert },
      privateKeySealed: sealPrivateKey(harness.secrets, 'd1', key),
      mappings: { create: { id: 'm1', basePath: 'v1', restApiId: api.id, stageName: 'prod' } },
    },
  });
  const runtime = await harness.startRuntime({ workers: 2, tlsPort: 0 });
  for (let i = 0; i < 8; i++) {
    const socket = tls.connect({ host: '127.0.0.1', port: runtime.tlsPort, servername: NAME, ca: cert });
    await once(socket, 'secureConnect');
    socket.write(`GET /v1/ HTTP/1.1\r\nHost: ${NAME}\r\n\r\n`);
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toMatch(/^HTTP\/1.1 200 OK/);
    socket.destroy();
  }
});
