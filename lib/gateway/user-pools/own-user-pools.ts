// Gatehouse's own user pools: their public keys come in publications, so that nothing is fetched.
import type { UserPoolDefinition } from '../model';
import type { TrustedIssuer } from './trusted-issuer';
import { type KeySet, keySetOf, type VerificationKey } from './verification-key';

class OwnUserPool implements TrustedIssuer {
  readonly issuer: string;
  readonly isUserPool = true;
  readonly arn: string;
  readonly #keys: KeySet;

  constructor({ issuer, arn, keys }: UserPoolDefinition) {
    this.issuer = issuer;
    this.arn = arn;
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
  readonly #byId: ReadonlyMap<string, OwnUserPool>;
  readonly #byArn: ReadonlyMap<string, OwnUserPool>;

  constructor(byId: ReadonlyMap<string, OwnUserPool> = new Map()) {
    this.#byId = byId;
    this.#byArn = new Map([...byId.values()].map((pool) => [pool.arn, pool]));
  }

  get(arn: string): TrustedIssuer | undefined {
    return this.#byArn.get(arn);
  }

  with(added: readonly UserPoolDefinition[] = [], removedIds: readonly string[] = []): UserPoolTable {
    if (added.length === 0 && removedIds.length === 0) return this;
    const byId = new Map(this.#byId);
    for (const id of removedIds) byId.delete(id);
    for (const pool of added) byId.set(pool.userPoolId, new OwnUserPool(pool));
    return new UserPoolTable(byId);
  }
}
