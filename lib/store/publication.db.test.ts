import { expect, it } from 'vitest';
import { DEFAULT_ACCESS_LOG_FORMAT } from '@/lib/contract/access-log';
import { type Db, transaction } from './client';
import { listNodes, removeNode, removeSilentNodes, writeHeartbeat } from './gateway-nodes';
import { accountThrottleSetting, loadChanges, loadPublication } from './publication';
import { bumpRevision, type ChangesSince, changesSince, type EntityChange } from './revision';
import { openSecrets, verifySecrets } from './secrets';
import { describeEachDatabase } from './testing/databases';

const definition = {
  id: 'api1',
  accountId: '000000000001',
  name: 'Pets',
  apiKeySource: 'HEADER',
  disableExecuteApiEndpoint: false,
  resources: [],
  gatewayResponses: {},
};

async function seed(db: Db): Promise<void> {
  await db.account.create({ data: { id: '000000000001', name: 'One' } });
  await db.restApi.create({
    data: {
      id: 'api1',
      accountId: '000000000001',
      name: 'Pets',
      deployments: { create: { id: 'dep1', number: 1, definition, definitionVersion: 1 } },
      stages: {
        create: {
          id: 'stage1',
          name: 'prod',
          deploymentId: 'dep1',
          variables: { host: 'example.com' },
          methodSettings: { '*/*': { throttlingRateLimit: 5, throttlingBurstLimit: 2, cachingEnabled: true } },
          cacheClusterEnabled: true,
        },
      },
    },
  });
  await db.usagePlan.create({
    data: {
      ...{ id: 'plan1', accountId: '000000000001', name: 'Free', rateLimit: 1.5, burstLimit: 3 },
      ...{ quotaLimit: 100, quotaPeriod: 'MONTH', quotaOffset: 4, quotaStartedAt: new Date(5000) },
      stages: { create: { stageId: 'stage1', throttle: { '/pets/GET': { rateLimit: 1, burstLimit: 1 } } } },
    },
  });
  await db.apiKey.create({
    data: {
      ...{ id: 'key1', accountId: '000000000001', name: 'k', valueHash: 'hash1', valueEncrypted: 'x', valueHint: 'x' },
      expiresAt: new Date(9000),
      plans: { create: { usagePlanId: 'plan1' } },
    },
  });
}

async function giveCanary(db: Db): Promise<void> {
  const next = { ...definition, name: 'Next' };
  await db.deployment.create({
    data: { id: 'dep2', restApiId: 'api1', number: 2, definition: next, definitionVersion: 2 },
  });
  const stageVariableOverrides = { host: 'next.example.com' };
  await db.stageCanary.create({
    data: { stageId: 'stage1', deploymentId: 'dep2', percentTraffic: 12.5, stageVariableOverrides },
  });
}

async function change(db: Db, changes: readonly EntityChange[]): Promise<ChangesSince> {
  const revision = await transaction(db, (tx) => bumpRevision(tx, changes));
  const since = await changesSince(db, revision - 1);
  if (since === null) throw new Error('Too far behind.');
  return since;
}

describeEachDatabase('publication', (open) => {
  it('holds a stage’s canary with its deployment, which stays as long as the canary does', async () => {
    const { db } = await open();
    await seed(db);
    await giveCanary(db);
    const changed = await change(db, [{ kind: 'stage', entityId: 'stage1' }]);
    for (const { publication, errors } of [await loadPublication(db), await loadChanges(db, changed)]) {
      expect(errors).toEqual([]);
      expect(publication.stages).toMatchObject([
        {
          ...{ deploymentId: 'dep1', definition: { name: 'Pets' }, variables: { host: 'example.com' } },
          canary: {
            ...{ deploymentId: 'dep2', definition: { name: 'Next' }, percentTraffic: 12.5, useStageCache: false },
            stageVariableOverrides: { host: 'next.example.com' },
          },
        },
      ]);
    }
    await expect(db.deployment.delete({ where: { id: 'dep2' } })).rejects.toThrow();
    await db.stage.delete({ where: { id: 'stage1' } });
    await db.deployment.delete({ where: { id: 'dep2' } });
    expect(await db.stageCanary.count()).toBe(0);
  });

  it('holds a canary that can’t be read as one whose deployment is gone: the stage must not go with it', async () => {
    const { db } = await open();
    await seed(db);
    await giveCanary(db);
    const canaryNow = async () => (await loadPublication(db)).publication.stages[0]?.canary;
    await db.deployment.update({ where: { id: 'dep2' }, data: { definition: 'nonsense' } });
    expect(await canaryNow()).toMatchObject({ deploymentId: 'dep2', definition: null });
    await db.deployment.update({ where: { id: 'dep2' }, data: { definition } });
    await db.stageCanary.update({ where: { stageId: 'stage1' }, data: { stageVariableOverrides: { 'no name': '' } } });
    expect(await canaryNow()).toMatchObject({ definition: null, stageVariableOverrides: {} });
  });

  it('holds everything gateways serve', async () => {
    const { db } = await open();
    await seed(db);
    const { publication, errors } = await loadPublication(db);
    expect(errors).toEqual([]);
    expect(publication).toEqual({
      revision: expect.any(Number),
      full: true,
      userPools: [],
      stages: [
        {
          ...{ id: 'stage1', name: 'prod', deploymentId: 'dep1', definition, variables: { host: 'example.com' } },
          ...{ cacheClusterEnabled: true, cacheSizeBytes: 536_870_912, accessLogFormat: DEFAULT_ACCESS_LOG_FORMAT },
          methodSettings: { '*/*': { throttlingRateLimit: 5, throttlingBurstLimit: 2, cachingEnabled: true } },
        },
      ],
      removedStageIds: [],
      usagePlans: [
        {
          ...{ id: 'plan1', accountId: '000000000001', throttle: { rateLimit: 1.5, burstLimit: 3 } },
          quota: { limit: 100, period: 'MONTH', offset: 4, startedAtMs: 5000 },
          stages: [{ stageId: 'stage1', throttle: { '/pets/GET': { rateLimit: 1, burstLimit: 1 } } }],
        },
      ],
      removedUsagePlanIds: [],
      apiKeys: [
        {
          ...{ id: 'key1', accountId: '000000000001', valueHash: 'hash1', enabled: true, expiresAtMs: 9000 },
          usagePlanIds: ['plan1'],
        },
      ],
      removedApiKeyIds: [],
      accounts: [{ accountId: '000000000001', throttle: { rateLimit: 10_000, burstLimit: 5_000 } }],
      debugTokens: [],
    });
  });

  it('holds only what changed, and names what is gone', async () => {
    const { db } = await open();
    await seed(db);
    await db.usagePlan.update({
      where: { id: 'plan1' },
      data: { rateLimit: null, burstLimit: null, quotaLimit: null, quotaPeriod: null },
    });
    await db.apiKey.delete({ where: { id: 'key1' } });
    const since = await change(db, [
      { kind: 'usage-plan', entityId: 'plan1' },
      { kind: 'usage-plan', entityId: 'never' },
      { kind: 'api-key', entityId: 'key1' },
      { kind: 'stage', entityId: 'stage2' },
    ]);
    const { publication } = await loadChanges(db, since);
    expect(publication).toEqual({
      revision: since.revision,
      full: false,
      stages: [],
      removedStageIds: ['stage2'],
      usagePlans: [
        { id: 'plan1', accountId: '000000000001', stages: [expect.objectContaining({ stageId: 'stage1' })] },
      ],
      removedUsagePlanIds: ['never'],
      apiKeys: [],
      removedApiKeyIds: ['key1'],
      accounts: [],
    });
  });

  it('takes an account’s own limit from its setting', async () => {
    const { db } = await open();
    await seed(db);
    const throttle = { rateLimit: 50_000, burstLimit: 20_000 };
    await db.setting.create({ data: { key: accountThrottleSetting('000000000001'), value: throttle } });
    const since = await change(db, [{ kind: 'account', entityId: '000000000001' }]);
    expect((await loadChanges(db, since)).publication.accounts).toEqual([{ accountId: '000000000001', throttle }]);
  });

  it('leaves out a stage that can’t be read and says so', async () => {
    const { db } = await open();
    await seed(db);
    await db.stage.update({ where: { id: 'stage1' }, data: { methodSettings: { nonsense: 1 } } });
    const { publication, errors } = await loadPublication(db);
    expect(publication.stages).toEqual([]);
    expect(errors).toEqual([expect.objectContaining({ stageId: 'stage1', apiId: 'api1', place: 'method settings' })]);
  });

  it('pages through many keys', async () => {
    const { db } = await open();
    await seed(db);
    const values = Array.from(
      { length: 5001 },
      (_, i) => `('m${i}', '000000000001', 'k', 'm${i}', '', '', CURRENT_TIMESTAMP)`,
    );
    await db.$executeRawUnsafe(
      `INSERT INTO "ApiKey" ("id", "accountId", "name", "valueHash", "valueEncrypted", "valueHint", "updatedAt") VALUES ${values.join(', ')}`,
    );
    const { publication } = await loadPublication(db);
    expect(new Set(publication.apiKeys.map((key) => key.id)).size).toBe(5002);
  });
});

describeEachDatabase('gateway nodes', (open) => {
  it('are seen while they are heard from', async () => {
    const { db } = await open();
    const node = (id: string, lastSeenAt: Date) => ({
      ...{ id, host: 'h', pid: 1, workers: 2, revision: 3, startedAt: new Date(0), lastSeenAt },
      report: { workers: [], compileErrors: [], url: 'http://x' },
    });
    await writeHeartbeat(db, node('a', new Date(1000)));
    await writeHeartbeat(db, node('b', new Date(5000)));
    await writeHeartbeat(db, { ...node('b', new Date(6000)), revision: 4 });
    expect(await listNodes(db, new Date(2000))).toEqual([{ ...node('b', new Date(6000)), revision: 4 }]);
    await db.gatewayNode.update({ where: { id: 'a' }, data: { report: 'damaged' } });
    expect((await listNodes(db, new Date(0))).map(({ id }) => id).sort()).toEqual(['a', 'b']);
    await removeNode(db, 'b');
    await removeSilentNodes(db, new Date(2 * 86_400_000));
    expect(await listNodes(db, new Date(0))).toEqual([]);
  });
});

describeEachDatabase('master key', (open) => {
  it('is refused when the database belongs to another', async () => {
    const { db, dataDir } = await open();
    const secrets = openSecrets({ dataDir });
    await verifySecrets(db, secrets);
    await verifySecrets(db, openSecrets({ dataDir }));
    const other = openSecrets({ dataDir, masterKey: Buffer.alloc(32, 1).toString('base64') });
    await expect(verifySecrets(db, other)).rejects.toThrow('not the one this database was made with');
  });
});
