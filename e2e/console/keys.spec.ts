import { importApiKeys } from '@/lib/control/api-key/import';
import { listApiKeys } from '@/lib/control/api-key/list';
import { rotateApiKey } from '@/lib/control/api-key/rotate';
import { expect, test } from '../fixtures/test';
import { givenKey, givenPlan, givenSoldApi, shownValue, withKey } from '../pages/sales';

test('an owner makes a key in a plan and calls the gateway with it; off, it answers 403', async ({
  account,
  ownerPage: page,
  gateway,
}) => {
  const api = await givenSoldApi(account.ctx, 'Keyed');
  await givenPlan(account.ctx, api, { name: 'Free' });
  await page.goto('/keys');
  await expect(page.getByText('No API keys yet')).toBeVisible();

  await page.getByRole('button', { name: 'Create key' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Create API key' });
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog.getByText('Give the API key a name.')).toBeVisible();
  await dialog.getByLabel('Name').fill('mobile app');
  await dialog.getByLabel('Usage plans').click();
  await page.getByRole('option', { name: /^Free/ }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Create key' }).click();

  const value = await shownValue(page, '“mobile app” is ready');
  expect(value).toMatch(/^[A-Za-z0-9]{40}$/);
  const made = page.getByRole('dialog', { name: '“mobile app” is ready' });
  await expect(made.getByText(`x-api-key: ${value}`)).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(value))).toBe(200);
  expect(await gateway.status(api.id, 'prod', '/pets')).toBe(403);
  await made.getByRole('button', { name: 'Done' }).click();

  const row = page.getByRole('row', { name: /mobile app/ });
  await expect(row).toContainText(`••••${value.slice(-4)}`);
  await row.getByRole('switch', { name: 'mobile app enabled' }).click();
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: 'Live on 1 of 1 worker' })).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(value))).toBe(403);
  await row.getByRole('switch', { name: 'mobile app enabled' }).click();
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: 'enabled. Live on' })).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(value))).toBe(200);
});

test('a key is revealed on its page, and the log says so', async ({ account, ownerPage: page }) => {
  const key = await givenKey(account.ctx, 'revealed');
  await page.goto(`/keys/${key.id}`);
  await expect(page.getByText(key.value)).toBeHidden();
  await page.getByRole('button', { name: 'Reveal value of revealed' }).click();
  await expect(page.getByText(key.value)).toBeVisible();

  await page.goto('/audit');
  await expect(page.getByRole('row', { name: /revealed the value of API key revealed/ })).toBeVisible();
});

test('a rotated key keeps its old value for the overlap', async ({ account, ownerPage: page, gateway }) => {
  const api = await givenSoldApi(account.ctx, 'Rotated');
  const key = await givenKey(account.ctx, 'turning', [await givenPlan(account.ctx, api, { name: 'Plan' })]);
  await page.goto(`/keys/${key.id}`);
  await page.getByRole('button', { name: 'Rotate', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Rotate “turning”' });
  await dialog.getByRole('radio', { name: '7 days' }).click();
  await dialog.getByRole('button', { name: 'Rotate key' }).click();
  const fresh = await shownValue(page, 'New value of “turning”');
  expect(fresh).not.toBe(key.value);
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(fresh))).toBe(200);
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(key.value))).toBe(200);

  await page.getByRole('button', { name: 'Done' }).click();
  const old = page.getByRole('list', { name: 'Old values' });
  await expect(old).toContainText(key.value.slice(-4));
  await old.getByRole('button', { name: 'End now' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End old value' }).click();
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: 'Live on 1 of 1 worker' })).toBeVisible();
  await expect(old).toBeHidden();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(key.value))).toBe(403);

  // One is still on the key's page: it was its old value that ended.
  await expect(page.getByRole('heading', { level: 1, name: 'turning' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/keys/${key.id}$`));

  await page.getByRole('button', { name: 'Rotate', exact: true }).click();
  await dialog.getByRole('radio', { name: 'End at once' }).click();
  await dialog.getByRole('button', { name: 'Rotate key' }).click();
  const last = await shownValue(page, 'New value of “turning”');
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(last))).toBe(200);
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(fresh))).toBe(403);
});

test('an old value ends on its own page too, which leads to its key', async ({ account, ownerPage: page }) => {
  const key = await givenKey(account.ctx, 'turned');
  await rotateApiKey(account.ctx, { apiKeyId: key.id, overlapSeconds: 3600 });
  const [old] = (await listApiKeys(account.ctx, { rotatedFromId: key.id })).items;
  await page.goto(`/keys/${old?.id}`);
  await page.getByRole('button', { name: 'End old value' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End old value' }).click();
  await expect(page).toHaveURL(new RegExp(`/keys/${key.id}$`));
  await expect(page.getByRole('button', { name: 'Rotate', exact: true })).toBeVisible();
});

test('a key file is previewed line by line before it is imported', async ({ account, ownerPage: page, gateway }) => {
  const api = await givenSoldApi(account.ctx, 'Imported');
  const planId = await givenPlan(account.ctx, api, { name: 'Partners' });
  const value = `imported-${account.id}-0001`;
  await page.goto('/keys');
  await page.getByRole('button', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Or paste the text').fill('title,key\na,b');
  await expect(dialog.getByText('The file can’t be read')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Import keys' })).toBeDisabled();

  await dialog.getByLabel('CSV file').setInputFiles({
    name: 'keys.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`Name,Key,Enabled,UsagePlanIds\npartner,${value},true,${planId}\nshort,abc,true,\n`),
  });
  await expect(dialog.getByText('Line 3:')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /partner.*Partners/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Import 1 key' }).click();
  await expect(dialog.getByText('1 key created, 0 updated.')).toBeVisible();
  await expect(dialog.getByText('Line 3:')).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(value))).toBe(200);

  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: /partner/ })).toBeVisible();
});

test('many keys come page by page and are found by name', async ({ account, ownerPage: page }) => {
  const rows = Array.from({ length: 130 }, (_, i) => `device ${i},${account.id}-${String(i).padStart(12, '0')}`);
  await importApiKeys(account.ctx, { csv: `Name,Key\n${rows.join('\n')}` });
  await page.goto('/keys');
  await expect(page.getByText('100 of 130')).toBeVisible();
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(page.getByText('130 of 130')).toBeVisible();

  await page.getByRole('searchbox').fill('device 77');
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/q=device/);
  await page.reload();
  await expect(page.getByRole('row', { name: /device 77/ })).toBeVisible();
  await page.getByRole('searchbox').fill('nobody');
  await expect(page.getByText('Nothing matches')).toBeVisible();
});

test('deleting a key names what is lost', async ({ account, ownerPage: page, gateway }) => {
  const api = await givenSoldApi(account.ctx, 'Deleted');
  const key = await givenKey(account.ctx, 'doomed', [await givenPlan(account.ctx, api, { name: 'Gold' })]);
  await expect.poll(() => gateway.status(api.id, 'prod', '/pets', withKey(key.value))).toBe(200);
  await page.goto(`/keys/${key.id}`);
  await page.getByRole('button', { name: 'Delete key' }).click();
  const confirm = page.getByRole('alertdialog', { name: 'Delete API key “doomed”?' });
  await expect(confirm).toContainText('It leaves the usage plan “Gold”.');
  await confirm.getByRole('button', { name: 'Delete key' }).click();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(page.getByText('No API keys yet')).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(key.value))).toBe(403);

  await page.goto(`/keys/${key.id}`);
  await expect(page.getByText('There is no such API key')).toBeVisible();
});
