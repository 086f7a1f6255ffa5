import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('an API goes from nothing to live, changes, and is rolled back', async ({ ownerPage, gateway, backendUrl }) => {
  const pages = new ApiPages(ownerPage);
  await ownerPage.goto('/apis?create=true');
  await pages.dialog.getByLabel('Name').fill('Journey');
  await pages.dialog.getByRole('button', { name: 'Create API' }).click();
  await expect(pages.tree).toBeVisible();
  const apiId = /\/apis\/([a-z0-9]+)\//.exec(ownerPage.url())?.[1] ?? '';

  await pages.createResource('pets');
  await pages.createProxyMethod(`${backendUrl}/pets`);
  await pages.deploy('Pets');
  await expect(pages.dialog).toContainText('Deployment #1 is live');
  await expect(pages.dialog.getByRole('status')).toContainText(/Live on 1 of 1 worker in \d+ ms/);
  await pages.dialog.getByRole('button', { name: 'Done' }).click();
  expect(await gateway.status(apiId, 'dev', '/pets')).toBe(200);

  await pages.box('Method request').click();
  await pages.dialog.getByRole('switch', { name: 'API key required' }).click();
  await pages.saveBox('method request');
  await expect(ownerPage.getByText('dev is behind')).toBeVisible();
  expect(await gateway.status(apiId, 'dev', '/pets')).toBe(200);

  await ownerPage.getByRole('button', { name: 'Deploy', exact: true }).click();
  const changes = pages.dialog.getByRole('region', { name: 'What changes' });
  await expect(changes).toContainText('1 changed');
  await expect(changes).toContainText('API key required');
  await pages.dialog.getByLabel('Description').fill('Keys for everyone');
  await pages.dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
  await pages.dialog.getByRole('button', { name: 'Done' }).click();
  await expect(ownerPage.getByText('dev is behind')).toBeHidden();
  expect(await gateway.status(apiId, 'dev', '/pets')).toBe(403);

  await ownerPage.getByRole('link', { name: 'Deployments' }).click();
  await expect(ownerPage.getByRole('row', { name: /#2 Keys for everyone dev/ })).toBeVisible();
  await ownerPage.getByRole('row', { name: /#2 Keys for everyone/ }).click();
  const difference = pages.dialog.getByRole('list', { name: 'Changes' });
  await expect(difference).toContainText('API key required');
  await expect(difference).toContainText('before no');
  await expect(difference).toContainText('now yes');

  await pages.dialog.getByRole('button', { name: 'Roll back to #1' }).click();
  await ownerPage.getByRole('button', { name: 'Roll back dev' }).click();
  await expect(pages.toasts.filter({ hasText: 'dev serves deployment #1' })).toBeVisible();
  expect(await gateway.status(apiId, 'dev', '/pets')).toBe(200);
});

test('a definition that would not work is refused with the way to each problem', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Broken');
  await api.method('GET', '/pets/{petId}', {
    type: 'HTTP_PROXY',
    httpMethod: 'GET',
    uri: 'http://backend.example/pets/{petId}',
  });
  const pages = new ApiPages(ownerPage);
  await ownerPage.goto(`/apis/${api.id}/resources?resource=${await api.resource('/pets/{petId}')}`);
  await ownerPage.getByRole('button', { name: 'Actions for /pets/{petId}' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Rename or move' }).click();
  await pages.dialog.getByLabel('Path part').fill('{id}');
  await pages.dialog.getByRole('button', { name: 'Save' }).click();
  await expect(ownerPage.getByRole('heading', { name: '/pets/{id}' })).toBeVisible();

  await pages.deploy();
  const problems = pages.dialog.getByRole('alert').filter({ hasText: 'The API can’t be deployed: 1 problem' });
  await expect(problems).toContainText('Nothing fills {petId}');
  await problems.getByRole('link', { name: /GET \/pets\/\{id\} › integration › uri/ }).click();
  await expect(pages.dialog.getByRole('heading', { name: 'Integration request' })).toBeVisible();
  await pages.dialog.getByLabel('Endpoint URI').fill('http://backend.example/pets/{id}');
  await pages.saveBox('integration request');

  await pages.deploy();
  await expect(pages.dialog).toContainText('Deployment #1 is live');
});

test('an API without methods says so instead of being deployed', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Empty');
  const pages = new ApiPages(ownerPage);
  await pages.openResources(api.id);
  await pages.deploy();
  await expect(pages.toasts.filter({ hasText: "doesn't contain any methods" })).toBeVisible();
  await expect(pages.dialog.getByRole('button', { name: 'Deploy', exact: true })).toBeVisible();
});

test('any two deployments compare, and one that nothing serves can be deleted', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'History');
  await api.method('GET', '/a', mock('{}'));
  await api.deploy('prod', 'First');
  await api.method('GET', '/b', mock('{}'));
  await api.deploy('prod', 'Second');
  await api.method('GET', '/c', mock('{}'));
  const pages = new ApiPages(ownerPage);
  await ownerPage.goto(`/apis/${api.id}/deployments`);

  await ownerPage.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(pages.dialog).toContainText('1 added');
  await expect(pages.dialog.getByRole('list', { name: 'Changes' })).toContainText('/c');
  await pages.dialog.getByRole('combobox', { name: 'From' }).click();
  await ownerPage.getByRole('option', { name: /First/ }).click();
  await expect(pages.dialog).toContainText('2 added');
  await ownerPage.reload();
  await expect(pages.dialog).toContainText('2 added');
  await ownerPage.keyboard.press('Escape');

  await ownerPage.getByRole('button', { name: 'Actions for deployment #2' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Edit description' }).click();
  await pages.dialog.getByLabel('Description').fill('The second');
  await pages.dialog.getByRole('button', { name: 'Save description' }).click();
  await expect(ownerPage.getByRole('row', { name: /#2 The second prod/ })).toBeVisible();

  await ownerPage.getByRole('button', { name: 'Actions for deployment #2' }).click();
  await expect(ownerPage.getByRole('menuitem', { name: 'Delete…' })).toHaveAttribute('aria-disabled', 'true');
  await ownerPage.keyboard.press('Escape');
  await ownerPage.getByRole('button', { name: 'Actions for deployment #1' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Delete…' }).click();
  await ownerPage.getByRole('alertdialog').getByRole('button', { name: 'Delete deployment' }).click();
  await expect(ownerPage.getByRole('row', { name: /First/ })).toBeHidden();
});
