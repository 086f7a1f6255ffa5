import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('a model and a validator keep bad bodies out', async ({ account, ownerPage, gateway }) => {
  const api = await givenApi(account.ctx, 'Validated');
  await api.method('POST', '/pets', mock('{"ok": true}'));
  await api.deploy('prod');
  const pages = new ApiPages(ownerPage);

  await ownerPage.goto(`/apis/${api.id}/models`);
  await expect(ownerPage.getByRole('row', { name: /^Empty/ })).toBeVisible();
  await ownerPage.getByRole('button', { name: 'Create model' }).click();
  await pages.dialog.getByLabel('Name').fill('Pet');
  const schema = pages.dialog.getByLabel('Schema');
  await schema.fill('{\n  "required": ["name"],\n  "properties": {\n    "name": { "type": "text" }\n  }\n}');
  await pages.dialog.getByRole('button', { name: 'Create model' }).click();
  await expect(pages.dialog.getByText(/^Line 4: Invalid model schema specified: "type"/)).toBeVisible();
  await schema.fill('{\n  "required": ["name"],\n  "properties": {\n    "name": { "type": "string" }\n  }\n}');
  await expect(pages.dialog.getByRole('region', { name: 'Mapping template' })).toContainText(
    '"name" : "$inputRoot.name"',
  );
  await pages.dialog.getByRole('button', { name: 'Create model' }).click();
  await expect(pages.dialog).toBeHidden();
  await expect(ownerPage.getByRole('row', { name: /^Pet/ })).toContainText('Nothing');

  await pages.openMethod(api.id, await api.resource('/pets'), 'POST');
  await pages.box('Method request').click();
  await pages.dialog.getByRole('button', { name: 'Add model' }).click();
  await pages.dialog.getByLabel('Model, row 1').click();
  await ownerPage.getByRole('option', { name: 'Pet' }).click();
  await expect(pages.dialog.getByText('Bodies are not compared with their models')).toBeVisible();
  await pages.dialog.getByLabel('Request validator').click();
  await ownerPage.getByRole('option', { name: /^Validate body ?Created/ }).click();
  await expect(pages.dialog.getByText('Bodies are not compared with their models')).toBeHidden();
  await pages.saveBox('method request');
  await expect(pages.box('Method request')).toContainText('ValidatorValidate body');

  await pages.deploy();
  await expect(pages.dialog.getByText(/Live on/)).toBeVisible();
  const headers = { 'content-type': 'application/json' };
  const post = (body: string) => gateway.call(api.id, 'prod', '/pets', { method: 'POST', headers, body });
  await expect.poll(async () => (await post('{}')).status).toBe(400);
  expect(await (await post('{"name": 1}')).text()).toBe('{"message":"Invalid request body"}');
  expect((await post('{"name": "Rex"}')).status).toBe(200);
});

test('a test invoke says what a body got wrong', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Explained');
  await api.validatedMethod('POST', '/pets', '{"required": ["name"]}');
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/pets'), 'POST', 'test');
  await ownerPage.getByLabel('Body').fill('{}');
  await ownerPage.getByRole('button', { name: /^Send/ }).click();
  const answer = ownerPage.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('400 Bad Request');
  await answer.getByText('validate-request').click();
  await expect(answer).toContainText('[object has missing required properties (["name"])]');
});

test('a model that is used says where, and stays', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Used');
  await api.validatedMethod('POST', '/pets', '{"type": "object"}');
  const pages = new ApiPages(ownerPage);
  await ownerPage.goto(`/apis/${api.id}/models`);
  await ownerPage.getByRole('button', { name: 'Actions for Body' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Delete…' }).click();
  const confirm = ownerPage.getByRole('alertdialog', { name: 'Delete the model Body?' });
  await expect(confirm).toContainText('POST /pets › request body application/json');
  await confirm.getByRole('button', { name: 'Delete model' }).click();
  await expect(pages.toasts).toContainText("Cannot delete model 'Body', is referenced in method request: /pets/POST");
  await confirm.getByRole('button', { name: 'Cancel' }).click();

  await ownerPage.getByRole('row', { name: /^Body/ }).click();
  await pages.dialog.getByRole('link', { name: 'POST /pets › request body application/json' }).click();
  await expect(ownerPage).toHaveURL(/step=method-request/);
});

test('required parameters say so when nothing enforces them', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Required');
  await api.method('GET', '/pets', mock('[]'));
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/pets'), 'GET');
  await pages.box('Method request').click();
  await pages.dialog.getByRole('button', { name: 'Add parameter' }).click();
  await pages.dialog.getByLabel('Name, row 1').fill('page');
  const hint = pages.dialog.getByText('Required parameters are not enforced');
  await expect(hint).toBeHidden();
  await pages.dialog.getByRole('checkbox', { name: 'Required, row 1' }).click();
  await expect(hint).toBeVisible();
  await pages.saveBox('method request');
  await expect(pages.box('Method request')).toContainText('Required parameters are not enforced');
});
