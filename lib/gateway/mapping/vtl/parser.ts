// Tokens → syntax tree, after the grammar of Velocity 1.7. What is printed or gobbled around directives was decided by the lexer.
// https://velocity.apache.org/engine/1.7/vtl-reference.html
import { parseDirective } from './parse-directive';
import { ExpressionParser } from './parse-expression';
import type { ParserState } from './parser-state';
import type { Block, IfStatement, Statement } from './syntax-tree';
import { type Token, type TokenKind, tokenLiteral } from './token';

/** Throws a TemplateSyntaxError. */
export function parseTemplate(state: ParserState): Block {
  const parser = new Parser(state);
  const block = parser.statements();
  if (!state.tokens.nextIs('EOF')) parser.unexpected();
  return block;
}

const TEXT_KINDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...(['TEXT', 'DOT', 'RPAREN', 'LPAREN', 'INTEGER', 'FLOAT', 'STRING', 'ESCAPE'] as const),
  ...(['LCURLY', 'RCURLY', 'EMPTY_INDEX'] as const),
]);

/** Parsed by the grammar itself; the rest are looked up by name. */
const BUILT_IN_WORDS: ReadonlySet<string> = new Set(['if', 'end', 'set', 'else', 'elseif']);
const CONTROL_KINDS: ReadonlySet<TokenKind> = new Set<TokenKind>(['IF', 'ELSE', 'ELSEIF', 'END']);
export const DIRECTIVES: ReadonlySet<string> = new Set([
  ...['foreach', 'include', 'parse', 'macro', 'literal', 'evaluate', 'break', 'define', 'stop'],
]);

export class Parser {
  readonly state: ParserState;
  readonly expressions: ExpressionParser;

  constructor(state: ParserState) {
    this.state = state;
    this.expressions = new ExpressionParser(state, parseTemplate);
  }

  statements(): Block {
    const block: Statement[] = [];
    for (let statement = this.#statement(); statement !== null; statement = this.#statement()) block.push(statement);
    return block;
  }

  /** Up to #end, which is taken. */
  blockUntilEnd(opener: Token, name: string): Block {
    this.state.enter(opener.start);
    const block = this.statements();
    this.state.leave();
    if (this.state.tokens.nextIs('EOF')) this.state.tokens.failAt(opener.start, `This ${name} has no #end.`);
    if (!this.state.tokens.skips('END')) this.unexpected();
    return block;
  }

  unexpected(): never {
    const { tokens } = this.state;
    const { kind, start } = tokens.peek();
    const known: Partial<Record<TokenKind, string>> = {
      END: 'This #end ends nothing: no #if, #foreach, #macro or #define is open.',
      ELSE: 'This #else belongs to no #if.',
      ELSEIF: 'This #elseif belongs to no #if.',
    };
    return tokens.failAt(start, known[kind] ?? unexpectedText(tokens.peek()));
  }

  /** Null before what no statement begins with. */
  #statement(): Statement | null {
    const { tokens } = this.state;
    const token = tokens.peek();
    switch (token.kind) {
      case 'IF':
        return this.#if();
      case 'SET':
        return this.expressions.set();
      case 'LINE_COMMENT':
        tokens.take();
        tokens.skips('LINE_COMMENT_END');
        return { kind: 'text', text: beforeComment(token) };
      case 'BLOCK_COMMENT':
        tokens.take();
        return { kind: 'text', text: beforeComment(token) };
      case 'TEXTBLOCK':
        tokens.take();
        return { kind: 'text', text: token.image.slice(3, -3) };
      case 'ESCAPE_DIRECTIVE':
        tokens.take();
        token.image = this.#escapedDirective(token.image);
        return { kind: 'text', text: token.image };
      case 'DOUBLE_ESCAPE':
        return this.#escapes();
      case 'WORD':
      case 'BRACKETED_WORD':
        return parseDirective(this);
      default:
        if (this.expressions.isBeforeReference()) return this.expressions.reference();
        if (!TEXT_KINDS.has(token.kind)) return null;
        tokens.take();
        return { kind: 'text', text: tokenLiteral(token) };
    }
  }

  #if(): IfStatement {
    const { tokens } = this.state;
    const opener = tokens.take();
    const branches: IfStatement['branches'][number][] = [];
    let otherwise: Block | null = null;
    this.state.enter(opener.start);
    branches.push({ condition: this.#condition('#if'), block: this.statements() });
    while (tokens.skips('ELSEIF')) {
      branches.push({ condition: this.#condition('#elseif'), block: this.statements() });
    }
    if (tokens.skips('ELSE')) otherwise = this.statements();
    this.state.leave();
    if (tokens.nextIs('EOF')) tokens.failAt(opener.start, 'This #if has no #end.');
    if (!tokens.skips('END')) this.unexpected();
    return { kind: 'if', branches, otherwise };
  }

  #condition(name: string) {
    const { tokens } = this.state;
    tokens.skips('WHITESPACE');
    tokens.expect('LPAREN', `${name} needs a condition in parentheses`);
    const condition = this.expressions.expression();
    tokens.expect('RPAREN', `The condition of ${name} must end with ")"`);
    return condition;
  }

  /** "\#if" prints "#if"; before a word that is no directive the backslashes are text. */
  #escapedDirective(image: string): string {
    const slash = image.lastIndexOf('\\');
    const directive = image.slice(slash + 1);
    const name = directive.startsWith('#{') ? directive.slice(2, -1) : directive.slice(1);
    return this.#isDirective(name) || BUILT_IN_WORDS.has(name) ? image.slice(0, slash >> 1) + directive : image;
  }

  /** "\\#if": each pair of backslashes before a directive prints one. */
  #escapes(): Statement {
    const { tokens } = this.state;
    let count = 0;
    while (tokens.skips('DOUBLE_ESCAPE')) count++;
    const next = tokens.peek();
    const isControl = CONTROL_KINDS.has(next.kind) || this.#isDirective(next.image.slice(1));
    return { kind: 'text', text: (isControl ? '\\' : '\\\\').repeat(count) };
  }

  #isDirective(name: string): boolean {
    return DIRECTIVES.has(name) || this.state.macroNames.has(name);
  }
}

/** "$" or "#" right before a comment are text. */
function beforeComment(token: Token): string {
  const line = token.image.indexOf('##');
  const block = token.image.indexOf('#*');
  if (line === -1 && block === -1) return '';
  return token.image.slice(0, line === -1 ? block : line);
}

function unexpectedText(token: Token): string {
  if (token.kind === 'EOF') return 'The template ends too early.';
  if (token.kind === 'TRUE' || token.kind === 'FALSE') return `"${token.image}" can't be the name of a variable.`;
  return `${JSON.stringify(token.image)} can't stand here.`;
}
