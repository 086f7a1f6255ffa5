import { X509Certificate } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteRestApi } from '@/lib/control/rest-api/delete';
import { deleteStage } from '@/lib/control/stage/delete';
import { givenDeployedApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, StaleEditError } from '@/lib/errors';
import { selfSigned } from '@/lib/gateway/testing/certificate';
import { newEntityId } from '@/lib/ids';
import { readDomainNameChanges } from '@/lib/store/domain-names';
import { changesSince } from '@/lib/store/revision';
import { openSecrets } from '@/lib/store/secrets';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createDomainName } from './create';
import { deleteDomainName } from './delete';
import { getDomainName } from './get';
import { listDomainNames } from './list';
import { createBasePathMapping, deleteBasePathMapping, updateBasePathMapping } from './mappings';
import { updateDomainName } from './update';

const YEAR_MS = 365 * 86_400_000;

describeEachDatabase('custom domain names', (open) => {
  let store: TestDatabase;
  let world: World;
  /** Of this test's alone. */
  let zone: string;
  let domainName: string;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    zone = `${newEntityId()}.example.com`;
    domainName = `api.${zone}`;
  });

  const now = () => world.owner.clock.now().getTime();
  const pair = (names: readonly string[] = [domainName], fromMs = now() - YEAR_MS, toMs = now() + YEAR_MS) => {
    const { cert, key } = selfSigned({ names, fromMs, toMs });
    return { certificate: new X509Certificate(cert).toString(), privateKey: key };
  };
  const create = (fields: object = {}) => createDomainName(world.owner, { domainName, ...fields });
  const published = async () => {
    const secrets = openSecrets({ dataDir: store.dataDir });
    const { domainNames } = await readDomainNameChanges(store.db, secrets, 'all');
    return domainNames.find(({ accountId }) => accountId === world.accountId);
  };
  const lastAudit = async () => (await world.audit()).at(-1);

  it('is made with a certificate, published with its key, told without it, and audited', async () => {
    const before = await world.revision();
    const certificate = pair();
    const made = await create({ certificate, securityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09' });
    expect(made).toMatchObject({
      ...{ domainName, endpointType: 'REGIONAL', domainNameStatus: 'AVAILABLE', mappings: [], version: 1 },
      certificate: { names: [domainName], chainLength: 0 },
      mutualTlsAuthentication: null,
    });
    expect(JSON.stringify(made)).not.toContain('PRIVATE');
    expect((await changesSince(store.db, before))?.changes).toMatchObject([{ kind: 'domain-name' }]);
    expect(await published()).toMatchObject({ name: domainName, tls: { ...certificate, minVersion: 'TLSv1.3' } });
    expect(await lastAudit()).toMatchObject({ action: 'domain-name.create', targetId: domainName });
    const { publish: _publish, ...domain } = made;
    expect(await listDomainNames(world.viewer)).toEqual([domain]);
    const row = await store.db.domainName.findUniqueOrThrow({ where: { name: domainName } });
    expect(row.privateKeySealed).not.toContain(certificate.privateKey.split('\n')[1]);
  });

  it('is for those who may change it, and unknown to others', async () => {
    await create();
    await expect(createDomainName(world.viewer, { domainName: `b.${zone}` })).rejects.toThrow(ForbiddenError);
    await expect(getDomainName(world.stranger, { domainName })).rejects.toThrow(NotFoundError);
    await expect(deleteDomainName(world.stranger, { domainName })).rejects.toThrow(NotFoundError);
  });

  it('is unique over all accounts, and shares no host with a name of another', async () => {
    await create();
    await expect(create()).rejects.toThrow(ConflictError);
    await expect(createDomainName(world.stranger, { domainName: domainName.toUpperCase() })).rejects.toThrow(
      /already exists/,
    );
    await expect(createDomainName(world.stranger, { domainName: `*.${zone}` })).rejects.toThrow(/already exists/);
    await createDomainName(world.owner, { domainName: `*.${zone}` });
    await expect(createDomainName(world.stranger, { domainName: `b.${zone}` })).rejects.toThrow(/already exists/);
    await createDomainName(world.stranger, { domainName: `a.b.${zone}` });
  });

  it.each([
    ['example', /such as api.example.com/],
    ['a..example.com', /such as api.example.com/],
    ['-a.example.com', /such as api.example.com/],
    ['a.*.example.com', /such as api.example.com/],
    ['abc.execute-api.localhost', /gateway’s own/],
  ])('refuses the name %s', async (name, message) => {
    await expect(createDomainName(world.owner, { domainName: name })).rejects.toThrow(message);
  });

  describe('a certificate is refused', () => {
    it.each<[string, () => object, string, RegExp]>([
      ['with another key', () => ({ ...pair(), privateKey: pair().privateKey }), 'privateKey', /does not belong/],
      ['for another name', () => pair(['other.example.com']), 'certificate', /is for other.example.com, not for/],
      ['that has expired', () => pair([domainName], now() - YEAR_MS, now() - 1000), 'certificate', /expired on/],
      [
        'that is not valid yet',
        () => pair([domainName], now() + YEAR_MS, now() + 2 * YEAR_MS),
        'certificate',
        /before/,
      ],
      ['with a stranger in its chain', () => ({ ...pair(), chain: pair().certificate }), 'chain', /did not issue/],
      ['that is none', () => ({ ...pair(), certificate: 'hello' }), 'certificate', /no certificate in this text/],
      ['that is cut off', () => ({ ...pair(), certificate: damaged(pair().certificate) }), 'certificate', /damaged/],
      ['whose key is none', () => ({ ...pair(), privateKey: 'hello' }), 'privateKey', /not a private key/],
      ['whose key is locked', () => ({ ...pair(), privateKey: '-BEGIN ENCRYPTED' }), 'privateKey', /passphrase/],
    ])('%s', async (_, certificate, field, message) => {
      const error = await create({ certificate: certificate() }).catch((it: unknown) => it);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as InvalidInputError).fieldErrors?.[`certificate.${field}`]?.[0]).toMatch(message);
    });
  });

  it('takes a wildcard certificate for a wildcard name', async () => {
    const name = `*.${zone}`;
    await createDomainName(world.owner, { domainName: name, certificate: pair([name]) });
    const single = createDomainName(world.owner, { domainName: `*.b.${zone}`, certificate: pair([`a.b.${zone}`]) });
    await expect(single).rejects.toThrow(/not for/);
  });

  it('is given another certificate, a policy and a trust store, each heard of by gateways', async () => {
    await create({ certificate: pair() });
    const certificate = pair();
    const [trusted, expired] = [pair().certificate, pair([domainName], now() - YEAR_MS, now() - 1000).certificate];
    const changed = await updateDomainName(world.owner, {
      ...{ domainName, version: 1, certificate, trustStore: `${trusted}${trusted}${expired}` },
    });
    expect(changed.mutualTlsAuthentication).toMatchObject({
      truststoreVersion: '1',
      truststoreWarnings: [expect.stringContaining('more than once'), expect.stringContaining('expired')],
    });
    expect(await published()).toMatchObject({ tls: certificate, trustStore: { version: '1' } });
    expect((await lastAudit())?.summary).toMatch(/certificate replaced by .*; trust store of 3 certificates/);
    const off = await updateDomainName(world.owner, { domainName, version: 2, trustStore: null });
    expect(off.mutualTlsAuthentication).toBeNull();
    await expect(updateDomainName(world.owner, { domainName, version: 2 })).rejects.toThrow(StaleEditError);
  });

  it('asks for client certificates only where there is TLS, and only as REGIONAL', async () => {
    await create();
    const trustStore = pair().certificate;
    await expect(updateDomainName(world.owner, { domainName, version: 1, trustStore })).rejects.toThrow(/needs TLS/);
    const both = { domainName, version: 1, trustStore, certificate: pair(), endpointType: 'EDGE' };
    await expect(updateDomainName(world.owner, both)).rejects.toThrow(/REGIONAL/);
    await expect(updateDomainName(world.owner, { domainName, version: 1, trustStore: 'x' })).rejects.toThrow(/PEM/);
  });

  it('maps base paths to stages, which are not deleted meanwhile', async () => {
    const { api } = await givenDeployedApi(world.owner);
    await create();
    const mapping = { domainName, basePath: 'orders/v1', restApiId: api.id, stageName: 'prod' };
    const mapped = await createBasePathMapping(world.owner, mapping);
    expect(mapped.mappings).toEqual([
      { basePath: 'orders/v1', restApiId: api.id, apiName: api.name, stageName: 'prod', problem: '' },
    ]);
    await expect(createBasePathMapping(world.owner, { ...mapping, basePath: '/orders/v1/' })).rejects.toThrow(
      /already exists/,
    );
    await expect(createBasePathMapping(world.owner, { ...mapping, basePath: 'x', stageName: 'no' })).rejects.toThrow(
      NotFoundError,
    );
    await createBasePathMapping(world.owner, { ...mapping, basePath: '(none)', stageName: '' });
    expect((await published())?.mappings).toEqual([
      { basePath: '', apiId: api.id, stageName: '' },
      { basePath: 'orders/v1', apiId: api.id, stageName: 'prod' },
    ]);
    await expect(deleteStage(world.owner, { restApiId: api.id, stageName: 'prod' })).rejects.toThrow(domainName);
    await expect(deleteRestApi(world.owner, { restApiId: api.id })).rejects.toThrow(domainName);

    await updateBasePathMapping(world.owner, { domainName, basePath: 'orders/v1', newBasePath: 'orders' });
    await deleteBasePathMapping(world.owner, { domainName, basePath: '(none)' });
    expect((await published())?.mappings).toEqual([{ basePath: 'orders', apiId: api.id, stageName: 'prod' }]);
    expect(await lastAudit()).toMatchObject({ action: 'domain-name.delete-mapping', summary: '(none)' });

    await deleteDomainName(world.owner, { domainName });
    expect(await published()).toBeUndefined();
    await deleteRestApi(world.owner, { restApiId: api.id });
  });

  it.each(['ping', 'sping', 'a//b', 'a b', 'ä', 'a?b'])('refuses the base path %s', async (basePath) => {
    const input = { domainName, basePath, restApiId: 'x' };
    await expect(createBasePathMapping(world.owner, input)).rejects.toThrow(InvalidInputError);
  });
});

const damaged = (pem: string): string => pem.replace(/\n.{64}\n/, '\n');
