// 100,000 and more API keys, found by the hash of their value. Persistent: changing one key copies one shard of each
// index, so a change costs microseconds and requests under way keep the table they started with. A shard is one text with
// a line per key: what the garbage collector would have to walk are a thousand strings, not hundreds of thousands of
// objects. Only keys that are used become objects (see KeyFinder).
import type { ApiKeyDefinition } from '../model';
import { ApiKeyEntry } from './api-key-entry';

const SHARDS = 512;

/** "\nkey\tvalue\nkey\tvalue\n". Keys are ids and hashes of ours, values are JSON or hashes: neither holds what separates them. */
type Shard = string;
const EMPTY_SHARD: Shard = '\n';

export class ApiKeyTable {
  /** Hash of the value → record. */
  readonly #byHash: readonly Shard[];
  /** Id → hash of the value. */
  readonly #byId: readonly Shard[];
  readonly size: number;

  constructor(byHash: readonly Shard[] = emptyShards(), byId: readonly Shard[] = emptyShards(), size = 0) {
    this.#byHash = byHash;
    this.#byId = byId;
    this.size = size;
  }

  /** A new entry each time: keep it as long as the table is the same. */
  find(valueHash: string): ApiKeyEntry | undefined {
    const record = valueIn(this.#byHash[shardOf(valueHash)] ?? EMPTY_SHARD, valueHash);
    return record === undefined ? undefined : new ApiKeyEntry(fromRecord(valueHash, record));
  }

  with(keys: readonly ApiKeyDefinition[], removedIds: readonly string[]): ApiKeyTable {
    if (keys.length === 0 && removedIds.length === 0) return this;
    const byHash = new ShardEditor(this.#byHash);
    const byId = new ShardEditor(this.#byId);
    let size = this.size;
    const remove = (id: string) => {
      const valueHash = byId.get(id);
      if (valueHash === undefined) return;
      byId.edit(id).delete(id);
      // A rotated value may have passed to another key already.
      const record = byHash.get(valueHash);
      if (record !== undefined && fromRecord(valueHash, record).id === id) byHash.edit(valueHash).delete(valueHash);
      size -= 1;
    };
    for (const id of removedIds) remove(id);
    for (const key of keys) {
      remove(key.id);
      byId.edit(key.id).set(key.id, key.valueHash);
      byHash.edit(key.valueHash).set(key.valueHash, toRecord(key));
      size += 1;
    }
    return new ApiKeyTable(byHash.finish(), byId.finish(), size);
  }
}

type KeyRecord = Omit<ApiKeyDefinition, 'accountId'>;

const toRecord = ({ id, enabled, expiresAtMs, countsAsId, usagePlanIds }: ApiKeyDefinition): string =>
  JSON.stringify([id, enabled, expiresAtMs ?? null, countsAsId ?? null, ...usagePlanIds]);

function fromRecord(valueHash: string, record: string): KeyRecord {
  const [id, enabled, expiresAtMs, countsAsId, ...usagePlanIds] = JSON.parse(record) as [
    ...[string, boolean, number | null, string | null],
    ...string[],
  ];
  return {
    ...{ id, valueHash, enabled, usagePlanIds },
    ...(expiresAtMs === null ? {} : { expiresAtMs }),
    ...(countsAsId === null ? {} : { countsAsId }),
  };
}

function valueIn(shard: Shard, key: string): string | undefined {
  const at = shard.indexOf(`\n${key}\t`);
  if (at === -1) return undefined;
  const from = at + key.length + 2;
  return shard.slice(from, shard.indexOf('\n', from));
}

/** Takes a shard apart when it is first changed. */
class ShardEditor {
  readonly #shards: readonly Shard[];
  readonly #own = new Map<number, Map<string, string>>();

  constructor(shards: readonly Shard[]) {
    this.#shards = shards;
  }

  get(key: string): string | undefined {
    const index = shardOf(key);
    const own = this.#own.get(index);
    return own === undefined ? valueIn(this.#shards[index] ?? EMPTY_SHARD, key) : own.get(key);
  }

  edit(key: string): Map<string, string> {
    const index = shardOf(key);
    let own = this.#own.get(index);
    if (own === undefined) {
      own = new Map();
      for (const line of (this.#shards[index] ?? EMPTY_SHARD).split('\n')) {
        const tab = line.indexOf('\t');
        if (tab !== -1) own.set(line.slice(0, tab), line.slice(tab + 1));
      }
      this.#own.set(index, own);
    }
    return own;
  }

  finish(): readonly Shard[] {
    const shards = this.#shards.slice();
    for (const [index, entries] of this.#own) {
      const lines = Array.from(entries, ([key, value]) => `${key}\t${value}\n`);
      shards[index] = `\n${lines.join('')}`;
    }
    return shards;
  }
}

/** Hashes and ids are random text: a few of their characters spread well. */
function shardOf(key: string): number {
  let mixed = 0;
  for (let i = 0; i < 6 && i < key.length; i++) mixed = (mixed * 31 + key.charCodeAt(i)) | 0;
  return (mixed >>> 0) % SHARDS;
}

function emptyShards(): Shard[] {
  return Array.from({ length: SHARDS }, () => EMPTY_SHARD);
}
