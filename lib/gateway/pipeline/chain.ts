// Builds the list of steps so that the compiler checks their order: a step that reads what no earlier step gives does
// not type-check. At run time it is a plain array.
import type { Exchange } from './exchange';
import type { Step } from './step';

interface Link<Needs> {
  readonly step: Step<Exchange>;
  readonly isNeeded: (route: Needs) => boolean;
}

export interface BuiltChain<Needs> {
  readonly entry: readonly Step<Exchange>[];
  stepsFor(route: Needs): readonly Step<Exchange>[];
}

export function chain<Start extends Exchange, Needs>(): Chain<Start, Needs> {
  return new Chain([], 0);
}

class Chain<At extends Exchange, Needs> {
  readonly #links: readonly Link<Needs>[];
  readonly #entryCount: number;

  constructor(links: readonly Link<Needs>[], entryCount: number) {
    this.#links = links;
    this.#entryCount = entryCount;
  }

  /** `isNeeded`: routes for which it says no do not have the step at all. */
  step<Gives = unknown>(step: Step<At, Gives>, isNeeded: (route: Needs) => boolean = always): Chain<At & Gives, Needs> {
    // The chain's types have seen to the order; from here on a step is one of many.
    const link = { step: step as unknown as Step<Exchange>, isNeeded };
    return new Chain([...this.#links, link], this.#entryCount);
  }

  /** From here on the steps are each route's own. */
  byRoute(): Chain<At, Needs> {
    return new Chain(this.#links, this.#links.length);
  }

  end(): BuiltChain<Needs> {
    const entry = this.#links.slice(0, this.#entryCount).map((link) => link.step);
    const routeLinks = this.#links.slice(this.#entryCount);
    return {
      entry,
      stepsFor: (route) => routeLinks.filter((link) => link.isNeeded(route)).map((link) => link.step),
    };
  }
}

const always = (): boolean => true;
