// From the verb to the wire: what owners set is what clients meet.
import { updateApiKey } from '@/lib/control/api-key/update';
import { listDeployments } from '@/lib/control/deployment/list';
import { updateMethod } from '@/lib/control/method/update';
import { enableCors } from '@/lib/control/resource/enable-cors';
import { getStage } from '@/lib/control/stage/get';
import { updateStage } from '@/lib/control/stage/update';
import { updateUsagePlan } from '@/lib/control/usage-plan/update';
import { until } from '../fixtures/own-console';
import { expect, test } from '../fixtures/test';
import { givenApi, mock } from '../pages/given';
import { givenKey, givenPlan, givenSoldApi, withKey } from '../pages/sales';

test('Enable CORS answers the preflight, and no answer lacks the header: errors neither', async ({
  account,
  gateway,
}) => {
  const { ctx } = account;
  const api = await givenApi(ctx, 'Open');
  const resourceId = await api.resource('/pets');
  await api.method('GET', '/pets', mock('[]'));
  await api.method('GET', '/down', { type: 'HTTP_PROXY', httpMethod: 'GET', uri: 'http://127.0.0.1:9/' });
  await enableCors(ctx, {
    ...{ restApiId: api.id, resourceId, methods: ['GET'], allowOrigin: 'https://app.example' },
    gatewayResponses: ['DEFAULT_4XX', 'DEFAULT_5XX'],
  });
  await api.deploy('prod');
  await until('the API to be live', async () => (await gateway.status(api.id, 'prod', '/pets')) === 200);

  const headers = { origin: 'https://app.example', 'access-control-request-method': 'GET' };
  const preflight = await gateway.call(api.id, 'prod', '/pets', { method: 'OPTIONS', headers });
  expect(preflight.status).toBe(200);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET,OPTIONS');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('X-Api-Key');
  for (const [path, status] of [
    ['/pets', 200],
    ['/nowhere', 403],
    ['/down', 504],
  ] as const) {
    const answer = await gateway.call(api.id, 'prod', path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-origin'), path).toBe('https://app.example');
  }
});

test('a deployment is what it was, whatever is edited and wherever stages point', async ({ account, gateway }) => {
  const { ctx } = account;
  const api = await givenApi(ctx, 'Versions');
  const method = { restApiId: api.id, resourceId: await api.resource('/v'), httpMethod: 'GET' as const };
  const body = async (stage: string) => (await gateway.call(api.id, stage, '/v')).text();
  await api.method('GET', '/v', mock('one'));
  await api.deploy('prod');
  await until('one', async () => (await body('prod')) === 'one');

  const templates = { requestTemplates: { 'application/json': '{"statusCode": 200}' } };
  await updateMethod(ctx, {
    ...{ ...method, version: 1, integration: { ...mock('two'), ...templates } },
    methodResponses: [{ statusCode: '200' }],
  });
  await api.deploy('test');
  await until('two', async () => (await body('test')) === 'two');
  expect(await body('prod')).toBe('one');

  const [second, first] = await listDeployments(ctx, { restApiId: api.id });
  const point = async (deploymentId: string | undefined) => {
    const { version } = await getStage(ctx, { restApiId: api.id, stageName: 'prod' });
    await updateStage(ctx, { restApiId: api.id, stageName: 'prod', version, deploymentId });
  };
  await point(second?.id);
  await until('the new one', async () => (await body('prod')) === 'two');
  await point(first?.id);
  await until('the old one', async () => (await body('prod')) === 'one');
  expect(await body('test')).toBe('two');
});

test('a disabled key and a changed plan count within a second, without a deployment', async ({ account, gateway }) => {
  const { ctx } = account;
  const api = await givenSoldApi(ctx, 'Sold');
  const planId = await givenPlan(ctx, api, { name: 'Plan' });
  const key = await givenKey(ctx, 'Key', [planId]);
  const status = () => gateway.status(api.id, 'prod', '/pets', withKey(key.value));
  await until('the key to work', async () => (await status()) === 200);
  const deployments = await listDeployments(ctx, { restApiId: api.id });

  const stages = [{ restApiId: api.id, stageName: 'prod' }];
  const none = { rateLimit: 0, burstLimit: 0 };
  // The change comes from another process than the console's: the gateway finds it in the database.
  await updateUsagePlan(ctx, { usagePlanId: planId, version: 1, name: 'Plan', stages, throttle: none });
  await until('the new limit', async () => (await status()) === 429, 5_000);
  await updateUsagePlan(ctx, { usagePlanId: planId, version: 2, name: 'Plan', stages, throttle: null });
  await until('the old limit', async () => (await status()) === 200, 5_000);
  await updateApiKey(ctx, { apiKeyId: key.id, version: 1, enabled: false });
  await until('the key to be off', async () => (await status()) === 403, 5_000);
  expect(await listDeployments(ctx, { restApiId: api.id })).toEqual(deployments);
});
