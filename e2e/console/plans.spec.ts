import { expect, test } from '../fixtures/test';
import { givenKey, givenPlan, givenSoldApi, withKey } from '../pages/sales';

test('a plan is made with limits, a stage and one method’s own limit', async ({ account, ownerPage: page }) => {
  await givenSoldApi(account.ctx, 'Pet store');
  await page.goto('/plans');
  await page.getByRole('button', { name: 'Create plan' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Create usage plan' });
  await sheet.getByRole('textbox', { name: 'Name', exact: true }).fill('Pro');
  await sheet.getByRole('textbox', { name: 'Rate', exact: true }).fill('100');
  await sheet.getByRole('textbox', { name: 'Burst', exact: true }).fill('');
  await sheet.getByRole('switch', { name: 'Quota' }).click();
  await sheet.getByRole('textbox', { name: 'Requests', exact: true }).fill('5000');
  await sheet.getByRole('button', { name: 'Create plan' }).click();
  await expect(sheet.getByText('Enter a whole number.')).toBeVisible();
  await sheet.getByRole('textbox', { name: 'Burst', exact: true }).fill('200');

  await sheet.getByRole('combobox', { name: 'Add a stage', exact: true }).click();
  await page.getByRole('option', { name: 'Pet store / prod' }).click();
  await sheet.getByRole('combobox', { name: 'Add a limit for one method' }).click();
  await page.getByRole('option', { name: 'GET /pets' }).click();
  await sheet.getByLabel('Rate of GET /pets').fill('2');
  await sheet.getByRole('switch', { name: 'Offer in the portal' }).click();
  await sheet.getByLabel('Price text').fill('$49 / month');
  await sheet.getByRole('button', { name: 'Create plan' }).click();

  await expect(page).toHaveURL(/\/plans\/\w+$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Pro' })).toBeVisible();
  await expect(page.getByText('bursts of 200')).toBeVisible();
  await expect(page.getByText('In the portal')).toBeVisible();
  const stages = page.getByRole('region', { name: 'Stages' });
  await expect(stages).toContainText('Pet store / prod');
  await expect(stages).toContainText('2/s, burst 10');
});

test('a key joins a plan, uses up its quota, and a higher quota lets it go on', async ({
  account,
  ownerPage: page,
  gateway,
}) => {
  const api = await givenSoldApi(account.ctx, 'Counted');
  const planId = await givenPlan(account.ctx, api, {
    name: 'Tiny',
    quota: { limit: 2, period: 'DAY' },
  });
  const key = await givenKey(account.ctx, 'counter');
  const call = () => gateway.status(api.id, 'prod', '/pets', withKey(key.value));
  await page.goto(`/plans/${planId}`);
  await page.getByRole('button', { name: 'Add key' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a key to “Tiny”' });
  await dialog.getByRole('button', { name: 'Add counter' }).click();
  await expect(dialog.getByText('In plan')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();

  expect([await call(), await call(), await call()]).toEqual([200, 200, 429]);
  const row = page.getByRole('row', { name: /counter/ });
  await expect(row).toContainText('2 of 2', { timeout: 20_000 });

  await page.getByRole('button', { name: 'Edit plan' }).click();
  const sheet = page.getByRole('dialog', { name: 'Edit “Tiny”' });
  await sheet.getByRole('textbox', { name: 'Requests', exact: true }).fill('1000');
  await sheet.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: 'saved. Live on 1 of 1 worker' })).toBeVisible();
  expect(await call()).toBe(200);

  await page.getByRole('button', { name: 'Actions for counter' }).click();
  await page.getByRole('menuitem', { name: 'Remove from plan…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove from plan' }).click();
  await expect(page.getByText('No keys in this plan')).toBeVisible();
  expect(await call()).toBe(403);
});

test('of two who edit a plan the second is told, and loses nothing silently', async ({
  account,
  browser,
  ownerPage: page,
  signIn,
}) => {
  const api = await givenSoldApi(account.ctx, 'Shared');
  const planId = await givenPlan(account.ctx, api, { name: 'Shared plan' });
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, await account.addMember('admin'));
  const open = async (of: typeof page) => {
    await of.goto(`/plans/${planId}`);
    await of.getByRole('button', { name: 'Edit plan' }).click();
    return of.getByRole('dialog', { name: 'Edit “Shared plan”' });
  };
  const [mine, theirs] = [await open(page), await open(other)];
  await theirs.getByLabel('Description').fill('Theirs');
  await theirs.getByRole('button', { name: 'Save plan' }).click();
  await expect(theirs).toBeHidden();

  await mine.getByLabel('Description').fill('Mine');
  await mine.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: 'changed by someone else' })).toBeVisible();
  await expect(mine.getByLabel('Description')).toHaveValue('Mine');
  await context.close();
});

test('deleting a plan with keys asks for its name', async ({ account, ownerPage: page, gateway }) => {
  const api = await givenSoldApi(account.ctx, 'Ending');
  const planId = await givenPlan(account.ctx, api, { name: 'Old plan' });
  const key = await givenKey(account.ctx, 'orphan', [planId]);
  await expect.poll(() => gateway.status(api.id, 'prod', '/pets', withKey(key.value))).toBe(200);
  await page.goto(`/plans/${planId}`);
  await page.getByRole('button', { name: 'Delete plan' }).click();
  const confirm = page.getByRole('alertdialog', { name: 'Delete usage plan “Old plan”?' });
  await expect(confirm).toContainText('1 key can no longer call Ending / prod');
  await expect(confirm.getByRole('button', { name: 'Delete plan' })).toBeDisabled();
  await confirm.getByRole('textbox').fill('Old plan');
  await confirm.getByRole('button', { name: 'Delete plan' }).click();
  await expect(page).toHaveURL(/\/plans$/);
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(key.value))).toBe(403);
});
