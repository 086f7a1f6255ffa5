import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SimulateAccessInput } from '@/lib/contract/access-simulation';
import { createDeployment } from '@/lib/control/deployment/create';
import { createIdentity } from '@/lib/control/iam/create-identity';
import { putInlinePolicy } from '@/lib/control/iam/inline-policies';
import { createMethod } from '@/lib/control/method/create';
import { updateRestApi } from '@/lib/control/rest-api/update';
import { givenPath, givenRestApi, MOCK } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { InvalidInputError, NotFoundError } from '@/lib/errors';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { simulateAccess } from './simulate';

const statement = (effect: string, more: object = {}): object => ({
  ...{ Effect: effect, Action: 'execute-api:Invoke', Resource: '*' },
  ...more,
});
const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const TRUST = policyOf({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' });
const OTHER = 'arn:aws:iam::111122223333:user/bob';

describeEachDatabase('the policy simulator', (open) => {
  let store: TestDatabase;
  let world: World;
  let restApiId: string;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    const api = await givenRestApi(world.owner);
    restApiId = api.id;
    const resourceId = await givenPath(world.owner, api, '/pets');
    const ref = { restApiId, resourceId, integration: MOCK };
    await createMethod(world.owner, { ...ref, httpMethod: 'GET' });
    await createMethod(world.owner, { ...ref, httpMethod: 'POST', authorizationType: 'AWS_IAM' });
    await createDeployment(world.owner, { restApiId, stageName: 'prod' });
  });

  const ask = (more: Partial<SimulateAccessInput> = {}, ctx = world.viewer) =>
    simulateAccess(ctx, {
      ...{ restApiId, stageName: 'prod', definition: 'stage', method: 'GET', path: '/pets' },
      ...{ caller: { kind: 'anonymous' }, sourceIp: '192.0.2.1', at: '2026-01-01T00:00:00Z' },
      ...more,
    });
  const protect = async (policy: string) => {
    const { version } = await store.db.restApi.findUniqueOrThrow({ where: { id: restApiId } });
    await updateRestApi(world.owner, { restApiId, version, policy });
  };

  it('asks what a stage serves, or the working copy', async () => {
    await protect(policyOf(statement('Deny', { Principal: '*' })));
    expect(await ask()).toMatchObject({ outcome: 'allow', response: null, consulted: [] });
    expect(await ask({ definition: 'working-copy' })).toMatchObject({
      ...{ outcome: 'explicitDeny', response: { status: 403 }, table: 'resource-only' },
      consulted: [{ kind: 'resource', effect: 'explicitDeny', statement: 0 }],
    });
  });

  it('a working copy may be asked as a stage that is not there yet', async () => {
    const question = { definition: 'working-copy', stageName: 'next' } as const;
    expect((await ask(question)).resourceArn).toBe(
      `arn:aws:execute-api:us-east-1:${world.accountId}:${restApiId}/next/GET/pets`,
    );
    await expect(ask({ ...question, definition: 'stage' })).rejects.toThrow(NotFoundError);
  });

  describe('callers', () => {
    const user = { kind: 'user', name: 'anna' } as const;
    const asUser = { method: 'POST', caller: { kind: 'identity', identity: 'user', name: 'anna' } } as const;
    beforeEach(async () => {
      await createIdentity(world.owner, user);
      await createIdentity(world.owner, { kind: 'role', name: 'reader', trustPolicy: TRUST });
    });

    it('a user has the policies that IAM says', async () => {
      expect(await ask(asUser)).toMatchObject({ outcome: 'implicitDeny', table: 'same-account', consulted: [] });
      await putInlinePolicy(world.owner, { ...user, policyName: 'call', document: policyOf(statement('Allow')) });
      expect(await ask(asUser)).toMatchObject({
        outcome: 'allow',
        consulted: [{ kind: 'identity', name: 'policy call', statement: 0 }],
      });
    });

    it('a role is named by its own ARN and its session’s', async () => {
      const arn = `arn:aws:iam::${world.accountId}:role/reader`;
      await protect(policyOf(statement('Allow', { Principal: { AWS: arn } })));
      const caller = { kind: 'identity', identity: 'role', name: 'reader' } as const;
      const question = { ...asUser, definition: 'working-copy' } as const;
      expect((await ask({ ...question, caller })).outcome).toBe('allow');
      expect((await ask(question)).outcome).toBe('implicitDeny');
    });

    it('another account’s need both sides', async () => {
      const caller = { kind: 'arn', arn: OTHER, policy: policyOf(statement('Allow')) } as const;
      const question = { ...asUser, caller, definition: 'working-copy' } as const;
      expect(await ask(question)).toMatchObject({ outcome: 'implicitDeny', table: 'cross-account' });
      await protect(policyOf(statement('Allow', { Principal: { AWS: OTHER } })));
      expect((await ask(question)).outcome).toBe('allow');
      expect((await ask({ ...question, caller: { ...caller, policy: '' } })).outcome).toBe('implicitDeny');
    });

    it('other accounts’ users are unknown', async () => {
      const other = await createWorld(store);
      await createIdentity(other.owner, { kind: 'user', name: 'theirs' });
      const caller = { kind: 'identity', identity: 'user', name: 'theirs' } as const;
      await expect(ask({ ...asUser, caller })).rejects.toThrow(NotFoundError);
      await expect(ask(asUser, other.viewer)).rejects.toThrow(NotFoundError);
    });
  });

  it('a VPC endpoint that no gateway here has is in no VPC', async () => {
    const inVpc = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
    await protect(policyOf(statement('Allow', { Principal: '*', Condition: inVpc })));
    await updateEndpoint('PRIVATE');
    const question = { definition: 'working-copy', vpcEndpointId: 'vpce-1' } as const;
    expect((await ask(question)).outcome).toBe('implicitDeny');
    const status = await world.runtime.status();
    world.runtime.status = async () => ({ ...status, vpcEndpoints: [{ id: 'vpce-1', vpcId: 'vpc-1', url: '' }] });
    expect((await ask(question)).outcome).toBe('allow');
    expect((await ask({ ...question, vpcEndpointId: '' })).outcome).toBe('refused');
  });

  async function updateEndpoint(endpointType: 'PRIVATE') {
    const { version } = await store.db.restApi.findUniqueOrThrow({ where: { id: restApiId } });
    await updateRestApi(world.owner, { restApiId, version, endpointType });
  }

  it.each([
    ['sourceIp', { sourceIp: 'here' }],
    ['at', { at: 'now' }],
    ['path', { path: 'pets' }],
    ['stageName', { stageName: '../prod' }],
    ['caller.policy', { caller: { kind: 'arn', arn: OTHER, policy: policyOf(statement('Maybe')) } as const }],
    ['caller.answer', { caller: { kind: 'authorizer', answer: '' } as const }],
  ])('a wrong %s is refused by its name', async (field, more) => {
    const error = await ask(more).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(Object.keys((error as InvalidInputError).fieldErrors ?? {})).toEqual([field]);
  });
});
