import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, devices } from '@playwright/test';

// Set once by the first process that reads this file; the server and the test workers inherit it.
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), 'gatehouse-e2e-'));
process.env.E2E_PORT ??= '3200';
process.env.E2E_GATEWAY_PORT ??= '8280';
process.env.E2E_BACKEND_PORT ??= '8290';

const baseURL = `http://localhost:${process.env.E2E_PORT}`;
const executablePath = process.env.CHROMIUM_PATH || undefined;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/playwright',
  fullyParallel: true,
  workers: 2,
  retries: 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 30_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL,
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath },
    reducedMotion: 'reduce',
  },
  projects: [
    // An installation that nobody has set up yet: it runs first, and alone.
    { name: 'first-start', testMatch: /first-start\.setup\.ts/, use: devices['Desktop Chrome'] },
    {
      name: 'chromium',
      testMatch: /\.spec\.ts/,
      use: devices['Desktop Chrome'],
      dependencies: process.env.E2E_REUSE_SERVER === '1' ? [] : ['first-start'],
    },
  ],
  webServer: {
    // --no-build: against what was built last, while a journey is written.
    command: `node scripts/e2e-server.mjs ${process.env.E2E_NO_BUILD === '1' ? '--no-build' : ''}`,
    url: `http://127.0.0.1:${process.env.E2E_PORT}/api/health`,
    timeout: 240_000,
    reuseExistingServer: process.env.E2E_REUSE_SERVER === '1',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 6_000 },
    stdout: process.env.E2E_SERVER_LOG === '1' ? 'pipe' : 'ignore',
    stderr: 'pipe',
  },
});
