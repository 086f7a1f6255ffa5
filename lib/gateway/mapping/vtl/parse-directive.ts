// "#" and a word: a directive, a macro call, or just text.

import type { Parser } from './parser';
import { MAX_MACROS } from './parser-state';
import type { Block, Expression, MacroCall, Statement } from './syntax-tree';
import { literalOf, type Token } from './token';

const BLOCK_DIRECTIVES: ReadonlySet<string> = new Set(['foreach', 'macro', 'literal', 'define']);
const KNOWN: ReadonlySet<string> = new Set([...BLOCK_DIRECTIVES, 'include', 'parse', 'evaluate', 'break', 'stop']);

interface Directive {
  readonly token: Token;
  readonly name: string;
  readonly args: readonly Expression[];
  readonly offset: number;
}

export function parseDirective(parser: Parser): Statement {
  const { tokens } = parser.state;
  const token = tokens.take();
  const name = token.kind === 'WORD' ? token.image.slice(1) : token.image.slice(2, -1);
  const offset = token.start + token.image.indexOf('#');
  const hasArguments = tokens.lexer.isBeforeParenthesis();
  if (!hasArguments) {
    tokens.lexer.leaveDirective();
    if (name.startsWith('@')) return { kind: 'text', text: `#${name}` };
    return KNOWN.has(name)
      ? withoutArguments(parser, { token, name, args: [], offset })
      : { kind: 'call', name, args: [], body: null, literal: token.image, offset };
  }
  tokens.lexer.enterDirective();
  const directive: Directive = { token, name, args: args(parser, name), offset };
  if (name.startsWith('@')) {
    const body = parser.blockUntilEnd(token, `#${name}`);
    return { ...call(parser, directive), name: name.slice(1), body };
  }
  if (!KNOWN.has(name)) return call(parser, directive);
  return BLOCK_DIRECTIVES.has(name) ? withBlock(parser, directive) : onOneLine(parser, directive);
}

function args(parser: Parser, name: string): Expression[] {
  const { tokens } = parser.state;
  const found: Expression[] = [];
  tokens.skips('WHITESPACE');
  parser.state.enter(tokens.peek().start);
  tokens.expect('LPAREN', `#${name} needs "("`);
  for (;;) {
    const ahead = tokens.nextIs('WHITESPACE') ? tokens.peek(2).kind : tokens.peek().kind;
    if (ahead !== 'COMMA' && !parser.expressions.isBeforeDirectiveArgument(ahead)) break;
    tokens.skips('WHITESPACE');
    if (tokens.skips('COMMA')) tokens.skips('WHITESPACE');
    found.push(parser.expressions.directiveArgument());
  }
  tokens.skips('WHITESPACE');
  tokens.expect('RPAREN', `The arguments of #${name} must end with ")"`);
  parser.state.leave();
  return found;
}

function call(parser: Parser, { token, name, args, offset }: Directive): MacroCall {
  return { kind: 'call', name, args, body: null, literal: printed(token, parser.state.tokens.last), offset };
}

/** A macro that does not exist prints its call, without what was skipped before its parts. */
function printed(first: Token, last: Token): string {
  let text = first.image;
  for (let token = first; token !== last && token.next !== null; ) {
    token = token.next;
    text += token.image;
  }
  return text;
}

function withoutArguments(parser: Parser, directive: Directive): Statement {
  const { name, offset } = directive;
  switch (name) {
    case 'break':
      return { kind: 'break', scope: null, offset };
    case 'stop':
      return { kind: 'stop' };
    default:
      return refuse(parser, directive);
  }
}

function onOneLine(parser: Parser, directive: Directive): Statement {
  const { name, args, offset } = directive;
  const { tokens } = parser.state;
  const [first] = args;
  for (const arg of args)
    if (arg.kind === 'word') tokens.failAt(arg.offset, `#${name} can't take the word "${arg.text}".`);
  switch (name) {
    case 'break':
      if (args.length > 1) tokens.failAt(offset, '#break takes one scope at most, as in #break($foreach).');
      return { kind: 'break', scope: first ?? null, offset };
    case 'stop':
      return { kind: 'stop' };
    case 'evaluate':
      if (args.length !== 1 || !['string', 'template', 'reference'].includes(first?.kind ?? '')) break;
      parser.state.evaluates.any = true;
      return { kind: 'evaluate', template: first as Expression, offset };
    default:
      break;
  }
  return refuse(parser, directive);
}

function withBlock(parser: Parser, directive: Directive): Statement {
  const { token, name, args, offset } = directive;
  const before = parser.state.tokens.last;
  const block = parser.blockUntilEnd(token, `#${name}`);
  switch (name) {
    case 'foreach': {
      const [item, word, list] = args;
      if (item?.kind !== 'reference' || word?.kind !== 'word' || list === undefined || list.kind === 'word') break;
      return { kind: 'foreach', item: item.root, list, block, offset };
    }
    case 'macro':
      return macro(parser, directive, block);
    case 'define': {
      const [target] = args;
      if (target?.kind !== 'reference') break;
      return { kind: 'define', name: target.variable, block, offset };
    }
    case 'literal':
      return { kind: 'text', text: literalBlock(before, parser.state.tokens.last) };
    default:
      break;
  }
  return refuse(parser, directive);
}

function macro(parser: Parser, directive: Directive, block: Block): Statement {
  const { macroNames, tokens } = parser.state;
  const [name, ...params] = directive.args;
  if (name?.kind !== 'word') return refuse(parser, directive);
  const names = params.map((param) => {
    if (param.kind === 'reference') return param.variable;
    return tokens.failAt(directive.offset, `The parameters of #macro(${name.text}) must be variables.`);
  });
  macroNames.add(name.text);
  if (macroNames.size > MAX_MACROS)
    tokens.failAt(directive.offset, `A template can't have more than ${MAX_MACROS} macros.`);
  return { kind: 'macro', name: name.text, params: names, block, offset: directive.offset };
}

/** From behind the ")" up to #end, as it was written. */
function literalBlock(before: Token, end: Token): string {
  const first = before.next;
  if (first === null || first === end) return '';
  let last = first;
  while (last.next !== null && last.next !== end) last = last.next;
  return literalOf(first, last);
}

const USAGE: Readonly<Record<string, string>> = {
  foreach: '#foreach needs a variable and a list: #foreach($item in $list)',
  macro: '#macro needs a name: #macro(name $first $second)',
  define: '#define needs a variable: #define($name)',
  literal: '#literal needs parentheses: #literal() … #end',
  evaluate: '#evaluate needs one string or reference: #evaluate($text)',
  include: '#include reads other files, which a mapping template can’t do',
  parse: '#parse reads other templates, which a mapping template can’t do',
};

function refuse(parser: Parser, { name, offset }: Directive): never {
  return parser.state.tokens.failAt(offset, `${USAGE[name] ?? `#${name} is used wrongly here`}.`);
}
