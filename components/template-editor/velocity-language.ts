import { StreamLanguage, type StringStream } from '@codemirror/language';

/** Brackets that Velocity's own syntax has open: what is in them is an expression, not text. */
type Closer = ')' | ']' | '}';

export interface VelocityState {
  readonly open: Closer[];
  /** "#* … *#" and "#[[ … ]]#" go over lines. */
  within: 'text' | 'comment' | 'literal';
  /** A double-quoted string: in the text of JSON, or in an expression, at so many open brackets. */
  quotedAt: number | null;
}

const DIRECTIVES = /^#\{?(?:set|if|elseif|else|end|foreach|macro|define|evaluate|break|stop)\b\}?/;
const REFERENCE = /^\$!?\{?[A-Za-z_][\w-]*/;
const WORDS = /^(?:in|true|false|eq|ne|gt|ge|lt|le|and|or|not)\b/;

/** Velocity in whatever it writes: JSON and XML are coloured where nothing of Velocity's is. */
export const velocityLanguage = StreamLanguage.define<VelocityState>({
  name: 'velocity',
  startState: () => ({ open: [], within: 'text', quotedAt: null }),
  copyState: ({ open, ...state }) => ({ ...state, open: [...open] }),
  token: nextToken,
  languageData: {
    commentTokens: { line: '##', block: { open: '#*', close: '*#' } },
    closeBrackets: { brackets: ['(', '[', '{', '"', "'"] },
  },
});

export function nextToken(stream: StringStream, state: VelocityState): string | null {
  if (state.within !== 'text') return inBlock(stream, state);
  if (stream.match('##')) return toEndOfLine(stream);
  if (stream.match('#*')) return inBlock(stream, start(state, 'comment'));
  if (stream.match('#[[')) return inBlock(stream, start(state, 'literal'));
  if (state.quotedAt === state.open.length) return inQuotes(stream, state);
  return state.open.length > 0 ? inExpression(stream, state) : inText(stream, state);
}

function start(state: VelocityState, within: 'comment' | 'literal'): VelocityState {
  state.within = within;
  return state;
}

function toEndOfLine(stream: StringStream): string {
  stream.skipToEnd();
  return 'comment';
}

function inBlock(stream: StringStream, state: VelocityState): string {
  const end = state.within === 'comment' ? '*#' : ']]#';
  const token = state.within === 'comment' ? 'comment' : 'string';
  if (stream.skipTo(end)) {
    stream.match(end);
    state.within = 'text';
  } else stream.skipToEnd();
  return token;
}

/** What means something anywhere: directives, references and what follows them. */
function velocity(stream: StringStream, state: VelocityState): string | null | undefined {
  if (stream.match(/^\\+[#$]/)) return 'escape';
  const directive = stream.match(DIRECTIVES);
  if (directive) {
    if (stream.match(/^\s*\(/)) state.open.push(')');
    return 'keyword';
  }
  if (stream.match(/^#@?\{?[A-Za-z_][\w-]*\}?(?=\s*\()/)) {
    stream.match(/^\s*\(/);
    state.open.push(')');
    return 'macroName';
  }
  const reference = stream.match(REFERENCE);
  if (!reference) return undefined;
  if (String(Array.isArray(reference) ? reference[0] : '').includes('{')) state.open.push('}');
  stream.match(/^(?:\.[A-Za-z_][\w-]*)+/);
  openAfterName(stream, state);
  return 'variableName';
}

/** "$a.b(" and "$a[" go on as expressions. */
function openAfterName(stream: StringStream, state: VelocityState): void {
  if (stream.match('(')) state.open.push(')');
  else if (stream.match('[')) state.open.push(']');
}

function inExpression(stream: StringStream, state: VelocityState): string | null {
  if (stream.eatSpace()) return null;
  const found = velocity(stream, state);
  if (found !== undefined) return found;
  if (stream.match(/^'(?:[^']|'')*'?/)) return 'string';
  if (stream.match('"')) {
    state.quotedAt = state.open.length;
    return 'string';
  }
  if (stream.match(/^-?\d+(?:\.\d+)?/)) return 'number';
  if (stream.match(WORDS)) return 'keyword';
  const opened = stream.match(/^[([{]/);
  if (opened) {
    const bracket = Array.isArray(opened) ? opened[0] : '';
    state.open.push(bracket === '(' ? ')' : bracket === '[' ? ']' : '}');
    return 'bracket';
  }
  if (stream.match(/^[)\]}]/)) {
    state.open.pop();
    // "$a.b('x').c": the reference goes on.
    if (stream.match(/^(?:\.[A-Za-z_][\w-]*)+/)) openAfterName(stream, state);
    else if (stream.match(/^\[/)) state.open.push(']');
    return 'bracket';
  }
  if (stream.match(/^(?:&&|\|\||[=!<>]=|\.\.|[-+*/%<>!=:,])/)) return 'operator';
  if (stream.match(/^[A-Za-z_][\w-]*/)) return 'variableName';
  stream.next();
  return null;
}

function inQuotes(stream: StringStream, state: VelocityState): string {
  const found = velocity(stream, state);
  if (found) return found;
  if (stream.match('"')) {
    state.quotedAt = null;
    return 'string';
  }
  if (!stream.match(/^(?:\\["\\/bfnrtu]|[^"$#\\])+/)) stream.next();
  // Text that never closes its quote, as prose may, is not one string to the end.
  if (stream.eol() && state.open.length === 0) state.quotedAt = null;
  return 'string';
}

function inText(stream: StringStream, state: VelocityState): string | null {
  const found = velocity(stream, state);
  if (found !== undefined) return found;
  if (stream.match(/^"[^"$#\n]*"(?=\s*:)/)) return 'propertyName';
  if (stream.match('"')) {
    state.quotedAt = 0;
    if (stream.eol()) state.quotedAt = null;
    return 'string';
  }
  if (stream.match(/^<\/?[A-Za-z][\w:.-]*/) || stream.match(/^\/?>/)) return 'tagName';
  if (stream.match(/^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\b/)) return 'number';
  if (stream.match(/^(?:true|false|null)\b/)) return 'atom';
  if (!stream.match(/^[^"$#<>\\\d\w]+/) && !stream.match(/^\w+/)) stream.next();
  return null;
}
