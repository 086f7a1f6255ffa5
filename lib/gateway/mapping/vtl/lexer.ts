// Characters → tokens, in the lexical states of Velocity 1.7: what a character means depends on whether it stands in text, behind "$" or "#",
// in a method call or in a directive. In a state the longest match wins, and of equally long ones the first. The parser asks for one token
// at a time and tells the lexer when a word turns out to be a directive or just text, so nothing is read further ahead than the grammar asks.
import { TemplateSyntaxError } from './errors';
import * as rules from './lexical-rules';
import type { SourceText } from './source-text';
import type { Token, TokenKind } from './token';

type State =
  | 'text'
  | 'preDirective'
  | 'directive'
  | 'reference'
  | 'member'
  | 'call'
  | 'index'
  | 'lineComment'
  | 'blockComment'
  | 'literal';

type Match =
  | TokenKind
  | 'DOLLAR'
  | 'HASH'
  | 'OPEN_LITERAL'
  | 'OPEN_FORMAL_COMMENT'
  | 'OPEN_COMMENT'
  | 'MORE'
  | 'SKIP'
  | 'BACK';

interface SavedState {
  readonly state: State;
  readonly lparen: number;
  readonly rparen: number;
}

const IS_IN_REFERENCE: ReadonlySet<State> = new Set(['reference', 'member']);
const HAS_LINE_COMMENT: ReadonlySet<State> = new Set(['text', 'preDirective', 'directive', 'reference']);
const HAS_SET: ReadonlySet<State> = new Set(['text', 'reference', 'member', 'call']);
const HAS_EXPRESSION: ReadonlySet<State> = new Set(['directive', 'call', 'index']);

export class Lexer {
  readonly source: string;
  readonly #text: SourceText;
  #at = 0;
  #state: State = 'text';
  #stack: SavedState[] = [];
  #lparen = 0;
  #rparen = 0;
  #inComment = false;
  /** Directive arguments end where the parentheses close; #set's do not. */
  inSet = false;
  /** The best match at the current position. */
  #match: Match = 'EOF';
  #length = 0;
  #code = 0;
  /** A run of backslashes is looked through once, not once for each of them. */
  #slashesEnd = -1;

  constructor(text: SourceText) {
    this.#text = text;
    this.source = text.text;
  }

  /** A word behind "#" has arguments to come. */
  enterDirective(): void {
    this.#state = 'directive';
  }

  /** A word behind "#" was only a word. */
  leaveDirective(): void {
    this.#pop();
  }

  /** True when only white space is between here and a "(". */
  isBeforeParenthesis(): boolean {
    let at = this.#at;
    for (; at < this.source.length; at++) {
      const char = this.source[at];
      if (char !== ' ' && char !== '\n' && char !== '\r' && char !== '\t') return char === '(';
    }
    return false;
  }

  next(): Token {
    let start = this.#at;
    let skipped = '';
    for (;;) {
      if (this.#at >= this.source.length) {
        if (this.#at === start) return { kind: 'EOF', image: '', start, end: start, skipped, next: null };
        throw new TemplateSyntaxError(this.#endOfTextMessage(start), this.#text.placeAt(start));
      }
      this.#longest();
      if (this.#length === 0) throw this.#unreadable();
      this.#at += this.#length;
      switch (this.#match) {
        case 'DOLLAR':
        case 'HASH':
        case 'OPEN_LITERAL':
        case 'OPEN_COMMENT':
        case 'OPEN_FORMAL_COMMENT':
        case 'MORE':
          this.#more(this.#match);
          continue;
        case 'BACK':
          skipped += printedOfSkipped(this.source.slice(start, this.#at));
          this.#at--;
          this.#pop();
          start = this.#at;
          continue;
        case 'SKIP':
          start = this.#at;
          continue;
        default:
          return this.#token(this.#match, start, skipped);
      }
    }
  }

  #token(kind: TokenKind, start: number, skipped: string): Token {
    this.#enter(kind);
    return { kind, image: this.source.slice(start, this.#at), start, end: this.#at, skipped, next: null };
  }

  /** What follows a token: the state it opens, closes or stays in. */
  #enter(kind: TokenKind): void {
    switch (kind) {
      case 'INDEX_LBRACKET':
        this.#push();
        this.#state = 'index';
        break;
      case 'INDEX_RBRACKET':
      case 'RCURLY':
      case 'END':
      case 'ELSE':
        this.#pop();
        break;
      case 'LPAREN':
        this.#lparen++;
        if (this.#state === 'member') this.#state = 'call';
        break;
      case 'RPAREN':
        this.#closeParenthesis();
        break;
      case 'METHOD_RPAREN':
        this.#state = 'reference';
        break;
      case 'SET':
        this.#push();
        this.inSet = true;
        this.#state = 'directive';
        this.#lparen++;
        break;
      case 'LINE_COMMENT':
        if (this.#state === 'reference') this.#pop();
        this.#openComment('lineComment');
        break;
      case 'LINE_COMMENT_END':
      case 'BLOCK_COMMENT':
      case 'TEXTBLOCK':
        this.#inComment = false;
        this.#pop();
        break;
      case 'STRING':
        if (this.#state === 'directive' && !this.inSet && this.#lparen === 0) this.#pop();
        break;
      case 'IF':
      case 'ELSEIF':
        this.#state = 'directive';
        break;
      case 'INTEGER':
        if (this.source.startsWith('..', this.#at - 2)) this.#at -= 2;
        if (this.#lparen === 0 && !this.inSet && this.#state !== 'call' && this.#state !== 'index') this.#pop();
        break;
      case 'FLOAT':
        if (this.#lparen === 0 && !this.inSet && this.#state !== 'call') this.#pop();
        break;
      case 'DOT':
        this.#at--;
        this.#state = 'member';
        break;
      default:
        break;
    }
  }

  /** What is not a token yet but opens one. In comments and literal blocks these are just characters. */
  #more(kind: Match): void {
    if (this.#inComment) return;
    switch (kind) {
      case 'DOLLAR':
        if (this.#state === 'reference') this.#pop();
        this.#push();
        this.#state = 'reference';
        break;
      case 'HASH':
        if (IS_IN_REFERENCE.has(this.#state)) this.#pop();
        this.#push();
        this.#state = 'preDirective';
        break;
      case 'OPEN_LITERAL':
        this.#openComment('literal');
        break;
      case 'OPEN_FORMAL_COMMENT':
        this.#at--;
        this.#openComment('blockComment');
        break;
      case 'OPEN_COMMENT':
        this.#openComment('blockComment');
        break;
      default:
        break;
    }
  }

  #openComment(state: State): void {
    this.#inComment = true;
    this.#push();
    this.#state = state;
  }

  #push(): void {
    this.#stack.push({ state: this.#state, lparen: this.#lparen, rparen: this.#rparen });
    this.#lparen = 0;
  }

  #pop(): boolean {
    const saved = this.#stack.pop();
    if (saved === undefined) {
      this.#lparen = 0;
      this.#state = 'text';
      return false;
    }
    this.#lparen = saved.lparen;
    this.#rparen = saved.rparen;
    this.#state = saved.state;
    return true;
  }

  /** Leaves the states that have no parenthesis open, then the one whose last this is. */
  #closeParenthesis(): void {
    for (;;) {
      if (this.#lparen > 0) {
        if (this.#lparen === this.#rparen + 1) this.#pop();
        else this.#rparen++;
        return;
      }
      if (!this.#pop()) return;
    }
  }

  // ---- Matching, in the order of Velocity's grammar.

  #longest(): void {
    this.#length = 0;
    const state = this.#state;
    const char = this.source[this.#at] ?? '';
    this.#code = this.source.charCodeAt(this.#at);
    this.#punctuation(state, char);
    if (state === 'text') this.#escapedDirective(char);
    if (HAS_SET.has(state)) this.#try('SET', rules.SET);
    if (char === '\\' || char === '$' || char === '#') this.#openers(char);
    if (char === '#' && HAS_LINE_COMMENT.has(state)) this.#tryText('LINE_COMMENT', '##');
    if (state === 'text') this.#plain(char);
    else if (this.#inComment) this.#comment(state);
    else this.#expression(state);
    this.#reference(state, char);
  }

  #comment(state: State): void {
    if (state === 'lineComment') this.#try('LINE_COMMENT_END', rules.NEWLINE);
    else if (state === 'blockComment') this.#tryText('BLOCK_COMMENT', '*#');
    else this.#tryText('TEXTBLOCK', ']]#');
    this.#consider(state === 'literal' ? 'MORE' : 'SKIP', 1);
  }

  #expression(state: State): void {
    const isExpression = HAS_EXPRESSION.has(state);
    if (isExpression) {
      this.#try('WHITESPACE', rules.WHITESPACE);
      this.#try('STRING', rules.STRING);
    }
    if (isExpression || IS_IN_REFERENCE.has(state)) {
      this.#try('TRUE', rules.TRUE);
      this.#try('FALSE', rules.FALSE);
    }
    if (state === 'directive') this.#operator();
    if (state === 'preDirective') this.#keywords();
    if (isExpression || state === 'preDirective') {
      this.#try('INTEGER', rules.INTEGER);
      this.#try('FLOAT', rules.FLOAT);
    }
    if (state === 'preDirective' || state === 'directive') {
      this.#try('WORD', rules.WORD);
      this.#try('BRACKETED_WORD', rules.BRACKETED_WORD);
    }
  }

  #operator(): void {
    const length = this.#lengthOf(rules.OPERATOR);
    if (length === 0) return;
    const kind = rules.OPERATORS.get(this.source.slice(this.#at, this.#at + length));
    if (kind !== undefined) this.#consider(kind, length);
  }

  #punctuation(state: State, char: string): void {
    if (IS_IN_REFERENCE.has(state) && char === '[') this.#consider('INDEX_LBRACKET', 1);
    else if (state === 'index' && char === ']') this.#consider('INDEX_RBRACKET', 1);
    if (state === 'directive' || state === 'call') {
      const kind = rules.PUNCTUATION.get(char);
      if (kind !== undefined) this.#consider(kind, 1);
      this.#tryText('DOUBLEDOT', '..');
    }
    if ((state === 'directive' || state === 'member') && char === '(') this.#consider('LPAREN', 1);
    if (char === ')') {
      if (state === 'directive') this.#try('RPAREN', rules.RPAREN);
      else if (state === 'call') this.#consider('METHOD_RPAREN', 1);
    }
  }

  /** "\#if": an odd number of backslashes before a "#" and a word. */
  #escapedDirective(char: string): void {
    if (char !== '\\') return;
    const end = this.#endOfSlashes(this.#at);
    if ((end - this.#at) % 2 === 0 || this.source[end] !== '#') return;
    const word =
      lengthAt(rules.WORD.pattern, this.source, end + 1) ||
      lengthAt(rules.BRACKETED_WORD.pattern, this.source, end + 1);
    if (word > 0) this.#consider('ESCAPE_DIRECTIVE', end + 1 + word - this.#at);
  }

  #openers(char: string): void {
    if (char === '\\' || char === '$') {
      const dollar = this.#endOfSlashes(this.#at);
      if (this.source[dollar] === '$') {
        this.#consider('DOLLAR', dollar + 1 - this.#at);
        const bang = this.#endOfSlashes(dollar + 1);
        if (this.source[bang] === '!') this.#consider('DOLLAR', bang + 1 - this.#at);
      }
    } else {
      this.#tryText('OPEN_LITERAL', '#[[');
      const afterFormal = this.source[this.#at + 3];
      if (this.source.startsWith('#**', this.#at) && afterFormal !== undefined && afterFormal !== '#') {
        this.#consider('OPEN_FORMAL_COMMENT', 4);
      }
      this.#tryText('OPEN_COMMENT', '#*');
      this.#consider('HASH', 1);
    }
  }

  #plain(char: string): void {
    this.#tryText('DOUBLE_ESCAPE', '\\\\');
    if (char === '\\') this.#consider('ESCAPE', 1);
    this.#consider('TEXT', lengthAt(rules.TEXT, this.source, this.#at));
    this.#emptyIndex(char);
  }

  #keywords(): void {
    this.#try('END', rules.END);
    this.#try('IF', rules.IF);
    this.#try('ELSEIF', rules.ELSEIF);
    this.#try('ELSE', rules.ELSE);
  }

  #reference(state: State, char: string): void {
    const isReference = IS_IN_REFERENCE.has(state);
    if (isReference || state === 'call') {
      this.#try('IDENTIFIER', rules.IDENTIFIER);
      if (char === '.' && /^[A-Za-z]$/.test(this.source[this.#at + 1] ?? '')) this.#consider('DOT', 2);
    }
    if (isReference) {
      if (char === '{') this.#consider('LCURLY', 1);
      else if (char === '}') this.#consider('RCURLY', 1);
      this.#consider('BACK', 1);
    } else if (state === 'preDirective') this.#consider('BACK', 1);
    if (state === 'reference') this.#emptyIndex(char);
  }

  /** "$[" and its kin look like references but are text. */
  #emptyIndex(char: string): void {
    if (char === '$') for (const text of ['$[', '$![', '$\\![', '$.']) this.#tryText('EMPTY_INDEX', text);
  }

  #tryText(kind: Match, text: string): void {
    if (text.length > this.#length && this.source.startsWith(text, this.#at)) this.#consider(kind, text.length);
  }

  #try(kind: Match, rule: rules.Rule): void {
    this.#consider(kind, this.#lengthOf(rule));
  }

  #lengthOf({ begins, pattern }: rules.Rule): number {
    return begins[this.#code] ? lengthAt(pattern, this.source, this.#at) : 0;
  }

  #consider(kind: Match, length: number): void {
    if (length <= this.#length) return;
    this.#match = kind;
    this.#length = length;
  }

  #endOfSlashes(from: number): number {
    if (this.source[from] !== '\\') return from;
    if (from < this.#slashesEnd) return this.#slashesEnd;
    let end = from;
    while (this.source[end] === '\\') end++;
    this.#slashesEnd = end;
    return end;
  }

  #unreadable(): TemplateSyntaxError {
    const char = JSON.stringify(String.fromCodePoint(this.source.codePointAt(this.#at) ?? 0));
    const isQuote = char === '"\\""' || char === `"'"`;
    const message = isQuote ? 'The string that begins here has no closing quote.' : `${char} can't stand here.`;
    return new TemplateSyntaxError(message, this.#text.placeAt(this.#at));
  }

  #endOfTextMessage(start: number): string {
    if (this.#state === 'literal') return 'The literal block "#[[" has no closing "]]#".';
    const opener = JSON.stringify(this.source.slice(start, start + 10));
    return `A template can't end with ${opener}: Velocity waits for what follows. Add a line break.`;
  }
}

function lengthAt(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex - at : 0;
}

/** Of skipped characters only "#", "$" and the backslashes before a "$" are printed. */
function printedOfSkipped(text: string): string {
  let printed = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '#' || char === '$') printed += char;
    else if (char === '\\') {
      const end = text.slice(i).search(/[^\\]/);
      if (end !== -1 && text[i + end] === '$') {
        printed += text.slice(i, i + end + 1);
        i += end + 1;
      }
    }
  }
  return printed;
}
