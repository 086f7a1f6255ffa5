// npm start: the console and its gateway workers in production mode, without demo data.
import { build } from './build.mjs';
import { startConsole } from './lib/console.mjs';
import { loadEnv, readPorts } from './lib/env.mjs';
import { assertFree } from './lib/ports.mjs';
import { fail } from './lib/run.mjs';
import { Servers, untilUp } from './lib/servers.mjs';
import { setup } from './setup.mjs';

try {
  loadEnv();
  const ports = readPorts();
  await assertFree(process.env.GATEWAY_WORKERS === '0' ? [ports.console] : [ports.console, ports.gateway]);
  await setup();
  await build();
  startConsole(new Servers(), ports);
  if (await untilUp(`http://127.0.0.1:${ports.console.port}/api/health`)) {
    console.log(`Gatehouse is running: http://localhost:${ports.console.port}`);
  }
} catch (error) {
  fail(error);
}
