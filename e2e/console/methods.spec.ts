import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('each box of the flow opens its form and shows what was saved', async ({ account, ownerPage, backendUrl }) => {
  const api = await givenApi(account.ctx, 'Flow');
  await api.method('GET', '/pets/{petId}', { type: 'HTTP', httpMethod: 'GET', uri: `${backendUrl}/pets/{petId}` });
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/pets/{petId}'), 'GET');

  await pages.box('Method request').click();
  await pages.dialog.getByRole('switch', { name: 'API key required' }).click();
  await pages.dialog.getByRole('button', { name: 'Add parameter' }).click();
  await pages.dialog.getByLabel('Name, row 1').fill('fields');
  await pages.dialog.getByRole('checkbox', { name: 'Required, row 1' }).click();
  await pages.saveBox('method request');
  await expect(pages.box('Method request')).toContainText('API keyRequired');
  await expect(pages.box('Method request')).toContainText('1 (1 required)');

  await pages.box('Integration request').click();
  await pages.dialog.getByLabel('Timeout').fill('1500');
  await pages.dialog.getByRole('button', { name: 'Add mapping' }).click();
  await pages.dialog.getByLabel('Name, row 1').fill('X-Fields');
  await pages.dialog.getByLabel('Value, row 1').fill('method.request.querystring.fields');
  await pages.saveBox('integration request');
  await expect(pages.box('Integration request')).toContainText('1,500 ms');
  await expect(pages.box('Integration request')).toContainText('Mappings1');

  await pages.box('Integration response').click();
  await pages.dialog.getByRole('button', { name: 'Add response' }).click();
  const second = pages.dialog.getByRole('region', { name: 'Response 2' });
  await second.getByLabel('Answer with').fill('404');
  await second.getByLabel('When the backend’s status matches').fill('404');
  await pages.saveBox('integration response');
  await expect(pages.box('Integration response')).toContainText('404→ 404');
  // Declared along with it, so that the gateway does not answer 500.
  await expect(pages.box('Method response')).toContainText('404');

  await pages.box('Method response').click();
  await pages.dialog.getByLabel('Headers, row 1').fill('ETag, X-Total');
  await pages.saveBox('method response');
  await expect(pages.box('Method response')).toContainText('2 mapped headers');
});

test('what the gateway would refuse is refused at its field, before and after asking the server', async ({
  account,
  ownerPage,
}) => {
  const api = await givenApi(account.ctx, 'Errors');
  await api.method('GET', '/pets', { type: 'HTTP', httpMethod: 'GET', uri: 'http://backend.example/pets' });
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/pets'), 'GET');
  await pages.box('Integration request').click();
  const save = pages.dialog.getByRole('button', { name: 'Save integration request' });
  const uri = pages.dialog.getByLabel('Endpoint URI');

  await uri.fill('backend.example/pets');
  await save.click();
  await expect(pages.dialog.getByText('Write http:// or https:// and a host')).toBeVisible();
  await expect(uri).toBeFocused();

  await uri.fill('http://backend.example/pets/{petId}');
  await save.click();
  await expect(pages.dialog.getByText('Nothing fills {petId}')).toBeVisible();
  await uri.fill('http://backend.example/pets');

  await pages.dialog.getByRole('button', { name: 'Add mapping' }).click();
  await pages.dialog.getByLabel('Name, row 1').fill('X-Page');
  await pages.dialog.getByLabel('Value, row 1').fill('method.request.querystring.page');
  await save.click();
  await expect(pages.dialog.getByText(/method\.request\.querystring\.page is not declared/)).toBeVisible();
  await pages.dialog.getByRole('button', { name: 'Remove row 1' }).click();

  await pages.dialog.getByRole('button', { name: 'Add template' }).click();
  await pages.dialog.getByLabel('Text of request templates 1').fill('{\n"id": #if($input.params(\'id\')}');
  await save.click();
  await expect(pages.dialog.getByText(/\(line 2, column \d+\)/)).toBeVisible();

  await pages.dialog.getByRole('button', { name: 'Cancel' }).click();
  await ownerPage.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click();
  await expect(pages.dialog).toBeHidden();
  await expect(pages.box('Integration request')).toContainText('http://backend.example/pets');
});

test('templates map what goes to the backend and what the client gets', async ({
  account,
  ownerPage,
  backendUrl,
  gateway,
}) => {
  const api = await givenApi(account.ctx, 'Templates');
  await api.method('GET', '/pets/{petId}', { type: 'HTTP', httpMethod: 'GET', uri: `${backendUrl}/pets/{petId}` });
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/pets/{petId}'), 'GET');

  await pages.box('Integration response').click();
  await pages.dialog.getByRole('button', { name: 'Add template' }).click();
  await pages.dialog
    .getByLabel('Text of body 1')
    .fill('{"label": "$input.path(\'$.id\'): $input.params(\'petId\')", "whole": $input.json(\'$\')}');
  await pages.saveBox('integration response');

  await api.deploy('prod');
  await expect.poll(() => gateway.status(api.id, 'prod', '/pets/1')).toBe(200);
  const answer = await gateway.call(api.id, 'prod', '/pets/1');
  expect(await answer.json()).toMatchObject({ label: '1: 1', whole: { id: 1 } });
});

test('of two owners who edit one method, the second is told and loses nothing unseen', async ({
  account,
  browser,
  ownerPage,
  signIn,
}) => {
  const api = await givenApi(account.ctx, 'Two owners');
  await api.method('GET', '/pets', mock('[]'));
  const resourceId = await api.resource('/pets');
  const context = await browser.newContext();
  const secondPage = await context.newPage();
  await signIn(secondPage, await account.addMember('admin'));
  const [first, second] = [new ApiPages(ownerPage), new ApiPages(secondPage)];
  for (const pages of [first, second]) {
    await pages.openMethod(api.id, resourceId, 'GET');
    await pages.box('Method request').click();
    await expect(pages.dialog.getByLabel('Operation name')).toBeVisible();
  }

  await first.dialog.getByLabel('Operation name').fill('listPets');
  await first.saveBox('method request');

  await second.dialog.getByLabel('Operation name').fill('allPets');
  await second.dialog.getByRole('button', { name: 'Save method request' }).click();
  const conflict = second.dialog.getByRole('alert').filter({ hasText: 'was changed by someone else' });
  await expect(conflict).toContainText('your edit was not saved');
  await conflict.getByRole('button', { name: 'Discard and reload' }).click();
  await expect(second.dialog.getByLabel('Operation name')).toHaveValue('listPets');

  await second.dialog.getByLabel('Operation name').fill('allPets');
  await second.saveBox('method request');
  await expect(second.box('Method request')).toContainText('allPets');
  await context.close();
});

test('deleting a method says that stages keep it until the next deployment', async ({
  account,
  ownerPage,
  gateway,
}) => {
  const api = await givenApi(account.ctx, 'Delete');
  await api.method('GET', '/pets', mock('["Rex"]'));
  await api.method('POST', '/pets', mock('{}'));
  await api.deploy('prod');
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/pets'), 'GET');

  await ownerPage.getByRole('button', { name: 'Actions for GET /pets' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Delete…' }).click();
  const confirm = ownerPage.getByRole('alertdialog', { name: 'Delete GET /pets?' });
  await expect(confirm).toContainText('Stages keep serving it until the API is deployed');
  await confirm.getByRole('button', { name: 'Delete method' }).click();
  await expect(pages.item('GET /pets')).toBeHidden();
  await expect(pages.item('POST /pets')).toBeVisible();
  await expect.poll(() => gateway.status(api.id, 'prod', '/pets')).toBe(200);
});
