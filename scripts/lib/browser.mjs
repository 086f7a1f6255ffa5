import { existsSync } from 'node:fs';
import { bin, run } from './run.mjs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const FETCH_MS = 180_000;
const REACH_MS = 5_000;

/**
 * A browser for the journeys: CHROMIUM_PATH, else Playwright's own (fetched when it can be), else an installed
 * Chromium, else Debian's package. Returns a path to start, or undefined for Playwright's own.
 */
export async function ensureBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (await starts(given)) return given;
    throw new Error(`CHROMIUM_PATH names ${given}, which does not start.`);
  }
  if (await playwrightsOwn()) return undefined;
  for (const path of INSTALLED) {
    if (existsSync(path) && (await starts(path))) return path;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium (apt-get)');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { quiet: true, env }).catch(() => {});
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { quiet: true, env }).catch(
      () => {},
    );
    if (await starts('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  throw new Error(
    'The browser journeys need Chromium: install it, or name one in CHROMIUM_PATH (Playwright’s own could not be fetched).',
  );
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  // Headless runs use the smaller "headless shell", which Playwright looks up by itself.
  const launches = () =>
    chromium.launch().then(
      async (browser) => {
        await browser.close();
        return true;
      },
      () => false,
    );
  if (await launches()) return true;
  if (!(await canFetch())) return false;
  console.log('Fetching Playwright’s Chromium');
  const dependencies = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') ? ['--with-deps'] : [];
  const fetched = await run(bin('playwright'), ['install', '--only-shell', ...dependencies, 'chromium'], {
    quiet: true,
    timeoutMs: FETCH_MS,
  }).then(
    () => true,
    () => false,
  );
  return fetched && launches();
}

/** Playwright retries for minutes where its host can't be reached; one look tells. */
async function canFetch() {
  const host = process.env.PLAYWRIGHT_DOWNLOAD_HOST || 'https://cdn.playwright.dev';
  try {
    await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(REACH_MS) });
    return true;
  } catch {
    return false;
  }
}

function starts(path) {
  return run(path, ['--version'], { quiet: true }).then(
    () => true,
    () => false,
  );
}
