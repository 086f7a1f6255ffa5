import { CommandError } from './run.mjs';

/**
 * Runs named steps, prints each with its result and time as it goes, and adds up what passed and failed. A failing step
 * stops nothing but the steps that need it.
 */
export class StepRunner {
  #only;
  #failed = new Set();
  passed = 0;
  failed = 0;

  constructor(only) {
    this.#only = only;
  }

  /** Runs steps, `width` at a time. */
  async runAll(steps, width = 1) {
    const queue = steps.filter(({ name, always }) => always || this.#only === undefined || this.#only.has(name));
    await Promise.all(
      Array.from({ length: width }, async () => {
        for (let step = queue.shift(); step !== undefined; step = queue.shift()) await this.#run(step);
      }),
    );
  }

  /** The line that a script ends with. */
  get summary() {
    return `${this.passed} passed, ${this.failed} failed`;
  }

  /** A step returns nothing (it is one check), or how many of its tests passed and failed. */
  async #run({ name, needs = [], run }) {
    const missing = needs.find((need) => this.#failed.has(need));
    if (missing !== undefined) {
      this.#finish(name, { passed: 0, failed: 1 }, 0, `not run: it needs "${missing}", which failed`);
      return;
    }
    console.log(`  … ${name}`);
    const startedAt = performance.now();
    try {
      const counts = (await run()) ?? { passed: 1, failed: 0 };
      this.#finish(name, counts, performance.now() - startedAt, counts.output);
    } catch (error) {
      const output = error instanceof CommandError ? error.message : (error.stack ?? String(error));
      this.#finish(name, { passed: 0, failed: 1 }, performance.now() - startedAt, output);
    }
  }

  #finish(name, { passed, failed, detail }, tookMs, output = '') {
    this.passed += passed;
    this.failed += failed;
    if (failed > 0) this.#failed.add(name);
    const counts = passed + failed > 1 || detail !== undefined ? `  ${passed} passed, ${failed} failed` : '';
    console.log(
      `  ${failed === 0 ? '✓' : '✗'} ${name}${counts}  ${(tookMs / 1000).toFixed(1)} s${detail ? `  (${detail})` : ''}`,
    );
    if (failed > 0 && output !== '') console.log(indent(output));
  }
}

/** --only unit,types: the steps whose names begin so. */
export function readOnly(args, known) {
  const index = args.indexOf('--only');
  if (index === -1) return undefined;
  const wanted = (args[index + 1] ?? '').split(',').filter((name) => name !== '');
  const matching = (start) => known.filter((name) => name.startsWith(start));
  if (wanted.length === 0 || wanted.some((start) => matching(start).length === 0)) {
    throw new Error(`--only takes a list of: ${known.join(', ')} (or how they begin)`);
  }
  return new Set(wanted.flatMap(matching));
}

function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
}
