import { afterEach, describe, expect, it } from 'vitest';
import { callerOf } from '../authorizers/caller';
import { GatewayError } from '../errors/gateway-error';
import { vpcEndpointDoor } from '../http/door';
import type { AuthorizationType } from '../model';
import { IMPLICIT_DENY, type PolicyDecision } from '../policy/policy-decision';
import { compileStage } from '../snapshot/compile';
import { apiOf, stageOf } from '../testing/definitions';
import { startTestGateway } from '../testing/test-gateway';
import type { Routed } from './exchange';
import { decideAccess } from './steps/decide-access';
import { refuseDeniedCallers } from './steps/refuse-denied-callers';

const gateway = startTestGateway();
afterEach(() => gateway.close());

const statement = (effect: string, more: object = {}): object => ({
  ...{ Effect: effect, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
  ...more,
});
const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
const serve = (policy: string): void => gateway.serve({ 'GET /pets': {}, 'GET /pets/{id}': {} }, { api: { policy } });
const DENIED =
  'User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:api1/prod/GET/pets';

describe('an API without authorization', () => {
  it('lets in whom its policy allows', async () => {
    serve(policyOf(statement('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } })));
    expect(await gateway.call('GET /pets')).toMatchObject({ status: 200 });
  });

  it('keeps out whom nothing allows, in AWS’s words', async () => {
    serve(policyOf(statement('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })));
    const answer = await gateway.call('GET /pets');
    expect(answer).toMatchObject({ status: 403, text: JSON.stringify({ Message: DENIED }) });
    expect(answer.headers['x-amzn-errortype']).toBe('AccessDeniedException');
  });

  it('keeps out whom something denies, in AWS’s words', async () => {
    serve(policyOf(statement('Allow'), statement('Deny', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })));
    const answer = await gateway.call('GET /pets');
    expect(answer.text).toBe(JSON.stringify({ Message: `${DENIED} with an explicit deny` }));
  });

  it.each(['/pets', '/p%65ts', '/pets/', '/%70%65%74%73/'])('denies %s like /pets', async (path) => {
    serve(policyOf(statement('Allow'), statement('Deny', { Resource: 'execute-api:/prod/GET/pets' })));
    expect((await gateway.call(`GET ${path}`)).status).toBe(403);
    expect((await gateway.call('GET /pets/7')).status).toBe(200);
  });

  it('an encoded slash does not make two segments', async () => {
    serve(policyOf(statement('Allow', { Resource: 'execute-api:/prod/GET/pets/public/*' })));
    expect((await gateway.call('GET /pets/public%2Fx')).status).toBe(403);
  });

  it('its caller’s time, headers and VPC endpoint are known', async () => {
    const only = async (condition: object, call: object = {}) => {
      serve(policyOf(statement('Allow', { Condition: condition })));
      return (await gateway.call('GET /pets', call)).status;
    };
    expect(await only({ DateLessThan: { 'aws:CurrentTime': '2026-01-15T12:00:01Z' } })).toBe(200);
    expect(await only({ NumericLessThan: { 'aws:EpochTime': '1768478400' } })).toBe(403);
    const headers = ['Referer', 'https://shop.example/cart', 'User-Agent', 'shop/1'];
    expect(await only({ StringLike: { 'aws:Referer': 'https://shop.example/*' } }, { headers })).toBe(200);
    expect(await only({ StringEquals: { 'aws:UserAgent': 'shop/1' } }, { headers })).toBe(200);
    const endpoint = vpcEndpointDoor('vpce-0123456789abcdef0', 'vpc-0123456789abcdef0');
    gateway.serve(
      { 'GET /pets': {} },
      {
        api: {
          endpointType: 'PRIVATE',
          policy: policyOf(
            statement('Allow', { Condition: { StringEquals: { 'aws:SourceVpce': endpoint.vpcEndpointId } } }),
          ),
        },
      },
    );
    expect((await gateway.call('GET /pets', { door: endpoint })).status).toBe(200);
  });

  it('explains itself', async () => {
    serve(policyOf(statement('Deny', { Sid: 'Nobody' })));
    const { exchange } = await gateway.invoke({
      ...{ method: 'GET', target: '/prod/pets', headers: ['Host', 'api1.execute-api.localhost'] },
    });
    expect(exchange.error?.internal).toBe('Statement[0] “Nobody” of the resource policy denies the request');
  });
});

it('a policy that is wrong is named with its place, and nothing is served by it', () => {
  const { stage, errors } = compileStage(stageOf(apiOf({ 'GET /a': {} }, { policy: policyOf(statement('Maybe')) })));
  expect(stage).toBeNull();
  expect(errors[0]).toMatchObject({ place: 'policy › Statement[0].Effect' });
});

// Rows of https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html: by type of
// authorization and account, the caller's own × the resource policy. "none" is neither Allow nor Deny.
describe('AWS’s tables, for each type of authorization', () => {
  type Word = 'Allow' | 'Deny' | 'none';
  const EFFECTS = { Allow: 'allow', Deny: 'explicitDeny', none: 'implicitDeny' } as const;
  const HOME = '000000000000';
  const rows: readonly (readonly [AuthorizationType, string, Word | null, readonly [Word, Word, Word]])[] = [
    // Under Allow, none and Deny of the resource policy.
    ['NONE', '', null, ['Allow', 'none', 'Deny']],
    ['COGNITO_USER_POOLS', '', null, ['Allow', 'none', 'Deny']],
    ['CUSTOM', '', 'Allow', ['Allow', 'Allow', 'Deny']],
    ['CUSTOM', '', 'none', ['Allow', 'none', 'Deny']],
    ['CUSTOM', '', 'Deny', ['Deny', 'Deny', 'Deny']],
    ['AWS_IAM', HOME, 'Allow', ['Allow', 'Allow', 'Deny']],
    ['AWS_IAM', HOME, 'none', ['Allow', 'none', 'Deny']],
    ['AWS_IAM', HOME, 'Deny', ['Deny', 'Deny', 'Deny']],
    ['AWS_IAM', '111122223333', 'Allow', ['Allow', 'none', 'Deny']],
    ['AWS_IAM', '111122223333', 'none', ['none', 'none', 'Deny']],
    ['AWS_IAM', '111122223333', 'Deny', ['Deny', 'Deny', 'Deny']],
  ];
  const policies = {
    Allow: policyOf(statement('Allow')),
    Deny: policyOf(statement('Deny')),
    none: policyOf(statement('Allow', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
  };
  const cells = rows.flatMap(([type, account, own, outcomes]) =>
    (['Allow', 'none', 'Deny'] as const).map(
      (resource, index) => [type, account || '–', own ?? '–', resource, outcomes[index] as Word, account, own] as const,
    ),
  );

  it.each(cells)('%s, account %s: %s × %s is %s', async (type, _a, _o, resource, expected, accountId, own) => {
    serve(policies[resource]);
    const { exchange } = await gateway.invoke({
      ...{ method: 'GET', target: '/prod/pets', headers: ['Host', 'api1.execute-api.localhost'] },
    });
    const x = exchange as Routed;
    const identity: PolicyDecision | null = own === null ? null : { ...IMPLICIT_DENY, effect: EFFECTS[own] };
    const asked = Object.assign(x, {
      ...{ route: { ...x.route, authorizationType: type }, resourceDecision: null, identityDecision: identity },
      caller: callerOf({ accountId, userArn: accountId === '' ? '' : `arn:aws:iam::${accountId}:user/mia` }),
    });
    const outcome = decideAccess.run(asked);
    const message = outcome instanceof GatewayError ? outcome.publicMessage : null;
    if (expected === 'Allow') expect(outcome).toBeUndefined();
    else expect(message?.includes(' with an explicit deny')).toBe(expected === 'Deny');
  });

  it('a Deny is the answer before a Lambda authorizer is asked; nothing else is', async () => {
    for (const [resource, isRefused] of [
      ['Allow', false],
      ['none', false],
      ['Deny', true],
    ] as const) {
      serve(policies[resource]);
      const { exchange } = await gateway.invoke({
        ...{ method: 'GET', target: '/prod/pets', headers: ['Host', 'api1.execute-api.localhost'] },
      });
      expect(refuseDeniedCallers.run(exchange as Routed) !== undefined).toBe(isRefused);
    }
  });
});
