import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('a refused request is sampled, opened by its request id and explained', async ({
  account,
  ownerPage,
  gateway,
}) => {
  const api = await givenApi(account.ctx, 'Traced');
  await api.method('GET', '/pets', mock('{}'));
  await api.method('POST', '/pets', mock('{}'));
  await api.deploy('prod');
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'prod');

  const card = pages.card('Request traces');
  await card.getByLabel('Sample').fill('100');
  await card.getByLabel('Masked JSON paths').fill('card');
  await card.getByRole('button', { name: 'Save tracing' }).click();
  await expect(card).toContainText('Write a path such as $.card.number');
  await card.getByLabel('Masked JSON paths').fill('$.card');
  await card.getByRole('button', { name: 'Save tracing' }).click();
  await expect(pages.toasts.filter({ hasText: 'Stage prod was saved. Live on 1 of 1 worker' })).toBeVisible();

  const headers = { Authorization: 'Bearer the-secret-token', 'Content-Type': 'application/json' };
  const refused = await gateway.call(api.id, 'prod', '/pets', {
    method: 'DELETE',
    headers,
    body: '{"card":"4111111"}',
  });
  expect(refused.status).toBe(403);
  expect(await gateway.status(api.id, 'prod', '/pets')).toBe(200);
  const requestId = refused.headers.get('x-amzn-requestid') ?? '';

  await card.getByRole('link', { name: 'Traces of prod' }).click();
  const list = ownerPage.getByRole('table', { name: 'Traces' });
  await expect(list.getByRole('row')).toHaveCount(3, { timeout: 15_000 });
  await ownerPage.getByRole('switch', { name: 'Only errors' }).click();
  await expect(list.getByRole('row')).toHaveCount(2);
  await ownerPage.getByRole('searchbox', { name: 'Path or request id' }).fill(requestId);
  await list.getByRole('row').filter({ hasText: 'DELETE' }).click();

  await expect(ownerPage.getByText('There is no DELETE on /pets; GET and POST exist.')).toBeVisible();
  const steps = ownerPage.getByRole('list', { name: 'Steps' });
  await expect(steps.getByRole('button', { name: /^match-route/ })).toHaveAttribute('aria-current', 'step');
  await steps.getByRole('button', { name: /^match-route/ }).focus();
  await ownerPage.keyboard.press('Home');
  await expect(ownerPage.getByRole('region', { name: 'resolve-api' })).toContainText('Authorization: ********');
  await ownerPage.keyboard.press('ArrowDown');
  await expect(ownerPage.getByRole('region', { name: 'parse-request' })).toBeVisible();
  await expect(ownerPage.locator('main')).not.toContainText('the-secret-token');
  await expect(ownerPage.locator('main')).not.toContainText('4111111');
});

test('a token has the one request that brings it traced', async ({ account, ownerPage, gateway }) => {
  const api = await givenApi(account.ctx, 'One request');
  await api.method('GET', '/pets', mock('{}'));
  await api.deploy('prod');
  await ownerPage.goto(`/apis/${api.id}/traces`);
  await expect(ownerPage.getByText('No request has been traced')).toBeVisible();
  await ownerPage.getByRole('button', { name: 'Trace one request' }).click();
  const dialog = ownerPage.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Mint token' }).click();
  const token = /X-Gatehouse-Debug: (ghd_[\w-]+)/.exec((await dialog.locator('pre').textContent()) ?? '')?.[1] ?? '';
  expect(token).not.toBe('');
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  for (let i = 0; i < 2; i++) {
    expect(await gateway.status(api.id, 'prod', '/pets', { headers: { 'X-Gatehouse-Debug': token } })).toBe(200);
  }
  const list = ownerPage.getByRole('table', { name: 'Traces' });
  await expect(list.getByRole('row').filter({ hasText: '/pets' })).toHaveCount(1, { timeout: 15_000 });
});

test('a traced request is tested again, filled in as it came', async ({ account, ownerPage, gateway }) => {
  const api = await givenApi(account.ctx, 'Again');
  await api.method('ANY', '/pets/{petId}', mock('{}'));
  await api.deploy('prod');
  await ownerPage.goto(`/apis/${api.id}/traces`);
  await ownerPage.getByRole('button', { name: 'Trace one request' }).click();
  const dialog = ownerPage.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Mint token' }).click();
  const token = /X-Gatehouse-Debug: (ghd_[\w-]+)/.exec((await dialog.locator('pre').textContent()) ?? '')?.[1] ?? '';
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await gateway.call(api.id, 'prod', '/pets/a%20b?page=2', {
    method: 'POST',
    headers: { 'X-Gatehouse-Debug': token, Authorization: 'Bearer the-secret-token', 'X-Kind': 'cat' },
    body: '{"name":"Rex"}',
  });
  await ownerPage.getByRole('table', { name: 'Traces' }).getByRole('row').filter({ hasText: '/pets' }).click();
  await ownerPage.getByRole('link', { name: 'Test again' }).click();

  const form = ownerPage.getByRole('form', { name: 'Test request' });
  await expect(form.getByLabel('{petId}')).toHaveValue('a b');
  await expect(form.getByLabel('Query string')).toHaveValue('page=2');
  await expect(form.getByLabel('Verb')).toContainText('POST');
  await expect(form.getByLabel('Body')).toHaveValue('{"name":"Rex"}');
  await expect(ownerPage.getByText('Secrets were masked')).toBeVisible();
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(ownerPage.getByRole('region', { name: 'Answer' })).toContainText('200');
});
