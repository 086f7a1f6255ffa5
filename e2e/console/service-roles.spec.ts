import { type DynamoDb, startDynamoDb } from '@/lib/runtime/testing/aws-services';
import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi } from '../pages/given';

let dynamoDb: DynamoDb;
test.beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
test.afterAll(() => dynamoDb.close());

test('an owner stores credentials, points a method at DynamoDB, deploys, and callers get its answer', async ({
  account,
  ownerPage,
  gateway,
}) => {
  test.slow(); // Two pages with sheets, and a deployment.
  const api = await givenApi(account.ctx, 'Pets in DynamoDB');
  const resourceId = await api.resource('/pets');
  const pages = new ApiPages(ownerPage);

  await ownerPage.goto('/settings/service-roles');
  await ownerPage.getByRole('button', { name: 'Create service role' }).first().click();
  await pages.dialog.getByLabel('Name').fill('pets');
  await pages.dialog.getByLabel('Access key id').fill('AKIDEXAMPLE');
  await pages.dialog.getByLabel('Secret access key').fill('a secret that nobody guesses');
  await pages.dialog.getByRole('button', { name: 'Add service' }).click();
  await pages.dialog.getByLabel('Service, row 1').fill('dynamodb');
  await pages.dialog.getByLabel('Endpoint, row 1').fill(dynamoDb.origin);
  await pages.dialog.getByRole('button', { name: 'Create service role' }).click();
  await expect(ownerPage.getByRole('table', { name: 'Service roles' })).toContainText('AKIDEXAMPLE');
  await expect(ownerPage.locator('body')).not.toContainText('a secret that nobody guesses');

  await ownerPage.goto(`/apis/${api.id}/resources?resource=${resourceId}`);
  await ownerPage.getByRole('button', { name: 'Create method' }).first().click();
  await pages.dialog.getByText('AWS service', { exact: true }).click();
  await pages.dialog.getByRole('button', { name: 'Create method' }).click();
  await expect(pages.dialog.getByText('Name a service, and its action or path.')).toBeVisible();
  await pages.dialog.getByPlaceholder('dynamodb').fill('dynamodb');
  await pages.dialog.getByLabel('Action', { exact: true }).fill('Scan');
  await pages.dialog.getByRole('combobox', { name: 'Service role' }).click();
  await ownerPage.getByRole('option', { name: 'pets' }).click();
  await pages.dialog.getByRole('button', { name: 'Create method' }).click();
  await expect(pages.box('Integration request')).toContainText('dynamodb Scan');

  await pages.box('Integration request').click();
  await pages.dialog.getByRole('button', { name: 'Add template' }).click();
  await pages.dialog.getByLabel('Text of request templates 1').fill('{"TableName": "pets"}');
  await pages.dialog.getByRole('button', { name: 'Save integration request' }).click();
  await expect(pages.dialog).toBeHidden();
  await api.deploy('prod');

  const call = () => gateway.call(api.id, 'prod', '/pets').then((response) => response.text());
  await expect.poll(call).toContain('"Count":0');

  await ownerPage.goto('/settings/service-roles');
  await expect(ownerPage.getByRole('table', { name: 'Service roles' })).toContainText('1 method');
});
