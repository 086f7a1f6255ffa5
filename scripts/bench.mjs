// npm run bench: the gateway beside its rivals, on this machine. Writes bench/results.json.
// npm run bench -- micro: what single parts of a request's way cost.
import { buildBundles } from './build.mjs';
import { inRoot } from './lib/paths.mjs';
import { bin, fail, run } from './lib/run.mjs';
import { setup } from './setup.mjs';

try {
  await setup();
  await buildBundles();
  const program = process.argv[2] === 'micro' ? 'micro.ts' : 'run.ts';
  await run(bin('tsx'), [inRoot('bench', program)], { env: { NODE_ENV: 'production', LOG_LEVEL: 'warn' } });
} catch (error) {
  fail(error);
}
