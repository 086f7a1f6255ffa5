// What the parts of the parser share, and the limits of a template.

import type { FoundReferences } from './references';
import type { SourceText } from './source-text';
import { TokenStream } from './token-stream';

export const MAX_NESTING = 100;
export const MAX_MACROS = 200;

export class ParserState {
  readonly tokens: TokenStream;
  readonly source: SourceText;
  /** Of the macros defined so far: a backslash before their calls escapes. */
  readonly macroNames: Set<string>;
  /** Every reference, for who wants to know what a template reads. */
  readonly references: FoundReferences;
  /** Whether the template evaluates text. */
  readonly evaluates: { any: boolean };
  #depth: number;

  constructor(source: SourceText, outer?: ParserState) {
    this.source = source;
    this.tokens = new TokenStream(source);
    this.macroNames = outer?.macroNames ?? new Set();
    this.references = outer?.references ?? [];
    this.evaluates = outer?.evaluates ?? { any: false };
    this.#depth = outer === undefined ? 0 : outer.#depth + 1;
    if (outer !== undefined) this.#check(0);
  }

  enter(offset: number): void {
    this.#depth++;
    this.#check(offset);
  }

  leave(): void {
    this.#depth--;
  }

  #check(offset: number): void {
    if (this.#depth > MAX_NESTING) {
      this.tokens.failAt(offset, `Directives and values are nested deeper than ${MAX_NESTING} levels here.`);
    }
  }
}
