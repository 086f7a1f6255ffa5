// 100,000 and more API keys, found by the hash of their value. Persistent: changing one key copies one shard of each
// index, so a change costs microseconds and requests under way keep the table they started with.
import type { ApiKeyDefinition } from '../model';
import { ApiKeyEntry } from './api-key-entry';

const SHARDS = 512;

type Shard = ReadonlyMap<string, ApiKeyEntry>;

export class ApiKeyTable {
  readonly #byHash: readonly Shard[];
  readonly #byId: readonly Shard[];
  readonly size: number;

  constructor(byHash: readonly Shard[] = emptyShards(), byId: readonly Shard[] = emptyShards(), size = 0) {
    this.#byHash = byHash;
    this.#byId = byId;
    this.size = size;
  }

  find(valueHash: string): ApiKeyEntry | undefined {
    return this.#byHash[shardOf(valueHash)]?.get(valueHash);
  }

  with(keys: readonly ApiKeyDefinition[], removedIds: readonly string[]): ApiKeyTable {
    if (keys.length === 0 && removedIds.length === 0) return this;
    const byHash = new ShardEditor(this.#byHash);
    const byId = new ShardEditor(this.#byId);
    let size = this.size;
    const remove = (id: string) => {
      const known = byId.get(id);
      if (known === undefined) return;
      byId.edit(id).delete(id);
      // A rotated value may have passed to another key already.
      if (byHash.get(known.valueHash)?.id === id) byHash.edit(known.valueHash).delete(known.valueHash);
      size -= 1;
    };
    for (const id of removedIds) remove(id);
    for (const key of keys) {
      remove(key.id);
      const entry = new ApiKeyEntry(key);
      byId.edit(key.id).set(key.id, entry);
      byHash.edit(key.valueHash).set(key.valueHash, entry);
      size += 1;
    }
    return new ApiKeyTable(byHash.shards, byId.shards, size);
  }
}

/** Copies a shard when it is first changed. */
class ShardEditor {
  readonly shards: Shard[];
  readonly #own = new Map<number, Map<string, ApiKeyEntry>>();

  constructor(shards: readonly Shard[]) {
    this.shards = shards.slice();
  }

  get(key: string): ApiKeyEntry | undefined {
    return this.shards[shardOf(key)]?.get(key);
  }

  edit(key: string): Map<string, ApiKeyEntry> {
    const index = shardOf(key);
    let shard = this.#own.get(index);
    if (shard === undefined) {
      shard = new Map(this.shards[index]);
      this.#own.set(index, shard);
      this.shards[index] = shard;
    }
    return shard;
  }
}

/** Hashes and ids are random text: a few of their characters spread well. */
function shardOf(key: string): number {
  let mixed = 0;
  for (let i = 0; i < 6 && i < key.length; i++) mixed = (mixed * 31 + key.charCodeAt(i)) | 0;
  return (mixed >>> 0) % SHARDS;
}

function emptyShards(): Shard[] {
  const empty: Shard = new Map();
  return Array.from({ length: SHARDS }, () => empty);
}
