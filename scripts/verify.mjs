// npm run verify: the fast checks, without a database or a browser.
import { STATIC_CHECKS, vitestStep } from './lib/checks.mjs';
import { fail } from './lib/run.mjs';
import { readOnly, StepRunner } from './lib/steps.mjs';
import { setup } from './setup.mjs';

try {
  const unit = vitestStep('unit tests', 'unit');
  const runner = new StepRunner(
    readOnly(
      process.argv,
      [...STATIC_CHECKS, unit].map(({ name }) => name),
    ),
  );
  await setup();
  await runner.runAll([...STATIC_CHECKS, unit], 2);
  console.log(runner.summary);
  if (runner.failed > 0) process.exitCode = 1;
} catch (error) {
  fail(error);
}
