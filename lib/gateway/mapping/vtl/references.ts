// What a template reads and what it sets, for who edits it.
import type { SourceText } from './source-text';
import type { Block, Expression, Reference, Statement } from './syntax-tree';

export type FoundReferences = { readonly reference: Reference; readonly source: SourceText }[];

export interface TemplateReference {
  /** As it stands there: "$context.identity.sourceIp". */
  readonly text: string;
  readonly root: string;
  /** The names behind the root, as far as they are only names. */
  readonly path: readonly string[];
  /** The first method that is called on it: "json" of "$input.json('$')". */
  readonly method: string | undefined;
  /** "\\$name": printed as it is, not read. */
  readonly isEscaped: boolean;
  /** The template itself gives the root a value somewhere: #set, #foreach, #define or a macro's parameter. */
  readonly isOwn: boolean;
  readonly line: number;
  readonly column: number;
}

/** Velocity's own. */
const GIVEN: readonly string[] = ['foreach', 'velocityCount', 'velocityHasNext', 'bodyContent'];

export function listReferences(block: Block, found: FoundReferences): TemplateReference[] {
  const own = new Set(GIVEN);
  addOwn(block, own);
  return found.map(({ reference, source }) => ({
    text: reference.literal,
    root: reference.root,
    path: pathOf(reference),
    method: reference.accessors.find((accessor) => accessor.kind === 'method')?.name,
    isEscaped: reference.escaped !== null,
    isOwn: own.has(reference.root),
    ...source.placeAt(reference.offset),
  }));
}

function pathOf({ accessors }: Reference): string[] {
  const path: string[] = [];
  for (const accessor of accessors) {
    if (accessor.kind === 'property') path.push(accessor.name);
    else if (accessor.kind === 'index' && accessor.index.kind === 'string') path.push(accessor.index.value);
    else break;
  }
  return path;
}

function addOwn(block: Block, own: Set<string>): void {
  for (const statement of block) addOwnOf(statement, own);
}

function addOwnOf(statement: Statement, own: Set<string>): void {
  switch (statement.kind) {
    case 'set':
      if (statement.target.accessors.length === 0) own.add(statement.target.variable);
      addOfStrings([statement.value], own);
      break;
    case 'if':
      for (const { block } of statement.branches) addOwn(block, own);
      addOwn(statement.otherwise ?? [], own);
      break;
    case 'foreach':
      own.add(statement.item);
      addOwn(statement.block, own);
      break;
    case 'macro':
      for (const param of statement.params) own.add(param);
      addOwn(statement.block, own);
      break;
    case 'define':
      own.add(statement.name);
      addOwn(statement.block, own);
      break;
    case 'call':
      addOwn(statement.body ?? [], own);
      addOfStrings(statement.args, own);
      break;
    case 'evaluate':
      addOfStrings([statement.template], own);
      break;
    default:
      break;
  }
}

/** A double-quoted string can hold directives. */
function addOfStrings(expressions: readonly Expression[], own: Set<string>): void {
  for (const expression of expressions) if (expression.kind === 'template') addOwn(expression.block, own);
}
