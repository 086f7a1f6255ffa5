// The macros of a template. All are known before it renders, wherever they stand in it.
import type { Render } from './definition';

export interface Macro {
  readonly params: readonly string[];
  readonly render: Render;
}

export class MacroTable {
  /** Null as long as there are none: most renderings add nothing to their template's. */
  #macros: Map<string, Macro> | null = null;
  readonly #outer: MacroTable | null;

  /** What #evaluate defines is known to it and to what it evaluates. */
  constructor(outer: MacroTable | null = null) {
    this.#outer = outer;
  }

  /** The first of a name stays, as in Velocity. */
  add(name: string, macro: Macro): void {
    if (this.find(name) !== undefined) return;
    this.#macros ??= new Map();
    this.#macros.set(name, macro);
  }

  find(name: string): Macro | undefined {
    return this.#macros?.get(name) ?? this.#outer?.find(name);
  }
}
