import type { TraceNote } from '@/lib/contract/trace';

export interface DiffLine {
  readonly sign: '+' | '−' | ' ';
  readonly text: string;
}

/** What a step made of a value. Headers and parameters are compared line by line, everything else as a whole. */
export function diffOf({ kind, before, after }: TraceNote): readonly DiffLine[] {
  if (before === undefined || after === undefined) return linesOf(after ?? before ?? '', ' ');
  if (kind !== 'headers' && kind !== 'parameters') {
    return before === after ? linesOf(after, ' ') : [...linesOf(before, '−'), ...linesOf(after, '+')];
  }
  const left = countsOf(before);
  const right = countsOf(after);
  const gone = before.split('\n').filter((line) => !take(right, line));
  const kept = after.split('\n').map((text): DiffLine => ({ sign: take(left, text) ? ' ' : '+', text }));
  return [
    ...gone.filter(Boolean).map((text): DiffLine => ({ sign: '−', text })),
    ...kept.filter((it) => it.text !== ''),
  ];
}

const linesOf = (text: string, sign: DiffLine['sign']): DiffLine[] =>
  text.split('\n').map((line) => ({ sign, text: line }));

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, line: string): boolean {
  const left = counts.get(line) ?? 0;
  counts.set(line, left - 1);
  return left > 0;
}
