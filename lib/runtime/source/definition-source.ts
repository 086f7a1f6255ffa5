import type { CompileError, Publication } from '@/lib/gateway/model';
import type { Db } from '@/lib/store/client';
import { type LoadedPublication, loadChanges, loadPublication } from '@/lib/store/publication';
import { changesSince } from '@/lib/store/revision';
import type { PublishedState } from './published-state';

export interface News {
  readonly publication: Publication;
  /** Rows that could not be read. */
  readonly errors: readonly CompileError[];
  /** Stages whose caches were flushed; "all" after a gap too long to know. */
  readonly flushedStageIds: readonly string[] | 'all';
}

/** Reads from the database what is new since what has been published. */
export class DefinitionSource {
  readonly #db: Db;
  readonly #state: PublishedState;
  #isFirst = true;

  constructor(db: Db, state: PublishedState) {
    this.#db = db;
    this.#state = state;
  }

  /** Undefined: nothing is new. Applies the news to the state. */
  async next(): Promise<News | undefined> {
    if (this.#isFirst) return this.#everything();
    const since = await changesSince(this.#db, this.#state.revision);
    if (since === null) return this.#everything();
    if (since.revision === this.#state.revision) return undefined;
    const loaded = await loadChanges(this.#db, since);
    this.#state.apply(loaded.publication);
    const flushed = since.changes.filter(({ kind }) => kind === 'cache').map(({ entityId }) => entityId);
    return { ...loaded, flushedStageIds: flushed };
  }

  async #everything(): Promise<News> {
    const loaded = this.#keepUnreadable(await loadPublication(this.#db));
    this.#state.apply(loaded.publication);
    const flushedStageIds = this.#isFirst ? [] : ('all' as const);
    this.#isFirst = false;
    return { ...loaded, flushedStageIds };
  }

  /** A full publication replaces everything: a stage that can't be read now goes on as it was. */
  #keepUnreadable({ publication, errors }: LoadedPublication): LoadedPublication {
    const kept = errors.flatMap(({ stageId }) => this.#state.stage(stageId) ?? []);
    return { errors, publication: { ...publication, stages: [...publication.stages, ...kept] } };
  }
}
