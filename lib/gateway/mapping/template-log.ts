// What a template asked for while it was rendered, for traces. A rendering that nobody watches knows nothing of it.
import { javaTextOf } from './vtl/value-text';
import { type HostMeter, HostObject, type VtlValue } from './vtl/values';

/** Who watches. `values`: reference, value, reference, value … as they were read. */
export interface TemplateLog {
  /** `output` null: the rendering failed. */
  rendered(template: string, values: readonly string[], output: string | null): void;
}

/** A template that loops reads the same thing again and again. */
const MAX_VALUES = 100;

/** Notes what is read through it, then answers as the host it stands for. */
export class WatchedHost extends HostObject {
  readonly #name: string;
  readonly #host: HostObject;
  readonly #values: string[];

  constructor(name: string, host: HostObject, values: string[]) {
    super();
    this.#name = name;
    this.#host = host;
    this.#values = values;
  }

  get(name: string): VtlValue | undefined {
    return this.#note(`${this.#name}.${name}`, this.#host.get(name));
  }

  override call(name: string, args: readonly VtlValue[], meter: HostMeter): VtlValue | undefined {
    const given = args.map((it) => (typeof it === 'string' ? `'${it}'` : '…')).join(', ');
    return this.#note(`${this.#name}.${name}(${given})`, this.#host.call(name, args, meter));
  }

  override set(name: string, value: VtlValue): void {
    this.#host.set(name, value);
  }

  override values(): readonly VtlValue[] | null {
    return this.#host.values();
  }

  text(): string {
    return this.#host.text();
  }

  #note(reference: string, value: VtlValue | undefined): VtlValue | undefined {
    // A map of values: what is read of it says more than all of it.
    if (value instanceof Map) return watchedMap(reference, value, this.#values);
    note(this.#values, reference, value);
    return value;
  }
}

/** The same for $stageVariables and $context.identity, which are maps. */
export function watchedMap(name: string, map: ReadonlyMap<string, VtlValue>, values: string[]): WatchedMap {
  return new WatchedMap(name, map, values);
}

class WatchedMap extends Map<string, VtlValue> {
  readonly #name: string;
  readonly #values: string[];

  constructor(name: string, map: ReadonlyMap<string, VtlValue>, values: string[]) {
    super();
    for (const [key, value] of map) {
      super.set(key, value instanceof Map ? new WatchedMap(`${name}.${key}`, value, values) : value);
    }
    this.#name = name;
    this.#values = values;
  }

  override get(key: string): VtlValue | undefined {
    const value = super.get(key);
    if (!(value instanceof Map)) note(this.#values, `${this.#name}.${key}`, value);
    return value;
  }
}

function note(values: string[], reference: string, value: VtlValue | undefined): void {
  if (value instanceof HostObject || values.length >= 2 * MAX_VALUES) return;
  for (let i = 0; i < values.length; i += 2) if (values[i] === reference) return;
  values.push(reference, value === undefined || value === null ? '(nothing)' : textOf(value));
}

function textOf(value: VtlValue): string {
  try {
    return javaTextOf(value);
  } catch {
    return '(too large to show)';
  }
}
