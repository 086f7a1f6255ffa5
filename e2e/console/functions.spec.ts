import { lambdaIntegrationUri } from '@/lib/contract/function-arn';
import { createFunction } from '@/lib/control/function/create';
import { allowMethod } from '@/lib/control/function/permissions';
import { rawZip } from '@/lib/zip/testing/raw-zip';
import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi } from '../pages/given';

const BROKEN = `export const handler = async (event) => {
  throw new TypeError('no pet ' + event.queryStringParameters.name);
};
`;

test('an owner writes a function, points a method at it, deploys, and callers get its answer', async ({
  account,
  ownerPage,
  gateway,
}) => {
  test.slow(); // Three pages, and the first start of a sandbox.
  const api = await givenApi(account.ctx, 'Functions');
  const resourceId = await api.resource('/hello');
  const pages = new ApiPages(ownerPage);

  await ownerPage.goto('/functions');
  await ownerPage.getByRole('button', { name: 'Create function' }).first().click();
  await pages.dialog.getByLabel('Name').fill('greet');
  await pages.dialog.getByRole('button', { name: 'Create function' }).click();
  await expect(ownerPage).toHaveURL(/\/functions\/greet$/);

  const editor = ownerPage.getByLabel('Code of index.mjs');
  await expect(editor).toHaveValue(/Hello, /);
  await editor.fill((await editor.inputValue()).replace('Hello, ', 'Good day, '));
  await ownerPage.getByRole('button', { name: 'Save code' }).click();
  await expect(pages.toasts.filter({ hasText: 'Code saved' })).toBeVisible();

  await ownerPage.getByRole('tab', { name: 'Test' }).click();
  await ownerPage.getByRole('button', { name: 'Run' }).click();
  const result = ownerPage.getByRole('region', { name: 'Result' });
  await expect(result.getByText('Succeeded')).toBeVisible();
  await expect(result).toContainText('Good day, Ada!');
  await expect(result).toContainText('greeting Ada');

  await ownerPage.goto(`/apis/${api.id}/resources?resource=${resourceId}`);
  await ownerPage.getByRole('button', { name: 'Create method' }).first().click();
  await pages.dialog.getByText('Function proxy').click();
  await pages.dialog.getByRole('combobox', { name: 'Function' }).click();
  await ownerPage.getByRole('option', { name: 'greet' }).click();
  await pages.dialog.getByRole('button', { name: 'Create method' }).click();
  await expect(pages.box('Integration request')).toContainText('greet');
  await api.deploy('prod');

  const call = () => gateway.call(api.id, 'prod', '/hello?name=Grace').then((response) => response.text());
  await expect.poll(call).toBe('{"message":"Good day, Grace!"}');
});

test('a broken function answers 502 and shows its error in the log', async ({ account, ownerPage, gateway }) => {
  const made = await createFunction(account.ctx, {
    kind: 'local',
    name: 'broken',
    files: [{ path: 'index.mjs', text: BROKEN }],
  });
  const api = await givenApi(account.ctx, 'Broken');
  await api.method('GET', '/', { type: 'AWS_PROXY', httpMethod: 'POST', uri: lambdaIntegrationUri(made.arn) });
  const ref = { functionName: 'broken', restApiId: api.id, resourceId: api.rootId, httpMethod: 'GET' };
  await allowMethod(account.ctx, ref);
  await api.deploy('prod');
  await expect.poll(() => gateway.status(api.id, 'prod', '/?name=Rex')).toBe(502);

  await ownerPage.goto('/functions/broken?tab=logs');
  await expect(ownerPage.getByText(/TypeError.*no pet Rex/).first()).toBeVisible();
  await ownerPage.getByRole('textbox', { name: 'Filter the log' }).fill('no such word');
  await expect(ownerPage.getByText('holds “no such word”')).toBeVisible();
});

test('a zip that leads out of its folder is refused with its reason, a good one becomes the code', async ({
  account,
  ownerPage,
}) => {
  await createFunction(account.ctx, { kind: 'local', name: 'zipped', files: [{ path: 'index.mjs', text: '' }] });
  await ownerPage.goto('/functions/zipped');
  const input = ownerPage.getByLabel('Zip with the function’s code');
  const zip = (path: string) => ({
    name: 'code.zip',
    mimeType: 'application/zip',
    buffer: rawZip([{ path, content: 'exports.handler = async () => ({ statusCode: 204 });' }]),
  });
  // A file that is chosen before the page listens is not seen by it.
  await expect(async () => {
    await input.setInputFiles(zip('../../index.js'));
    await expect(ownerPage.getByText('leads out of the zip’s own folder')).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await input.setInputFiles(zip('index.js'));
  await expect(ownerPage.getByLabel('Code of index.js')).toHaveValue(/statusCode: 204/);
});
