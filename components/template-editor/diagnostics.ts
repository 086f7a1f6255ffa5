import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { RenderedReference, RenderedTemplate } from '@/lib/contract/template-rendering';
import { unknownReason } from '@/lib/contract/template-variables';

export interface TemplateProblem {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** What is marked; empty: to the end of the word. */
  readonly text: string;
}

/** The error, then references that nothing ever gives a value, then those that are empty with this sample, by their place. */
export function templateProblems({ error, references }: RenderedTemplate): readonly TemplateProblem[] {
  const found = references.flatMap((reference) => problemOf(reference) ?? []);
  const sorted = found.sort((a, b) => a.line - b.line || a.column - b.column);
  return error === null ? sorted : [{ ...error, severity: 'error', text: '' }, ...sorted];
}

function problemOf(reference: RenderedReference): TemplateProblem | undefined {
  const { text, line, column, reads, misses, isEscaped } = reference;
  if (isEscaped) return undefined;
  const unknown = unknownReason(reference);
  if (unknown !== undefined) return { severity: 'warning', message: unknown, line, column, text };
  // "$!name" says that it may be absent.
  if (misses === 0 || text.startsWith('$!')) return undefined;
  const often = reads > 1 ? `, ${misses} of ${reads} times` : '';
  return {
    severity: 'info',
    message: `Nothing is there in this sample${often}: it renders as nothing.`,
    line,
    column,
    text,
  };
}

/** Where the problems stand in the text as it is now, which may have been edited since. */
export function toDiagnostics(problems: readonly TemplateProblem[], doc: Text): Diagnostic[] {
  return problems.map(({ severity, message, line, column, text }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const from = Math.min(at.from + column - 1, at.to);
    const word = /^(?:[#$]!?\{?)?[\w.]*/.exec(doc.sliceString(from, at.to))?.[0].length ?? 0;
    const length = text === '' ? Math.max(word, 1) : text.length;
    return { severity, message, from, to: Math.min(from + length, doc.length) };
  });
}
