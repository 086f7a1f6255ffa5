// Where each Lambda function is invoked. A publication changes the table, not the stages: who integrates a function that
// moves, or that somebody makes later, need not be deployed again.
import type { FunctionEndpoint } from '../model';

export class FunctionTable {
  readonly #byName: ReadonlyMap<string, FunctionEndpoint>;
  readonly #nameById: ReadonlyMap<string, string>;

  constructor(
    byName: ReadonlyMap<string, FunctionEndpoint> = new Map(),
    nameById: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#byName = byName;
    this.#nameById = nameById;
  }

  /** `key`: functionKey of account and name. */
  get(key: string): FunctionEndpoint | undefined {
    return this.#byName.get(key);
  }

  with(added: readonly FunctionEndpoint[] = [], removedIds: readonly string[] = []): FunctionTable {
    if (added.length === 0 && removedIds.length === 0) return this;
    const byName = new Map(this.#byName);
    const nameById = new Map(this.#nameById);
    const remove = (id: string): void => {
      const key = nameById.get(id);
      if (key === undefined) return;
      nameById.delete(id);
      // Another function may have taken the name in the meantime.
      if (byName.get(key)?.functionId === id) byName.delete(key);
    };
    for (const id of removedIds) remove(id);
    for (const endpoint of added) {
      remove(endpoint.functionId);
      const key = functionKey(endpoint.accountId, endpoint.name);
      byName.set(key, endpoint);
      nameById.set(endpoint.functionId, key);
    }
    return new FunctionTable(byName, nameById);
  }
}

export const functionKey = (accountId: string, name: string): string => `${accountId}:${name}`;
