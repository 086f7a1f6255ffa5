// npm run edge: an edge hop in front of a gateway, here or on another machine. It needs no database.
import { buildBundles } from './build.mjs';
import { loadEnv } from './lib/env.mjs';
import { inRoot } from './lib/paths.mjs';
import { fail } from './lib/run.mjs';
import { Servers } from './lib/servers.mjs';
import { setup } from './setup.mjs';

try {
  loadEnv();
  await setup();
  await buildBundles();
  new Servers().start('The edge', inRoot('dist', 'edge.js'), [], {
    env: { NODE_ENV: process.env.NODE_ENV || 'production' },
  });
} catch (error) {
  fail(error);
}
