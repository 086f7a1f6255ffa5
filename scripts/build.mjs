// npm run build: the console (next build) and the programs beside it (dist/), each only when its sources changed.
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { BUNDLES, bundle, bundleFile } from './lib/bundle.mjs';
import { loadEnv } from './lib/env.mjs';
import { inRoot } from './lib/paths.mjs';
import { bin, fail, run } from './lib/run.mjs';
import { hashOf, isFresh, markFresh } from './lib/stamp.mjs';
import { setup } from './setup.mjs';

const LOCKED = ['package.json', 'package-lock.json', 'tsconfig.json'];

/** Started with --no-build, commands take what was built last. */
const isSkipped = process.argv.includes('--no-build');

export async function build({ quiet = true } = {}) {
  await Promise.all([buildConsole(quiet), buildBundles()]);
}

export async function buildBundles() {
  const outputs = Object.keys(BUNDLES).map((name) => inRoot('dist', bundleFile(name)));
  const hash = hashSources(['lib', 'scripts']);
  if (isSkipped || isFresh('bundles', hash, outputs)) return;
  console.log('Bundling the gateway');
  await bundle();
  markFresh('bundles', hash);
}

async function buildConsole(quiet) {
  const distDir = process.env.NEXT_DIST_DIR || '.next';
  const config = readdirSync(inRoot()).filter((name) => /^(instrumentation|proxy|.*\.config)\.[a-z]+$/.test(name));
  const hash = hashSources(['app', 'components', 'lib', 'public', ...config]);
  const stamp = `console-${distDir.replace(/\W/g, '_')}`;
  if (isSkipped || isFresh(stamp, hash, [inRoot(distDir, 'BUILD_ID')])) return;
  console.log('Building the console (next build): a minute or so');
  await run(bin('next'), ['build'], { quiet, env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' } });
  markFresh(stamp, hash);
}

function hashSources(paths) {
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return hashOf(
    [...paths, ...LOCKED].map((path) => inRoot(path)),
    {
      ignore: (name) => /\.test\.tsx?$/.test(name),
      extra: `${version} ${process.versions.node}`,
    },
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  loadEnv();
  await setup()
    .then(() => build({ quiet: false }))
    .catch(fail);
}
