// Gatehouse's own user pools: their public keys come in publications, so that nothing is fetched.
import type { UserPoolKeysDefinition } from '../model';
import type { TrustedIssuer } from './trusted-issuer';
import { type KeySet, keySetOf, type VerificationKey } from './verification-key';

class OwnUserPool implements TrustedIssuer {
  readonly issuer: string;
  readonly isUserPool = true;
  readonly #keys: KeySet;

  constructor({ issuer, keys }: UserPoolKeysDefinition) {
    this.issuer = issuer;
    this.#keys = keySetOf(keys);
  }

  knownKey(kid: string): VerificationKey | undefined {
    return this.#keys.get(kid);
  }

  findKey(kid: string): VerificationKey | undefined {
    return this.#keys.get(kid);
  }

  touch(): void {}
}

/** By ARN, which is how authorizers name them. Immutable. */
export class UserPoolTable {
  readonly #byArn: ReadonlyMap<string, OwnUserPool>;

  constructor(pools: readonly UserPoolKeysDefinition[] = []) {
    this.#byArn = new Map(pools.map((pool) => [pool.arn, new OwnUserPool(pool)]));
  }

  get(arn: string): TrustedIssuer | undefined {
    return this.#byArn.get(arn);
  }
}
