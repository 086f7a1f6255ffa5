import { createFunction } from '@/lib/control/function/create';
import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

const CHECK = `export const handler = async ({ authorizationToken, methodArn }) => {
  if (authorizationToken !== 'let-me-in') throw new Error('Unauthorized');
  const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn };
  return { principalId: 'ada', policyDocument: { Version: '2012-10-17', Statement: [statement] } };
};
`;

test('an owner makes an authorizer of a function, puts it on a method, and callers need its token', async ({
  account,
  ownerPage,
  gateway,
}) => {
  test.slow(); // Two pages, a deployment, and the first start of a sandbox.
  const api = await givenApi(account.ctx, 'Guarded');
  await api.method('GET', '/pets', mock('{"pets": []}'));
  const resourceId = await api.resource('/pets');
  await createFunction(account.ctx, {
    kind: 'local',
    name: 'token-check',
    files: [{ path: 'index.mjs', text: CHECK }],
  });
  const pages = new ApiPages(ownerPage);

  await ownerPage.goto(`/apis/${api.id}/authorizers`);
  await ownerPage.getByRole('button', { name: 'Create authorizer' }).click();
  await pages.dialog.getByRole('button', { name: 'Create authorizer' }).click();
  await expect(pages.dialog.getByText('Give the authorizer a name.')).toBeVisible();
  await pages.dialog.getByRole('textbox', { name: 'Name' }).fill('tokens');
  await pages.dialog.getByRole('combobox', { name: 'Function' }).click();
  await ownerPage.getByRole('option', { name: 'token-check' }).click();
  await pages.dialog.getByRole('button', { name: 'Allow' }).click();
  await expect(pages.dialog.getByText(/does not let this API’s authorizers call it/)).toBeHidden();
  await pages.dialog.getByRole('button', { name: 'Create authorizer' }).click();
  await expect(pages.dialog).toBeHidden();
  await expect(
    ownerPage.getByRole('row', { name: /tokens.*TOKEN.*header\.Authorization.*300 s.*Nothing/ }),
  ).toBeVisible();

  await pages.openMethod(api.id, resourceId, 'GET');
  await pages.box('Method request').click();
  await pages.dialog.getByRole('combobox', { name: 'Authorization' }).click();
  await ownerPage.getByRole('option', { name: 'tokens' }).click();
  await pages.dialog.getByRole('button', { name: 'Save method request' }).click();
  await expect(pages.dialog).toBeHidden();
  await api.deploy('prod');

  await expect.poll(() => gateway.status(api.id, 'prod', '/pets')).toBe(401);
  const withToken = (token: string) => gateway.status(api.id, 'prod', '/pets', { headers: { authorization: token } });
  await expect.poll(() => withToken('let-me-in')).toBe(200);
  expect(await withToken('guessed')).toBe(401);

  await ownerPage.goto(`/apis/${api.id}/authorizers`);
  await expect(ownerPage.getByRole('row', { name: /tokens.*1 method/ })).toBeVisible();
});
