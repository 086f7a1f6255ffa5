// One rendering of a template: its output so far, its variables and what is left of its budgets.
import { type Place, TemplateError } from './errors';
import { MacroTable } from './macro-table';
import type { RegexCache } from './regex';
import type { Scope } from './scope';
import type { SourceText } from './source-text';

export interface RenderLimits {
  /** Things done, each worth some hundred nanoseconds at most; loops, long strings and lists count as many. */
  readonly steps: number;
  /** Characters of the output, and of any string on the way. */
  readonly outputLength: number;
  /** Of one #foreach: API Gateway's quota. */
  readonly iterations: number;
  /** Of macros that call macros; Velocity's own limit. */
  readonly macroDepth: number;
  readonly evaluateDepth: number;
  /** Of lists in lists, printed or compared. */
  readonly valueDepth: number;
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
export const DEFAULT_LIMITS: RenderLimits = {
  steps: 500_000,
  outputLength: 10 * 1024 * 1024,
  iterations: 1000,
  macroDepth: 20,
  evaluateDepth: 20,
  valueDepth: 1000,
};

/** Where a node of the tree stands. */
export interface NodePlace {
  readonly source: SourceText;
  readonly offset: number;
}

/** Of one template. */
export interface SharedByRenderings {
  readonly macros: MacroTable;
  readonly regexes: RegexCache;
}

/** How many characters are worked through in one step. */
const CHARACTERS_PER_STEP = 64;

export class Rendering {
  out = '';
  scope: Scope;
  /** What is being rendered, for messages. */
  place: NodePlace;
  readonly limits: RenderLimits;
  readonly regexes: RegexCache;
  /** Of the template, and those that #evaluate adds. */
  readonly macros: MacroTable;
  macroDepth = 0;
  evaluateDepth = 0;
  regexMs = 0;
  #steps: number;
  readonly #outputLength: number;

  constructor(scope: Scope, place: NodePlace, limits: RenderLimits, shared: SharedByRenderings) {
    this.scope = scope;
    this.place = place;
    this.limits = limits;
    this.regexes = shared.regexes;
    this.macros = new MacroTable(shared.macros);
    this.#steps = limits.steps;
    this.#outputLength = limits.outputLength;
  }

  write(text: string): void {
    this.out += text;
    if (this.out.length > this.#outputLength) this.failTooLong('The output');
  }

  step(): void {
    if (--this.#steps < 0) this.#failSteps();
  }

  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) this.#failSteps();
  }

  /** Before so many characters are looked through or copied. */
  spendCharacters(count: number): void {
    this.spend(Math.ceil(count / CHARACTERS_PER_STEP));
  }

  /** A string that was made on the way. */
  sized(text: string): string {
    this.checkLength(text.length);
    return text;
  }

  checkLength(length: number): void {
    if (length > this.limits.outputLength) this.failTooLong('A string');
  }

  fail(message: string): never {
    throw new TemplateError(message, this.#where());
  }

  failTooLong(what: string): never {
    this.fail(`${what} grew past ${this.limits.outputLength} characters.`);
  }

  /** What `render` writes, as a string. */
  captured(render: (rendering: Rendering) => void): string {
    const before = this.out;
    this.out = '';
    try {
      render(this);
      return this.out;
    } finally {
      this.out = before;
    }
  }

  #failSteps(): never {
    this.fail(`The template did more than ${this.limits.steps} steps: it loops or recurses too much.`);
  }

  #where(): Place {
    return this.place.source.placeAt(this.place.offset);
  }
}
