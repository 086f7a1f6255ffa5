// A JSON path, parsed. https://github.com/json-path/JsonPath (the library API Gateway reads paths with).
import type { RE2JS } from 're2js';
import type { JsonValue } from '../json-value';

export interface ParsedPath {
  /** "$", not "@". */
  readonly isFromRoot: boolean;
  readonly segments: readonly Segment[];
  /** At most one thing can be there: the path gives that and not a list. */
  readonly isDefinite: boolean;
  /** "$..price.sum()": the function gets the list of all that the rest finds. Null: not such a path. */
  readonly overAll: FunctionCall | null;
}

export interface SegmentPlace {
  /** Nothing before it was indefinite: what it can't be applied to ends the whole path without a result. */
  readonly isUpstreamDefinite: boolean;
  readonly isLast: boolean;
}

export type Segment = SegmentPlace & Selector;

export type Selector =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'filter'; readonly condition: Condition }
  /** "..": the next segment on every level. */
  | { readonly kind: 'scan' }
  | ({ readonly kind: 'function' } & FunctionCall);

export const FUNCTION_NAMES = [
  'length',
  'size',
  'min',
  'max',
  'avg',
  'sum',
  'stddev',
  'concat',
  'keys',
  'append',
  'first',
  'last',
  'index',
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

export interface FunctionCall {
  readonly name: FunctionName;
  readonly parameters: readonly Operand[];
}

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'exists'; readonly path: ParsedPath }
  | { readonly kind: 'relation'; readonly operator: Operator; readonly left: Operand; readonly right: Operand };

export const SYMBOL_OPERATORS = ['===', '!==', '==', '!=', '<=', '>=', '=~', '<', '>'] as const;
export const WORD_OPERATORS = ['in', 'nin', 'all', 'contains', 'size', 'empty', 'subsetof', 'anyof', 'noneof'] as const;
export type Operator = (typeof SYMBOL_OPERATORS)[number] | (typeof WORD_OPERATORS)[number];

export type Operand =
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'path'; readonly path: ParsedPath }
  | { readonly kind: 'pattern'; readonly pattern: RE2JS };
