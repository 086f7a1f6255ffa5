// The same steps as run.ts, one awaited after the other, with notes of how long each took and what it changed.
import { GatewayError } from '../errors/gateway-error';
import type { Exchange } from './exchange';
import type { Step, StepOutcome } from './step';
import type { Trace, TraceNote } from './trace';
import { describeExchange } from './trace-view';

export async function runTraced(x: Exchange, trace: Trace, entry: readonly Step<Exchange>[]): Promise<StepOutcome> {
  const early = await runList(x, trace, entry);
  if (early !== undefined || x.route === null) return early;
  return runList(x, trace, x.route.steps);
}

async function runList(x: Exchange, trace: Trace, steps: readonly Step<Exchange>[]): Promise<StepOutcome> {
  let before = describeExchange(x);
  for (const step of steps) {
    const startedAt = performance.now();
    let outcome: StepOutcome;
    try {
      outcome = await step.run(x);
      if (outcome !== undefined) return outcome;
    } finally {
      const tookUs = Math.round((performance.now() - startedAt) * 1000);
      const after = describeExchange(x);
      trace.steps.push({ name: step.name, tookUs, notes: [...changes(before, after), ...refusal(outcome)] });
      before = after;
    }
  }
  return undefined;
}

/** Why the step ended the request. */
function refusal(outcome: StepOutcome): TraceNote[] {
  if (!(outcome instanceof GatewayError)) return [];
  const { responseType, publicMessage, validationErrorString } = outcome;
  return [
    { label: 'Gateway response', after: `${responseType}: ${publicMessage ?? 'null'}` },
    ...(validationErrorString === '' ? [] : [{ label: 'Validation error', after: validationErrorString }]),
  ];
}

function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): TraceNote[] {
  const notes: TraceNote[] = [];
  for (const [label, value] of after) {
    const known = before.get(label);
    if (known === undefined) notes.push({ label, after: value });
    else if (known !== value) notes.push({ label, before: known, after: value });
  }
  return notes;
}
