import { Agent } from 'undici';

/** A longer run than every day's: LOAD_SECONDS=300 LOAD_DEPLOYS=50 npx vitest run --project gateway lib/runtime/load */
export const loadSettings = {
  seconds: Number(process.env.LOAD_SECONDS || 20),
  /** 0: as many as there is time for. */
  deploys: Number(process.env.LOAD_DEPLOYS || 0),
};

export interface LoadCall {
  /** Milliseconds of performance.now(). */
  readonly startedMs: number;
  readonly endedMs: number;
  /** 0: no answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** So many clients, each sending its next request when it has its answer, until told to stop. */
export class Load {
  readonly #origin: string;
  readonly #path: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #onCall: (call: LoadCall) => void;
  readonly #clients: Promise<void>[] = [];
  #isStopping = false;

  constructor(
    options: Readonly<{
      origin: string;
      path: string;
      headers?: Readonly<Record<string, string>>;
      clients: number;
      onCall: (call: LoadCall) => void;
    }>,
  ) {
    this.#origin = options.origin;
    this.#path = options.path;
    this.#headers = options.headers ?? {};
    this.#onCall = options.onCall;
    for (let i = 0; i < options.clients; i++) this.#clients.push(this.#run());
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#clients);
  }

  /** A connection of its own, as a client in another process would have. */
  async #run(): Promise<void> {
    const agent = new Agent({ connections: 1, pipelining: 1 });
    while (!this.#isStopping) this.#onCall(await this.#call(agent));
    await agent.destroy();
  }

  async #call(dispatcher: Agent): Promise<LoadCall> {
    const startedMs = performance.now();
    try {
      const answer = await dispatcher.request({
        ...{ origin: this.#origin, path: this.#path, method: 'GET', headers: this.#headers },
        ...{ headersTimeout: 20_000, bodyTimeout: 20_000 },
      });
      const body = await answer.body.text();
      return { startedMs, endedMs: performance.now(), status: answer.statusCode, headers: answer.headers, body };
    } catch (error) {
      return { startedMs, endedMs: performance.now(), status: 0, headers: {}, body: String(error) };
    }
  }
}
