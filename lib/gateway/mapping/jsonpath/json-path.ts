// JSON paths as API Gateway reads them, with Jayway's JsonPath: compiled once, read often.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference
import { isJsonArray, isJsonObject, type JsonValue, memberOf } from '../json-value';
import { PathProblem, parsePath } from './parse-path';
import type { ParsedPath } from './path-tree';
import { readPath } from './walk';

export { JsonPathBudgetError } from './budget';

export class JsonPath {
  /** As it was written. */
  readonly text: string;
  /** Gives one value; else a list of all that was found. */
  readonly isDefinite: boolean;
  readonly #path: ParsedPath;
  /** "$.a.b[0]", the usual kind, needs no more than this. */
  readonly #steps: readonly (string | number)[] | null;

  constructor(text: string, path: ParsedPath) {
    this.text = text;
    this.isDefinite = path.isDefinite;
    this.#path = path;
    this.#steps = plainSteps(path);
  }

  /** Names and indexes only: reading costs nothing worth counting. Other paths look at much of a document. */
  get isPlain(): boolean {
    return this.#steps !== null;
  }

  /** Undefined: the path leads nowhere in this document. Throws a JsonPathBudgetError. */
  read(document: JsonValue): JsonValue | undefined {
    if (this.#steps === null) return readPath(this.#path, document);
    let value: JsonValue | undefined = document;
    for (const step of this.#steps) {
      if (typeof step === 'string') value = isJsonObject(value) ? memberOf(value, step) : undefined;
      else value = isJsonArray(value) ? value.at(step) : undefined;
      if (value === undefined) return undefined;
    }
    return value;
  }
}

/** A path, or a sentence that says what is wrong with it and where. */
export function compileJsonPath(text: string): JsonPath | string {
  const trimmed = text.trim();
  if (trimmed === '') return 'The JSON path is empty: "$" is the whole document.';
  // A path may do without its beginning.
  const hasRoot = trimmed.startsWith('$') || trimmed.startsWith('@');
  const added = hasRoot ? 0 : 2;
  try {
    return new JsonPath(text, parsePath(hasRoot ? trimmed : `$.${trimmed}`));
  } catch (error) {
    if (!(error instanceof PathProblem)) throw error;
    const shown = trimmed.length > 200 ? `${trimmed.slice(0, 200)}…` : trimmed;
    return `${error.message}, at character ${Math.max(error.at - added, 0) + 1} of the JSON path ${shown}`;
  }
}

function plainSteps(path: ParsedPath): readonly (string | number)[] | null {
  const steps: (string | number)[] = [];
  for (const segment of path.segments) {
    if (segment.kind === 'names' && segment.names.length === 1) steps.push(segment.names[0] as string);
    else if (segment.kind === 'indexes' && segment.indexes.length === 1) steps.push(segment.indexes[0] as number);
    else return null;
  }
  return path.overAll === null ? steps : null;
}
