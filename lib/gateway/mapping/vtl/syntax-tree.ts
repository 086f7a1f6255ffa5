// What the parser makes of a template.
import type { SourceText } from './source-text';

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | Reference
  | SetStatement
  | IfStatement
  | ForeachStatement
  | MacroDefinition
  | MacroCall
  | DefineStatement
  | EvaluateStatement
  | BreakStatement
  | { readonly kind: 'stop' };

export type Block = readonly Statement[];

interface Placed {
  /** Index into the source text. */
  readonly offset: number;
}

export interface Reference extends Placed {
  readonly kind: 'reference';
  readonly root: string;
  /** What #set, #define and a macro's parameter name: Velocity 1.7 takes "${name}" and "$!name" there for other names. */
  readonly variable: string;
  readonly accessors: readonly Accessor[];
  /** What is printed before the value: "$" and "#" that precede it, and half of its backslashes. */
  readonly prefix: string;
  /** "\$name": prints its own text. */
  readonly escaped: string | null;
  readonly literal: string;
}

export type Accessor =
  | { readonly kind: 'property'; readonly name: string; readonly offset: number }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly Expression[]; readonly offset: number }
  | { readonly kind: 'index'; readonly index: Expression; readonly offset: number };

export interface SetStatement extends Placed {
  readonly kind: 'set';
  readonly target: Reference;
  readonly value: Expression;
}

export interface IfStatement {
  readonly kind: 'if';
  readonly branches: readonly { readonly condition: Expression; readonly block: Block }[];
  readonly otherwise: Block | null;
}

export interface ForeachStatement extends Placed {
  readonly kind: 'foreach';
  readonly item: string;
  readonly list: Expression;
  readonly block: Block;
}

export interface MacroDefinition extends Placed {
  readonly kind: 'macro';
  readonly name: string;
  readonly params: readonly string[];
  readonly block: Block;
}

export interface MacroCall extends Placed {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  /** Of "#@name() … #end". */
  readonly body: Block | null;
  /** What is printed when there is no such macro. */
  readonly literal: string;
}

export interface DefineStatement extends Placed {
  readonly kind: 'define';
  readonly name: string;
  readonly block: Block;
}

export interface EvaluateStatement extends Placed {
  readonly kind: 'evaluate';
  readonly template: Expression;
}

export interface BreakStatement extends Placed {
  readonly kind: 'break';
  readonly scope: Expression | null;
}

export type Expression =
  | Reference
  | { readonly kind: 'string'; readonly value: string }
  /** Double-quoted, with references or directives in it. */
  | { readonly kind: 'template'; readonly block: Block; readonly source: SourceText; readonly dropsLast: boolean }
  | { readonly kind: 'integer'; readonly text: string }
  | { readonly kind: 'float'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression; readonly offset: number }
  | { readonly kind: 'not'; readonly operand: Expression }
  | Binary
  /** A bare word as an argument: means nothing to a macro. */
  | { readonly kind: 'word'; readonly text: string; readonly offset: number };

export interface Binary extends Placed {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export type BinaryOperator = 'OR' | 'AND' | 'EQ' | 'NE' | 'LT' | 'LE' | 'GT' | 'GE' | ArithmeticOperator;
export type ArithmeticOperator = 'PLUS' | 'MINUS' | 'MULTIPLY' | 'DIVIDE' | 'MODULUS';
