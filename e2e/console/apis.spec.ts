import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('an owner creates the account’s first API and lands on its resources', async ({ ownerPage }) => {
  await ownerPage.goto('/apis');
  await expect(ownerPage.getByText('Create your first API')).toBeVisible();
  await ownerPage.getByRole('button', { name: 'Create API' }).first().click();
  const dialog = ownerPage.getByRole('dialog', { name: 'Create API' });

  await dialog.getByRole('button', { name: 'Create API' }).click();
  await expect(dialog.getByText('Give the REST API a name.')).toBeVisible();
  await expect(dialog.getByLabel('Name')).toBeFocused();

  await dialog.getByLabel('Name').fill('Pet store');
  await dialog.getByLabel('Description').fill('Pets and orders');
  await dialog.getByRole('radio', { name: 'Edge-optimized' }).click();
  await dialog.getByRole('button', { name: 'Create API' }).click();

  await expect(ownerPage).toHaveURL(/\/apis\/[a-z0-9]{10}\/resources$/);
  await expect(ownerPage).toHaveTitle('Resources · Pet store · Gatehouse');
  await expect(ownerPage.getByRole('heading', { name: 'Pet store' })).toBeVisible();
  await expect(ownerPage.getByText('No methods yet')).toBeVisible();

  await ownerPage.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'APIs' }).click();
  await expect(ownerPage.getByRole('row', { name: /Pet store.*Edge.*Not deployed/ })).toBeVisible();
});

test('the list finds an API by what its row says', async ({ account, ownerPage }) => {
  const orders = await givenApi(account.ctx, 'Orders');
  await givenApi(account.ctx, 'Payments');
  await orders.method('GET', '/', mock('{}'));
  await orders.deploy('canary');

  await ownerPage.goto('/apis');
  const rows = ownerPage.getByRole('table', { name: 'APIs' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await ownerPage.getByPlaceholder('Filter APIs').fill('canary');
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText('Orders');
  await expect(ownerPage).toHaveURL(/search=canary/);

  await ownerPage.getByPlaceholder('Filter APIs').fill('nothing like this');
  await expect(ownerPage.getByText('Nothing matches')).toBeVisible();
});

test('settings rename an API; deleting it says what goes with it', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Old name');
  await api.method('GET', '/things', mock('{}'));
  await api.deploy('prod');

  await ownerPage.goto(`/apis/${api.id}/settings`);
  await ownerPage.getByLabel('Name').fill('New name');
  await ownerPage.getByRole('button', { name: 'Save settings' }).click();
  await expect(ownerPage.getByRole('heading', { name: 'New name' })).toBeVisible();

  await ownerPage.getByRole('button', { name: 'Delete API' }).click();
  const dialog = ownerPage.getByRole('alertdialog', { name: 'Delete API “New name”?' });
  await expect(dialog).toContainText('Stage prod stops answering at once');
  await expect(dialog).toContainText('2 resources and 1 method, with 1 deployment');
  const confirm = dialog.getByRole('button', { name: 'Delete API' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('New name');
  await confirm.click();

  await expect(ownerPage).toHaveURL(/\/apis$/);
  await expect(ownerPage.getByText('Create your first API')).toBeVisible();
});

test('an API of another account does not exist', async ({ world, ownerPage }) => {
  const strangers = await givenApi((await world.createAccount()).ctx, 'Secret');
  for (const path of [`/apis/${strangers.id}/resources`, '/apis/zzzzzzzzzz/stages']) {
    await ownerPage.goto(path);
    await expect(ownerPage.getByText('There is no such API')).toBeVisible();
    await expect(ownerPage.getByText('Secret')).toBeHidden();
  }
});

test('a viewer looks at everything and is offered no change', async ({ account, page, signIn }) => {
  const api = await givenApi(account.ctx, 'Read me');
  await api.method('GET', '/things', mock('{}'));
  await api.deploy('prod');
  await signIn(page, await account.addMember('viewer'));
  const pages = new ApiPages(page);

  await page.goto('/apis');
  await expect(page.getByRole('row', { name: /Read me/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create API' })).toBeHidden();

  await pages.openMethod(api.id, await api.resource('/things'), 'GET');
  await expect(page.getByRole('button', { name: 'Deploy', exact: true })).toBeHidden();
  await expect(page.getByRole('tab', { name: 'Test' })).toBeHidden();
  await pages.box('Method request').click();
  await expect(pages.dialog.getByRole('button', { name: 'Close' }).first()).toBeVisible();
  await expect(pages.dialog.getByRole('button', { name: 'Save method request' })).toBeHidden();

  await pages.openStage(api.id, 'prod');
  await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Delete stage' })).toBeHidden();
});

test('⌘K finds an API and deploys the one in view', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Warehouse');
  await api.method('GET', '/', mock('{}'));
  await ownerPage.goto('/apis');
  await expect(ownerPage.getByRole('row', { name: /Warehouse/ })).toBeVisible();

  await ownerPage.keyboard.press('ControlOrMeta+k');
  await ownerPage.keyboard.type('wareh');
  await ownerPage
    .getByRole('option', { name: /Warehouse/ })
    .first()
    .click();
  await expect(ownerPage).toHaveURL(`/apis/${api.id}/resources`);

  await ownerPage.keyboard.press('ControlOrMeta+k');
  await ownerPage.keyboard.type('deploy');
  await ownerPage.getByRole('option', { name: 'Deploy Warehouse' }).click();
  await expect(ownerPage.getByRole('dialog', { name: 'Deploy Warehouse' })).toBeVisible();
});

test('a gateway response is customised, deployed, and reset', async ({ account, ownerPage, gateway }) => {
  const api = await givenApi(account.ctx, 'Responses');
  await api.method('GET', '/', mock('{}'));
  await api.deploy('prod');
  const pages = new ApiPages(ownerPage);
  await ownerPage.goto(`/apis/${api.id}/gateway-responses`);

  await ownerPage.getByPlaceholder('Filter responses').fill('missing_auth');
  await ownerPage.getByRole('row', { name: /MISSING_AUTHENTICATION_TOKEN.*403.*Default/ }).click();
  await pages.dialog.getByLabel('Status').fill('99');
  await pages.dialog.getByRole('button', { name: 'Add header' }).click();
  await pages.dialog.getByLabel('Name, row 1').fill('X-Help');
  await pages.dialog.getByLabel('Value, row 1').fill('see the docs');
  await pages.dialog.getByRole('button', { name: 'Save response' }).click();
  await expect(pages.dialog.getByText('A status code is a number from 100 to 599.')).toBeVisible();
  await expect(pages.dialog.getByText(/Invalid mapping expression specified: see the docs/)).toBeVisible();
  await pages.dialog.getByLabel('Status').fill('404');
  await pages.dialog.getByLabel('Value, row 1').fill("'see the docs'");
  await pages.saveBox('response');
  await expect(ownerPage.getByRole('row', { name: /MISSING_AUTHENTICATION_TOKEN.*404.*Customised/ })).toBeVisible();

  await pages.deploy();
  await expect(pages.dialog).toContainText('is live');
  await pages.dialog.getByRole('button', { name: 'Done' }).click();
  const answer = await gateway.call(api.id, 'prod', '/no/such/path');
  expect(answer.status).toBe(404);
  expect(answer.headers.get('x-help')).toBe('see the docs');

  await ownerPage.getByRole('button', { name: 'Actions for MISSING_AUTHENTICATION_TOKEN' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Reset to default…' }).click();
  const confirm = ownerPage.getByRole('alertdialog', { name: 'Reset MISSING_AUTHENTICATION_TOKEN?' });
  await expect(confirm).toContainText('Its status 404');
  await confirm.getByRole('button', { name: 'Reset to default' }).click();
  await expect(ownerPage.getByRole('row', { name: /MISSING_AUTHENTICATION_TOKEN.*403.*Default/ })).toBeVisible();
});
