import { putLoad } from './load';
import { cpuTimeNs } from './machine';
import { median } from './report';
import type { Gateway } from './servers';

// What a feature costs that is there and not used, or costs next to nothing: less than what a machine's speed changes by from one round to the
// next. So it is compared in pairs, on the same worker, in the order plain, with, with, plain: what drifts adds to both sides. Counted is CPU time
// in nanoseconds of the scheduler's, and the answer is the median over all pairs, with how far it may be off.

const SLICE_SECONDS = 1;

export interface Pairing {
  readonly feature: string;
  /** Compared with itself: no target. */
  readonly isControl: boolean;
  /** Median of the quotients of CPU time per request. */
  readonly ratio: number;
  /** Half of the middle 50 % of quotients, over the root of their number: about a standard error. */
  readonly uncertainty: number;
  readonly pairs: number;
}

/** The same API again: what its quotient is away from 1 is the machine's doing. */
const CONTROL = 'nothing (the control)';

/** Scenarios of the gateway, and what they are called in the report. */
const FEATURES: ReadonlyMap<string, string> = new Map([
  ['twin', CONTROL],
  ['untraced', 'a stage that traces one request of a million'],
  ['canary', 'a canary with half of the requests'],
  ['variables', 'a stage variable in the URI'],
]);

export const PAIRS = 'HTTP_PROXY beside itself, in pairs';

export async function measurePairs(
  { origin, path, pid }: Gateway,
  rounds: number,
  workDir: string,
): Promise<Pairing[]> {
  const slice = async (scenario: string): Promise<number> => {
    const before = cpuTimeNs(pid);
    const { requests, failures } = await putLoad(
      { url: `${origin}${path(scenario)}`, headers: {} },
      SLICE_SECONDS,
      workDir,
    );
    if (failures > 0) throw new Error(`${scenario}: ${failures} of ${requests} answers were wrong.`);
    return (cpuTimeNs(pid) - before) / requests;
  };
  const pairings: Pairing[] = [];
  for (const [scenario, feature] of FEATURES) {
    await slice('proxy');
    await slice(scenario);
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const plainFirst = await slice('proxy');
      const withIt = (await slice(scenario)) + (await slice(scenario));
      ratios.push(withIt / (plainFirst + (await slice('proxy'))));
    }
    pairings.push({
      ...{ feature, isControl: feature === CONTROL, pairs: ratios.length },
      ...{ ratio: median(ratios), uncertainty: uncertaintyOf(ratios) },
    });
  }
  return pairings;
}

function uncertaintyOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return (at(0.75) - at(0.25)) / 2 / Math.sqrt(values.length);
}
