// What integrations name and publications bring: functions, service roles. A publication changes the table, not the stages:
// who integrates something that moves, or that somebody makes later, need not be deployed again.

export interface Named {
  readonly accountId: string;
  readonly name: string;
}

export class NamedTable<T extends Named> {
  readonly #idOf: (entry: T) => string;
  readonly #byName: ReadonlyMap<string, T>;
  readonly #nameById: ReadonlyMap<string, string>;

  constructor(
    idOf: (entry: T) => string,
    byName: ReadonlyMap<string, T> = new Map(),
    nameById: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#idOf = idOf;
    this.#byName = byName;
    this.#nameById = nameById;
  }

  /** `key`: nameKey of account and name. */
  get(key: string): T | undefined {
    return this.#byName.get(key);
  }

  with(added: readonly T[] = [], removedIds: readonly string[] = []): NamedTable<T> {
    if (added.length === 0 && removedIds.length === 0) return this;
    const byName = new Map(this.#byName);
    const nameById = new Map(this.#nameById);
    const remove = (id: string): void => {
      const key = nameById.get(id);
      if (key === undefined) return;
      nameById.delete(id);
      // Another one may have taken the name in the meantime.
      const known = byName.get(key);
      if (known !== undefined && this.#idOf(known) === id) byName.delete(key);
    };
    for (const id of removedIds) remove(id);
    for (const entry of added) {
      const id = this.#idOf(entry);
      remove(id);
      const key = nameKey(entry.accountId, entry.name);
      byName.set(key, entry);
      nameById.set(id, key);
    }
    return new NamedTable(this.#idOf, byName, nameById);
  }
}

export const nameKey = (accountId: string, name: string): string => `${accountId}:${name}`;
