import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { newAccountId, newEntityId } from '@/lib/ids';
import { sealEnvironment, sealRemoteSecret } from '@/lib/store/function-secrets';
import { insertAlias, insertFunction, insertPermission, insertVersion, keepCode } from '@/lib/store/functions';
import { openSecrets, type Secrets } from '@/lib/store/secrets';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { packageOf } from '@/lib/zip/testing/package-of';
import { DatabaseFunctionSource } from './database-source';

describeEachDatabase('functions for the runtime', (open) => {
  let store: TestDatabase;
  let secrets: Secrets;
  let accountId: string;
  let source: DatabaseFunctionSource;
  beforeAll(async () => {
    store = await open();
    secrets = openSecrets({ dataDir: store.dataDir });
    accountId = newAccountId();
    await store.db.account.create({ data: { id: accountId, name: 'Ours' } });
    source = new DatabaseFunctionSource({ db: store.db, secrets, dataDir: store.dataDir });
  });

  async function givenLocal(text: string): Promise<string> {
    const id = newEntityId();
    const code = packageOf([{ path: 'index.mjs', text }]);
    const createdAt = new Date();
    await insertFunction(store.db, { id, accountId, name: `f-${id}`, description: '', kind: 'local', createdAt });
    await keepCode(store.db, code);
    const settings = { description: '', handler: 'index.handler', memoryMb: 128, timeoutSeconds: 3, createdAt };
    const sealed = sealEnvironment(secrets, id, { TOKEN: 'secret' });
    for (const number of [0, 1]) {
      await insertVersion(store.db, id, { ...settings, ...sealed, number, codeSha256: code.sha256 });
    }
    return id;
  }

  it('come with their settings in the open and their code in a folder named after its hash', async () => {
    const id = await givenLocal('export const handler = 1');
    await insertAlias(store.db, { functionId: id, name: 'live', description: '', versionNumber: 1 });
    await insertAlias(store.db, { functionId: id, name: 'next', description: '', versionNumber: 0 });
    const statement = { functionId: id, principal: 'apigateway.amazonaws.com', createdAt: new Date() };
    await insertPermission(store.db, { ...statement, statementId: 'all', qualifier: null, sourceArn: null });
    await insertPermission(store.db, { ...statement, statementId: 'one', qualifier: 'live', sourceArn: 'arn:x' });

    const { functions, full, removedFunctionIds } = await source.load([id, 'gone']);
    expect({ full, removedFunctionIds }).toEqual({ full: false, removedFunctionIds: ['gone'] });
    expect(functions).toMatchObject([
      {
        id,
        accountId,
        kind: 'local',
        aliases: { live: '1', next: '$LATEST' },
        permissions: [
          { statementId: 'all', sourceAccount: accountId },
          { statementId: 'one', sourceArn: 'arn:x', qualifier: 'live' },
        ],
        versions: [
          { version: '$LATEST', environment: { TOKEN: 'secret' }, memoryMb: 128, timeoutMs: 3000 },
          { version: '1', handler: 'index.handler' },
        ],
      },
    ]);
    const [loaded] = functions;
    const code = loaded?.kind === 'local' ? loaded.versions[0]?.code : undefined;
    const path = code?.kind === 'directory' ? code.path : '';
    expect(path).toBe(join(store.dataDir, 'functions', 'code', code?.sha256 ?? ''));
    expect(readFileSync(join(path, 'index.mjs'), 'utf8')).toBe('export const handler = 1');
    expect((await source.load('all')).functions.map((one) => one.id)).toContain(id);
  });

  it('that can’t be read do not hold up the others', async () => {
    const [broken, fine] = [await givenLocal('broken'), await givenLocal('fine')];
    await store.db.functionVersion.updateMany({ where: { functionId: broken }, data: { environmentSealed: 'v1.x' } });
    const { functions, removedFunctionIds } = await source.load([broken, fine]);
    expect(functions.map(({ id }) => id)).toEqual([fine]);
    expect(removedFunctionIds).toEqual([]);
  });

  it('whose code in the database is not what was uploaded are left out, and leave nothing on disk', async () => {
    const id = await givenLocal('tampered with');
    const { codeSha256 } = await store.db.functionVersion.findFirstOrThrow({ where: { functionId: id } });
    const { zip } = packageOf([{ path: 'index.mjs', text: 'something else' }]);
    await store.db.functionCode.update({ where: { sha256: codeSha256 }, data: { zip: new Uint8Array(zip) } });
    expect((await source.load([id])).functions).toEqual([]);
    expect(readdirSync(join(store.dataDir, 'functions', 'code')).join()).not.toContain(codeSha256);
  });

  it('elsewhere come with what their calls are signed with', async () => {
    const [id, open] = [newEntityId(), newEntityId()];
    const row = { accountId, description: '', kind: 'remote', createdAt: new Date(), endpointUrl: 'http://far' };
    await insertFunction(store.db, {
      ...row,
      ...{ id, name: `f-${id}`, remoteName: 'pets', remoteRegion: 'eu-central-1', remoteAccessKeyId: 'AKID' },
      remoteSecretSealed: sealRemoteSecret(secrets, id, { secretAccessKey: 'secret', sessionToken: 'token' }),
    });
    await insertFunction(store.db, { ...row, id: open, name: `f-${open}`, remoteName: 'pets' });
    const { functions } = await source.load([id, open]);
    const credentials = {
      ...{ accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token', region: 'eu-central-1' },
    };
    const shared = { accountId, permissions: [], kind: 'remote', endpointUrl: 'http://far', remoteName: 'pets' };
    expect(functions).toEqual(
      expect.arrayContaining([
        { ...shared, id, name: `f-${id}`, credentials },
        { ...shared, id: open, name: `f-${open}` },
      ]),
    );
  });
});
