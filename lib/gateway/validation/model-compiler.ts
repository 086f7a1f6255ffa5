// Models → validators, when a stage is compiled. JSON Schema draft-04, as API Gateway reads it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
import Ajv, { type Options, type ValidateFunction } from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { addKeywords, STEPS_SPENT, type StepBudget } from './ajv-keywords';
import { BodyValidator } from './body-validator';
import { compilePattern } from './linear-pattern';
import { isObject, type Json, type JsonObject, ModelLinker, type ModelProblem, type ModelScope } from './link-model';

type Report = (problem: ModelProblem) => void;

/** Ajv keeps what it compiles: one compiler serves one stage and is garbage with it. */
export class ModelCompiler {
  readonly #linker: ModelLinker;
  readonly #linked = new Map<string, JsonObject | undefined>();
  readonly #validators = new Map<string, BodyValidator | undefined>();
  readonly #budget: StepBudget = { left: 0, spent: STEPS_SPENT };
  #quick: Ajv | undefined;
  #thorough: Ajv | undefined;

  constructor(scope: ModelScope) {
    this.#linker = new ModelLinker(scope);
  }

  /** Reports what is wrong with the model, once, however often it is asked for. */
  check(name: string, report: Report): void {
    this.#link(name, report);
  }

  /** Undefined: reported. */
  validator(name: string, report: Report): BodyValidator | undefined {
    if (this.#validators.has(name)) return this.#validators.get(name);
    const schema = this.#link(name, report);
    const validator = schema === undefined ? undefined : this.#compile(name, schema, report);
    this.#validators.set(name, validator);
    return validator;
  }

  #link(name: string, report: Report): JsonObject | undefined {
    if (this.#linked.has(name)) return this.#linked.get(name);
    let schema: JsonObject | undefined;
    // First whether it is a draft-04 schema at all; then what it refers to.
    const wrong = this.#problemsOf(name);
    wrong.forEach(report);
    if (wrong.length === 0) {
      const linked = this.#linker.link(name);
      linked.problems.forEach(report);
      schema = linked.schema;
    }
    this.#linked.set(name, schema);
    return schema;
  }

  #problemsOf(name: string): readonly ModelProblem[] {
    const document = this.#linker.document(name);
    if (document === undefined) {
      return [{ model: name, pointer: '', message: `Invalid model identifier specified: ${name}` }];
    }
    if ('problem' in document) return [document.problem];
    return metaSchemaProblems(document.json).map((problem) => ({ model: name, ...problem }));
  }

  #compile(name: string, schema: JsonObject, report: Report): BodyValidator | undefined {
    try {
      this.#quick ??= newAjv(this.#budget, { allErrors: false });
      this.#thorough ??= newAjv(this.#budget, { allErrors: true });
      return new BodyValidator(this.#quick.compile(schema), this.#thorough.compile(schema), this.#budget);
    } catch (error) {
      const message =
        error instanceof RangeError
          ? 'What the model refers to is chained too deeply.'
          : `The schema could not be compiled: ${error instanceof Error ? error.message : String(error)}`;
      report({ model: name, pointer: '', message });
      return undefined;
    }
  }
}

const OPTIONS: Options = {
  strict: false,
  logger: false,
  meta: false,
  validateSchema: false,
  // Messages quote what was wrong.
  verbose: true,
  messages: false,
  // Else a body would have "constructor" and "toString" by birth.
  ownProperties: true,
  // One function per definition: code that is copied into each place that refers to it can grow without bound.
  inlineRefs: false,
  code: { regExp: Object.assign((pattern: string) => compilePattern(pattern), { code: 'compilePattern' }) },
};

/** The formats that API Gateway's validator knows; others are annotations. */
const FORMATS = ['date', 'time', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'regex', 'uri', 'uuid'] as const;

function newAjv(budget: StepBudget, options: Options): Ajv {
  const ajv = new Ajv({ ...OPTIONS, ...options });
  addKeywords(ajv, budget);
  // The fast forms: each runs in linear time.
  addFormats(ajv, { mode: 'fast', formats: [...FORMATS] });
  return ajv;
}

let metaSchema: ValidateFunction | undefined;

function metaSchemaProblems(schema: Json): readonly { readonly pointer: string; readonly message: string }[] {
  if (!isObject(schema)) return [];
  if (metaSchema === undefined) {
    const ajv = new Ajv({ strict: false, logger: false, allErrors: true, validateFormats: false });
    metaSchema = ajv.getSchema('http://json-schema.org/draft-04/schema#') as ValidateFunction;
  }
  if (metaSchema(schema) === true) return [];
  return (
    (metaSchema.errors ?? [])
      // Of alternatives the first tells most: a type is a name, rarely a list of them.
      .filter((error, index, all) => all.findIndex((other) => other.instancePath === error.instancePath) === index)
      .map(({ instancePath, message, params }) => ({
        pointer: instancePath,
        message: `Invalid model schema specified: ${lastPart(instancePath)}${message ?? 'is wrong'}${allowed(params)}.`,
      }))
      .slice(0, MAX_PROBLEMS)
  );
}

const MAX_PROBLEMS = 10;

const lastPart = (pointer: string): string => {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  return name === '' ? 'it ' : `"${name}" `;
};

function allowed(params: Readonly<Record<string, unknown>>): string {
  return Array.isArray(params.allowedValues) ? ` (${params.allowedValues.join(', ')})` : '';
}
