// Mapping templates in Apache Velocity, as API Gateway renders them: Velocity 1.7, but what is unresolved renders as nothing and counts as
// an empty string, which is true in #if. A template is compiled once, when it is published; budgets end a rendering that would not end.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
import { BlockCompiler, constantText, type UsedNames } from './compile-block';
import type { Render } from './definition';
import { TemplateSyntaxError } from './errors';
import { MacroTable } from './macro-table';
import { parseTemplate } from './parser';
import { ParserState } from './parser-state';
import type { ReferenceWatch } from './reference-watch';
import { type FoundReferences, listReferences, type TemplateReference } from './references';
import { RegexCache } from './regex';
import { DEFAULT_LIMITS, Rendering, type RenderLimits, type SharedByRenderings } from './rendering';
import { type TemplateRoots, TemplateScope } from './scope';
import { Break, LoopStop, Stop } from './signals';
import { SourceText } from './source-text';
import type { Block } from './syntax-tree';

export { TemplateError, TemplateSyntaxError } from './errors';
export type { ReferenceWatch } from './reference-watch';
export type { TemplateReference } from './references';
export type { RenderLimits } from './rendering';
export type { TemplateRoots } from './scope';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const MAX_TEMPLATE_BYTES = 300 * 1024;

/** `watch`: for who edits the template. Without one, as in the gateway, reading a reference costs nothing more. */
export function compileTemplate(
  source: string,
  watch: ReferenceWatch | null = null,
): CompiledTemplate | TemplateSyntaxError {
  if (new TextEncoder().encode(source).length > MAX_TEMPLATE_BYTES) {
    return new TemplateSyntaxError('A mapping template can have 300 KB at most.', { line: 1, column: 1 });
  }
  const text = new SourceText(source);
  const state = new ParserState(text);
  try {
    return new CompiledTemplate(text, parseTemplate(state), state, watch);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return error;
    if (!(error instanceof RangeError)) throw error;
    return new TemplateSyntaxError('Values are nested too deeply in this template.', { line: 1, column: 1 });
  }
}

export class CompiledTemplate {
  /** Of a template that is only text: all it ever renders. */
  readonly constant: string | undefined;
  readonly #render: Render;
  readonly #source: SourceText;
  readonly #block: Block;
  readonly #found: FoundReferences;
  readonly #shared: SharedByRenderings = { macros: new MacroTable(), regexes: new RegexCache() };

  constructor(source: SourceText, block: Block, state: ParserState, watch: ReferenceWatch | null) {
    this.#source = source;
    this.#block = block;
    this.#found = state.references;
    this.#render = new BlockCompiler(source, this.#shared.macros, usedNames(state), watch).block(block);
    this.constant = constantText(block);
  }

  /** Throws a TemplateError. */
  render(roots: TemplateRoots, limits: RenderLimits = DEFAULT_LIMITS): string {
    if (this.constant !== undefined) return this.constant;
    const place = { source: this.#source, offset: 0 };
    const rendering = new Rendering(new TemplateScope(roots), place, limits, this.#shared);
    try {
      this.#render(rendering);
    } catch (thrown) {
      if (thrown instanceof RangeError) rendering.fail('The template recurses too deeply.');
      const isEnd = thrown instanceof Stop || thrown instanceof Break || thrown instanceof LoopStop;
      if (!isEnd) throw thrown;
    }
    return rendering.out;
  }

  /** What it reads, for an editor to mark. */
  references(): readonly TemplateReference[] {
    return listReferences(this.#block, this.#found);
  }
}

/** What #evaluate reads is known when it does. */
function usedNames({ references, evaluates }: ParserState): UsedNames {
  return evaluates.any ? null : new Set(references.map(({ reference }) => reference.root));
}
