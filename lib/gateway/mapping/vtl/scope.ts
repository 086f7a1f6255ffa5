// Where variables live. A template has one scope; a macro's own scope passes everything on but its arguments, which stay expressions of the
// caller, evaluated each time they are read.
import type { Rendering } from './rendering';
import type { VtlValue } from './values';

/** null: set to nothing, as an item of a list. */
export type Found = VtlValue | undefined;

export interface Scope {
  get(rendering: Rendering, name: string): Found;
  put(rendering: Rendering, name: string, value: VtlValue): void;
  remove(name: string): void;
}

/** What templates find under names they did not set: $input, $context … */
export interface TemplateRoots {
  get(name: string): VtlValue | undefined;
}

export class TemplateScope implements Scope {
  readonly #variables = new Map<string, VtlValue>();
  readonly #roots: TemplateRoots;

  constructor(roots: TemplateRoots) {
    this.#roots = roots;
  }

  get(_: Rendering, name: string): Found {
    const value = this.#variables.get(name);
    return value === undefined ? this.#roots.get(name) : value;
  }

  put(_: Rendering, name: string, value: VtlValue): void {
    this.#variables.set(name, value);
  }

  remove(name: string): void {
    this.#variables.delete(name);
  }
}

/** Evaluated in the scope of the caller. */
export type MacroArgument = (rendering: Rendering) => VtlValue;

export class MacroScope implements Scope {
  readonly #outer: Scope;
  readonly #arguments = new Map<string, MacroArgument>();
  readonly #variables = new Map<string, VtlValue>();

  constructor(outer: Scope) {
    this.#outer = outer;
  }

  addArgument(name: string, argument: MacroArgument): void {
    this.#arguments.set(name, argument);
  }

  putOwn(name: string, value: VtlValue): void {
    this.#variables.set(name, value);
  }

  get(rendering: Rendering, name: string): Found {
    const own = this.#variables.get(name);
    if (own !== undefined && own !== null) return own;
    const argument = this.#arguments.get(name);
    if (argument === undefined) return this.#outer.get(rendering, name);
    // An argument that names itself, as in #macro(m $a) #m("$a") #end, goes one scope out each time.
    rendering.step();
    const inner = rendering.scope;
    rendering.scope = this.#outer;
    try {
      return argument(rendering);
    } finally {
      rendering.scope = inner;
    }
  }

  /** Seen outside too. */
  put(rendering: Rendering, name: string, value: VtlValue): void {
    this.#variables.set(name, value);
    this.#outer.put(rendering, name, value);
  }

  remove(name: string): void {
    this.#variables.delete(name);
    this.#arguments.delete(name);
    this.#outer.remove(name);
  }
}
