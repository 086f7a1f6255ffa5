// Text with * and ?, as policies write it. Each * takes the nearest place where what follows it fits, which is right for
// globs and never goes back: no pattern can make a request slow, as a regular expression could.

export const ANY_TEXT = Symbol('*');
export const ANY_CHARACTER = Symbol('?');
/** Text stands for itself, whatever characters it holds. */
export type GlobToken = string | typeof ANY_TEXT | typeof ANY_CHARACTER;

interface Segment {
  readonly text: string;
  /** Offsets at which any character will do; null: none. */
  readonly holes: ReadonlySet<number> | null;
}

export class Glob {
  readonly #first: Segment;
  readonly #middle: readonly Segment[];
  /** Null: there is no star. */
  readonly #last: Segment | null;

  constructor(tokens: readonly GlobToken[]) {
    const segments = segmentsOf(tokens);
    this.#first = segments[0] as Segment;
    this.#last = segments.length === 1 ? null : (segments.at(-1) as Segment);
    this.#middle = segments.slice(1, -1).filter(({ text }) => text !== '');
  }

  matches(text: string): boolean {
    const first = this.#first;
    const last = this.#last;
    if (last === null) return text.length === first.text.length && fits(first, text, 0);
    const end = text.length - last.text.length;
    let at = first.text.length;
    if (end < at || !fits(first, text, 0) || !fits(last, text, end)) return false;
    for (const segment of this.#middle) {
      at = find(segment, text, at, end);
      if (at === -1) return false;
      at += segment.text.length;
    }
    return true;
  }
}

/** * and ? have their meaning; nothing else has. */
export function globOf(text: string): Glob {
  const parts = text.split(/([*?])/);
  return new Glob(parts.map((part) => (part === '*' ? ANY_TEXT : part === '?' ? ANY_CHARACTER : part)));
}

function segmentsOf(tokens: readonly GlobToken[]): Segment[] {
  const segments: Segment[] = [];
  let text = '';
  let holes: Set<number> | null = null;
  for (const token of [...tokens, ANY_TEXT]) {
    if (token === ANY_TEXT) {
      segments.push({ text, holes });
      text = '';
      holes = null;
    } else if (token === ANY_CHARACTER) {
      holes ??= new Set();
      holes.add(text.length);
      text += '?';
    } else if (typeof token === 'string') text += token;
  }
  return segments;
}

function fits({ text, holes }: Segment, subject: string, at: number): boolean {
  if (holes === null) return subject.startsWith(text, at);
  for (let i = 0; i < text.length; i++) {
    if (subject.charCodeAt(at + i) !== text.charCodeAt(i) && !holes.has(i)) return false;
  }
  return true;
}

/** Where it begins, from `at`, ending at `end` at the latest; -1: nowhere. */
function find(segment: Segment, subject: string, at: number, end: number): number {
  const last = end - segment.text.length;
  if (segment.holes === null) {
    const found = subject.indexOf(segment.text, at);
    return found > last ? -1 : found;
  }
  for (let i = at; i <= last; i++) if (fits(segment, subject, i)) return i;
  return -1;
}
