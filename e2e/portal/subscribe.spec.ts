import { expect, test } from '../fixtures/test';
import { givenPlan, givenProduct, givenSoldApi, shownValue, withKey } from '../pages/sales';

test('a visitor signs up, subscribes, calls, rotates with an overlap and sees the usage', async ({
  account,
  page,
  gateway,
}) => {
  const api = await givenSoldApi(account.ctx, `Weather ${account.id}`);
  await givenPlan(account.ctx, api, {
    name: 'Hobby',
    priceText: 'Free',
    portalVisible: true,
    throttle: { rateLimit: 50, burstLimit: 50 },
    quota: { limit: 100, period: 'MONTH' },
  });
  const productId = await givenProduct(account.ctx, api, api.name);
  const call = (value: string) => gateway.status(api.id, 'prod', '/pets', withKey(value));

  await page.goto('/portal');
  await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
  await page.getByLabel('Name').fill('Vic Visitor');
  await page.getByLabel('E-mail').fill(`visitor-${account.id}@example.com`);
  await page.getByLabel('Password').fill('visiting often');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('link', { name: new RegExp(api.name) }).click();

  await expect(page).toHaveURL(new RegExp(`/portal/products/${productId}`));
  const plan = page.getByRole('article', { name: 'Hobby' });
  await expect(plan).toContainText('50 requests per second, bursts of 50');
  await expect(plan).toContainText('100 requests per month');
  await plan.getByRole('button', { name: 'Subscribe: Hobby' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Subscribe' }).click();
  const value = await shownValue(page, `You are subscribed to ${api.name}`);
  expect(await call(value)).toBe(200);
  expect(await call(value)).toBe(200);
  await page.getByRole('button', { name: 'Done' }).click();

  await expect(page).toHaveURL(/\/portal\/subscriptions\/\w+/);
  await expect(page.getByText('2 of 100')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/Resets 1 \w+, 00:00 UTC/)).toBeVisible();
  await expect(page.getByText('x-api-key: YOUR_API_KEY')).toBeVisible();
  await expect(page.getByText(value)).toBeHidden();
  await page.getByRole('button', { name: 'Reveal your API key' }).click();
  await expect(page.getByText(value, { exact: true })).toBeVisible();
  await page.getByRole('switch', { name: 'Show my key in the samples' }).click();
  await expect(page.getByText(`x-api-key: ${value}`)).toBeVisible();
  await page.getByRole('button', { name: 'Python' }).click();
  await expect(page.getByText('import requests')).toBeVisible();

  await page.getByRole('button', { name: 'Rotate', exact: true }).click();
  await page.getByRole('radio', { name: '1 hour' }).click();
  await page.getByRole('button', { name: 'Rotate key' }).click();
  const fresh = await shownValue(page, 'Your key has a new value');
  expect([await call(fresh), await call(value)]).toEqual([200, 200]);
  await page.getByRole('button', { name: 'Done' }).click();

  await page.getByRole('list', { name: 'Old values' }).getByRole('button', { name: 'End now' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End old value' }).click();
  await expect(page.locator('[data-sonner-toast]').filter({ hasText: 'Ended. Live on 1 of 1 worker' })).toBeVisible();
  await expect(page.getByText('Old value')).toBeHidden();
  expect([await call(fresh), await call(value)]).toEqual([200, 403]);

  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('You have no working key')).toBeVisible();
  expect(await call(fresh)).toBe(403);
  await page.getByRole('button', { name: 'Get a new key' }).click();
  const last = await shownValue(page, 'Your new key');
  expect(await call(last)).toBe(200);
});

test('a plan on approval: asked for, approved, used, revoked', async ({
  account,
  consumer,
  consumerPage: page,
  ownerPage,
  gateway,
}) => {
  const api = await givenSoldApi(account.ctx, `Approved ${account.id}`);
  await givenPlan(account.ctx, api, { name: 'Pro', portalVisible: true, approvalRequired: true });
  const productId = await givenProduct(account.ctx, api, api.name);

  await page.goto(`/portal/products/${productId}`);
  await page.getByRole('button', { name: 'Request access: Pro' }).click();
  await page.getByLabel('What will you use it for?').fill('A map of all dogs.');
  await page.getByRole('dialog').getByRole('button', { name: 'Request access' }).click();
  await expect(page.getByText('Waiting for the owner’s approval')).toBeVisible();

  await ownerPage.goto('/subscriptions');
  await expect(ownerPage.getByText('A map of all dogs.')).toBeVisible();
  await ownerPage.getByRole('button', { name: `Approve ${consumer.email}` }).click();
  await expect(ownerPage.locator('[data-sonner-toast]').filter({ hasText: 'approved' })).toBeVisible();

  // The consumer's page notices by itself.
  await page.getByRole('button', { name: 'Reveal your API key' }).click({ timeout: 20_000 });
  const value = ((await page.locator('code[data-masked="false"]').textContent()) ?? '').trim();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(value))).toBe(200);

  await ownerPage.getByRole('button', { name: `Actions for ${consumer.email}, ${api.name}` }).click();
  await ownerPage.getByRole('menuitem', { name: 'Revoke…' }).click();
  await ownerPage.getByRole('alertdialog').getByRole('button', { name: 'Revoke subscription' }).click();
  await expect(ownerPage.locator('[data-sonner-toast]').filter({ hasText: 'revoked. Live on' })).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(value))).toBe(403);
  await page.reload();
  await expect(page.getByText('The owner revoked this subscription')).toBeVisible();
});

test('a request that is rejected says so, and can be made again', async ({
  account,
  consumer,
  consumerPage,
  ownerPage,
}) => {
  const api = await givenSoldApi(account.ctx, `Rejected ${account.id}`);
  await givenPlan(account.ctx, api, { name: 'Pro', portalVisible: true, approvalRequired: true });
  const productId = await givenProduct(account.ctx, api, api.name);
  await consumerPage.goto(`/portal/products/${productId}`);
  await consumerPage.getByRole('button', { name: 'Request access: Pro' }).click();
  await consumerPage.getByRole('dialog').getByRole('button', { name: 'Request access' }).click();
  await expect(consumerPage.getByText('Waiting for the owner’s approval')).toBeVisible();

  await ownerPage.goto('/subscriptions');
  await ownerPage.getByRole('button', { name: `Reject ${consumer.email}` }).click();
  await ownerPage.getByRole('alertdialog').getByRole('button', { name: 'Reject' }).click();
  await expect(ownerPage.getByRole('row', { name: new RegExp(consumer.email) })).toContainText('Rejected');
  await consumerPage.reload();
  await expect(consumerPage.getByText('The owner rejected this request')).toBeVisible();
  await consumerPage.getByRole('link', { name: 'See plans' }).click();
  await expect(consumerPage.getByRole('button', { name: 'Request access: Pro' })).toBeVisible();
});

test('a subscription that is cancelled ends its key', async ({ account, consumerPage: page, gateway }) => {
  const api = await givenSoldApi(account.ctx, `Cancelled ${account.id}`);
  await givenPlan(account.ctx, api, { name: 'Free', portalVisible: true });
  const productId = await givenProduct(account.ctx, api, api.name);
  await page.goto(`/portal/products/${productId}`);
  await page.getByRole('button', { name: 'Subscribe: Free' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Subscribe' }).click();
  const value = await shownValue(page, `You are subscribed to ${api.name}`);
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(value))).toBe(200);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Cancel subscription' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel subscription' }).click();
  await expect(page.getByText('You cancelled this subscription')).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/pets', withKey(value))).toBe(403);
});

test('what is someone else’s does not exist', async ({ consumerPage: page }) => {
  await page.goto('/portal/subscriptions/zzzzzzzzzz');
  await expect(page.getByText('There is no such subscription')).toBeVisible();
  await page.goto('/portal/products/zzzzzzzzzz');
  await expect(page.getByText('This API is not offered')).toBeVisible();
  await page.goto('/portal/subscriptions');
  await expect(page.getByText('No subscriptions yet')).toBeVisible();
});
