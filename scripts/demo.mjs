// npm run demo: everything from nothing to a running product with demo data and traffic.
import { build } from './build.mjs';
import { startConsole } from './lib/console.mjs';
import { allowPrivateBackends, loadEnv, readPorts } from './lib/env.mjs';
import { inRoot } from './lib/paths.mjs';
import { assertFree } from './lib/ports.mjs';
import { fail } from './lib/run.mjs';
import { Servers, untilUp } from './lib/servers.mjs';
import { setup } from './setup.mjs';

try {
  loadEnv();
  process.env.GATEHOUSE_DEMO = '1';
  allowPrivateBackends();
  const ports = readPorts();
  await assertFree([ports.console, ports.gateway, ports.demoBackend]);
  await setup();
  await build();

  const servers = new Servers();
  const seeding = startDemo(servers);
  startConsole(servers, ports);
  const consoleUrl = `http://localhost:${ports.console.port}`;
  const gatewayUrl = `http://localhost:${ports.gateway.port}`;
  const up = await Promise.all([
    untilUp(`http://127.0.0.1:${ports.console.port}/api/health`),
    untilUp(`http://127.0.0.1:${ports.gateway.port}/_health`),
  ]);
  if (up.includes(false)) {
    console.error('The console or the gateway did not start in time; its messages are above.');
    await servers.stop(1);
  }
  const { demo, seed } = await seeding;
  demo.send({ traffic: true });
  printWelcome({ consoleUrl, gatewayUrl, seed });
} catch (error) {
  fail(error);
}

function startDemo(servers) {
  return new Promise((resolve) => {
    const demo = servers.start('The demo', inRoot('dist', 'demo.js'), [], {
      env: { NODE_ENV: 'production' },
      onMessage: (message) => {
        if (message.seeded !== undefined) resolve({ demo, seed: message.seeded });
      },
    });
  });
}

function printWelcome({ consoleUrl, gatewayUrl, seed }) {
  const { restApiId, stageName, path, apiKey } = seed.sample;
  console.log(`
Gatehouse is running.

  Console    ${consoleUrl}
  Portal     ${consoleUrl}/portal
  Gateway    ${gatewayUrl}

  Sign in as the owner     ${seed.owner.email}   password ${seed.owner.password}
  or as a consumer         ${seed.consumer.email}   password ${seed.consumer.password}

  Call an API through the gateway:

  curl -i -H 'x-api-key: ${apiKey}' '${gatewayUrl}/_aws/execute-api/${restApiId}/${stageName}${path}'

Ctrl-C stops everything.
`);
}
