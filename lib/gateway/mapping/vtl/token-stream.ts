// Tokens as the parser takes them: looked at when it asks, never before.
import { TemplateSyntaxError } from './errors';
import { Lexer } from './lexer';
import type { SourceText } from './source-text';
import type { Token, TokenKind } from './token';

export class TokenStream {
  readonly lexer: Lexer;
  readonly #text: SourceText;
  /** The token taken last. */
  last: Token = { kind: 'EOF', image: '', start: 0, end: 0, skipped: '', next: null };

  constructor(text: SourceText) {
    this.#text = text;
    this.lexer = new Lexer(text);
  }

  peek(distance = 1): Token {
    let token = this.last;
    for (let i = 0; i < distance; i++) {
      token.next ??= this.lexer.next();
      token = token.next;
    }
    return token;
  }

  nextIs(kind: TokenKind): boolean {
    return this.peek().kind === kind;
  }

  take(): Token {
    this.last = this.peek();
    return this.last;
  }

  /** Takes the token if it is of this kind. */
  skips(kind: TokenKind): boolean {
    if (!this.nextIs(kind)) return false;
    this.take();
    return true;
  }

  /** Takes the token, which must be of this kind; `wanted` says in words what it is for. */
  expect(kind: TokenKind, wanted: string): Token {
    return this.nextIs(kind) ? this.take() : this.fail(wanted);
  }

  /** At the next token. */
  fail(wanted: string): never {
    const { image, kind, start } = this.peek();
    const found = kind === 'EOF' ? 'the template ends' : `found ${JSON.stringify(shortened(image))}`;
    this.failAt(start, `${wanted}, but ${found}.`);
  }

  failAt(offset: number, message: string): never {
    throw new TemplateSyntaxError(message, this.#text.placeAt(offset));
  }
}

const shortened = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
