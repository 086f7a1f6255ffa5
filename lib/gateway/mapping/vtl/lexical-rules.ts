// What tokens look like, after Velocity 1.7's grammar.
import type { TokenKind } from './token';

export interface Rule {
  readonly pattern: RegExp;
  /** By character code: whether a match can begin with it. */
  readonly begins: readonly boolean[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
/** Blanks and a line break behind a directive belong to it. */
const GOBBLED = '(?:[ \\t]*(?:\\r\\n|\\n|\\r))?';

export const STRING = rule(`"[^"]*"(?:"[^"]*")*|'[^']*'(?:'[^']*')*`, `"'`);
/** With "..", which the lexer gives back: 1..3 is no "1." */
export const INTEGER = rule('-?\\d+(?:\\.\\.)?', `-${DIGITS}`);
export const FLOAT = rule(
  '-?\\d+\\.\\d*(?:[eE][+-]?\\d+)?|-?\\.\\d+(?:[eE][+-]?\\d+)?|-?\\d+[eE][+-]?\\d+',
  `-.${DIGITS}`,
);
export const WORD = rule('[A-Za-z_@][A-Za-z0-9_@]*', `_@${LETTERS}`);
export const BRACKETED_WORD = rule('\\{[A-Za-z_][A-Za-z0-9_@]*\\}', '{');
export const IDENTIFIER = rule('[A-Za-z_][A-Za-z0-9_-]*', `_${LETTERS}`);
export const SET = rule('[ \\t]*(?:#set|#\\{set\\})[ \\t]*\\(', ' \t#');
export const WHITESPACE = rule('[ \\t\\r\\n]+', ' \t\r\n');
export const RPAREN = rule(`\\)${GOBBLED}`, ')');
export const END = rule(`(?:end|\\{end\\})${GOBBLED}`, 'e{');
export const ELSE = rule(`(?:else|\\{else\\})${GOBBLED}`, 'e{');
export const IF = rule('if|\\{if\\}', 'i{');
export const ELSEIF = rule('elseif|\\{elseif\\}', 'e{');
export const NEWLINE = rule('\\r\\n|\\n|\\r', '\r\n');
export const TRUE = rule('true', 't');
export const FALSE = rule('false', 'f');
export const OPERATOR = rule('[-+*/%]|&&|and|\\|\\||or|<=|<|le|lt|>=|>|ge|gt|==|=|eq|!=|!|ne|not', '-+*/%&|<>=!aolgen');
/** All but what can begin something else; the rest of Unicode is text too. */
export const TEXT = /[^$#\\]+/y;

export const OPERATORS: ReadonlyMap<string, TokenKind> = new Map(
  Object.entries({
    ...({ '-': 'MINUS', '+': 'PLUS', '*': 'MULTIPLY', '/': 'DIVIDE', '%': 'MODULUS' } as const),
    ...({ '&&': 'AND', and: 'AND', '||': 'OR', or: 'OR', '<': 'LT', lt: 'LT', '<=': 'LE', le: 'LE' } as const),
    ...({ '>': 'GT', gt: 'GT', '>=': 'GE', ge: 'GE', '==': 'EQ', eq: 'EQ', '!=': 'NE', ne: 'NE' } as const),
    ...({ '!': 'NOT', not: 'NOT', '=': 'EQUALS' } as const),
  }),
);

export const PUNCTUATION: ReadonlyMap<string, TokenKind> = new Map(
  Object.entries({
    ...({ '[': 'LBRACKET', ']': 'RBRACKET', ',': 'COMMA', ':': 'COLON' } as const),
    ...({ '{': 'LEFT_CURLEY', '}': 'RIGHT_CURLEY' } as const),
  }),
);

function rule(source: string, first: string): Rule {
  const begins = new Array<boolean>(128).fill(false);
  for (const char of first) begins[char.charCodeAt(0)] = true;
  return { pattern: new RegExp(source, 'y'), begins };
}
