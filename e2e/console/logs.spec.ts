import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('logs of a stage: a preset is chosen, both logs are read, and a new line shows by itself', async ({
  account,
  ownerPage,
  gateway,
}) => {
  const api = await givenApi(account.ctx, 'Logged');
  await api.method('GET', '/pets/{petId}', mock('{}'));
  await api.deploy('prod', 'One');
  const pages = new ApiPages(ownerPage);

  await ownerPage.goto(`/apis/${api.id}/logs`);
  await expect(ownerPage.getByText('The execution log is off')).toBeVisible();
  await ownerPage.getByRole('link', { name: 'Open the settings of prod' }).click();

  const card = pages.card('Logging and metrics');
  await card.getByRole('button', { name: 'JSON', exact: true }).click();
  await expect(card.getByLabel('Preview of a line')).toContainText('"ip": "203.0.113.7"');
  await card.getByLabel('Format').fill('$context.status');
  await card.getByRole('button', { name: 'Save logging' }).click();
  await expect(card).toContainText('must include $context.requestId or $context.extendedRequestId');
  await card.getByRole('button', { name: 'JSON', exact: true }).click();
  await card.getByRole('group', { name: 'Execution log' }).getByRole('button', { name: 'INFO' }).click();
  await card.getByRole('button', { name: 'Save logging' }).click();
  await expect(pages.toasts.filter({ hasText: 'Stage prod was saved. Live on 1 of 1 worker' })).toBeVisible();

  expect(await gateway.status(api.id, 'prod', '/pets/7?q=%0Aforged')).toBe(200);
  await card.getByRole('link', { name: 'Read the logs' }).click();
  const requests = ownerPage.getByRole('list', { name: 'Requests, newest first' });
  const first = requests.getByRole('listitem').filter({ hasText: 'GET' }).first();
  await expect(first).toContainText('/pets/7');
  await expect(first).toContainText('Method request query string: {q=\\nforged}');
  await expect(first).toContainText('Successfully completed execution');

  // Nobody reloads.
  expect(await gateway.status(api.id, 'prod', '/pets/eight')).toBe(200);
  await expect(requests).toContainText('/pets/eight');
  await ownerPage.getByRole('button', { name: 'Pause' }).click();
  await expect(ownerPage.getByText('Paused')).toBeVisible();
  await ownerPage.getByLabel('Filter lines').fill('nothing like it');
  await expect(ownerPage.getByText('No line matches')).toBeVisible();
  await ownerPage.getByLabel('Filter lines').fill('RESOURCE path: /pets/e');
  await expect(requests).toContainText('/pets/eight');
  await expect(requests).not.toContainText('/pets/7');
  await requests.getByRole('button', { name: /^Only request/ }).click();
  await expect(requests).toContainText('Extended Request Id');
  await expect(requests).not.toContainText('/pets/7');
  await ownerPage.getByRole('button', { name: 'Clear' }).click();

  await ownerPage.getByRole('button', { name: 'Access log' }).click();
  const lines = ownerPage.getByRole('list', { name: 'Lines, newest first' });
  await expect(lines.getByRole('listitem')).toHaveCount(2);
  await expect(lines.getByRole('listitem').first()).toContainText('"resourcePath":"/pets/{petId}", "status":"200"');
});
