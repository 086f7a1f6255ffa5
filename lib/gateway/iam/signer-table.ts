// Access key id → who signs with it. Persistent: a change copies the shards it touches, and requests under way keep the
// table they started with.
import type { IamPrincipalDefinition } from '../model';
import { PolicyCompiler, type Signer, signerOf } from './signer';

const SHARDS = 256;

interface KnownPrincipal {
  readonly definition: IamPrincipalDefinition;
  /** Of its active access keys. */
  readonly signers: ReadonlyMap<string, Signer>;
}

type Shards<T> = readonly ReadonlyMap<string, T>[];

export class SignerTable {
  readonly #byKey: Shards<Signer>;
  readonly #byId: Shards<KnownPrincipal>;

  constructor(byKey: Shards<Signer> = noShards(), byId: Shards<KnownPrincipal> = noShards()) {
    this.#byKey = byKey;
    this.#byId = byId;
  }

  /** Undefined: no such key, or an inactive one. */
  find(accessKeyId: string): Signer | undefined {
    return this.#byKey[shardOf(accessKeyId)]?.get(accessKeyId);
  }

  with(principals: readonly IamPrincipalDefinition[] = [], removedIds: readonly string[] = []): SignerTable {
    if (principals.length === 0 && removedIds.length === 0) return this;
    const byKey = new ShardEditor(this.#byKey);
    const byId = new ShardEditor(this.#byId);
    const compiler = new PolicyCompiler();
    const remove = (id: string) => {
      for (const accessKeyId of byId.get(id)?.signers.keys() ?? []) byKey.edit(accessKeyId).delete(accessKeyId);
      byId.edit(id).delete(id);
    };
    for (const id of removedIds) remove(id);
    for (const definition of principals) {
      remove(definition.principalId);
      const policies = definition.policies.map((policy) => compiler.compile(policy));
      const signers = new Map<string, Signer>();
      for (const key of definition.accessKeys) {
        if (key.active) signers.set(key.accessKeyId, signerOf(definition, key, policies));
      }
      byId.edit(definition.principalId).set(definition.principalId, { definition, signers });
      for (const [accessKeyId, signer] of signers) byKey.edit(accessKeyId).set(accessKeyId, signer);
    }
    return new SignerTable(byKey.shards, byId.shards);
  }
}

/** Copies a shard when it is first changed. */
class ShardEditor<T> {
  readonly shards: ReadonlyMap<string, T>[];
  readonly #own = new Set<number>();

  constructor(shards: Shards<T>) {
    this.shards = shards.slice();
  }

  get(key: string): T | undefined {
    return this.shards[shardOf(key)]?.get(key);
  }

  edit(key: string): Map<string, T> {
    const index = shardOf(key);
    const shard = this.shards[index];
    if (this.#own.has(index)) return shard as Map<string, T>;
    const copy = new Map(shard);
    this.shards[index] = copy;
    this.#own.add(index);
    return copy;
  }
}

/** Ids end in random characters. */
function shardOf(key: string): number {
  let mixed = 0;
  for (let i = Math.max(0, key.length - 6); i < key.length; i++) mixed = (mixed * 31 + key.charCodeAt(i)) | 0;
  return (mixed >>> 0) % SHARDS;
}

function noShards<T>(): Shards<T> {
  return Array.from({ length: SHARDS }, () => new Map<string, T>());
}
