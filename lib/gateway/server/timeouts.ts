// How long a client may take. All times are counted in ticks of one clock per server: looking at the time and setting
// timers costs nothing per request.

export interface ServerTimeouts {
  /** From the first byte of a request to the end of its headers; on a new connection, from its start. */
  readonly headersMs: number;
  /** From the first byte of a request to its last. */
  readonly requestMs: number;
  /** Between two requests on a connection. */
  readonly keepAliveMs: number;
  /** Of a connection with a request under way on which nothing moves: a client that does not read, most likely. */
  readonly inactivityMs: number;
  /** How often they are looked at: none ends early, and none later than two of these. */
  readonly checkIntervalMs: number;
}

export const DEFAULT_TIMEOUTS: ServerTimeouts = {
  headersMs: 15_000,
  requestMs: 60_000,
  keepAliveMs: 72_000,
  inactivityMs: 120_000,
  checkIntervalMs: 1_000,
};

/** For this long is read away what a client still sends after the last answer on its connection. */
const LINGER_MS = 5_000;

/** A time is over when more ticks than these have passed. */
export class TickLimits {
  readonly headers: number;
  readonly request: number;
  readonly keepAlive: number;
  readonly inactivity: number;
  readonly linger: number;

  constructor(timeouts: ServerTimeouts) {
    const ticks = (ms: number): number => Math.ceil(ms / timeouts.checkIntervalMs);
    this.headers = ticks(timeouts.headersMs);
    this.request = ticks(timeouts.requestMs);
    this.keepAlive = ticks(timeouts.keepAliveMs);
    this.inactivity = ticks(timeouts.inactivityMs);
    this.linger = ticks(LINGER_MS);
  }
}
