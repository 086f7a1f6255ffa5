import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IntegrationInput } from '@/lib/contract/method';
import { createDeployment } from '@/lib/control/deployment/create';
import { createMethod } from '@/lib/control/method/create';
import { getMethod } from '@/lib/control/method/get';
import { createWorld, type World } from '@/lib/control/testing/world';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError, StaleEditError } from '@/lib/errors';
import { changesSince } from '@/lib/store/revision';
import { openSecrets } from '@/lib/store/secrets';
import { readRoleChanges } from '@/lib/store/service-roles';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { givenPath, givenRestApi } from '../testing/rest-apis';
import { createServiceRole } from './create';
import { deleteServiceRole } from './delete';
import { listServiceRoles } from './list';
import { updateServiceRole } from './update';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret that nobody guesses' };
const ref = { roleName: 'gateway' };

describeEachDatabase('service roles', (open) => {
  let store: TestDatabase;
  let world: World;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
  });

  const givenRole = (fields: object = {}) =>
    createServiceRole(world.owner, { name: 'gateway', credentials, ...fields });
  const lastAudit = async () => (await world.audit()).at(-1);
  const published = async () => {
    const { serviceRoles } = await readRoleChanges(store.db, openSecrets({ dataDir: store.dataDir }), 'all');
    return serviceRoles.find(({ accountId }) => accountId === world.accountId);
  };
  const givenMethod = async (integration: Partial<IntegrationInput> = {}) => {
    const api = await givenRestApi(world.owner);
    const resourceId = await givenPath(world.owner, api, '/pets');
    const method = await createMethod(world.owner, {
      ...{ restApiId: api.id, resourceId, httpMethod: 'GET' },
      integration: {
        ...{ type: 'AWS', httpMethod: 'POST', uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/Scan' },
        credentials: 'arn:aws:iam::123456789012:role/gateway',
        ...integration,
      },
    });
    return { restApiId: api.id, resourceId, method };
  };

  describe('making one', () => {
    it('tells everything but the secrets, publishes and audits', async () => {
      const before = await world.revision();
      const services = [
        { service: 'dynamodb', endpoint: 'http://localhost:8000/' },
        { service: 'sqs', region: 'eu-central-1' },
      ];
      const made = await givenRole({
        services,
        description: 'Pets',
        credentials: { ...credentials, sessionToken: 'a token' },
      });
      expect(made).toMatchObject({
        ...{ name: 'gateway', arn: `arn:aws:iam::${world.accountId}:role/gateway`, description: 'Pets', version: 1 },
        ...{ accessKeyId: 'AKIDEXAMPLE', hasSessionToken: true, usedBy: [] },
        services: [
          { service: 'dynamodb', region: '', endpoint: 'http://localhost:8000' },
          { service: 'sqs', region: 'eu-central-1', endpoint: '' },
        ],
      });
      expect(made.publish.workers).toEqual({ acked: 1, total: 1 });
      expect((await changesSince(store.db, before))?.changes).toMatchObject([{ kind: 'service-role' }]);
      expect(await lastAudit()).toMatchObject({
        ...{ action: 'service-role.create', targetId: 'gateway' },
        summary: 'Access key AKIDEXAMPLE; for dynamodb at http://localhost:8000, sqs in eu-central-1',
      });
      const { publish: _publish, ...role } = made;
      expect(await listServiceRoles(world.viewer)).toEqual([role]);
      const row = await store.db.serviceRole.findFirstOrThrow({ where: { accountId: world.accountId } });
      const told = JSON.stringify([made, row, await world.audit()]);
      expect(told).not.toContain('a secret that nobody guesses');
      expect(told).not.toContain('a token');
    });

    it('gives gateways what they sign with', async () => {
      await givenRole({ services: [{ service: 'dynamodb', endpoint: 'http://localhost:8000' }, { service: 's3' }] });
      expect(await published()).toMatchObject({
        ...{ name: 'gateway', ...credentials },
        services: [{ service: 'dynamodb', endpoint: 'http://localhost:8000' }, { service: 's3' }],
      });
    });

    it('is one of its name in an account, and any account may have one of that name', async () => {
      await givenRole();
      await expect(givenRole()).rejects.toThrow(ConflictError);
      await createServiceRole(world.stranger, { name: 'gateway', credentials });
      expect(await listServiceRoles(world.stranger)).toHaveLength(1);
      expect(await listServiceRoles(world.owner)).toHaveLength(1);
    });

    it.each([
      ['a name with a slash', { name: 'a/b' }, 'name'],
      ['a name of 65 characters', { name: 'a'.repeat(65) }, 'name'],
      ['no secret', { credentials: { ...credentials, secretAccessKey: '' } }, 'credentials.secretAccessKey'],
      [
        'an access key with a slash',
        { credentials: { ...credentials, accessKeyId: 'AK/ID/23' } },
        'credentials.accessKeyId',
      ],
      ['a service with a subdomain', { services: [{ service: 'pets.s3' }] }, 'services.0.service'],
      ['an endpoint with a path', { services: [{ service: 's3', endpoint: 'http://a/b' }] }, 'services.0.endpoint'],
      ['an endpoint with a user', { services: [{ service: 's3', endpoint: 'http://a@b' }] }, 'services.0.endpoint'],
      ['an endpoint of files', { services: [{ service: 's3', endpoint: 'file:///etc' }] }, 'services.0.endpoint'],
      ['a service named twice', { services: [{ service: 's3' }, { service: 's3' }] }, 'services.1.service'],
    ])('refuses %s', async (_, fields, field) => {
      const error = await givenRole(fields).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(Object.keys((error as InvalidInputError).fieldErrors ?? {})).toContain(field);
      expect(await listServiceRoles(world.owner)).toEqual([]);
    });

    it('has endpoints that the gateway may call', async () => {
      world.runtime.refusedOrigins.set('http://10.1.2.3', 'It is private.');
      const services = [{ service: 'sqs' }, { service: 's3', endpoint: 'http://10.1.2.3/' }];
      const refused = { fieldErrors: { 'services.1.endpoint': ['It is private.'] } };
      await expect(givenRole({ services })).rejects.toMatchObject(refused);
      await givenRole();
      await expect(updateServiceRole(world.owner, { ...ref, version: 1, services })).rejects.toMatchObject(refused);
    });

    it('is not for viewers, and unknown to others', async () => {
      await givenRole();
      await expect(createServiceRole(world.viewer, {})).rejects.toThrow(ForbiddenError);
      await expect(listServiceRoles(world.consumer)).rejects.toThrow(ForbiddenError);
      await expect(updateServiceRole(world.stranger, { ...ref, version: 1 })).rejects.toThrow(NotFoundError);
      await expect(deleteServiceRole(world.stranger, ref)).rejects.toThrow(NotFoundError);
    });
  });

  describe('changing one', () => {
    it('replaces what is given, and leaves the secrets where none are', async () => {
      await givenRole();
      const changed = await updateServiceRole(world.admin, { ...ref, version: 1, services: [{ service: 'sns' }] });
      expect(changed).toMatchObject({ version: 2, services: [{ service: 'sns' }], accessKeyId: 'AKIDEXAMPLE' });
      expect(await published()).toMatchObject(credentials);
      expect(await lastAudit()).toMatchObject({ action: 'service-role.update', summary: 'now for sns' });
    });

    it('replaces the credentials whole', async () => {
      await givenRole({ credentials: { ...credentials, sessionToken: 'a token' } });
      const next = { accessKeyId: 'AKIDNEWONE', secretAccessKey: 'another secret' };
      const changed = await updateServiceRole(world.admin, { ...ref, version: 1, credentials: next });
      expect(changed).toMatchObject({ accessKeyId: 'AKIDNEWONE', hasSessionToken: false });
      const role = await published();
      expect(role).toMatchObject(next);
      expect(role?.sessionToken).toBeUndefined();
      const audit = await lastAudit();
      expect(audit?.summary).toBe('credentials replaced; access key AKIDNEWONE');
    });

    it('does nothing when nothing is different, and is refused when it is outdated', async () => {
      await givenRole();
      const before = await world.revision();
      expect(await updateServiceRole(world.admin, { ...ref, version: 1, services: [] })).toMatchObject({ version: 1 });
      expect(await world.revision()).toBe(before);
      await updateServiceRole(world.admin, { ...ref, version: 1, description: 'x' });
      await expect(updateServiceRole(world.admin, { ...ref, version: 1, description: 'y' })).rejects.toThrow(
        StaleEditError,
      );
    });
  });

  describe('using one', () => {
    it('is a matter of its name, in working copies and stages, and keeps it from being deleted', async () => {
      await givenRole();
      const { restApiId, resourceId, method } = await givenMethod();
      expect(method.integration?.credentials).toBe('arn:aws:iam::123456789012:role/gateway');
      await createDeployment(world.owner, { restApiId, stageName: 'prod' });
      const [role] = await listServiceRoles(world.viewer);
      expect(role?.usedBy).toMatchObject([
        { restApiId, method: 'GET /pets', stageName: null },
        { restApiId, method: 'GET /pets', stageName: 'prod' },
      ]);
      await expect(deleteServiceRole(world.admin, ref)).rejects.toThrow(
        'The role gateway is still used by GET /pets of Pet store, GET /pets of Pet store in the stage prod.',
      );
      const ofViewer = await getMethod(world.viewer, { restApiId, resourceId, httpMethod: 'GET' });
      expect(ofViewer.integration).toMatchObject({ type: 'AWS', httpMethod: 'POST' });
    });

    it('may depend on the stage', async () => {
      await givenRole();
      const { restApiId } = await givenMethod({
        credentials: 'arn:aws:iam::123456789012:role/$' + '{stageVariables.role}',
      });
      const { stage } = await createDeployment(world.owner, { restApiId, stageName: 'prod' });
      expect((await listServiceRoles(world.owner))[0]?.usedBy).toEqual([]);
      await store.db.stage.update({ where: { id: stage?.id ?? '' }, data: { variables: { role: 'gateway' } } });
      expect((await listServiceRoles(world.owner))[0]?.usedBy).toMatchObject([{ stageName: 'prod' }]);
    });

    it('ends with its deletion, which is published and audited', async () => {
      await givenRole();
      const before = await world.revision();
      await deleteServiceRole(world.admin, ref);
      expect(await listServiceRoles(world.owner)).toEqual([]);
      expect(await published()).toBeUndefined();
      expect((await changesSince(store.db, before))?.changes).toMatchObject([{ kind: 'service-role' }]);
      expect(await lastAudit()).toMatchObject({ action: 'service-role.delete', targetId: 'gateway' });
    });
  });

  it.each<[string, Partial<IntegrationInput>, string, string]>([
    [
      'no role',
      { credentials: undefined },
      'integration.credentials',
      'Role ARN must be specified for AWS integrations',
    ],
    [
      'the caller’s credentials',
      { credentials: 'arn:aws:iam::*:user/*' },
      'integration.credentials',
      'not supported yet',
    ],
    ['a role’s bare name', { credentials: 'gateway' }, 'integration.credentials', 'Invalid ARN specified'],
    [
      'an ARN that does nothing',
      { uri: 'arn:aws:apigateway:us-east-1:dynamodb' },
      'integration.uri',
      'AWS ARN for integration must contain path or action',
    ],
    ['an ARN of something else', { uri: 'arn:aws:dynamodb:us-east-1:1:table/x' }, 'integration.uri', 'Invalid ARN'],
    [
      'a proxy for a service',
      { type: 'AWS_PROXY', credentials: undefined },
      'integration.uri',
      'currently only supports Lambda function',
    ],
    [
      'a role for a backend',
      { type: 'HTTP_PROXY', uri: 'https://example.com' },
      'integration.credentials',
      'Credentials are for AWS services',
    ],
  ])('a method is refused with %s', async (_, integration, field, message) => {
    const error = await givenMethod(integration).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect((error as InvalidInputError).fieldErrors?.[field]?.join()).toContain(message);
  });
});
