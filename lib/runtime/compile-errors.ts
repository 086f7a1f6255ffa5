import type { CompileError, Publication } from '@/lib/gateway/model';

/** Which stages serve an older deployment than they should, and why: as the store and each worker see it. */
export class CompileErrors {
  readonly #unreadable = new Map<string, CompileError>();
  readonly #byWorker = new Map<object, readonly CompileError[]>();

  get all(): readonly CompileError[] {
    const errors = [...this.#unreadable.values(), ...[...this.#byWorker.values()].flat()];
    return [...new Map(errors.map((error) => [keyOf(error), error])).values()];
  }

  /** `errors`: rows of the publication that could not be read, which have been left out of it. */
  note(publication: Publication, errors: readonly CompileError[]): void {
    if (publication.full) this.#unreadable.clear();
    for (const id of publication.removedStageIds) this.#unreadable.delete(id);
    for (const { id } of publication.stages) this.#unreadable.delete(id);
    for (const error of errors) this.#unreadable.set(error.stageId, error);
  }

  /** All that is wrong with what the worker has been sent. */
  setWorker(worker: object, errors: readonly CompileError[]): void {
    this.#byWorker.set(worker, errors);
  }

  endWorker(worker: object): void {
    this.#byWorker.delete(worker);
  }
}

const keyOf = ({ stageId, place, message }: CompileError): string => `${stageId}\n${place}\n${message}`;
