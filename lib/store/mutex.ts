/** Lets one caller in at a time, in the order they asked. */
export class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn, to a function that ends the turn. Calling that twice does no harm. */
  async acquire(): Promise<() => void> {
    const turn = this.#tail;
    let release = () => {};
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await turn;
    return release;
  }
}
