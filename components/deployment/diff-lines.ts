export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Past this many differing lines a side the table of the comparison costs more than it shows. */
const MAX_LINES = 400;

/** Line by line, by the longest common subsequence. */
export function diffLines(before: string | null, after: string | null): readonly DiffLine[] {
  const a = before === null ? [] : before.split('\n');
  const b = after === null ? [] : after.split('\n');
  // Most edits leave most of a template alone: only what lies between the first difference and the last is compared.
  const start = commonLength(a, b);
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const end = commonLength(restA.toReversed(), restB.toReversed());
  return [
    ...a.slice(0, start).map(same),
    ...diffMiddle(restA.slice(0, restA.length - end), restB.slice(0, restB.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
}

function diffMiddle(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  if (a.length > MAX_LINES || b.length > MAX_LINES) return [...a.map(removed), ...b.map(added)];
  const common = lengths(a, b);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i] ?? '';
    const right = b[j] ?? '';
    if (left === right) {
      lines.push(same(left));
      i++;
      j++;
    } else if (at(common, i + 1, j) >= at(common, i, j + 1)) {
      lines.push(removed(left));
      i++;
    } else {
      lines.push(added(right));
      j++;
    }
  }
  return [...lines, ...a.slice(i).map(removed), ...b.slice(j).map(added)];
}

export type DiffBlock =
  | { readonly kind: 'lines'; readonly lines: readonly DiffLine[] }
  /** Unchanged, and far from any change. */
  | { readonly kind: 'folded'; readonly lines: readonly DiffLine[] };

/** Unchanged lines that stay beside each change. */
const CONTEXT = 3;
/** A fold is a line itself: it must save more than that. */
const MIN_FOLDED = 3;

/** Long runs without a change, folded away. */
export function foldUnchanged(lines: readonly DiffLine[]): readonly DiffBlock[] {
  const isShown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same'),
  );
  const blocks: { kind: DiffBlock['kind']; lines: DiffLine[] }[] = [];
  for (const [index, line] of lines.entries()) {
    const kind = isShown[index] || runAround(isShown, index) < MIN_FOLDED ? 'lines' : 'folded';
    const last = blocks.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  }
  return blocks;
}

/** How many hidden lines in a row this one is among. */
function runAround(isShown: readonly boolean[], index: number): number {
  const from = isShown.lastIndexOf(true, index) + 1;
  const to = isShown.indexOf(true, index);
  return (to === -1 ? isShown.length : to) - from;
}

/** Indents JSON so that a long value can be compared line by line: both sides, or neither would match the other. */
export function readable(before: string | null, after: string | null): readonly [string | null, string | null] {
  const [indentedBefore, indentedAfter] = [indented(before), indented(after)];
  return indentedBefore === undefined || indentedAfter === undefined
    ? [before, after]
    : [indentedBefore, indentedAfter];
}

/** Undefined: not JSON, as most templates are not. */
function indented(value: string | null): string | null | undefined {
  if (value === null) return null;
  if (!/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return undefined;
  }
}

function lengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row)
        row[j] = a[i] === b[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return length;
}

const at = (table: readonly (readonly number[])[], i: number, j: number) => table[i]?.[j] ?? 0;
const same = (text: string): DiffLine => ({ kind: 'same', text });
const removed = (text: string): DiffLine => ({ kind: 'removed', text });
const added = (text: string): DiffLine => ({ kind: 'added', text });
