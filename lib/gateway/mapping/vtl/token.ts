// The kinds of tokens, after Velocity 1.7's grammar.

export type TokenKind =
  | 'EOF'
  | 'TEXT'
  | 'ESCAPE'
  | 'DOUBLE_ESCAPE'
  | 'ESCAPE_DIRECTIVE'
  | 'EMPTY_INDEX'
  | 'TEXTBLOCK'
  | 'LINE_COMMENT'
  | 'LINE_COMMENT_END'
  | 'BLOCK_COMMENT'
  | 'SET'
  | 'IF'
  | 'ELSEIF'
  | 'ELSE'
  | 'END'
  | 'WORD'
  | 'BRACKETED_WORD'
  | 'IDENTIFIER'
  | 'DOT'
  | 'LCURLY'
  | 'RCURLY'
  | 'INDEX_LBRACKET'
  | 'INDEX_RBRACKET'
  | 'LBRACKET'
  | 'RBRACKET'
  | 'COMMA'
  | 'DOUBLEDOT'
  | 'COLON'
  | 'LEFT_CURLEY'
  | 'RIGHT_CURLEY'
  | 'LPAREN'
  | 'RPAREN'
  | 'METHOD_RPAREN'
  | 'WHITESPACE'
  | 'STRING'
  | 'INTEGER'
  | 'FLOAT'
  | 'TRUE'
  | 'FALSE'
  | 'OR'
  | 'AND'
  | 'EQ'
  | 'NE'
  | 'LT'
  | 'LE'
  | 'GT'
  | 'GE'
  | 'PLUS'
  | 'MINUS'
  | 'MULTIPLY'
  | 'DIVIDE'
  | 'MODULUS'
  | 'NOT'
  | 'EQUALS';

export interface Token {
  readonly kind: TokenKind;
  /** With what came before it and was not yet a token: "$!" of "$!name", "#" of "#if". */
  image: string;
  readonly start: number;
  /** Index behind its last character. */
  readonly end: number;
  /** What of the characters skipped before it is printed: "$" and "#" that begin nothing. */
  readonly skipped: string;
  next: Token | null;
}

/** A token as it prints when it turns out to be text. */
export const tokenLiteral = (token: Token): string =>
  token.kind === 'BLOCK_COMMENT' ? '' : token.skipped + token.image;

export function literalOf(first: Token, last: Token): string {
  let text = tokenLiteral(first);
  for (let token: Token | null = first; token !== last && token.next !== null; ) {
    token = token.next;
    text += tokenLiteral(token);
  }
  return text;
}
