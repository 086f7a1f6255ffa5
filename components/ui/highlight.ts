export type Language = 'json' | 'bash' | 'http' | 'javascript' | 'python' | 'text';
export type TokenKind = 'plain' | 'key' | 'string' | 'number' | 'keyword' | 'comment' | 'flag';
export interface Token {
  kind: TokenKind;
  text: string;
}

type Rules = readonly (readonly [TokenKind, string])[];

const quoted = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const words = (list: string) => String.raw`\b(?:${list})\b`;

// First alternative that matches wins, so order matters: a JSON key is a string followed by a colon.
const rules: Record<Language, Rules> = {
  text: [],
  json: [
    ['key', String.raw`"(?:\\.|[^"\\\n])*"(?=\s*:)`],
    ['string', String.raw`"(?:\\.|[^"\\\n])*"`],
    ['number', String.raw`-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b`],
    ['keyword', words('true|false|null')],
  ],
  bash: [
    ['comment', String.raw`(?:^|(?<=\s))#[^\n]*`],
    ['string', quoted],
    ['flag', String.raw`(?<=\s)--?[A-Za-z][\w-]*`],
    ['keyword', String.raw`(?<=^|\n)\s*(?:curl|export|npm|npx|aws|echo)\b`],
  ],
  http: [
    ['keyword', String.raw`(?<=^|\n)(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|HTTP\/[\d.]+ \d+)`],
    ['key', String.raw`(?<=^|\n)[A-Za-z][\w-]*(?=: )`],
  ],
  javascript: [
    ['comment', String.raw`\/\/[^\n]*`],
    ['string', `${quoted}|${String.raw`\x60(?:\\.|[^\x60\\])*\x60`}`],
    ['keyword', words('const|let|await|async|function|return|if|else|new|throw|import|from|export|true|false|null')],
    ['number', String.raw`\b\d+(?:\.\d+)?\b`],
  ],
  python: [
    ['comment', String.raw`#[^\n]*`],
    ['string', quoted],
    ['keyword', words('import|from|as|def|return|if|else|for|in|with|print|raise|True|False|None')],
    ['number', String.raw`\b\d+(?:\.\d+)?\b`],
  ],
};

const compiled = new Map<Language, RegExp>();

/** A tokenizer for short samples: good colours for a screenful, no claim to be a parser. */
export function highlight(code: string, language: Language): Token[] {
  const set = rules[language];
  if (set.length === 0) return [{ kind: 'plain', text: code }];
  const pattern = patternOf(language, set);
  const tokens: Token[] = [];
  let end = 0;
  for (const match of code.matchAll(pattern)) {
    const kind = set[match.slice(1).findIndex((group) => group !== undefined)]?.[0] ?? 'plain';
    if (match.index > end) tokens.push({ kind: 'plain', text: code.slice(end, match.index) });
    tokens.push({ kind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < code.length) tokens.push({ kind: 'plain', text: code.slice(end) });
  return tokens;
}

function patternOf(language: Language, set: Rules): RegExp {
  let pattern = compiled.get(language);
  if (!pattern) {
    pattern = new RegExp(set.map(([, source]) => `(${source})`).join('|'), 'g');
    compiled.set(language, pattern);
  }
  return pattern;
}
