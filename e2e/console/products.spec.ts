import { expect, test } from '../fixtures/test';
import { givenPlan, givenSoldApi } from '../pages/sales';

test('a stage becomes a product that consumers see, and is hidden again', async ({
  account,
  ownerPage: page,
  consumerPage,
}) => {
  const api = await givenSoldApi(account.ctx, `Zoo ${account.id}`);
  const title = api.name;
  await page.goto('/products');
  await page.getByRole('button', { name: 'New product' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'New product' });
  await sheet.getByLabel('Stage').click();
  await page.getByRole('option', { name: `${title} / prod` }).click();
  await expect(sheet.getByLabel('Title')).toHaveValue(title);
  await expect(sheet.getByText('No plan can be subscribed to')).toBeVisible();
  await sheet.getByLabel('Summary').fill('Animals over HTTP.');
  await sheet.getByRole('textbox', { name: 'Documentation' }).fill('## Hello\n\n<script>alert(1)</script> **bold**');
  await sheet.getByRole('button', { name: 'Preview' }).click();
  await expect(sheet.getByRole('heading', { name: 'Hello' })).toBeVisible();
  await sheet.getByRole('switch', { name: 'Published' }).click();
  await sheet.getByRole('button', { name: 'Publish product' }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('row', { name: new RegExp(title) })).toContainText('No plan offered');

  await givenPlan(account.ctx, api, { name: 'Visitor', portalVisible: true, priceText: 'Free' });
  await givenPlan(account.ctx, api, { name: 'Internal' });
  await consumerPage.goto('/portal');
  await consumerPage.getByRole('link', { name: new RegExp(title) }).click();
  await expect(consumerPage.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(consumerPage.getByRole('article', { name: 'Visitor' })).toBeVisible();
  await expect(consumerPage.getByRole('article', { name: 'Internal' })).toBeHidden();
  await expect(consumerPage.getByRole('heading', { name: 'Hello' })).toBeVisible();
  await expect(consumerPage.getByRole('button', { name: /\/pets/ })).toBeVisible();
  const address = consumerPage.url();

  await page.getByRole('button', { name: `Actions for ${title}` }).click();
  await page.getByRole('menuitem', { name: 'Hide from portal' }).click();
  await expect(page.getByRole('row', { name: new RegExp(title) })).toContainText('Draft');
  await consumerPage.goto(address);
  await expect(consumerPage.getByText('This API is not offered')).toBeVisible();
});
