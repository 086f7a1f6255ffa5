import { codeAt } from '@/lib/auth/totp';
import { expect, test } from '../fixtures/test';

const PERIOD_MS = 30_000;

test('an owner sets up an authenticator app, signs in with it, and the account demands it of every owner', async ({
  account,
  browser,
  ownerPage: page,
  signIn,
}) => {
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(account.owner.password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByRole('img', { name: /QR code/ })).toBeVisible();
  const secret = ((await dialog.locator('[data-slot=totp-key]').textContent()) ?? '').replaceAll(' ', '');
  await dialog.getByRole('textbox', { name: 'Code' }).fill('000000');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByText(/This code is not right/)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Code' }).fill(codeAt(secret, new Date()));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  const codes = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recoveryCode = (await codes.first().textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible();

  await page.goto('/settings/members');
  await page.getByRole('switch', { name: 'Owners must use an authenticator app' }).click();
  await expect(page.getByText('Owners must use an authenticator app now.')).toBeVisible();
  const other = await account.addMember('owner');
  const otherContext = await browser.newContext();
  const otherPage = await otherContext.newPage();
  await signIn(otherPage, other);
  await otherPage.goto('/apis');
  await expect(otherPage.getByRole('heading', { name: 'Set up an authenticator app' })).toBeVisible();
  expect((await otherPage.request.get('/api/rest-apis')).status()).toBe(403);
  await otherContext.close();

  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(account.owner.email);
  await page.getByLabel('Password').fill(account.owner.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  // The step of the code that set the app up was used: the next one is within the clocks' tolerance.
  await page.getByRole('textbox', { name: 'Code' }).fill(codeAt(secret, new Date(Date.now() + PERIOD_MS)));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/apis$/);

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Code' }).fill(recoveryCode);
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  // The account still demands one.
  await expect(page.getByRole('heading', { name: 'Set up an authenticator app' })).toBeVisible();
});
