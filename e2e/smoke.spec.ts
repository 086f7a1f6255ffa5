import { expect, test } from './fixtures/test';

test('an owner reaches the console, a consumer only the portal', async ({ ownerPage, consumerPage, account }) => {
  await ownerPage.goto('/apis');
  await expect(ownerPage.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(ownerPage.getByText(account.name).first()).toBeVisible();

  await consumerPage.goto('/apis');
  await expect(consumerPage).not.toHaveURL(/\/apis$/);
  await consumerPage.goto('/portal');
  await expect(consumerPage.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the gateway answers for an API it does not know as API Gateway does', async ({ gateway }) => {
  const response = await gateway.call('zzzzzzzzzz', 'prod', '/');
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('ForbiddenException');
  expect(await response.json()).toEqual({ message: 'Forbidden' });
});

test('the backend for APIs to call answers', async ({ backendUrl, request }) => {
  const response = await request.get(`${backendUrl}/pets?limit=1`);
  expect(await response.json()).toHaveLength(1);
});
