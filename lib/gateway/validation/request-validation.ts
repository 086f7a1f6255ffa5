// What a method's request validator checks, compiled with the method.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
import { mediaTypeOf } from '../http/media-type';
import type { MethodDefinition } from '../model';
import type { BodyValidator } from './body-validator';
import type { ModelProblem } from './link-model';
import type { ModelCompiler } from './model-compiler';

const DEFAULT_KEY = '$default';

/** The models of a method's request, by the media type of the body. */
export class BodyValidation {
  readonly #byMediaType: ReadonlyMap<string, BodyValidator>;
  readonly #default: BodyValidator | undefined;

  constructor(byMediaType: ReadonlyMap<string, BodyValidator>) {
    this.#byMediaType = byMediaType;
    this.#default = byMediaType.get(DEFAULT_KEY);
  }

  /** Undefined: bodies of this type are not validated. passthroughBehavior NEVER keeps them out. */
  pick(contentType: string | undefined): BodyValidator | undefined {
    return this.#byMediaType.get(mediaTypeOf(contentType)) ?? this.#default;
  }
}

export interface RequiredParameter {
  readonly name: string;
  readonly location: 'header' | 'path' | 'querystring';
  /** For path parameters. */
  readonly index: number;
}

type Report = (place: string, message: string) => void;

const TARGET = /^method\.request\.(header|path|querystring)\.(.+)$/;
/** As seen in AWS's message. */
const LOCATION_ORDER = { header: 0, path: 1, querystring: 2 } as const;

/** Empty unless the method's validator checks parameters: required ones are documentation otherwise, as on AWS. */
export function compileRequiredParameters(
  { requestParameters, requestValidator }: MethodDefinition,
  paramNames: readonly string[],
  report: Report,
): readonly RequiredParameter[] {
  const required: RequiredParameter[] = [];
  for (const [target, isRequired] of Object.entries(requestParameters)) {
    const match = TARGET.exec(target);
    const location = match?.[1];
    const name = match?.[2] ?? '';
    if (location !== 'header' && location !== 'path' && location !== 'querystring') {
      report(target, `"${target}" is not "method.request.", one of header, path and querystring, and a name.`);
      continue;
    }
    const index = location === 'path' ? paramNames.indexOf(name) : -1;
    // Declared for another resource, or left over from a rename: nothing could ever send it.
    if (location === 'path' && index === -1) continue;
    if (isRequired) required.push({ location, name, index });
  }
  if (requestValidator?.validateRequestParameters !== true) return [];
  return required.sort((a, b) => LOCATION_ORDER[a.location] - LOCATION_ORDER[b.location]);
}

/** Null: no body is validated. */
export function compileBodyValidation(
  { requestModels = {}, requestValidator }: MethodDefinition,
  models: ModelCompiler,
  report: Report,
): BodyValidation | null {
  if (requestValidator?.validateRequestBody !== true) return null;
  const byMediaType = new Map<string, BodyValidator>();
  for (const [mediaType, name] of Object.entries(requestModels)) {
    const validator = models.validator(name, (problem) =>
      report(`request model ${mediaType} › ${placeOf(problem)}`, problem.message),
    );
    if (validator !== undefined) byMediaType.set(mediaType.toLowerCase(), validator);
  }
  return byMediaType.size === 0 ? null : new BodyValidation(byMediaType);
}

/** "model Pet › /properties/name". */
export const placeOf = ({ model, pointer }: ModelProblem): string =>
  pointer === '' ? `model ${model}` : `model ${model} › ${pointer}`;
