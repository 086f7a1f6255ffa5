/** Text and selection of a textarea: what an edit starts from and ends with. */
export interface EditState {
  text: string;
  start: number;
  end: number;
}

const INDENT = '  ';

/** Tab: indents the selected lines, or inserts an indent at the caret. */
export function indent(state: EditState): EditState {
  const { text, start, end } = state;
  if (!text.slice(start, end).includes('\n')) {
    const column = start - lineStart(text, start);
    const pad = INDENT.slice(column % INDENT.length);
    return { text: text.slice(0, start) + pad + text.slice(end), start: start + pad.length, end: start + pad.length };
  }
  return mapLines(state, (line) => (line === '' ? line : INDENT + line));
}

/** Shift+Tab: takes one indent off every selected line. */
export function outdent(state: EditState): EditState {
  return mapLines(state, (line) => line.replace(/^( {1,2}|\t)/, ''));
}

/** Enter: the new line starts where the old one did, deeper after an opening bracket. */
export function newLine({ text, start, end }: EditState): EditState {
  const line = text.slice(lineStart(text, start), start);
  const own = /^[ \t]*/.exec(line)?.[0] ?? '';
  const opens = /[{[(]\s*$/.test(line);
  const closes = /^\s*[}\])]/.test(text.slice(end));
  const head = `\n${own}${opens ? INDENT : ''}`;
  const tail = opens && closes ? `\n${own}` : '';
  const caret = start + head.length;
  return { text: text.slice(0, start) + head + tail + text.slice(end), start: caret, end: caret };
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function mapLines({ text, start, end }: EditState, change: (line: string) => string): EditState {
  const from = lineStart(text, start);
  // A selection that ends at the very start of a line does not mean that line.
  const last = end > start && text[end - 1] === '\n' ? end - 1 : end;
  const next = text.indexOf('\n', last);
  const to = next === -1 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const changed = lines.map(change);
  const first = (changed[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  const block = changed.join('\n');
  return {
    text: text.slice(0, from) + block + text.slice(to),
    start: Math.max(from, start + first),
    end: Math.max(from, end + block.length - (to - from)),
  };
}

export interface CodeProblem {
  /** From 1. */
  line: number;
  message: string;
}

/** Where JSON stops being JSON. Empty text is no problem: whether something is needed is the form's question. */
export function jsonProblem(text: string): CodeProblem | null {
  if (text.trim() === '') return null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const raw = error instanceof Error ? error.message : 'Not valid JSON.';
    return { line: problemLine(text, raw), message: problemText(raw) };
  }
}

export function formatJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

// Engines word this differently: V8 gives a position or only a snippet, Firefox line and column.
function problemLine(text: string, message: string): number {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined)
    return text.slice(0, Math.min(Number(position), text.trimEnd().length)).split('\n').length;
  if (/unexpected end|unterminated/i.test(message)) return text.trimEnd().split('\n').length;
  return firstBadLine(text);
}

/** The shortest run of whole lines that can't be the beginning of any JSON. */
function firstBadLine(text: string): number {
  const lines = text.split('\n');
  for (let count = 1; count < lines.length; count += 1) {
    try {
      JSON.parse(lines.slice(0, count).join('\n'));
    } catch (error) {
      const message = error instanceof Error ? error.message : '';
      if (!/unexpected end|unterminated|end of data|EOF/i.test(message)) return count;
    }
  }
  return lines.length;
}

function problemText(message: string): string {
  const short = message
    .replace(/^JSON\.parse: /, '')
    .replace(/ in JSON at position \d+.*$/s, '')
    .replace(/ at line \d+ column \d+.*$/s, '')
    .replace(/, (?:\.\.\.)?".*" is not valid JSON$/s, '')
    .replace(/^Unexpected end of JSON input$/, 'The text ends too early');
  return `${short.charAt(0).toUpperCase()}${short.slice(1)}.`.replace(/\.\.$/, '.');
}
