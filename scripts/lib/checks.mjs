import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { bin, CommandError, run } from './run.mjs';

const reportDir = inRoot('test-results', 'reports');
const tsc = inRoot('node_modules', 'typescript-native', 'bin', 'tsc');
const quiet = { quiet: true, env: { FORCE_COLOR: '0', NO_COLOR: '1' } };

/** Fast, without a database or a browser. */
export const STATIC_CHECKS = [
  { name: 'format and lint', run: () => check(bin('biome'), ['ci', '--error-on-warnings', '--colors=off', '.']) },
  { name: 'types', run: () => check(process.execPath, [tsc, '--noEmit', '-p', 'tsconfig.json']) },
  {
    name: 'types of the gateway',
    run: () => check(process.execPath, [tsc, '--noEmit', '-p', 'lib/gateway/tsconfig.json']),
  },
  {
    name: 'import rules',
    run: () => check(bin('depcruise'), ['--config', '.dependency-cruiser.cjs', ...sourceRoots()]),
  },
  { name: 'dead code', run: () => check(bin('knip'), ['--no-progress']) },
];

export function vitestStep(name, project, needs = []) {
  return { name, needs, run: () => runVitest(project) };
}

async function check(command, args) {
  await run(command, args, quiet);
}

async function runVitest(project) {
  const report = startReport(`vitest-${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
  ];
  return withCounts(
    report,
    () => run(bin('vitest'), args, quiet),
    (json) => {
      const files = json.testResults ?? [];
      // A file that could not even be loaded has no tests to count, nor has an error outside of any test.
      const broken = files.filter(
        (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
      );
      const failed = json.numFailedTests + broken.length;
      return { passed: json.numPassedTests, failed, skipped: json.numPendingTests + json.numTodoTests };
    },
  );
}

export async function runPlaywright(args, env) {
  const report = startReport('playwright.json');
  const options = { quiet: true, env: { ...quiet.env, ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } };
  return withCounts(
    report,
    () => run(bin('playwright'), ['test', '--reporter=line,json', ...args], options),
    ({ stats, errors }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + errors.length,
      skipped: stats.skipped,
      flaky: stats.flaky,
    }),
  );
}

/** The reporter's counts; a runner that fails without naming a failed test counts as one failure. */
async function withCounts(report, start, read) {
  let output = '';
  let ended = true;
  try {
    output = await start();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    output = error.message;
    ended = false;
  }
  if (!existsSync(report)) throw new Error(`The test runner wrote no report:\n${output}`);
  const { passed, failed, skipped, flaky = 0 } = read(JSON.parse(readFileSync(report, 'utf8')));
  const notes = [skipped > 0 ? `${skipped} skipped` : '', flaky > 0 ? `${flaky} passed at the second try` : ''];
  return {
    passed,
    failed: failed === 0 && !ended ? 1 : failed,
    detail: notes.filter((note) => note !== '').join(', ') || undefined,
    output,
  };
}

function startReport(name) {
  mkdirSync(reportDir, { recursive: true });
  const file = `${reportDir}/${name}`;
  rmSync(file, { force: true });
  return file;
}

function sourceRoots() {
  return ['app', 'bench', 'components', 'e2e', 'lib', 'scripts', 'instrumentation.ts', 'proxy.ts'].filter((path) =>
    existsSync(inRoot(path)),
  );
}
