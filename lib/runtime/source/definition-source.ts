import type { CompileError, Publication } from '@/lib/gateway/model';
import type { Db } from '@/lib/store/client';
import { type LoadedPublication, loadChanges, loadPublication } from '@/lib/store/publication';
import { type ChangeKind, changesSince } from '@/lib/store/revision';
import type { PublishedState } from './published-state';

export interface News {
  readonly publication: Publication;
  /** Rows that could not be read. */
  readonly errors: readonly CompileError[];
  /** Stages whose caches were flushed; "all" after a gap too long to know. */
  readonly flushedStageIds: readonly string[] | 'all';
  /** The same of what their authorizers said. */
  readonly flushedAuthorizersStageIds: readonly string[] | 'all';
}

/** What gateway workers have to know of functions. */
export interface EndpointReader {
  read(functionIds: readonly string[] | 'all'): Promise<Pick<Publication, 'functions' | 'removedFunctionIds'>>;
}

/** The credentials that they sign with for AWS services. */
export interface RoleReader {
  read(roleIds: readonly string[] | 'all'): Promise<Pick<Publication, 'serviceRoles' | 'removedServiceRoleIds'>>;
}

/** Custom domain names, with their private keys. */
export interface DomainReader {
  read(domainNameIds: readonly string[] | 'all'): Promise<Pick<Publication, 'domainNames' | 'removedDomainNameIds'>>;
}

/** Users and roles that sign requests to APIs. */
export interface PrincipalReader {
  read(principalIds: readonly string[] | 'all'): Promise<Pick<Publication, 'iamPrincipals' | 'removedIamPrincipalIds'>>;
}

/** Reads from the database what is new since what has been published. */
export class DefinitionSource {
  readonly #db: Db;
  readonly #state: PublishedState;
  readonly #functions: EndpointReader;
  readonly #roles: RoleReader;
  readonly #domains: DomainReader;
  readonly #principals: PrincipalReader;
  #isFirst = true;

  constructor(
    db: Db,
    state: PublishedState,
    functions: EndpointReader,
    roles: RoleReader,
    domains: DomainReader,
    principals: PrincipalReader,
  ) {
    this.#db = db;
    this.#state = state;
    this.#functions = functions;
    this.#roles = roles;
    this.#domains = domains;
    this.#principals = principals;
  }

  /** Undefined: nothing is new. Applies the news to the state. */
  async next(): Promise<News | undefined> {
    if (this.#isFirst) return this.#everything();
    const since = await changesSince(this.#db, this.#state.revision);
    if (since === null) return this.#everything();
    if (since.revision === this.#state.revision) return undefined;
    const ids = (wanted: ChangeKind) =>
      since.changes.filter(({ kind }) => kind === wanted).map(({ entityId }) => entityId);
    const loaded = await this.#withParts(await loadChanges(this.#db, since), ids);
    this.#state.apply(loaded.publication);
    return { ...loaded, flushedStageIds: ids('cache'), flushedAuthorizersStageIds: ids('authorizers-cache') };
  }

  async #everything(): Promise<News> {
    const loaded = await this.#withParts(this.#keepUnreadable(await loadPublication(this.#db)), () => 'all');
    this.#state.apply(loaded.publication);
    const flushedStageIds = this.#isFirst ? [] : ('all' as const);
    this.#isFirst = false;
    return { ...loaded, flushedStageIds, flushedAuthorizersStageIds: flushedStageIds };
  }

  async #withParts(
    { publication, errors }: LoadedPublication,
    ids: (kind: ChangeKind) => readonly string[] | 'all',
  ): Promise<LoadedPublication> {
    const [functionIds, roleIds, domainIds] = [ids('function'), ids('service-role'), ids('domain-name')];
    const functions = functionIds.length === 0 ? {} : await this.#functions.read(functionIds);
    const roles = roleIds.length === 0 ? {} : await this.#roles.read(roleIds);
    const domains = domainIds.length === 0 ? {} : await this.#domains.read(domainIds);
    const principalIds = ids('iam-principal');
    const principals = principalIds.length === 0 ? {} : await this.#principals.read(principalIds);
    return { errors, publication: { ...publication, ...functions, ...roles, ...domains, ...principals } };
  }

  /** A full publication replaces everything: a stage that can't be read now goes on as it was. */
  #keepUnreadable({ publication, errors }: LoadedPublication): LoadedPublication {
    const kept = errors.flatMap(({ stageId }) => this.#state.stage(stageId) ?? []);
    return { errors, publication: { ...publication, stages: [...publication.stages, ...kept] } };
  }
}
