import type { TestInvokeResult } from '@/lib/contract/method';

export interface WaterfallRow {
  readonly name: string;
  readonly tookUs: number;
  /** Per cent of the whole, for the bar. */
  readonly offset: number;
  readonly width: number;
  readonly notes: TestInvokeResult['steps'][number]['notes'];
}

/** Steps run one after another, so each starts where the one before ended. */
export function toWaterfall(steps: TestInvokeResult['steps']): readonly WaterfallRow[] {
  const total = steps.reduce((sum, step) => sum + step.tookUs, 0) || 1;
  let before = 0;
  return steps.map((step) => {
    const row = {
      name: step.name,
      tookUs: step.tookUs,
      offset: (before / total) * 100,
      width: (step.tookUs / total) * 100,
      notes: step.notes,
    };
    before += step.tookUs;
    return row;
  });
}

export function formatDuration(us: number): string {
  if (us < 1000) return `${Math.round(us)} µs`;
  const ms = us / 1000;
  if (ms < 10) return `${ms.toFixed(2)} ms`;
  if (ms < 1000) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1000).toFixed(2)} s`;
}
