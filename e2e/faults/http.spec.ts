// The console's HTTP surface, as those meet it who do not use its pages.
import type { APIRequestContext, Page, Request } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { givenApi } from '../pages/given';
import { type Answer, cookiesOf, replay, send } from './raw-http';

const json = ({ text }: Answer) => JSON.parse(text) as Record<string, unknown>;
const INTERNALS = /node_modules|\bat .*\(|\.next|prisma|sqlite|SELECT |Error:/i;

test.describe('headers', () => {
  const PAGE = ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"];
  const NO_PAGE = ["default-src 'none'"];
  const paths: readonly (readonly [path: string, directives: readonly string[]])[] = [
    ['/sign-in', PAGE],
    ['/portal', PAGE],
    ['/portal/sign-up', PAGE],
    ['/portal/no/such/page', NO_PAGE],
    ['/apis', NO_PAGE],
    ['/api/rest-apis', NO_PAGE],
    ['/api/nothing', NO_PAGE],
    ['/icon.svg', NO_PAGE],
  ];
  for (const [path, directives] of paths) {
    test(`${path} is sent with the one policy`, async () => {
      const { headers } = await send(path);
      const policy = String(headers['content-security-policy']);
      expect(policy.split('; ')).toEqual(expect.arrayContaining([...directives, "frame-ancestors 'none'"]));
      expect(policy.match(/script-src [^;]*/)?.[0] ?? '').not.toContain('unsafe');
      // Node joins repeated headers with commas.
      expect(policy).not.toContain(',');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      // Over plain HTTP, and from nobody who may say that it was HTTPS.
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    });
  }

  test('each page has scripts of its own answer only', async () => {
    const nonceOf = async () =>
      /'nonce-([^']+)'/.exec(String((await send('/sign-in')).headers['content-security-policy']))?.[1];
    const [first, second] = [await nonceOf(), await nonceOf()];
    expect(first).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(second).not.toBe(first);
  });

  test('answers of the API are never stored', async ({ ownerPage }) => {
    const sent: Record<string, string>[] = [{}, { cookie: await cookiesOf(ownerPage) }];
    for (const headers of sent) {
      expect((await send('/api/rest-apis', { headers })).headers['cache-control']).toBe('no-store');
    }
  });
});

test.describe('a host of the client’s choice', () => {
  for (const name of ['X-Forwarded-Host', 'Forwarded', 'X-Original-Host']) {
    test(`${name} leads nowhere`, async () => {
      const headers = { [name]: name === 'Forwarded' ? 'host=evil.example' : 'evil.example' };
      for (const path of ['/apis', '/api/auth/signin', '/api/auth/providers', '/sign-in']) {
        const answer = await send(path, { headers });
        expect(`${answer.headers.location} ${answer.text}`).not.toContain('evil.example');
      }
    });
  }

  test('a poisoned Host gets a path, not a link to it', async () => {
    const { status, headers } = await send('/apis', { headers: { host: 'evil.example' } });
    expect(status).toBe(307);
    expect(headers.location).toBe('/sign-in?callbackUrl=%2Fapis');
  });

  for (const path of [
    '//evil.example/',
    '/\\evil.example/',
    '/%5cevil.example/',
    '///evil.example',
    '/.//evil.example',
  ]) {
    test(`${path} stays here`, async () => {
      const { status, headers } = await send(path);
      expect(status).toBeLessThan(500);
      const { location } = headers;
      if (location === undefined) return;
      expect(new URL(location, 'http://console.test').host).toBe('console.test');
    });
  }
});

test.describe('bad requests', () => {
  test('unknown paths and malformed ones are answered without internals', async () => {
    for (const path of [
      '/api/nothing',
      '/api/rest-apis/%zz',
      '/api/rest-apis/%00',
      '/%c0%ae%c0%ae/etc/passwd',
      '/apis/%',
    ]) {
      const { status, text } = await send(path);
      expect(status, path).toBeGreaterThanOrEqual(300);
      expect(status, path).toBeLessThan(500);
      expect(text.slice(0, 2000), path).not.toMatch(/node_modules|\bat .*\(/);
    }
  });

  test('methods that a route does not have', async ({ ownerPage }) => {
    const cookie = await cookiesOf(ownerPage);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await send('/api/rest-apis', { method, headers: { cookie } })).status).toBe(405);
    }
    expect((await send('/api/rest-apis', { method: 'TRACE', headers: { cookie } })).status).toBe(204);
  });

  test('a query names the field that is wrong', async ({ ownerPage, account }) => {
    const cookie = await cookiesOf(ownerPage);
    const api = await givenApi(account.ctx, 'Pets');
    const answer = await send('/api/api-keys?limit=many', { headers: { cookie } });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(json(answer)).toMatchObject({ code: 'INVALID_INPUT', status: 400, invalidParams: [{ name: 'limit' }] });
    const range = await send(`/api/rest-apis/${api.id}/metrics?range=ever`, { headers: { cookie } });
    expect(json(range)).toMatchObject({ code: 'INVALID_INPUT', invalidParams: [{ name: 'range' }] });
    const proto = await send('/api/api-keys?__proto__[x]=1&constructor=2', { headers: { cookie } });
    expect(proto.status).toBe(200);
    const long = await send(`/api/rest-apis/${'x'.repeat(5000)}`, { headers: { cookie } });
    expect(json(long)).toMatchObject({ code: 'INVALID_INPUT', invalidParams: [{ name: 'restApiId' }] });
  });

  test('ids of others and ids that never were are the same', async ({ ownerPage, world }) => {
    const cookie = await cookiesOf(ownerPage);
    const others = await givenApi((await world.createAccount()).ctx, 'Theirs');
    const [theirs, nobodys] = [
      await send(`/api/rest-apis/${others.id}`, { headers: { cookie } }),
      await send('/api/rest-apis/aaaaaaaaaa', { headers: { cookie } }),
    ];
    expect([theirs.status, nobodys.status]).toEqual([404, 404]);
    expect(String(json(theirs).detail).replace(others.id, '…')).toBe(
      String(json(nobodys).detail).replace('aaaaaaaaaa', '…'),
    );
  });

  test('a sign-in of megabytes is not read', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'x'.repeat(100_000);
    const long = await send('/api/auth/callback/credentials', { method: 'POST', headers: form, body });
    expect(long.status).toBe(413);
    expect(json(long)).toMatchObject({ code: 'TOO_LARGE' });
    const chunked = { ...form, 'transfer-encoding': 'chunked' };
    expect((await send('/api/auth/callback/credentials', { method: 'POST', headers: chunked, body })).status).toBe(413);
  });
});

test.describe('server actions', () => {
  /** The request that the console sends when its owner makes an API. */
  async function capture(page: Page): Promise<Request> {
    await page.goto('/apis');
    await page.getByRole('button', { name: 'Create API' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create API' });
    await dialog.getByLabel('Name').fill('Captured');
    const sent = page.waitForRequest((request) => request.headers()['next-action'] !== undefined);
    await dialog.getByRole('button', { name: 'Create API' }).click();
    const request = await sent;
    await expect(page).toHaveURL(/\/apis\/[a-z0-9]{10}\/resources$/);
    return request;
  }

  const apis = async (page: Page): Promise<number> =>
    ((await (await page.request.get('/api/rest-apis')).json()) as unknown[]).length;

  test('answer only pages of this origin, and only who is signed in', async ({
    ownerPage,
    account,
    browser,
    signIn,
  }) => {
    const request = await capture(ownerPage);
    expect(await apis(ownerPage)).toBe(1);

    // The request itself, once more: it is a good one.
    expect((await replay(request, {})).text).toContain('"ok":true');
    expect(await apis(ownerPage)).toBe(2);

    for (const origin of ['https://evil.example', 'null', `http://localhost.evil.example:${process.env.E2E_PORT}`]) {
      const answer = await replay(request, { origin });
      expect(answer.text, origin).not.toContain('"ok":true');
      expect(answer.text).not.toMatch(INTERNALS);
    }
    const forwarded = await replay(request, { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' });
    expect(forwarded.text).not.toContain('"ok":true');

    expect((await replay(request, { cookie: undefined })).text).toContain('"code":"UNAUTHENTICATED"');
    const viewer = await (await browser.newContext()).newPage();
    await signIn(viewer, await account.addMember('viewer'));
    expect((await replay(request, { cookie: await cookiesOf(viewer) })).text).toContain('"code":"FORBIDDEN"');
    await viewer.context().close();
    expect(await apis(ownerPage)).toBe(2);
  });

  test('say what is wrong with what they are given', async ({ ownerPage }) => {
    const request = await capture(ownerPage);
    const invalid = await replay(request, {}, JSON.stringify([{ name: ['not', 'text'], description: 7 }]));
    expect(invalid.text).toContain('"code":"INVALID_INPUT"');
    expect(invalid.text).toContain('"fieldErrors":{"name":');
    expect(invalid.text).toContain('"description":');

    for (const body of [
      '',
      '[{"name":',
      'null',
      '[null]',
      '["text"]',
      '[{"__proto__":{"name":"x"}}]',
      '\0',
      '["$Qx"]',
    ]) {
      const answer = await replay(request, {}, body);
      expect(answer.text, body).not.toContain('"ok":true');
      expect(answer.text, body).not.toMatch(INTERNALS);
    }
    const huge = await replay(request, {}, JSON.stringify([{ name: 'x', description: 'x'.repeat(5 * 1024 * 1024) }]));
    expect(huge.status).toBeGreaterThanOrEqual(400);
    expect(huge.text).not.toContain('"ok":true');
    expect(huge.text).not.toMatch(INTERNALS);

    const unknown = await replay(request, { 'next-action': `40${'0'.repeat(40)}` });
    expect(unknown.status).toBeGreaterThanOrEqual(400);
    expect(unknown.status).toBeLessThan(500);
    expect(unknown.text).not.toMatch(INTERNALS);
    expect(await apis(ownerPage)).toBe(1);
  });
});

test.describe('sessions', () => {
  const whoAmI = (request: APIRequestContext, cookie: string) =>
    request.get('/api/accounts', { headers: { cookie } }).then((response) => response.status());
  const sessionCookie = async (page: Page) =>
    (await page.context().cookies()).find(({ name }) => name.includes('session'));

  test('a new one each time: a cookie planted before signing in is not taken over', async ({
    browser,
    account,
    signIn,
    request,
  }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, account.owner);
    const first = await sessionCookie(page);
    expect(first).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    await signIn(page, account.owner);
    const second = await sessionCookie(page);
    expect(second?.value).not.toBe(first?.value);

    const planted = await browser.newContext();
    await planted.addCookies([{ ...(first as NonNullable<typeof first>), value: 'planted' }]);
    const victim = await planted.newPage();
    await signIn(victim, account.owner);
    expect((await sessionCookie(victim))?.value).not.toBe('planted');
    expect(await whoAmI(request, `${first?.name}=planted`)).toBe(401);
    await context.close();
    await planted.close();
  });

  test('signing out ends it on the server, also for copies of the cookie', async ({ ownerPage, request }) => {
    const cookie = await cookiesOf(ownerPage);
    expect(await whoAmI(request, cookie)).toBe(200);
    const { csrfToken } = (await (await ownerPage.request.get('/api/auth/csrf')).json()) as { csrfToken: string };
    await ownerPage.request.post('/api/auth/signout', { form: { csrfToken, json: 'true' } });
    expect(await whoAmI(request, cookie)).toBe(401);
  });

  test('a damaged or foreign token is nobody', async ({ ownerPage, request }) => {
    const cookie = await sessionCookie(ownerPage);
    const value = cookie?.value ?? '';
    for (const forged of ['', 'x', `${value}x`, value.slice(0, -2), 'eyJhbGciOiJub25lIn0.eyJzaWQiOiJ4In0.']) {
      expect(await whoAmI(request, `${cookie?.name}=${forged}`)).toBe(401);
    }
  });

  test('a callback leads back into the console only', async ({ page, account }) => {
    for (const callbackUrl of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      await page.context().clearCookies();
      await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`);
      await page.getByLabel('E-mail').fill(account.owner.email);
      await page.getByLabel('Password', { exact: true }).fill(account.owner.password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page).toHaveURL(/\/apis$/);
      expect(new URL(page.url()).port).toBe(process.env.E2E_PORT);
    }
  });

  test('a page for others is not shown, whatever headers pretend', async () => {
    const pretended: Record<string, string>[] = [
      { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
      { 'x-middleware-next': '1' },
      { 'x-gatehouse-path': '/apis' },
      { rsc: '1' },
    ];
    for (const headers of pretended) expect([307, 308]).toContain((await send('/apis', { headers })).status);
  });
});

test('pages and lists never hold a key’s value or a password’s hash', async ({ ownerPage, account }) => {
  const { createApiKey } = await import('@/lib/control/api-key/create');
  const { id, value } = await createApiKey(account.ctx, { name: 'Secret' });
  const texts = await Promise.all(
    [
      '/keys',
      `/keys/${id}`,
      '/api/api-keys',
      `/api/api-keys/${id}`,
      '/settings/members',
      '/api/members',
      '/api/audit',
    ].map(async (path) => (await ownerPage.request.get(path)).text()),
  );
  for (const text of texts) {
    expect(text).not.toContain(value);
    expect(text).not.toContain('$scrypt$');
  }
});
