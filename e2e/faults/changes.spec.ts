// All of a change or nothing, through the real server: its module graphs, its database, its actions.
import { getUsagePlan } from '@/lib/control/usage-plan/get';
import { expect, test } from '../fixtures/test';
import { givenKey, givenPlan, givenSoldApi } from '../pages/sales';
import { replay } from './raw-http';

test('a change that fails half way leaves nothing, and of many made from one state one wins', async ({
  account,
  ownerPage: page,
}) => {
  const { ctx } = account;
  const api = await givenSoldApi(ctx, 'Pet store');
  const planId = await givenPlan(ctx, api, { name: 'Has the stage' });
  const spare = await givenPlan(ctx, await givenSoldApi(ctx, 'Other'), { name: 'Spare' });
  await givenKey(ctx, 'In both', [planId, spare]);
  const read = () => getUsagePlan(ctx, { usagePlanId: spare });

  await page.goto(`/plans/${spare}`);
  await page.getByRole('button', { name: 'Edit plan' }).click();
  const sheet = page.getByRole('dialog', { name: 'Edit “Spare”' });
  await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill('Renamed');
  const sent = page.waitForRequest((request) => request.headers()['next-action'] !== undefined);
  await sheet.getByRole('button', { name: 'Save plan' }).click();
  const request = await sent;
  await expect(page.getByRole('heading', { level: 1, name: 'Renamed' })).toBeVisible();

  const before = await read();
  const [input] = JSON.parse(request.postData() ?? '[]') as [Record<string, unknown>];
  const edit = (changes: object) =>
    replay(request, {}, JSON.stringify([{ ...input, version: before.version, ...changes }]));

  // The plan is written, then found to share a stage with another plan of the same key.
  const stages = [{ restApiId: api.id, stageName: 'prod', throttle: {} }];
  const refused = await edit({ name: 'Half', description: 'half', stages });
  expect(refused.text).toContain('"ok":false');
  expect(refused.text).toContain('"code":"CONFLICT"');
  expect(await read()).toEqual(before);

  const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => edit({ name: `Winner ${i}` })));
  expect(answers.filter(({ text }) => text.includes('"ok":true'))).toHaveLength(1);
  for (const { text } of answers) {
    if (!text.includes('"ok":true')) expect(text).toContain('was changed by someone else since you opened it');
  }
  expect((await read()).version).toBe(before.version + 1);
});
