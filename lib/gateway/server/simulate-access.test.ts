import { afterEach, describe, expect, it } from 'vitest';
import { type SimulateAccessRequest, simulateAccess } from '../index';
import type { AuthorizationType, AuthorizerDefinition } from '../model';
import { apiOf, type Loose } from '../testing/definitions';
import { startTestGateway } from '../testing/test-gateway';
import type { SimulatedAccess, SimulatedCaller } from './simulate-access';

const HOME = '000000000000';
const OTHER = '111122223333';
const WHERE = { domain: 'localhost', region: 'us-east-1' };

const statement = (effect: string, more: object = {}): object => ({
  ...{ Effect: effect, Action: 'execute-api:Invoke', Resource: '*' },
  ...more,
});
const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const forAll = (effect: string, more: object = {}): object => statement(effect, { Principal: '*', ...more });

const AUTHORIZERS: Readonly<Record<string, AuthorizerDefinition>> = {
  lambda: {
    ...{ id: 'lambda', name: 'lambda', authorizerUri: 'https://auth.example.test/', authorizerResultTtlInSeconds: 0 },
    type: 'REQUEST',
  },
  pool: {
    ...{ id: 'pool', name: 'pool', authorizerResultTtlInSeconds: 0 },
    type: 'COGNITO_USER_POOLS',
    providerARNs: [`arn:aws:cognito-idp:us-east-1:${HOME}:userpool/us-east-1_abcdefghi`],
    identitySource: 'method.request.header.Authorization',
  },
};
const AUTHORIZER_OF: Readonly<Partial<Record<AuthorizationType, string>>> = {
  ...{ CUSTOM: 'lambda', COGNITO_USER_POOLS: 'pool' },
};

interface Question extends Loose<SimulateAccessRequest> {
  readonly type?: AuthorizationType;
  readonly policy?: string | undefined;
  readonly endpointType?: 'PRIVATE' | 'EDGE';
}

function ask({ type = 'NONE', policy, endpointType, ...question }: Question = {}) {
  const authorizerId = AUTHORIZER_OF[type];
  const definition = apiOf(
    // Nothing after the decision counts: this integration would not even compile.
    {
      'GET /pets/{id}': {
        ...{ authorizationType: type, authorizerId, apiKeyRequired: true },
        integration: { type: 'HTTP', uri: 'not a url' },
      },
    },
    { policy, endpointType, authorizers: AUTHORIZERS },
  );
  return simulateAccess(WHERE, {
    ...{ definition, stageName: 'prod', stageVariables: {}, method: 'GET', path: '/pets/7' },
    ...{ caller: { kind: 'anonymous' }, sourceIp: '192.0.2.7', atMs: Date.UTC(2026, 0, 15, 12), userAgent: '' },
    ...{ referer: '', isTls: false, vpcEndpoint: null },
    ...question,
  } as SimulateAccessRequest);
}

function access(question: Question): SimulatedAccess {
  const result = ask(question);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.access;
}

const user = (accountId: string, ...documents: readonly string[]): SimulatedCaller => ({
  ...{ kind: 'iam', accountId, arn: `arn:aws:iam::${accountId}:user/ann`, principalId: 'AIDAEXAMPLE' },
  policies: documents.map((document, index) => ({ name: `own${index}`, document })),
});
const answered = (...statements: readonly object[]): SimulatedCaller => ({
  kind: 'authorizer',
  answer: JSON.stringify({ principalId: 'ann', policyDocument: { Version: '2012-10-17', Statement: statements } }),
});

describe('the answer', () => {
  const onlyOffice = policyOf(forAll('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }));
  const onlyMornings = policyOf(
    forAll('Allow'),
    forAll('Deny', { Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026-01-15T13:00:00Z' } } }),
  );
  const onlyTls = policyOf(forAll('Allow', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }));
  const onlyShop = policyOf(
    forAll('Allow', { Condition: { StringLike: { 'aws:Referer': 'https://shop.example/*' } } }),
  );
  const onlyAgent = policyOf(forAll('Allow', { Condition: { StringEquals: { 'aws:UserAgent': 'shop/1' } } }));
  const allow = statement('Allow');
  const deny = statement('Deny');
  const iam = 'AWS_IAM';

  it.each<[string, SimulatedAccess['outcome'], number | null, Question]>([
    ['no policy, no authorization', 'allow', null, {}],
    ['an address that is allowed', 'allow', null, { policy: onlyOffice }],
    ['an address that is not', 'implicitDeny', 403, { policy: onlyOffice, sourceIp: '198.51.100.1' }],
    ['an IPv6 address', 'implicitDeny', 403, { policy: onlyOffice, sourceIp: '2001:db8::1' }],
    ['before the time', 'allow', null, { policy: onlyMornings }],
    ['after the time', 'explicitDeny', 403, { policy: onlyMornings, atMs: Date.UTC(2026, 0, 15, 14) }],
    ['without TLS', 'implicitDeny', 403, { policy: onlyTls }],
    ['with TLS', 'allow', null, { policy: onlyTls, isTls: true }],
    ['a referer', 'allow', null, { policy: onlyShop, referer: 'https://shop.example/cart' }],
    ['no referer', 'implicitDeny', 403, { policy: onlyShop }],
    ['a user agent', 'allow', null, { policy: onlyAgent, userAgent: 'shop/1' }],
    ['another path', 'refused', 403, { path: '/dogs' }],
    ['a private API by the public door', 'refused', 403, { policy: onlyOffice, endpointType: 'PRIVATE' }],
    [
      'a private API without a policy',
      'refused',
      403,
      { endpointType: 'PRIVATE', vpcEndpoint: { id: 'vpce-1', vpcId: '' } },
    ],
    ['nobody where a signature is asked for', 'refused', 403, { type: iam }],
    ['a user whom nothing allows', 'implicitDeny', 403, { type: iam, caller: user(HOME) }],
    ['a user whose policy allows', 'allow', null, { type: iam, caller: user(HOME, policyOf(allow)) }],
    ['a user with a Deny', 'explicitDeny', 403, { type: iam, caller: user(HOME, policyOf(allow), policyOf(deny)) }],
    [
      'another account, allowed here only',
      'implicitDeny',
      403,
      { type: iam, caller: user(OTHER), policy: policyOf(forAll('Allow')) },
    ],
    ['another account, allowed there only', 'implicitDeny', 403, { type: iam, caller: user(OTHER, policyOf(allow)) }],
    [
      'another account, allowed by both',
      'allow',
      null,
      { type: iam, caller: user(OTHER, policyOf(allow)), policy: policyOf(forAll('Allow')) },
    ],
    ['nobody where an authorizer is asked', 'refused', 401, { type: 'CUSTOM' }],
    ['an authorizer’s Allow', 'allow', null, { type: 'CUSTOM', caller: answered(allow) }],
    ['an authorizer’s Deny', 'explicitDeny', 403, { type: 'CUSTOM', caller: answered(deny) }],
    [
      'an authorizer’s Allow, and a Deny of the API’s',
      'explicitDeny',
      403,
      { type: 'CUSTOM', caller: answered(allow), policy: policyOf(forAll('Deny')) },
    ],
    [
      'an authorizer’s answer that is none',
      'refused',
      500,
      { type: 'CUSTOM', caller: { kind: 'authorizer', answer: '{}' } },
    ],
    [
      'an authorizer’s answer that is not JSON',
      'refused',
      500,
      { type: 'CUSTOM', caller: { kind: 'authorizer', answer: 'Allow' } },
    ],
    ['nobody where a token is asked for', 'refused', 401, { type: 'COGNITO_USER_POOLS' }],
    ['a token', 'allow', null, { type: 'COGNITO_USER_POOLS', caller: { kind: 'user-pool' } }],
    [
      'a token, and no Allow of the API’s',
      'implicitDeny',
      403,
      { type: 'COGNITO_USER_POOLS', caller: { kind: 'user-pool' }, policy: onlyOffice, sourceIp: '198.51.100.1' },
    ],
  ])('%s: %s', (_, outcome, status, question) => {
    const found = access(question);
    expect([found.outcome, found.response?.status ?? null]).toEqual([outcome, status]);
    expect(found.explanation === null).toBe(outcome === 'allow');
    // The row that is shown is the answer that was given.
    for (const row of found.rows.filter(({ isThis }) => isThis)) expect(row.result).toBe(found.outcome);
    expect(found.rows.some(({ isThis }) => isThis)).toBe(found.table !== null);
  });
});

describe('what it is explained by', () => {
  it('tells each policy in the order in which it is asked, with the statement that decides', () => {
    const found = access({
      ...{ type: 'AWS_IAM', policy: policyOf(forAll('Allow', { Resource: 'execute-api:/test/*' }), forAll('Deny')) },
      caller: user(HOME, policyOf(statement('Allow', { Action: 's3:*' }), statement('Allow'), statement('Allow'))),
    });
    expect(found.consulted).toMatchObject([
      { kind: 'identity', name: 'policy own0', effect: 'allow', statement: 1, fitting: [1, 2] },
      { kind: 'resource', name: 'resource policy', effect: 'explicitDeny', statement: 1, fitting: [1] },
    ]);
    expect(found).toMatchObject({
      ...{ route: 'GET /pets/{id}', table: 'same-account', authorizationType: 'AWS_IAM' },
      resourceArn: `arn:aws:execute-api:us-east-1:${HOME}:api1/prod/GET/pets/7`,
    });
    expect(found.rows).toHaveLength(9);
  });

  it('asks the resource policy before a Lambda authorizer, and then no longer', () => {
    const caller = answered(statement('Allow'));
    const policy = policyOf(forAll('Allow'));
    expect(access({ type: 'CUSTOM', caller, policy }).consulted.map(({ kind }) => kind)).toEqual([
      'resource',
      'authorizer',
    ]);
    const denied = access({ type: 'CUSTOM', caller, policy: policyOf(forAll('Deny')) });
    expect(denied.consulted.map(({ kind }) => kind)).toEqual(['resource']);
    expect(denied.rows.filter(({ isThis }) => isThis).map(({ identity }) => identity)).toHaveLength(3);
  });

  it('to name an account leaves it to that account’s own policies', () => {
    const policy = policyOf(statement('Allow', { Principal: { AWS: HOME } }));
    const found = access({ type: 'AWS_IAM', policy, caller: user(HOME) });
    expect(found).toMatchObject({ outcome: 'implicitDeny', consulted: [{ effect: 'allow', isForAccount: true }] });
    expect(found.rows.find(({ isThis }) => isThis)).toMatchObject({ resource: 'implicitDeny' });
  });

  it('a session acts for its role', () => {
    const arn = `arn:aws:iam::${HOME}:role/reader`;
    const caller: SimulatedCaller = {
      ...{ kind: 'iam', accountId: HOME, arn: `arn:aws:sts::${HOME}:assumed-role/reader/s`, principalId: 'AROA:s' },
      policies: [],
    };
    const policy = policyOf(statement('Allow', { Principal: { AWS: arn } }));
    expect(access({ type: 'AWS_IAM', policy, caller }).outcome).toBe('allow');
  });

  it('shows the API’s own gateway response', () => {
    const definition = apiOf(
      { 'GET /pets/{id}': {} },
      {
        policy: policyOf(forAll('Deny')),
        gatewayResponses: {
          ACCESS_DENIED: {
            ...{ statusCode: '404', responseParameters: { 'gatewayresponse.header.X-Why': "'policy'" } },
            responseTemplates: { 'application/json': '{"none":true}' },
          },
        },
      },
    );
    const { response } = access({ definition });
    expect(response).toMatchObject({ status: 404, body: '{"none":true}' });
    expect(response?.headers).toContainEqual({ name: 'X-Why', value: 'policy' });
  });

  it('names what does not compile', () => {
    expect(ask({ policy: '{"Statement":[{"Effect":"Maybe"}]}' })).toMatchObject({
      ok: false,
      errors: [{ place: 'policy › Statement[0].Effect' }],
    });
  });
});

describe('the gateway says the same', () => {
  const gateway = startTestGateway();
  afterEach(() => gateway.close());

  it.each([
    policyOf(forAll('Allow')),
    policyOf(forAll('Deny', { Sid: 'Nobody' })),
    policyOf(forAll('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } })),
    policyOf(forAll('Allow', { Resource: 'execute-api:/prod/GET/pets/7' })),
    policyOf(forAll('Allow', { Resource: 'execute-api:/prod/POST/*' })),
    policyOf(forAll('Allow'), forAll('Deny', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
  ])('%s', async (policy) => {
    const api = { policy };
    gateway.serve({ 'GET /pets/{id}': {} }, { api });
    for (const path of ['/pets/7', '/pets/%37/', '/pets/8']) {
      const answer = await gateway.call(`GET ${path}`, { sourceIp: '192.0.2.7' });
      const { response } = access({ definition: apiOf({ 'GET /pets/{id}': {} }, api), path });
      expect(answer.status).toBe(response?.status ?? 200);
      if (response !== null) expect(answer.text).toBe(response.body);
    }
  });
});
