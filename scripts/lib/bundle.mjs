import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, root } from './paths.mjs';

/** Programs that run outside of Next, each as one file in dist/. */
export const BUNDLES = {
  // The data plane: everything inside, so that a worker starts fast and reads nothing but this file.
  'gateway-worker': { entry: 'lib/runtime/worker/entry.ts', inlinePackages: true },
  'function-host': { entry: 'lib/runtime/functions/host/entry.ts', inlinePackages: true },
  // CommonJS by its name: nothing has to be read to know what it is, and a sandbox may read no other file.
  'function-sandbox': { entry: 'lib/runtime/functions/sandbox/entry.ts', inlinePackages: true, format: 'cjs' },
  gateway: { entry: 'lib/runtime/gateway-main.ts', inlinePackages: false },
  edge: { entry: 'lib/runtime/edge-main.ts', inlinePackages: false },
  demo: { entry: 'scripts/demo-entry.ts', inlinePackages: false },
};

export const bundleFile = (name) => `${name}.${BUNDLES[name].format === 'cjs' ? 'cjs' : 'js'}`;

export async function bundle(names = Object.keys(BUNDLES), folder = inRoot('dist')) {
  const { build } = await import('esbuild');
  await Promise.all(names.map((name) => build(optionsOf(name, folder))));
}

/** Rebuilds the worker on every change; the runtime restarts its workers when the file changes (in development). */
export async function watchWorker({ onRebuild }) {
  const { context } = await import('esbuild');
  const options = optionsOf('gateway-worker');
  const report = { name: 'report', setup: (build) => build.onEnd((result) => onRebuild(result.errors.length)) };
  const watching = await context({ ...options, plugins: [...options.plugins, report] });
  await watching.rebuild().catch(() => {}); // esbuild has printed the errors; the next save may mend them.
  await watching.watch();
  return watching;
}

function optionsOf(name, folder = inRoot('dist')) {
  const { entry, inlinePackages, format = 'esm' } = BUNDLES[name];
  return {
    entryPoints: [inRoot(entry)],
    outfile: join(folder, bundleFile(name)),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format,
    packages: inlinePackages ? 'bundle' : 'external',
    alias: { 'server-only': inRoot('lib', 'server', 'testing', 'server-only.ts') },
    // CommonJS packages inside an ES module still call require() for Node's own modules.
    banner:
      inlinePackages && format === 'esm'
        ? {
            js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
          }
        : {},
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    legalComments: 'none',
    write: false,
    plugins: [REPLACE_AT_ONCE],
  };
}

/** Running gateways start workers from these files at any moment: they must never meet half of one. */
const REPLACE_AT_ONCE = {
  name: 'replace-at-once',
  setup: (build) =>
    build.onEnd(({ outputFiles = [] }) => {
      for (const { path, contents } of outputFiles) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.new`, contents);
        renameSync(`${path}.new`, path);
      }
    }),
};
