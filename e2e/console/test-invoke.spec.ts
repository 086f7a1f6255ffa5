import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi } from '../pages/given';

test('a test shows answer, headers and the steps that led to it', async ({ account, ownerPage, backendUrl }) => {
  const api = await givenApi(account.ctx, 'Test');
  await api.method('GET', '/pets/{petId}', { type: 'HTTP', httpMethod: 'GET', uri: `${backendUrl}/pets/{petId}` });
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/pets/{petId}'), 'GET', 'test');
  const answer = ownerPage.getByRole('region', { name: 'Answer' });

  await ownerPage.getByRole('button', { name: /^Send/ }).click();
  await expect(ownerPage.getByText('Give a value.')).toBeVisible();
  const petId = ownerPage.getByRole('textbox', { name: '{petId}' });
  await expect(petId).toBeFocused();

  await petId.fill('1');
  await petId.press('ControlOrMeta+Enter');
  await expect(answer.getByRole('status')).toContainText('200 OK');
  await expect(answer).toContainText('"id": 1');
  await expect(answer).toContainText('application/json');

  const step = answer.getByRole('listitem').filter({ hasText: 'map-integration-request' });
  await step.locator('summary').click();
  await expect(step).toContainText(`${backendUrl}/pets/1`);
});

test('a backend that is away is told as its gateway response', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Away');
  await api.method('POST', '/pets', { type: 'HTTP_PROXY', httpMethod: 'POST', uri: 'http://127.0.0.1:9/pets' });
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/pets'), 'POST', 'test');

  await ownerPage.getByLabel('Body').fill('{"name": "Rex"}');
  await ownerPage.getByRole('button', { name: /^Send/ }).click();
  const answer = ownerPage.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('status')).toContainText('504 Gateway Timeout');
  await expect(answer).toContainText('Network error communicating with endpoint');
});

test('query, headers and the variables of a stage go along', async ({ account, ownerPage, backendUrl }) => {
  const api = await givenApi(account.ctx, 'Variables');
  await api.method('GET', '/anything', {
    type: 'HTTP_PROXY',
    httpMethod: 'GET',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
    uri: 'http://${stageVariables.backend}/pets',
  });
  const pages = new ApiPages(ownerPage);
  await pages.openMethod(api.id, await api.resource('/anything'), 'GET', 'test');

  await ownerPage.getByLabel('Query string').fill('?type=cat');
  await ownerPage.getByRole('button', { name: 'Add header' }).click();
  await ownerPage.getByLabel('Name, row 1').fill('X-Trace');
  await ownerPage.getByLabel('Value, row 1').fill('abc');
  await ownerPage.getByRole('button', { name: 'Add variable' }).click();
  const variables = ownerPage.getByRole('group', { name: 'Stage variables' });
  await variables.getByLabel('Name, row 1').fill('backend');
  await variables.getByLabel('Value, row 1').fill(new URL(backendUrl).host);
  await ownerPage.getByRole('button', { name: /^Send/ }).click();

  const answer = ownerPage.getByRole('region', { name: 'Answer' });
  await expect(answer.getByRole('status')).toContainText('200 OK');
  const step = answer.getByRole('listitem').filter({ hasText: 'map-integration-request' });
  await step.locator('summary').click();
  await expect(step).toContainText('/pets?type=cat');
  await expect(step).toContainText('X-Trace: abc');
});
