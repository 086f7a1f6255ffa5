import type { TraceStep } from '@/lib/contract/trace';

export interface WaterfallRow extends TraceStep {
  /** Per cent of the whole, for the bar. */
  readonly offset: number;
  readonly width: number;
}

export function toWaterfall(steps: readonly TraceStep[]): readonly WaterfallRow[] {
  const total = Math.max(1, ...steps.map(({ startUs, tookUs }) => startUs + tookUs));
  return steps.map((step) => ({
    ...step,
    offset: (step.startUs / total) * 100,
    width: (step.tookUs / total) * 100,
  }));
}

export function formatDuration(us: number): string {
  if (us < 1000) return `${Math.round(us)} µs`;
  const ms = us / 1000;
  if (ms < 10) return `${ms.toFixed(2)} ms`;
  if (ms < 1000) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1000).toFixed(2)} s`;
}
