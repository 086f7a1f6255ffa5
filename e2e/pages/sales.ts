import type { Page } from '@playwright/test';
import type { ApiKeyWithValue } from '@/lib/contract/api-key';
import type { CreateUsagePlanInput } from '@/lib/contract/usage-plan';
import { createApiKey } from '@/lib/control/api-key/create';
import type { Ctx } from '@/lib/control/context';
import { createMethod } from '@/lib/control/method/create';
import { createProduct } from '@/lib/control/product/create';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import { type GivenApi, givenApi, mock } from './given';

/** An API whose GET /pets needs a key and whose GET /open does not, deployed to "prod". */
export async function givenSoldApi(ctx: Ctx, name: string): Promise<GivenApi> {
  const api = await givenApi(ctx, name);
  await createMethod(ctx, {
    restApiId: api.id,
    resourceId: await api.resource('/pets'),
    httpMethod: 'GET',
    apiKeyRequired: true,
    integration: mock('["Rex"]'),
  });
  await api.method('GET', '/open', mock('{}'));
  await api.deploy('prod');
  return api;
}

export async function givenPlan(
  ctx: Ctx,
  api: GivenApi,
  settings: Partial<CreateUsagePlanInput> & { name: string },
): Promise<string> {
  const plan = await createUsagePlan(ctx, { ...settings, stages: [{ restApiId: api.id, stageName: 'prod' }] });
  return plan.id;
}

export async function givenKey(ctx: Ctx, name: string, usagePlanIds: string[] = []): Promise<ApiKeyWithValue> {
  return createApiKey(ctx, { name, usagePlanIds });
}

export async function givenProduct(ctx: Ctx, api: GivenApi, title: string): Promise<string> {
  const product = await createProduct(ctx, {
    restApiId: api.id,
    stageName: 'prod',
    title,
    summary: 'Pets over HTTP.',
    documentation: '## Get started\n\nSend the key in `x-api-key`.',
    published: true,
  });
  return product.id;
}

export const withKey = (value: string): RequestInit => ({ headers: { 'x-api-key': value } });

/** The value that a dialog shows once: the code block under the title. */
export async function shownValue(page: Page, title: string): Promise<string> {
  const dialog = page.getByRole('dialog', { name: title });
  return ((await dialog.locator('pre').first().textContent()) ?? '').trim();
}
