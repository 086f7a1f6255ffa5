// References, values and conditions. Method arguments, list items and map entries are plain values; only #set and #if calculate.
import { ParserState } from './parser-state';
import { SourceText } from './source-text';
import type { Accessor, BinaryOperator, Block, Expression, Reference, SetStatement, Statement } from './syntax-tree';
import { literalOf, type Token, type TokenKind } from './token';
import type { TokenStream } from './token-stream';

/** From what binds least to what binds most. */
const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [
  ['OR'],
  ['AND'],
  ['EQ', 'NE'],
  ['LT', 'GT', 'LE', 'GE'],
  ['PLUS', 'MINUS'],
  ['MULTIPLY', 'DIVIDE', 'MODULUS'],
];

/** Operators of one kind in a row: each is a level when the value is computed. */
const MAX_CHAIN = 500;

const VALUE_KINDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  ...(['WHITESPACE', 'STRING', 'INTEGER', 'FLOAT', 'LBRACKET', 'LEFT_CURLEY', 'TRUE', 'FALSE'] as const),
  ...(['IDENTIFIER', 'LCURLY'] as const),
]);

export class ExpressionParser {
  readonly #state: ParserState;
  readonly #tokens: TokenStream;
  readonly #parseTemplate: (state: ParserState) => Block;

  constructor(state: ParserState, parseTemplate: (state: ParserState) => Block) {
    this.#state = state;
    this.#tokens = state.tokens;
    this.#parseTemplate = parseTemplate;
  }

  isBeforeReference(): boolean {
    const { kind } = this.#tokens.peek();
    return kind === 'IDENTIFIER' || (kind === 'LCURLY' && this.#tokens.peek(2).kind === 'IDENTIFIER');
  }

  set(): SetStatement {
    const opener = this.#tokens.take();
    const offset = opener.start + opener.image.indexOf('#');
    this.#space();
    if (!this.isBeforeReference()) this.#tokens.fail('#set needs a variable: #set($name = value)');
    const target = this.reference();
    this.#space();
    this.#tokens.expect('EQUALS', '#set needs "=" behind the variable');
    const value = this.expression();
    this.#tokens.expect('RPAREN', '#set must end with ")"');
    this.#tokens.lexer.inSet = false;
    if (target.kind !== 'reference') this.#tokens.failAt(offset, '#set needs a variable: #set($name = value)');
    return { kind: 'set', target, value, offset };
  }

  /** What turns out to be no reference after all is text. */
  reference(): Reference | (Statement & { kind: 'text' }) {
    const first = this.#tokens.take();
    const isFormal = first.kind === 'LCURLY';
    const name = isFormal ? this.#tokens.take() : first;
    const accessors = this.#accessors();
    if (isFormal) this.#tokens.expect('RCURLY', `The reference "${first.image}${name.image}" must end with "}"`);
    return this.#finished(first, name, accessors);
  }

  expression(): Expression {
    return this.#binary(0);
  }

  #binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let length = 1; ; length++) {
      const { kind, start } = this.#tokens.peek();
      const operator = operators.find((one) => one === kind);
      if (operator === undefined) return left;
      this.#tokens.take();
      if (length > MAX_CHAIN) this.#tokens.failAt(start, `More than ${MAX_CHAIN} operations in a row.`);
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1), offset: start };
    }
  }

  #unary(): Expression {
    const isNegated =
      this.#tokens.nextIs('NOT') || (this.#tokens.nextIs('WHITESPACE') && this.#tokens.peek(2).kind === 'NOT');
    if (!isNegated) return this.#primary();
    this.#space();
    this.#state.enter(this.#tokens.take().start);
    const operand = this.#unary();
    this.#state.leave();
    return { kind: 'not', operand };
  }

  #primary(): Expression {
    this.#space();
    let value: Expression;
    const { start } = this.#tokens.peek();
    if (this.#tokens.skips('LPAREN')) {
      this.#state.enter(start);
      value = this.expression();
      this.#state.leave();
      this.#tokens.expect('RPAREN', 'This expression must end with ")"');
    } else value = this.#value();
    this.#space();
    return value;
  }

  /** An argument, item or entry. */
  parameter(): Expression {
    this.#space();
    const value = this.#value();
    this.#space();
    return value;
  }

  #value(): Expression {
    const token = this.#tokens.peek();
    switch (token.kind) {
      case 'STRING':
        this.#tokens.take();
        return this.#string(token);
      case 'INTEGER':
        this.#tokens.take();
        return { kind: 'integer', text: token.image };
      case 'FLOAT':
        this.#tokens.take();
        return { kind: 'float', text: token.image };
      case 'TRUE':
      case 'FALSE':
        this.#tokens.take();
        return { kind: 'boolean', value: token.kind === 'TRUE' };
      case 'LBRACKET':
        return this.#listOrRange();
      case 'LEFT_CURLEY':
        return this.#map();
      case 'IDENTIFIER':
      case 'LCURLY': {
        if (!this.isBeforeReference()) this.#tokens.fail('A value is needed here');
        const reference = this.reference();
        return reference.kind === 'reference' ? reference : { kind: 'word', text: reference.text, offset: token.start };
      }
      default:
        return this.#tokens.fail('A value is needed here: a string, number, reference, list or map');
    }
  }

  /** An argument of a directive: a value or a bare word. */
  directiveArgument(): Expression {
    const token = this.#tokens.peek();
    if (token.kind !== 'WORD') return this.#value();
    this.#tokens.take();
    return { kind: 'word', text: token.image, offset: token.start };
  }

  isBeforeDirectiveArgument(kind: TokenKind): boolean {
    return kind === 'WORD' || (kind !== 'WHITESPACE' && VALUE_KINDS.has(kind));
  }

  #listOrRange(): Expression {
    const { start } = this.#tokens.take();
    if (this.#tokens.skips('RBRACKET')) return { kind: 'list', items: [] };
    this.#state.enter(start);
    const first = this.parameter();
    if (this.#tokens.nextIs('DOUBLEDOT') && (first.kind === 'integer' || first.kind === 'reference')) {
      this.#tokens.take();
      this.#space();
      const to = this.#value();
      this.#space();
      this.#tokens.expect('RBRACKET', 'A range must end with "]"');
      this.#state.leave();
      if (to.kind !== 'integer' && to.kind !== 'reference') {
        this.#tokens.failAt(start, 'A range goes from one whole number to another: [1..$n].');
      }
      return { kind: 'range', from: first, to, offset: start };
    }
    const items = [first];
    while (this.#tokens.skips('COMMA')) items.push(this.parameter());
    this.#tokens.expect('RBRACKET', 'A list needs "," between its items and "]" at its end');
    this.#state.leave();
    return { kind: 'list', items };
  }

  #map(): Expression {
    const { start } = this.#tokens.take();
    const entries: [Expression, Expression][] = [];
    const second = this.#tokens.nextIs('WHITESPACE') ? this.#tokens.peek(2) : this.#tokens.peek();
    if (second.kind === 'RIGHT_CURLEY' || second.kind === 'RCURLY') this.#space();
    else {
      this.#state.enter(start);
      do {
        const key = this.parameter();
        this.#tokens.expect('COLON', 'A map needs ":" between a key and its value');
        entries.push([key, this.parameter()]);
      } while (this.#tokens.skips('COMMA'));
      this.#state.leave();
    }
    // Which of the two it is depends on what stands before it.
    if (!this.#tokens.skips('RIGHT_CURLEY')) {
      this.#tokens.expect('RCURLY', 'A map needs "," between its entries and "}" at its end');
    }
    return { kind: 'map', entries };
  }

  #accessors(): Accessor[] {
    const accessors: Accessor[] = [];
    this.#indexes(accessors);
    while (this.#tokens.nextIs('DOT') && this.#tokens.peek(2).kind === 'IDENTIFIER') {
      this.#tokens.take();
      const name = this.#tokens.take();
      if (this.#isBeforeArguments()) {
        accessors.push({ kind: 'method', name: name.image, args: this.#arguments(name), offset: name.start });
      } else accessors.push({ kind: 'property', name: name.image, offset: name.start });
      this.#indexes(accessors);
    }
    return accessors;
  }

  /** A "(" that begins nothing that could be an argument is text. */
  #isBeforeArguments(): boolean {
    if (!this.#tokens.nextIs('LPAREN')) return false;
    const { kind } = this.#tokens.peek(2);
    return kind === 'METHOD_RPAREN' || VALUE_KINDS.has(kind);
  }

  #arguments(method: Token): Expression[] {
    const { start } = this.#tokens.take();
    const args: Expression[] = [];
    if (this.#tokens.skips('METHOD_RPAREN')) return args;
    this.#state.enter(start);
    do args.push(this.parameter());
    while (this.#tokens.skips('COMMA'));
    this.#state.leave();
    this.#tokens.expect('METHOD_RPAREN', `The arguments of ${method.image} must be separated by "," and end with ")"`);
    return args;
  }

  #indexes(accessors: Accessor[]): void {
    while (this.#tokens.nextIs('INDEX_LBRACKET')) {
      const { start } = this.#tokens.take();
      this.#state.enter(start);
      const index = this.parameter();
      this.#state.leave();
      this.#tokens.expect('INDEX_RBRACKET', 'An index must end with "]"');
      accessors.push({ kind: 'index', index, offset: start });
    }
  }

  /** Sorts out the backslashes, "$" and "!" before the name. */
  #finished(first: Token, name: Token, accessors: readonly Accessor[]): ReturnType<ExpressionParser['reference']> {
    const bang = first.image.indexOf('\\!');
    if (bang !== -1) return { kind: 'text', text: withoutOneSlash(first, this.#tokens.last) };
    const slashes = first.image.search(/[^\\]/);
    const escapePrefix = first.image.slice(0, slashes >> 1);
    const rest = first.image.slice(slashes);
    const dollar = Math.max(rest.lastIndexOf('$'), 0);
    first.image = rest.slice(dollar);
    // "$a{b}": what looks like a reference behind one is no text to Velocity, which drops all but its first token.
    if (!first.image.startsWith('$')) return { kind: 'text', text: first.image };
    const literal = literalOf(first, this.#tokens.last);
    const reference: Reference = {
      kind: 'reference',
      root: first === name ? first.image.replace(/^\$!?/, '') : name.image,
      variable: first.image.slice(1),
      accessors,
      prefix: escapePrefix + rest.slice(0, dollar),
      escaped: slashes % 2 === 1 ? escapePrefix + literal : null,
      literal,
      offset: first.start + slashes + dollar,
    };
    this.#state.references.push({ reference, source: this.#state.source });
    return reference;
  }

  #string(token: Token): Expression {
    const quote = token.image[0] ?? '"';
    let value = token.image.slice(1, -1);
    const hasParts = quote === '"' && /[$#]/.test(token.image);
    if (quote === '"') value = this.#unescaped(value, token);
    value = value.replaceAll(quote + quote, quote);
    if (!hasParts) return { kind: 'string', value };
    // A "$" at the very end is no end of a template, so Velocity adds a space, which a line comment would swallow.
    const dropsLast = !value.includes('##');
    const { line, column } = this.#state.source.placeAt(token.start + token.image.indexOf(quote));
    const source = new SourceText(dropsLast ? `${value} ` : value, { line, column: column + 1 });
    const block = this.#parseTemplate(new ParserState(source, this.#state));
    return { kind: 'template', block, source, dropsLast };
  }

  /** Only \uXXXX is an escape in Velocity. */
  #unescaped(text: string, token: Token): string {
    return text.replace(/\\u(.{0,4})/gs, (_, digits: string) => {
      if (/^[0-9a-fA-F]{4}$/.test(digits)) return String.fromCharCode(Number.parseInt(digits, 16));
      return this.#tokens.failAt(token.start, 'A "\\u" in a double-quoted string needs four hexadecimal digits.');
    });
  }

  #space(): void {
    this.#tokens.skips('WHITESPACE');
  }
}

/** "$\!name" is not a reference: it prints "$!name". */
function withoutOneSlash(first: Token, last: Token): string {
  first.image = first.image.replace(/\\(?=\\*!)/, '');
  return literalOf(first, last);
}
