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

    it.each([
      ['{', /^document: The policy is not JSON/],
      ['[]', /not a JSON object/],
      ['{"Statement":[]}', /Statement: a policy has at least one/],
      ['{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}', /Statement\[0\]\.Effect/],
      ['{"Statement":[{"Effect":"Allow","Resource":"*"}]}', /Statement\[0\]: it needs Action or NotAction/],
      ['{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}', /names no principal/],
      ['{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Ressource":"*"}]}', /Statement\[0\]\.Ressource/],
      ['{"Version":"2020","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}', /^document: Version/],
    ])('that mean nothing are refused with their place: %s', async (document, message) => {
      await expect(putInlinePolicy(world.owner, { ...anna, policyName: 'own', document })).rejects.toThrow(message);
    });
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
