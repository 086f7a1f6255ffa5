import { request } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildPrograms, Harness } from './testing/harness';

const ID = 'vpce-0123456789abcdef0';
const VPC = 'vpc-0123456789abcdef0';
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
});

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;

beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.remove());
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

it('private APIs answer at the address of a VPC endpoint, and at no other', async () => {
  const runtime = await harness.startRuntime({ workers: 2, vpcEndpoints: [`${ID}@127.0.0.1:0/${VPC}`] });
  const api = await harness.createApi({ 'GET /': {} }, { endpointType: 'PRIVATE', policy: POLICY });
  const open = await harness.createApi({ 'GET /': {} });
  await runtime.publish();
  const [endpoint] = runtime.vpcEndpoints;
  expect(endpoint).toMatchObject({ id: ID, vpcId: VPC });
  const status = async (url: string, headers: Record<string, string>) => {
    const answer = await request(url, { headers });
    await answer.body.dump();
    return answer.statusCode;
  };
  const inside = `${endpoint?.url}/prod/`;
  const outside = `http://127.0.0.1:${runtime.port}/prod/`;
  const host = `${api.id}.execute-api.localhost`;
  expect(await status(inside, { host })).toBe(200);
  expect(await status(inside, { 'x-apigw-api-id': api.id })).toBe(200);
  expect(await status(inside, { host: `${open.id}.execute-api.localhost` })).toBe(403);
  expect(await status(outside, { host })).toBe(403);
  expect(await status(outside, { host: `${open.id}.execute-api.localhost` })).toBe(200);
  expect((await runtime.status()).vpcEndpoints).toEqual([endpoint]);
});

it('a setting that is wrong, or an address that is taken, is one clear line at the start', async () => {
  await expect(harness.startRuntime({ vpcEndpoints: ['vpce-1'] })).rejects.toThrow(
    'GATEHOUSE_VPC_ENDPOINTS lists "vpce-1": it is not of the form',
  );
  const runtime = await harness.startRuntime();
  const taken = `${ID}@127.0.0.1:${runtime.port}/${VPC}`;
  await expect(harness.startRuntime({ vpcEndpoints: [taken] })).rejects.toThrow(
    `set the address of ${ID} in GATEHOUSE_VPC_ENDPOINTS to one that is free`,
  );
});
