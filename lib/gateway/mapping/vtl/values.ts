// The values a template works on: JSON as it was read, what the template makes itself (Java's ArrayList, LinkedHashMap …) and what the gateway
// hands in. Whatever else JavaScript has is out of reach: members are looked up by kind, never on JavaScript objects.
import type { ExactNumber } from '../java-number';
import type { JsonValue } from '../json-value';

export type VtlNumber = number | ExactNumber;

export type VtlValue =
  | JsonValue
  | VtlNumber
  | HostObject
  | JavaList
  | JavaCollection
  | JavaMap
  | JavaEntry
  | JavaChar
  | DefinedBlock
  | LoopScope
  // JSON that the template changed holds more than JSON.
  | readonly VtlValue[]
  | ReadonlyMap<string, VtlValue>
  | MutableObject;

/** JSON objects are mutable to templates, as on API Gateway: $input.path('$').put('name', 'value'). */
export interface MutableObject {
  [name: string]: VtlValue;
}

/** What a host's work costs the rendering: whoever goes through a large document says so. */
export interface HostMeter {
  spendCharacters(count: number): void;
}

/** A host refuses: the rendering ends with this message and the place of the reference. */
export class HostError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HostError';
  }
}

/**
 * What the gateway hands to a template: $input, $context, $stageVariables, $util. Only what `get` and `call` answer can be reached; what is
 * undefined or null renders as nothing. JSON values they give belong to the rendering: the template may change them, unless they are frozen.
 */
export abstract class HostObject {
  /** $host.name and $host['name']. */
  abstract get(name: string): VtlValue | undefined;

  /** $host.name(…); undefined where there is no such method. Throws a HostError. */
  call(_name: string, _args: readonly VtlValue[], _meter: HostMeter): VtlValue | undefined {
    return undefined;
  }

  /** #set($host.name = value). Throws a HostError. */
  set(_name: string, _value: VtlValue): void {}

  /** For #foreach: its values; null for what is no list or map. */
  values(): readonly VtlValue[] | null {
    return null;
  }

  /** What $host renders as. */
  abstract text(): string;
}

/** Java's ArrayList, or an array: [1, 2]. */
export class JavaList {
  readonly items: VtlValue[];
  /** Of String.split and toCharArray: can't grow. */
  readonly isArray: boolean;

  constructor(items: VtlValue[], isArray = false) {
    this.items = items;
    this.isArray = isArray;
  }
}

/** What Map.keySet, values and entrySet give. */
export class JavaCollection {
  readonly items: readonly VtlValue[];
  readonly isSet: boolean;

  constructor(items: readonly VtlValue[], isSet: boolean) {
    this.items = items;
    this.isSet = isSet;
  }
}

export class JavaEntry {
  readonly key: VtlValue;
  value: VtlValue;

  constructor(key: VtlValue, value: VtlValue) {
    this.key = key;
    this.value = value;
  }
}

/** Not a String: "a".charAt(0).equals("a") is false in Java. */
export class JavaChar {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Java's LinkedHashMap: {key=value}. Keys of different types are different keys; `id` says which are the same. */
export class JavaMap {
  readonly #entries = new Map<string | number, JavaEntry>();

  get size(): number {
    return this.#entries.size;
  }

  entry(id: string | number): JavaEntry | undefined {
    return this.#entries.get(id);
  }

  /** The value before. */
  put(id: string | number, key: VtlValue, value: VtlValue): VtlValue | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      this.#entries.set(id, new JavaEntry(key, value));
      return undefined;
    }
    const before = entry.value;
    entry.value = value;
    return before;
  }

  remove(id: string | number): VtlValue | undefined {
    const value = this.#entries.get(id)?.value;
    this.#entries.delete(id);
    return value;
  }

  clear(): void {
    this.#entries.clear();
  }

  entries(): readonly JavaEntry[] {
    return [...this.#entries.values()];
  }
}

/** What #define and the body of "#@macro" put into a variable: rendered where it is printed. */
export abstract class DefinedBlock {
  readonly isDefinedBlock = true;
}

/** $foreach. */
export class LoopScope {
  index = -1;
  hasNext = false;
  readonly parent: LoopScope | null;
  /** What the template keeps in it: #set($foreach.name = value). */
  readonly kept = new Map<string, VtlValue>();

  constructor(parent: LoopScope | null) {
    this.parent = parent;
  }
}
