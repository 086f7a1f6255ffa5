import { readdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { createDomainName } from '@/lib/control/domain-name/create';
import { createFunction } from '@/lib/control/function/create';
import { subscribe } from '@/lib/control/portal/subscribe';
import { createServiceRole } from '@/lib/control/service-role/create';
import { getStage } from '@/lib/control/stage/get';
import { putStageCanary } from '@/lib/control/stage/put-canary';
import { createUserPool } from '@/lib/control/user-pool/pools';
import { expect, test } from '../fixtures/test';
import type { Person, TestAccount } from '../fixtures/world';
import { givenTrace } from '../pages/given';
import { givenKey, givenPlan, givenProduct, givenSoldApi } from '../pages/sales';
import { watchPolicy } from './policy-violations';
import { REDIRECTS, ROUTES, type RouteUnderTest, type Seen } from './routes';

test('every page of the app is in the list', () => {
  const pages = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '')}`.replaceAll(/\/\([^)]+\)/g, '') || '/');
  const listed = new Set([...ROUTES.map(({ route }) => route), ...REDIRECTS]);
  expect([...listed].sort()).toEqual([...new Set(pages)].sort());
});

const GROUPS = [
  { who: 'visitor', name: 'what a visitor sees', has: () => true },
  { who: 'owner', name: 'an API’s pages', has: ({ route }: RouteUnderTest) => route.startsWith('/apis') },
  { who: 'owner', name: 'the console’s other pages', has: ({ route }: RouteUnderTest) => !route.startsWith('/apis') },
  { who: 'consumer', name: 'what a consumer sees', has: () => true },
] as const;

for (const { who, name, has } of GROUPS) {
  test(`axe finds nothing serious on ${name}, light and dark`, async ({
    account,
    consumer,
    browser,
    gateway,
    signIn,
  }) => {
    test.setTimeout(240_000);
    const ids = await given(account, consumer);
    if (who === 'owner') await expect.poll(() => gateway.status(ids.apiId, 'prod', '/open')).toBe(200);
    const context = await browser.newContext();
    const page = await context.newPage();
    const violations = await watchPolicy(page);
    if (who !== 'visitor') await signIn(page, who === 'owner' ? account.owner : consumer);
    for (const target of ROUTES.filter((route) => route.who === who && has(route))) {
      await test.step(target.route, async () => {
        await page.goto(target.path(ids));
        await expect(page.getByText(target.ready).filter({ visible: true }).first()).toBeVisible();
        if (who === 'owner') await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toHaveCount(1);
        for (const theme of THEMES) {
          await show(page, theme);
          expect.soft(await problems(page), `${target.route}, ${theme}`).toEqual([]);
        }
        expect.soft(violations.splice(0), `${target.route}: what its Content-Security-Policy refused`).toEqual([]);
      });
    }
    await context.close();
  });
}

test('axe finds nothing serious in what opens over the pages', async ({ account, consumer, browser, signIn }) => {
  test.setTimeout(240_000);
  const ids = await given(account, consumer);
  const context = await browser.newContext();
  const page = await context.newPage();
  const violations = await watchPolicy(page);
  await signIn(page, account.owner);
  for (const { path, opener, name } of OVERLAYS) {
    await test.step(name, async () => {
      await page.goto(path(ids));
      await page.getByRole('button', { name: opener }).first().click();
      await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toBeVisible();
      for (const theme of THEMES) {
        await show(page, theme);
        expect.soft(await problems(page), `${name}, ${theme}`).toEqual([]);
      }
      expect.soft(violations.splice(0), `${name}: what the Content-Security-Policy refused`).toEqual([]);
    });
  }
  await context.close();
});

test('a script that found its way into a page does not run, and the check above would see it', async ({ page }) => {
  const violations = await watchPolicy(page);
  await page.goto('/sign-in');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "run"';
    document.body.append(script);
    const image = document.createElement('div');
    image.innerHTML = '<img src="data:," onerror="document.title = \'run\'">';
    document.body.append(image);
  });
  await expect
    .poll(() => violations.map(({ directive }) => directive).sort())
    .toEqual(['script-src-attr', 'script-src-elem']);
  expect(await page.title()).not.toBe('run');
});

const OVERLAYS: readonly { name: string; path: (ids: Seen) => string; opener: string | RegExp }[] = [
  { name: 'create function', path: () => '/functions', opener: 'Create function' },
  { name: 'publish version', path: () => '/functions/seen-function?tab=versions', opener: 'Publish version' },
  { name: 'add permission', path: () => '/functions/seen-function?tab=permissions', opener: 'Add permission' },
  { name: 'create authorizer', path: ({ apiId }) => `/apis/${apiId}/authorizers`, opener: 'Create authorizer' },
  { name: 'create domain name', path: () => '/domains', opener: 'Create domain name' },
  { name: 'add mapping', path: ({ apiId }) => `/domains/${apiId}.example.com`, opener: 'Add mapping' },
  { name: 'create user pool', path: () => '/user-pools', opener: 'Create user pool' },
  { name: 'create key', path: () => '/keys', opener: 'Create key' },
  { name: 'import keys', path: () => '/keys', opener: 'Import CSV' },
  { name: 'rotate key', path: ({ keyId }) => `/keys/${keyId}`, opener: /^Rotate$/ },
  { name: 'delete key', path: ({ keyId }) => `/keys/${keyId}`, opener: 'Delete key' },
  { name: 'create plan', path: () => '/plans', opener: 'Create plan' },
  { name: 'add key to plan', path: ({ planId }) => `/plans/${planId}`, opener: 'Add key' },
  { name: 'new product', path: () => '/products', opener: 'New product' },
  { name: 'add member', path: () => '/settings/members', opener: 'Add member' },
  { name: 'set up an authenticator app', path: () => '/settings', opener: 'Set up' },
  { name: 'create service role', path: () => '/settings/service-roles', opener: 'Create service role' },
  { name: 'promote canary', path: ({ apiId }) => `/apis/${apiId}/stages/prod`, opener: 'Promote canary' },
  { name: 'command palette', path: () => '/audit', opener: /^Search/ },
];

const THEMES = ['light', 'dark'] as const;

/** Nobody chose a theme, so the page follows the system's. */
async function show(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${theme}\\b`));
}

/** What keeps someone from using the page, in a form that a failure can be understood from. */
async function problems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}\n${failureSummary ?? ''}`),
    );
}

async function given(account: TestAccount, consumer: Person): Promise<Seen> {
  const api = await givenSoldApi(account.ctx, 'Seen API');
  const planId = await givenPlan(account.ctx, api, {
    name: 'Seen plan',
    portalVisible: true,
    throttle: { rateLimit: 10, burstLimit: 20 },
    quota: { limit: 1000, period: 'MONTH' },
  });
  const key = await givenKey(account.ctx, 'seen key', [planId]);
  await createFunction(account.ctx, {
    kind: 'local',
    name: 'seen-function',
    files: [{ path: 'index.mjs', text: 'export const handler = async () => ({ statusCode: 204 });' }],
  });
  await createDomainName(account.ctx, { domainName: `${api.id}.example.com` });
  await createServiceRole(account.ctx, {
    name: 'seen-role',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not a real one' },
    services: [{ service: 'dynamodb', endpoint: 'http://localhost:8000' }, { service: 'sqs' }],
  });
  const stage = { restApiId: api.id, stageName: 'prod' };
  const { id: stageId, version } = await getStage(account.ctx, stage);
  await putStageCanary(account.ctx, { ...stage, version, percentTraffic: 10 });
  const productId = await givenProduct(account.ctx, api, 'Seen product');
  const subscription = await subscribe(
    {
      ...account.ctx,
      actor: { kind: 'consumer', userId: consumer.id, name: consumer.name, email: consumer.email, sessionId: 'e2e' },
    },
    { productId, usagePlanId: planId },
  );
  const { id: userPoolId } = await createUserPool(account.ctx, { name: 'Seen pool' });
  const resourceId = await api.resource('/pets');
  const traceId = await givenTrace(account.ctx, api.id, stageId);
  return {
    apiId: api.id,
    resourceId,
    keyId: key.id,
    planId,
    productId,
    subscriptionId: subscription.id,
    traceId,
    userPoolId,
  };
}
