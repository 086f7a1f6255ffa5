// Started by Playwright: the production build with an empty data dir, and the demo's backend for APIs to call.
import { mkdirSync, rmSync } from 'node:fs';
import { build } from './build.mjs';
import { startConsole } from './lib/console.mjs';
import { inRoot } from './lib/paths.mjs';
import { assertFree } from './lib/ports.mjs';
import { fail } from './lib/run.mjs';
import { Servers } from './lib/servers.mjs';
import { setup } from './setup.mjs';

try {
  const dataDir = process.env.E2E_DATA_DIR;
  const [console_, gateway, demoBackend] = ['E2E_PORT', 'E2E_GATEWAY_PORT', 'E2E_BACKEND_PORT'].map((variable) => ({
    variable,
    port: Number(process.env[variable]),
    host: '127.0.0.1',
  }));
  await assertFree([console_, gateway, demoBackend]);
  await setup();
  await build();

  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const env = {
    GATEHOUSE_DATA_DIR: dataDir,
    // Never a database that .env names: tests write what they like.
    DATABASE_URL: '',
    GATEWAY_PORT: String(gateway.port),
    GATEWAY_HOST: gateway.host,
    GATEHOUSE_ALLOW_PRIVATE_BACKENDS: '1',
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  };
  const servers = new Servers();
  servers.start('The backend', inRoot('dist', 'demo.js'), ['backend'], {
    env: { DEMO_BACKEND_PORT: String(demoBackend.port) },
  });
  startConsole(servers, { console: console_ }, { env });
} catch (error) {
  fail(error);
}
