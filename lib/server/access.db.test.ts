// Every door of the console, and who may go through it. A new action or route must be added to the table.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ctx } from '@/lib/control/context';
import { PASSWORD } from '@/lib/control/testing/people';
import type { ErrorCode } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { writeZip } from '@/lib/zip/write-zip';
import { type AccessWorld, ANY_POLICY, CALLERS, type Caller, createAccessWorld } from './testing/access-world';

const caller = vi.hoisted((): { ctx?: Ctx; log: unknown[] } => ({ log: [] }));
vi.mock('@/lib/server/context', () => ({ createCtx: async () => caller.ctx }));
vi.mock('@/lib/server/rate-limit', () => ({ clientAddress: async () => newUuid() }));
vi.mock('@/lib/logger', () => {
  const say = (...line: unknown[]) => void caller.log.push(...line.map(withErrors));
  return { logger: { fatal: say, error: say, warn: say, info: say, debug: say } };
});

type Answer = ErrorCode | 'ok';
type Answers = Readonly<Record<Caller, Answer>>;
type Ids = Readonly<Record<string, string>>;

interface Door {
  readonly answers: Answers;
  readonly input: (ids: Ids, world: AccessWorld) => object;
  /** Its answer holds a key's value: that is what it is for. */
  readonly reveals?: true;
  /** What it tells is for everyone: the portal's catalogue. */
  readonly isPublic?: true;
}

const ANYONE_SIGNED_IN: Answers = {
  ...{ nobody: 'UNAUTHENTICATED', consumer: 'ok', subscriber: 'ok' },
  ...{ stranger: 'ok', viewer: 'ok', admin: 'ok', owner: 'ok' },
};
const MEMBERS = { ...ANYONE_SIGNED_IN, consumer: 'FORBIDDEN', subscriber: 'FORBIDDEN' } as const;
/** Something of the account's: for others it does not exist. */
const READ = { ...MEMBERS, stranger: 'NOT_FOUND' } as const;
/** Of the caller's own account, whichever that is. */
const LIST = MEMBERS;
const WRITE = { ...READ, viewer: 'FORBIDDEN' } as const;
const CREATE = { ...MEMBERS, viewer: 'FORBIDDEN' } as const;
const OWNERS_CREATE = { ...CREATE, admin: 'FORBIDDEN' } as const;
const OWNERS_WRITE = { ...WRITE, admin: 'FORBIDDEN' } as const;
/** A subscription of the caller's own. */
const SUBSCRIBERS: Answers = {
  ...{ nobody: 'UNAUTHENTICATED', consumer: 'NOT_FOUND', subscriber: 'ok' },
  ...{ stranger: 'NOT_FOUND', viewer: 'NOT_FOUND', admin: 'NOT_FOUND', owner: 'NOT_FOUND' },
};
const everyone = (answer: Answer): Answers =>
  Object.fromEntries(CALLERS.map((who) => [who, answer])) as Record<Caller, Answer>;
const OWN_TOTP: Answers = { ...everyone('NOT_FOUND'), nobody: 'UNAUTHENTICATED' };

const pick = (ids: Ids, ...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, ids[name] ?? '']));
const api = (ids: Ids) => pick(ids, 'restApiId');
const fn = (ids: Ids) => pick(ids, 'functionName');
const method = (ids: Ids) => ({ ...pick(ids, 'restApiId', 'resourceId'), httpMethod: 'GET' });
const user = (ids: Ids) => ({ kind: 'user', name: ids.userName });
const userPool = (ids: Ids) => pick(ids, 'userPoolId');
const poolClient = (ids: Ids) => ({ ...userPool(ids), clientId: ids.poolClientId });
const poolUser = (ids: Ids) => ({ ...userPool(ids), username: ids.poolUser });
const MOCK = { type: 'MOCK' };
const TOKEN_AUTHORIZER = {
  ...{ type: 'TOKEN', authorizerUri: 'https://auth.example.test/', identitySource: 'method.request.header.Token' },
} as const;
const newPerson = () => ({ name: 'New', email: `${newUuid()}@example.test`, password: 'a long enough password' });
const usageDates = { startDate: '2026-01-01', endDate: '2026-01-02' };

/** By file and name. */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, Door>>>> = {
  'access.ts': {
    simulateAccessAction: {
      answers: READ,
      input: (ids) => ({
        ...{ ...api(ids), stageName: 'prod', definition: 'working-copy', method: 'GET', path: '/' },
        ...{ caller: { kind: 'identity', identity: 'user', name: ids.userName }, sourceIp: '192.0.2.1' },
        at: '2026-01-01T00:00:00Z',
      }),
    },
  },
  'account.ts': {
    createAccountAction: { answers: { ...MEMBERS }, input: () => ({ name: 'New' }) },
    createFirstOwnerAction: { answers: everyone('CONFLICT'), input: newPerson },
    putSignInRuleAction: { answers: OWNERS_CREATE, input: () => ({ ownersNeedTotp: false }) },
    switchAccountAction: {
      answers: { ...READ, consumer: 'NOT_FOUND', subscriber: 'NOT_FOUND' },
      input: (ids) => pick(ids, 'accountId'),
    },
  },
  'api-key.ts': {
    createApiKeyAction: {
      answers: WRITE,
      input: (ids) => ({ name: 'New', usagePlanIds: [ids.usagePlanId] }),
      reveals: true,
    },
    deleteApiKeyAction: { answers: WRITE, input: (ids) => pick(ids, 'apiKeyId') },
    importApiKeysAction: {
      answers: CREATE,
      // A value and a plan of the account's: for others the one is taken and the other unknown.
      input: (ids, { keyValue }) => ({
        csv: `Name,Key,UsagePlanIds\nnew,${newUuid()},${ids.usagePlanId}\nknown,${keyValue},${ids.usagePlanId}\n`,
      }),
    },
    revealApiKeyAction: { answers: WRITE, input: (ids) => pick(ids, 'apiKeyId'), reveals: true },
    rotateApiKeyAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'apiKeyId'), overlapSeconds: 60 }),
      reveals: true,
    },
    updateApiKeyAction: { answers: WRITE, input: (ids) => ({ ...pick(ids, 'apiKeyId'), version: 1, enabled: false }) },
  },
  'authorizer.ts': {
    createAuthorizerAction: {
      answers: WRITE,
      input: (ids) => ({ ...api(ids), name: 'New', ...TOKEN_AUTHORIZER }),
    },
    updateAuthorizerAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'restApiId', 'authorizerId'), version: 1, name: 'Renamed', ...TOKEN_AUTHORIZER }),
    },
    deleteAuthorizerAction: { answers: WRITE, input: (ids) => pick(ids, 'restApiId', 'authorizerId') },
    testInvokeAuthorizerAction: { answers: WRITE, input: (ids) => pick(ids, 'restApiId', 'authorizerId') },
  },
  'demo.ts': { removeDemoAction: { answers: OWNERS_CREATE, input: () => ({}) } },
  'deployment.ts': {
    createDeploymentAction: { answers: WRITE, input: (ids) => ({ ...api(ids), stageName: 'prod' }) },
    updateDeploymentAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'restApiId', 'deploymentId'), description: 'x' }),
    },
    deleteDeploymentAction: {
      answers: WRITE,
      input: (ids) => ({ ...api(ids), deploymentId: ids.spareDeploymentId }),
    },
  },
  'function.ts': {
    createFunctionAction: {
      answers: CREATE,
      input: () => ({ kind: 'local', name: 'new', files: [{ path: 'index.mjs', text: '' }] }),
    },
    updateFunctionAction: {
      answers: WRITE,
      input: (ids) => ({ ...fn(ids), version: 5, environment: { TOKEN: null, MORE: 'x' } }),
    },
    updateRemoteFunctionAction: {
      answers: WRITE,
      input: (ids) => ({ functionName: ids.remoteFunction, version: 1, description: 'x' }),
    },
    updateFunctionCodeAction: {
      answers: WRITE,
      input: (ids) => ({ ...fn(ids), version: 5, files: [{ path: 'index.mjs', text: 'new' }] }),
    },
    revealFunctionEnvironmentAction: { answers: WRITE, input: fn, reveals: true },
    deleteFunctionAction: { answers: WRITE, input: (ids) => ({ functionName: ids.remoteFunction }) },
    publishFunctionVersionAction: { answers: WRITE, input: (ids) => ({ ...fn(ids), version: 5 }) },
    deleteFunctionVersionAction: { answers: WRITE, input: (ids) => ({ ...fn(ids), number: 2 }) },
    createFunctionAliasAction: { answers: WRITE, input: (ids) => ({ ...fn(ids), name: 'new', functionVersion: '1' }) },
    updateFunctionAliasAction: {
      answers: WRITE,
      input: (ids) => ({ ...fn(ids), name: 'live', version: 1, description: 'x' }),
    },
    deleteFunctionAliasAction: { answers: WRITE, input: (ids) => ({ ...fn(ids), name: 'live' }) },
    addFunctionPermissionAction: { answers: WRITE, input: (ids) => ({ ...fn(ids), statementId: 'new' }) },
    allowMethodAction: { answers: WRITE, input: (ids) => ({ ...fn(ids), ...method(ids) }) },
    removeFunctionPermissionAction: { answers: WRITE, input: (ids) => ({ ...fn(ids), statementId: 'known' }) },
  },
  'gateway-response.ts': {
    putGatewayResponseAction: {
      answers: WRITE,
      input: (ids) => ({ ...api(ids), responseType: 'THROTTLED', version: null, statusCode: '503' }),
    },
    resetGatewayResponseAction: {
      answers: WRITE,
      input: (ids) => ({ ...api(ids), responseType: 'QUOTA_EXCEEDED', version: 1 }),
    },
  },
  'member.ts': {
    addMemberAction: {
      answers: OWNERS_CREATE,
      input: () => ({ email: `${newUuid()}@example.test`, role: 'viewer', password: 'a long enough password' }),
    },
    removeMemberAction: { answers: OWNERS_WRITE, input: ({ memberId }) => ({ userId: memberId }) },
    updateMemberAction: { answers: OWNERS_WRITE, input: ({ memberId }) => ({ userId: memberId, role: 'admin' }) },
  },
  'method.ts': {
    createMethodAction: { answers: WRITE, input: (ids) => ({ ...method(ids), httpMethod: 'POST', integration: MOCK }) },
    updateMethodAction: {
      answers: WRITE,
      input: (ids) => ({
        ...method(ids),
        version: 1,
        integration: { ...MOCK, requestTemplates: { 'application/json': '{"statusCode": 200}' } },
      }),
    },
    deleteMethodAction: { answers: WRITE, input: method },
    testInvokeMethodAction: { answers: WRITE, input: method },
  },
  'model.ts': {
    createModelAction: { answers: WRITE, input: (ids) => ({ ...api(ids), name: 'New', schema: '{"type":"object"}' }) },
    updateModelAction: {
      answers: WRITE,
      input: (ids) => ({ ...api(ids), modelName: 'Error', version: 1, schema: '{"type":"array"}' }),
    },
    deleteModelAction: { answers: WRITE, input: (ids) => ({ ...api(ids), modelName: 'Empty' }) },
  },
  'portal.ts': {
    cancelSubscriptionAction: { answers: SUBSCRIBERS, input: (ids) => pick(ids, 'subscriptionId') },
    // It has a working key already.
    issueSubscriptionKeyAction: {
      answers: { ...SUBSCRIBERS, subscriber: 'CONFLICT' },
      input: (ids) => pick(ids, 'subscriptionId'),
    },
    revealSubscriptionKeyAction: { answers: SUBSCRIBERS, input: subscriberKey, reveals: true },
    revokeSubscriptionKeyAction: { answers: SUBSCRIBERS, input: subscriberKey },
    rotateSubscriptionKeyAction: {
      answers: SUBSCRIBERS,
      input: (ids) => ({ ...subscriberKey(ids), overlapSeconds: 60 }),
      reveals: true,
    },
    subscribeAction: {
      answers: { ...ANYONE_SIGNED_IN, subscriber: 'CONFLICT' },
      input: (ids) => pick(ids, 'productId', 'usagePlanId'),
      reveals: true,
      isPublic: true,
    },
    signUpAction: { answers: everyone('ok'), input: newPerson },
  },
  'product.ts': {
    createProductAction: {
      // A stage of others is a stage that does not exist: an error of that field.
      answers: { ...WRITE, stranger: 'INVALID_INPUT' },
      input: (ids) => ({ ...api(ids), stageName: 'prod', title: 'New' }),
    },
    deleteProductAction: { answers: WRITE, input: (ids) => ({ productId: ids.spareProductId }) },
    updateProductAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'productId', 'restApiId'), version: 1, stageName: 'prod', title: 'Renamed' }),
    },
  },
  'profile.ts': {
    changePasswordAction: {
      answers: ANYONE_SIGNED_IN,
      input: () => ({ currentPassword: PASSWORD, newPassword: 'another long password' }),
    },
    revokeOtherSessionsAction: { answers: ANYONE_SIGNED_IN, input: () => ({}) },
    revokeSessionAction: {
      answers: { ...SUBSCRIBERS, subscriber: 'NOT_FOUND', owner: 'ok' },
      input: (ids) => pick(ids, 'sessionId'),
    },
    updateProfileAction: { answers: ANYONE_SIGNED_IN, input: () => ({ name: 'Renamed' }) },
  },
  'request-validator.ts': {
    createRequestValidatorAction: { answers: WRITE, input: (ids) => ({ ...api(ids), name: 'New' }) },
    updateRequestValidatorAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'restApiId', 'requestValidatorId'), version: 1, name: 'Renamed' }),
    },
    deleteRequestValidatorAction: {
      answers: WRITE,
      input: (ids) => pick(ids, 'restApiId', 'requestValidatorId'),
    },
  },
  'resource.ts': {
    createResourceAction: {
      answers: WRITE,
      input: (ids) => ({ ...api(ids), parentId: ids.rootResourceId, pathPart: 'new' }),
    },
    updateResourceAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'restApiId', 'resourceId'), version: 1, pathPart: 'animals' }),
    },
    deleteResourceAction: { answers: WRITE, input: (ids) => pick(ids, 'restApiId', 'resourceId') },
    enableCorsAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'restApiId', 'resourceId'), methods: ['GET'] }),
    },
  },
  'rest-api.ts': {
    createRestApiAction: { answers: CREATE, input: () => ({ name: 'New' }) },
    updateRestApiAction: { answers: WRITE, input: (ids) => ({ ...api(ids), version: 1, description: 'x' }) },
    deleteRestApiAction: { answers: WRITE, input: (ids) => ({ restApiId: ids.spareApiId }) },
  },
  'domain-name.ts': {
    createDomainNameAction: { answers: CREATE, input: () => ({ domainName: `${newUuid()}.example.com` }) },
    updateDomainNameAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'domainName'), version: 1, endpointType: 'EDGE' }),
    },
    deleteDomainNameAction: { answers: WRITE, input: (ids) => pick(ids, 'domainName') },
    createBasePathMappingAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'domainName', 'restApiId'), basePath: 'new' }),
    },
    updateBasePathMappingAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'domainName'), basePath: 'pets', newBasePath: 'cats' }),
    },
    deleteBasePathMappingAction: { answers: WRITE, input: (ids) => ({ ...pick(ids, 'domainName'), basePath: 'pets' }) },
  },
  'iam.ts': {
    createIdentityAction: { answers: CREATE, input: () => ({ kind: 'user', name: 'new' }) },
    updateIdentityAction: { answers: WRITE, input: (ids) => ({ ...user(ids), version: 1, description: 'x' }) },
    deleteIdentityAction: { answers: WRITE, input: user },
    setGroupsAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'userName'), groupNames: [ids.groupName] }),
    },
    attachPoliciesAction: { answers: WRITE, input: (ids) => ({ ...user(ids), policyNames: [ids.policyName] }) },
    putInlinePolicyAction: {
      answers: WRITE,
      input: (ids) => ({ ...user(ids), policyName: 'new', document: ANY_POLICY }),
    },
    deleteInlinePolicyAction: { answers: WRITE, input: (ids) => ({ ...user(ids), policyName: 'own' }) },
    createAccessKeyAction: { answers: WRITE, input: (ids) => pick(ids, 'userName') },
    setAccessKeyAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'userName', 'accessKeyId'), active: false }),
    },
    deleteAccessKeyAction: { answers: WRITE, input: (ids) => pick(ids, 'userName', 'accessKeyId') },
    createPolicyAction: { answers: CREATE, input: () => ({ policyName: 'new', document: ANY_POLICY }) },
    updatePolicyAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'policyName'), version: 1, description: 'x' }),
    },
    deletePolicyAction: { answers: WRITE, input: (ids) => pick(ids, 'policyName') },
  },
  'service-role.ts': {
    createServiceRoleAction: {
      answers: CREATE,
      input: () => ({
        name: 'new',
        credentials: { accessKeyId: 'AKIDEXAMPLE1', secretAccessKey: 'another-secret-that-is-never-shown' },
      }),
    },
    updateServiceRoleAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'roleName'), version: 1, description: 'x' }),
    },
    deleteServiceRoleAction: { answers: WRITE, input: (ids) => pick(ids, 'roleName') },
  },
  'stage.ts': {
    createStageAction: { answers: WRITE, input: (ids) => ({ ...pick(ids, 'restApiId', 'deploymentId'), name: 'new' }) },
    updateStageAction: {
      answers: WRITE,
      input: (ids) => ({ ...api(ids), stageName: 'prod', version: 1, variables: { a: 'b' } }),
    },
    deleteStageAction: { answers: WRITE, input: (ids) => ({ ...api(ids), stageName: 'spare' }) },
    putStageCanaryAction: {
      answers: WRITE,
      input: (ids) => ({ ...api(ids), stageName: 'prod', version: 1, percentTraffic: 10 }),
    },
    promoteStageCanaryAction: { answers: WRITE, input: (ids) => ({ ...api(ids), stageName: 'spare', version: 2 }) },
    removeStageCanaryAction: { answers: WRITE, input: (ids) => ({ ...api(ids), stageName: 'spare', version: 2 }) },
    flushStageAuthorizersCacheAction: { answers: WRITE, input: (ids) => ({ ...api(ids), stageName: 'prod' }) },
    flushStageCacheAction: { answers: WRITE, input: (ids) => ({ ...api(ids), stageName: 'prod' }) },
  },
  'subscription.ts': {
    decideSubscriptionAction: {
      answers: WRITE,
      input: (ids) => ({ ...pick(ids, 'subscriptionId'), decision: 'revoke' }),
    },
  },
  'template-case.ts': {
    createTemplateCaseAction: { answers: WRITE, input: (ids) => ({ ...templateCase(ids), name: 'New' }) },
    updateTemplateCaseAction: {
      answers: WRITE,
      input: (ids) => ({ ...templateCase(ids), ...pick(ids, 'templateCaseId'), version: 1, name: 'Renamed' }),
    },
    deleteTemplateCaseAction: { answers: WRITE, input: (ids) => pick(ids, 'restApiId', 'templateCaseId') },
  },
  'totp.ts': {
    beginTotpAction: { answers: ANYONE_SIGNED_IN, input: () => ({ currentPassword: PASSWORD }) },
    // One's own, which nobody here has begun.
    confirmTotpAction: { answers: OWN_TOTP, input: () => ({ code: '000000' }) },
    disableTotpAction: { answers: OWN_TOTP, input: () => ({ code: '000000' }) },
    renewRecoveryCodesAction: { answers: OWN_TOTP, input: () => ({ code: '000000' }) },
  },
  'trace.ts': {
    mintDebugTokenAction: { answers: WRITE, input: (ids) => ({ ...api(ids), stageName: 'prod' }) },
  },
  'user-pool.ts': {
    createUserPoolAction: { answers: CREATE, input: () => ({ name: 'New' }) },
    updateUserPoolAction: { answers: WRITE, input: (ids) => ({ ...userPool(ids), version: 1, name: 'Renamed' }) },
    deleteUserPoolAction: { answers: WRITE, input: userPool },
    rotateUserPoolKeysAction: { answers: WRITE, input: userPool },
    createUserPoolClientAction: { answers: WRITE, input: (ids) => ({ ...userPool(ids), name: 'new' }) },
    deleteUserPoolClientAction: { answers: WRITE, input: poolClient },
    revealUserPoolClientSecretAction: { answers: WRITE, input: poolClient, reveals: true },
    createUserPoolGroupAction: { answers: WRITE, input: (ids) => ({ ...userPool(ids), name: 'new' }) },
    deleteUserPoolGroupAction: { answers: WRITE, input: (ids) => ({ ...userPool(ids), groupName: ids.poolGroup }) },
    createUserPoolUserAction: { answers: WRITE, input: (ids) => ({ ...userPool(ids), username: 'new' }) },
    confirmUserPoolUserAction: {
      answers: WRITE,
      input: (ids) => ({ ...userPool(ids), username: ids.unconfirmedPoolUser }),
    },
    resetUserPoolUserPasswordAction: { answers: WRITE, input: poolUser },
    setUserPoolUserEnabledAction: { answers: WRITE, input: (ids) => ({ ...poolUser(ids), enabled: false }) },
    setUserPoolGroupMemberAction: {
      answers: WRITE,
      input: (ids) => ({ ...poolUser(ids), groupName: ids.poolGroup, member: true }),
    },
    deleteUserPoolUserAction: { answers: WRITE, input: poolUser },
    revealUserPoolCodesAction: { answers: WRITE, input: poolUser, reveals: true },
  },
  'usage-plan.ts': {
    addUsagePlanKeyAction: {
      answers: WRITE,
      input: ({ usagePlanId, spareKeyId }) => ({ usagePlanId, apiKeyId: spareKeyId }),
    },
    createUsagePlanAction: {
      answers: { ...WRITE, stranger: 'INVALID_INPUT' },
      input: (ids) => ({ name: 'New', stages: [{ ...api(ids), stageName: 'prod' }] }),
    },
    deleteUsagePlanAction: { answers: WRITE, input: ({ sparePlanId }) => ({ usagePlanId: sparePlanId }) },
    removeUsagePlanKeyAction: { answers: WRITE, input: (ids) => pick(ids, 'usagePlanId', 'apiKeyId') },
    updateUsagePlanAction: {
      answers: WRITE,
      input: ({ sparePlanId }) => ({ usagePlanId: sparePlanId, version: 1, name: 'Renamed' }),
    },
  },
};

function subscriberKey(ids: Ids) {
  return { subscriptionId: ids.subscriptionId, apiKeyId: ids.subscriberKeyId };
}

function templateCase(ids: Ids) {
  return {
    ...{ ...method(ids), direction: 'request', statusCode: null, templateKey: 'application/json' },
    ...{ sample: { httpMethod: 'GET' }, expected: '' },
  };
}

const NOTHING = () => ({});
/** By folder below app/api. */
const ROUTES: Readonly<Record<string, Door>> = {
  accounts: { answers: ANYONE_SIGNED_IN, input: NOTHING },
  'api-keys': { answers: LIST, input: NOTHING },
  'api-keys/[apiKeyId]': { answers: READ, input: (ids) => pick(ids, 'apiKeyId') },
  'api-keys/[apiKeyId]/usage': { answers: READ, input: (ids) => ({ ...pick(ids, 'apiKeyId'), ...usageDates }) },
  audit: { answers: LIST, input: NOTHING },
  demo: { answers: LIST, input: NOTHING },
  functions: { answers: LIST, input: NOTHING },
  'functions/[functionName]': { answers: READ, input: fn },
  'functions/[functionName]/code': { answers: READ, input: fn },
  'functions/[functionName]/log': { answers: READ, input: fn },
  gateway: { answers: LIST, input: NOTHING },
  members: { answers: LIST, input: NOTHING },
  'portal/catalogue': { answers: ANYONE_SIGNED_IN, input: NOTHING, isPublic: true },
  'portal/catalogue/[productId]': { answers: ANYONE_SIGNED_IN, input: (ids) => pick(ids, 'productId'), isPublic: true },
  'portal/subscriptions': { answers: ANYONE_SIGNED_IN, input: NOTHING },
  'portal/subscriptions/[subscriptionId]': { answers: SUBSCRIBERS, input: (ids) => pick(ids, 'subscriptionId') },
  products: { answers: LIST, input: NOTHING },
  'products/[productId]': { answers: READ, input: (ids) => pick(ids, 'productId') },
  'rest-apis': { answers: LIST, input: NOTHING },
  'rest-apis/[restApiId]': { answers: READ, input: api },
  'rest-apis/[restApiId]/deployments': { answers: READ, input: api },
  'rest-apis/[restApiId]/deployments/[deploymentId]': {
    answers: READ,
    input: (ids) => pick(ids, 'restApiId', 'deploymentId'),
  },
  'rest-apis/[restApiId]/deployments/diff': {
    answers: READ,
    input: (ids) => ({ ...api(ids), from: ids.deploymentId, to: ids.spareDeploymentId }),
  },
  'rest-apis/[restApiId]/gateway-responses': { answers: READ, input: api },
  'rest-apis/[restApiId]/metrics': { answers: READ, input: api },
  'rest-apis/[restApiId]/traces': { answers: READ, input: api },
  'rest-apis/[restApiId]/traces/[traceId]': {
    answers: READ,
    input: (ids) => ({ ...api(ids), ...pick(ids, 'traceId') }),
  },
  'rest-apis/[restApiId]/models': { answers: READ, input: api },
  'rest-apis/[restApiId]/authorizers': { answers: READ, input: api },
  'rest-apis/[restApiId]/request-validators': { answers: READ, input: api },
  'rest-apis/[restApiId]/resources': { answers: READ, input: api },
  'rest-apis/[restApiId]/resources/[resourceId]/methods/[httpMethod]': { answers: READ, input: method },
  'rest-apis/[restApiId]/stages': { answers: READ, input: api },
  'rest-apis/[restApiId]/stages/[stageName]': { answers: READ, input: (ids) => ({ ...api(ids), stageName: 'prod' }) },
  'rest-apis/[restApiId]/stages/[stageName]/cache': {
    answers: READ,
    input: (ids) => ({ ...api(ids), stageName: 'prod' }),
  },
  'rest-apis/[restApiId]/stages/[stageName]/log': {
    answers: READ,
    input: (ids) => ({ ...api(ids), stageName: 'prod', kind: 'execution' }),
  },
  'rest-apis/[restApiId]/template-cases': { answers: READ, input: api },
  'rest-apis/[restApiId]/template-cases/results': { answers: READ, input: api },
  'domain-names': { answers: LIST, input: NOTHING },
  'domain-names/[domainName]': { answers: READ, input: (ids) => pick(ids, 'domainName') },
  iam: { answers: LIST, input: NOTHING },
  'service-roles': { answers: LIST, input: NOTHING },
  sessions: { answers: ANYONE_SIGNED_IN, input: NOTHING },
  subscriptions: { answers: LIST, input: NOTHING },
  'user-pools': { answers: LIST, input: NOTHING },
  'user-pools/[userPoolId]': { answers: READ, input: userPool },
  'user-pools/[userPoolId]/clients': { answers: READ, input: userPool },
  'user-pools/[userPoolId]/groups': { answers: READ, input: userPool },
  'user-pools/[userPoolId]/users': { answers: READ, input: userPool },
  'usage-plans': { answers: LIST, input: NOTHING },
  'usage-plans/[usagePlanId]': { answers: READ, input: (ids) => pick(ids, 'usagePlanId') },
  'usage-plans/[usagePlanId]/usage': {
    answers: READ,
    input: (ids) => ({ ...pick(ids, 'usagePlanId'), ...usageDates }),
  },
};

interface BodyDoor extends Door {
  readonly body: () => Buffer;
}
/** Routes that take a body: what a server action can't carry. By method and folder. */
const BODY_ROUTES: Readonly<Record<string, BodyDoor>> = {
  'PUT functions/[functionName]/code': {
    answers: WRITE,
    input: (ids) => ({ ...fn(ids), version: '5' }),
    body: () => writeZip([{ path: 'index.mjs', text: 'uploaded' }]),
  },
  'POST functions/[functionName]/invocations': { answers: WRITE, input: fn, body: () => Buffer.from('{}') },
  'POST rest-apis/[restApiId]/resources/[resourceId]/methods/[httpMethod]/rendering': {
    answers: READ,
    input: method,
    body: () => Buffer.from(JSON.stringify({ direction: 'request', template: '', sample: { httpMethod: 'GET' } })),
  },
};

/** Doors with a lock of their own: next-auth's endpoints, and what load balancers ask. */
const OWN_ROUTES = [
  ...['auth/[...nextauth]', 'health'],
  // User pools' own people, who are nobody here (answer-idp.db.test.ts), and pools' public keys.
  ...['', '/[userPoolId]/.well-known/jwks.json', '/[userPoolId]/.well-known/openid-configuration'].map(
    (folder) => `../cognito-idp${folder}`,
  ),
];

const root = resolve(import.meta.dirname, '../..');
const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));

describe('the table', () => {
  it('holds every server action', async () => {
    const files = ['app', 'components', 'lib']
      .flatMap(filesBelow)
      .filter((file) => /\.tsx?$/.test(file) && /^\s*['"]use server['"]/m.test(readFileSync(join(root, file), 'utf8')));
    const exported = await Promise.all(
      files.map(async (file) => [relative('lib/actions', file), Object.keys(await import(join(root, file))).sort()]),
    );
    expect(Object.fromEntries(exported)).toEqual(
      Object.fromEntries(Object.entries(ACTIONS).map(([file, doors]) => [file, Object.keys(doors).sort()])),
    );
  });

  it('holds every route with its methods', async () => {
    const files = filesBelow('app').filter((file) => /\/route\.tsx?$/.test(file));
    const folders = files.map((file) => relative('app/api', file).replace(/\/route\.ts$/, ''));
    const methods = await Promise.all(
      folders
        .filter((folder) => !OWN_ROUTES.includes(folder))
        .map(async (folder) =>
          Object.keys(await import(join(root, 'app/api', folder, 'route.ts'))).map((name) => `${name} ${folder}`),
        ),
    );
    const table = [...Object.keys(ROUTES).map((folder) => `GET ${folder}`), ...Object.keys(BODY_ROUTES)];
    expect(methods.flat().sort()).toEqual(table.sort());
    expect(folders).toEqual(expect.arrayContaining(OWN_ROUTES));
  });
});

describeEachDatabase('who may do what', (open, provider) => {
  let store: TestDatabase;
  let given: AccessWorld;
  /** Reading changes nothing, which each test of a route checks. */
  let shared: AccessWorld | undefined;
  beforeAll(async () => {
    store = await open();
  });
  beforeEach(() => {
    caller.log = [];
  });
  afterEach(async () => {
    const audit = await given.world.audit();
    for (const secret of [...given.secrets, given.keyValue, given.subscriberKeyValue]) {
      expect(JSON.stringify(audit)).not.toContain(secret);
      expect(JSON.stringify(caller.log)).not.toContain(secret);
    }
  });

  interface Told {
    readonly code: Answer;
    readonly text: string;
  }

  async function act(file: string, name: string, who: Caller, input: object): Promise<Told> {
    const actions = (await import(join(root, 'lib/actions', file))) as Record<
      string,
      (input: object) => Promise<never>
    >;
    caller.ctx = given.callers[who];
    const result = (await actions[name]?.(input)) as unknown as { ok: boolean; error?: { code: ErrorCode } };
    return { code: result.error?.code ?? 'ok', text: JSON.stringify(result) };
  }

  const read = (folder: string, who: Caller, input: object): Promise<Told> => ask('GET', folder, who, input);

  async function ask(verb: string, folder: string, who: Caller, input: object, init: RequestInit = {}): Promise<Told> {
    const handlers = (await import(join(root, 'app/api', folder, 'route.ts'))) as Record<
      string,
      (request: Request, context: object) => Promise<Response>
    >;
    const params = Object.fromEntries(Object.entries(input).filter(([name]) => folder.includes(`[${name}]`)));
    const query = new URLSearchParams(Object.entries(input).filter(([name]) => !(name in params)));
    caller.ctx = given.callers[who];
    const request = new Request(`http://localhost/api?${query}`, { method: verb, ...init });
    const response = (await handlers[verb]?.(request, { params: Promise.resolve(params) })) ?? Response.error();
    const text = await response.text();
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = JSON.parse(text) as { code?: ErrorCode };
    return { code: response.ok ? 'ok' : (body.code ?? 'INTERNAL'), text };
  }

  function check(door: Door, who: Caller, { code, text }: Told, input: object = {}): void {
    expect(code, `${who}: ${text}`).toBe(door.answers[who]);
    for (const secret of given.secrets) expect(text, who).not.toContain(secret);
    if (!door.reveals) {
      for (const value of [given.keyValue, given.subscriberKeyValue]) expect(text, who).not.toContain(value);
    }
    if (code !== 'ok' || door.isPublic || !['nobody', 'consumer', 'stranger'].includes(who)) return;
    for (const [name, id] of Object.entries(given.ids)) {
      if (!JSON.stringify(input).includes(id)) expect(text, `${who} learns ${name}`).not.toContain(id);
    }
  }

  /** The same question about things that nobody has. */
  const unknown = (input: object): object =>
    JSON.parse(
      Object.values(given.ids).reduce(
        (text, id) => text.replaceAll(id, id === given.ids.accountId ? '999999999999' : `no-${id.slice(3)}`),
        JSON.stringify(input),
      ),
    );
  const withoutIds = ({ code, text }: Told): string => {
    const { error, detail } = JSON.parse(text) as { error?: { message: string; fieldErrors: object }; detail?: string };
    const message = JSON.stringify(error === undefined ? detail : [error.message, error.fieldErrors]);
    return Object.values(given.ids).reduce(
      (all, id) =>
        all
          .replaceAll(id, '…')
          .replaceAll(`no-${id.slice(3)}`, '…')
          .replaceAll('999999999999', '…'),
      `${code} ${message}`,
    );
  };

  const doors = Object.entries(ACTIONS).flatMap(([file, actions]) =>
    Object.entries(actions).map(([name, door]) => [name, file, door] as const),
  );
  // The verbs' own tests run on both databases.
  it.each(provider === 'sqlite' ? doors : [])('%s', async (name, file, door) => {
    given = await createAccessWorld(store);
    const input = () => door.input(given.ids, given);
    for (const who of CALLERS.filter((one) => door.answers[one] !== 'ok')) {
      const before = await given.dump();
      const told = await act(file, name, who, input());
      check(door, who, told);
      expect(await given.dump(), `${who} changed something`).toBe(before);
      if (['NOT_FOUND', 'INVALID_INPUT'].includes(told.code)) {
        expect(withoutIds(told)).toBe(withoutIds(await act(file, name, who, unknown(input()))));
      }
    }
    if (door.answers.stranger === 'ok') {
      const before = await given.dump();
      check(door, 'stranger', await act(file, name, 'stranger', input()), input());
      // Whatever strangers may do is done in an account of their own.
      if (!door.isPublic) expect(await given.dump(), 'a stranger changed something').toBe(before);
    }
    // Of members, the one with the least rights: more rights never forbid more.
    const member = (['viewer', 'admin', 'owner'] as const).find((one) => door.answers[one] === 'ok');
    for (const who of ['nobody', 'consumer', 'subscriber', member] as const) {
      if (who !== undefined && door.answers[who] === 'ok') {
        check(door, who, await act(file, name, who, input()), input());
      }
    }
  });

  it.each(provider === 'sqlite' ? Object.entries(BODY_ROUTES) : [])('%s', async (name, door) => {
    given = await createAccessWorld(store);
    const [verb = '', folder = ''] = name.split(' ');
    const send = (who: Caller, input: object, headers: Record<string, string> = {}) =>
      ask(verb, folder, who, input, { body: new Uint8Array(door.body()), headers });
    const input = door.input(given.ids, given);
    for (const who of CALLERS.filter((one) => door.answers[one] !== 'ok')) {
      const before = await given.dump();
      const told = await send(who, input);
      check(door, who, told);
      expect(await given.dump(), `${who} changed something`).toBe(before);
      if (told.code === 'NOT_FOUND') expect(withoutIds(told)).toBe(withoutIds(await send(who, unknown(input))));
    }
    const before = await given.dump();
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect((await send('owner', input, headers)).code, 'another site’s page').toBe('FORBIDDEN');
    }
    expect((await send('owner', input, { origin: 'http://evil.test', host: 'localhost' })).code).toBe('FORBIDDEN');
    expect(await given.dump(), 'another site’s page changed something').toBe(before);
    check(door, 'admin', await send('admin', input));
  });

  it.each(Object.entries(ROUTES))('GET /api/%s', async (folder, door) => {
    shared ??= await createAccessWorld(store);
    given = shared;
    const before = await given.dump();
    for (const who of CALLERS) {
      const input = door.input(given.ids, given);
      const told = await read(folder, who, input);
      check(door, who, told);
      if (told.code === 'NOT_FOUND') {
        expect(withoutIds(told)).toBe(withoutIds(await read(folder, who, unknown(input))));
      }
    }
    expect(await given.dump()).toBe(before);
  });
});

/** As a log would write them: errors with their causes. */
function withErrors(part: unknown): unknown {
  if (!(part instanceof Error)) {
    return typeof part === 'object' && part !== null
      ? Object.fromEntries(Object.entries(part).map(([name, value]) => [name, withErrors(value)]))
      : part;
  }
  return [part.message, part.stack, { ...part }, part.cause === undefined ? '' : withErrors(part.cause)];
}
