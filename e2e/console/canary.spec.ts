import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('a canary tries a deployment on every request, is promoted and then removed', async ({
  account,
  ownerPage,
  gateway,
}) => {
  // The whole life of one, with two waits for metrics.
  test.setTimeout(120_000);
  const api = await givenApi(account.ctx, 'Released');
  await api.method('GET', '/', mock('{}'));
  await api.deploy('prod', 'One');
  await api.method('GET', '/new', mock('{}'));
  await api.deploy('dev', 'Two');
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'prod');
  expect(await gateway.status(api.id, 'prod', '/new')).toBe(403);

  await ownerPage.getByRole('button', { name: 'Create canary' }).click();
  await expect(pages.dialog.getByRole('combobox', { name: 'Canary serves' })).toContainText('#2 · Two');
  await pages.dialog.getByLabel('Requests to the canary').fill('101');
  await pages.dialog.getByRole('button', { name: 'Add override' }).click();
  await pages.dialog.getByLabel('Name, row 1').fill('color');
  await pages.dialog.getByLabel('Value, row 1').fill('blue');
  await pages.dialog.getByRole('button', { name: 'Create canary' }).click();
  await expect(pages.dialog.getByText('A percentage is 0 to 100.')).toBeVisible();
  await pages.dialog.getByLabel('Requests to the canary').fill('100');
  await pages.dialog.getByRole('button', { name: 'Create canary' }).click();
  await expect(pages.toasts.filter({ hasText: 'prod has a canary. Live on 1 of 1 worker' })).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/new')).toBe(200);

  // The slider alone is enough, and so is the keyboard.
  const release = ownerPage.getByRole('region', { name: 'Canary release' });
  const share = release.getByLabel('Requests to the canary');
  const slider = release.getByRole('slider', { name: 'Share of requests' });
  const save = release.getByRole('button', { name: 'Save canary' });
  await slider.focus();
  await ownerPage.keyboard.press('Home');
  await expect(share).toHaveValue('0');
  await save.click();
  await expect(release).toContainText('which gets 0 % of the requests');
  expect(await gateway.status(api.id, 'prod', '/new')).toBe(403);
  await slider.focus();
  await ownerPage.keyboard.press('End');
  await ownerPage.keyboard.press('ArrowLeft');
  await expect(share).toHaveValue('99');
  await share.fill('100');
  await expect(slider).toHaveValue('100');
  await save.click();
  await expect(release).toContainText('which gets 100 % of the requests');
  expect(await gateway.status(api.id, 'prod', '/new')).toBe(200);
  await expect(release.getByRole('img', { name: /^Requests of baseline and canary/ })).toBeVisible({ timeout: 20_000 });
  await expect(release.getByRole('row', { name: /^Requests \d+ \d+/ })).toBeVisible();

  await ownerPage.getByRole('button', { name: 'Deploy', exact: true }).click();
  await pages.dialog.getByRole('combobox', { name: 'Stage' }).click();
  await ownerPage.getByRole('option', { name: /^prod/ }).click();
  await expect(pages.dialog.getByRole('note')).toContainText('This goes to the canary of prod');
  await expect(pages.dialog.getByRole('button', { name: 'Deploy to canary' })).toBeVisible();
  await pages.dialog.getByRole('button', { name: 'Cancel' }).click();

  await release.getByRole('button', { name: 'Promote canary' }).click();
  const promote = ownerPage.getByRole('alertdialog', { name: 'Promote the canary of prod?' });
  await expect(promote).toContainText('prod moves from deployment #1 to #2.');
  await expect(promote).toContainText('Its variables color get the canary’s values; the others stay.');
  await promote.getByRole('button', { name: 'Promote canary' }).click();
  await expect(pages.toasts.filter({ hasText: 'prod serves deployment #2.' })).toBeVisible();
  await expect(share).toHaveValue('0');
  await expect(pages.card('Stage variables').getByLabel('Value, row 1')).toHaveValue('blue');
  expect(await gateway.status(api.id, 'prod', '/new')).toBe(200);

  await ownerPage.getByRole('link', { name: 'Deployments' }).click();
  const second = ownerPage.getByRole('row', { name: /#2 Two/ });
  await expect(second.getByRole('link', { name: 'canary of prod' })).toBeVisible();
  await second.getByRole('link', { name: 'prod', exact: true }).click();

  await release.getByRole('button', { name: 'Remove', exact: true }).click();
  const remove = ownerPage.getByRole('alertdialog', { name: 'Remove the canary of prod?' });
  await expect(remove).toContainText('Every request gets deployment #2 again');
  await remove.getByRole('button', { name: 'Remove canary' }).click();
  await expect(ownerPage.getByText('No canary')).toBeVisible();
  await expect(release).toBeHidden();
  expect(await gateway.status(api.id, 'prod', '/new')).toBe(200);
});
