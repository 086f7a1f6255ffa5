import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('an owner builds a tree, renames and moves in it, and deletes a branch', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Tree');
  const pages = new ApiPages(ownerPage);
  await pages.openResources(api.id);

  await pages.createResource('/pets');
  await expect(ownerPage.getByRole('heading', { name: '/pets', exact: true })).toBeVisible();
  await pages.createResource('{petId}');
  await pages.createResource('photos');
  await expect(ownerPage.getByRole('heading', { name: '/pets/{petId}/photos' })).toBeVisible();

  await pages.item('/pets').click();
  await ownerPage.getByRole('button', { name: 'Actions for /pets', exact: true }).click();
  await ownerPage.getByRole('menuitem', { name: 'Rename or move' }).click();
  await expect(pages.dialog).toContainText('The 2 resources below /pets come along.');
  await pages.dialog.getByLabel('Path part').fill('animals');
  await pages.dialog.getByRole('button', { name: 'Save' }).click();
  await expect(ownerPage.getByRole('heading', { name: '/animals', exact: true })).toBeVisible();
  await expect(pages.item('/{petId}')).toBeVisible();

  await ownerPage.getByRole('button', { name: 'Actions for /animals', exact: true }).click();
  await ownerPage.getByRole('menuitem', { name: 'Delete…' }).click();
  const confirm = ownerPage.getByRole('alertdialog', { name: 'Delete /animals?' });
  await expect(confirm).toContainText('2 resources below it: /animals/{petId}, /animals/{petId}/photos');
  await confirm.getByRole('button', { name: 'Delete resource' }).click();
  await expect(pages.item('/animals')).toBeHidden();
  await expect(ownerPage.getByRole('heading', { name: '/', exact: true })).toBeVisible();
});

test('a path part that can’t be is refused at its field', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Paths');
  await api.resource('/pets');
  await api.resource('/files/{proxy+}');
  const pages = new ApiPages(ownerPage);
  await pages.openResources(api.id);

  await ownerPage.getByRole('button', { name: 'Create resource', exact: true }).click();
  const part = pages.dialog.getByLabel('Path part');
  const create = pages.dialog.getByRole('button', { name: 'Create resource' });
  await part.fill('not allowed');
  await create.click();
  await expect(pages.dialog.getByRole('alert')).toContainText('path part only allow');
  await expect(part).toHaveAttribute('aria-invalid', 'true');

  await part.fill('pets');
  await create.click();
  await expect(pages.dialog.getByRole('alert')).toContainText(
    'Another resource with the same parent already has this name: pets',
  );
  await pages.dialog.getByRole('button', { name: 'Cancel' }).click();
  await ownerPage.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click();

  // Nothing can follow a greedy variable: the way to it is closed.
  await pages.item('/{proxy+}').click();
  await expect(ownerPage.getByRole('button', { name: 'Create resource', exact: true })).toBeDisabled();
});

test('the keyboard alone makes a resource with a method', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Keys only');
  await api.resource('/alpha');
  await api.resource('/beta');
  const pages = new ApiPages(ownerPage);
  await pages.openResources(api.id);
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => ownerPage.keyboard.press(key)), Promise.resolve());

  await ownerPage.getByRole('searchbox', { name: 'Find a path or method' }).focus();
  await press('Tab', 'Tab');
  await expect(pages.item('/')).toBeFocused();
  await press('b');
  await expect(pages.item('/beta')).toBeFocused();
  await press('Enter');
  await expect(pages.item('/beta')).toHaveAttribute('aria-selected', 'true');
  await expect(ownerPage.getByRole('heading', { name: '/beta' })).toBeVisible();

  await press('Shift+Tab');
  await expect(ownerPage.getByRole('button', { name: 'Create resource', exact: true })).toBeFocused();
  await press('Enter');
  await expect(pages.dialog.getByLabel('Path part')).toBeFocused();
  await ownerPage.keyboard.type('{id}');
  await press('Enter');
  await expect(pages.dialog).toBeHidden();
  await expect(ownerPage.getByRole('heading', { name: '/beta/{id}' })).toBeVisible();

  await ownerPage.getByRole('button', { name: 'Create method' }).first().focus();
  await press('Enter');
  await expect(pages.dialog).toBeVisible();
  await pages.dialog.getByRole('radio', { name: 'HTTP proxy' }).focus();
  await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await expect(pages.dialog.getByRole('radio', { name: 'Mock' })).toBeChecked();
  await pages.dialog.getByRole('button', { name: 'Create method' }).focus();
  await press('Enter');
  await expect(pages.item('GET /beta/{id}')).toHaveAttribute('aria-selected', 'true');

  // The boxes of the flow are stops of one walk; Escape brings the focus back to the one that was opened.
  await pages.box('Method request').focus();
  await press('ArrowRight');
  await expect(pages.box('Integration request')).toBeFocused();
  await press('ArrowDown');
  await expect(pages.box('Integration response')).toBeFocused();
  await press('Enter');
  await expect(pages.dialog.getByRole('heading', { name: 'Integration response' })).toBeVisible();
  await press('Escape');
  await expect(pages.dialog).toBeHidden();
  await expect(pages.box('Integration response')).toBeFocused();
});

test('Enable CORS says what it made and what is left to the backend', async ({ account, ownerPage, backendUrl }) => {
  const api = await givenApi(account.ctx, 'CORS');
  await api.method('GET', '/pets', mock('[]'));
  await api.method('POST', '/pets', { type: 'HTTP_PROXY', httpMethod: 'POST', uri: `${backendUrl}/pets` });
  const pages = new ApiPages(ownerPage);
  await ownerPage.goto(`/apis/${api.id}/resources?resource=${await api.resource('/pets')}`);

  await ownerPage.getByRole('button', { name: 'Enable CORS' }).click();
  await expect(pages.dialog.getByRole('checkbox', { name: 'DEFAULT_4XX' })).toBeChecked();
  await pages.dialog.getByLabel('Access-Control-Allow-Origin').fill('https://shop.example');
  await pages.dialog.getByRole('button', { name: 'Enable CORS' }).click();
  const report = pages.dialog.getByRole('status');
  await expect(report).toContainText('OPTIONS /pets');
  await expect(report).toContainText('GET /pets sends Access-Control-Allow-Origin');
  await expect(report).toContainText('POST /pets passes its backend’s headers through');
  await pages.dialog.getByRole('button', { name: 'Done' }).click();

  await expect(pages.item('OPTIONS /pets')).toBeVisible();
  await ownerPage.getByRole('link', { name: 'Gateway responses' }).click();
  await expect(ownerPage.getByRole('row', { name: /DEFAULT_4XX.*Customised/ })).toBeVisible();
});

test('the tree is searched by path and method', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Search');
  await api.method('GET', '/orders/{orderId}', mock('{}'));
  await api.resource('/pets/{petId}');
  const pages = new ApiPages(ownerPage);
  await pages.openResources(api.id);
  const search = ownerPage.getByRole('searchbox', { name: 'Find a path or method' });

  await search.fill('get /orders');
  await expect(pages.item('GET /orders/{orderId}')).toBeVisible();
  await expect(pages.item('/pets')).toBeHidden();
  await search.fill('nothing');
  await expect(ownerPage.getByText('No path or method matches “nothing”.')).toBeVisible();
});
