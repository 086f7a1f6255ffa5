import type { Actor } from '@/lib/auth/can';
import { createAuthorizer } from '@/lib/control/authorizer/create';
import type { Ctx } from '@/lib/control/context';
import { createDeployment } from '@/lib/control/deployment/create';
import { createDomainName } from '@/lib/control/domain-name/create';
import { createBasePathMapping } from '@/lib/control/domain-name/mappings';
import { createFunctionAlias } from '@/lib/control/function/aliases';
import { createFunction } from '@/lib/control/function/create';
import { addFunctionPermission } from '@/lib/control/function/permissions';
import { publishFunctionVersion } from '@/lib/control/function/publish-version';
import { updateFunction } from '@/lib/control/function/update';
import { putGatewayResponse } from '@/lib/control/gateway-response/put';
import { createAccessKey } from '@/lib/control/iam/access-keys';
import { createIdentity } from '@/lib/control/iam/create-identity';
import { putInlinePolicy } from '@/lib/control/iam/inline-policies';
import { createPolicy } from '@/lib/control/iam/policies';
import { subscribe } from '@/lib/control/portal/subscribe';
import { createProduct } from '@/lib/control/product/create';
import { createRequestValidator } from '@/lib/control/request-validator/create';
import { createServiceRole } from '@/lib/control/service-role/create';
import { sessionDigest } from '@/lib/control/session/list';
import { createStage } from '@/lib/control/stage/create';
import { putStageCanary } from '@/lib/control/stage/put-canary';
import { createTemplateCase } from '@/lib/control/template-case/create';
import { givenPerson, inSession, type SignedInPerson, signedIn } from '@/lib/control/testing/people';
import { givenProduct } from '@/lib/control/testing/portal';
import { givenRestApi } from '@/lib/control/testing/rest-apis';
import { createWorld, type World } from '@/lib/control/testing/world';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import { createUserPoolClient } from '@/lib/control/user-pool/clients';
import { createUserPoolGroup } from '@/lib/control/user-pool/groups';
import { selfSigned } from '@/lib/gateway/testing/certificate';
import { newEntityId, newUuid } from '@/lib/ids';
import type { TestDatabase } from '@/lib/store/testing/databases';

export const CALLERS = ['nobody', 'consumer', 'subscriber', 'stranger', 'viewer', 'admin', 'owner'] as const;
/** consumer: of the portal, without a subscription. subscriber: with one. stranger: the owner of another account. */
export type Caller = (typeof CALLERS)[number];

/** An account with one of everything that actions and routes can name, and everyone who may ask for it. */
export interface AccessWorld {
  readonly world: World;
  readonly callers: Readonly<Record<Caller, Ctx>>;
  /** Ids of the account's things: nobody outside may learn of them. */
  readonly ids: Readonly<Record<string, string>>;
  /** Must never appear in an answer, an audit entry or a log line. */
  readonly secrets: readonly string[];
  readonly keyValue: string;
  /** The subscriber's own. */
  readonly subscriberKeyValue: string;
  /** All that the account holds, as text. */
  dump(): Promise<string>;
}

export async function createAccessWorld(store: TestDatabase): Promise<AccessWorld> {
  const world = await createWorld(store);
  const { db } = store;
  const people = {
    consumer: await givenPerson(world),
    subscriber: await givenPerson(world),
    stranger: await givenStranger(world),
    viewer: await givenPerson(world, { role: 'viewer' }),
    admin: await givenPerson(world, { role: 'admin' }),
    owner: await givenPerson(world, { role: 'owner' }),
  };
  const extra = await givenPerson(world, { role: 'viewer' });
  const { api, stage, plan, product } = await givenProduct(world);
  const ctx = world.owner;
  const restApiId = api.id;
  const resource = await db.resource.findFirstOrThrow({ where: { restApiId, path: '/pets' } });
  const [key, spareKey] = [await apiKey(ctx, [plan.id]), await apiKey(ctx, [])];
  const subscription = await subscribe(people.subscriber.ctx, { productId: product.id, usagePlanId: plan.id });
  const unpublished = await createProduct(ctx, { restApiId, stageName: 'prod', title: 'Spare' });
  const sparePlan = await createUsagePlan(ctx, { name: 'Spare' });
  const spareApi = await givenRestApi(ctx, 'Spare');
  const spareDeployment = await createDeployment(ctx, { restApiId });
  await createStage(ctx, { restApiId, name: 'spare', deploymentId: stage.deploymentId });
  await putStageCanary(ctx, { restApiId, stageName: 'spare', version: 1, percentTraffic: 10 });
  await putGatewayResponse(ctx, { restApiId, responseType: 'QUOTA_EXCEEDED', version: null, statusCode: '503' });
  const validator = await createRequestValidator(ctx, { restApiId, name: 'Spare' });
  const authorizer = await createAuthorizer(ctx, {
    ...{ restApiId, name: 'Spare', type: 'TOKEN', authorizerUri: 'https://auth.example.test/' },
    identitySource: 'method.request.header.Authorization',
  });
  const templateCase = await createTemplateCase(ctx, {
    ...{ restApiId, resourceId: resource.id, httpMethod: 'GET', direction: 'request', statusCode: null },
    ...{ templateKey: 'text/plain', name: 'Spare', sample: { httpMethod: 'GET' }, expected: '' },
  });
  const functions = await givenFunctions(ctx, key.value);
  const roleName = `role-${newEntityId()}`;
  await createServiceRole(ctx, {
    ...{ name: roleName, credentials: { accessKeyId: 'AKIDEXAMPLE1', secretAccessKey: REMOTE_SECRET } },
  });
  const domainName = `${newEntityId()}.example.com`;
  const pair = selfSigned({ names: [domainName], fromMs: 0, toMs: Date.now() + 1e12 });
  await createDomainName(ctx, { domainName, certificate: { certificate: pair.cert, privateKey: pair.key } });
  await createBasePathMapping(ctx, { domainName, basePath: 'pets', restApiId, stageName: 'prod' });
  const iam = await givenIam(ctx);
  await db.user.update({ where: { id: people.subscriber.userId }, data: { demo: true } });
  const userPoolIds = await givenUserPool(ctx, world.accountId);
  const other = await signedIn(world, people.owner.userId);
  const subscriberKey = subscription.key;
  if (subscriberKey === null) throw new Error('the subscription has no key');

  const rows = await db.user.findMany({ where: { id: { in: Object.values(people).map(({ userId }) => userId) } } });
  const sealed = await db.apiKey.findMany({ where: { accountId: world.accountId } });
  const sessions = await db.session.findMany({ where: { userId: { in: rows.map(({ id }) => id) } } });
  // Of a stage that the gateway could not compile.
  const error = { stageId: stage.id, apiId: restApiId, stageName: 'prod', place: 'GET /pets', message: 'wrong' };
  world.runtime.report = { ...world.runtime.report, errors: [error] };
  const trace = await givenTrace(ctx, { restApiId, stageId: stage.id });
  return {
    world,
    callers: {
      nobody: world.nobody,
      ...(mapValues(people, (person) => person.ctx) as Record<Exclude<Caller, 'nobody'>, Ctx>),
    },
    ids: {
      ...{ accountId: world.accountId, restApiId, rootResourceId: api.rootResourceId, resourceId: resource.id },
      ...{ stageId: stage.id, deploymentId: stage.deploymentId, spareDeploymentId: spareDeployment.id },
      ...{
        requestValidatorId: validator.id,
        authorizerId: authorizer.id,
        templateCaseId: templateCase.id,
        traceId: trace.id,
        spareApiId: spareApi.id,
        usagePlanId: plan.id,
        sparePlanId: sparePlan.id,
      },
      ...{ apiKeyId: key.id, spareKeyId: spareKey.id, subscriberKeyId: subscriberKey.id },
      ...{ productId: product.id, spareProductId: unpublished.id, subscriptionId: subscription.id },
      ...{ functionName: functions.local, remoteFunction: functions.remote, roleName, domainName },
      ...{ userName: iam.userName, groupName: iam.groupName, policyName: iam.policyName, accessKeyId: iam.accessKeyId },
      ...userPoolIds,
      ...{ memberId: extra.userId, sessionId: sessionDigest(other.sessionId) },
    },
    secrets: [
      ...rows.flatMap(({ passwordHash }) => passwordHash ?? []),
      ...sealed.flatMap(({ valueHash, valueEncrypted }) => [valueHash, valueEncrypted]),
      ...sessions.map(({ id }) => id),
      ...(await sealedOfFunctions(ctx, world.accountId)),
      ...(await db.serviceRole.findMany({ where: { accountId: world.accountId } })).map((role) => role.secretSealed),
      iam.secretAccessKey,
      ...(await db.iamAccessKey.findMany()).map((key) => key.secretSealed),
      ...(await db.userPoolClient.findMany({ where: { userPool: { accountId: world.accountId } } })).flatMap(
        ({ secretSealed }) => secretSealed ?? [],
      ),
      REMOTE_SECRET,
      ...(await db.domainName.findMany({ where: { accountId: world.accountId } })).flatMap(
        ({ privateKeySealed }) => privateKeySealed ?? [],
      ),
      pair.key.split('\n')[1] as string,
      ctx.secrets.sessionSecret,
      ctx.secrets.keyLookupSecret.toString('base64url'),
    ],
    keyValue: key.value,
    subscriberKeyValue: subscriberKey.value,
    dump: async () => {
      const { accountId } = world;
      const where = { where: { restApi: { accountId } }, orderBy: { id: 'asc' as const } };
      return JSON.stringify([
        await db.account.findUnique({
          where: { id: accountId },
          include: { restApis: true, apiKeys: { include: { plans: true } }, products: true, memberships: true },
        }),
        await db.usagePlan.findMany({ where: { accountId }, include: { stages: true, keys: true } }),
        await db.lambdaFunction.findMany({
          where: { accountId },
          orderBy: { id: 'asc' },
          include: { versions: { orderBy: { number: 'asc' } }, aliases: true, permissions: true },
        }),
        await db.serviceRole.findMany({ where: { accountId }, orderBy: { id: 'asc' } }),
        await db.domainName.findMany({ where: { accountId }, include: { mappings: true }, orderBy: { id: 'asc' } }),
        await db.iamPolicy.findMany({ where: { accountId }, orderBy: { id: 'asc' } }),
        await db.iamIdentity.findMany({
          where: { accountId },
          orderBy: { id: 'asc' },
          include: { accessKeys: true, groups: true, attachments: true, inlinePolicies: true },
        }),
        await db.auditEvent.findMany({ where: { accountId }, orderBy: { id: 'asc' } }),
        await db.userPool.findMany({
          where: { accountId },
          include: {
            keys: true,
            clients: true,
            groups: { include: { members: true } },
            users: { orderBy: { id: 'asc' }, include: { codes: true } },
          },
        }),
        await db.resource.findMany({ ...where, include: { methods: { include: { integration: true } } } }),
        await db.gatewayResponse.findMany({ where: { restApi: { accountId } } }),
        await db.model.findMany(where),
        await db.requestValidator.findMany(where),
        await db.authorizer.findMany(where),
        await db.templateCase.findMany(where),
        await db.debugToken.findMany({ where: { stage: { restApi: { accountId } } } }),
        await db.deployment.findMany(where),
        await db.stage.findMany(where),
        await db.subscription.findMany({ where: { accountId } }),
        await db.user.findMany({
          where: { id: { in: [extra.userId, people.owner.userId, people.subscriber.userId] } },
        }),
        await db.session.findMany({ where: { userId: people.owner.userId }, select: { id: true, accountId: true } }),
      ]);
    },
  };

  async function apiKey(owner: Ctx, usagePlanIds: string[]) {
    const { createApiKey } = await import('@/lib/control/api-key/create');
    return createApiKey(owner, { name: 'Key', usagePlanIds });
  }
}

/** Without keys: making them takes long, and who may ask for what does not depend on them. */
async function givenUserPool(ctx: Ctx, accountId: string) {
  const userPoolId = `us-east-1_${newEntityId()}`;
  const poolGroup = `group-${newEntityId()}`;
  const [poolUser, unconfirmedPoolUser] = [`kim-${newEntityId()}`, `pat-${newEntityId()}`];
  await ctx.db.userPool.create({
    data: {
      ...{ id: userPoolId, accountId, name: 'Customers' },
      passwordPolicy: {},
      users: {
        create: [
          { id: newUuid(), username: poolUser, login: poolUser, status: 'CONFIRMED' },
          { id: newUuid(), username: unconfirmedPoolUser, login: unconfirmedPoolUser, status: 'UNCONFIRMED' },
        ],
      },
    },
  });
  const client = await createUserPoolClient(ctx, { userPoolId, name: 'web', generateSecret: true });
  await createUserPoolGroup(ctx, { userPoolId, name: poolGroup });
  return { userPoolId, poolClientId: client.id, poolGroup, poolUser, unconfirmedPoolUser };
}

const REMOTE_SECRET = 'a-secret-access-key-that-is-never-shown';

/** One that runs here, with all that can be named of it, and a remote one. `secret` is in the environment. */
async function givenFunctions(ctx: Ctx, secret: string): Promise<{ local: string; remote: string }> {
  const [local, remote] = [`fn-${newEntityId()}`, `fn-${newEntityId()}`];
  const ref = { functionName: local };
  await createFunction(ctx, { kind: 'local', name: local, files: [{ path: 'index.mjs', text: 'export {}' }] });
  await updateFunction(ctx, { ...ref, version: 1, environment: { TOKEN: secret } });
  await publishFunctionVersion(ctx, { ...ref, version: 2 });
  await updateFunction(ctx, { ...ref, version: 3, memoryMb: 256 });
  await publishFunctionVersion(ctx, { ...ref, version: 4 });
  await createFunctionAlias(ctx, { ...ref, name: 'live', functionVersion: '1' });
  await addFunctionPermission(ctx, { ...ref, statementId: 'known' });
  await createFunction(ctx, {
    ...{ kind: 'remote', name: remote, endpointUrl: 'http://127.0.0.1:9', remoteName: 'far', region: 'eu-central-1' },
    credentials: { accessKeyId: 'AKIDEXAMPLE0', secretAccessKey: REMOTE_SECRET },
  });
  return { local, remote };
}

async function sealedOfFunctions({ db }: Ctx, accountId: string): Promise<string[]> {
  const rows = await db.lambdaFunction.findMany({ where: { accountId }, include: { versions: true } });
  return rows.flatMap(({ remoteSecretSealed, versions }) => [
    ...(remoteSecretSealed === null ? [] : [remoteSecretSealed]),
    ...versions.map(({ environmentSealed }) => environmentSealed),
  ]);
}

/** With a user and a membership: an owner like any other, elsewhere. */
async function givenStranger(world: World): Promise<SignedInPerson> {
  const person = await givenPerson(world);
  const actor = world.stranger.actor as Extract<Actor, { kind: 'member' }>;
  const { db } = world.owner;
  await db.membership.create({ data: { accountId: actor.accountId, userId: person.userId, role: 'owner' } });
  return { ...person, ctx: await inSession(world, person.sessionId) };
}

function mapValues<K extends string, V, R>(record: Record<K, V>, map: (value: V) => R): Record<K, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value as V)])) as Record<K, R>;
}

async function givenTrace({ db }: Ctx, ref: Readonly<{ restApiId: string; stageId: string }>): Promise<{ id: string }> {
  const message = { headers: [], body: '', bodyBytes: 0, isBodyCut: false };
  const request = { ...message, query: '', pathParameters: [], sourceIp: '', protocol: '' };
  const detail = JSON.stringify({ request, response: message, stageVariables: {}, steps: [], explanation: null });
  return db.requestTrace.create({
    data: {
      ...{ ...ref, id: newUuid(), stageName: 'prod', deploymentId: '', isCanary: false, origin: 'SAMPLE' },
      ...{
        requestId: newUuid(),
        extendedRequestId: '',
        startedAt: new Date(),
        method: 'GET',
        path: '/',
        resourceId: '',
      },
      ...{ resourcePath: '/', methodKey: 'GET', status: 200, latencyUs: 1, responseType: '', sizeBytes: 1, detail },
    },
  });
}

export const ANY_POLICY = '{"Statement":{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}}';

async function givenIam(ctx: Ctx) {
  const [userName, groupName, policyName] = [newEntityId(), newEntityId(), newEntityId()];
  await createIdentity(ctx, { kind: 'user', name: userName });
  await createIdentity(ctx, { kind: 'group', name: groupName });
  await createPolicy(ctx, { policyName, document: ANY_POLICY });
  await putInlinePolicy(ctx, { kind: 'user', name: userName, policyName: 'own', document: ANY_POLICY });
  const key = await createAccessKey(ctx, { userName });
  const { accessKeyId, secretAccessKey } = key;
  return { userName, groupName, policyName, accessKeyId, secretAccessKey };
}
