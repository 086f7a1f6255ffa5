import { expect, test } from './fixtures/test';

test('the first person to open the console becomes its owner', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Set up Gatehouse' })).toBeVisible();
  await page.getByLabel('Name').fill('Ada First');
  await page.getByLabel('E-mail').fill('ada.first@example.com');

  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Create owner and sign in' }).click();
  await expect(page.getByText(/at least 10/i).first()).toBeVisible();

  await page.getByLabel('Password').fill('a password of some length');
  await page.getByRole('button', { name: 'Create owner and sign in' }).click();
  await expect(page).toHaveURL(/\/apis$/);

  await page.context().clearCookies();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Sign in to Gatehouse' })).toBeVisible();
});
