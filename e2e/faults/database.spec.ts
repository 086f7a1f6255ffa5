// The database goes away under a running console: the gateway does not notice, and the console says what is wrong.
import { lockSqlite } from '@/lib/store/testing/lock-sqlite';
import { startPostgres } from '@/lib/store/testing/postgres';
import { openWay, type TcpWay } from '@/lib/store/testing/tcp-way';
import { createConsole, type OwnConsole, until } from '../fixtures/own-console';
import { expect, test } from '../fixtures/test';
import { givenPaidApi } from './paid-api';

interface Broken {
  readonly own: OwnConsole;
  /** Takes the database away; the returned function brings it back. */
  readonly breakIt: () => () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function createBehindWay(breakWay: (way: TcpWay) => void): Promise<Broken> {
  const server = await startPostgres();
  const url = new URL(server.url);
  const way = await openWay(Number(url.port));
  url.port = String(way.port);
  const own = await createConsole({ databaseUrl: url.href });
  return {
    own,
    breakIt: () => {
      breakWay(way);
      return () => way.open();
    },
    close: async () => {
      await own.close();
      way.cut();
      await server.stop();
    },
  };
}

const DATABASES: Readonly<Record<string, () => Promise<Broken>>> = {
  'PostgreSQL is gone': () => createBehindWay((way) => way.cut()),
  'PostgreSQL does not answer': () => createBehindWay((way) => way.stall()),
  'SQLite is locked': async () => {
    const own = await createConsole();
    return {
      own,
      breakIt: () => {
        const unlock = lockSqlite(own.dataDir);
        return async () => unlock();
      },
      close: () => own.close(),
    };
  },
};

for (const [name, create] of Object.entries(DATABASES)) {
  test(`${name} for ten seconds: calls go on and are counted, the console says so and recovers`, async ({
    browser,
    signIn,
  }) => {
    test.setTimeout(180_000);
    const { own, breakIt, close } = await create();
    try {
      await own.start();
      const world = await own.openWorld();
      const { ctx, owner } = await world.createAccount();
      const api = await givenPaidApi(ctx, own);
      await until('the API to be live', async () => (await api.call()) === 200);
      await until('the first count', async () => (await api.used()) === 1);
      let calls = 1;
      const pageContext = await browser.newContext({ baseURL: own.url });
      const page = await pageContext.newPage();
      await signIn(page, owner);
      await page.goto('/apis');
      await expect(page.getByText('Gateway running')).toBeVisible();

      const repair = breakIt();
      const brokenAt = performance.now();
      const indicator = page.getByText('Database away');
      while (performance.now() < brokenAt + 10_000 || !(await indicator.isVisible())) {
        expect(await api.call()).toBe(200);
        calls += 1;
        expect(performance.now() - brokenAt, 'the console never says so').toBeLessThan(40_000);
      }

      // A change is refused with what is wrong, and nothing of it is kept.
      await page.getByRole('button', { name: 'Create API' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Create API' });
      await dialog.getByLabel('Name').fill('Never made');
      await dialog.getByRole('button', { name: 'Create API' }).click();
      await expect(
        page.getByText(/The database (can’t be reached|is busy|does not answer).*Nothing was changed/).first(),
      ).toBeVisible({
        timeout: 30_000,
      });
      // A page that is opened now says the same, or shows what it can still read.
      const second = await pageContext.newPage();
      await second.goto('/apis');
      await expect(second.getByText(/The database can’t be reached|Database away/).first()).toBeVisible({
        timeout: 30_000,
      });
      expect(await api.call()).toBe(200);
      calls += 1;

      await repair();
      await expect(page.getByText('Gateway running')).toBeVisible({ timeout: 30_000 });
      const again = second.getByRole('button', { name: 'Try again' });
      if (await again.isVisible()) await again.click();
      await expect(second.getByRole('row', { name: /Pets/ })).toBeVisible();
      await until('every call to be counted', async () => (await api.used()) === calls);
      expect(await ctx.db.restApi.count()).toBe(1);

      await dialog.getByRole('button', { name: 'Create API' }).click();
      await expect(page).toHaveURL(/\/apis\/[a-z0-9]{10}\/resources$/);
      await pageContext.close();
    } finally {
      await close();
    }
  });
}
