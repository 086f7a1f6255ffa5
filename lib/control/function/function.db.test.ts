import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { environmentBytes } from '@/lib/contract/function';
import { lambdaIntegrationUri } from '@/lib/contract/function-arn';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { changesSince } from '@/lib/store/revision';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { rawZip } from '@/lib/zip/testing/raw-zip';
import { writeZip } from '@/lib/zip/write-zip';
import { givenPath, givenRestApi } from '../testing/rest-apis';
import { createFunctionAlias, deleteFunctionAlias, updateFunctionAlias } from './aliases';
import { createFunction } from './create';
import { deleteFunction } from './delete';
import { getFunction } from './get';
import { getFunctionCode } from './get-code';
import { invokeFunction } from './invoke';
import { listFunctions } from './list';
import { getFunctionLog } from './log';
import { addFunctionPermission, allowMethod, removeFunctionPermission } from './permissions';
import { deleteFunctionVersion, publishFunctionVersion } from './publish-version';
import { revealFunctionEnvironment } from './reveal-environment';
import { updateFunction } from './update';
import { updateFunctionCode, uploadFunctionCode } from './update-code';
import { updateRemoteFunction } from './update-remote';

const HELLO = 'export const handler = async () => ({ statusCode: 200 });';
const ref = { functionName: 'hello' };

describeEachDatabase('functions', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const givenFunction = (name = 'hello', text = HELLO) =>
    createFunction(world.owner, { kind: 'local', name, files: [{ path: 'index.mjs', text }] });
  const lastAudit = async () => (await world.audit()).at(-1);

  describe('making one', () => {
    it('starts with Lambda’s defaults, is told to the runtime and audited', async () => {
      const before = await world.revision();
      const made = await createFunction(world.admin, {
        kind: 'local',
        name: 'hello',
        description: 'Says hello',
        files: [{ path: 'index.mjs', text: HELLO }],
      });
      expect(made).toMatchObject({
        name: 'hello',
        arn: `arn:aws:lambda:us-east-1:${world.accountId}:function:hello`,
        kind: 'local',
        memoryMb: 128,
        timeoutSeconds: 3,
        versionNumbers: [],
        latest: { number: 0, handler: 'index.handler', environmentNames: [] },
        permissions: [],
        usedBy: [],
        version: 1,
      });
      expect(made.publish.workers).toEqual({ acked: 1, total: 1 });
      expect((await changesSince(store.db, before))?.changes).toMatchObject([{ kind: 'function' }]);
      expect(await lastAudit()).toMatchObject({ action: 'function.create', targetId: 'hello' });
      const { publish: _publish, ...detail } = made;
      expect(await getFunction(world.viewer, ref)).toEqual(detail);
      expect(await listFunctions(world.viewer, { search: 'HELL' })).toMatchObject([{ name: 'hello', memoryMb: 128 }]);
    });

    it('is one of its name in an account, and any account may have one of that name', async () => {
      await givenFunction();
      await expect(givenFunction()).rejects.toThrow(ConflictError);
      await createFunction(world.stranger, { kind: 'local', name: 'hello', files: [{ path: 'index.js', text: '' }] });
      expect(await listFunctions(world.stranger, {})).toHaveLength(1);
      expect(await listFunctions(world.owner, {})).toHaveLength(1);
    });

    it.each([
      ['a name with a dot', { name: 'a.b' }, 'name'],
      ['a name of 65 characters', { name: 'a'.repeat(65) }, 'name'],
      ['a file that leads elsewhere', { files: [{ path: '../index.mjs', text: '' }] }, 'files.0.path'],
      ['a file below ..', { files: [{ path: 'lib/../../x.mjs', text: '' }] }, 'files.0.path'],
      [
        'two files of one name',
        {
          files: [
            { path: 'a.js', text: '' },
            { path: 'a.js', text: '' },
          ],
        },
        'files',
      ],
      ['no files', { files: [] }, 'files'],
      ['a handler that leads elsewhere', { handler: '../index.handler' }, 'handler'],
      ['a handler without an export', { handler: 'index' }, 'handler'],
      ['127 MB', { memoryMb: 127 }, 'memoryMb'],
      ['901 seconds', { timeoutSeconds: 901 }, 'timeoutSeconds'],
    ])('refuses %s', async (_, fields, field) => {
      const input = { kind: 'local', name: 'ok', files: [{ path: 'index.mjs', text: '' }], ...fields };
      const error = await createFunction(world.owner, input).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(Object.keys((error as InvalidInputError).fieldErrors ?? {})).toContain(field);
      expect(await listFunctions(world.owner, {})).toEqual([]);
    });

    it('is not for viewers, and unknown to others', async () => {
      await givenFunction();
      await expect(createFunction(world.viewer, {})).rejects.toThrow(ForbiddenError);
      await expect(revealFunctionEnvironment(world.viewer, ref)).rejects.toThrow(ForbiddenError);
      await expect(invokeFunction(world.viewer, { ...ref, payload: '{}' })).rejects.toThrow(ForbiddenError);
      await expect(getFunction(world.stranger, ref)).rejects.toThrow(NotFoundError);
      await expect(deleteFunction(world.stranger, ref)).rejects.toThrow(NotFoundError);
    });
  });

  describe('its environment', () => {
    const set = (version: number, environment: Record<string, string | null>) =>
      updateFunction(world.owner, { ...ref, version, environment });

    it('is sealed, masked and out of the audit log, and shown on request, which is audited', async () => {
      await givenFunction();
      const changed = await set(1, { DB_PASSWORD: 'hunter2-secret', MODE: 'test' });
      expect(changed.latest?.environmentNames).toEqual(['DB_PASSWORD', 'MODE']);
      const rows = await store.db.functionVersion.findMany();
      const visible = JSON.stringify([changed, rows.map((row) => ({ ...row })), await world.audit()]);
      expect(visible).not.toContain('hunter2');
      expect(await lastAudit()).toMatchObject({ summary: 'environment: DB_PASSWORD, MODE' });
      expect(await revealFunctionEnvironment(world.admin, ref)).toEqual({
        environment: { DB_PASSWORD: 'hunter2-secret', MODE: 'test' },
      });
      expect(await lastAudit()).toMatchObject({ action: 'function.reveal-environment' });
    });

    it('keeps the values that an edit names with null, and only those', async () => {
      await givenFunction();
      await set(1, { KEPT: 'a', GONE: 'b' });
      await set(2, { KEPT: null, NEW: 'c' });
      expect((await revealFunctionEnvironment(world.owner, ref)).environment).toEqual({ KEPT: 'a', NEW: 'c' });
      await expect(set(3, { UNKNOWN: null })).rejects.toThrow('Give UNKNOWN a value.');
      await expect(set(3, { constructor: null })).rejects.toThrow('Give constructor a value.');
    });

    it.each(['AWS_REGION', 'AWS_SECRET_ACCESS_KEY', '_HANDLER', 'NODE_OPTIONS', 'LD_PRELOAD', '1A', 'A', 'A-B', 'A='])(
      'refuses the name %s',
      async (name) => {
        await givenFunction();
        const error = await set(1, { [name]: 'x' }).catch((reason: unknown) => reason);
        expect((error as InvalidInputError).fieldErrors).toHaveProperty([`environment.${name}`]);
      },
    );

    it('has at most 4 KB, names and values together', async () => {
      await givenFunction();
      const full = { AB: 'é'.repeat(2047) };
      expect(environmentBytes(full)).toBe(4096);
      await set(1, full);
      await expect(set(2, { AB: null, CD: '' })).rejects.toThrow(/4,098 bytes/);
    });
  });

  describe('its settings and code', () => {
    it('takes only one of two edits made from the same version', async () => {
      await givenFunction();
      const edits = await Promise.allSettled([
        updateFunction(world.owner, { ...ref, version: 1, memoryMb: 256, reservedConcurrency: 2 }),
        updateFunctionCode(world.admin, { ...ref, version: 1, files: [{ path: 'index.mjs', text: 'other' }] }),
      ]);
      expect(edits.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await getFunction(world.owner, ref)).toMatchObject({ version: 2 });
    });

    it('gives the editor its files back, and a new package what it names', async () => {
      await givenFunction();
      expect(await getFunctionCode(world.viewer, ref)).toMatchObject({
        version: 1,
        files: [{ path: 'index.mjs', text: HELLO }],
        editable: true,
        handlerFound: true,
      });
      const zip = writeZip([
        { path: 'main.cjs', text: 'exports.run = 1' },
        { path: 'node_modules/x/index.js', text: '' },
      ]);
      const uploaded = await uploadFunctionCode(world.owner, { ...ref, version: '1' }, async () => zip);
      expect(uploaded).toMatchObject({ version: 2, codeBytes: zip.length });
      expect(await getFunctionCode(world.owner, ref)).toMatchObject({
        files: [{ path: 'main.cjs' }, { path: 'node_modules/x/index.js' }],
        handlerFound: false,
      });
      expect(await lastAudit()).toMatchObject({ action: 'function.update-code' });
    });

    it('shows, but does not edit, what is not text', async () => {
      await givenFunction();
      const zip = rawZip([
        { path: 'index.js', content: 'x' },
        { path: 'icon.png', content: Buffer.from([0x89, 0, 1]) },
      ]);
      await uploadFunctionCode(world.owner, { ...ref, version: 1 }, async () => zip);
      const code = await getFunctionCode(world.owner, ref);
      expect(code.editable).toBe(false);
      expect(code.files).toEqual([
        { path: 'icon.png', sizeBytes: 3, text: null },
        { path: 'index.js', sizeBytes: 1, text: 'x' },
      ]);
    });

    it('refuses a zip that leads out of its folder, and keeps the code it had', async () => {
      await givenFunction();
      const zip = rawZip([{ path: '../evil.js', content: 'x' }]);
      const upload = uploadFunctionCode(world.owner, { ...ref, version: 1 }, async () => zip);
      await expect(upload).rejects.toThrow(/leads out of the zip’s own folder/);
      expect(await getFunction(world.owner, ref)).toMatchObject({ version: 1 });
      const hash = (await getFunctionCode(world.owner, ref)).codeSha256;
      expect(await store.db.functionCode.count({ where: { sha256: hash } })).toBe(1);
    });

    it('reads an upload only for those who may change the function', async () => {
      await givenFunction();
      const read = () => Promise.reject(new Error('was read'));
      const input = { ...ref, version: 1 };
      await expect(uploadFunctionCode(world.viewer, input, read)).rejects.toThrow(ForbiddenError);
      await expect(uploadFunctionCode(world.stranger, input, read)).rejects.toThrow(NotFoundError);
      await expect(uploadFunctionCode(world.owner, input, read)).rejects.toThrow('was read');
    });

    it('keeps a package once for all who use it, and lets go of what nobody uses', async () => {
      const text = `// ${world.accountId}`;
      await givenFunction('one', text);
      await givenFunction('two', text);
      const { codeSha256: sha256 } = await getFunctionCode(world.owner, { functionName: 'one' });
      expect(await store.db.functionVersion.count({ where: { codeSha256: sha256 } })).toBe(2);
      expect(await store.db.functionCode.count({ where: { sha256 } })).toBe(1);
      await deleteFunction(world.owner, { functionName: 'one' });
      expect(await store.db.functionCode.count({ where: { sha256 } })).toBe(1);
      await updateFunctionCode(world.owner, {
        functionName: 'two',
        version: 1,
        files: [{ path: 'index.mjs', text: `${text} new` }],
      });
      expect(await store.db.functionCode.count({ where: { sha256 } })).toBe(0);
    });
  });

  describe('versions and aliases', () => {
    it('a published version keeps what $LATEST was; the same is not published twice', async () => {
      await givenFunction();
      await updateFunction(world.owner, { ...ref, version: 1, environment: { MODE: 'one' } });
      const first = await publishFunctionVersion(world.owner, { ...ref, version: 2, description: 'First' });
      expect(first.versions).toMatchObject([{ number: 1, description: 'First', environmentNames: ['MODE'] }]);
      const again = await publishFunctionVersion(world.owner, { ...ref, version: first.version });
      expect(again).toMatchObject({ versionNumbers: [1], version: first.version });

      await updateFunctionCode(world.owner, {
        ...ref,
        version: again.version,
        files: [{ path: 'index.mjs', text: 'changed' }],
      });
      expect((await getFunctionCode(world.owner, { ...ref, qualifier: '1' })).files).toMatchObject([{ text: HELLO }]);
      const { version } = await getFunction(world.owner, ref);
      const second = await publishFunctionVersion(world.owner, { ...ref, version });
      expect(second.versionNumbers).toEqual([2, 1]);
    });

    it('does not use a number again', async () => {
      await givenFunction();
      await publishFunctionVersion(world.owner, { ...ref, version: 1 });
      await deleteFunctionVersion(world.owner, { ...ref, number: 1 });
      const { version } = await getFunction(world.owner, ref);
      expect((await publishFunctionVersion(world.owner, { ...ref, version })).versionNumbers).toEqual([2]);
    });

    it('an alias points to a version, can be moved, and holds the version it points to', async () => {
      await givenFunction();
      await publishFunctionVersion(world.owner, { ...ref, version: 1 });
      const input = { ...ref, name: 'live', functionVersion: '1' };
      expect(await createFunctionAlias(world.owner, input)).toMatchObject({
        aliasDetails: [{ name: 'live', functionVersion: '1', version: 1 }],
      });
      await expect(createFunctionAlias(world.owner, input)).rejects.toThrow(ConflictError);
      await expect(createFunctionAlias(world.owner, { ...input, name: '42' })).rejects.toThrow(InvalidInputError);
      await expect(createFunctionAlias(world.owner, { ...input, name: 'b', functionVersion: '9' })).rejects.toThrow(
        'hello has no version 9.',
      );
      await expect(deleteFunctionVersion(world.owner, { ...ref, number: 1 })).rejects.toThrow(/alias live points/);
      await updateFunctionAlias(world.owner, { ...ref, name: 'live', version: 1, functionVersion: '$LATEST' });
      expect(await lastAudit()).toMatchObject({ summary: 'live: 1 → $LATEST' });
      await expect(
        updateFunctionAlias(world.owner, { ...ref, name: 'live', version: 1, functionVersion: '1' }),
      ).rejects.toThrow(/changed by someone else/);
      await deleteFunctionVersion(world.owner, { ...ref, number: 1 });
      expect(await deleteFunctionAlias(world.owner, { ...ref, name: 'live' })).toMatchObject({ aliasDetails: [] });
    });
  });

  describe('permissions', () => {
    it('are added once, named, and removed', async () => {
      await givenFunction();
      const sourceArn = `arn:aws:execute-api:us-east-1:${world.accountId}:abc123/*/GET/pets`;
      const input = { ...ref, statementId: 'pets', sourceArn };
      expect((await addFunctionPermission(world.owner, input)).permissions).toEqual([
        { statementId: 'pets', qualifier: null, principal: 'apigateway.amazonaws.com', sourceArn },
      ]);
      await addFunctionPermission(world.owner, input);
      const other = { ...input, sourceArn: sourceArn.replace('GET', 'PUT') };
      await expect(addFunctionPermission(world.owner, other)).rejects.toThrow(/already exists/);
      await expect(addFunctionPermission(world.owner, { ...input, qualifier: 'none' })).rejects.toThrow(/no version/);
      await expect(
        addFunctionPermission(world.owner, { ...input, statementId: 'x', sourceArn: 'arn:aws:s3:::x' }),
      ).rejects.toThrow(InvalidInputError);
      await expect(addFunctionPermission(world.owner, { ...input, statementId: 'x', principal: '*' })).rejects.toThrow(
        InvalidInputError,
      );
      expect(await removeFunctionPermission(world.owner, { ...ref, statementId: 'pets' })).toMatchObject({
        permissions: [],
      });
      await expect(removeFunctionPermission(world.owner, { ...ref, statementId: 'pets' })).rejects.toThrow(
        NotFoundError,
      );
    });

    it('of a method name its API and path in every stage, once', async () => {
      await givenFunction();
      const api = await givenRestApi(world.owner);
      const resourceId = await givenPath(world.owner, api, '/pets/{petId}');
      const input = { ...ref, restApiId: api.id, resourceId };
      await allowMethod(world.owner, { ...input, httpMethod: 'GET' });
      await allowMethod(world.owner, { ...input, httpMethod: 'GET' });
      const { permissions } = await allowMethod(world.owner, { ...input, httpMethod: 'ANY' });
      expect(permissions.map(({ sourceArn }) => sourceArn)).toEqual([
        `arn:aws:execute-api:us-east-1:${world.accountId}:${api.id}/*/GET/pets/*`,
        `arn:aws:execute-api:us-east-1:${world.accountId}:${api.id}/*/*/pets/*`,
      ]);
      await expect(allowMethod(world.stranger, { ...input, httpMethod: 'GET' })).rejects.toThrow(NotFoundError);
    });
  });

  describe('while methods call it', () => {
    async function givenCaller(qualifier?: string) {
      const made = await givenFunction();
      const api = await givenRestApi(world.owner);
      const resourceId = await givenPath(world.owner, api, '/pets');
      const uri = lambdaIntegrationUri(made.arn, qualifier);
      const methodId = `${api.id}-method`;
      await store.db.method.create({
        data: {
          id: methodId,
          resourceId,
          httpMethod: 'GET',
          integration: { create: { type: 'AWS_PROXY', httpMethod: 'POST', uri } },
        },
      });
      return { api, methodId, uri };
    }

    it('says which, and is not deleted', async () => {
      const { api, methodId } = await givenCaller();
      expect((await getFunction(world.owner, ref)).usedBy).toEqual([
        { restApiId: api.id, apiName: 'Pet store', method: 'GET /pets', stageName: null },
      ]);
      await expect(deleteFunction(world.owner, ref)).rejects.toThrow(
        'The function hello is still called by GET /pets of Pet store. Give these methods another integration first.',
      );
      await store.db.method.delete({ where: { id: methodId } });
      await deleteFunction(world.owner, ref);
      expect(await lastAudit()).toMatchObject({ action: 'function.delete', targetId: 'hello' });
      await expect(getFunction(world.owner, ref)).rejects.toThrow(NotFoundError);
    });

    it('knows a stage’s variables for what they stand for', async () => {
      const { api, methodId, uri } = await givenCaller();
      await store.db.method.delete({ where: { id: methodId } });
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
      const variable = uri.replace(':hello/', ':${stageVariables.fn}/');
      const definition = { resources: [{ path: '/pets', methods: { GET: { integration: { uri: variable } } } }] };
      await store.db.deployment.create({
        data: { id: `${api.id}-1`, restApiId: api.id, number: 1, definition, definitionVersion: 1 },
      });
      const stage = { restApiId: api.id, deploymentId: `${api.id}-1` };
      await store.db.stage.create({ data: { ...stage, id: `${api.id}-a`, name: 'prod', variables: { fn: 'hello' } } });
      await store.db.stage.create({ data: { ...stage, id: `${api.id}-b`, name: 'test', variables: { fn: 'other' } } });
      expect((await getFunction(world.owner, ref)).usedBy).toMatchObject([{ method: 'GET /pets', stageName: 'prod' }]);
      await expect(deleteFunction(world.owner, ref)).rejects.toThrow('GET /pets of Pet store in the stage prod');
    });

    it('holds on to the alias that they name', async () => {
      await givenCaller('live');
      await createFunctionAlias(world.owner, { ...ref, name: 'live', functionVersion: '$LATEST' });
      await createFunctionAlias(world.owner, { ...ref, name: 'free', functionVersion: '$LATEST' });
      await expect(deleteFunctionAlias(world.owner, { ...ref, name: 'live' })).rejects.toThrow(/still called by GET/);
      await deleteFunctionAlias(world.owner, { ...ref, name: 'free' });
    });
  });

  describe('a remote one', () => {
    const remote = {
      kind: 'remote',
      name: 'far',
      endpointUrl: 'https://lambda.eu-central-1.amazonaws.com/',
      remoteName: 'pets',
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE0', secretAccessKey: 'never-shown-again' },
    };
    const far = { functionName: 'far' };

    it('keeps its credentials sealed and never shows the secret', async () => {
      const made = await createFunction(world.owner, remote);
      expect(made).toMatchObject({
        kind: 'remote',
        latest: null,
        memoryMb: null,
        remote: {
          endpointUrl: 'https://lambda.eu-central-1.amazonaws.com',
          remoteName: 'pets',
          region: 'eu-central-1',
          accessKeyId: 'AKIDEXAMPLE0',
        },
      });
      const rows = await store.db.lambdaFunction.findMany({ where: { accountId: world.accountId } });
      const later = await updateRemoteFunction(world.owner, {
        ...far,
        version: 1,
        credentials: { accessKeyId: 'AKIDEXAMPLE1', secretAccessKey: 'another-secret', sessionToken: 'a-token' },
      });
      const seen = JSON.stringify([made, rows, later, await world.audit()]);
      for (const secret of ['never-shown-again', 'another-secret', 'a-token']) expect(seen).not.toContain(secret);
      expect(await lastAudit()).toMatchObject({ action: 'function.update', summary: 'credentials replaced' });
      const unsigned = await updateRemoteFunction(world.owner, { ...far, version: 2, credentials: null });
      expect(unsigned.remote?.accessKeyId).toBeNull();
    });

    it('has no code, versions or settings here', async () => {
      await createFunction(world.owner, remote);
      const refused = /is a remote function/;
      await expect(getFunctionCode(world.owner, far)).rejects.toThrow(refused);
      await expect(publishFunctionVersion(world.owner, { ...far, version: 1 })).rejects.toThrow(refused);
      await expect(updateFunction(world.owner, { ...far, version: 1, memoryMb: 256 })).rejects.toThrow(refused);
      await expect(revealFunctionEnvironment(world.owner, far)).rejects.toThrow(refused);
      await givenFunction();
      await expect(updateRemoteFunction(world.owner, { ...ref, version: 1 })).rejects.toThrow(/runs here/);
    });

    it.each(['ftp://x', 'https://user:pass@x', 'lambda.amazonaws.com', 'https://x?y=1'])(
      'refuses the endpoint %s',
      async (endpointUrl) => {
        await expect(createFunction(world.owner, { ...remote, endpointUrl })).rejects.toThrow(InvalidInputError);
      },
    );
  });

  describe('running it', () => {
    it('asks the runtime and answers with result and log', async () => {
      await givenFunction();
      const { functions } = world.runtime;
      functions.result = {
        ...functions.result,
        functionError: 'Unhandled',
        payload: '{"errorMessage":"boom"}',
        logTail: 'ERROR boom',
      };
      expect(await invokeFunction(world.admin, { ...ref, payload: '{"a":1}' })).toMatchObject({
        functionError: 'Unhandled',
        payload: '{"errorMessage":"boom"}',
        logTail: 'ERROR boom',
      });
      expect(functions.invoked).toMatchObject([
        { accountId: world.accountId, name: 'hello', qualifier: '$LATEST', payload: '{"a":1}', logTail: true },
      ]);
      await expect(invokeFunction(world.admin, { ...ref, payload: '{' })).rejects.toThrow(/not JSON/);
      await expect(invokeFunction(world.stranger, { ...ref, payload: '{}' })).rejects.toThrow(NotFoundError);
      expect(functions.invoked).toHaveLength(1);
    });

    it('shows the log of the account’s own functions', async () => {
      await givenFunction();
      const line = { sequence: 1, atMs: 0, requestId: 'r', version: '$LATEST', text: 'hello' };
      world.runtime.functions.lines = [line];
      expect(await getFunctionLog(world.viewer, ref)).toEqual({
        lines: [{ sequence: 1, at: '1970-01-01T00:00:00.000Z', requestId: 'r', version: '$LATEST', text: 'hello' }],
        dropped: 0,
      });
      await expect(getFunctionLog(world.stranger, ref)).rejects.toThrow(NotFoundError);
    });
  });
});
