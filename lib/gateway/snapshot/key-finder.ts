// API key value → its entry. Keys are stored by a keyed hash of their value; hashing costs more than the rest of the key
// check, so values seen lately are remembered, in two generations of bounded size: a flood of made-up keys costs
// hashes, not memory.
import { createHmac } from 'node:crypto';
import type { ApiKeyEntry } from './api-key-entry';
import type { ApiKeyTable } from './api-key-table';

const GENERATION_SIZE = 131_072;
/** API Gateway's values have at most 128 characters. */
const MAX_VALUE_LENGTH = 128;

export class KeyFinder {
  readonly #secret: string | Uint8Array;
  readonly #generationSize: number;
  #young = new Map<string, Known>();
  #old: ReadonlyMap<string, Known> = new Map();

  constructor(secret: string | Uint8Array, generationSize = GENERATION_SIZE) {
    this.#secret = secret;
    this.#generationSize = generationSize;
  }

  find(value: string, keys: ApiKeyTable): ApiKeyEntry | undefined {
    const known = this.#young.get(value) ?? this.#recall(value);
    if (known === undefined) return undefined;
    // Another table: some key changed, perhaps this one.
    if (known.keys !== keys) {
      known.keys = keys;
      known.entry = keys.find(known.hash);
    }
    return known.entry;
  }

  #recall(value: string): Known | undefined {
    if (value.length > MAX_VALUE_LENGTH) return undefined;
    const known = this.#old.get(value) ?? new Known(this.#hash(value));
    if (this.#young.size >= this.#generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(value, known);
    return known;
  }

  #hash(value: string): string {
    return createHmac('sha256', this.#secret).update(value).digest('base64url');
  }
}

class Known {
  readonly hash: string;
  keys: ApiKeyTable | null = null;
  entry: ApiKeyEntry | undefined = undefined;

  constructor(hash: string) {
    this.hash = hash;
  }
}
