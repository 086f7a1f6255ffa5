// npm run gateway: gateway workers without a console, against the same database.
import { buildBundles } from './build.mjs';
import { loadEnv, readPorts } from './lib/env.mjs';
import { inRoot } from './lib/paths.mjs';
import { assertFree } from './lib/ports.mjs';
import { fail } from './lib/run.mjs';
import { Servers } from './lib/servers.mjs';
import { setup } from './setup.mjs';

try {
  loadEnv();
  await assertFree([readPorts().gateway]);
  await setup();
  await buildBundles();
  new Servers().start('The gateway', inRoot('dist', 'gateway.js'), [], {
    env: { NODE_ENV: process.env.NODE_ENV || 'production' },
  });
} catch (error) {
  fail(error);
}
