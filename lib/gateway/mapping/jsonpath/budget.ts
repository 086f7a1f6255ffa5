/** Reading a path took too much: it is cut off, so that no path over any document can hold up a worker. */
export class JsonPathBudgetError extends Error {
  constructor(limit: number) {
    super(`A JSON path looked at more than ${limit} values of its document.`);
    this.name = 'JsonPathBudgetError';
  }
}

const MAX_VISITS = 2_000_000;

/** Of one reading of one path. */
export class Budget {
  #left = MAX_VISITS;

  spend(visits: number): void {
    this.#left -= visits;
    if (this.#left < 0) throw new JsonPathBudgetError(MAX_VISITS);
  }
}
