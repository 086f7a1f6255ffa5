import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi, mock } from '../pages/given';

test('variables of a stage are effective at once, and wrong ones are refused at their row', async ({
  account,
  ownerPage,
  gateway,
  backendUrl,
}) => {
  const api = await givenApi(account.ctx, 'Variables');
  await api.method('GET', '/pets', {
    type: 'HTTP_PROXY',
    httpMethod: 'GET',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
    uri: 'http://${stageVariables.backend}/pets',
  });
  await api.deploy('dev');
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'dev');
  const card = pages.card('Stage variables');

  await card.getByRole('button', { name: 'Add variable' }).click();
  await card.getByLabel('Name, row 1').fill('back end');
  await card.getByLabel('Value, row 1').fill(new URL(backendUrl).host);
  await card.getByRole('button', { name: 'Save variables' }).click();
  await expect(card.getByRole('alert')).toContainText('A variable name has 1–64 letters, digits or underscores.');

  await card.getByLabel('Name, row 1').fill('backend');
  await card.getByRole('button', { name: 'Save variables' }).click();
  await expect(pages.toasts.filter({ hasText: 'Live on 1 of 1 worker' })).toBeVisible();
  expect(await gateway.status(api.id, 'dev', '/pets')).toBe(200);
  await expect(card.getByRole('button', { name: 'Save variables' })).toBeDisabled();
});

test('throttling, its override for one method, and the way back', async ({ account, ownerPage, gateway }) => {
  const api = await givenApi(account.ctx, 'Limits');
  await api.method('GET', '/closed', mock('{}'));
  await api.method('GET', '/open', mock('{}'));
  await api.deploy('prod');
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'prod');
  const throttling = pages.card('Throttling');

  await throttling.getByLabel('Rate').fill('0');
  await throttling.getByRole('button', { name: 'Save throttling' }).click();
  await expect(throttling.getByText('Enter a burst as well, or empty both.')).toBeVisible();
  await throttling.getByLabel('Burst').fill('0');
  await throttling.getByRole('button', { name: 'Save throttling' }).click();
  await expect(pages.toasts.filter({ hasText: 'Live on' })).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/open')).toBe(429);

  await ownerPage.getByRole('button', { name: 'Add override' }).click();
  await pages.dialog.getByLabel('Method').click();
  await ownerPage.getByRole('option', { name: 'GET /open' }).click();
  await pages.dialog.getByLabel('Rate').fill('100');
  await pages.dialog.getByLabel('Burst').fill('100');
  await pages.dialog.getByRole('button', { name: 'Save settings' }).click();
  await expect(ownerPage.getByRole('row', { name: /GET.*\/open.*100\/s, burst 100/ })).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/open')).toBe(200);
  expect(await gateway.status(api.id, 'prod', '/closed')).toBe(429);

  await ownerPage.getByRole('button', { name: 'Actions for GET /open' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(ownerPage.getByRole('row', { name: /GET.*\/open/ })).toHaveCount(0);
});

test('the cache is switched on with a warning, and flushed after a question', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Cache');
  await api.method('GET', '/pets', mock('[]'));
  await api.deploy('prod');
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'prod');
  const card = pages.card('Caching');

  await card.getByRole('switch', { name: 'Cache answers' }).click();
  await expect(card.getByText('Callers share entries')).toBeVisible();
  await card.getByLabel('Time to live').fill('4000');
  await card.getByRole('button', { name: 'Save caching' }).click();
  await expect(card.getByText('A TTL is 0 to 3,600 seconds.')).toBeVisible();
  await card.getByLabel('Time to live').fill('60');
  await card.getByRole('button', { name: 'Save caching' }).click();

  await card.getByRole('button', { name: 'Flush cache' }).click();
  const confirm = ownerPage.getByRole('alertdialog', { name: 'Flush the cache of prod?' });
  await confirm.getByRole('button', { name: 'Flush cache' }).click();
  await expect(pages.toasts.filter({ hasText: 'The cache of prod was emptied' })).toBeVisible();
});

test('the settings of all methods are inherited, and what one method does otherwise counts', async ({
  account,
  ownerPage,
  gateway,
  backendUrl,
}) => {
  const api = await givenApi(account.ctx, 'Settings');
  const proxy = { type: 'HTTP_PROXY', httpMethod: 'GET', uri: `${backendUrl}/pets` } as const;
  await api.method('GET', '/pets', proxy);
  await api.method('GET', '/shops', proxy);
  await api.deploy('prod');
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'prod');
  const caching = pages.card('Caching');
  await caching.getByRole('switch', { name: 'Cache answers' }).click();
  await caching.getByRole('combobox', { name: 'Capacity' }).click();
  await ownerPage.getByRole('option', { name: '1.6 GB', exact: true }).click();
  await caching.getByRole('button', { name: 'Save caching' }).click();
  await expect(pages.toasts.filter({ hasText: 'Live on' })).toBeVisible();

  const choose = (setting: string, option: string) =>
    pages.dialog.getByRole('group', { name: setting }).getByRole('button', { name: option, exact: true }).click();
  await ownerPage.getByRole('button', { name: 'Actions for all methods' }).click();
  await ownerPage.getByRole('menuitem', { name: 'Edit' }).click();
  await choose('Encrypt entries', 'On');
  await choose('Require authorization to refresh', 'On');
  await expect(pages.dialog.getByText('callers of AWS_IAM methods whose policies allow it')).toBeVisible();
  await pages.dialog.getByLabel('Clients without it').click();
  await ownerPage.getByRole('option', { name: 'Refuse the request with 403' }).click();
  await pages.dialog.getByRole('button', { name: 'Save settings' }).click();
  await expect(ownerPage.getByRole('row', { name: /All methods.*encrypted, refresh restricted/ })).toBeVisible();

  await ownerPage.getByRole('button', { name: 'Add override' }).click();
  await pages.dialog.getByLabel('Method').click();
  await ownerPage.getByRole('option', { name: 'GET /shops' }).click();
  await expect(pages.dialog.getByRole('button', { name: 'Inherit (on)' })).toHaveCount(4);
  await choose('Require authorization to refresh', 'Off');
  await pages.dialog.getByRole('button', { name: 'Save settings' }).click();
  await expect(ownerPage.getByRole('row', { name: /GET.*\/shops.*refresh open/ })).toBeVisible();

  const fresh = { headers: { 'Cache-Control': 'max-age=0' } };
  for (const path of ['/pets', '/shops']) expect(await gateway.status(api.id, 'prod', path)).toBe(200);
  expect(await gateway.status(api.id, 'prod', '/pets', fresh)).toBe(403);
  expect(await gateway.status(api.id, 'prod', '/shops', fresh)).toBe(200);
  await expect(caching.getByText('3 requests', { exact: true })).toBeVisible();
});

test('variables are written as text, and the page says where they are used', async ({ account, ownerPage }) => {
  const api = await givenApi(account.ctx, 'Text');
  await api.method('GET', '/pets', {
    type: 'HTTP_PROXY',
    httpMethod: 'GET',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
    uri: 'http://${stageVariables.backend}/pets',
  });
  await api.deploy('dev');
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'dev');
  const card = pages.card('Stage variables');
  await expect(card.getByText('Used, but not set')).toBeVisible();

  await card.getByRole('button', { name: 'Edit as text' }).click();
  await pages.dialog.getByLabel('Variables, one per line').fill('backend=example.com\nnonsense');
  await expect(pages.dialog.getByText('Line 2: there is no “=”.')).toBeVisible();
  await pages.dialog.getByLabel('Variables, one per line').fill('# where\nbackend=example.com:8080\nstore=main');
  await pages.dialog.getByRole('button', { name: 'Take 2 variables' }).click();
  await expect(card.getByLabel('Value, row 1')).toHaveValue('example.com:8080');
  await expect(card.getByText('used by GET /pets')).toBeVisible();
  await expect(card.getByText('not used by the deployment')).toBeVisible();
  await card.getByRole('button', { name: 'Save variables' }).click();
  await expect(pages.toasts.filter({ hasText: 'Stage dev was saved' })).toBeVisible();
});

test('a stage points back at an older deployment and at the newest again', async ({ account, ownerPage, gateway }) => {
  const api = await givenApi(account.ctx, 'Back');
  await api.method('GET', '/', mock('{}'));
  await api.deploy('prod', 'Before');
  await api.method('GET', '/new', mock('{}'));
  await api.deploy('prod', 'After');
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'prod');
  const card = pages.card('Deployment');

  await card.getByRole('combobox', { name: 'Serves' }).click();
  await ownerPage.getByRole('option', { name: /Before/ }).click();
  await expect(card).toContainText('1 removed');
  await card.getByRole('button', { name: 'Point stage here' }).click();
  await expect(ownerPage.getByText('Serves deployment #1')).toBeVisible();
  await expect(ownerPage.getByText('behind the working copy')).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/new')).toBe(403);
});

test('two people may save different cards; of the same card the second is told', async ({
  account,
  browser,
  ownerPage,
  signIn,
}) => {
  const api = await givenApi(account.ctx, 'Two editors');
  await api.method('GET', '/', mock('{}'));
  await api.deploy('prod');
  const context = await browser.newContext();
  const otherPage = await context.newPage();
  await signIn(otherPage, await account.addMember('admin'));
  const [mine, theirs] = [new ApiPages(ownerPage), new ApiPages(otherPage)];
  await mine.openStage(api.id, 'prod');
  await theirs.openStage(api.id, 'prod');

  await mine.card('Throttling').getByLabel('Rate').fill('5');
  await mine.card('Throttling').getByLabel('Burst').fill('5');
  await theirs.card('Throttling').getByLabel('Rate').fill('9');
  await theirs.card('Throttling').getByLabel('Burst').fill('9');
  await theirs.card('Throttling').getByRole('button', { name: 'Save throttling' }).click();
  await expect(theirs.toasts.filter({ hasText: 'Stage prod was saved' })).toBeVisible();

  await mine.card('Throttling').getByRole('button', { name: 'Save throttling' }).click();
  const conflict = mine.toasts.filter({ hasText: 'was changed by someone else' });
  await expect(conflict).toBeVisible();
  await conflict.getByRole('button', { name: 'Reload' }).click();
  await expect(mine.card('Throttling').getByLabel('Rate')).toHaveValue('9');

  await mine.card('Logging and metrics').getByRole('switch', { name: 'Access log' }).click();
  await mine.card('Logging and metrics').getByRole('button', { name: 'Save logging' }).click();
  await expect(mine.toasts.filter({ hasText: 'Stage prod was saved' })).toBeVisible();
  await context.close();
});

test('deleting a stage names its URL and asks for its name', async ({ account, ownerPage, gateway }) => {
  const api = await givenApi(account.ctx, 'Gone');
  await api.method('GET', '/', mock('{}'));
  await api.deploy('prod');
  await expect.poll(() => gateway.status(api.id, 'prod', '/')).toBe(200);
  const pages = new ApiPages(ownerPage);
  await pages.openStage(api.id, 'prod');

  await ownerPage.getByRole('button', { name: 'Delete stage' }).click();
  const confirm = ownerPage.getByRole('alertdialog', { name: 'Delete stage prod?' });
  await expect(confirm).toContainText(`${api.id}.execute-api`);
  await confirm.getByRole('textbox').fill('prod');
  await confirm.getByRole('button', { name: 'Delete stage' }).click();
  await expect(ownerPage.getByText('No stages yet')).toBeVisible();
  expect(await gateway.status(api.id, 'prod', '/')).toBe(403);

  const answer = await ownerPage.goto(`/apis/${api.id}/stages/prod`);
  expect(answer?.status()).toBe(404);
  await expect(ownerPage.getByText('There is no such stage')).toBeVisible();
});
