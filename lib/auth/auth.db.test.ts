import { decode } from 'next-auth/jwt';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { resolveActor } from '@/lib/control/session/resolve-actor';
import { givenPerson, PASSWORD } from '@/lib/control/testing/people';
import { createWorld, type World } from '@/lib/control/testing/world';
import { newUuid } from '@/lib/ids';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { authOptions } from './options';
import { sessionCookieName } from './session-cookie';
import { type AuthServer, Browser, startAuthServer } from './testing/auth-server';
import { type OidcIssuer, startOidcIssuer } from './testing/oidc-issuer';

const SECRET = 'a secret of these tests only';
const CLIENT = { id: 'gatehouse', secret: 'client-secret' };

describeEachDatabase('signing in over HTTP', (open) => {
  let store: TestDatabase;
  let world: World;
  let server: AuthServer;
  let issuer: OidcIssuer;
  let browser: Browser;

  beforeAll(async () => {
    store = await open();
    issuer = await startOidcIssuer(CLIENT);
    server = await startAuthServer((req) =>
      authOptions({
        ctx: world.nobody,
        secret: SECRET,
        secure: false,
        address: newUuid(),
        userAgent: req.headers['user-agent'] ?? '',
        providers: {
          github: undefined,
          oidc: { issuer: issuer.url, clientId: CLIENT.id, clientSecret: CLIENT.secret, name: 'Test' },
        },
      }),
    );
  });
  afterAll(() => {
    server.close();
    issuer.close();
  });
  beforeEach(async () => {
    vi.stubEnv('AUTH_TRUST_HOST', '1');
    world = await createWorld(store);
    browser = new Browser();
  });

  const api = (path: string) => `${server.url}/api/auth/${path}`;
  const csrf = async () => ((await (await browser.go(api('csrf'))).json()) as { csrfToken: string }).csrfToken;
  const signIn = async (email: string, password: string, callbackUrl = '/apis') => {
    const form = { csrfToken: await csrf(), email, password, callbackUrl, json: 'true' };
    const response = await browser.go(api('callback/credentials'), form);
    return { status: response.status, url: ((await response.json()) as { url: string }).url };
  };
  const actor = async (of = browser) => {
    const token = of.cookie(sessionCookieName(SECRET, false));
    const sid = token === undefined ? undefined : (await decode({ token, secret: SECRET }))?.sid;
    return resolveActor(store.db, typeof sid === 'string' ? sid : '', world.owner.clock.now());
  };
  /** Through the issuer and back; answers with where the browser ends up. */
  const signInAtIssuer = async () => {
    const start = await browser.go(api('signin/oidc'), { csrfToken: await csrf(), callbackUrl: '/apis', json: 'true' });
    const { url } = (await start.json()) as { url: string };
    const back = (await browser.go(url)).headers.get('location') ?? '';
    return (await browser.go(back)).headers.get('location') ?? '';
  };

  it('opens a session that the cookie names and nothing else', async () => {
    const person = await givenPerson(world, { role: 'admin' });
    expect(await signIn(person.email, PASSWORD)).toEqual({ status: 200, url: `${server.url}/apis` });
    expect(await actor()).toMatchObject({ kind: 'member', userId: person.userId, role: 'admin' });
    const session = await (await browser.go(api('session'))).json();
    expect(Object.keys(session as object)).toEqual(['expires']);
  });

  it('says why not, and never leads to another site', async () => {
    const person = await givenPerson(world);
    const wrong = await signIn(person.email, 'wrong');
    expect(wrong.status).toBe(401);
    expect(new URL(wrong.url).searchParams.get('error')).toBe('Wrong e-mail or password.');
    expect(await actor()).toEqual({ kind: 'anonymous' });
    for (const elsewhere of ['https://evil.example/', '//evil.example', 'javascript:alert(1)']) {
      expect((await signIn(person.email, PASSWORD, elsewhere)).url).toBe(server.url);
    }
  });

  it('needs the CSRF token of the same browser', async () => {
    const person = await givenPerson(world);
    const form = { email: person.email, password: PASSWORD, json: 'true' };
    await browser.go(api('callback/credentials'), form);
    expect(await actor()).toEqual({ kind: 'anonymous' });
    await browser.go(api('callback/credentials'), { ...form, csrfToken: await csrf() });
    expect(await actor()).toMatchObject({ kind: 'consumer' });
    await browser.go(api('signout'), { json: 'true' });
    expect(await actor()).toMatchObject({ kind: 'consumer' });
  });

  it('ends the session on the server: a copied cookie is worth nothing', async () => {
    const person = await givenPerson(world);
    await signIn(person.email, PASSWORD);
    const thief = browser.clone();
    await browser.go(api('signout'), { csrfToken: await csrf(), json: 'true' });
    expect(browser.cookie(sessionCookieName(SECRET, false))).toBeUndefined();
    expect(await actor(thief)).toEqual({ kind: 'anonymous' });
    expect(await (await thief.go(api('session'))).json()).toEqual({});
  });

  it('shuts out the guesser with the time to wait', async () => {
    const person = await givenPerson(world);
    for (let i = 0; i < 5; i += 1) await signIn(person.email, 'guess');
    const { status, url } = await signIn(person.email, PASSWORD);
    expect(status).toBe(401);
    expect(new URL(url).searchParams.get('error')).toBe('Too many attempts. Try again in 15 seconds.');
  });

  it('takes the word of an OpenID provider for a verified e-mail: invited members get their role', async () => {
    const person = await givenPerson(world, { role: 'admin' });
    issuer.claims = { sub: newUuid(), email: person.email, email_verified: true, name: 'From there' };
    expect(await signInAtIssuer()).toBe(`${server.url}/apis`);
    expect(await actor()).toMatchObject({ kind: 'member', userId: person.userId, role: 'admin' });
  });

  it('makes consumers of strangers, and refuses e-mails that are not verified', async () => {
    await givenPerson(world, { role: 'owner' });
    const email = `${newUuid()}@example.test`;
    issuer.claims = { sub: newUuid(), email, email_verified: true, name: 'Stranger' };
    await signInAtIssuer();
    expect(await actor()).toMatchObject({ kind: 'consumer', email, name: 'Stranger' });

    browser = new Browser();
    issuer.claims = { sub: newUuid(), email, email_verified: false };
    const refused = new URL(await signInAtIssuer(), server.url);
    expect(refused.pathname).toBe('/sign-in');
    expect(refused.searchParams.get('error')).toContain('did not confirm an e-mail address');
    expect(await actor()).toEqual({ kind: 'anonymous' });
  });
});
