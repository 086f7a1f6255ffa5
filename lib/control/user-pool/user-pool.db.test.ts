import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, StaleEditError } from '@/lib/errors';
import { loadPublication } from '@/lib/store/publication';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import {
  createUserPoolClient,
  deleteUserPoolClient,
  listUserPoolClients,
  revealUserPoolClientSecret,
  updateUserPoolClient,
} from './clients';
import { createUserPoolGroup, deleteResourceServer, deleteUserPoolGroup, putResourceServer } from './groups';
import {
  createUserPool,
  deleteUserPool,
  getUserPool,
  listUserPools,
  rotateUserPoolKeys,
  updateUserPool,
} from './pools';
import {
  createUserPoolUser,
  deleteUserPoolUser,
  getUserPoolUser,
  listUserPoolUsers,
  setUserPoolGroupMember,
  setUserPoolUserEnabled,
  setUserPoolUserPassword,
  updateUserPoolUser,
} from './users';

describeEachDatabase('user pools', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const givenPool = (fields: object = {}) => createUserPool(world.owner, { name: 'Customers', ...fields });
  const published = async (arn: string) =>
    (await loadPublication(store.db)).publication.userPools?.find((pool) => pool.arn === arn);

  describe('a pool', () => {
    it('has Cognito’s kind of id, two keys that gateways are told of, and an audit entry', async () => {
      const before = await world.revision();
      const pool = await givenPool();
      expect(pool.id).toMatch(/^us-east-1_[A-Za-z0-9]{9}$/);
      expect(pool.arn).toBe(`arn:aws:cognito-idp:us-east-1:${world.accountId}:userpool/${pool.id}`);
      expect(pool.keys.map(({ status }) => status).sort()).toEqual(['CURRENT', 'NEXT']);
      expect(await world.revision()).toBe(before + 1);
      const known = await published(pool.arn);
      expect(known?.issuer).toBe(pool.issuer);
      expect(known?.keys.map(({ kid }) => kid).sort()).toEqual(pool.keys.map(({ kid }) => kid).sort());
      expect(Object.keys(known?.keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(await world.audit()).toMatchObject([{ action: 'user-pool.create', targetId: pool.id }]);
    });

    it('keeps its private keys sealed', async () => {
      const { id } = await givenPool();
      const rows = await store.db.userPoolKey.findMany({ where: { userPoolId: id } });
      for (const row of rows) {
        expect(row.privateSealed).toMatch(/^v1\./);
        expect(JSON.stringify(row.publicJwk)).not.toMatch(/"(d|p|q)":/);
      }
    });

    it('rotates: the next key signs, the last one is still known, another is next', async () => {
      const pool = await givenPool();
      const idOf = (status: string, of = pool) => of.keys.find((key) => key.status === status)?.kid;
      const rotated = await rotateUserPoolKeys(world.owner, { userPoolId: pool.id });
      expect(idOf('CURRENT', rotated)).toBe(idOf('NEXT'));
      expect(idOf('RETIRED', rotated)).toBe(idOf('CURRENT'));
      expect((await published(pool.arn))?.keys).toHaveLength(3);
    });

    it('is changed, and not by who has read an older version', async () => {
      const { id, version } = await givenPool();
      const changed = await updateUserPool(world.owner, { userPoolId: id, version, mfaConfiguration: 'ON' });
      expect(changed.mfaConfiguration).toBe('ON');
      await expect(updateUserPool(world.owner, { userPoolId: id, version, name: 'Late' })).rejects.toThrow(
        StaleEditError,
      );
      expect((await world.audit()).at(-1)?.summary).toBe('Changed: MFA');
    });

    it('goes with everything in it', async () => {
      const { id, arn } = await givenPool();
      await createUserPoolUser(world.owner, { userPoolId: id, username: 'kim' });
      await deleteUserPool(world.owner, { userPoolId: id });
      expect(await published(arn)).toBeUndefined();
      expect(await store.db.userPoolUser.count({ where: { userPoolId: id } })).toBe(0);
    });

    it('is nobody else’s', async () => {
      const { id } = await givenPool();
      await expect(getUserPool(world.stranger, { userPoolId: id })).rejects.toThrow(NotFoundError);
      await expect(deleteUserPool(world.stranger, { userPoolId: id })).rejects.toThrow(NotFoundError);
      await expect(createUserPoolUser(world.stranger, { userPoolId: id, username: 'x' })).rejects.toThrow(
        NotFoundError,
      );
      await expect(createUserPool(world.viewer, { name: 'x' })).rejects.toThrow(ForbiddenError);
      expect(await listUserPools(world.stranger)).toEqual([]);
      expect(await listUserPools(world.viewer)).toHaveLength(1);
    });
  });

  describe('an app client', () => {
    it('has a secret that is sealed, and shown on request', async () => {
      const { id: userPoolId } = await givenPool();
      const made = await createUserPoolClient(world.owner, { userPoolId, name: 'web', generateSecret: true });
      const { secret } = await revealUserPoolClientSecret(world.owner, { userPoolId, clientId: made.id });
      expect(secret).toMatch(/^[a-z0-9]{52}$/);
      const dump = JSON.stringify([await world.audit(), await listUserPoolClients(world.owner, { userPoolId })]);
      expect(dump).not.toContain(secret);
      expect(JSON.stringify(await store.db.userPoolClient.findMany())).not.toContain(secret);
      await expect(revealUserPoolClientSecret(world.viewer, { userPoolId, clientId: made.id })).rejects.toThrow(
        ForbiddenError,
      );
    });

    it.each([
      ['client_credentials without a secret', { allowedOAuthFlows: ['client_credentials'] }, /with a secret/],
      ['the code flow without a callback', { allowedOAuthFlows: ['code'] }, /callback URL/],
      ['a scope that nobody has', { allowedOAuthScopes: ['pets/read'] }, /pets\/read/],
      ['a callback that runs code', { callbackUrls: ['javascript:alert(1)'] }, /https URL/],
      ['plain http to elsewhere', { callbackUrls: ['http://example.com/back'] }, /https URL/],
      [
        'rotation beside REFRESH_TOKEN_AUTH',
        { refreshTokenRotation: true, explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] },
        /GetTokensFromRefreshToken/,
      ],
    ])('is refused with %s', async (_, fields, message) => {
      const { id: userPoolId } = await givenPool();
      const making = createUserPoolClient(world.owner, { userPoolId, name: 'web', ...fields });
      await expect(making).rejects.toThrow(InvalidInputError);
      await expect(making).rejects.toThrow(message);
    });

    it('may ask for a resource server’s scopes, which then stay', async () => {
      const { id: userPoolId } = await givenPool();
      const scopes = [{ name: 'read', description: 'Read pets' }];
      await putResourceServer(world.owner, { userPoolId, identifier: 'pets', name: 'Pets', scopes });
      const client = await createUserPoolClient(world.owner, {
        ...{ userPoolId, name: 'machine', generateSecret: true },
        ...{ allowedOAuthFlows: ['client_credentials'], allowedOAuthScopes: ['pets/read'] },
      });
      await expect(deleteResourceServer(world.owner, { userPoolId, identifier: 'pets' })).rejects.toThrow(
        ConflictError,
      );
      await updateUserPoolClient(world.owner, {
        ...{ userPoolId, clientId: client.id, version: 1, allowedOAuthScopes: [] },
      });
      await deleteResourceServer(world.owner, { userPoolId, identifier: 'pets' });
      await deleteUserPoolClient(world.owner, { userPoolId, clientId: client.id });
      expect(await listUserPoolClients(world.owner, { userPoolId })).toEqual([]);
    });
  });

  describe('a user', () => {
    it('is made with a temporary password, told once and kept as a hash', async () => {
      const { id: userPoolId } = await givenPool();
      const made = await createUserPoolUser(world.owner, { userPoolId, username: 'kim' });
      expect(made.status).toBe('FORCE_CHANGE_PASSWORD');
      const row = await store.db.userPoolUser.findUniqueOrThrow({ where: { id: made.sub } });
      expect(row.passwordHash).toMatch(/^\$scrypt\$/);
      expect(JSON.stringify([await world.audit(), await listUserPoolUsers(world.owner, { userPoolId })])).not.toContain(
        made.temporaryPassword,
      );
      await expect(createUserPoolUser(world.owner, { userPoolId, username: 'KIM' })).rejects.toMatchObject({
        code: 'CONFLICT',
        type: 'UsernameExistsException',
      });
    });

    it('signs in with an e-mail where the pool says so; the username is the sub', async () => {
      const { id: userPoolId } = await givenPool({ signInWith: 'EMAIL' });
      const made = await createUserPoolUser(world.owner, { userPoolId, username: 'Kim@example.test' });
      expect(made.username).toBe(made.sub);
      expect(made.attributes.email).toBe('Kim@example.test');
      expect((await getUserPoolUser(world.owner, { userPoolId, username: 'kim@EXAMPLE.test' })).sub).toBe(made.sub);
    });

    it('is disabled, given a password, put into groups and deleted', async () => {
      const { id: userPoolId } = await givenPool();
      const ref = { userPoolId, username: 'kim' };
      await createUserPoolUser(world.owner, ref);
      expect((await setUserPoolUserEnabled(world.owner, { ...ref, enabled: false })).enabled).toBe(false);
      const weak = setUserPoolUserPassword(world.owner, { ...ref, password: 'weak' });
      await expect(weak).rejects.toThrow('Password did not conform with policy: Password not long enough');
      const set = await setUserPoolUserPassword(world.owner, { ...ref, password: 'Str0ng-enough', permanent: true });
      expect(set.status).toBe('CONFIRMED');
      await createUserPoolGroup(world.owner, { userPoolId, name: 'staff', precedence: 1 });
      expect((await setUserPoolGroupMember(world.owner, { ...ref, groupName: 'staff', member: true })).groups).toEqual([
        'staff',
      ]);
      await deleteUserPoolGroup(world.owner, { userPoolId, groupName: 'staff' });
      expect((await getUserPoolUser(world.owner, ref)).groups).toEqual([]);
      await deleteUserPoolUser(world.owner, ref);
      await expect(getUserPoolUser(world.owner, ref)).rejects.toThrow(NotFoundError);
      expect(JSON.stringify(await world.audit())).not.toContain('Str0ng-enough');
    });

    it('has only attributes that the pool knows; a new e-mail is not a verified one', async () => {
      const { id: userPoolId } = await givenPool({ customAttributes: [{ name: 'plan' }] });
      const ref = { userPoolId, username: 'kim' };
      await createUserPoolUser(world.owner, { ...ref, attributes: { email: 'a@b.test', email_verified: 'true' } });
      const changed = await updateUserPoolUser(world.owner, {
        ...ref,
        attributes: { email: 'c@d.test', 'custom:plan': 'gold' },
      });
      expect(changed.attributes).toEqual({ email: 'c@d.test', email_verified: 'false', 'custom:plan': 'gold' });
      await expect(updateUserPoolUser(world.owner, { ...ref, attributes: { 'custom:none': 'x' } })).rejects.toThrow(
        'custom:none: Attribute does not exist in the schema.',
      );
    });
  });
});
