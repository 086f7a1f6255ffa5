import { getMethod } from '@/lib/control/method/get';
import { updateMethod } from '@/lib/control/method/update';
import { expect, test } from '../fixtures/test';
import { ApiPages } from '../pages/api-pages';
import { givenApi } from '../pages/given';

test('a template is written with its output beside it; its case stops a deploy that would break it', async ({
  account,
  ownerPage: page,
  backendUrl,
}) => {
  const api = await givenApi(account.ctx, 'Templates');
  await api.method('POST', '/pets/{petId}', {
    ...{ type: 'HTTP', httpMethod: 'POST', uri: `${backendUrl}/pets` },
    requestTemplates: { 'application/json': '{"name": "nobody"}' },
    integrationResponses: [{ statusCode: '200' }],
  });
  const pages = new ApiPages(page);
  await pages.openMethod(api.id, await api.resource('/pets/{petId}'), 'POST');
  await pages.box('Integration request').click();
  await pages.dialog.getByRole('link', { name: 'Open request templates 1 in the workbench' }).click();

  const editor = page.getByRole('textbox', { name: 'Template', exact: true });
  const output = page.getByRole('region', { name: 'Output' });
  const tab = (name: RegExp) => page.getByRole('tab', { name }).click();
  await expect(editor).toContainText('"nobody"');
  await expect(output).toContainText('{"name": "nobody"}');

  await tab(/^Sample/);
  await page.getByLabel('{petId}').fill('7');
  await page.getByLabel('Request body').fill('{"name": "Rex"}');
  await tab(/^Template/);
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  // Brackets close themselves as they are typed.
  await page.keyboard.insertText(
    `{"id": "$input.params('petId')", "name": $input.json('$.name'), "tag": "$input.path('$.tag')"}`,
  );
  await expect(output).toContainText('{"id": "7", "name": "Rex", "tag": ""}');
  await expect(output.getByText('Valid JSON')).toBeVisible();
  const reference = output.getByRole('listitem').filter({ hasText: "$input.path('$.tag')" });
  await expect(reference).toContainText('Undefined');
  await expect(editor.locator('.cm-lintRange-info')).toHaveText("$input.path('$.tag')");

  // Completion says what there is.
  await page.keyboard.press('End');
  await page.keyboard.type(' $context.identity.sou');
  await page.getByRole('option', { name: /\$context\.identity\.sourceIp/ }).click();
  await expect(output.getByText(/^Not JSON/)).toBeVisible();
  await expect(output).toContainText('127.0.0.1');
  await page.keyboard.type('#if(');
  await expect(output.getByRole('alert')).toContainText('Line 1, column');
  for (let i = 0; i < 2; i++) await page.keyboard.press('ControlOrMeta+z');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`{"id": "$input.params('petId')", "name": $input.json('$.name')}`);
  await expect(output).toContainText('{"id": "7", "name": "Rex"}');
  await page.getByRole('button', { name: 'Save template' }).click();
  await expect(pages.toasts).toContainText('The template was saved');

  await tab(/^Cases/);
  await page.getByRole('button', { name: 'Save as case…' }).click();
  await pages.dialog.getByLabel('Name').fill('Rex');
  await pages.dialog.getByRole('button', { name: 'Save case' }).click();
  await expect(pages.dialog).toBeHidden();
  const rex = page.getByRole('region', { name: 'Cases' }).getByRole('listitem').filter({ hasText: 'Rex' });
  await expect(rex).toContainText('Passes');
  await expect(output).toContainText('“Rex” passes.');

  await tab(/^Template/);
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`{"id": $input.json('$.id')}`);
  await expect(output).toContainText('“Rex” fails.');
  await page.getByRole('button', { name: 'Save template' }).click();
  await expect(page.getByText('Not saved')).toBeHidden();

  await pages.deploy('Broken');
  const stopped = pages.dialog.getByRole('alert');
  await expect(stopped).toContainText('The deploy was stopped: 1 template case fails');
  await expect(stopped).toContainText('Line 2: expected');
  await expect(stopped).toContainText('"name": "Rex"');
  await pages.dialog.getByRole('button', { name: 'Deploy anyway' }).click();
  await expect(pages.dialog.getByText(/Live on/)).toBeVisible();
  await page.goto('/audit');
  await expect(page.getByText('To dev, although template cases fail: Rex')).toBeVisible();

  // Its name is enough to come back to it.
  await page.goto(`/apis/${api.id}/resources/templates?case=Rex`);
  await expect(output).toContainText('“Rex” fails.');
});

test('a response template maps what the last test got; somebody else’s save is not overwritten', async ({
  account,
  ownerPage: page,
  backendUrl,
}) => {
  const api = await givenApi(account.ctx, 'Answers');
  await api.method('GET', '/pets/{petId}', {
    ...{ type: 'HTTP', httpMethod: 'GET', uri: `${backendUrl}/pets/{petId}` },
    integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/xml': '<pet/>' } }],
  });
  const resourceId = await api.resource('/pets/{petId}');
  const pages = new ApiPages(page);
  await pages.openMethod(api.id, resourceId, 'GET', 'test');
  await page.getByRole('textbox', { name: '{petId}' }).fill('42');
  await page.getByRole('button', { name: /^Send/ }).click();
  await expect(page.getByRole('region', { name: 'Answer' })).toContainText('<pet/>');

  const query = `resource=${resourceId}&method=GET&direction=response&status=200&key=application/xml`;
  await page.goto(`/apis/${api.id}/resources/templates?${query}`);
  const editor = page.getByRole('textbox', { name: 'Template', exact: true });
  const output = page.getByRole('region', { name: 'Output' });
  await page.getByRole('tab', { name: /^Sample/ }).click();
  await page.getByRole('button', { name: 'Take from the last test' }).click();
  await expect(page.getByLabel('{petId}')).toHaveValue('42');
  await page.getByLabel('Backend’s answer').fill('{"name": "Rex"}');
  await page.getByRole('tab', { name: /^Template/ }).click();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(`<pet id="$input.params('petId')">$input.path('$.name')</pet>`);
  await expect(output).toContainText('<pet id="42">Rex</pet>');

  // Leaving asks, wherever the link is.
  await page.getByRole('link', { name: 'Stages' }).first().click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click();

  const ref = { restApiId: api.id, resourceId, httpMethod: 'GET' as const };
  const { path: _path, authorizationType: _type, integration, ...settings } = await getMethod(account.ctx, ref);
  if (integration === null) throw new Error('the method has no integration');
  await updateMethod(account.ctx, { ...settings, integration: { ...integration, timeoutInMillis: 1234 } });
  await page.getByRole('button', { name: 'Save template' }).click();
  await expect(page.getByText(/was changed by someone else since you opened it/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Discard and reload' }).click();
  await expect(editor).toHaveText('<pet/>');
});
