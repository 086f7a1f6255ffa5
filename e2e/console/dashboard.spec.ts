import { expect, test } from '../fixtures/test';
import { givenApi } from '../pages/given';
import { givenSoldApi } from '../pages/sales';

test('traffic shows within seconds, by stage and route', async ({ account, ownerPage: page, gateway }) => {
  const api = await givenSoldApi(account.ctx, 'Busy');
  await page.goto(`/apis/${api.id}/dashboard`);
  await expect(page.getByText('No requests in the last hour')).toBeVisible();

  await expect.poll(() => gateway.status(api.id, 'prod', '/open')).toBe(200);
  for (let i = 0; i < 5; i++) await gateway.status(api.id, 'prod', '/open');
  for (let i = 0; i < 3; i++) await gateway.status(api.id, 'prod', '/pets');

  const route = page.getByRole('row', { name: /GET.*\/open/ });
  await expect(route).toContainText('6', { timeout: 20_000 });
  await expect(page.getByRole('img', { name: /^Requests\./ })).toBeVisible();
  await expect(page.getByText('3 responses')).toBeVisible({ timeout: 20_000 });

  await route.click();
  await expect(page).toHaveURL(/route=GET/);
  await expect(page.getByText('3 responses')).toBeHidden();

  await page.getByRole('button', { name: 'last 24 hours' }).click();
  const p90 = page.getByRole('group', { name: 'Percentiles' }).getByRole('button', { name: 'p90' });
  await p90.click();
  await expect(page).toHaveURL(/range=24h/);
  await page.reload();
  await expect(page.getByRole('button', { name: 'last 24 hours' })).toHaveAttribute('aria-pressed', 'true');
  await expect(p90).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('button', { name: 'All routes' }).click();
  await expect(page.getByText('3 responses')).toBeVisible();
});

test('an API that was never deployed says so', async ({ account, ownerPage: page }) => {
  const api = await givenApi(account.ctx, 'Still');
  await page.goto(`/apis/${api.id}/dashboard`);
  await expect(page.getByText('Nothing is deployed yet')).toBeVisible();
  await page.goto('/apis/zzzzzzzzzz/dashboard');
  await expect(page.getByText('There is no such API')).toBeVisible();
});
