// A model's schema with everything it refers to, as one self-contained draft-04 schema. Only keywords of draft-04 are
// known, as on API Gateway, which refuses others: what is not checked must not look as if it were.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
import type { ModelDefinition } from '../model';
import { compilePattern } from './linear-pattern';
import { nestsDeeperThan } from './nesting';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export interface ModelProblem {
  readonly model: string;
  /** JSON pointer into the model's schema; empty: the whole. */
  readonly pointer: string;
  readonly message: string;
}

export interface ModelScope {
  readonly apiId: string;
  readonly models: Readonly<Record<string, ModelDefinition>>;
}

/** Counts the calls of definitions: see ajv-keywords.ts. */
export const STEP_KEYWORD = 'x-gatehouse-step';

const MAX_DEPTH = 100;
/** Places that a model refers to, over however many others. */
const MAX_TARGETS = 500;
/** All subschemas that a model leads to: what they compile to stays a few megabytes. */
const MAX_SUBSCHEMAS = 20_000;

/** Keywords whose value is copied as it is. */
const PLAIN = new Set([
  ...['type', 'enum', 'format', 'pattern', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'minProperties', 'required'],
]);
const ANNOTATIONS = new Set(['$schema', 'id', 'title', 'description', 'default', 'definitions']);
/** Keywords whose schemas look at the same value as the one that holds them. */
const SAME_VALUE = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'dependencies']);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf']);
const SCHEMA_MAPS = new Set(['properties', 'patternProperties', 'dependencies']);
const SCHEMAS = new Set(['not', 'items', 'additionalItems', 'additionalProperties']);

export interface LinkedModel {
  /** Undefined: there are problems. */
  readonly schema: JsonObject | undefined;
  readonly problems: readonly ModelProblem[];
}

/** Models parsed once, however many others refer to them. */
export class ModelLinker {
  readonly #scope: ModelScope;
  readonly #documents = new Map<string, Parsed>();

  constructor(scope: ModelScope) {
    this.#scope = scope;
  }

  /** The parsed schema, or what is wrong with its text. Undefined: there is no such model. */
  document(name: string): Parsed | undefined {
    const model = Object.hasOwn(this.#scope.models, name) ? this.#scope.models[name] : undefined;
    if (model === undefined) return undefined;
    let known = this.#documents.get(name);
    if (known === undefined) {
      known = parseModel(name, model.schema);
      this.#documents.set(name, known);
    }
    return known;
  }

  link(name: string): LinkedModel {
    return new Link(this, this.#scope.apiId).run(name);
  }
}

type Parsed = { readonly json: Json } | { readonly problem: ModelProblem };

function parseModel(name: string, text: string): Parsed {
  const refuse = (message: string): Parsed => ({ problem: { model: name, pointer: '', message } });
  if (nestsDeeperThan(Buffer.from(text, 'utf8'), MAX_DEPTH)) {
    return refuse(`The schema is nested deeper than ${MAX_DEPTH} levels.`);
  }
  try {
    const json = JSON.parse(text) as Json;
    return isObject(json) ? { json } : refuse('Invalid model schema specified: it must be a JSON object.');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(`Invalid model schema specified: it is not JSON (${reason}).`);
  }
}

/** A place that something refers to. */
interface Target {
  readonly model: string;
  readonly pointer: string;
  readonly value: Json;
  /** Indices of the targets that look at the same value as this one. */
  readonly sameValue: Set<number>;
}

class Link {
  readonly #linker: ModelLinker;
  readonly #apiId: string;
  readonly #targets: Target[] = [];
  readonly #indices = new Map<string, number>();
  readonly #problems: ModelProblem[] = [];
  #subschemas = 0;

  constructor(linker: ModelLinker, apiId: string) {
    this.#linker = linker;
    this.#apiId = apiId;
  }

  run(name: string): LinkedModel {
    this.#target(name, '', name, '');
    const definitions: Record<string, Json> = {};
    // Copying one target can find more of them.
    for (let index = 0; index < this.#targets.length; index++) {
      const target = this.#targets[index] as Target;
      const copy = this.#copy(target, target.value, target.pointer, true);
      definitions[String(index)] = isObject(copy) ? { [STEP_KEYWORD]: true, ...copy } : copy;
      if (this.#subschemas > MAX_SUBSCHEMAS) {
        this.#report(name, '', `The model and what it refers to have more than ${MAX_SUBSCHEMAS} subschemas.`);
        break;
      }
    }
    if (this.#problems.length === 0) this.#refuseEndless();
    const schema = this.#problems.length === 0 ? { definitions, $ref: '#/definitions/0' } : undefined;
    return { schema, problems: this.#problems };
  }

  #report(model: string, pointer: string, message: string): void {
    this.#problems.push({ model, pointer, message });
  }

  /** The index of a target, new or known; -1: reported at the place that refers to it. */
  #target(model: string, pointer: string, fromModel: string, fromPointer: string): number {
    const key = `${model}#${pointer}`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const document = this.#linker.document(model);
    if (document === undefined) {
      this.#report(fromModel, fromPointer, `Invalid model identifier specified: ${model}. There is no such model.`);
      return -1;
    }
    if ('problem' in document) {
      this.#problems.push(document.problem);
      return -1;
    }
    const value = atPointer(document.json, pointer);
    if (!isObject(value)) {
      const what = model === fromModel ? `#${pointer}` : `model ${model} at #${pointer}`;
      this.#report(fromModel, fromPointer, `There is no schema ${what}.`);
      return -1;
    }
    const index = this.#targets.length;
    if (index === MAX_TARGETS) {
      this.#report(fromModel, fromPointer, `A model can refer to at most ${MAX_TARGETS} places.`);
      return -1;
    }
    this.#targets.push({ model, pointer, value, sameValue: new Set() });
    this.#indices.set(key, index);
    return index;
  }

  /** `isSame`: the subschema looks at the value that its target looks at, not at a part of it. */
  #copy(target: Target, schema: Json, pointer: string, isSame: boolean): Json {
    // additionalItems and additionalProperties may be true or false.
    if (!isObject(schema)) return schema;
    this.#subschemas += 1;
    if (this.#subschemas > MAX_SUBSCHEMAS) return {};
    if (typeof schema.$ref === 'string') return this.#copyRef(target, schema.$ref, pointer, isSame);
    const copy: Record<string, Json> = {};
    const unknown: string[] = [];
    for (const [keyword, value] of Object.entries(schema)) {
      const at = `${pointer}/${escapePointer(keyword)}`;
      const same = isSame && SAME_VALUE.has(keyword);
      if (PLAIN.has(keyword)) copy[keyword] = value;
      else if (SCHEMA_LISTS.has(keyword)) copy[keyword] = this.#copyList(target, value, at, same);
      else if (SCHEMA_MAPS.has(keyword)) copy[keyword] = this.#copyMap(target, keyword, value, at, same);
      else if (SCHEMAS.has(keyword)) {
        copy[keyword] = Array.isArray(value)
          ? this.#copyList(target, value, at, same)
          : this.#copy(target, value, at, same);
      } else if (!ANNOTATIONS.has(keyword)) unknown.push(keyword);
    }
    if (unknown.length > 0) {
      this.#report(
        target.model,
        pointer,
        `Invalid model schema specified. Unsupported keyword(s): ${JSON.stringify(unknown)}`,
      );
    }
    if (typeof schema.pattern === 'string') this.#checkPattern(target, schema.pattern, `${pointer}/pattern`);
    return copy;
  }

  #copyList(target: Target, list: Json, pointer: string, isSame: boolean): Json {
    if (!Array.isArray(list)) return list;
    return (list as readonly Json[]).map((item, index) => this.#copy(target, item, `${pointer}/${index}`, isSame));
  }

  #copyMap(target: Target, keyword: string, map: Json, pointer: string, isSame: boolean): Json {
    if (!isObject(map)) return map;
    // With a prototype a property named "__proto__" would be lost.
    const copy = Object.create(null) as Record<string, Json>;
    for (const [name, schema] of Object.entries(map)) {
      const at = `${pointer}/${escapePointer(name)}`;
      if (keyword === 'patternProperties') this.#checkPattern(target, name, at);
      copy[name] = this.#copy(target, schema, at, isSame);
    }
    return copy;
  }

  /** Keywords beside a $ref mean nothing in draft-04. */
  #copyRef(target: Target, ref: string, pointer: string, isSame: boolean): Json {
    const at = `${pointer}/$ref`;
    const place = this.#placeOf(target.model, ref);
    if (place === undefined) {
      this.#report(
        target.model,
        at,
        `"${ref}" can’t be referred to. Write #/definitions/NAME, or ${modelUrl(this.#apiId, 'NAME')} for a model of this API.`,
      );
      return {};
    }
    const index = this.#target(place.model, place.pointer, target.model, at);
    if (index === -1) return {};
    if (isSame) target.sameValue.add(index);
    return { $ref: `#/definitions/${index}` };
  }

  #placeOf(model: string, ref: string): { readonly model: string; readonly pointer: string } | undefined {
    const hash = ref.indexOf('#');
    const url = hash === -1 ? ref : ref.slice(0, hash);
    const pointer = hash === -1 ? '' : decodeFragment(ref.slice(hash + 1));
    if (pointer === undefined || (pointer !== '' && !pointer.startsWith('/'))) return undefined;
    if (url === '') return { model, pointer };
    const base = modelUrl(this.#apiId, '');
    const name = url.startsWith(base) ? url.slice(base.length) : '';
    return /^[A-Za-z0-9]+$/.test(name) ? { model: name, pointer } : undefined;
  }

  #checkPattern(target: Target, pattern: string, pointer: string): void {
    try {
      compilePattern(pattern);
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
      this.#report(
        target.model,
        pointer,
        `"${pattern}" is not a regular expression we can run (no look-around or back-references): ${reason}`,
      );
    }
  }

  /** A schema that leads back to itself for one and the same value could never be decided. */
  #refuseEndless(): void {
    const done = new Set<number>();
    const path: number[] = [];
    const visit = (index: number): boolean => {
      const from = path.indexOf(index);
      if (from !== -1) {
        const cycle = [...path.slice(from), index].map((it) => this.#label(it));
        const { model, pointer } = this.#targets[path[from] as number] as Target;
        this.#report(
          model,
          pointer,
          `The schema refers to itself without ever reaching a property or an item: ${cycle.join(' → ')}.`,
        );
        return false;
      }
      if (done.has(index)) return true;
      path.push(index);
      for (const next of (this.#targets[index] as Target).sameValue) if (!visit(next)) return false;
      path.pop();
      done.add(index);
      return true;
    };
    for (let index = 0; index < this.#targets.length; index++) if (!visit(index)) return;
  }

  #label(index: number): string {
    const { model, pointer } = this.#targets[index] as Target;
    return pointer === '' ? model : `${model}#${pointer}`;
  }
}

/** How one model names another. */
export const modelUrl = (apiId: string, name: string): string =>
  `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescapePointer = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

function atPointer(document: Json, pointer: string): Json | undefined {
  let at: Json | undefined = document;
  if (pointer === '') return at;
  for (const part of pointer.slice(1).split('/').map(unescapePointer)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as JsonObject)[part];
  }
  return at;
}

function decodeFragment(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}
