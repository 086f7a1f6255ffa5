import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_DOOR, type Door, TEST_DOOR, vpcEndpointDoor } from '../http/door';
import type { EndpointType } from '../model';
import { apiOf, publicationOf, stageOf } from '../testing/definitions';
import { headersOf, startTestGateway } from '../testing/test-gateway';

const VPCE = 'vpce-0123456789abcdef0';
const OTHER_VPCE = 'vpce-0fedcba9876543210';
const ENDPOINT = vpcEndpointDoor(VPCE, 'vpc-0123456789abcdef0');

const gateway = startTestGateway();
const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
});
const deploy = (id: string, endpointType?: EndpointType, vpcEndpointIds?: string[], policy?: string) =>
  stageOf(apiOf({ 'GET /pets': {} }, { id, endpointType, vpcEndpointIds, policy }), { id: `${id}-prod` });
gateway.apply(
  publicationOf({
    stages: [
      deploy('edge', 'EDGE'),
      deploy('old', undefined),
      deploy('regional', 'REGIONAL'),
      deploy('private', 'PRIVATE', undefined, ALLOW_ALL),
      deploy('associated', 'PRIVATE', [VPCE], ALLOW_ALL),
      deploy('unprotected', 'PRIVATE'),
    ],
  }),
);
afterAll(() => gateway.close());

async function call(door: Door, host: string, target = '/prod/pets', headers: readonly string[] = []) {
  const {
    status,
    headers: sent,
    body,
    exchange,
  } = await gateway.invoke({
    ...{ method: 'GET', target, door },
    headers: ['Host', host, ...headers],
  });
  const { 'x-amzn-requestid': _, 'x-amz-apigw-id': __, ...rest } = headersOf(sent);
  return { status, headers: rest, body: body.toString(), isLocated: exchange.stage !== null };
}

const UNKNOWN = await call(DEFAULT_DOOR, 'nosuchapi.execute-api.localhost');

describe('a private API', () => {
  it.each<[string, Door, string, string?, string[]?]>([
    ['the public host', DEFAULT_DOOR, 'private.execute-api.localhost'],
    ['the public path', DEFAULT_DOOR, 'localhost', '/_aws/execute-api/private/prod/pets'],
    ['the public listener, with the header', DEFAULT_DOOR, 'localhost', '/prod/pets', ['x-apigw-api-id', 'private']],
    ['a public host, with the header', DEFAULT_DOOR, 'edge.localhost', '/prod/pets', ['x-apigw-api-id', 'private']],
    ['its endpoint’s host at the public listener', DEFAULT_DOOR, `associated-${VPCE}.execute-api.localhost`],
    ['its endpoint’s host without association', ENDPOINT, `private-${VPCE}.execute-api.localhost`],
    ['another endpoint’s host', ENDPOINT, `associated-${OTHER_VPCE}.execute-api.localhost`],
    [
      'an associated host by another endpoint',
      vpcEndpointDoor(OTHER_VPCE, ''),
      `associated-${VPCE}.execute-api.localhost`,
    ],
    ['TLS', { ...DEFAULT_DOOR, kind: 'tls' }, 'private.execute-api.localhost'],
    ['the edge', { ...DEFAULT_DOOR, kind: 'edge' }, 'private.execute-api.localhost'],
    ['an endpoint’s path', ENDPOINT, 'localhost', '/_aws/execute-api/private/prod/pets'],
    ['an endpoint, with neither host nor header', ENDPOINT, 'localhost'],
  ])('is an unknown API for %s', async (_, door, host, target, headers) => {
    expect(await call(door, host, target, headers)).toEqual(UNKNOWN);
  });

  it.each<[string, Door, string, string[]?]>([
    ['private DNS', ENDPOINT, 'private.execute-api.localhost'],
    ['capitals', ENDPOINT, 'PRIVATE.Execute-API.localhost:8443'],
    ['x-apigw-api-id', ENDPOINT, `${VPCE}.example`, ['X-Apigw-Api-Id', 'private']],
    ['its endpoint’s host', ENDPOINT, `associated-${VPCE}.execute-api.localhost`],
    ['no association, which only gives a name', vpcEndpointDoor(OTHER_VPCE, ''), 'associated.execute-api.localhost'],
    ['a test', TEST_DOOR, 'private.execute-api.localhost'],
  ])('answers by %s', async (_, door, host, headers) => {
    expect(await call(door, host, undefined, headers)).toMatchObject({ status: 200 });
  });
});

it('answers nobody as long as a private API has no resource policy', async () => {
  expect(await call(ENDPOINT, 'unprotected.execute-api.localhost')).toMatchObject({
    status: 403,
    headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    body: '{"Message":"User is not authorized to access this resource"}',
  });
});

describe('a public API', () => {
  it.each<[string, Door, boolean]>([
    ['edge', DEFAULT_DOOR, true],
    ['old', DEFAULT_DOOR, true],
    ['regional', DEFAULT_DOOR, true],
    ['edge', { ...DEFAULT_DOOR, kind: 'edge' }, true],
    ['old', { ...DEFAULT_DOOR, kind: 'edge' }, true],
    ['regional', { ...DEFAULT_DOOR, kind: 'edge' }, false],
    // https://repost.aws/knowledge-center/api-gateway-vpc-connections: private DNS hides public APIs.
    ['edge', ENDPOINT, false],
    ['regional', ENDPOINT, false],
    ['regional', TEST_DOOR, true],
  ])('%s by %o', async (api, door, isReached) => {
    const answer = await call(door, `${api}.execute-api.localhost`);
    if (isReached) expect(answer.status).toBe(200);
    else expect(answer).toEqual(UNKNOWN);
  });
});
