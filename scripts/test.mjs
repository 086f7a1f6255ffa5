// npm test: everything, from an empty machine. --only unit,types runs some of it.
import { build, buildBundles } from './build.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { runPlaywright, STATIC_CHECKS, vitestStep } from './lib/checks.mjs';
import { fail } from './lib/run.mjs';
import { readOnly, StepRunner } from './lib/steps.mjs';
import { setup } from './setup.mjs';

const TESTS = [
  vitestStep('unit tests', 'unit'),
  vitestStep('database tests', 'db'),
  { name: 'gateway bundles', always: true, run: buildBundles },
  vitestStep('gateway tests', 'gateway', ['gateway bundles']),
  { name: 'production build', run: build, needs: ['gateway bundles'] },
  { name: 'browser journeys', needs: ['production build'], run: browserJourneys },
];

try {
  const only = readOnly(
    process.argv,
    [...STATIC_CHECKS, ...TESTS].map(({ name }) => name),
  );
  const runner = new StepRunner(only);
  await setup();
  await runner.runAll(STATIC_CHECKS, 2);
  await runner.runAll(TESTS);
  console.log(runner.summary);
  process.exit(runner.failed > 0 ? 1 : 0);
} catch (error) {
  fail(error);
}

async function browserJourneys() {
  const browser = await ensureBrowser();
  return runPlaywright([], browser === undefined ? {} : { CHROMIUM_PATH: browser });
}
