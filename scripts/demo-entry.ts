// Bundled to dist/demo.js.
//   demo.js backend   only the backend, for the browser journeys
//   demo.js           seed, backend and traffic; started by scripts/demo.mjs, which it talks with over IPC:
//     sends    { seeded: DemoSeed }   when database and backend are ready
//     receives { traffic: true }      once the gateway serves
import { seedDemo } from '@/lib/control/demo/seed';
import { openStore } from '@/lib/store/open';
import { startDemoBackend } from './demo/backend';
import { startTraffic } from './demo/traffic';

const backendPort = Number(process.env.DEMO_BACKEND_PORT || 8090);
const gateway = { host: process.env.GATEWAY_HOST || '127.0.0.1', port: Number(process.env.GATEWAY_PORT || 8080) };

const backend = await startDemoBackend(backendPort);
let stopTraffic = () => {};
process.on('SIGTERM', () => {
  stopTraffic();
  backend.closeAllConnections();
  process.exit(0);
});
// Ctrl-C reaches every process of a terminal; the script that started this one says when to go.
process.on('SIGINT', () => {});
if (process.argv[2] !== 'backend') await seedAndCall();

async function seedAndCall(): Promise<void> {
  const store = await openStore();
  const seed = await seedDemo(store, { backendUrl: `http://127.0.0.1:${backendPort}` });
  await store.database.close();
  process.on('message', (message) => {
    if (typeof message !== 'object' || message === null || !('traffic' in message)) return;
    stopTraffic();
    stopTraffic = startTraffic(seed.traffic, gateway);
  });
  process.send?.({ seeded: seed });
}
