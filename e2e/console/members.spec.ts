import { expect, test } from '../fixtures/test';
import { givenKey } from '../pages/sales';

test('a viewer looks but can’t change, and a new role counts from the next click', async ({
  account,
  browser,
  ownerPage,
  signIn,
}) => {
  const key = await givenKey(account.ctx, 'seen');
  const person = await account.addMember('viewer');
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, person);

  await page.goto('/keys');
  await expect(page.getByRole('row', { name: /seen/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create key' })).toBeHidden();
  await expect(page.getByRole('switch', { name: 'seen enabled' })).toBeDisabled();
  await page.goto(`/keys/${key.id}`);
  await expect(page.getByText('Admins and owners can reveal it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete key' })).toBeHidden();
  await page.goto('/settings/members');
  await expect(page.getByText('Only owners add, change and remove members.')).toBeVisible();

  await ownerPage.goto('/settings/members');
  await ownerPage.getByRole('combobox', { name: `Role of ${person.email}` }).click();
  await ownerPage.getByRole('option', { name: /^Admin/ }).click();
  await expect(
    ownerPage.locator('[data-sonner-toast]').filter({ hasText: `${person.email} is admin now.` }),
  ).toBeVisible();

  await page.goto('/keys');
  await expect(page.getByRole('button', { name: 'Create key' })).toBeVisible();

  // What was on the screen before the role was taken back is refused by the server, with words.
  await ownerPage.getByRole('combobox', { name: `Role of ${person.email}` }).click();
  await ownerPage.getByRole('option', { name: /^Viewer/ }).click();
  await expect(ownerPage.locator('[data-sonner-toast]').filter({ hasText: 'is viewer now.' })).toBeVisible();
  await page.getByRole('switch', { name: 'seen enabled' }).click();
  await expect(
    page.locator('[data-sonner-toast]').filter({ hasText: 'Your role in this account does not allow this.' }),
  ).toContainText('Request ');
  await expect(page.getByRole('switch', { name: 'seen enabled' })).toBeChecked();
  await context.close();
});

test('an owner adds a member who signs in with the password given', async ({ account, browser, ownerPage: page }) => {
  const email = `new-${account.id}@example.com`;
  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'Add member' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add member' });
  await dialog.getByLabel('E-mail').fill('not an address');
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await expect(dialog.getByText('Enter an e-mail address.')).toBeVisible();
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Name').fill('Nora New');
  await dialog.getByRole('radio', { name: 'Admin' }).click();
  await dialog.getByLabel('First password').fill('a first password');
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await expect(page.getByRole('row', { name: /Nora New/ })).toBeVisible();

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto('/keys');
  await expect(other).toHaveURL(/\/sign-in\?callbackUrl=/);
  await other.getByLabel('E-mail').fill(email);
  await other.getByLabel('Password').fill('a first password');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other).toHaveURL(/\/keys$/);

  await page.getByRole('button', { name: 'Actions for Nora New' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove member' }).click();
  await expect(page.getByRole('row', { name: /Nora New/ })).toBeHidden();
  await other.goto('/keys');
  await expect(other).toHaveURL(/\/portal$/);
  await context.close();
});

test('the last owner can’t step down', async ({ account, ownerPage: page }) => {
  await page.goto('/settings/members');
  await page.getByRole('combobox', { name: `Role of ${account.owner.email}` }).click();
  await page.getByRole('option', { name: /^Viewer/ }).click();
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: 'last owner' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: `Role of ${account.owner.email}` })).toHaveText(/Owner/);
});

test('after too many wrong passwords the form waits, also with the right one', async ({ account, page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(account.owner.email);
  const submit = page.getByRole('button', { name: 'Sign in' });
  for (let attempt = 0; attempt < 5; attempt++) {
    await page.getByLabel('Password').fill(`wrong ${attempt}`);
    await submit.click();
    await expect(page.getByText('Wrong e-mail or password.')).toBeVisible();
  }
  await page.getByLabel('Password').fill(account.owner.password);
  await submit.click();
  await expect(page.getByText('Too many attempts')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Wait \d+ s$/ })).toBeDisabled();
});

test('another browser is signed out from the settings', async ({ account, browser, ownerPage: page, signIn }) => {
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, account.owner);
  await other.goto('/keys');
  await expect(other.getByRole('heading', { level: 1, name: 'API keys' })).toBeVisible();

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out others' }).click();
  await expect(page.getByText('This browser')).toBeVisible();
  await other.goto('/keys');
  await expect(other).toHaveURL(/\/sign-in/);
  await context.close();
});
