// npm run dev: the console with hot reload, and gateway workers that restart when the gateway's code changes.

import { bundle, watchWorker } from './lib/bundle.mjs';
import { startConsole } from './lib/console.mjs';
import { allowPrivateBackends, loadEnv, readPorts } from './lib/env.mjs';
import { assertFree } from './lib/ports.mjs';
import { fail } from './lib/run.mjs';
import { Servers } from './lib/servers.mjs';
import { setup } from './setup.mjs';

try {
  loadEnv();
  allowPrivateBackends();
  const ports = readPorts();
  await assertFree([ports.console, ports.gateway]);
  await setup();
  await bundle(['function-host', 'function-sandbox']);
  let builds = 0;
  await watchWorker({
    onRebuild: (errors) => {
      builds += 1;
      if (builds > 2 && errors === 0) console.log('Gateway rebuilt; its workers restart.');
    },
  });
  startConsole(new Servers(), ports, { mode: 'dev' });
} catch (error) {
  fail(error);
}
