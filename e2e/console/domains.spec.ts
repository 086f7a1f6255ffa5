import { request } from 'node:http';
import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('an owner adds a custom domain name with a mapping, and moves the mapping', async ({
  account,
  ownerPage,
  gateway,
}) => {
  const api = await givenApi(account.ctx, 'Pet store');
  await api.method('GET', '/pets', mock('{"pets": []}'));
  await api.deploy('prod');
  const domainName = `${api.id}.example.com`;
  const status = (path: string) => statusAt(gateway.url, domainName, path);
  const { dialog } = new ApiPages(ownerPage);
  const mappings = ownerPage.getByRole('table', { name: 'Base path mappings' });

  await ownerPage.goto('/domains');
  await ownerPage.getByRole('button', { name: 'Create domain name' }).first().click();
  await dialog.getByLabel('Domain name').fill('not a name');
  await dialog.getByRole('button', { name: 'Create domain name' }).click();
  await expect(dialog.getByText(/A domain name such as api\.example\.com/)).toBeVisible();
  await dialog.getByLabel('Domain name').fill(domainName);
  await dialog.getByRole('button', { name: 'Create domain name' }).click();
  await expect(ownerPage).toHaveURL(new RegExp(`/domains/${domainName}$`));

  await ownerPage.getByRole('button', { name: 'Add mapping' }).click();
  await dialog.getByRole('button', { name: 'Add mapping' }).click();
  await expect(dialog.getByText('Choose an API.')).toBeVisible();
  await dialog.getByLabel('Base path').fill('shop/v1');
  await dialog.getByRole('combobox', { name: 'API' }).click();
  await ownerPage.getByRole('option', { name: 'Pet store' }).click();
  await dialog.getByRole('combobox', { name: 'Stage' }).click();
  await ownerPage.getByRole('option', { name: 'prod' }).click();
  await dialog.getByRole('button', { name: 'Add mapping' }).click();
  await expect(mappings.getByRole('row', { name: /shop\/v1.*Pet store.*prod/ })).toBeVisible();
  await expect.poll(() => status('/shop/v1/pets')).toBe(200);

  await mappings.getByRole('row', { name: /shop\/v1/ }).click();
  await dialog.getByLabel('Base path').fill('');
  await dialog.getByRole('combobox', { name: 'Stage' }).click();
  await ownerPage.getByRole('option', { name: 'In the path' }).click();
  await dialog.getByRole('button', { name: 'Save mapping' }).click();
  await expect(mappings.getByRole('row', { name: /All other paths.*Stage in the path/ })).toBeVisible();
  await expect.poll(() => status('/prod/pets')).toBe(200);
  expect(await status('/shop/v1/pets')).toBe(403);

  await ownerPage.getByRole('combobox', { name: 'Security policy' }).click();
  await ownerPage.getByRole('option', { name: /TLS13_1_3/ }).click();
  await ownerPage.getByRole('button', { name: 'Save security policy' }).click();
  await expect(ownerPage.getByText(/Security policy saved/)).toBeVisible();
});

/** fetch does not let its caller choose the Host header. */
function statusAt(origin: string, host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${origin}${path}`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
