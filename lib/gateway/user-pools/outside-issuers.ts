// All outside issuers of a gateway. They live outside snapshots: a deploy does not forget their keys.
import type { GatewayLogger } from '../logger';
import type { UpstreamPools } from '../upstream/upstream-pools';
import { fetchDocument } from './fetch-document';
import { OutsideIssuer } from './outside-issuer';

/** Issuers that no authorizer names any more. */
const IDLE_MS = 86_400_000;

export class OutsideIssuers {
  readonly #issuers = new Map<string, OutsideIssuer>();
  readonly #pools: UpstreamPools;
  readonly #logger: GatewayLogger;

  constructor(pools: UpstreamPools, logger: GatewayLogger) {
    this.#pools = pools;
    this.#logger = logger;
  }

  get size(): number {
    return this.#issuers.size;
  }

  get(url: string, nowMs: number): OutsideIssuer {
    let issuer = this.#issuers.get(url);
    if (issuer === undefined) {
      issuer = new OutsideIssuer(url, (document) => fetchDocument(this.#pools, document), this.#logger);
      issuer.lastUsedAtMs = nowMs;
      this.#issuers.set(url, issuer);
    }
    return issuer;
  }

  sweep(nowMs: number): void {
    for (const [url, { lastUsedAtMs }] of this.#issuers) {
      if (nowMs - lastUsedAtMs > IDLE_MS) this.#issuers.delete(url);
    }
  }
}
