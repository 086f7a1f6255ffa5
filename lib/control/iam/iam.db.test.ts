import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, StaleEditError } from '@/lib/errors';
import { readPrincipals } from '@/lib/store/iam';
import { changesSince } from '@/lib/store/revision';
import { openSecrets } from '@/lib/store/secrets';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { createAccessKey, deleteAccessKey, setAccessKey } from './access-keys';
import { attachPolicies } from './attach-policies';
import { createIdentity } from './create-identity';
import { deleteIdentity } from './delete-identity';
import { deleteInlinePolicy, putInlinePolicy } from './inline-policies';
import { listIam } from './list';
import { createPolicy, deletePolicy, updatePolicy } from './policies';
import { setGroups } from './set-groups';
import { updateIdentity } from './update-identity';

const policy = (path: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `arn:aws:execute-api:*:*:${path}` }],
  });
const TRUST = JSON.stringify({
  Statement: { Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' },
});
const anna = { kind: 'user', name: 'anna' } as const;
const team = { kind: 'group', name: 'team' } as const;

describeEachDatabase('IAM', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const published = async (name: string) => {
    const { iamPrincipals } = await readPrincipals(store.db, openSecrets({ dataDir: store.dataDir }), 'all');
    return iamPrincipals.find((it) => it.accountId === world.accountId && it.name === name);
  };
  const changedSince = async (before: number) => {
    const since = await changesSince(store.db, before);
    return since?.changes.map(({ entityId }) => entityId).sort();
  };
  const lastAudit = async () => (await world.audit()).at(-1);

  describe('users', () => {
    it('have IAM’s ids and ARNs, are audited and published, and may do nothing', async () => {
      const before = await world.revision();
      const made = await createIdentity(world.admin, { ...anna, path: '/team/' });
      expect(made).toMatchObject({
        id: expect.stringMatching(/^AIDA[A-Z2-7]{16}$/),
        arn: `arn:aws:iam::${world.accountId}:user/team/anna`,
        effectivePolicies: [],
        accessKeys: [],
      });
      expect(await changedSince(before)).toEqual([made.id]);
      expect(await lastAudit()).toMatchObject({ action: 'iam-user.create', targetName: 'anna' });
      expect(await published('anna')).toMatchObject({
        principalId: made.id,
        kind: 'user',
        arn: made.arn,
        policies: [],
      });
    });

    it('have one name once, and no trust policy', async () => {
      await createIdentity(world.owner, anna);
      await expect(createIdentity(world.owner, anna)).rejects.toBeInstanceOf(ConflictError);
      await expect(createIdentity(world.owner, { kind: 'user', name: 'b', trustPolicy: TRUST })).rejects.toBeInstanceOf(
        InvalidInputError,
      );
      await expect(createIdentity(world.owner, { kind: 'user', name: 'a b' })).rejects.toBeInstanceOf(
        InvalidInputError,
      );
    });

    it('are changed by who saw their last version', async () => {
      await createIdentity(world.owner, anna);
      await updateIdentity(world.owner, { ...anna, version: 1, description: 'x' });
      await expect(updateIdentity(world.owner, { ...anna, version: 1, description: 'y' })).rejects.toBeInstanceOf(
        StaleEditError,
      );
    });

    it('go with everything they have', async () => {
      const { id } = await createIdentity(world.owner, anna);
      const key = await createAccessKey(world.owner, { userName: 'anna' });
      await deleteIdentity(world.owner, anna);
      expect(await published('anna')).toBeUndefined();
      expect(await store.db.iamAccessKey.findUnique({ where: { id: key.accessKeyId } })).toBeNull();
      const read = await readPrincipals(store.db, world.owner.secrets, [id]);
      expect(read).toEqual({ iamPrincipals: [], removedIamPrincipalIds: [id] });
    });

    it('of other accounts do not exist; viewers only read', async () => {
      await createIdentity(world.owner, anna);
      await expect(deleteIdentity(world.stranger, anna)).rejects.toBeInstanceOf(NotFoundError);
      await expect(createAccessKey(world.stranger, { userName: 'anna' })).rejects.toBeInstanceOf(NotFoundError);
      await expect(createIdentity(world.viewer, { ...anna, name: 'b' })).rejects.toBeInstanceOf(ForbiddenError);
      expect((await listIam(world.stranger)).identities).toEqual([]);
      expect((await listIam(world.viewer)).identities.map(({ name }) => name)).toEqual(['anna']);
    });
  });

  describe('access keys', () => {
    beforeEach(async () => {
      await createIdentity(world.owner, anna);
    });

    it('tell their secret once, and gateways', async () => {
      const key = await createAccessKey(world.owner, { userName: 'anna' });
      expect(key).toMatchObject({
        accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
        secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
        active: true,
        lastUsedAt: null,
      });
      expect((await published('anna'))?.accessKeys).toEqual([
        { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey, active: true },
      ]);
      const { identities } = await listIam(world.owner);
      const rows = await store.db.iamAccessKey.findMany({ where: { id: key.accessKeyId } });
      expect(JSON.stringify([identities, rows, await world.audit()])).not.toContain(key.secretAccessKey);
      expect(await lastAudit()).toMatchObject({ action: 'iam-user.create-access-key', summary: key.accessKeyId });
    });

    it('are two at most, and can be switched off and deleted', async () => {
      const { accessKeyId } = await createAccessKey(world.owner, { userName: 'anna' });
      await createAccessKey(world.owner, { userName: 'anna' });
      await expect(createAccessKey(world.owner, { userName: 'anna' })).rejects.toBeInstanceOf(ConflictError);
      await setAccessKey(world.owner, { userName: 'anna', accessKeyId, active: false });
      expect((await published('anna'))?.accessKeys.find((key) => key.accessKeyId === accessKeyId)?.active).toBe(false);
      await deleteAccessKey(world.owner, { userName: 'anna', accessKeyId });
      expect((await published('anna'))?.accessKeys).toHaveLength(1);
      await expect(deleteAccessKey(world.owner, { userName: 'anna', accessKeyId })).rejects.toBeInstanceOf(
        NotFoundError,
      );
    });

    it('open at their own row only', async () => {
      const { accessKeyId } = await createAccessKey(world.owner, { userName: 'anna' });
      const other = await createAccessKey(world.owner, { userName: 'anna' });
      const row = await store.db.iamAccessKey.findUniqueOrThrow({ where: { id: accessKeyId } });
      await store.db.iamAccessKey.update({
        where: { id: other.accessKeyId },
        data: { secretSealed: row.secretSealed },
      });
      expect((await published('anna'))?.accessKeys.map((key) => key.accessKeyId)).toEqual([accessKeyId]);
    });
  });

  describe('policies', () => {
    beforeEach(async () => {
      await createIdentity(world.owner, anna);
      await createIdentity(world.owner, team);
    });

    it('count from the user, its managed ones and its groups', async () => {
      await createPolicy(world.owner, { policyName: 'managed', document: policy('managed') });
      await createPolicy(world.owner, { policyName: 'of-team', document: policy('of-team') });
      await putInlinePolicy(world.owner, { ...anna, policyName: 'own', document: policy('own') });
      await attachPolicies(world.owner, { ...anna, policyNames: ['managed'] });
      await attachPolicies(world.owner, { ...team, policyNames: ['managed', 'of-team'] });
      await putInlinePolicy(world.owner, { ...team, policyName: 'own', document: policy('team-own') });
      const user = await setGroups(world.owner, { userName: 'anna', groupNames: ['team'] });
      expect(user.effectivePolicies.map(({ name, from }) => `${name} of ${from}`)).toEqual([
        'own of inline',
        'managed of managed',
        'own of group team',
        'of-team of group team',
      ]);
      expect((await published('anna'))?.policies.map(({ document }) => document)).toEqual(
        ['own', 'managed', 'team-own', 'of-team'].map(policy),
      );
    });

    it('a group’s and a managed policy’s change reach everyone it concerns, and nobody else', async () => {
      const bert = await createIdentity(world.owner, { kind: 'user', name: 'bert' });
      const role = await createIdentity(world.owner, { kind: 'role', name: 'reader', trustPolicy: TRUST });
      const user = await setGroups(world.owner, { userName: 'anna', groupNames: ['team'] });
      await createPolicy(world.owner, { policyName: 'shared', document: policy('a') });
      let before = await world.revision();
      await attachPolicies(world.owner, { ...team, policyNames: ['shared'] });
      expect(await changedSince(before)).toEqual([user.id]);
      await attachPolicies(world.owner, { kind: 'role', name: 'reader', policyNames: ['shared'] });
      before = await world.revision();
      const changed = await updatePolicy(world.owner, { policyName: 'shared', version: 1, document: policy('b') });
      expect(await changedSince(before)).toEqual([role.id, user.id].sort());
      expect(await changedSince(before)).not.toContain(bert.id);
      expect(changed.attachedTo).toHaveLength(2);
      expect(await lastAudit()).toMatchObject({ summary: `Was ${policy('a')}, is ${policy('b')}` });
      before = await world.revision();
      await deleteIdentity(world.owner, team);
      expect(await changedSince(before)).toEqual([user.id]);
      expect((await published('anna'))?.policies).toEqual([]);
    });

    it('are not deleted while they are attached', async () => {
      await createPolicy(world.owner, { policyName: 'shared', document: policy('a') });
      await attachPolicies(world.owner, { ...anna, policyNames: ['shared'] });
      await expect(deletePolicy(world.owner, { policyName: 'shared' })).rejects.toThrow('user anna');
      await attachPolicies(world.owner, { ...anna, policyNames: [] });
      await deletePolicy(world.owner, { policyName: 'shared' });
      expect((await listIam(world.owner)).policies).toEqual([]);
    });

    it('of other accounts can’t be attached', async () => {
      await createPolicy(world.stranger, { policyName: 'theirs', document: policy('a') });
      await expect(attachPolicies(world.owner, { ...anna, policyNames: ['theirs'] })).rejects.toBeInstanceOf(
        NotFoundError,
      );
    });

    it('of one’s own go without a trace', async () => {
      await putInlinePolicy(world.owner, { ...anna, policyName: 'own', document: policy('a') });
      await deleteInlinePolicy(world.owner, { ...anna, policyName: 'own' });
      await expect(deleteInlinePolicy(world.owner, { ...anna, policyName: 'own' })).rejects.toBeInstanceOf(
        NotFoundError,
      );
      expect((await published('anna'))?.policies).toEqual([]);
    });

    const allow = (fields: object) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...fields }],
      });

    it.each([
      ['{', /^line 1, column 2: /],
      ['[]', /JSON object/],
      ['{"Statement":[]}', /^Statement: At least one/],
      [allow({ Effect: 'allow' }), /^Statement\[0\]\.Effect: /],
      [allow({ Action: undefined }), /^Statement\[0\]: Action is missing/],
      [allow({ Principal: '*' }), /^Statement\[0\]\.Principal: /],
      [allow({ Ressource: '*' }), /^Statement\[0\]\.Ressource: /],
      ['{"Version":"2020","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}', /^Version: /],
      // In order in their structure, and still nothing that a gateway could read.
      [allow({ Action: 'execute-api' }), /^Statement\[0\]\.Action: "execute-api"/],
      [allow({ Resource: ['*', 'pets'] }), /^Statement\[0\]\.Resource\[1\]: "pets"/],
      [allow({ Resource: 'arn:aws:execute-api:*:*:${aws:username' }), /^Statement\[0\]\.Resource: .*closing brace/],
      [allow({ Condition: { IpAdress: { 'aws:SourceIp': '10.0.0.0/8' } } }), /^Statement\[0\]\.Condition\.IpAdress: /],
      [allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/99' } } }), /^Statement\[0\]\.Condition\.IpAddress/],
    ])(
      'that a gateway could not read are refused with their place, and change nothing: %s',
      async (document, message) => {
        const refusal = { name: 'InvalidInputError', fieldErrors: { document: [expect.stringMatching(message)] } };
        await createPolicy(world.owner, { policyName: 'shared', document: policy('a') });
        const before = await world.revision();
        const attempts = [
          () => putInlinePolicy(world.owner, { ...anna, policyName: 'own', document }),
          () => createPolicy(world.owner, { policyName: 'new', document }),
          () => updatePolicy(world.owner, { policyName: 'shared', version: 1, document }),
        ];
        for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(refusal);
        expect(await world.revision()).toBe(before);
      },
    );

    /** Of exactly so many characters, blanks not counted. */
    const ofSize = (size: number) => {
      const text = policy('');
      return `${policy('x'.repeat(size - text.length))}\n${' '.repeat(50)}\n`.replaceAll('","', '",\n   "');
    };

    it('have 6,144 characters at most, blanks not counted', async () => {
      const made = await createPolicy(world.owner, { policyName: 'long', document: ofSize(6144) });
      expect(made.document.length).toBeGreaterThan(6144);
      await expect(createPolicy(world.owner, { policyName: 'longer', document: ofSize(6145) })).rejects.toMatchObject({
        fieldErrors: { document: ['A policy may have 6,144 characters, blanks not counted, not 6,145.'] },
      });
    });

    it.each([
      ['user', 2048],
      ['group', 5120],
      ['role', 10_240],
    ] as const)('of one’s own have together, of a %s, %i characters at most', async (kind, most) => {
      const who = { kind, name: 'somebody' } as const;
      await createIdentity(world.owner, { ...who, ...(kind === 'role' ? { trustPolicy: TRUST } : {}) });
      await putInlinePolicy(world.owner, { ...who, policyName: 'one', document: ofSize(1000) });
      await putInlinePolicy(world.owner, { ...who, policyName: 'two', document: ofSize(most - 1000) });
      // What is replaced does not count.
      await putInlinePolicy(world.owner, { ...who, policyName: 'two', document: ofSize(most - 1000) });
      await expect(
        putInlinePolicy(world.owner, { ...who, policyName: 'one', document: ofSize(1001) }),
      ).rejects.toMatchObject({ fieldErrors: { document: [expect.stringContaining(`${kind} together may have`)] } });
    });
  });

  it('trust policies that could not be read are refused with their place', async () => {
    const role = { kind: 'role', name: 'reader' } as const;
    const trust = (fields: object) =>
      JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', ...fields }] });
    await createIdentity(world.owner, { ...role, trustPolicy: TRUST });
    const broken: readonly (readonly [string, RegExp])[] = [
      [trust({ Principal: { AWS: 'anna' } }), /^Statement\[0\]\.Principal\.AWS: "anna"/],
      [trust({ Principal: { Aws: '*' } }), /^Statement\[0\]\.Principal\.Aws: /],
      [trust({ Resource: '*' }), /^Statement\[0\]\.Resource: /],
      [trust({ Sid: 'x'.repeat(2048) }), /2,048 characters/],
    ];
    for (const [trustPolicy, message] of broken) {
      const refusal = { fieldErrors: { trustPolicy: [expect.stringMatching(message)] } };
      await expect(createIdentity(world.owner, { ...role, name: 'other', trustPolicy })).rejects.toMatchObject(refusal);
      await expect(updateIdentity(world.owner, { ...role, version: 1, trustPolicy })).rejects.toMatchObject(refusal);
    }
  });

  it('roles need to say who may assume them', async () => {
    await expect(createIdentity(world.owner, { kind: 'role', name: 'reader' })).rejects.toBeInstanceOf(
      InvalidInputError,
    );
    const role = await createIdentity(world.owner, { kind: 'role', name: 'reader', trustPolicy: TRUST });
    expect(role).toMatchObject({ arn: `arn:aws:iam::${world.accountId}:role/reader`, maxSessionSeconds: 3600 });
    await updateIdentity(world.owner, { kind: 'role', name: 'reader', version: 1, maxSessionSeconds: 7200 });
    await expect(
      updateIdentity(world.owner, { kind: 'role', name: 'reader', version: 2, maxSessionSeconds: 43_201 }),
    ).rejects.toBeInstanceOf(InvalidInputError);
  });
});
