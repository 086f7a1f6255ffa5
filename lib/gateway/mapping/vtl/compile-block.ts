// Statements → closures that write to a rendering.

import { constantOf, ExpressionCompiler } from './compile-expression';
import { Definition, MAX_DEFINE_DEPTH, type Render } from './definition';
import { TemplateSyntaxError } from './errors';
import type { MacroTable } from './macro-table';
import { type Argument, callMacro } from './macros';
import { valuesOf } from './map-methods';
import { iterated } from './members';
import { parseTemplate } from './parser';
import { ParserState } from './parser-state';
import type { ReferenceWatch } from './reference-watch';
import type { NodePlace, Rendering } from './rendering';
import { BREAK, Break, LoopStop, STOP, Stop } from './signals';
import { SourceText } from './source-text';
import type {
  Block,
  BreakStatement,
  DefineStatement,
  EvaluateStatement,
  Expression,
  ForeachStatement,
  IfStatement,
  MacroCall,
  MacroDefinition,
  Reference,
  SetStatement,
  Statement,
} from './syntax-tree';
import { isMapLike, textOf } from './value-text';
import { LoopScope, type VtlValue } from './values';

const NOTHING: Render = () => {};

/** Of a block that is text only, its text. */
export function constantText(block: Block): string | undefined {
  let text = '';
  for (const statement of block) {
    if (statement.kind === 'text') text += statement.text;
    else if (statement.kind !== 'macro') return undefined;
  }
  return text;
}

/** Every variable that a template may read; null when it can't be told. */
export type UsedNames = ReadonlySet<string> | null;

export class BlockCompiler {
  readonly #names: UsedNames;
  readonly #macros: MacroTable;
  readonly #expressions: ExpressionCompiler;

  constructor(source: SourceText, macros: MacroTable, names: UsedNames, watch: ReferenceWatch | null = null) {
    this.#macros = macros;
    this.#names = names;
    this.#expressions = new ExpressionCompiler(
      source,
      (template) => new BlockCompiler(template.source, macros, names, watch).block(template.block),
      watch,
    );
  }

  block(block: Block): Render {
    const renders: Render[] = [];
    let text = '';
    for (const statement of block) {
      if (statement.kind === 'text') text += statement.text;
      else if (statement.kind === 'reference' && statement.escaped !== null) text += statement.escaped;
      else if (statement.kind === 'reference') {
        renders.push(this.#reference(statement, text));
        text = '';
      } else {
        if (text !== '') renders.push(written(text));
        text = '';
        const render = this.#statement(statement);
        if (render !== NOTHING) renders.push(render);
      }
    }
    if (text !== '') renders.push(written(text));
    return inOrder(renders);
  }

  #statement(statement: Exclude<Statement, { kind: 'text' | 'reference' }>): Render {
    switch (statement.kind) {
      case 'set':
        return this.#set(statement);
      case 'if':
        return this.#if(statement);
      case 'foreach':
        return this.#foreach(statement);
      case 'macro':
        return this.#macro(statement);
      case 'call':
        return this.#call(statement);
      case 'define':
        return this.#define(statement);
      case 'evaluate':
        return this.#evaluate(statement);
      case 'break':
        return this.#break(statement);
      case 'stop':
        return () => {
          throw STOP;
        };
    }
  }

  /** With the text before it: most of a template is these two by turns. */
  #reference(reference: Reference, text: string): Render {
    const value = this.#expressions.reference(reference);
    const place = this.#expressions.placeOf(reference);
    const { prefix } = reference;
    return (rendering) => {
      // Not together with the value: a #stop in it keeps what stands before.
      if (text !== '') rendering.write(text);
      const found = value(rendering);
      if (typeof found === 'string') {
        if (prefix !== '') rendering.write(prefix);
        rendering.write(found);
        return;
      }
      rendering.place = place;
      if (found instanceof Definition) {
        found.render(rendering);
        return;
      }
      if (prefix !== '') rendering.write(prefix);
      rendering.write(found === null ? '' : textOf(rendering, found));
    };
  }

  #set({ target, value, offset }: SetStatement): Render {
    const [evaluated, assign] = [this.#expressions.value(value), this.#expressions.assignment(target)];
    const place = this.#expressions.placeOf({ offset });
    return (rendering) => {
      rendering.place = place;
      rendering.step();
      const result = evaluated(rendering);
      // A set without a value leaves the variable as it is.
      if (result !== null) assign(rendering, result);
    };
  }

  #if({ branches, otherwise }: IfStatement): Render {
    const compiled = branches.map(({ condition, block }) => ({
      isTrue: this.#expressions.condition(condition),
      render: this.block(block),
    }));
    const last = otherwise === null ? NOTHING : this.block(otherwise);
    const [first, ...more] = compiled;
    if (first === undefined) return last;
    return (rendering) => {
      rendering.step();
      if (first.isTrue(rendering)) first.render(rendering);
      else (more.find(({ isTrue }) => isTrue(rendering))?.render ?? last)(rendering);
    };
  }

  #foreach({ item, list, block, offset }: ForeachStatement): Render {
    const listOf = this.#expressions.value(list);
    const render = this.block(block);
    const names = this.#names;
    const isRead = (name: string) => names === null || names.has(name);
    const loop: Loop = {
      item,
      render,
      place: this.#expressions.placeOf({ offset }),
      hasCount: isRead(COUNT),
      hasNext: isRead(HAS_NEXT),
    };
    return (rendering) => {
      rendering.place = loop.place;
      rendering.step();
      const items = itemsToIterate(rendering, listOf(rendering));
      if (items !== null) iterate(rendering, loop, items);
    };
  }

  #macro({ name, params, block }: MacroDefinition): Render {
    const render = this.block(block);
    this.#macros.add(name, { params, render });
    return NOTHING;
  }

  #call({ name, args, body, literal, offset }: MacroCall): Render {
    const compiled = args.map((arg) => this.#argument(arg));
    const renderBody = body === null ? null : this.block(body);
    const place = this.#expressions.placeOf({ offset });
    return (rendering) => {
      const macro = rendering.macros.find(name);
      if (macro === undefined) {
        rendering.write(literal);
        return;
      }
      rendering.place = place;
      callMacro(rendering, macro, name, compiled, renderBody);
    };
  }

  #argument(arg: Expression): Argument {
    const constant = constantOf(arg);
    if (constant !== undefined) return { constant };
    return { value: this.#expressions.value(arg) };
  }

  #define({ name, block }: DefineStatement): Render {
    const render = this.block(block);
    return (rendering) => {
      rendering.step();
      const stopped: Render = (it) => {
        try {
          render(it);
        } catch (thrown) {
          if (!(thrown instanceof Break)) throw thrown;
        }
      };
      rendering.scope.put(rendering, name, new Definition(stopped, rendering.scope, MAX_DEFINE_DEPTH));
    };
  }

  #evaluate({ template, offset }: EvaluateStatement): Render {
    const templateOf = this.#expressions.value(template);
    const place = this.#expressions.placeOf({ offset });
    return (rendering) => {
      const value = templateOf(rendering);
      rendering.place = place;
      if (value !== null) evaluate(rendering, textOf(rendering, value), place);
    };
  }

  #break({ scope }: BreakStatement): Render {
    if (scope === null) {
      return () => {
        throw BREAK;
      };
    }
    const scopeOf = this.#expressions.value(scope);
    return (rendering) => {
      const loop = scopeOf(rendering);
      if (loop instanceof LoopScope) throw new LoopStop(loop);
      rendering.fail('#break can only leave a loop, as in #break($foreach).');
    };
  }
}

const written =
  (text: string): Render =>
  (rendering) =>
    rendering.write(text);

function inOrder(renders: readonly Render[]): Render {
  const [first, second, third] = renders;
  if (first === undefined) return NOTHING;
  if (second === undefined) return first;
  if (third === undefined) {
    return (rendering) => {
      first(rendering);
      second(rendering);
    };
  }
  return (rendering) => {
    for (let i = 0; i < renders.length; i++) (renders[i] as Render)(rendering);
  };
}

function itemsToIterate(rendering: Rendering, value: VtlValue): readonly VtlValue[] | null {
  if (value !== null && isMapLike(value)) return valuesOf(rendering, value);
  return iterated(value);
}

/** A template is read much slower than it renders. */
const STEPS_PER_EVALUATED_CHARACTER = 5;
const STEPS_PER_ITERATION = 4;

const COUNT = 'velocityCount';
const HAS_NEXT = 'velocityHasNext';
const LOOP = 'foreach';

interface Loop {
  readonly item: string;
  readonly render: Render;
  readonly place: NodePlace;
  /** Whether anything reads $velocityCount and $velocityHasNext. */
  readonly hasCount: boolean;
  readonly hasNext: boolean;
}

function iterate(
  rendering: Rendering,
  { item, render, place, hasCount, hasNext }: Loop,
  items: readonly VtlValue[],
): void {
  const { scope } = rendering;
  const { iterations } = rendering.limits;
  const count = hasCount ? (scope.get(rendering, COUNT) ?? null) : null;
  const next = hasNext ? (scope.get(rendering, HAS_NEXT) ?? null) : null;
  const before = scope.get(rendering, item) ?? null;
  const outer = scope.get(rendering, LOOP) ?? null;
  const loop = new LoopScope(outer instanceof LoopScope ? outer : null);
  scope.put(rendering, LOOP, loop);
  try {
    for (let i = 0; i < items.length; i++) {
      rendering.spend(STEPS_PER_ITERATION);
      if (i >= iterations) {
        rendering.place = place;
        rendering.fail(`#foreach goes over more than ${iterations} items.`);
      }
      loop.index = i;
      loop.hasNext = i + 1 < items.length;
      if (hasCount) scope.put(rendering, COUNT, i + 1);
      if (hasNext) scope.put(rendering, HAS_NEXT, loop.hasNext);
      scope.put(rendering, item, items[i] ?? null);
      render(rendering);
    }
  } catch (thrown) {
    const isOwn = thrown instanceof Break || (thrown instanceof LoopStop && thrown.loop === loop);
    if (!isOwn) throw thrown;
  }
  if (hasCount) restore(rendering, COUNT, count);
  if (hasNext) restore(rendering, HAS_NEXT, next);
  restore(rendering, item, before);
  restore(rendering, LOOP, outer);
}

function restore(rendering: Rendering, name: string, value: VtlValue): void {
  if (value === null) rendering.scope.remove(name);
  else rendering.scope.put(rendering, name, value);
}

function evaluate(rendering: Rendering, text: string, place: NodePlace): void {
  const { limits } = rendering;
  if (rendering.evaluateDepth >= limits.evaluateDepth) {
    rendering.fail(`#evaluate evaluates itself more than ${limits.evaluateDepth} levels deep.`);
  }
  rendering.spend(text.length * STEPS_PER_EVALUATED_CHARACTER);
  const render = compiledAtRuntime(rendering, new SourceText(text));
  rendering.evaluateDepth++;
  try {
    render(rendering);
  } catch (thrown) {
    // Not even #stop goes further.
    if (!(thrown instanceof Break || thrown instanceof Stop)) throw thrown;
  } finally {
    rendering.evaluateDepth--;
    rendering.place = place;
  }
}

function compiledAtRuntime(rendering: Rendering, source: SourceText): Render {
  try {
    return new BlockCompiler(source, rendering.macros, null).block(parseTemplate(new ParserState(source)));
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    return rendering.fail(`The evaluated text is no template: ${error.message}`);
  }
}
