// Custom domain names: which API and stage a host and the beginning of a path stand for.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
import type { BasePathMappingDefinition, DomainNameDefinition } from '../model';

export class CompiledDomain {
  readonly definition: DomainNameDefinition;
  /** What a client's certificate has to have been verified for; empty: clients need none. */
  readonly trustKey: string;
  readonly #byBasePath: ReadonlyMap<string, BasePathMappingDefinition>;
  /** Segments of the longest base path. */
  readonly #depth: number;

  constructor(definition: DomainNameDefinition) {
    this.definition = definition;
    this.trustKey = definition.trustStore === undefined ? '' : `${definition.id} ${definition.trustStore.version}`;
    this.#byBasePath = new Map(definition.mappings.map((mapping) => [mapping.basePath, mapping]));
    this.#depth = Math.max(0, ...definition.mappings.map(({ basePath }) => basePath.split('/').length));
  }

  /** The longest base path that the path begins with, segment by segment. `path` begins with a slash. */
  match(path: string): BasePathMappingDefinition | undefined {
    let found = this.#byBasePath.get('');
    let end = 0;
    for (let depth = 0; depth < this.#depth && end !== -1; depth++) {
      end = path.indexOf('/', end + 1);
      found = this.#byBasePath.get(end === -1 ? path.slice(1) : path.slice(1, end)) ?? found;
    }
    return found;
  }
}

/** Immutable, as everything of a snapshot. */
export class DomainTable {
  readonly #byId: ReadonlyMap<string, CompiledDomain>;
  readonly #byName: ReadonlyMap<string, CompiledDomain>;

  constructor(byId: ReadonlyMap<string, CompiledDomain> = new Map()) {
    this.#byId = byId;
    this.#byName = new Map([...byId.values()].map((domain) => [domain.definition.name, domain]));
  }

  get size(): number {
    return this.#byId.size;
  }

  get all(): Iterable<CompiledDomain> {
    return this.#byId.values();
  }

  with(domains: readonly DomainNameDefinition[] = [], removedIds: readonly string[] = []): DomainTable {
    if (domains.length === 0 && removedIds.length === 0) return this;
    const byId = new Map(this.#byId);
    for (const id of removedIds) byId.delete(id);
    for (const domain of domains) byId.set(domain.id, new CompiledDomain(domain));
    return new DomainTable(byId);
  }

  /** By the name without its port; a name of its own comes before a wildcard, which stands for one label. */
  find(hostName: string): CompiledDomain | undefined {
    const name = hostName.toLowerCase();
    const exact = this.#byName.get(name);
    if (exact !== undefined) return exact;
    const dot = name.indexOf('.');
    return dot <= 0 ? undefined : this.#byName.get(`*${name.slice(dot)}`);
  }
}
