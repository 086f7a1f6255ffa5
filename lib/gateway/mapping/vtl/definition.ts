// A block that renders where it is printed, with the variables of that moment.
import type { Rendering } from './rendering';
import type { Scope } from './scope';
import { DefinedBlock } from './values';

export type Render = (rendering: Rendering) => void;

/** Velocity's own limit for #define; bodies of macros have that of macros. */
export const MAX_DEFINE_DEPTH = 2;

export class Definition extends DefinedBlock {
  readonly #block: Render;
  readonly #scope: Scope;
  readonly #maxDepth: number;
  #depth = 0;

  constructor(block: Render, scope: Scope, maxDepth: number) {
    super();
    this.#block = block;
    this.#scope = scope;
    this.#maxDepth = maxDepth;
  }

  /** False, and nothing written, when it would render itself once too often. */
  render(rendering: Rendering): boolean {
    if (this.#depth >= this.#maxDepth) return false;
    this.#depth++;
    try {
      this.#block(rendering);
    } finally {
      this.#depth--;
    }
    return true;
  }

  /** With the variables of where it was defined. */
  text(rendering: Rendering): string | null {
    const { scope } = rendering;
    rendering.scope = this.#scope;
    try {
      let isRendered = false;
      const text = rendering.captured((it) => {
        isRendered = this.render(it);
      });
      return isRendered ? rendering.sized(text) : null;
    } finally {
      rendering.scope = scope;
    }
  }
}
