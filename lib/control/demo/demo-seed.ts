/** Given to `seedDemo` (./seed.ts). */
export interface DemoOptions {
  /**
   * "http://127.0.0.1:8090": the demo's own backend (scripts/demo/backend.ts). It may listen on another port at the next
   * start, so keep it in a stage variable and bring that up to date when the data is already there.
   */
  readonly backendUrl: string;
}

/** What `npm run demo` needs to know of the seeded data: it prints it, and sends traffic to it. */
export interface DemoSeed {
  readonly owner: DemoSignIn;
  readonly consumer: DemoSignIn;
  /** For the `curl` line: a plain GET that answers 200 for anyone who pastes it. */
  readonly sample: {
    readonly restApiId: string;
    readonly stageName: string;
    readonly path: string;
    readonly apiKey: string;
  };
  readonly traffic: readonly DemoCall[];
}

export interface DemoSignIn {
  readonly email: string;
  readonly password: string;
}

/** One kind of call that the traffic generator repeats. */
export interface DemoCall {
  readonly restApiId: string;
  readonly stageName: string;
  readonly method: string;
  /** One is drawn for each call, with query string: several that repeat give cache hits, many give misses. */
  readonly paths: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly apiKey?: string;
  readonly body?: string;
  /** Calls per minute on average, at random moments. */
  readonly perMinute: number;
  /** Calls sent at the same moment each time (default 1): more than a plan's burst gives throttled ones. */
  readonly burst?: number;
}
