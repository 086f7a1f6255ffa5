/** Counters that only rise, summed over all workers' lives. */
export class CounterLedger {
  readonly #ended = new Map<string, number>();
  readonly #lives = new Map<object, Readonly<Record<string, number>>>();

  /** Absolute values of a worker's life. */
  set(life: object, counters: Readonly<Record<string, number>>): void {
    this.#lives.set(life, counters);
  }

  endLife(life: object): void {
    add(this.#ended, this.#lives.get(life) ?? {});
    this.#lives.delete(life);
  }

  totals(): Readonly<Record<string, number>> {
    const totals = new Map(this.#ended);
    for (const counters of this.#lives.values()) add(totals, counters);
    return Object.fromEntries(totals);
  }
}

function add(totals: Map<string, number>, counters: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counters)) totals.set(name, (totals.get(name) ?? 0) + value);
}
